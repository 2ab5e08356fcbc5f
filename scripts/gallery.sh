#!/usr/bin/env bash
# Makes docs/screenshots/views anew (scripts/gallery.mjs), with `story` docs/screenshots/story-*.webp, or with `course` docs/screenshots/course, from the page in dist/, with the browser and the libraries of the set-up.
set -euo pipefail
# shellcheck source=scripts/env.sh
. "$(dirname "${BASH_SOURCE[0]}")/env.sh"

"$ROOT/scripts/setup.sh" node browser
browser_env
[ -f "$ROOT/dist/index.html" ] || die "There is no dist/ yet: make dist"
fc-list :lang=zh family 2>/dev/null | grep -q . || die "There is no font with Chinese signs here (on Debian: apt-get install fonts-noto-cjk)."
if [ "${1:-}" = course ]; then
  shift
  exec node "$ROOT/scripts/course-gallery.mjs" "$@"
fi
exec node "$ROOT/scripts/gallery.mjs" "$@"
