//! What is done of a save once it is confirmed and shown: its copy outside the database, the word to other
//! tabs, and the wish that the browser keeps it all. Not here: the save itself (`session`).
//!
//! It has a moment of its own, so a person sees "saved" without waiting for it.
//!
//! Invariant: only a save that was confirmed is noted, under the name of the lab that it was of; what is not
//! noted yet when the lab leaves the page is noted then.

use crate::indexed_db::identity;
use crate::player::session::state::State;
use crate::player::session::{Session, tabs, with};
use crate::player::task;
use crate::storage::Identity;
use alloc::rc::Rc;
use gloo::timers::callback::Timeout;

/// A save that was confirmed and is not noted yet.
pub(crate) struct Unnoted {
    identity: Identity,
    by_person: bool,
    _soon: Timeout,
}

impl Session {
    /// Notes the save soon. Of several at once the last is noted.
    pub(crate) fn note_soon(&self, identity: Identity, by_person: bool) {
        if let Some(unnoted) = &mut *self.0.unnoted.borrow_mut() {
            unnoted.identity = identity;
            unnoted.by_person |= by_person;
            return;
        }
        let weak = Rc::downgrade(&self.0);
        let soon = Timeout::new(0, move || with(&weak, Session::note_saved));
        *self.0.unnoted.borrow_mut() = Some(Unnoted { identity, by_person, _soon: soon });
    }

    /// Notes now what was confirmed last. A lab that is being deleted leaves nothing.
    pub(crate) fn note_saved(&self) {
        let Some(Unnoted { identity, by_person, .. }) = self.0.unnoted.take() else { return };
        if !matches!(*self.0.state.borrow(), State::Writing { .. }) {
            return;
        }
        identity::write(&self.0.lab.borrow(), identity);
        tabs::stored(self, by_person);
        if by_person && !self.0.asked_to_persist.replace(true) {
            ask_to_persist();
        }
    }
}

/// Asks the browser to keep this site's storage when room is short. It may ask the person, or decide by
/// itself.
fn ask_to_persist() {
    let asked = web_sys::window().and_then(|window| window.navigator().storage().persist().ok());
    if let Some(asked) = asked {
        // Either answer is fine: the lab is stored, only less or more sure to stay.
        task::start(async move {
            let _ = wasm_bindgen_futures::JsFuture::from(asked).await;
        });
    }
}
