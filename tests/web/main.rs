//! Tests that need a browser: run by wasm-bindgen's runner in headless Chromium. Not here: the built page
//! (`tests/e2e`).
//!
//! Invariant: all tests share one origin, so each has a lab name of its own and deletes what it stored.
#![cfg(target_arch = "wasm32")]

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);

mod components;
mod digest;
mod every_panel;
mod mounted;
mod session;
mod silence;
mod store;
