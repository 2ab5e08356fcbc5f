#!/usr/bin/env bash
# Builds the page: `build.sh dist` into dist/; `build.sh watch` serves it on 127.0.0.1 and builds again on every change.
set -euo pipefail
# shellcheck source=scripts/env.sh
. "$(dirname "${BASH_SOURCE[0]}")/env.sh"

"$ROOT/scripts/setup.sh" native wasm trunk
cd "$ROOT"
# The command line draws the page's first picture, so that it is the board's own.
say "build: the command line, which draws the first picture"
(native_env && cargo build --locked --quiet --features cli --bin offset-lab)
export OFFSET_LAB=$TARGETS/target-native/debug/offset-lab
wasm_env
say "build: the importer, which the page loads when somebody imports"
cargo rustc --locked --quiet --release --target "$WASM_TARGET" -p offset-lab-importer -- -C strip=symbols
export OFFSET_LAB_IMPORTER=$CARGO_TARGET_DIR/$WASM_TARGET/release/offset_lab_importer.wasm
say "build: the checker of lessons, which only author.html loads"
cargo rustc --locked --quiet --release --target "$WASM_TARGET" -p offset-lab-checker -- -C strip=symbols
export OFFSET_LAB_CHECKER=$CARGO_TARGET_DIR/$WASM_TARGET/release/offset_lab_checker.wasm
# Trunk reads this variable as true or false only, while others set it to 1.
unset NO_COLOR
export TRUNK_SKIP_VERSION_CHECK=true

case ${1:-dist} in
  dist)
    say "dist: building the page with $(rustc --version | cut -d' ' -f1,2), trunk $TRUNK_VERSION"
    trunk build --release
    say "dist: done. Any static host can serve the folder dist/ under any path."
    ;;
  watch) exec trunk serve --release --port "${PORT:-8080}" ;;
  *) die "build.sh: 'dist' or 'watch', not '$1'" ;;
esac
