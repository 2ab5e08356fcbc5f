//! What makes a wait on the browser impatient: a tick of every second of wall time. Not here: the counting
//! (`storage::patience`).
//!
//! Invariant: whatever the browser is asked for in this folder is awaited through `within`, but the lock that
//! another tab holds (`tab_lock::wait`), which ends when that tab does.

use crate::storage::error::StoreError;
use crate::storage::patience::{Patience, SILENT_TICKS_MAX};
use alloc::rc::Rc;
use core::cell::Cell;
use core::future::Future;
use gloo::timers::callback::Interval;
use js_sys::Promise;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

const TICK_MS: u32 = 1_000;

std::thread_local! {
    static TICKING: Cell<(u32, u32)> = const { Cell::new((TICK_MS, SILENT_TICKS_MAX)) };
}

/// From here on waits have so many ticks of so many milliseconds. For tests: what hangs there has to be known
/// to hang at once.
pub fn set_patience(tick_ms: u32, ticks: u32) {
    TICKING.set((tick_ms, ticks));
}

/// The patience that waits have.
pub fn usual_patience() {
    set_patience(TICK_MS, SILENT_TICKS_MAX);
}

/// Patience for one wait; it has to be held by whoever can tell that something was heard.
pub(super) fn patience() -> Rc<Patience> {
    Rc::new(Patience::for_ticks(TICKING.get().1))
}

/// Waits for an answer as long as this patience lasts.
pub(super) async fn within<T>(
    patience: &Rc<Patience>,
    answer: impl Future<Output = Result<T, StoreError>>,
) -> Result<T, StoreError> {
    let ticked = patience.clone();
    let _ticks = Interval::new(TICKING.get().0, move || ticked.tick());
    patience.wait(answer).await
}

/// The value of a promise; `None`: it failed, or there was no answer.
pub async fn answer_of(promise: Promise) -> Option<JsValue> {
    let answer = async { JsFuture::from(promise).await.map_err(|_| StoreError::Closed) };
    within(&patience(), answer).await.ok()
}
