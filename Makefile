# What one can do here; every target makes what it needs first. Works with GNU make 3.81 and later.

PYTHON ?= python3
BIN := .venv/bin
CODE := manage.py rasputin manifest tracking clans tests
READY := .venv/.ready
unexport PYTHONDONTWRITEBYTECODE  # or each program would compile Django, Celery and the rest anew at its start

.DEFAULT_GOAL := help
.PHONY: help setup up test check bench chaos dev clean

help:
	@echo 'make setup              virtual environment with the locked dependencies, in .venv'
	@echo 'make up                 start everything and track; ARGS="--until-caught-up" ends by itself'
	@echo 'make test               the whole suite; ARGS="tests/clans/test_roster.py" one file of it'
	@echo 'make check              style, types, import contracts, Django checks, migrations, secrets'
	@echo 'make bench              measure, into build/bench.json; ONLY=key,key measures some'
	@echo 'make chaos              make trouble of every kind in the middle of crawls; some twenty minutes'
	@echo 'make dev                like up, and starts again when a source file changes'
	@echo 'make clean              remove what was built here; the data in the home stay'

setup: $(READY)

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' || { \
	  echo 'Rasputin needs Python 3.11, 3.12 or 3.13 as $(PYTHON): install one and say `make setup PYTHON=python3.12`.' >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo 'Python cannot make virtual environments here: type `apt-get install python3-venv` (Debian, Ubuntu) first.' >&2; exit 1; }
	@echo 'Making the virtual environment in .venv'
	@$(PYTHON) -m venv .venv
	@echo 'Installing the locked dependencies'
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-compile --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

up: $(READY)
	@$(BIN)/rasputin up $(ARGS)

test: $(READY)
	@$(BIN)/python -m pytest $(if $(ARGS),$(ARGS),-n 3 --dist loadgroup)

check: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy $(CODE)
	$(BIN)/lint-imports
	$(BIN)/python manage.py check
	$(BIN)/python -W ignore::RuntimeWarning manage.py makemigrations --check --dry-run
	$(BIN)/python .ci/secret_scan.py

bench: $(READY)
	@$(BIN)/python -m tests.benchmarks $(if $(ONLY),--only $(ONLY))

chaos: $(READY)
	@echo 'Makes trouble in homes of its own while they crawl, and compares what comes of it with the truth.'
	@$(BIN)/python -m pytest -m "chaos or thorough" $(ARGS)

dev: $(READY)
	@RASPUTIN_DEBUG=1 $(BIN)/watchfiles --filter python --sigint-timeout 60 '$(BIN)/rasputin up $(ARGS)' rasputin manifest tracking clans

clean:
	rm -rf .venv build *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
