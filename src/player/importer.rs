//! Asks the importer, a program beside the page that is loaded only when somebody imports. Not here: what it
//! does (`crate::import`), what is asked and answered (`import::wire`).
//!
//! Invariant: it is a new one for each question, so one that breaks leaves nothing behind.

use crate::player::input::Unread;
use alloc::string::String;
use js_sys::{Function, Object, Reflect, Uint8Array, WebAssembly};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// The program, beside the page.
pub const FILE: &str = "importer.wasm";

/// What clock a person's tools print times by, as far as a page can tell.
#[expect(clippy::disallowed_methods, reason = "the clock's zone, which the lab's own time never takes in")]
pub fn minutes_ahead_of_utc() -> i32 {
    -(js_sys::Date::new_0().get_timezone_offset() as i32)
}

/// The answer to a question.
pub async fn ask(question: &str) -> Result<String, Unread> {
    let window = web_sys::window().ok_or(Unread::NotFound)?;
    // Its name stays the same, so a copy of before must not be taken.
    let fresh = Object::new();
    let _ = Reflect::set(&fresh, &"cache".into(), &"no-cache".into());
    let fetched = window.fetch_with_str_and_init(FILE, fresh.unchecked_ref());
    let fetched = JsFuture::from(fetched).await.map_err(|_| Unread::Offline)?;
    let fetched: web_sys::Response = fetched.dyn_into().map_err(|_| Unread::NotFound)?;
    if !fetched.ok() {
        return Err(Unread::NotFound);
    }
    run(&fetched, question).await.map_err(|_| Unread::NotFound)
}

async fn run(program: &web_sys::Response, question: &str) -> Result<String, JsValue> {
    let program = JsFuture::from(program.array_buffer()?).await?;
    let program = Uint8Array::new(&program).to_vec();
    let begun = JsFuture::from(WebAssembly::instantiate_buffer(&program, &Object::new())).await?;
    let exports = Reflect::get(&Reflect::get(&begun, &"instance".into())?, &"exports".into())?;
    let call = |name: &str, value: u32| -> Result<u32, JsValue> {
        let function: Function = Reflect::get(&exports, &name.into())?.dyn_into()?;
        let answer = function.call1(&JsValue::NULL, &value.into())?;
        Ok(answer.as_f64().unwrap_or_default() as u32)
    };
    let memory: WebAssembly::Memory = Reflect::get(&exports, &"memory".into())?.dyn_into()?;
    // A call may move the memory, so each look at it is a new one.
    let part = |at, bytes| Uint8Array::new_with_byte_offset_and_length(&memory.buffer(), at, bytes);
    let bytes = question.len() as u32;
    let at = call("room", bytes)?;
    part(at, bytes).copy_from(question.as_bytes());
    let bytes = call("answer", 0)?;
    let answer = part(call("place", 0)?, bytes).to_vec();
    String::from_utf8(answer).map_err(|_| JsValue::NULL)
}
