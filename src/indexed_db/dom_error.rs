//! The browser's exceptions as ours. Not here: what to do about them.
//!
//! Invariant: an exception is known by its name alone; a name that nobody has met becomes its own words,
//! never a panic.

use crate::storage::error::StoreError;
use alloc::format;
use alloc::string::{String, ToString};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::DomException;

/// The error that an exception stands for.
pub fn store_error(error: &JsValue) -> StoreError {
    match error.dyn_ref::<DomException>() {
        Some(exception) => of_exception(exception),
        None => StoreError::Other(words_of(error)),
    }
}

/// Why a transaction aborted; `None`: it was told to.
pub fn abort_reason(error: Option<&DomException>) -> StoreError {
    error.map_or_else(|| StoreError::Aborted("it was taken back".to_string()), of_exception)
}

fn of_exception(exception: &DomException) -> StoreError {
    let (name, message) = (exception.name(), exception.message());
    match name.as_str() {
        "QuotaExceededError" => StoreError::Quota,
        "VersionError" => StoreError::NewerDatabase,
        "InvalidStateError" => StoreError::Closed,
        "AbortError" => StoreError::Aborted(message),
        "SecurityError" | "NotAllowedError" => StoreError::Unavailable(format!("{name}: {message}")),
        // "UnknownError: Connection to Indexed Database server lost": Safari, after a time in the background.
        "UnknownError" if message.contains("Connection") => StoreError::Closed,
        _ => StoreError::Other(format!("{name}: {message}")),
    }
}

fn words_of(error: &JsValue) -> String {
    match error.dyn_ref::<js_sys::Error>() {
        Some(error) => format!("{}: {}", String::from(error.name()), String::from(error.message())),
        None => error.as_string().unwrap_or_else(|| "an error without words".to_string()),
    }
}

/// The answer of a call that may throw.
pub fn done<T>(result: Result<T, JsValue>) -> Result<T, StoreError> {
    result.map_err(|error| store_error(&error))
}
