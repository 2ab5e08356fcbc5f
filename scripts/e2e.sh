#!/usr/bin/env bash
# Runs the end-to-end tests against the page in dist/: all of them, or those whose file names contain one of the words given.
set -euo pipefail
# shellcheck source=scripts/env.sh
. "$(dirname "${BASH_SOURCE[0]}")/env.sh"

"$ROOT/scripts/setup.sh" node browser release
browser_env
[ -f "$ROOT/dist/index.html" ] || die "There is no dist/ yet: make dist"
# The command line that drew its pictures, for tests that hold the page against it.
export OFFSET_LAB=${OFFSET_LAB:-$TARGETS/target-native/debug/offset-lab}
exec node "$ROOT/tests/e2e/run.mjs" "$@"
