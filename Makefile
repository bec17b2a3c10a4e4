# The two commands a newcomer needs: `make demo` and `make test`. Each sets up what it needs.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
BENCH := $(VENV)-bench
PORT ?= 8000

.PHONY: demo test check bench pictures messages lock clean

demo: $(VENV)/.installed
	$(BIN)/treatment-directory demo --port $(PORT)

test: $(VENV)/.installed-dev
	$(BIN)/python -m pytest

check: $(VENV)/.installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# In an environment of its own, since what is compared with is not needed for anything else.
bench: $(BENCH)/.installed
	$(BENCH)/bin/python -m benchmarks

# The pictures in docs/images, of the sample as it is served now; needs Chromium.
pictures: $(VENV)/.installed-dev
	$(BIN)/python -m tests.web.pictures

# Brings the catalogues of the pages' messages up to date: new ones empty, those that are no longer said gone.
messages: $(VENV)/.installed-dev
	$(BIN)/pybabel -q extract -F web/locale/babel.cfg -k marked --no-location --sort-output --omit-header -o web/locale/messages.pot web
	$(BIN)/pybabel -q update -i web/locale/messages.pot -d web/locale -w 120 --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date
	rm web/locale/messages.pot

# Writes the lock files anew; needs `uv`.
lock:
	uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 --extra build pyproject.toml -o requirements.txt
	uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 --extra build --extra dev pyproject.toml -o requirements-dev.txt
	uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 pyproject.toml benchmarks/requirements.in -o benchmarks/requirements.txt

clean:
	rm -rf $(VENV) $(BENCH) build *.egg-info

$(VENV)/bin/python:
	$(PYTHON) -c "import sys; sys.exit(None if sys.version_info >= (3, 11) else 'Python 3.11 or newer is needed; this is ' + sys.version)"
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: $(VENV)/bin/python requirements.txt pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

$(VENV)/.installed-dev: $(VENV)/.installed requirements-dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	touch $@

$(BENCH)/.installed: benchmarks/requirements.txt
	$(PYTHON) -m venv $(BENCH)
	$(BENCH)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r benchmarks/requirements.txt
	touch $@
