//! The page's one component with state: its frames, its effects, its shortcuts. Not here: what is on the page
//! (`page`).
//!
//! Invariant: one animation-frame closure publishes snapshots at most 15 times a second; it never reads a Yew
//! handle. At rest all panels show the same one.
//!
//! Parts of the page are plain functions that give `Html`; only what is worth not drawing again, or has an
//! effect of its own, is a component. Each component costs eight kilobytes of program.

use crate::ui::draw::browser;
use crate::ui::panels::recording::keep_in_view;
use crate::ui::shell::driver::Driver;
use crate::ui::shell::page::{embed_page, whole_page};
use crate::ui::shell::status::Speaker;
use crate::ui::shell::tip;
use crate::ui::shell::topbar::present;
use crate::ui::state::context::{Figure, Show, Ui, View};
use crate::ui::state::lab::Lab;
use crate::ui::state::snapshot::Snapshot;
use crate::ui::state::{Folded, Selection, UiAction, UiState};
use crate::ui::text::Language;
use alloc::boxed::Box;
use alloc::rc::Rc;
use core::cell::{Cell, RefCell};
use gloo::events::{EventListener, EventListenerOptions};
use wasm_bindgen::JsCast;
use yew::prelude::*;

/// Milliseconds between two snapshots while the clock runs: 15 a second.
const SNAPSHOT_MS: f64 = 66.0;
/// The same where there is much to draw: fewer pictures leave each frame its time.
const CROWDED_SNAPSHOT_MS: f64 = 100.0;
/// The same on a long way through time, where drawing takes from the work.
const TRAVEL_SNAPSHOT_MS: f64 = 200.0;

/// Where the language is kept for the next visit.
const LANGUAGE_KEY: &str = "offset-lab:language";
/// And what a person has put away.
const FOLDED_KEY: &str = "offset-lab:folded";

fn folded_before() -> Folded {
    browser::recall(FOLDED_KEY).map_or_else(Folded::default, |words| Folded::from_words(&words))
}

/// The page's state as Yew wants it.
#[derive(PartialEq)]
struct Page(Rc<UiState>);

impl Reducible for Page {
    type Action = UiAction;
    fn reduce(self: Rc<Self>, action: UiAction) -> Rc<Self> {
        let next = self.0.after(action);
        if next == *self.0 { self } else { Rc::new(Page(Rc::new(next))) }
    }
}

#[derive(Properties, PartialEq)]
pub struct AppProps {
    pub lab: Lab,
    #[prop_or_default]
    pub view: View,
    #[prop_or_default]
    pub figure: Figure,
    #[prop_or_default]
    pub language: Language,
}

/// The page.
#[component]
pub fn App(props: &AppProps) -> Html {
    let language = props.language;
    let table = props.figure.show == Show::Table;
    let page = use_reducer(|| {
        Page(Rc::new(props.lab.place(UiState {
            language,
            table,
            folded: folded_before(),
            ..UiState::default()
        })))
    });
    let snapshot = use_state(|| Rc::new(props.lab.snapshot(None)));
    let (state, status) = (page.0.clone(), use_node_ref());
    let dispatch = page.dispatcher();
    let screen = use_memo(props.lab.clone(), |lab| Screen::new(lab.clone(), snapshot.setter()));
    let shown = screen.clone();
    let act = Callback::from(move |action: UiAction| {
        // What was just done is on screen before the page moves on, so that a dialog never closes over old
        // numbers.
        shown.show_if_urgent();
        if (action.is_reading() || shown.lab.may_change()) && !shown.lab.locks(&action) {
            dispatch.dispatch(action);
        }
    });
    let follow = (
        snapshot.lesson.as_ref().map(|lesson| lesson.progress.at),
        snapshot.recording.map(|view| view.position),
    );
    use_effect_with(follow, |(lesson, recording)| follow_focus(*lesson, *recording));
    use_life(props, screen, &act, &status, &state);
    let ui = Ui { lab: props.lab.clone(), text: state.language.text(), state, act, view: props.view };
    match props.view {
        View::Page => whole_page(&ui, &snapshot, &status),
        View::Embed => embed_page(&ui, &snapshot, &props.figure, &status),
    }
}

/// Runs the lab while the page lives, and keeps what is outside the page's own elements in step with its
/// state.
#[hook]
fn use_life(
    props: &AppProps,
    screen: Rc<Screen>,
    act: &Callback<UiAction>,
    status: &NodeRef,
    state: &Rc<UiState>,
) {
    let (act, status, spoken) = (act.clone(), status.clone(), status.clone());
    use_effect_with(props.lab.clone(), move |lab| {
        lab.on_page(act);
        let driver = Driver::start(frames(lab.clone(), screen, status));
        let listeners = (listen(lab), tip::listen());
        move || drop((driver, listeners))
    });
    let (lab, view) = (props.lab.clone(), props.view);
    use_effect_with((state.clone(), lab.opened_as()), move |(state, _)| {
        lab.rest(state.dialog.is_some());
        let tag = state.language.text().tag;
        if browser::set_language(tag)
            && let Some(status) = spoken.cast::<web_sys::Element>()
        {
            // What was said last was said in the other language.
            status.set_text_content(None);
        }
        if view == View::Page && browser::recall(LANGUAGE_KEY).as_deref() != Some(tag) {
            browser::remember(LANGUAGE_KEY, tag);
        }
        if view == View::Page && folded_before() != state.folded {
            browser::remember(FOLDED_KEY, state.folded.words());
        }
        if lab.keep_place(state) {
            follow_selection(&state.selection);
        }
    });
}

/// After a lesson's step the focus follows, so that the keyboard and a screen reader begin at its title; a
/// recording's list keeps its call in view.
fn follow_focus(lesson: Option<usize>, recording: Option<usize>) {
    let find = |selector: &str| gloo::utils::document().query_selector(selector).ok().flatten();
    if lesson.is_some_and(|at| at > 0)
        && let Some(title) =
            find(".lesson h2").and_then(|title| title.dyn_into::<web_sys::HtmlElement>().ok())
    {
        let _ = title.focus();
    }
    if let (Some(_), Some(list)) = (recording, find(".calls")) {
        keep_in_view(&list);
    }
}

/// Another thing's details begin at their top. What led to them may be gone with the ones before: the focus
/// is then on theirs.
fn follow_selection(selection: &Selection) {
    let document = gloo::utils::document();
    let panel = document.query_selector(".inspect").ok().flatten();
    let panel = panel.and_then(|panel| panel.dyn_into::<web_sys::HtmlElement>().ok());
    let Some(panel) = panel.filter(|_| *selection != Selection::Auto) else { return };
    panel.set_scroll_top(0);
    if document.active_element().is_none_or(|focused| focused.tag_name() == "BODY") {
        let _ = panel.focus();
    }
}

/// What is on screen, and how something newer comes there.
///
/// While the clock runs, a crowded board comes a frame after the other panels: all at once is more than a
/// frame has time for. What a person did is everywhere at once.
struct Screen {
    lab: Lab,
    set: UseStateSetter<Rc<Snapshot>>,
    shown: RefCell<Option<Rc<Snapshot>>>,
    /// The board does not show it yet.
    board_waits: Cell<bool>,
}

impl Screen {
    fn new(lab: Lab, set: UseStateSetter<Rc<Snapshot>>) -> Screen {
        Screen { lab, set, shown: RefCell::default(), board_waits: Cell::new(false) }
    }

    fn show(&self, at_once: bool) -> Rc<Snapshot> {
        let next = Rc::new(self.lab.snapshot(self.shown.borrow().as_deref()));
        *self.shown.borrow_mut() = Some(next.clone());
        self.set.set(next.clone());
        self.board_waits.set(true);
        if at_once || !next.clock.playing || !next.is_crowded() {
            self.show_board();
        }
        next
    }

    /// The board's turn, where it waits. Whether it did.
    fn show_board(&self) -> bool {
        let waited = self.board_waits.take();
        if let Some(shown) = self.shown.borrow().clone().filter(|_| waited) {
            self.lab.show_on_board(shown);
        }
        waited
    }

    fn show_if_urgent(&self) {
        if self.lab.take_urgent() {
            self.show(true);
        }
    }

    /// Milliseconds between two snapshots.
    fn interval_ms(&self, travels: bool) -> f64 {
        let crowded = self.shown.borrow().as_deref().is_some_and(Snapshot::is_crowded);
        match travels {
            true => TRAVEL_SNAPSHOT_MS,
            false if crowded => CROWDED_SNAPSHOT_MS,
            false => SNAPSHOT_MS,
        }
    }

    fn is_stale(&self) -> bool {
        self.shown.borrow().as_ref().is_none_or(|shown| self.lab.differs_from(shown))
    }
}

/// What a frame does.
fn frames(lab: Lab, screen: Rc<Screen>, status: NodeRef) -> Box<dyn FnMut(f64)> {
    let mut last_ms = f64::MIN;
    let mut speaker = Speaker::new(status);
    Box::new(move |now_ms| {
        let travels = lab.travels();
        let due = now_ms - last_ms >= screen.interval_ms(travels);
        let board = screen.show_board();
        let wanted = || lab.is_urgent() || due && screen.is_stale();
        // A journey's share of work and a new picture are too much for one frame, so they take turns.
        let works = !(travels && wanted());
        if works {
            lab.frame(now_ms, due || board);
        }
        if !(works && (travels || lab.travels())) && wanted() {
            last_ms = now_ms;
            speaker.hear(&screen.show(lab.take_urgent()).log);
        }
        speaker.speak(now_ms);
    })
}

/// The page's shortcuts, and whether it can be seen.
fn listen(lab: &Lab) -> [EventListener; 3] {
    let document = gloo::utils::document();
    let (keys, seen, shown) = (lab.clone(), lab.clone(), document.clone());
    let (whole, screen) = (lab.clone(), document.clone());
    let options = EventListenerOptions::enable_prevent_default();
    [
        EventListener::new_with_options(&document, "keydown", options, move |event| {
            if let Some(event) = event.dyn_ref::<web_sys::KeyboardEvent>() {
                shortcut(&keys, event);
            }
        }),
        EventListener::new(&document, "visibilitychange", move |_| {
            seen.drive(|player| player.hidden(shown.hidden()));
        }),
        EventListener::new(&document, "fullscreenchange", move |_| {
            if screen.fullscreen_element().is_none() {
                whole.tell(UiAction::Present(false));
            }
        }),
    ]
}

/// A lesson that is shown to a room, with nothing over it.
const PRESENTED_LESSON: &str = "body:not(:has(dialog)) [data-presenting=true] .lesson";

/// Space plays and pauses, `.` and `,` step, `p` presents, Ctrl+Z takes the newest reset back, wherever the
/// focus is not in something that wants the key itself.
fn shortcut(lab: &Lab, event: &web_sys::KeyboardEvent) {
    let held = event.ctrl_key() || event.meta_key();
    if event.alt_key() || event.default_prevented() || held && event.key() != "z" {
        return;
    }
    let key = event.key();
    // A clicker for slides is a keyboard with two keys, wherever the focus is.
    let on = ["PageDown", "ArrowRight"].contains(&&*key);
    if (on || ["PageUp", "ArrowLeft"].contains(&&*key)) && browser::has(PRESENTED_LESSON) {
        let typed = browser::has("input:focus") && key.starts_with('A');
        if !typed {
            event.prevent_default();
            if on { lab.lesson_next() } else { lab.lesson_back() }
        }
        return;
    }
    let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    let inside = |selector: &str| {
        target.as_ref().is_some_and(|target| matches!(target.closest(selector), Ok(Some(_))))
    };
    if inside("dialog, input:not([type=range]), textarea, select, [contenteditable]") {
        return;
    }
    match key.as_str() {
        "z" if held => lab.undo_now(),
        " " if !inside("button, a, summary, input, [role=button]") => {
            event.prevent_default();
            lab.toggle();
        }
        "." => lab.step(),
        "," => lab.step_back(),
        "p" => present(lab, browser::has("[data-presenting=false]")),
        _ => {}
    }
}
