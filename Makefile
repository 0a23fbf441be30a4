# facit: `make run` makes everything and reads the bundled reports; `make test` checks the code. `make help` lists all.
# Needs Python 3.11-3.13 and make; what else is needed is installed: Python packages in .venv, programs with apt or brew.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3; do \
	$$p -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null && echo $$p && break; done)
VENV := .venv
BIN := $(VENV)/bin
STAMPS := $(VENV)/.stamps
REPORTS ?= fixtures/reports
OUT ?= out

.PHONY: run test lint fixtures press bench bench-tables bench-pipeline bench-errors hostile fuzz growth clean help
# The files of ICDAR 2013 (from tabula-java's test resources); that part is left out where they are not.
ICDAR ?= build/icdar2013

run: $(STAMPS)/package $(STAMPS)/tesseract ## read the bundled reports into out/ and say what was found
	@$(BIN)/facit backfill $(REPORTS) --out $(OUT)

test: $(STAMPS)/dev $(STAMPS)/tesseract $(STAMPS)/browser $(STAMPS)/axe $(STAMPS)/calc ## format, lint, types and all tests
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy --strict extract normalize corpus
	$(BIN)/pytest -n auto --dist loadgroup

lint: $(STAMPS)/dev ## format, lint and types only
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy --strict extract normalize corpus

fixtures: $(STAMPS)/dev ## typeset the fixture reports anew
	$(BIN)/python -m fixtures.press

bench-tables: $(STAMPS)/bench $(STAMPS)/tesseract ## measure table reading beside other engines (15 minutes), into docs/benchmarks.md
	$(BIN)/python -m tests.benchmarks.tables.bench --icdar $(ICDAR)

bench-pipeline: $(STAMPS)/bench $(STAMPS)/tesseract ## measure whole runs, engines, growth and jobs (20 minutes), into docs/benchmarks-pipeline.md
	$(BIN)/python -m tests.benchmarks.pipeline

press: $(STAMPS)/dev ## the same, and the pages that LibreOffice and WeasyPrint set too
	@scripts/install-programs press
	$(BIN)/python -m fixtures.press --anew

bench: bench-tables bench-pipeline ## everything that is measured: engines, the whole run, growth, jobs, series, the page (an hour)
	$(BIN)/python -m tests.benchmarks.history
	$(BIN)/python -m tests.benchmarks.page

bench-errors: $(STAMPS)/dev ## seed errors into made-up reports and see what is found, beside two solvers (minutes)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[bench-errors]'
	$(BIN)/python tests/benchmarks/errors $(BENCH)

hostile: $(STAMPS)/dev $(STAMPS)/tesseract ## read a folder of hostile files beside good ones and say what came of each (a minute)
	$(BIN)/python -m tests.benchmarks.hostile

fuzz: $(STAMPS)/dev ## 100 000 executions of what reads figures, texts, tables and files (10 minutes)
	$(BIN)/python -m tests.fuzz $(EXECUTIONS)

growth: $(STAMPS)/dev $(STAMPS)/tesseract ## how time and memory grow with a report's pages, 10 to 5 000 (5 minutes)
	$(BIN)/python -m tests.benchmarks.growth

clean: ## remove what was made: the virtual environment, out/ and caches
	rm -rf $(VENV) $(OUT) .mypy_cache .ruff_cache .pytest_cache build dist
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

help: ## this list
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 24

$(STAMPS)/venv:
	@scripts/make-venv "$(PYTHON)" $(VENV)
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/package: pyproject.toml $(STAMPS)/venv
	@echo "Installing facit and what it needs (a few minutes the first time) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -e .
	@touch $@

$(STAMPS)/dev: pyproject.toml $(STAMPS)/venv
	@echo "Installing facit and what its tests need (a few minutes the first time) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]'
	@touch $@ $(STAMPS)/package

$(STAMPS)/bench: $(STAMPS)/dev
	@echo "Installing the table engines to measure beside ..."
	@scripts/install-programs bench
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[bench]'
	@touch $@

$(STAMPS)/tesseract: $(STAMPS)/venv
	@scripts/install-programs tesseract
	@touch $@

$(STAMPS)/browser: $(STAMPS)/venv
	@scripts/install-programs browser
	@scripts/install-programs firefox
	@touch $@

$(STAMPS)/axe: $(STAMPS)/venv
	@scripts/install-programs axe $(VENV)/axe
	@touch $@

$(STAMPS)/calc: $(STAMPS)/venv
	@scripts/install-programs calc
	@touch $@
