# Everything a newcomer needs rests on Python 3.11 or newer and make; `make setup` does the rest in .venv.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: same-story time-travel setup demo play test bench check format lint types layers words workflows schema lock clean

setup: .venv/.ready

.venv/.ready: requirements/dev.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Ringfence needs Python 3.11 or newer; this is " + sys.version.split()[0])'
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@echo "Installing what Ringfence needs into .venv (about a minute, once) ..."
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

demo: setup
	@$(BIN)/ringfence demo

play: setup
	@$(BIN)/ringfence demo --play

test: setup
	$(BIN)/python -m pytest -n 3 --dist worksteal -q

bench: setup
	@$(BIN)/python -m benchmarks

time-travel: setup
	$(BIN)/python -m pytest -n 2 -q -m '' tests/time_travel

check: setup lint types layers words workflows test

format: setup
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lint: setup
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: setup
	$(BIN)/mypy

layers: setup
	$(BIN)/lint-imports

words: setup
	$(BIN)/codespell bot tests docs workflows README.md CHANGELOG.md

workflows: setup
	$(BIN)/check-jsonschema --schemafile workflows/schema.json workflows/*.yml

schema: setup
	$(BIN)/python -m bot.files.workflow_schema workflows/schema.json

lock: setup
	$(BIN)/uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-strip-extras --no-emit-index-url --no-annotate --no-header --quiet -o requirements/run.txt
	$(BIN)/uv pip compile pyproject.toml --extra dev -c requirements/run.txt --universal --python-version 3.11 --generate-hashes --no-strip-extras --no-emit-index-url --no-annotate --no-header --quiet -o requirements/dev.txt

clean:
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache build dist

same-story: setup
	$(BIN)/python -m tests.same_story $(or $(BASE),HEAD)
