# Everything a checkout needs: git, make and a python3 (3.11 or newer) with pip. `make` lists the targets.
SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

PYTHON ?= python3
UV := .tools/bin/uv
BIN := .venv/bin
WORK := build/sample
CUSTOMERS ?= 2000
DAYS ?= 120
SEED ?= 7

export UV_PYTHON_DOWNLOADS = never
export DO_NOT_TRACK = 1
export PREFECT_SERVER_ANALYTICS_ENABLED = false
export PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS = 300
export PREFECT_LOGGING_TO_API_WHEN_MISSING_FLOW = ignore
export PREFECT_LOGGING_LEVEL ?= WARNING

# A development environment holds everything the running one holds: once it is there, `make run` keeps it.
RUNTIME := .venv/.synced-runtime
DEVELOPMENT := .venv/.synced-development
ENVIRONMENT := $(if $(wildcard $(DEVELOPMENT)),$(DEVELOPMENT),$(RUNTIME))

INSTALL = $(UV) pip install --quiet --no-deps --no-build-isolation --offline --editable .

.PHONY: help
help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-10s %s\n", $$1, $$2}' $(firstword $(MAKEFILE_LIST))

$(UV): requirements-tools.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "journeymine needs Python 3.11 or newer; name one with PYTHON=...")'
	@echo "Installing uv into .tools"
	@$(PYTHON) -m pip install --quiet --quiet --disable-pip-version-check --upgrade --target .tools --require-hashes --requirement requirements-tools.lock
	@touch $@

.venv/bin/python: | $(UV)
	@echo "Making the environment in .venv"
	@$(UV) venv --quiet --allow-existing --python "$$($(PYTHON) -c 'import sys; print(sys.executable)')" .venv

$(RUNTIME): requirements.lock pyproject.toml | .venv/bin/python
	@echo "Installing what requirements.lock names"
	@$(UV) pip sync --quiet --require-hashes requirements.lock
	@$(INSTALL)
	@touch $@

$(DEVELOPMENT): requirements-dev.lock pyproject.toml | .venv/bin/python
	@echo "Installing what requirements-dev.lock names"
	@$(UV) pip sync --quiet --require-hashes requirements-dev.lock
	@$(INSTALL)
	@touch $@

# Exit code 3 says: published, with warnings. The sample is dirty on purpose.
NIGHT = { $(BIN)/python pipelines/nightly.py $(WORK) || [ $$? = 3 ]; }
FINDINGS = "select touchpoint, stage, journey_count, drop_off_count, round(drop_off_share, 3) as drop_off_share \
from marts.touchpoint_metrics order by drop_off_count desc, touchpoint limit 5"

.PHONY: run
run: $(ENVIRONMENT) ## two nights of the sample company through Prefect, then where its site is
	@rm -rf $(WORK) && mkdir -p $(WORK)/drops
	@cp -r data/sample/*.toml data/sample/overlay $(WORK)/
	@umask 077 && echo "an invented company has nothing to hide" > $(WORK)/journeymine.key
	@drops=(data/sample/drops/*); last="$${drops[-1]}"; unset "drops[-1]"; \
	echo; echo "First night: the company's history"; \
	cp -r "$${drops[@]}" $(WORK)/drops/ && $(NIGHT); \
	echo; echo "Second night: one more day"; \
	cp -r "$$last" $(WORK)/drops/ && $(NIGHT)
	@echo; $(BIN)/journeymine status --project $(WORK)
	@echo; echo "Where journeys are given up:"; $(BIN)/journeymine query --project $(WORK) $(FINDINGS)
	@echo; echo "Open $(WORK)/warehouse/current/site/index.html"

.PHONY: chromium
chromium:
	@bash .ci/install-chromium

.PHONY: postgresql
postgresql:
	@bash .ci/install-postgresql

.PHONY: test
test: $(DEVELOPMENT) chromium postgresql ## everything tested in two processes, notebooks and browser included (about ten minutes)
	@$(BIN)/pytest -n 2 --dist loadfile

.PHONY: test-long
test-long: $(DEVELOPMENT) chromium postgresql ## the long versions of the fuzzing, kill and size tests
	@$(BIN)/pytest -m long --timeout 3600

.PHONY: test-oracle
test-oracle: $(DEVELOPMENT) ## our counts beside Retentioneering's and pm4py's, log by log; installs the former into build/oracle
	@$(BIN)/pytest -m oracle tests/oracle

.PHONY: check
check: $(DEVELOPMENT) ## style, types, import layers, SQL, and the rules of the house
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo
	@$(BIN)/sqlfluff lint --processes 2 sql
	@$(BIN)/pytest -q -m "not night" tests/house

.PHONY: catalogs
catalogs: $(DEVELOPMENT) ## add to the site's catalogs what its pages say newly, drop what they say no more
	@$(BIN)/python docs/write_catalogs.py

.PHONY: glossary
glossary: $(DEVELOPMENT) ## write GLOSSARY.md again after a change of terms or columns
	@$(BIN)/python docs/write_glossary.py

.PHONY: bench
bench: $(DEVELOPMENT) ## CPU ratios against a plain sort, pm4py and others; printed, never asserted
	@$(BIN)/python -m bench $(BENCH)

.PHONY: bench-identity
bench-identity: $(DEVELOPMENT) ## who is who on labelled data (JOURNEYMINE_REFERENCE_DATA), and what a million keys cost
	@$(BIN)/python -m bench.identity

.PHONY: bench-segments
bench-segments: $(DEVELOPMENT) ## what segments of a million customers cost, and a night after
	@$(BIN)/python -m bench.segments

.PHONY: bench-voice
bench-voice: $(DEVELOPMENT) ## how well and how fast texts are read, on labelled data (JOURNEYMINE_REFERENCE_DATA)
	@$(BIN)/python -m bench.voice

.PHONY: sample
sample: $(ENVIRONMENT) ## write the sample company's files again (CUSTOMERS, DAYS, SEED) into build/generated
	@$(BIN)/journeymine sample --out build/generated --customers $(CUSTOMERS) --days $(DAYS) --seed $(SEED)

COMPILE = $(UV) pip compile --quiet --generate-hashes --no-emit-index-url --no-header --no-annotate --python-version 3.11 --no-config

.PHONY: lock
lock: $(UV) ## resolve the lock files again after a change of pyproject.toml (UPGRADE=--upgrade for newer versions)
	@$(COMPILE) $(UPGRADE) --group tools -o requirements-tools.lock
	@$(COMPILE) $(UPGRADE) pyproject.toml --all-extras --group dev -o requirements-dev.lock
	@$(COMPILE) pyproject.toml --group build -c requirements-dev.lock -o requirements.lock
	@! grep -n '://' requirements*.lock
