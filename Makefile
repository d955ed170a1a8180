# Everything runs in .venv/, brought up to date only when the pinned requirements change.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
LOCK := uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --upgrade \
        --no-header --no-annotate --no-emit-index-url --no-emit-find-links

.DEFAULT_GOAL := help
.PHONY: help install check format test years demo dev bench faults fuzz trace docs record lock

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-9s %s\n", $$1, $$2}' Makefile

install: $(STAMP) ## only the installation, into .venv/

$(STAMP): requirements-dev.txt pyproject.toml Makefile
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Throughcare needs Python 3.11 or later, but $(PYTHON) is" \
	       "$$($(PYTHON) --version 2>&1 || true). Name another one: make PYTHON=/path/to/python3.12" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --disable-pip-version-check --quiet --require-hashes --only-binary :all: \
	  -r requirements-dev.txt
	$(BIN)/python -m pip install --disable-pip-version-check --quiet --no-build-isolation --no-deps --editable .
	@touch $@

check: install ## formatting, lint, types and the import rule
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: install ## format the code and mend what lint can mend
	$(BIN)/ruff check --fix-only .
	$(BIN)/ruff format .

test: install ## all tests, side by side
	$(BIN)/python -m pytest -n logical --maxprocesses 4 --dist worksteal

years: install ## ten years of supervision under skipped time, in a few minutes
	YEARS_OF_SUPERVISION=10 $(BIN)/python -m pytest tests/orchestration/test_ten_years.py

demo: install ## a small caseload, end to end, in exercise mode
	$(BIN)/throughcare demo

dev: install ## the embedded stack in the foreground, until interrupted
	$(BIN)/throughcare dev

bench: install ## what comes in beside bare inserts and COPY, a standard case beside a bare workflow
	$(BIN)/python -m tests.benchmarks

faults: install ## 20,000 events while every process is killed again and again; about half an hour
	$(BIN)/python -m tests.faults --events 20000 --cases 500 --clients 8

fuzz: install ## the OpenAPI document, and 100,000 mutated events, against the gateway
	$(BIN)/python -m tests.fuzz --events 100000

trace: install ## each requirement of the toolkit, with the tests that prove it
	$(BIN)/python -m tests.trace

docs: install ## the pages that are printed from the rules, into docs/
	$(BIN)/python -m docs

record: install ## keep histories of the last demo for the replay tests: make record NAME=0.1
	$(BIN)/python -m tests.replay.record $(NAME)

lock: ## resolve the pinned requirements anew (needs uv)
	$(LOCK) --output-file requirements.txt
	$(LOCK) --extra embedded --group dev --constraint requirements.txt --output-file requirements-dev.txt
