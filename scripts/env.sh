#!/usr/bin/env bash
# Where the tools and caches of Offset Lab lie, and which of them a build uses. Sourced by the other scripts, never run:
#
#   . scripts/env.sh     the paths; ROOT, CACHE, and the tools of the cache on PATH
#   native_env           from here on `cargo` builds for this machine
#   wasm_env             from here on `cargo build --target wasm32-unknown-unknown` works
#   browser_env          CHROME, CHROMEDRIVER and FIREFOX, found where the caller has not set them
#
# It changes nothing on the machine; scripts/setup.sh does that.

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
CACHE=${OFFSET_LAB_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/offset-lab}
# Build output lies in the cache too, or where several work trees on one machine keep theirs apart.
TARGETS=${OFFSET_LAB_TARGETS:-$CACHE}
export CACHE

# The pinned versions. wasm-bindgen's must equal the one in Cargo.toml; those of the npm tools are in scripts/package.json.
TRUNK_VERSION=0.21.14
WASM_BINDGEN_VERSION=0.2.130

WASM_TARGET=wasm32-unknown-unknown
DEBIAN_LINKER=wasm-ld-19
# Names for Debian's Rust only, so that putting them first on PATH hides nothing else that lies in /usr/bin.
DEBIAN_RUST=$CACHE/debian-rust

# Test programs with a `node_modules` of their own resolve through this link-free path.
NODE_MODULES=$CACHE/node/node_modules
PEERS=$CACHE/peers/node_modules
RELEASE_MODULES=$CACHE/release/node_modules
export NODE_MODULES PEERS RELEASE_MODULES
export PATH="$CACHE/tools/bin:$NODE_MODULES/.bin:$PATH"

say() { printf '%s\n' "$*"; }
die() {
  printf '\n%s' "$@" >&2
  printf '\n' >&2
  exit 1
}
have() { command -v "$1" >/dev/null 2>&1; }

# True where the compiler "$1" can link the standard library for WebAssembly.
has_wasm_std() {
  local libs
  have "$1" || return 1
  libs=$("$1" --print target-libdir --target "$WASM_TARGET" 2>/dev/null) || return 1
  compgen -G "$libs/libstd-*.rlib" >/dev/null
}

# True where the compiler "$1" knows the edition and the language version that Cargo.toml asks for.
is_new_enough() {
  local found wanted
  have "$1" || return 1
  found=$("$1" --version | cut -d' ' -f2)
  wanted=$(sed -n 's/^rust-version = "\(.*\)"/\1/p' "$ROOT/Cargo.toml")
  [ "$(printf '%s\n%s\n' "$wanted" "${found%%-*}" | sort -V | head -n 1)" = "$wanted" ]
}

# True where the compiler on PATH builds WebAssembly as it is: with a target that its own distributor provides.
has_ordinary_wasm() {
  is_new_enough rustc && has_wasm_std rustc &&
    [ ! -e "$(rustc --print target-libdir --target "$WASM_TARGET")/offset-lab-built-for" ]
}

# Debian's compiler comes without a standard library for WebAssembly; setup.sh builds one and stamps it with the compiler's version.
debian_std_dir() { printf '%s\n' "$(/usr/bin/rustc --print sysroot)/lib/rustlib/$WASM_TARGET/lib"; }
has_debian_wasm() {
  [ -x /usr/bin/rustc ] && [ -x /usr/bin/cargo ] && have "$DEBIAN_LINKER" || return 1
  has_wasm_std /usr/bin/rustc && is_new_enough /usr/bin/rustc &&
    [ "$(cat "$(debian_std_dir)/offset-lab-built-for" 2>/dev/null)" = "$(/usr/bin/rustc --version)" ]
}

use_debian_rust() {
  local tool
  mkdir -p "$DEBIAN_RUST"
  for tool in cargo rustc rustdoc cargo-clippy clippy-driver; do
    [ -x "/usr/bin/$tool" ] && ln -sfn "/usr/bin/$tool" "$DEBIAN_RUST/$tool"
  done
  export PATH="$DEBIAN_RUST:$PATH"
  export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER=$DEBIAN_LINKER
  unset RUSTUP_TOOLCHAIN
}

native_env() {
  export CARGO_TARGET_DIR=$TARGETS/target-native
  is_new_enough rustc || use_debian_rust
}

wasm_env() {
  local sources flags=()
  export CARGO_TARGET_DIR=$TARGETS/target-wasm
  has_ordinary_wasm || use_debian_rust
  # What a panic says of its place is part of the program: a crate's file there, not where this machine keeps it.
  for sources in "${CARGO_HOME:-$HOME/.cargo}"/registry/src/*; do
    flags+=("--remap-path-prefix=$sources=")
  done
  export RUSTFLAGS="${flags[*]}"
}

browser_env() {
  local name
  for name in chromium chromium-browser google-chrome google-chrome-stable chrome; do
    [ -n "${CHROME:-}" ] || CHROME=$(command -v "$name") || CHROME=
  done
  [ -n "${CHROMEDRIVER:-}" ] || CHROMEDRIVER=$(command -v chromedriver) || CHROMEDRIVER=
  for name in firefox-esr firefox; do
    [ -n "${FIREFOX:-}" ] || FIREFOX=$(command -v "$name") || FIREFOX=
  done
  export CHROME CHROMEDRIVER FIREFOX
}
