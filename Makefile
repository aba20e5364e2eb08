# make demo       the main job, with nothing but Python and make
# make test       everything the tests need, then the tests (at most 10 minutes on two cores)
# make evidence   the long measurements; their tables are committed under docs/
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
RUN := $(BIN)/python -m

.PHONY: demo install test lint pytest portable evidence clean

install: $(VENV)/.installed
$(VENV)/.installed: pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(RUN) pip install --quiet --disable-pip-version-check --editable .
	touch $@

$(VENV)/.tested: $(VENV)/.installed tests/requirements.txt
	$(RUN) pip install --quiet --disable-pip-version-check --requirement tests/requirements.txt
	touch $@

demo: install
	$(RUN) chunktape demo

test: $(VENV)/.tested lint pytest portable

lint: $(VENV)/.tested
	$(RUN) ruff check .
	$(RUN) ruff format --check .
	$(RUN) mypy
	$(BIN)/lint-imports --no-cache

pytest: $(VENV)/.tested
	$(RUN) pytest -m "not evidence" --cov --cov-report=term:skip-covered

# The portable paths (no timer descriptor, no uvloop): what Windows and macOS run.
portable: $(VENV)/.tested
	CHUNKTAPE_PORTABLE=1 $(RUN) pytest -q -m "core and not evidence"

evidence: $(VENV)/.tested
	$(RUN) pytest -m evidence

clean:
	rm -rf $(VENV) build dist
