//! 64-bit numbers as IndexedDB keys. Not here: what the numbers count.
//!
//! Invariant: keys sort as the numbers do, and every number from 0 to 2^64 - 1 has a key of its own.

use crate::indexed_db::dom_error::store_error;
use crate::storage::error::StoreError;
use alloc::string::ToString;
use core::ops::Range;
use js_sys::Uint8Array;
use wasm_bindgen::JsValue;
use web_sys::IdbKeyRange;

/// Eight bytes, the greatest first: IndexedDB compares byte keys one byte after the other.
pub fn key_bytes(number: u64) -> JsValue {
    Uint8Array::from(&number.to_be_bytes()[..]).into()
}

/// The number of a key. The browser gives byte keys back as `ArrayBuffer`.
pub fn key_from(key: &JsValue) -> Result<u64, StoreError> {
    let bytes: Result<[u8; 8], _> = Uint8Array::new(key).to_vec().try_into();
    bytes.map(u64::from_be_bytes).map_err(|_| StoreError::Other("a key is not eight bytes".to_string()))
}

/// Keys of `numbers`: the start included, the end not. A range up to `u64::MAX` has no end.
pub fn key_range(numbers: &Range<u64>) -> Result<IdbKeyRange, StoreError> {
    let from = key_bytes(numbers.start);
    let range = if numbers.end == u64::MAX {
        IdbKeyRange::lower_bound(&from)
    } else {
        IdbKeyRange::bound_with_lower_open_and_upper_open(&from, &key_bytes(numbers.end), false, true)
    };
    range.map_err(|error| store_error(&error))
}

/// Keys from 0 to `number`, that included.
pub fn keys_up_to(number: u64) -> Result<IdbKeyRange, StoreError> {
    IdbKeyRange::upper_bound(&key_bytes(number)).map_err(|error| store_error(&error))
}
