# `make lab` opens the lab, `make test` runs every check; `make help` lists the rest.
# All of it stands on .venv, which is made on first use and touched again only when something
# it was made from has changed (the stamps in .venv/.made).

PYTHON ?= python3
LAB_FLAGS ?=
DIST ?= dist
FUZZ_FLAGS ?=
GALLERY ?=
SOAK ?= 60
BENCHMARKS ?=

VENV := .venv
PEERS := .venv-peers
BIN := $(VENV)/bin
MADE := $(VENV)/.made
export VENV PYTHON
export PATH := $(CURDIR)/$(BIN):$(PATH)
export PIP_DISABLE_PIP_VERSION_CHECK := 1

BUNDLE := annarchy_lab/labextension/package.json
FRONT := labextension/package.json labextension/tsconfig.json labextension/install.json \
  $(shell find labextension/src labextension/scripts -type f)
NATIVE := annarchy_lab/_build_hook.py $(wildcard annarchy_lab/runtime/*.px[di] annarchy_lab/runtime/*.pyx) \
  $(shell find annarchy_lab/runtime/core -name '*.cpp' -o -name '*.h' -o -name '*.hpp')
NOTEBOOKS := $(wildcard notebooks/*.ipynb notebooks/gallery/*.ipynb notebooks/gallery/v4/*.ipynb)
AS_ROOT := $(if $(filter 0,$(shell id -u)),--allow-root)

.DEFAULT_GOAL := help
.NOTPARALLEL:
.DELETE_ON_ERROR:
.PHONY: help lab test test-slow check fix fuzz figures peers benchmarks growth limits threads soak gallery compatibility mutants docs install dist clean distclean \
  provision-system provision-browser

help: ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 18

lab: install ## open JupyterLab on the tour (LAB_FLAGS=--no-browser: print the address only)
	$(BIN)/jupyter lab --ServerApp.ip=127.0.0.1 --ServerApp.root_dir='$(CURDIR)' \
	  --LabApp.default_url=/lab/tree/notebooks/tour.ipynb $(AS_ROOT) $(LAB_FLAGS)

test: check provision-browser ## style, types, layers, labextension, then all but the slow tests
	$(BIN)/pytest -n 2 --dist worksteal -m "not browser and not slow"
	$(BIN)/pytest -m "browser and not slow"

test-slow: install provision-browser ## the tests that take minutes
	$(BIN)/pytest -m slow

check: install ## style, types, layers and the labextension's own tests
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/nbstripout --verify $(NOTEBOOKS)
	cd labextension && npm run --silent format:check && npm test --silent

fix: install ## apply every fix the tools know
	$(BIN)/ruff check --fix
	$(BIN)/ruff format
	$(BIN)/nbstripout $(NOTEBOOKS)
	cd labextension && npm run --silent format

fuzz: install ## 100000 random texts (FUZZ_FLAGS="--seed 2"), then random networks on both backends
	PYTHONPATH=tests/support $(BIN)/python -m fuzz $(FUZZ_FLAGS)
	ANNARCHY_LAB_EXAMPLES=10 $(BIN)/pytest -q --timeout=0 tests/conformance/test_random_networks.py

figures: install provision-browser ## measure what the project promises about speed
	$(BIN)/python tests/benchmarks/figures.py
	$(BIN)/pytest tests/browser/test_figures.py -m slow -q -s

peers: $(PEERS)/.made ## install the other simulators that benchmarks compare with, into .venv-peers

benchmarks: install ## measure beside other simulators, half an hour (BENCHMARKS="--network coba --repetitions 3")
	$(BIN)/python tests/benchmarks/benchmarks.py $(BENCHMARKS)

growth: install ## measure how time and memory grow with a network
	$(BIN)/python tests/benchmarks/growth.py

limits: install ## measure what a step of Izhikevich's network cannot do without
	$(BIN)/python tests/benchmarks/limits.py

threads: install ## measure what threads bring (THREADS="--network coba --busy 1": beside a busy core)
	$(BIN)/python tests/benchmarks/threads.py $(THREADS)

soak: install provision-browser ## let live views run for an hour (SOAK=5: minutes); neither side may grow
	SOAK=$(SOAK) $(BIN)/pytest tests/browser/test_robustness.py -m "slow or not slow" -q -s

pictures: install provision-browser ## draw every view in every state, light and dark, into tests/browser/artefacts/gallery
	$(BIN)/pytest tests/browser/test_pictures.py -m slow -q

gallery: install ## run the published networks whole (GALLERY=sorf: one); figures in build/gallery/
	$(BIN)/python tests/gallery/run.py $(GALLERY)

compatibility: install ## write docs/compatibility.md: what is promised, and which test proves it
	$(BIN)/python tests/compatibility/compatibility.py

docs: install ## build the documentation into build/docs, without a network
	$(BIN)/python -m sphinx -b html -E -W --keep-going -q -d build/doctrees docs build/docs
	@echo 'Open build/docs/index.html.'

mutants: install ## put small faults into a copy; the tests of each item must find its own
	$(BIN)/python tests/compatibility/mutate.py

install: $(MADE)/install ## make .venv with everything in it, labextension included

dist: install ## build sdist and wheel into dist/ (DIST=folder: into another)
	rm -f $(DIST)/annarchy_lab-*
	$(BIN)/python -m build --no-isolation --outdir $(DIST)

clean: ## remove what was built, keep .venv and node_modules
	rm -rf build dist labextension/lib annarchy_lab/labextension annarchy_lab/lab/static
	find annarchy_lab -name '*.so' -delete

distclean: clean ## remove .venv, .venv-peers and node_modules, too
	rm -rf $(VENV) $(PEERS) labextension/node_modules

provision-system:
	@.ci/provision system

provision-browser: install
	@.ci/provision browser

$(BIN)/python: | provision-system
	$(PYTHON) -m venv $(VENV)

# build requirements, so that the package itself installs without a second, isolated set of them
$(MADE)/tools: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install -q --upgrade pip
	$(BIN)/python -c 'import tomllib; print(*tomllib.load(open("pyproject.toml", "rb"))["build-system"]["requires"], sep="\n")' > $(VENV)/build-requires.txt
	$(BIN)/python -m pip install -q -r $(VENV)/build-requires.txt
	@mkdir -p $(MADE) && touch $@

$(MADE)/node_modules: labextension/package-lock.json labextension/.npmrc | $(MADE)/tools
	.ci/provision node
	cd labextension && npm ci --no-progress --loglevel=error
	@touch $@

$(BUNDLE): $(FRONT) $(MADE)/node_modules
	cd labextension && npm run --silent build
	@touch $@

$(PEERS)/.made: tests/benchmarks/peers.txt | provision-system
	$(PYTHON) -m venv $(PEERS)
	$(PEERS)/bin/python -m pip install -q -r tests/benchmarks/peers.txt
	@touch $@

$(MADE)/install: pyproject.toml $(NATIVE) $(BUNDLE) $(MADE)/tools
	SKIP_JUPYTER_BUILDER=1 $(BIN)/python -m pip install -q --no-build-isolation -e '.[dev]'
	@touch $@
