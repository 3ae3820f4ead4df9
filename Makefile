# Every target works on a fresh machine: what it needs, it makes first. `make help` lists them.
PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/pip install --quiet --disable-pip-version-check --no-deps --require-hashes
ARGS ?=
CATALOGS := engage/translations
POT := .cache/messages.pot

.DEFAULT_GOAL := help
.PHONY: help install run test bench check format lock assets translations

help: ## say what there is
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 14

install: .venv/.dev ## .venv with everything that run and test need, nothing started

run: .venv/.run ## sample city, demonstration accounts, http://127.0.0.1:8000 (ENGAGE_PORT)
	@exec scripts/run

test: .venv/.dev ## all tests; ARGS='-k seats' for some
	$(BIN)/pytest -n 2 --dist loadgroup $(ARGS)

bench: .venv/.dev ## what requests cost beside bare Flask; ARGS='--rounds 3'
	$(BIN)/python -m benchmarks $(ARGS)

check: .venv/.dev ## style, types, import contracts, dependencies, templates
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/deptry .
	$(BIN)/djlint --quiet --lint templates
	$(BIN)/djlint --quiet --check templates

format: .venv/.dev ## mend what `check` can mend by itself
	$(BIN)/ruff check --fix --exit-zero .
	$(BIN)/ruff format .
	$(BIN)/djlint --quiet --reformat templates

lock: ## requirements/*.in -> hashed locks, keeping what still fits; ARGS=--upgrade for the newest
	scripts/lock $(ARGS)

assets: ## npm packages -> engage/static/vendor
	scripts/assets

translations: .venv/.dev ## code and templates -> .po -> .mo
	mkdir -p $(dir $(POT))
	$(BIN)/pybabel --quiet extract -F babel.cfg -k Lazy --add-comments=Translators: \
		--no-location --no-wrap --sort-output --project Engage --version 1 -o $(POT) .
	for language in ar fr en; do \
		$(BIN)/pybabel --quiet update -D messages -d $(CATALOGS) -l $$language -i $(POT) --init-missing \
			--no-fuzzy-matching --no-wrap --ignore-obsolete --ignore-pot-creation-date; done
	$(BIN)/pybabel --quiet compile -D messages -d $(CATALOGS)

.venv/bin/pip:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Engage needs Python 3.11 or newer: make PYTHON=…")'
	$(PYTHON) -m venv .venv

.venv/.run: requirements/run.txt | .venv/bin/pip
	$(PIP) -r requirements/run.txt
	@touch $@

.venv/.dev: requirements/dev.txt requirements/run.txt | .venv/bin/pip
	$(PIP) -r requirements/dev.txt
	@touch .venv/.run $@
