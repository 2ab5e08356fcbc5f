#!/usr/bin/env bash
# Every test: native, wasm in headless Chromium, then the built page: its size, and end to end. All parts run, whatever fails; the last
# lines say what passed. `scripts/test.sh native wasm` runs some of them: native, wasm, dist, size, e2e.
set -euo pipefail
# shellcheck source=scripts/env.sh
. "$(dirname "${BASH_SOURCE[0]}")/env.sh"

parts=("$@")
[ "$#" -gt 0 ] || parts=(native wasm dist size e2e)
"$ROOT/scripts/setup.sh" native wasm trunk node browser release
cd "$ROOT"
logs=$CACHE/logs
results=()
failed=0

run_native() (native_env && cargo test --locked --workspace --features cli)

run_wasm() (
  wasm_env
  browser_env
  export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER=wasm-bindgen-test-runner
  export WASM_BINDGEN_TEST_TIMEOUT=300
  cargo test --locked --target "$WASM_TARGET" --test web
)

run_dist() { scripts/build.sh dist; }
run_size() { node scripts/size-gate.mjs; }
run_e2e() { scripts/e2e.sh; }

# The number of tests that a part's output tells of, in cargo's words or in those of node's test runner.
count() {
  sed -n 's/.*test result: .* \([0-9]*\) passed.*/\1/p; s/^\(ℹ\|#\) pass \([0-9]*\)$/\2/p' "$1" | awk '{ n += $1 } END { if (n) printf " (tests: %d)", n }'
}

for part in "${parts[@]}"; do
  printf "\n== test: %s\n" "$part"
  log=$logs/test-$part.log
  if "run_$part" 2>&1 </dev/null | tee "$log"; then
    results+=("passed  $part$(count "$log")")
  else
    results+=("FAILED  $part")
    failed=1
  fi
done

printf "\n== test: summary\n"
printf '  %s\n' "${results[@]}"
[ "$failed" = 0 ] && say "test: all passed" || say "test: FAILED"
exit "$failed"
