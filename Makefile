# The two commands of README.md are `run` and `test`; everything else is for developers.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# The demo company is made here only; a store of one's own begins empty, with the Data page.
DEMO_STORE ?= data/store
STORE ?= $(DEMO_STORE)
PORT ?= 8501
.DEFAULT_GOAL := help
.PHONY: help run demo test test-slow check docs bench real-data clean

help: ## Show this help
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sort | awk 'BEGIN {FS = ":.*## "} {printf "  %-12s %s\n", $$1, $$2}'

$(VENV)/.run: requirements.txt
	@echo "Installing into $(VENV); the first time this takes a few minutes."
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(VENV)/.test: requirements.txt requirements-dev.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@ $(VENV)/.run

$(STORE)/store.json: | $(VENV)/.run
	@echo "Making the demo company, building it and training its model: about half a minute."
	$(BIN)/python -m analytics demo --store $(STORE)

demo: $(STORE)/store.json ## Create the demo company if there is no store yet

run: $(VENV)/.run $(if $(filter $(DEMO_STORE),$(STORE)),$(STORE)/store.json) ## Install, create the demo company if there is no store, open the dashboard
	$(BIN)/python -m analytics build --if-needed --store $(STORE)
	HUITOU_STORE=$(STORE) $(BIN)/python -m streamlit run dashboard.py --server.port $(PORT)

test: check ## Install what tests need, the browser included, and run everything
	$(BIN)/python -m tests.browser.install
	$(BIN)/python -m pytest -n 2 --dist loadgroup

test-slow: $(VENV)/.test ## Long simulations and heavy real data
	$(BIN)/python -m pytest -n 2 --dist loadgroup -m slow

check: $(VENV)/.test ## Lint and types
	$(BIN)/ruff check .
	$(BIN)/mypy

docs: $(VENV)/.run ## Write the generated pages of docs/
	$(BIN)/python -m analytics docs

bench: $(VENV)/.test ## Benchmarks; writes docs/benchmarks.md
	$(BIN)/python -m analytics bench

real-data: $(VENV)/.run ## Import, build and train on the public data sets; writes docs/real_data.md
	$(BIN)/python -m analytics real-data $(DATASETS)

clean: ## Remove the environment and caches, never the store
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis
