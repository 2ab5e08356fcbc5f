#!/usr/bin/env bash
# Makes of the page in dist/ what is handed on, in release/.
set -euo pipefail
# shellcheck source=scripts/env.sh
. "$(dirname "${BASH_SOURCE[0]}")/env.sh"

"$ROOT/scripts/setup.sh" node release
[ -f "$ROOT/dist/index.html" ] || die "There is no dist/ yet: make dist"
exec node "$ROOT/scripts/release/make.mjs"
