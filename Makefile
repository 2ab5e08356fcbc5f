# The ways into the project. Each target sets up what it needs (scripts/setup.sh) and says what it is doing.

.DEFAULT_GOAL := help
.PHONY: help serve watch dist release test test-embed test-release test-cluster lint bench soak fuzz fault setup

help: ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | while IFS="$$(printf '\t')" read -r name text; do printf '  make %-12s %s\n' "$$name" "$$text"; done

serve: dist ## build the page and serve it on 127.0.0.1 (PORT=8080, or the next free one)
	@exec node scripts/serve.mjs

watch: ## serve it and build again on every change
	@scripts/build.sh watch

dist: ## build the page into dist/, for any static host and any path
	@scripts/build.sh dist

release: dist ## what is handed on, in release/: one file, a folder, an npm package, SCORM packages, sums
	@scripts/release.sh

test: ## every test: native, wasm in Chromium, the page's size, end to end
	@scripts/test.sh

test-cluster: ## `offset-lab snapshot` against real brokers (VERSIONS="4.9.7 5.3.3 5.5.0"), fetched by Maven
	@scripts/cluster.sh

test-release: ## what of a release is too long for `make test`: Firefox, lessons in it, and a project that installs the package
	@scripts/test-release.sh

lint: ## formatting, clippy on every target, the no_std build, the schema
	@scripts/lint.sh

bench: ## measure against the budgets, each figure beside its peer
	@scripts/bench.sh

soak: ## the random tests with many more cases (SOAK=50 times as many)
	@SOAK="$(or $(SOAK),50)" scripts/soak.sh

fuzz: ## libFuzzer against everything that comes from outside (FUZZ_SECONDS=60 for each, or FUZZ_TARGETS="link lesson")
	@FUZZ_SECONDS="$(or $(FUZZ_SECONDS),60)" scripts/fuzz.sh $(FUZZ_TARGETS)

test-embed: ## build the sites of docs/embed with ten documentation tools and open them (needs dist/)
	@scripts/test-embed.sh $(TOOLS)

fault: ## kill and damage browsers that hold a lab (KILLS=100 DAMAGE=100), and say what was lost
	@KILLS="$(or $(KILLS),100)" DAMAGE="$(or $(DAMAGE),100)" scripts/fault.sh

setup: ## set up everything that the other targets need
	@scripts/setup.sh
