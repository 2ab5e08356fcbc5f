//! What the door before the program (`www/stopped.js`) is told, so that it knows what to say and what to let
//! go of when the program breaks. Not here: when it is told, and in which words (`embed::stopped`).
//!
//! Invariant: it takes texts, and things of the browser; it never calls back. Where there is no door (a test
//! without a page) nothing happens.

use js_sys::Array;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = offsetLabDoor, js_name = hold)]
    fn hold_js(thing: &JsValue) -> Result<(), JsValue>;
    #[wasm_bindgen(catch, js_namespace = offsetLabDoor, js_name = letGo)]
    fn let_go_js(thing: &JsValue) -> Result<(), JsValue>;
    #[wasm_bindgen(catch, js_namespace = offsetLabDoor, js_name = tell)]
    fn tell_js(what: &str, texts: &Array) -> Result<(), JsValue>;
}

/// Something that is let go of when the program stops, or before when this is dropped: a transaction, which
/// is taken back; a database or a channel, which is closed; a function, which is called when nothing can be
/// written any more.
pub struct Held(JsValue);

/// Has this let go of when the program stops.
pub fn hold(thing: &JsValue) -> Held {
    let _ = hold_js(thing);
    Held(thing.clone())
}

impl Drop for Held {
    fn drop(&mut self) {
        let _ = let_go_js(&self.0);
    }
}

/// Tells the door one of these, with its texts:
///
/// | what | texts |
/// |---|---|
/// | `en`, `zh` | the words of a language |
/// | `left` | a file's name, the lab's clock, not empty if all is kept, what is saved in each language |
/// | `asked` | the command that is about to be obeyed; empty: it was |
/// | `journal` | the number of a line, and the journal's lines from there on, which are its last |
/// | `stop` | why the program breaks: nothing of it is called any more |
pub fn tell<T: AsRef<str>>(what: &str, texts: impl IntoIterator<Item = T>) {
    let list = Array::new();
    for text in texts {
        list.push(&JsValue::from_str(text.as_ref()));
    }
    let _ = tell_js(what, &list);
}
