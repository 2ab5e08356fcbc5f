#!/usr/bin/env bash
# Kills, damages and hems in the browsers that a lab lives in, and says what was lost (docs/durability.md). KILLS=100, ENGINES="leveldb
# sqlite firefox" (both of Chromium's IndexedDB engines, Firefox ESR), DAMAGE=100 (bits flipped in each file), SEED=1; `scripts/fault.sh
# WORD…`: limits, links (labs in links), damage, flips, kills.
set -euo pipefail
# shellcheck source=scripts/env.sh
. "$(dirname "${BASH_SOURCE[0]}")/env.sh"

goals=(node browser)
case " ${ENGINES:-firefox} " in *firefox*) goals+=(peers firefox) ;; esac
"$ROOT/scripts/setup.sh" "${goals[@]}"
browser_env
cd "$ROOT"
[ -n "${DIST:-}" ] || scripts/build.sh dist
# What the digest of a lab in a link is, the command line says.
export OFFSET_LAB=${OFFSET_LAB:-$TARGETS/target-native/debug/offset-lab}
exec node tests/fault/run.mjs "$@"
