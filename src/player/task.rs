//! Tasks of the player: the one place where it starts any. Not here: what they await.
//!
//! Invariant: a task holds no borrow while it waits.

use alloc::boxed::Box;
use core::future::Future;
use core::pin::Pin;

/// Runs a future to its end, beside everything else on the page. Boxed, so that all tasks share one way of
/// being run: each kind of future of its own would bring a copy of it.
pub(crate) fn start(task: impl Future<Output = ()> + 'static) {
    run(Box::pin(task));
}

#[expect(clippy::disallowed_methods, reason = "tasks start in the player, the IndexedDB store and embed")]
fn run(task: Pin<Box<dyn Future<Output = ()>>>) {
    wasm_bindgen_futures::spawn_local(task);
}
