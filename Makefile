# The portal's commands. `make help` lists them; docs/deployment.md has the production start.

PYTHON ?= python3
VENV := .venv/bin/python
MEASURES ?=

.DEFAULT_GOAL := help
.PHONY: help run test lint bench demo assets messages migrations locks format clean

help:  ## this list
	@echo "Integration portal. Needs Python 3.11 or newer with venv, and make."
	@echo
	@grep -E '^[a-z]+:.*##' Makefile | awk -F ':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'
	@echo
	@echo "  PORT=8001 make run   another port;   VAR_DIR=/path make run   another data folder (default: var/)"

run:  ## install what is missing, prepare the database, serve on 127.0.0.1:8000 with one job worker
	@$(PYTHON) scripts/bootstrap.py
	@exec $(VENV) scripts/serve.py

test:  ## all tests: SQLite, then PostgreSQL where one is found
	@$(PYTHON) scripts/bootstrap.py --dev
	@exec $(VENV) scripts/run_tests.py $(TESTS)

lint:  ## style, types, templates, import contract, migrations, deployment check, translations
	@$(PYTHON) scripts/bootstrap.py --dev
	@exec $(VENV) scripts/lint.py

bench:  ## measure, and write the table of docs/performance.md
	@$(PYTHON) scripts/bootstrap.py --dev
	@exec $(VENV) scripts/bench.py

demo:  ## MEASURES=5000: demo data of that size in the database
	@case "$(MEASURES)" in ''|*[!0-9]*) echo "Say how many measures: make demo MEASURES=5000"; exit 2;; esac
	@$(PYTHON) scripts/bootstrap.py
	@exec $(VENV) scripts/prepare.py --measures $(MEASURES)

assets:  ## build static/dist/ from static/ and the npm packages
	@$(PYTHON) scripts/bootstrap.py
	@exec $(VENV) scripts/build_assets.py

messages:  ## collect new texts into locale/*.po (needs xgettext) and compile the catalogues
	@$(PYTHON) scripts/bootstrap.py --dev
	@$(VENV) scripts/messages.py
	@$(VENV) scripts/compile_messages.py

migrations:  ## write migrations for changed models
	@$(PYTHON) scripts/bootstrap.py --dev
	@exec $(VENV) scripts/manage_local.py makemigrations

format:  ## sort imports and format the code
	@$(PYTHON) scripts/bootstrap.py --dev
	@$(VENV) -m ruff check --fix --quiet . ; exec $(VENV) -m ruff format .

locks:  ## resolve requirements*.in again into requirements*.lock (hashes for all platforms, no index addresses)
	@$(PYTHON) scripts/bootstrap.py --dev
	@exec $(VENV) scripts/locks.py

clean:  ## remove what the commands made, except var/
	rm -rf .venv node_modules static/dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
