//! Tasks of the player: the one place where it starts any. Not here: what they await.
//!
//! Invariant: a task holds no borrow while it waits.

use core::future::Future;

/// Runs a future to its end, beside everything else on the page.
#[expect(clippy::disallowed_methods, reason = "tasks start in the player, the IndexedDB store and embed")]
pub(crate) fn start(task: impl Future<Output = ()> + 'static) {
    wasm_bindgen_futures::spawn_local(task);
}
