# Everything that a person or a machine does with this project. `make help` lists it.

PYTHON := $(shell command -v python3.13 || command -v python3.12 || command -v python3.11 || command -v python3)
BIN := .venv/bin
INSTALLED := .venv/installed
CATALOGUES := $(wildcard malaqbiq/locale/*/LC_MESSAGES/django.po)
COMPILED := $(CATALOGUES:.po=.mo)

.DEFAULT_GOAL := help
.PHONY: help install run test check bench lock format messages

help: ## List what there is
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{ printf "  make %-10s %s\n", $$1, $$2 }'

install: $(INSTALLED) $(COMPILED) ## Create ./.venv with everything that is needed, locked by hashes

$(INSTALLED): requirements.txt requirements-dev.txt pyproject.toml
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Malaqbiq needs Python 3.11 or newer; found: $$("$(PYTHON)" --version 2>&1)" >&2; exit 1; }
	test -x $(BIN)/python || "$(PYTHON)" -m venv .venv
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements-dev.txt
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

%.mo: %.po $(INSTALLED)
	$(BIN)/python -m scripts.messages compile

run: install ## Set up, replay the story if the database is empty, and serve http://127.0.0.1:8000
	$(BIN)/malaqbiq init
	$(BIN)/malaqbiq serve

test: check ## Check, then run all tests on SQLite and on PostgreSQL
	$(BIN)/python -m pytest --database sqlite
	$(BIN)/python -m pytest --database postgresql

check: install ## Style, types, floors, migrations, translations
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: install ## Measure against the figures that are promised
	$(BIN)/malaqbiq bench

lock: install ## Lock the newest requirements that pyproject.toml allows
	$(BIN)/uv pip compile pyproject.toml $(LOCK) --output-file requirements.txt
	$(BIN)/uv pip compile pyproject.toml --group dev --constraint requirements.txt $(LOCK) --output-file requirements-dev.txt

LOCK := --quiet --universal --python-version 3.11 --no-emit-index-url --no-annotate --no-header --generate-hashes --upgrade

format: install ## Write all code in the one format
	$(BIN)/ruff check --fix --quiet .; $(BIN)/ruff format .

messages: install ## Gather the texts to translate into the catalogue
	$(BIN)/python -m scripts.messages extract
