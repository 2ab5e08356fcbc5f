#!/usr/bin/env bash
# What is too long for `make test`: what `make release` made is tried where it is used. Words on the command line pick test files.
set -euo pipefail
# shellcheck source=scripts/env.sh
. "$(dirname "${BASH_SOURCE[0]}")/env.sh"

"$ROOT/scripts/setup.sh" node browser peers firefox release
browser_env
[ -f "$ROOT/release/SHA256SUMS" ] || die "There is no release/ yet: make release"
words=$(IFS='|'; printf '%s' "$*")
mapfile -t files < <(ls "$ROOT"/tests/release/*.test.mjs | grep -E "${words:-.}")
exec node --test "${files[@]}"
