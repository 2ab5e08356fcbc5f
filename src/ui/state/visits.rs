//! What the page tells of its place, so that its address and the browser's history keep it
//! (`www/visits.js`), and what it does when a person goes back. Not here: what an address says (`address`).
//!
//! Invariant: only a page of its own tells anything; an embed leaves its address and history alone.

use crate::indexed_db::identity;
use crate::ui::draw::browser::{self, holds};
use crate::ui::state::address;
use crate::ui::state::lab::Lab;
use crate::ui::state::learned;
use crate::ui::state::{Selection, Tab, UiAction, UiState};
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::cell::{Cell, RefCell};
use gloo::events::EventListener;
use js_sys::Array;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = offsetLabVisits, js_name = tell)]
    fn tell_js(what: &str, texts: &Array) -> Result<(), JsValue>;
}

/// What a lab without anything in it is opened from.
pub const BLANK: &str = "blank";
/// What is open above the page in an entry: the details of a phone, a dialog.
const DETAILS: u8 = 1;
const DIALOG: u8 = 2;

/// What the page knows of its history.
#[derive(Default)]
pub struct Visits {
    on: Cell<bool>,
    /// What the address said of the page's place.
    asked: RefCell<Vec<(String, String)>>,
    /// What the lab on the page was opened from: a file beside it, `BLANK`; empty: nothing that can be opened
    /// again.
    from: RefCell<String>,
    /// The lab that is being opened belongs to the entry that is there.
    back: Cell<bool>,
    /// What was told last, and what was selected then.
    told: RefCell<Vec<String>>,
    selected: RefCell<Selection>,
}

fn tell(what: &str, texts: &[String]) {
    // Where there is no page around the lab, as in a test, nothing happens.
    let _ = tell_js(what, &texts.iter().map(JsValue::from).collect());
}

impl Lab {
    /// The page is one of its own, with what its address said of its place; its lab was opened from there.
    pub fn begin_visits(&self, host: &web_sys::Element, asked: Vec<(String, String)>, from: String) {
        let visits = self.visits();
        visits.on.set(true);
        *visits.asked.borrow_mut() = asked;
        *visits.from.borrow_mut() = from;
        let lab = self.clone();
        EventListener::new(host, "lab:back", move |event| {
            let entry = js_sys::Reflect::get(event, &"detail".into()).ok().and_then(|text| text.as_string());
            if let Some((open, from)) = entry.as_ref().and_then(|text| text.split_at_checked(1)) {
                lab.come_back(open.parse().unwrap_or_default(), from);
            }
        })
        .forget();
    }

    /// The page's state as its address said.
    pub fn place(&self, mut state: UiState) -> UiState {
        for (name, value) in &*self.visits().asked.borrow() {
            address::read(&mut state, name, value);
            state.sheet |= name == "open" && value.parse().is_ok_and(|open: u8| open & DETAILS != 0);
        }
        state
    }

    /// Whether the lab on the page is kept when another one comes: a person changed it, or nothing can open
    /// it again.
    pub fn is_kept(&self) -> bool {
        let visits = self.visits();
        let unknown = visits.on.get() && visits.from.borrow().is_empty();
        self.session().is_some_and(|session| session.is_changed() || unknown && session.is_stored())
    }

    /// Another lab comes onto the page, from there.
    pub(crate) fn visit(&self, from: &str) {
        let visits = self.visits();
        *visits.from.borrow_mut() = from.to_string();
        if visits.on.get() && !visits.back.take() {
            tell("visit", &[from.to_string()]);
        }
    }

    /// A person went to the entry that has this open, on a lab that was opened from there.
    fn come_back(&self, open: u8, from: &str) {
        let visits = self.visits();
        if *visits.from.borrow() != from && !from.is_empty() {
            visits.back.set(true);
            self.open_again(from);
        }
        self.tell(UiAction::Back { details: open & DETAILS != 0, dialog: open & DIALOG != 0 });
    }

    /// What was on the way back can't be opened: the next one is opened as any other.
    pub(crate) fn stay(&self) {
        self.visits().back.set(false);
    }

    /// Keeps the page's state in its address. Whether another thing is selected than before.
    pub fn keep_place(&self, state: &UiState) -> bool {
        let visits = self.visits();
        if visits.on.get() {
            // On a wide page the details are beside the board.
            let details = state.sheet && state.tab != Tab::Lag && holds("(max-width: 699px)");
            let open = u8::from(details) * DETAILS + u8::from(state.dialog.is_some()) * DIALOG;
            let mut place = Vec::from([open.to_string(), visits.from.borrow().clone(), self.name()]);
            place.extend(address::written(state));
            place.extend(self.lesson_place());
            if *visits.told.borrow() != place {
                tell("keep", &place);
                *visits.told.borrow_mut() = place;
            }
        }
        visits.selected.replace(state.selection.clone()) != state.selection
    }

    /// The lesson that is on, and its step; where the learner is in it is noted beside the lab.
    fn lesson_place(&self) -> [String; 2] {
        let (lesson, from) = (self.lesson().borrow(), self.visits().from.borrow());
        let name = from.strip_prefix("lessons/").and_then(|file| file.strip_suffix(".json"));
        let (Some(run), Some(name)) = (&*lesson, name) else { return Default::default() };
        // Not while the lab is on its way to a place of its own.
        if self.session().is_some_and(|session| session.writes()) {
            identity::note_lesson(&self.name(), &[name, "\n", &run.progress.written()].concat());
            let key = learned::key(name);
            let before = browser::recall(&key);
            let noted = learned::noted(&run.lesson, &run.progress, &self.name(), before.as_deref());
            if let Some(noted) = noted {
                browser::remember(&key, &noted);
            }
        }
        [name.to_string(), (run.progress.at + 1).to_string()]
    }

    /// What would be kept of the lesson on this lab; empty: there is none.
    pub fn learned(&self) -> String {
        let lesson = self.lesson().borrow();
        let run = lesson.as_ref();
        run.and_then(|run| learned::noted(&run.lesson, &run.progress, "", None)).unwrap_or_default()
    }

    /// The lab's name in this browser.
    pub fn name(&self) -> String {
        self.session().map(|session| session.lab()).unwrap_or_default()
    }

    /// Changes whenever another lab is on the page, it has another name, or a learner has got on.
    pub fn opened_as(&self) -> String {
        let lesson = self.lesson().borrow().as_ref().map(|run| run.progress.written()).unwrap_or_default();
        [&self.name(), " ", &**self.visits().from.borrow(), " ", &lesson].concat()
    }
}

/// What was noted of this lesson on this lab.
pub fn noted_progress(lab: &str, lesson: &str) -> Option<String> {
    let noted = identity::lesson(lab)?;
    let (name, progress) = noted.split_once('\n')?;
    (name == lesson).then(|| progress.to_string())
}
