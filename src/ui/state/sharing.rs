//! Gives the lab on the page away as a link: what it holds, and what few need (`www/share.js`: packing it,
//! the dialog with its words). Not here: opening one (`embed::shared`).
//!
//! Invariant: a link holds what a scenario file holds; nothing is sent anywhere.

use crate::player::task;
use crate::ui::state::lab::Lab;
use crate::ui::state::labs::Wish;
use crate::ui::text::Text;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen_futures::JsFuture;

#[wasm_bindgen]
extern "C" {
    /// Gives, when the dialog is closed, whether a person wants a file instead.
    #[wasm_bindgen(catch, js_name = offsetLabShare)]
    fn give_js(json: &str) -> Result<js_sys::Promise, JsValue>;
}

/// What packs labs, beside the page.
const FILE: &str = "share.js";

impl Lab {
    /// Opens the dialog with the link of this lab at this moment, and stops the clock there.
    pub fn share(&self, text: &'static Text) {
        self.drive(|player| player.pause());
        let (lab, json) = (self.clone(), self.to_scenario(text));
        task::start(async move {
            let given = match give_js(&json) {
                Ok(given) => JsFuture::from(given).await,
                Err(error) => Err(error),
            };
            match given {
                // A file has room for more.
                Ok(file) if file.is_truthy() => lab.on_shelf(Wish::Export),
                Ok(_) => {}
                Err(_) => lab.problem(FILE, (text.open.not_found)(FILE)),
            }
        });
    }
}
