//! One writer for each lab, by a Web Lock that the browser frees when the tab goes, in whatever way. Not
//! here: what a tab does without it (`player::session`).
//!
//! Invariant: whoever holds a `TabLock` is the only writer of its lab in this browser. Where there are no Web
//! Locks (a page over plain http) nobody holds one, and that is said.

use super::deadline::answer_of;
use super::door::{Held, hold};
use alloc::format;
use alloc::rc::Rc;
use alloc::string::String;
use alloc::vec::Vec;
use core::cell::Cell;
use js_sys::{Array, Function, Object, Promise, Reflect};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};

/// A lock that is held until it is dropped, or the program breaks.
pub struct TabLock {
    release: Function,
    _held: Held,
}

impl TabLock {
    fn new(release: Function) -> TabLock {
        TabLock { _held: hold(&release), release }
    }
}

impl Drop for TabLock {
    fn drop(&mut self) {
        // It can't throw: it is a promise's own resolver.
        let _ = self.release.call0(&JsValue::UNDEFINED);
    }
}

/// What asking for the lock brought.
pub enum Asked {
    /// We are the writer.
    Held(TabLock),
    /// Another tab is.
    Taken,
    /// This window has no Web Locks.
    Missing,
    /// The browser does not say. Should it give us the lock later, it is let go of at once.
    Unanswered,
}

/// Asks for a lab's lock, and does not wait.
pub async fn ask(lab: &str) -> Asked {
    request(lab, true).await
}

/// Waits until the lab's lock is ours, however long another tab holds it. `None`: this window has no Web
/// Locks.
pub async fn wait(lab: &str) -> Option<TabLock> {
    match request(lab, false).await {
        Asked::Held(lock) => Some(lock),
        Asked::Taken | Asked::Missing | Asked::Unanswered => None,
    }
}

fn lock_name(lab: &str) -> String {
    format!("offset-lab:{lab}")
}

/// `navigator.locks` is not in stable `web-sys`. The promise that our callback returns holds the lock until
/// it settles; its resolver is the lock's release.
#[expect(clippy::disallowed_methods, reason = "the refusal comes as a promise that somebody has to await")]
async fn request(lab: &str, if_available: bool) -> Asked {
    let Some((locks, function)) = lock_manager() else { return Asked::Missing };
    let name = JsValue::from_str(&lock_name(lab));
    let wanted = Rc::new(Cell::new(true));
    let still_wanted = wanted.clone();
    let answer = Promise::new(&mut |answer, _| {
        let (failed, still_wanted) = (answer.clone(), still_wanted.clone());
        let callback: JsValue = Closure::once_into_js(move |lock: JsValue| -> JsValue {
            if lock.is_null() || !still_wanted.get() {
                let _ = answer.call1(&JsValue::UNDEFINED, &JsValue::NULL);
                return JsValue::UNDEFINED;
            }
            Promise::new(&mut |release, _| {
                let _ = answer.call1(&JsValue::UNDEFINED, &release);
            })
            .into()
        });
        let options = Object::new();
        let _ = Reflect::set(&options, &"ifAvailable".into(), &if_available.into());
        let asked = function.call3(&locks, &name, &options, &callback);
        let asked = asked.ok().and_then(|asked| asked.dyn_into::<Promise>().ok());
        // A frame without an origin of its own is refused; without an answer we would wait for ever.
        spawn_local(async move {
            let refused = match asked {
                Some(asked) => JsFuture::from(asked).await.is_err(),
                None => true,
            };
            if refused {
                let _ = failed.call0(&JsValue::UNDEFINED);
            }
        });
    });
    // Who waits for another tab waits as long as that lives.
    let answer = if if_available { answer_of(answer).await } else { JsFuture::from(answer).await.ok() };
    match answer {
        None => {
            wanted.set(false);
            Asked::Unanswered
        }
        Some(answer) if answer.is_null() => Asked::Taken,
        Some(answer) => {
            answer.dyn_into().map_or(Asked::Missing, |release| Asked::Held(TabLock::new(release)))
        }
    }
}

/// Labs that some tab of this browser writes. Empty where there are no Web Locks, or the browser does not
/// answer.
pub async fn held() -> Vec<String> {
    held_locks().await.unwrap_or_default()
}

async fn held_locks() -> Option<Vec<String>> {
    let (locks, _) = lock_manager()?;
    let query: Function = Reflect::get(&locks, &"query".into()).ok()?.dyn_into().ok()?;
    let answer: Promise = query.call0(&locks).ok()?.dyn_into().ok()?;
    let answer = answer_of(answer).await?;
    let held: Array = Reflect::get(&answer, &"held".into()).ok()?.dyn_into().ok()?;
    let name = |lock: JsValue| Reflect::get(&lock, &"name".into()).ok()?.as_string();
    let labs = held.iter().filter_map(name);
    Some(labs.filter_map(|name| name.strip_prefix("offset-lab:").map(String::from)).collect())
}

fn lock_manager() -> Option<(JsValue, Function)> {
    let navigator = web_sys::window()?.navigator();
    let locks = Reflect::get(&navigator, &"locks".into()).ok().filter(JsValue::is_object)?;
    let function = Reflect::get(&locks, &"request".into()).ok()?.dyn_into().ok()?;
    Some((locks, function))
}
