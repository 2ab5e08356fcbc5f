//! Text from outside: a file beside the page, or one that a person chose. Not here: what is in it.
//!
//! Invariant: no more than `FILE_BYTES_MAX` bytes become a string, and a failure is an answer, never a panic.

use crate::engine::limits::FILE_BYTES_MAX;
use crate::import::decode;
use alloc::string::String;
use alloc::vec::Vec;
use js_sys::Uint8Array;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::{JsFuture, spawn_local};

/// Why there is no text.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Unread {
    /// There is no such file, or it can't be had.
    NotFound,
    /// The network does not answer.
    Offline,
    /// It is larger than what is read.
    TooLarge,
}

/// The text of a file beside the page; `path` is relative to the document.
pub async fn fetch(path: &str) -> Result<String, Unread> {
    let window = web_sys::window().ok_or(Unread::NotFound)?;
    let answer = JsFuture::from(window.fetch_with_str(path)).await.map_err(|_| Unread::Offline)?;
    let answer: web_sys::Response = answer.dyn_into().map_err(|_| Unread::NotFound)?;
    if !answer.ok() {
        return Err(Unread::NotFound);
    }
    let body = answer.blob().map_err(|_| Unread::NotFound)?;
    let body: web_sys::Blob =
        JsFuture::from(body).await.and_then(|body| body.dyn_into()).map_err(|_| Unread::NotFound)?;
    read(&body).await
}

/// The text of a file that a person chose.
pub async fn read(file: &web_sys::Blob) -> Result<String, Unread> {
    if file.size() > FILE_BYTES_MAX as f64 {
        return Err(Unread::TooLarge);
    }
    let bytes = JsFuture::from(file.array_buffer()).await.map_err(|_| Unread::NotFound)?;
    Ok(decode(&Uint8Array::new(&bytes).to_vec()))
}

/// `fetch`, for those who can't wait.
pub fn fetch_then(path: String, done: impl FnOnce(Result<String, Unread>) + 'static) {
    #[expect(clippy::disallowed_methods, reason = "the network is outside of every lab")]
    spawn_local(async move { done(fetch(&path).await) });
}

/// `read` for all of them, for those who can't wait. The first that can't be read, or the texts with their
/// files' names.
pub fn read_then(
    files: Vec<web_sys::File>,
    done: impl FnOnce(Result<Vec<(String, String)>, (String, Unread)>) + 'static,
) {
    let read_all = async move {
        let mut texts = Vec::new();
        for file in &files {
            match read(file).await {
                Ok(text) => texts.push((file.name(), text)),
                Err(unread) => return done(Err((file.name(), unread))),
            }
        }
        done(Ok(texts));
    };
    #[expect(clippy::disallowed_methods, reason = "a person's files are outside of every lab")]
    spawn_local(read_all);
}
