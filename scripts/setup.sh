#!/usr/bin/env bash
# Sets up what is missing for the goals named, and says what it does, one line a step:
#
#   scripts/setup.sh [native] [lint] [wasm] [node] [trunk] [bindgen] [browser] [peers] [firefox] [release] [brokers]
#
# native   a Rust compiler for this machine          node     the npm programs of scripts/package.json, in the cache
# lint     rustfmt and clippy for it                 trunk    trunk, wasm-bindgen, the crates of Cargo.lock
# wasm     the same for WebAssembly                  bindgen  wasm-bindgen and its test runner
# browser  Chromium and its driver                   peers    what `make bench` compares with, and Firefox's driver
# firefox  Firefox ESR, for `make fault` and `make test-release`
# release  what a release is packed with, and the system that its SCORM packages are tried in
# brokers  Java and RocketMQ's brokers of VERSIONS, which only `make test-cluster` asks
#
# Without a goal: all but the last four. It can be run at any time, and is quick when nothing is missing. Everything lies outside the clone,
# under ${OFFSET_LAB_CACHE:-~/.cache/offset-lab}; only system packages and Rust's own targets go where they always go.
set -euo pipefail
# shellcheck source=scripts/env.sh
. "$(dirname "${BASH_SOURCE[0]}")/env.sh"

LOGS=$CACHE/logs
mkdir -p "$LOGS"

# Runs a step under a name, with its output in a log that is shown when the step fails.
step() {
  local log=$LOGS/setup-$1.log
  say "setup: $2"
  shift 2
  "$@" >"$log" 2>&1 && return
  tail -n 25 "$log" >&2
  say "setup: that failed; the whole output is in $log" >&2
  return 1
}

# Two runs at once (two terminals, a test run beside a server) would install into one folder.
lock() {
  have flock || return 0
  exec 9>"$CACHE/lock"
  flock -n 9 && return
  say "setup: waiting for another set-up to finish"
  flock 9
}

as_root() {
  if [ "$(id -u)" = 0 ]; then
    "$@"
  elif have sudo && { sudo -n true 2>/dev/null || [ -t 0 ]; }; then
    sudo "$@"
  else
    say "this needs root: $*"
    return 1
  fi
}

apt_install() {
  have apt-get || return 1
  local install=(env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends)
  as_root "${install[@]}" "$@" </dev/null || { as_root apt-get update && as_root "${install[@]}" "$@" </dev/null; }
}

debian_rust_packages="rustc-web cargo-web rust-web-src rust-web-clippy lld-19"

setup_native() {
  is_new_enough rustc && have cargo && return
  [ -x /usr/bin/cargo ] && is_new_enough /usr/bin/rustc && return
  # shellcheck disable=SC2086 # a list of packages
  step rust-debian "no Rust that is new enough: installing Debian's" apt_install $debian_rust_packages &&
    is_new_enough /usr/bin/rustc && return
  die "A Rust compiler is missing, or too old for Cargo.toml's rust-version." \
    "Install a current stable Rust (see rust-lang.org/tools/install), then run this again."
}

setup_lint() {
  native_env
  local missing=
  cargo fmt --version >/dev/null 2>&1 || missing="rustfmt"
  cargo clippy --version >/dev/null 2>&1 || missing="$missing clippy"
  [ -z "$missing" ] && return
  # shellcheck disable=SC2086 # a list of components
  have rustup && step rust-lint "adding $missing" timeout 120 rustup component add $missing && return
  die "Missing for 'make lint': $missing. With rustup: rustup component add $missing"
}

# The ordinary way first; where the target cannot be had, Debian's compiler and a standard library built once with it.
setup_wasm() {
  has_ordinary_wasm && return
  has_debian_wasm && return
  if have rustup; then
    if step rust-target "adding the target $WASM_TARGET with rustup" timeout 120 rustup target add "$WASM_TARGET" 2>/dev/null; then
      has_ordinary_wasm && return
    fi
    say "setup: rustup cannot provide it here; falling back on Debian's compiler"
  fi
  # shellcheck disable=SC2086 # a list of packages
  if [ -x /usr/bin/cargo ] && [ -x /usr/bin/rustc ] && have "$DEBIAN_LINKER" && [ -e "$(debian_std_source)" ] ||
    step rust-debian "installing Debian's Rust ($debian_rust_packages)" apt_install $debian_rust_packages; then
    is_new_enough /usr/bin/rustc &&
      step wasm-std "building the standard library for $WASM_TARGET with Debian's Rust (once, about two minutes)" build_wasm_std &&
      has_debian_wasm && return
  fi
  die "There is no Rust here that builds WebAssembly." \
    "Either: rustup target add $WASM_TARGET   (needs rustup and its download host)" \
    "or, on Debian 12 or newer as root: apt-get install $debian_rust_packages" \
    "Then run this again."
}

debian_std_source() { printf '%s\n' "$(/usr/bin/rustc --print sysroot)/lib/rustlib/src/rust/library/Cargo.toml"; }

# Debian ships the library's source. An empty crate is built with it, and the library's parts are copied to where the compiler looks,
# so that every later build is an ordinary one. Bitcode is kept in them because the release profile links with LTO.
build_wasm_std() (
  set -euo pipefail
  work=$CACHE/build-std
  rm -rf "$work"
  mkdir -p "$work/src"
  cd "$work"
  printf '[package]\nname = "empty"\nedition = "2024"\n\n[profile.release]\npanic = "abort"\ncodegen-units = 1\n' >Cargo.toml
  printf '#![no_std]\n' >src/lib.rs
  use_debian_rust
  export RUSTC_BOOTSTRAP=1 CARGO_UNSTABLE_BUILD_STD=std,panic_abort,proc_macro,test
  export CARGO_TARGET_DIR=$work/target CARGO_ENCODED_RUSTFLAGS=-Cembed-bitcode=yes
  cargo build --release --target "$WASM_TARGET"
  libs=$(debian_std_dir)
  as_root rm -rf "$libs"
  as_root mkdir -p "$libs"
  for lib in target/"$WASM_TARGET"/release/deps/lib*.rlib; do
    case $lib in */libempty-*) ;; *) as_root install -m 644 "$lib" "$libs" ;; esac
  done
  /usr/bin/rustc --version | as_root tee "$libs/offset-lab-built-for"
  cd /
  rm -rf "$work"
)

# The npm programs, as locked. The modules are replaced when the lock file changes.
setup_node() {
  local found
  found=$(node --version 2>/dev/null | sed 's/^v\([0-9]*\).*/\1/')
  [ "${found:-0}" -ge 20 ] && have npm || die "Node 20 or newer, with npm, is missing (on Debian: apt-get install nodejs npm)."
  cmp -s "$ROOT/scripts/package-lock.json" "$CACHE/node/package-lock.json" && [ -x "$NODE_MODULES/.bin/wasm-opt" ] && return
  mkdir -p "$CACHE/node"
  cp "$ROOT/scripts/package.json" "$CACHE/node/"
  step npm "installing binaryen, playwright-core, axe-core, IBM's checker, marked and the page's icons into $CACHE/node" npm_install "$CACHE/node" "$ROOT/scripts"
}

# npm_install FOLDER FROM: what FROM's lock file names, into FOLDER, which has the package.json already. The lock file comes last, so
# that a half-done installation is done again.
npm_install() {
  rm -f "$1/package-lock.json"
  cp "$2/package-lock.json" "$1/package-lock.json.new"
  (
    cd "$1"
    mv package-lock.json.new package-lock.json
    npm ci --no-audit --no-fund --ignore-scripts </dev/null || { rm package-lock.json && exit 1; }
  )
}

# cargo_tool PACKAGE VERSION PROGRAM [OPTION...]
cargo_tool() {
  local package=$1 version=$2 program=$CACHE/tools/bin/$3
  shift 3
  [ "$("$program" --version 2>/dev/null)" = "${program##*/} $version" ] && return
  setup_native
  step "$package" "building $package $version (once, some minutes)" build_tool "$package" --version "$version" "$@" ||
    die "$package $version could not be built. With the registry in reach, run this again."
}

# Built quickly rather than built to run fast: what these programs do takes a second.
build_tool() (
  native_env
  export CARGO_PROFILE_RELEASE_OPT_LEVEL=1 CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16
  CARGO_TARGET_DIR=$CACHE/build-tools cargo install --root "$CACHE/tools" "$@" </dev/null
)

setup_bindgen() { cargo_tool wasm-bindgen-cli "$WASM_BINDGEN_VERSION" wasm-bindgen; }

setup_trunk() {
  setup_node
  setup_bindgen
  cargo_tool trunk "$TRUNK_VERSION" trunk --locked --no-default-features
  rm -rf "$CACHE/build-tools"
  setup_wasm
  (
    # Trunk builds offline, so that a build is the same with and without a network.
    wasm_env
    cd "$ROOT"
    cargo fetch --locked --offline --quiet 2>/dev/null || step crates "fetching the crates of Cargo.lock" cargo fetch --locked
  )
}

# Without a font that has Chinese signs the Chinese page is tested in empty boxes, which are as wide but not as high.
setup_fonts() {
  have fc-list || return 0
  fc-list :lang=zh family | grep -q . && return
  step fonts "installing a font with Chinese signs" apt_install fonts-noto-cjk || say "setup: going on without Chinese signs"
}

setup_browser() {
  setup_node
  setup_fonts
  browser_env
  [ -n "$CHROME" ] && [ -n "$CHROMEDRIVER" ] && return
  step browser "installing Chromium and its driver" apt_install chromium chromium-driver
  browser_env
  [ -n "$CHROME" ] && [ -n "$CHROMEDRIVER" ] ||
    die "Chromium and chromedriver are missing. Install both, or say where they are in CHROME and CHROMEDRIVER."
}

# What only `make bench` and `make fault` need, in a folder of its own: the page's tests go without.
setup_peers() {
  local from=$ROOT/tests/bench/peers
  setup_node
  cmp -s "$from/package-lock.json" "$CACHE/peers/package-lock.json" && [ -d "$PEERS/dexie" ] && return
  mkdir -p "$CACHE/peers"
  cp "$from/package.json" "$CACHE/peers/"
  step peers "installing dexie, sqlite-wasm and Firefox's driver into $CACHE/peers" npm_install "$CACHE/peers" "$from"
}

setup_release() {
  local from=$ROOT/scripts/release
  setup_node
  have xz || step xz "installing xz" apt_install xz-utils || die "xz is missing (on Debian: apt-get install xz-utils)."
  cmp -s "$from/package-lock.json" "$CACHE/release/package-lock.json" && [ -d "$RELEASE_MODULES/scorm-again" ] && return
  mkdir -p "$CACHE/release"
  cp "$from/package.json" "$CACHE/release/"
  step release "installing lzma1, fflate and scorm-again into $CACHE/release" npm_install "$CACHE/release" "$from"
}

setup_firefox() {
  browser_env
  [ -n "$FIREFOX" ] && return
  step firefox "installing Firefox ESR" apt_install firefox-esr
  browser_env
  [ -n "$FIREFOX" ] || die "Firefox is missing. Install it, or say where it is in FIREFOX."
}

# The brokers themselves, by Maven, into the cache.
setup_brokers() {
  have java && have mvn ||
    step java "installing Java and Maven" apt_install default-jre-headless maven ||
    die "Java 17 or newer and Maven are missing (on Debian: apt-get install default-jre-headless maven)."
  local version
  for version in ${VERSIONS:-4.9.7 5.3.3 5.5.0}; do
    compgen -G "$CACHE/brokers/$version/rocketmq-tools-*.jar" >/dev/null && continue
    step "broker-$version" "fetching RocketMQ $version with Maven" broker_jars "$version" ||
      die "RocketMQ $version could not be fetched. With Maven's repository in reach, run this again."
  done
}

# broker_jars VERSION: name server, broker and tools, with what they need.
broker_jars() {
  local module pom=$CACHE/brokers/$1.pom
  mkdir -p "$CACHE/brokers"
  {
    echo '<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion><groupId>offset-lab</groupId>'
    echo '<artifactId>brokers</artifactId><version>1</version><packaging>pom</packaging><dependencies>'
    for module in namesrv broker tools; do
      echo "<dependency><groupId>org.apache.rocketmq</groupId><artifactId>rocketmq-$module</artifactId><version>$1</version></dependency>"
    done
    echo '</dependencies></project>'
  } >"$pom"
  mvn -q -B -f "$pom" dependency:copy-dependencies -DoutputDirectory="$CACHE/brokers/$1" -DincludeScope=runtime </dev/null
}

goals=("$@")
[ "$#" -gt 0 ] || goals=(native lint wasm trunk bindgen node browser)
lock
for goal in "${goals[@]}"; do
  case $goal in
    native | lint | wasm | node | trunk | bindgen | browser | peers | firefox | release | brokers) "setup_$goal" ;;
    *) die "setup.sh: unknown goal '$goal' (see the head of the script)" ;;
  esac
done
