#!/usr/bin/env bash
# Makes docs/screenshots/views anew (scripts/gallery.mjs), with `story` docs/screenshots/story-*.webp, with `course` docs/screenshots/course, with
# `embed` docs/embed/looks, from the page in dist/, with the browser and the libraries of the set-up; or with `board` the pictures of boards that
# README and demo/ show (docs/pictures.tsv), by the command line alone.
set -euo pipefail
# shellcheck source=scripts/env.sh
. "$(dirname "${BASH_SOURCE[0]}")/env.sh"

if [ "${1:-}" = board ]; then
  "$ROOT/scripts/setup.sh" native
  cd "$ROOT"
  native_env
  exec cargo run --locked --quiet --features cli --bin offset-lab -- picture --jobs docs/pictures.tsv
fi
"$ROOT/scripts/setup.sh" node browser
browser_env
[ -f "$ROOT/dist/index.html" ] || die "There is no dist/ yet: make dist"
fc-list :lang=zh family 2>/dev/null | grep -q . || die "There is no font with Chinese signs here (on Debian: apt-get install fonts-noto-cjk)."
if [ "${1:-}" = course ]; then
  shift
  exec node "$ROOT/scripts/course-gallery.mjs" "$@"
fi
if [ "${1:-}" = embed ]; then
  shift
  exec node "$ROOT/scripts/embed-looks.mjs" "$@"
fi
exec node "$ROOT/scripts/gallery.mjs" "$@"
