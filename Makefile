# Two commands do everything on a fresh machine with Python 3.10 to 3.13, its venv module and make:
#   make demo    the main job on the local cloud
#   make test    the whole suite
.POSIX:
.PHONY: demo test lint check check-cloud format stage package check-service cold-start figures readme \
	runbook policies coverage-page picture coverage laws soak mutants fuzz clean

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# The machine's own certificate and proxy settings are for other things: tests and the demo bring
# theirs. uv is told where the environment is, and not to fetch a Python of its own.
export UV_PROJECT_ENVIRONMENT := $(VENV)
export UV_PYTHON_DOWNLOADS := never
# Images often have this set; hundreds of programs of the suite would compile all that they import.
unexport PYTHONDONTWRITEBYTECODE
# More than a small machine has cores: much of the time tests wait for other programs.
PYTEST_WORKERS ?= 4
SEEDS ?= 1000
FIRST ?= 0
DAYS ?= 60
SECONDS ?= 60
STORY ?= short
SEED ?= 1

$(VENV)/installed: pyproject.toml uv.lock
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@test -x $(BIN)/uv || $(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	$(BIN)/uv sync --frozen --quiet --python $(BIN)/python
	@touch $@

# The main job on the local cloud, as a story of half a minute; STORY=full has all of it.
demo: $(VENV)/installed stage
	@$(BIN)/python -m demo $(STORY)

# The README's pictures, of the page that the demo's story writes. Needs Chromium.
picture: demo
	@$(BIN)/python -m scripts.picture

# The whole suite.
test: $(VENV)/installed
	@$(MAKE) -j 2 $(VENV)/packaged $(VENV)/compiled stage
	$(BIN)/pytest -n $(PYTEST_WORKERS) --dist worksteal

# In a new checkout every worker would compile all modules and tests, the same ones at one time.
$(VENV)/compiled: $(VENV)/installed
	@$(BIN)/pytest -q --collect-only >/dev/null || true
	@touch $@

# What a commit must keep: format, lint, types, import contracts (.pre-commit-config.yaml).
lint: $(VENV)/installed
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# The quick loop for the library alone: the same, and what decides, acts and is deployed, on fakes.
check: lint
	$(BIN)/pytest -q -n $(PYTEST_WORKERS) tests/unit/domain tests/unit/usecases tests/property \
		tests/functions

# The local cloud's own suite.
check-cloud: $(VENV)/installed
	$(BIN)/pytest -q -n $(PYTEST_WORKERS) tests/localcloud

# Every branch of the domain, by its own tests alone: none is left to what laws happen to draw.
coverage: $(VENV)/installed
	$(BIN)/coverage run -m pytest -q -n 0 tests/unit/domain tests/unit/material \
		tests/judge/test_relatives.py
	$(BIN)/coverage report --fail-under=100

# The laws of the domain over new situations each time: 10,000 for "whoever asks is told the same".
laws: $(VENV)/installed
	HYPOTHESIS_PROFILE=search $(BIN)/pytest -q -n $(PYTEST_WORKERS) --timeout=0 tests/property

# An account over two months in virtual time, once a seed (docs/reliability.md).
soak: $(VENV)/installed
	$(BIN)/python -m tests.simulation --days $(DAYS) soak --seeds $(SEEDS) --first $(FIRST)

# The same with one promise at a time taken out of the code: which seed tells.
mutants: $(VENV)/installed
	$(BIN)/python -m tests.simulation --days 6 mutants --seeds $(SEEDS)

# Spoilt input for whatever reads what strangers send, each for so many seconds.
fuzz: $(VENV)/installed
	$(BIN)/python -m tests.fuzz --seconds $(SECONDS) --seed $(SEED)

format: $(VENV)/installed
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

# What the functions run: handlers at the root beside the library (docs/decisions/0001).
stage: $(VENV)/installed
	@$(BIN)/python -m scripts.stage_functions

# What is deployed: build/package/python3.10.zip and python3.12.zip (docs/package.md).
package: $(VENV)/installed
	@$(BIN)/python -m scripts.package

# Tests build packages offline, from the wheels that this fetches whenever the lock changes.
$(VENV)/packaged: $(VENV)/installed uv.lock scripts/build-constraints.txt
	@$(BIN)/python -m scripts.package
	@touch $@

# s.yaml and the package that it names, before anything is deployed. Needs no account; the
# variables come from the environment as for `s`.
check-service: $(VENV)/installed
	@$(BIN)/python -m scripts.check_service

# What each function spends before it works, held to a ratio of what the SDKs alone take.
cold-start: package stage
	@$(BIN)/python -m benchmarks.cold_start

# What this build is held to, beside the build before: a line a figure (docs/figures.md).
figures: package stage
	@$(BIN)/python -m benchmarks.figures --write

# The README's tables of commands and settings, from the code.
readme: $(VENV)/installed
	$(BIN)/python scripts/readme.py

# docs/runbook.md and docs/runbook.zh.md from the catalogue of words.
runbook: $(VENV)/installed
	@$(BIN)/python -m scripts.runbook

# deploy/policies/ and docs/permissions.md from what the adapters declare.
policies: $(VENV)/installed
	@$(BIN)/python -m scripts.role_policies

# docs/local-cloud-coverage.md from the route tables.
coverage-page: $(VENV)/installed
	$(BIN)/python -m localcloud.coverage

clean:
	rm -rf build .local $(VENV)
