#!/usr/bin/env bash
# Everything that can be said about the code without running it. Stops at the first complaint.
set -euo pipefail
# shellcheck source=scripts/env.sh
. "$(dirname "${BASH_SOURCE[0]}")/env.sh"

"$ROOT/scripts/setup.sh" native lint wasm trunk
cd "$ROOT"

lint() {
  say "lint: $1"
  shift
  "$@"
}

native() (native_env && "$@")
wasm() (wasm_env && "$@")

check_scripts() {
  local file
  for file in scripts/*.sh .ci/run; do bash -n "$file"; done
  for file in scripts/*.mjs scripts/release/*.mjs scripts/release/*.js tests/e2e/*.mjs tests/release/*.mjs tests/bench/*.mjs tests/bench/page/*.js tests/embed/*.mjs tests/cluster/*.mjs tests/fault/*.mjs www/*.js; do node --check "$file"; done
}

check_schema() {
  native_env
  cargo run --quiet --locked --features cli --bin offset-lab -- schema | diff -u docs/offset-lab.schema.json - ||
    die "docs/offset-lab.schema.json is not current: offset-lab schema > docs/offset-lab.schema.json"
}

lint "scripts parse" check_scripts
lint "formatting" native cargo fmt --all --check
lint "clippy, the lab" native cargo clippy --quiet --locked -p offset-lab-core -p offset-lab-forms -p offset-lab-importer -p offset-lab-checker --all-targets -- -D warnings
lint "clippy, default features" native cargo clippy --quiet --locked --all-targets -- -D warnings
lint "clippy, command line" native cargo clippy --quiet --locked --all-targets --features cli -- -D warnings
lint "clippy, $WASM_TARGET" \
  wasm cargo clippy --quiet --locked --lib --bins --test web --target "$WASM_TARGET" -- -D warnings
lint "the JSON Schema is current" check_schema
say "lint: passed"
