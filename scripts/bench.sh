#!/usr/bin/env bash
# Measures, each row beside its peer in the same run: the engine natively, then the engine, the storage and the page in Chromium.
# `scripts/bench.sh WORD…` runs the rows in a browser whose group has one of the words in its name: engine, storage, command, frames, start,
# embed, large.
set -euo pipefail
# shellcheck source=scripts/env.sh
. "$(dirname "${BASH_SOURCE[0]}")/env.sh"

"$ROOT/scripts/setup.sh" native wasm bindgen node browser peers
cd "$ROOT"

# The measures as a program for a page, built and optimised as the page's own program is.
build_page() (
  wasm_env
  page=$CACHE/bench-page
  cargo build --locked --quiet --release --bench page --target "$WASM_TARGET" --message-format=json-render-diagnostics |
    sed -n 's/.*"filenames":\["\([^"]*page-[^"]*\.wasm\)".*/\1/p' >"$CACHE/bench-page.path"
  rm -rf "$page"
  mkdir -p "$page/sqlite"
  "$CACHE/tools/bin/wasm-bindgen" --target web --no-typescript --out-dir "$page" --out-name page "$(tail -n 1 "$CACHE/bench-page.path")"
  wasm-opt -Oz "$page/page_bg.wasm" -o "$page/page_bg.wasm"
  # With the door that the page has: it holds what the storage opens, and is told what is stored.
  cp tests/bench/page/* www/stopped.js "$page"
  cp "$PEERS/dexie/dist/dexie.mjs" "$page"
  cp "$PEERS"/@sqlite.org/sqlite-wasm/dist/* "$page/sqlite"
)

native_engine() (
  native_env
  cargo build --locked --quiet --profile bench --features cli --bench engine --message-format=json-render-diagnostics |
    sed -n 's/.*"executable":"\([^"]*\/engine-[^"]*\)".*/\1/p' | tail -n 1
)

engine=
# A large lab and an embed need the page alone.
if [ "$*" != large ] && [ "$*" != embed ]; then
  engine=$(native_engine)
  if [ "$#" = 0 ]; then
    say "bench: the engine, natively"
    "$engine"
  fi
  say "bench: building the measures for a page"
  build_page
fi
mkdir -p "$CACHE/bench-page"
# Frames, starts, embeds and large labs are those of the page itself.
case " ${*:-frames} " in *frames* | *start* | *embed* | *large*) scripts/build.sh dist ;; esac
browser_env
say "bench: in Chromium"
NATIVE_ENGINE=$engine BENCH_PAGE=$CACHE/bench-page node tests/bench/run.mjs "$@"
