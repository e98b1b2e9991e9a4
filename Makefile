# The stable surfaces of the project. `make help` lists them.

# The first Python that can make an environment of ours. 3.12 and 3.11 come first: for them a Redis comes along.
PYTHON := $(shell for python in python3.12 python3.11 python3 python3.13; do \
	"$$python" -c 'import ensurepip, sys, venv; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null \
	&& { echo "$$python"; break; }; done)
IN_ENV := .venv/bin/python

# Each of these exists where this checkout has its module.
AVAILABLE := $(if $(wildcard bench/__main__.py),bench) $(if $(wildcard tests/chaos/__main__.py),chaos) \
	$(if $(wildcard traffic/__main__.py),traffic) $(if $(wildcard ops/screenshots/__main__.py),screenshots)

.PHONY: help run test test-fast lint protocol lock clean environment dev-environment $(AVAILABLE)

help: ## this list
	@for target in help run test test-fast lint $(AVAILABLE) lock clean; do \
		sed -n "s/^$$target:.*## /$$target /p" Makefile; \
	done | while read -r target what; do printf '  make %-12s %s\n' "$$target" "$$what"; done

.python:
	@test -n "$(PYTHON)" || { echo "switchboard: Python 3.11, 3.12 or 3.13 with venv is needed (Debian: apt-get install python3-venv)." >&2; exit 1; }
.PHONY: .python

environment: .python
	@$(PYTHON) -m ops.bootstrap

dev-environment: .python
	@$(PYTHON) -m ops.bootstrap --dev

run: .python ## start everything on this machine: PORT=8000, DATA_DIR=.data
	@exec $(PYTHON) -m ops.run

test: dev-environment ## all tests, browser tests included
	@exec $(IN_ENV) -m pytest

test-fast: dev-environment ## unit and contract tests, without servers
	@$(IN_ENV) -m pytest tests/unit tests/contract
	@if test -f web/frontend/package.json; then cd web/frontend && $(CURDIR)/$(IN_ENV) -m ops.node run test; fi

lint: dev-environment ## style, types, import directions
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check .
	@SWITCHBOARD_DEV=1 .venv/bin/mypy
	@.venv/bin/lint-imports
	@$(IN_ENV) -m ops.catalogues check
	@$(IN_ENV) -m web.protocol.generate --check
	@if test -f web/frontend/package.json; then cd web/frontend && $(CURDIR)/$(IN_ENV) -m ops.node run lint; fi

ifneq ($(filter bench,$(AVAILABLE)),)
bench: dev-environment ## benchmarks: ONLY=routing|delivery|browser|search QUICK=1
	@exec $(IN_ENV) -m bench
endif

ifneq ($(filter chaos,$(AVAILABLE)),)
chaos: dev-environment ## fault injection with the history checker: SEED= MINUTES=
	@exec $(IN_ENV) -m tests.chaos
endif

ifneq ($(filter traffic,$(AVAILABLE)),)
traffic: dev-environment ## customers and agents against a running server: URL= CUSTOMERS= AGENTS= RATE= SECONDS= SETUP=
	@exec $(IN_ENV) -m traffic
endif

ifneq ($(filter screenshots,$(AVAILABLE)),)
screenshots: dev-environment ## every state of both faces, and a contact sheet
	@exec $(IN_ENV) -m ops.screenshots
endif

protocol: dev-environment ## generate docs/protocol.md and the frames' TypeScript from web/protocol
	@exec $(IN_ENV) -m web.protocol.generate

lock: dev-environment ## resolve the pinned requirements again
	@exec $(IN_ENV) -m ops.lock

clean: ## remove what was built and installed; data stay
	rm -rf .venv .cache web/static web/frontend/node_modules tests/browser/node_modules screenshots
	rm -rf .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache build *.egg-info
