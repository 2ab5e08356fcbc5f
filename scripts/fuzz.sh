#!/usr/bin/env bash
# Fuzzes everything untrusted with libFuzzer: FUZZ_SECONDS=600 for each target (60 unless set), one after the other; `scripts/fuzz.sh NAME…`
# takes those targets, `scripts/fuzz.sh NAME FILE` one input that was found. A finding is kept in the corpus' folder and ends the run: mend it
# with a test of its own. It needs no nightly compiler, no clang and no cargo-fuzz: nothing here is `unsafe`, so a sanitizer of addresses would
# see nothing, and the coverage is a pass that every compiler has. `cargo +nightly fuzz run NAME --fuzz-dir tests/fuzz` works as well.
set -euo pipefail
# shellcheck source=scripts/env.sh
. "$(dirname "${BASH_SOURCE[0]}")/env.sh"

TARGETS_ALL=(link scenario lesson journal recording lab_file host_message importer remoting)

"$ROOT/scripts/setup.sh" native
cd "$ROOT"
native_env
have c++ || die "fuzz: libFuzzer is C++, and there is no c++ on PATH: install g++ or clang"

host=$(rustc -vV | sed -n 's/^host: //p')
export CARGO_TARGET_DIR=$TARGETS/target-fuzz
# The flags of cargo-fuzz, without a sanitizer. They are for the targets, not for build scripts, hence `--target`.
export RUSTFLAGS="--cfg fuzzing -Cpasses=sancov-module -Ccodegen-units=1 -Cllvm-args=-sanitizer-coverage-level=4
  -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table -Cllvm-args=-sanitizer-coverage-trace-compares"
RUSTFLAGS=$(tr -s '\n ' ' ' <<<"$RUSTFLAGS")
say "fuzz: building the targets"
cargo build --locked --quiet --release --manifest-path tests/fuzz/Cargo.toml --bins --target "$host"
bin=$CARGO_TARGET_DIR/$host/release
corpora=$CACHE/fuzz

names=("$@")
[ "$#" -gt 0 ] || names=("${TARGETS_ALL[@]}")
if [ -f "${2:-}" ]; then
  exec "$bin/$1" "$2"
fi
for name in "${names[@]}"; do
  [ -x "$bin/$name" ] || die "fuzz: there is no target \"$name\"; there are ${TARGETS_ALL[*]}"
  corpus=$corpora/$name
  mkdir -p "$corpus" "$corpora/found"
  say "fuzz: $name, ${FUZZ_SECONDS:-60} s"
  # An input that takes longer than 10 s, or more than 2 GB, is a finding, too.
  FUZZ_SEEDS=$corpus "$bin/$name" "$corpus" -max_total_time="${FUZZ_SECONDS:-60}" -timeout=10 -rss_limit_mb=2048 -max_len=65536 \
    -artifact_prefix="$corpora/found/$name-" -print_final_stats=1 >"$corpora/$name.log" 2>&1 || {
    tail -n 40 "$corpora/$name.log"
    die "fuzz: $name found something: $(ls -t "$corpora/found/$name-"* | head -n 1)"
  }
  sed -n 's/^stat::number_of_executed_units: */  executed: /p; s/^stat::average_exec_per_sec: */  a second: /p' "$corpora/$name.log"
  say "  inputs kept: $(ls "$corpus" | wc -l)"
done
say "fuzz: no finding"
