# Two commands do everything on a fresh machine with Python 3.10 to 3.12, its venv module and make:
#   make demo    the main job on the local cloud
#   make test    the whole suite
.POSIX:
.PHONY: demo test check format stage readme coverage-page clean

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# The machine's own certificate and proxy settings are for other things: tests and the demo bring
# theirs. uv is told where the environment is, and not to fetch a Python of its own.
export UV_PROJECT_ENVIRONMENT := $(VENV)
export UV_PYTHON_DOWNLOADS := never
PYTEST_WORKERS ?= 2

$(VENV)/installed: pyproject.toml uv.lock
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@test -x $(BIN)/uv || $(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	$(BIN)/uv sync --frozen --quiet --python $(BIN)/python
	@touch $@

# The main job on the local cloud: a story that a stranger understands, within a minute.
demo: $(VENV)/installed stage
	@$(BIN)/python -m demo

# The whole suite.
test: $(VENV)/installed stage
	$(BIN)/pytest -n $(PYTEST_WORKERS) --dist worksteal

# The quick loop: format, lint, types, import contracts, unit and property tests.
check: $(VENV)/installed
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest -q -n $(PYTEST_WORKERS) tests/unit tests/property tests/functions

format: $(VENV)/installed
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

# What the functions run: handlers at the root beside the library (docs/decisions/0001).
stage: $(VENV)/installed
	@$(BIN)/python scripts/stage_functions.py

# The README's tables of commands and settings, from the code.
readme: $(VENV)/installed
	$(BIN)/python scripts/readme.py

# docs/local-cloud-coverage.md from the route tables.
coverage-page: $(VENV)/installed
	$(BIN)/python -m localcloud.coverage

clean:
	rm -rf build .local $(VENV)
