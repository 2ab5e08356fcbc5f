#!/usr/bin/env bash
# The random tests with many more cases than `make test` runs, each time others: what they can find is found here before it fails somebody's
# run. SOAK=50 times as many unless set. A failure prints its smallest case: keep it as a journal in tests/journals.
set -euo pipefail
# shellcheck source=scripts/env.sh
. "$(dirname "${BASH_SOURCE[0]}")/env.sh"

"$ROOT/scripts/setup.sh" native
cd "$ROOT"
native_env
# Optimised, in a folder of its own: the checks on overflow and the assertions of debug builds stay.
export CARGO_TARGET_DIR=$TARGETS/target-soak CARGO_PROFILE_TEST_OPT_LEVEL=2
export SOAK=${SOAK:-50}
say "soak: $SOAK times the usual cases"
cargo test --locked --features cli --test it -- bad_input:: beside:: following:: import_times:: link:: model:: picture:: player:: player_saving:: preview:: \
  replay:: upgrade::
