# Everything that a person or a machine does with this project. `make help` lists it.

SHELL := /bin/bash
BIN := .venv/bin
INSTALLED := .venv/installed
CATALOGUES := $(wildcard malaqbiq/locale/*/LC_MESSAGES/*.po)
LOCK := --quiet --universal --python-version 3.11 --no-emit-index-url --no-annotate --no-header --generate-hashes

.DEFAULT_GOAL := help
.PHONY: help install run test check bench lock format messages

help: ## List what there is
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{ split($$1, name, ":"); printf "  make %-10s %s\n", name[1], $$2 }'

install: $(INSTALLED) $(CATALOGUES:.po=.mo) ## Create ./.venv with everything that is needed, locked by hashes

run: install ## Set up, replay the story if the database is empty, and serve http://127.0.0.1:8000
	@$(BIN)/malaqbiq init
	@$(BIN)/malaqbiq demo --if-empty
	@$(BIN)/malaqbiq serve

test: check ## Check, then run all tests on SQLite and on PostgreSQL
	scripts/test

check: install ## Style, types, floors, migrations, house rules, translations
	$(BIN)/ruff check --quiet .
	$(BIN)/ruff format --check --quiet .
	$(BIN)/mypy
	$(BIN)/lint-imports > .venv/floors || { cat .venv/floors; exit 1; }
	$(BIN)/python -m pytest -q tests/guards
	$(BIN)/python -m scripts.messages check

bench: install ## Measure what is promised
	$(BIN)/malaqbiq bench

lock: install ## Lock again after pyproject.toml changed; UPGRADE=1 takes the newest of everything
	$(BIN)/uv pip compile pyproject.toml $(LOCK) $(if $(UPGRADE),--upgrade) --output-file requirements.txt
	$(BIN)/uv pip compile pyproject.toml --group dev --constraint requirements.txt $(LOCK) $(if $(UPGRADE),--upgrade) \
		--output-file requirements-dev.txt

format: install ## Write all code in the one form
	$(BIN)/ruff check --fix --quiet . ; $(BIN)/ruff format .

messages: install ## Gather the texts to translate into the catalogues
	$(BIN)/python -m scripts.messages extract

$(INSTALLED): requirements.txt requirements-dev.txt pyproject.toml scripts/install
	scripts/install
	@touch $@

%.mo: %.po scripts/messages.py $(INSTALLED)
	@$(BIN)/python -m scripts.messages compile
	@touch $@
