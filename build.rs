//! Keeps the relocations in the page's program, which `wasm-split-cli` needs to cut it in two. Not here: cutting (`scripts/wasm-bindgen`).
//!
//! Invariant: nothing but the link of the page's own build differs.

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    if std::env::var_os("CARGO_FEATURE_SPLIT").is_some() {
        println!("cargo:rustc-link-arg-bin=offset-lab-page=--emit-relocs");
    }
}
