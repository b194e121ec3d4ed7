# Everything a newcomer needs rests on Python 3.11 or newer and make; `make setup` does the rest in .venv.
PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/pip install --quiet --disable-pip-version-check
LOCK := $(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-strip-extras --no-emit-index-url --no-annotate --no-header --quiet
SHIPPED := $(shell find bot workflows manifest.yml README.md LICENSE -type f -not -name '*.pyc')

.PHONY: help install setup demo play test fast cover behind-a-pooler hard-day bad-storage time-travel moving-facts people-move any-register same-story wheel-proof bench check format lint types layers words workflows settings schema checks-page snapshots lock clean

help: ## say what each of these does
	@sed -nE 's/^([a-z-]+):.*## (.*)/  make \1|\2/p' $(firstword $(MAKEFILE_LIST)) | while IFS='|' read -r name does; do printf '%-20s %s\n' "$$name" "$$does"; done

install: .venv/.installed ## what a company runs: the bot and what it needs, into .venv

setup: .venv/.ready ## what a developer needs besides: tests, linters, types

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Ringfence needs Python 3.11 or newer; this is " + sys.version.split()[0])'
	@$(PYTHON) -m venv .venv

# An installed copy is made anew when anything of it has changed. A .venv holds one of the two kinds, so each forgets the other.
# What builds it is pinned and checked as well: it runs here, and pip would otherwise fetch whatever is the newest.
.venv/.installed: requirements/run.txt requirements/build.txt pyproject.toml $(SHIPPED) | .venv/bin/python
	@echo "Installing what Ringfence needs into .venv (half a minute, once) ..."
	@$(PIP) --require-hashes -r requirements/run.txt -r requirements/build.txt
	@$(PIP) --no-deps --no-build-isolation .
	@rm -f .venv/.ready
	@touch $@

.venv/.ready: requirements/dev.txt pyproject.toml | .venv/bin/python
	@echo "Installing what Ringfence needs into .venv (about a minute, once) ..."
	@$(PIP) --require-hashes -r requirements/dev.txt
	@$(PIP) --no-deps --no-build-isolation -e .
	@rm -f .venv/.installed
	@touch $@

demo: setup ## a Slack and a Jira on this machine, the bot connected
	@$(BIN)/ringfence demo

play: setup ## the demo's story, told by itself
	@$(BIN)/ringfence demo --play

test: setup ## all tests, on SQLite and PostgreSQL
	$(BIN)/python -m pytest -n 3 --dist worksteal -q

fast: setup ## the tests of domain and files, in seconds
	$(BIN)/python -m pytest -n 2 -q tests/domain tests/files tests/console/test_record_words.py

cover: setup ## every branch of the domain is tested; a gap fails
	$(BIN)/python -m pytest -q -n 2 tests/domain --cov=bot.domain --cov-branch --cov-report=term-missing:skip-covered --cov-fail-under=100

moving-facts: setup ## 11,000 requests whose facts and people move while they are under way (half an hour)
	$(BIN)/python -m pytest -n 2 -q -m '' tests/facts_move

people-move: setup ## people who leave, return and change accounts while questions are open, 10,000 histories (an hour or two)
	$(BIN)/python -m pytest -n 2 -q -m '' tests/people_move

behind-a-pooler: setup ## what needs PostgreSQL, behind a pgbouncer in transaction mode (POOLER=its path)
	POOLER=$(or $(POOLER),pgbouncer) $(BIN)/python -m pytest -n 2 -q -m 'postgres and not long' tests/journeys tests/store tests/application

hard-day: setup ## three bots killed and stopped at random for ten minutes
	$(BIN)/python -m pytest -n 0 -q -s -m '' tests/journeys/test_hard_day.py

bad-storage: setup ## a disk that fills, a database that is locked, read-only or restarted, under a running bot (Linux, as root)
	$(BIN)/python -m pytest -n 0 -q -m '' tests/journeys/test_bad_storage.py

time-travel: setup ## two years of 200 random companies (minutes)
	$(BIN)/python -m pytest -n 2 -q -m '' tests/time_travel

any-register: setup ## 4,000 random registers, each loaded over another, on both databases (minutes)
	$(BIN)/python -m pytest -n 2 -q -m '' tests/reference/test_any_register.py

same-story: setup ## whether this checkout behaves as the commit BASE=... does, save what NEW=... names
	$(BIN)/python -m tests.same_story $(or $(BASE),HEAD) $(NEW)

wheel-proof: setup ## install the wheel with pip and uv, and use it in an empty folder (minutes); PYTHONS="python3.12 ..." names which
	$(BIN)/python -m tests.wheel_proof $(PYTHONS)

bench: setup ## clicks, answers and sweeps against a floor
	@$(BIN)/python -m benchmarks

check: setup lint types layers words workflows test ## what CI runs

format: setup ## write the code as it is written here
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lint: setup ## how the code is written
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: setup ## mypy, strict
	$(BIN)/mypy

layers: setup ## who may import whom
	$(BIN)/lint-imports

words: setup ## spelling
	$(BIN)/codespell bot tests docs workflows README.md CHANGELOG.md CONTRIBUTING.md SECURITY.md

workflows: setup ## the shipped workflow files against their schema
	$(BIN)/check-jsonschema --schemafile workflows/schema.json workflows/*.yml
	$(BIN)/check-jsonschema --schemafile workflows/checks/schema.json workflows/checks/*.yml

settings: setup ## write .env.example anew
	$(BIN)/python -m bot.settings .env.example

schema: setup ## write the schemas of the workflow files anew
	$(BIN)/python -m bot.files.workflow_schema workflows/schema.json
	$(BIN)/python -m bot.files.check_schema workflows/checks/schema.json

checks-page: setup ## draw docs/checks.md anew, from the catalogue of checks and their golden tables
	$(BIN)/python -m tests.domain.golden.page docs/checks.md

snapshots: setup ## store what a new check, or a new version of one, answers; what is stored stays
	$(BIN)/python -m tests.domain.snapshot_files

lock: setup ## resolve the dependencies anew
	$(LOCK) pyproject.toml -o requirements/run.txt
	$(LOCK) pyproject.toml --extra dev -c requirements/run.txt -o requirements/dev.txt
	echo hatchling | $(LOCK) - -c requirements/dev.txt -o requirements/build.txt

clean: ## remove what was made
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache .coverage build dist
