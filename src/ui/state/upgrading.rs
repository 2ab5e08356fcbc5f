//! Asks the other program (`www/upgrade.js`): what an upgrade changes in the lab, while both versions stand
//! side by side, or for a runbook. Not here: the report (`text::upgrade_rows`), and what is shown
//! (`board::upgrade`).
//!
//! Invariant: there is one question at a time; a new one, or none, ends the thread of the one before.

use crate::engine::profile::Profile;
use crate::ui::state::lab::Lab;
use crate::ui::text::Text;
use crate::ui::text::upgrade_rows::ask;
use alloc::rc::Rc;
use core::cell::RefCell;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{MessageEvent, Worker};

/// The report's rows; none: it is being made. Empty: that failed.
type Answer = Rc<RefCell<Option<Rc<str>>>>;
/// What finds it out, and what hears from it.
type Thread = (Worker, Closure<dyn FnMut(MessageEvent)>);

/// A question, and its answer when there is one.
pub struct Upgrading {
    pair: [Profile; 2],
    /// In which language, and about which journal: its branch and its length.
    about: (&'static str, u64, usize),
    answer: Answer,
    _thread: Option<Thread>,
}

impl Drop for Upgrading {
    fn drop(&mut self) {
        if let Some((worker, ..)) = &self._thread {
            // What it had already sent would find nobody.
            worker.set_onmessage(None);
            worker.set_onerror(None);
            worker.terminate();
        }
    }
}

/// The same, to be shown.
#[derive(Clone)]
pub struct UpgradeView {
    /// From which version, and to which.
    pub pair: [Profile; 2],
    /// The report's rows, if it is there.
    pub rows: Option<Rc<str>>,
    /// Whether the journal or the language has changed since.
    pub outdated: bool,
}

/// Asks the other program something else, once; an empty answer means that it failed. `None`: it can't be
/// asked.
pub fn ask_once(asked: &str, heard: impl FnOnce(String) + 'static) -> Option<()> {
    let worker = Worker::new("./upgrade.js").ok()?;
    let its = worker.clone();
    let hear = Closure::once_into_js(move |event: MessageEvent| {
        its.terminate();
        heard(event.data().as_string().unwrap_or_default());
    });
    worker.set_onmessage(Some(hear.unchecked_ref()));
    worker.set_onerror(Some(hear.unchecked_ref()));
    worker.post_message(&asked.into()).ok()
}

impl Lab {
    /// Shows two versions side by side, and asks what an upgrade changes; or the lab alone again.
    pub fn set_upgrade(&self, pair: Option<[Profile; 2]>, text: &'static Text) {
        let mine = self.read(|player| player.world().header().profile);
        self.drive(|player| player.set_beside(pair.map(|[from, to]| if to == mine { from } else { to })));
        let asked = pair.map(|pair| {
            let answer = Answer::default();
            let thread = self.begin(pair, text, answer.clone());
            if thread.is_none() {
                *answer.borrow_mut() = Some("".into());
            }
            Upgrading { pair, about: self.journal_now(text), answer, _thread: thread }
        });
        *self.upgrading().borrow_mut() = asked;
    }

    fn begin(&self, pair: [Profile; 2], text: &Text, answer: Answer) -> Option<Thread> {
        let worker = Worker::new("./upgrade.js").ok()?;
        let lab = self.clone();
        // An error has no data: then nothing was found out.
        let hear: Closure<dyn FnMut(MessageEvent)> = Closure::new(move |event: MessageEvent| {
            *answer.borrow_mut() = Some(event.data().as_string().unwrap_or_default().into());
            lab.poke();
        });
        worker.set_onmessage(Some(hear.as_ref().unchecked_ref()));
        worker.set_onerror(Some(hear.as_ref().unchecked_ref()));
        let asked = self.read(|player| ask(text, pair, player.known_until(), &player.journal().to_text()));
        worker.post_message(&JsValue::from_str(&asked)).ok()?;
        Some((worker, hear))
    }

    fn journal_now(&self, text: &Text) -> (&'static str, u64, usize) {
        self.read(|player| (text.language.tag(), player.manifest().branch, player.journal().entries.len()))
    }

    /// What was asked for, and how far it is.
    pub fn upgrade(&self, text: &Text) -> Option<UpgradeView> {
        let asked = self.upgrading().borrow();
        let Upgrading { pair, about, answer, .. } = asked.as_ref()?;
        let rows = answer.borrow().clone();
        Some(UpgradeView { pair: *pair, rows, outdated: *about != self.journal_now(text) })
    }
}
