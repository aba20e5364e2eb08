# make demo       the main job, with nothing but Python and make
# make test       everything the tests need, then the tests (at most 6 minutes on two slow cores)
# make coverage   the same tests with coverage, and what no test runs (a few minutes more)
# make docs       the site of the documents, into build/site
# make evidence   the long measurements; their tables are committed under docs/
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
RUN := $(BIN)/python -m
# Half of a test's time is waiting for other processes and for recorded times: two workers per core of a small machine.
TESTS := pytest -n 4 --dist worksteal --durations=10 -m
# The tests start a thousand processes: what one compiled, the others read.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: demo install docs test lint pytest portable coverage clean evidence evidence-tests evidence-laws evidence-decoders evidence-museum \
	evidence-journeys evidence-session evidence-boundaries evidence-splits evidence-check evidence-symptoms evidence-mutants \
	evidence-performance evidence-soak

install: $(VENV)/.installed
$(VENV)/.installed: pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(RUN) pip install --quiet --disable-pip-version-check --editable .
	touch $@

$(VENV)/.tested: $(VENV)/.installed tests/requirements.txt
	$(RUN) pip install --quiet --disable-pip-version-check --requirement tests/requirements.txt
	touch $@

# mitmproxy pins what the SDKs of the tests need newer, so it has an environment of its own
$(VENV)/mitm/.installed: $(VENV)/.installed
	$(PYTHON) -m venv $(VENV)/mitm
	$(VENV)/mitm/bin/python -m pip install --quiet --disable-pip-version-check mitmproxy --editable .
	touch $@

# mutmut runs tests in its own process, so its environment has what the tests of the core need and nothing else.
# The version is named: benchmarks/mutants/mutate.py uses functions of it that are no public ones
$(VENV)/mutants/.installed: $(VENV)/.installed
	$(PYTHON) -m venv $(VENV)/mutants
	$(VENV)/mutants/bin/python -m pip install --quiet --disable-pip-version-check mutmut==3.8.1 pytest pytest-timeout \
		hypothesis --editable .
	touch $@

# npm packages that tests use; without npm those tests skip, or fail with CHUNKTAPE_REQUIRE_ALL=1
NODE_LOCKS := $(filter-out tests/uni/%, $(wildcard tests/*/package-lock.json tests/*/*/package-lock.json benchmarks/package-lock.json))
NODE_READY := $(NODE_LOCKS:package-lock.json=node_modules/.package-lock.json)
%/node_modules/.package-lock.json: %/package-lock.json
	if command -v npm >/dev/null; then cd $* && npm ci --silent --no-fund --no-audit && touch node_modules/.package-lock.json; fi

# npm ci refuses this one: npm leaves rollup's packages for other platforms out of the lock file
VITEST := examples/vectors/node_modules/.package-lock.json
$(VITEST): examples/vectors/package.json
	if command -v npm >/dev/null; then cd examples/vectors && npm install --silent --no-fund --no-audit && touch node_modules/.package-lock.json; fi

# The versions of PyPI's packages in the museum lie beside each other, each in a folder of its own
$(VENV)/museum/.installed: $(VENV)/.installed tests/interop/museum/python.txt
	for name in $$(cat tests/interop/museum/python.txt); do \
		$(RUN) pip install --quiet --disable-pip-version-check --no-deps --upgrade --target $(VENV)/museum/$$name $$name || exit 1; \
	done
	touch $@

# The generator of the site has an environment of its own: its pins are nothing to the tests
$(VENV)/site/.installed: website/requirements.txt
	$(PYTHON) -m venv $(VENV)/site
	$(VENV)/site/bin/python -m pip install --quiet --disable-pip-version-check --requirement website/requirements.txt
	touch $@

docs: $(VENV)/site/.installed
	$(PYTHON) -m website $(VENV)/site/bin/zensical build

demo: install
	$(RUN) chunktape demo

test: $(VENV)/.tested lint pytest portable

lint: $(VENV)/.tested
	$(RUN) ruff check .
	$(RUN) ruff format --check .
	$(RUN) mypy
	$(BIN)/lint-imports --no-cache

pytest: $(VENV)/.tested $(VENV)/site/.installed $(VENV)/mitm/.installed $(VENV)/museum/.installed \
	$(NODE_READY) $(VITEST)
	$(RUN) $(TESTS) "not evidence"

# The portable paths (no timer descriptor, no uvloop): what Windows and macOS run. The other files are not collected.
portable: $(VENV)/.tested
	CHUNKTAPE_PORTABLE=1 $(RUN) $(TESTS) "portable and not evidence" -q \
		$$(grep -rl --include='test_*.py' 'mark\.portable' tests)

# Apart from `make test`, which it would make half as long again; it fails below `fail_under` in pyproject.toml
coverage: $(VENV)/.tested $(VENV)/site/.installed $(VENV)/mitm/.installed $(VENV)/museum/.installed \
	$(NODE_READY) $(VITEST)
	$(RUN) $(TESTS) "not evidence" --cov --cov-report=term:skip-covered

# In this order; each part runs by itself as well, so what failed can be started again.
evidence: evidence-tests evidence-laws coverage evidence-decoders evidence-museum evidence-journeys evidence-session \
	evidence-boundaries evidence-splits evidence-check evidence-symptoms evidence-mutants evidence-performance evidence-soak

# tests/uni is 200 MB: the tests that build with uni-app are evidence
evidence-tests: $(VENV)/.tested $(VENV)/mitm/.installed $(VENV)/museum/.installed $(NODE_READY) \
	tests/uni/node_modules/.package-lock.json
	$(RUN) pytest -m evidence

# Each law with twenty times as many examples as in `make test`, new ones each time
evidence-laws: $(VENV)/.tested $(NODE_READY)
	$(RUN) pytest -n 2 --dist worksteal --hypothesis-profile=evidence -m "not evidence" -q \
		$$(grep -rl --include='test_*.py' '^@given' tests)

evidence-decoders: $(VENV)/.installed benchmarks/node_modules/.package-lock.json
	$(RUN) benchmarks.decoders

evidence-museum: $(VENV)/.tested $(VENV)/museum/.installed $(NODE_READY)
	$(RUN) benchmarks.museum

evidence-journeys: $(VENV)/.tested
	$(RUN) benchmarks.journeys

evidence-session: $(VENV)/.tested
	$(RUN) benchmarks.session

evidence-boundaries: $(VENV)/.tested
	$(RUN) benchmarks.boundaries

evidence-splits: $(VENV)/.installed
	$(RUN) benchmarks.splits

evidence-check: $(VENV)/.installed
	$(RUN) benchmarks.check

# npm has the SDKs and uni-app; a client whose tool is missing is labelled so in the table
evidence-symptoms: $(VENV)/.tested benchmarks/symptoms/programs/node_modules/.package-lock.json
	$(RUN) benchmarks.symptoms

evidence-mutants: $(VENV)/mutants/.installed
	$(VENV)/mutants/bin/python -m benchmarks.mutants

evidence-performance: $(VENV)/.installed
	$(RUN) benchmarks $(BENCH)

evidence-soak: $(VENV)/.installed
	$(RUN) benchmarks.soak --write $(BENCH)

clean:
	rm -rf $(VENV) build dist
