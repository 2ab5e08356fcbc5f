#!/usr/bin/env bash
# Runs scripts/shots.mjs (pictures of the page for people to look at) with the browser and the libraries of the set-up.
set -euo pipefail
# shellcheck source=scripts/env.sh
. "$(dirname "${BASH_SOURCE[0]}")/env.sh"

"$ROOT/scripts/setup.sh" node browser
browser_env
exec node "$ROOT/scripts/shots.mjs" "$@"
