# One command each. Needs make and Python 3.11 or newer; everything else goes into .venv.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
RUN := $(VENV)/.run-installed
DEV := $(VENV)/.dev-installed
TRAIN := $(VENV)/.train-installed
SAMPLES := src/khabar/samples

.PHONY: help demo test check docs eval bench cv train clean
.DEFAULT_GOAL := help

help: ## Say what can be made
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1\t\2/' | expand -t 16

demo: $(RUN) ## Read the six sample reports and print who said what
	$(BIN)/khabar read $(SAMPLES) --format pretty

test: $(DEV) ## Run all tests
	$(BIN)/pytest -n 2

check: $(DEV) ## Style, format and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

docs: $(DEV) ## Write docs/commands.md and the output shown in README.md anew
	$(BIN)/python docs/make_pages.py

eval: $(DEV) ## Score dates, quantities and metadata on annotated reports (ARGS="--shared FOLDER")
	$(BIN)/python eval/measure.py $(ARGS)

bench: $(DEV) ## Reports per second and memory
	$(BIN)/python eval/bench.py $(ARGS)

cv: $(TRAIN) ## Cross-validate both taggers
	$(BIN)/python -m training.cv $(ARGS)
	$(BIN)/python -m training.cv --fast $(ARGS)

train: $(TRAIN) ## Train both taggers and write the model files (DATA=all: with PolNeAR)
	$(BIN)/python -m training.final $(if $(DATA),--data $(DATA) --work build/training-$(DATA)) $(ARGS)
	$(BIN)/python -m training.final --fast $(if $(DATA),--data $(DATA) --work build/training-$(DATA)) $(ARGS)

clean: ## Remove the environment and caches
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis build dist

# The stamps make an installation happen once, and again when pyproject.toml changes.
$(BIN)/python:
	@command -v $(PYTHON) >/dev/null || { echo "khabar: $(PYTHON) not found; install Python 3.11 or newer" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "khabar: $$($(PYTHON) --version) is too old; Python 3.11 or newer is needed: make $(MAKECMDGOALS) PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); \
	  echo "khabar: no virtual environment; on Debian and Ubuntu: apt install python3-venv" >&2; exit 1; }

$(RUN): pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(DEV): pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@ $(RUN)

$(TRAIN): pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev,train]'
	@touch $@ $(DEV) $(RUN)
