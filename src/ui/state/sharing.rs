//! The lab on the page as a link (`www/share.js`). Not here: the dialog that gives it (`dialogs::share`), and
//! opening one (`embed::mount`).
//!
//! Invariant: a link holds what a scenario file would hold; nothing is sent anywhere.

use crate::player::task;
use crate::sim::formats::journal::{Scenario, to_json};
use crate::storage::checkpoint::engine_id;
use crate::ui::state::lab::Lab;
use crate::ui::state::{Dialog, UiAction};
use crate::ui::text::Text;
use alloc::string::String;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen_futures::JsFuture;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = offsetLabShare, js_name = pack)]
    fn pack_js(text: &str) -> Result<js_sys::Promise, JsValue>;
}

/// What packs labs, beside the page.
pub const FILE: &str = "share.js";

impl Lab {
    /// Opens the dialog with the link of this lab at this moment.
    pub fn share(&self, text: &'static Text) {
        let json = to_json(&Scenario { engine: Some(engine_id()), ..self.to_scenario(text) });
        let lab = self.clone();
        task::start(async move {
            match packed(&json).await {
                Some(payload) => lab.tell(UiAction::Open(Dialog::Share { payload, bytes: json.len() })),
                None => lab.problem(FILE, (text.open.not_found)(FILE)),
            }
        });
    }
}

async fn packed(text: &str) -> Option<String> {
    JsFuture::from(pack_js(text).ok()?).await.ok()?.as_string()
}
