#!/usr/bin/env bash
# Measures: the engine natively, then what runs in a browser against the page in dist/.
set -euo pipefail
# shellcheck source=scripts/env.sh
. "$(dirname "${BASH_SOURCE[0]}")/env.sh"

"$ROOT/scripts/setup.sh" native
cd "$ROOT"
say "bench: native"
(native_env && cargo bench --locked --features cli)

if [ -f tests/e2e/bench.mjs ]; then
  scripts/build.sh dist
  scripts/setup.sh node browser
  browser_env
  say "bench: in Chromium"
  node tests/e2e/bench.mjs
fi
