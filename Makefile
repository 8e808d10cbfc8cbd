.PHONY: help run test chaos check words migration

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

help:  ## What there is
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

run: $(VENV)/run  ## Set everything up and start; without Slack tokens, in the sandbox in a browser
	@$(BIN)/python app.py

test: $(VENV)/dev  ## Every test: four at a time, then one by one those that want the machine for themselves
	@$(BIN)/python -m pytest -n 4 --dist worksteal --durations=15 -m "not alone"
	@$(BIN)/python -m pytest -m alone

chaos: $(VENV)/dev  ## The tests of tests/chaos, and every view, in full length: hours. SEED=7 tells one story again
	@$(BIN)/python -m pytest tests/chaos tests/db tests/features --long $(if $(SEED),--seed $(SEED))

check: $(VENV)/dev  ## Style, types and the rules of the house
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m pytest tests/house

words: $(VENV)/dev  ## What has to be translated, for whoever adds a language: bot/words/first_call.pot
	@PYTHONPATH=. $(BIN)/python tests/words/extracting.py

migration: $(VENV)/dev  ## A new migration from the models: make migration what="who is on duty"
	$(BIN)/alembic revision --autogenerate -m "$(what)"

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "First Call needs Python 3.11 or newer: make run PYTHON=python3.11")'
	@$(PYTHON) -m venv $(VENV)

$(VENV)/run: requirements.lock | $(VENV)/bin/python
	@echo "Installing what First Call stands on (a minute, once)"
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@touch $@

$(VENV)/dev: requirements-dev.lock | $(VENV)/bin/python
	@echo "Installing what the tests stand on (a minute, once)"
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@
