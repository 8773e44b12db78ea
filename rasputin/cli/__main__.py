"""Lets `python -m rasputin.cli` do what `rasputin` does."""

from rasputin.cli import main

main()
