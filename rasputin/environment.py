"""Settings read from the environment; one that cannot be read is refused by its name, its value unsaid.

No library does it: the one that checks as much takes longer to load than Django, and every command waits.
"""

import math
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, Generic, TypeVar

import dj_database_url
from django.core.exceptions import ImproperlyConfigured
from dotenv import load_dotenv

Value = TypeVar("Value")
Default = TypeVar("Default")

YES = {"true", "t", "yes", "y", "on", "1"}
NO = {"false", "f", "no", "n", "off", "0"}


class Reader(Generic[Value]):
    """Reads settings of one kind; `what` says what they have to be."""

    def __init__(self, read: Callable[[str], Value], what: str) -> None:
        self._read = read
        self._what = what

    def __call__(self, name: str, default: Default) -> Value | Default:
        said = os.environ.get(name)
        if said is None:
            return default
        try:
            return self._read(said)
        except Exception as error:  # a reader of addresses raises whatever comes to it
            raise ImproperlyConfigured(f'Environment variable "{name}" invalid: {self._what}') from error


def _finite(said: str) -> float:
    number = float(said)
    if not math.isfinite(number):
        raise ValueError
    return number


def _yes_or_no(said: str) -> bool:
    if (word := said.lower()) not in YES | NO:
        raise ValueError
    return word in YES


def _words(said: str) -> list[str]:
    return said.split(",") if said else []


def _database(said: str) -> dict[str, Any]:
    return {**dj_database_url.parse(said)}


class Env:
    """The kinds of settings; a file adds to the environment what it does not say itself."""

    str = Reader(str, "Not a text.")
    int = Reader(int, "Not a whole number.")
    float = Reader(_finite, "Not a number.")
    bool = Reader(_yes_or_no, "Neither yes nor no.")
    list = Reader(_words, "Not a list.")
    path = Reader(Path, "Not a path.")
    database = Reader(_database, "Not a database's URL.")

    def __init__(self, file: Path) -> None:
        load_dotenv(file)
