# bwise-kg: `make run` sets up, builds the graph, shows the coverage and serves; `make test` tests.
#
#   make run                      on the embedded slice of ESCO
#   make run ESCO=path/to/esco    on an ESCO release (a folder or a zip of the portal's CSV files)
#   make run STORE=folder         with the store in another folder
#   make run SERVE=0              stops before serving (on 127.0.0.1, port 8000)
#   make test | lint | bench
#   make load ESCO=path/to/esco   the service under load, about five minutes
#   make docs                     writes the generated pages anew

PYTHON ?= python3
VENV ?= .venv
STORE ?= $(VENV)/store
ESCO ?=
SERVE ?= 1
TEST_JOBS ?= 2

BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: run setup setup-dev setup-system setup-clients test lint docs bench load clean

run: setup
	BWISE_STORE="$(STORE)" $(BIN)/bwise-kg build $(if $(ESCO),--esco "$(ESCO)")
	for curriculum in enabler supporter worker; do BWISE_STORE="$(STORE)" $(BIN)/bwise-kg coverage $$curriculum || exit; done
ifneq ($(SERVE),0)
	BWISE_STORE="$(STORE)" $(BIN)/bwise-kg serve
endif

test: setup-dev setup-system setup-clients
	$(BIN)/python -m pytest -n $(TEST_JOBS) --dist loadfile --no-loadscope-reorder

lint: setup-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy bwise_kg tests benchmarks

docs: setup-dev
	$(BIN)/python -m bwise_kg.documentation
	$(BIN)/python -m bwise_kg.translations.interface
	$(BIN)/python -m bwise_kg.questions docs/questions.md
	$(BIN)/python -m bwise_kg.api.v1 docs
	$(BIN)/python -m typer bwise_kg.cli utils docs --name bwise-kg --output docs/command-line.md

bench: setup-dev
	$(BIN)/python -m benchmarks $(if $(ESCO),--esco "$(ESCO)")

load: setup-dev
	$(BIN)/python -m benchmarks.loading $(if $(ESCO),--esco "$(ESCO)")

setup: $(VENV)/.installed

setup-dev: $(VENV)/.installed-dev

$(BIN)/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=python3.12")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: pyproject.toml constraints.txt | $(BIN)/python
	$(PIP) install --constraint constraints.txt --editable .
	touch $@

# ROBOT's jar and axe-core come inside packages whose own dependencies nobody here needs.
$(VENV)/.installed-dev: pyproject.toml constraints.txt | $(BIN)/python
	$(PIP) install --constraint constraints.txt --editable ".[dev]"
	$(PIP) install --no-deps cmem-plugin-reason==2.2.1 axe-playwright-python==0.1.8
	touch $@ $(VENV)/.installed

# The browser of the page tests, LibreOffice for those of workbooks, Virtuoso (the program alone, no service) for those of
# endpoints, Node for a client in JavaScript; without them they skip and say so.
setup-system:
	@command -v chromium >/dev/null && command -v chromedriver >/dev/null && command -v soffice >/dev/null && \
	command -v virtuoso-t >/dev/null && command -v npm >/dev/null || \
	{ [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && apt-get -qq update && \
	  apt-get -qq install -y chromium chromium-driver libreoffice-calc virtuoso-opensource-7-bin >/dev/null && \
	  { command -v npm >/dev/null || apt-get -qq install -y nodejs npm >/dev/null; }; } || \
	echo "note: no Chromium, LibreOffice, Virtuoso or Node here, the tests of pages, workbooks, endpoints or clients will be skipped"

# Comunica, by its lock file; what packages would run when they are installed is not run.
COMUNICA := $(VENV)/comunica
setup-clients: setup-system | $(BIN)/python
	@cmp -s tests/clients/comunica/package-lock.json $(COMUNICA)/node_modules/.package-lock.of || \
	{ command -v npm >/dev/null && mkdir -p $(COMUNICA) && cp tests/clients/comunica/package*.json $(COMUNICA) && \
	  (cd $(COMUNICA) && npm ci --ignore-scripts --no-audit --no-fund --silent) && \
	  cp tests/clients/comunica/package-lock.json $(COMUNICA)/node_modules/.package-lock.of; } || \
	echo "note: no Comunica here, its tests will be skipped"

clean:
	rm -rf $(VENV) build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis
