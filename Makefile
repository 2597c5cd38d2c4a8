# Everything lives in VENV. Its stamps carry the checksum of what was installed, so a second run needs no network.
VENV ?= .venv
BIN := $(VENV)/bin
PINNED := $(shell cat pyproject.toml constraints.txt | cksum | cut -d ' ' -f 1)
FOR_RUN := $(VENV)/.for-run-$(PINNED)
FOR_TEST := $(VENV)/.for-test-$(PINNED)
FOR_TRAINING := $(VENV)/.for-training-$(PINNED)
PYTHON ?= $(shell for python in python3.13 python3.12 python3.11 python3 python; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$python && break; done)
MOMENTS ?= 2026-11-29T11:00 2026-11-29T23:59 2026-12-31T23:58 2027-02-05T16:30 2028-02-29T10:00
export PIP_DISABLE_PIP_VERSION_CHECK = 1
# what one process has compiled, the hundreds that the tests start need not compile again
unexport PYTHONDONTWRITEBYTECODE

help: ## what can be made
	@sed -n 's/^\([a-z]*\):.*## /make \1\t/p' Makefile | expand -t 18

run: $(FOR_RUN) ## start the demo commune and say where to look
	@$(BIN)/python -m bot demo $(ARGS)

test: check ## everything: checks, then all tests on four workers, which wait as much as they work
	$(BIN)/python -m pytest -n 4 --dist worksteal $(ARGS)

clocks: $(FOR_TEST) ## tests that read the clock, on a Sunday, at its end, on a leap day, the eve of Tết and of the year
	$(BIN)/python -m pytest -n 4 --dist worksteal $(foreach moment,$(MOMENTS),--clock $(moment)) $(ARGS)

check: $(FOR_TEST) ## style, types and import contracts, in seconds
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

bench: $(FOR_TEST) ## the visit report beside two other bots: CPU, latency, memory; and what typing adds
	$(BIN)/python -m bench.typed
	$(BIN)/python -m bench.turns $(ARGS)

kills: $(FOR_TEST) ## kill -9 under load, again and again, and count
	$(BIN)/python -m bench.kills $(ARGS)

faults: $(FOR_TEST) ## ten thousand random faults under load, and count; ARGS="--database postgresql"
	$(BIN)/python -m bench.faults --resume $(ARGS)

fuzz: $(FOR_TEST) ## a million hostile updates at the parsers, and fewer at the core and the running service
	$(BIN)/python -m bench.fuzz --resume --count 1000000 $(ARGS)
	$(BIN)/python -m bench.fuzz --resume --through core --count 20000 $(ARGS)
	$(BIN)/python -m bench.fuzz --resume --through http --count 20000 $(ARGS)

phrases: $(FOR_TRAINING) ## learn anew from seeds/phrases, seeds/answers and seeds/visits what typed sentences mean
	$(BIN)/python -m training.weights
	$(BIN)/python -m training.answers
	$(BIN)/python -m training.stories

pictures: $(FOR_TEST) ## screenshots for the README
	$(BIN)/python docs/pictures.py

guides: $(FOR_RUN) ## the guides as PDF, in docs/huong-dan/pdf and docs/guides/pdf
	$(BIN)/python docs/guides_pdf.py

constraints: ## resolve the dependencies anew and write constraints.txt
	@fresh=$$(mktemp -d) && $(PYTHON) -m venv $$fresh && $$fresh/bin/pip install --quiet --editable '.[test,train]' \
		&& { sed '/^[^#]/d' constraints.txt; $$fresh/bin/pip freeze --exclude-editable; } > $$fresh/constraints.txt \
		&& cp $$fresh/constraints.txt constraints.txt; rm -rf $$fresh

$(VENV)/bin/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed, and none was found."; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(FOR_RUN): | $(VENV)/bin/python
	$(BIN)/pip install --quiet --constraint constraints.txt --editable .
	@touch $@

$(FOR_TEST): | $(FOR_RUN)
	$(BIN)/pip install --quiet --constraint constraints.txt --editable '.[test]'
	@touch $@

$(FOR_TRAINING): | $(FOR_RUN)
	$(BIN)/pip install --quiet --constraint constraints.txt --editable '.[train]'
	@touch $@

.PHONY: help run test clocks check bench kills faults fuzz phrases pictures guides constraints
