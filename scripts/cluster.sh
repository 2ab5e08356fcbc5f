#!/usr/bin/env bash
# `offset-lab snapshot` against real brokers, which Maven fetches once. VERSIONS="4.9.7 5.3.3 5.5.0"; RECORD=1 renews the recordings of
# tests/it/snapshot. Needs Java and Maven, which scripts/setup.sh installs.
set -euo pipefail
# shellcheck source=scripts/env.sh
. "$(dirname "${BASH_SOURCE[0]}")/env.sh"

"$ROOT/scripts/setup.sh" native brokers
native_env
cd "$ROOT"
cargo build --locked --quiet --features cli --bin offset-lab
export OFFSET_LAB=$TARGETS/target-native/debug/offset-lab BROKER_JARS=$CACHE/brokers
exec node tests/cluster/run.mjs
