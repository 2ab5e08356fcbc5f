//! The page's program: exports `mount`, which the start script calls. Not here: any of the lab.
//!
//! Invariant: nothing is mounted by itself; several labs can stand on one page.

/// In a browser: what the start script gets.
#[cfg(target_arch = "wasm32")]
mod page {
    use wasm_bindgen::JsValue;
    use wasm_bindgen::prelude::wasm_bindgen;

    /// Mounts a lab in `host`; `www/boot.js` lists the options.
    #[wasm_bindgen]
    pub fn mount(host: web_sys::Element, options: JsValue) {
        offset_lab::embed::mount::mount(host, &options);
    }
}

fn main() {
    #[cfg(target_arch = "wasm32")]
    offset_lab::embed::stopped::install();
}
