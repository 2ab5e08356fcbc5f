#!/usr/bin/env bash
# Builds the sites of docs/embed/ with each documentation tool, opens them in Chromium and Firefox (tests/embed/run.mjs), and writes what was
# seen to the end of docs/embedding.md. Arguments are tools' names; without one, all of them. The tools are installed into the cache, from npm and
# PyPI; one that cannot be had is said and left out.
set -euo pipefail
# shellcheck source=scripts/env.sh
. "$(dirname "${BASH_SOURCE[0]}")/env.sh"

"$ROOT/scripts/setup.sh" node browser peers firefox
browser_env
[ -f "$ROOT/dist/embed.html" ] || die "There is no dist/ yet: make dist"
exec node "$ROOT/tests/embed/run.mjs" "$@"
