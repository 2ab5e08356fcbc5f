//! The page: its state, its frames, and where the panels stand. Not here: what is in a panel.
//!
//! Invariant: one animation-frame closure publishes snapshots at most 15 times a second; it never reads a Yew handle.

use super::actors::ActorsPanel;
use super::board::BoardPanel;
use super::browser;
use super::dialogs::Dialogs;
use super::driver::Driver;
use super::inspector::Inspector;
use super::lab::Lab;
use super::lesson_panel::LessonPanel;
use super::log::LogPanel;
use super::notices::{NoticeLine, PastLine, Status};
use super::recording_panel::RecordingPanel;
use super::snapshot::Snapshot;
use super::state::{Tab, UiAction, UiState};
use super::text::{Language, Text};
use super::timeline::TimelinePanel;
use super::tip::TipHost;
use super::topbar::{Tabs, TopBar};
use super::transport::Transport;
use alloc::rc::Rc;
use alloc::string::String;
use gloo::events::EventListener;
use wasm_bindgen::JsCast;
use yew::prelude::*;

/// Milliseconds between two snapshots while the clock runs: 15 a second.
const SNAPSHOT_MS: f64 = 66.0;

/// What is shown of the lab.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum View {
    /// Everything.
    #[default]
    Page,
    /// A figure in another page.
    Embed,
}

/// What an embed shows, and with which controls.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Figure {
    pub show: Show,
    pub controls: Controls,
    /// Link to the same lab as a page of its own.
    pub whole: String,
}

/// The part of the lab that an embed shows.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Show {
    #[default]
    Queue,
    Chart,
    Table,
    Lesson,
}

/// How much an embed lets a reader do.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Controls {
    #[default]
    Full,
    Basic,
    None,
}

/// What every component may use.
#[derive(Clone)]
pub struct Ui {
    pub lab: Lab,
    pub text: &'static Text,
    pub state: Rc<UiState>,
    pub act: Callback<UiAction>,
    pub view: View,
}

impl PartialEq for Ui {
    fn eq(&self, other: &Ui) -> bool {
        self.lab == other.lab && Rc::ptr_eq(&self.state, &other.state) && self.view == other.view
    }
}

impl Ui {
    /// A callback that changes the page's state.
    pub fn action<E>(&self, action: UiAction) -> Callback<E> {
        let act = self.act.clone();
        Callback::from(move |_| act.emit(action.clone()))
    }

    /// A callback that drives the lab.
    pub fn on_lab<E>(&self, drive: impl Fn(&Lab) + 'static) -> Callback<E> {
        let lab = self.lab.clone();
        Callback::from(move |_| drive(&lab))
    }
}

/// The lab, the words and the page's state.
#[hook]
pub fn use_ui() -> Ui {
    use_context().expect("every component stands inside App")
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
    let page = use_reducer(|| Page(Rc::new(UiState { language, table, ..UiState::default() })));
    let snapshot = use_state(|| Rc::new(props.lab.snapshot(None)));
    let state = page.0.clone();
    let act = use_memo((), |()| {
        let dispatch = page.dispatcher();
        Callback::from(move |action| dispatch.dispatch(action))
    });
    let text = state.language.text();
    use_frames(&props.lab, snapshot.setter(), &act);
    use_page_effects(&props.lab, &state, props.view);
    let ui = Ui { lab: props.lab.clone(), text, state, act: (*act).clone(), view: props.view };
    let snapshot = (*snapshot).clone();
    html! {
        <ContextProvider<Ui> context={ui}>
            {match props.view {
                View::Page => html! { <WholePage key="page" {snapshot} /> },
                View::Embed => html! { <EmbedPage key="embed" {snapshot} figure={props.figure.clone()} /> },
            }}
        </ContextProvider<Ui>>
    }
}

/// Runs the lab and publishes what it shows.
#[hook]
fn use_frames(lab: &Lab, set: UseStateSetter<Rc<Snapshot>>, act: &Callback<UiAction>) {
    let act = act.clone();
    use_effect_with(lab.clone(), move |lab| {
        lab.on_page(act);
        let lab = lab.clone();
        let mut last: Option<Rc<Snapshot>> = None;
        let mut last_ms = f64::MIN;
        let driver = Driver::start(move |now_ms| {
            lab.frame(now_ms);
            let urgent = lab.take_urgent();
            let due = now_ms - last_ms >= SNAPSHOT_MS;
            let stale = due && last.as_ref().is_none_or(|last| lab.differs_from(last));
            if urgent || stale {
                last_ms = now_ms;
                let next = Rc::new(lab.snapshot(last.as_deref()));
                last = Some(next.clone());
                set.set(next);
            }
        });
        move || drop(driver)
    });
}

/// The shortcuts, and what of the state lies outside the page's own elements.
#[hook]
fn use_page_effects(lab: &Lab, state: &Rc<UiState>, view: View) {
    let dialog = state.dialog.is_some();
    use_effect_with((lab.clone(), dialog), |(lab, dialog)| lab.rest(*dialog));
    use_effect_with(state.language, move |language| {
        browser::set_language(language.text().tag);
        if view == View::Page {
            browser::remember("offset-lab:language", language.text().tag);
        }
    });
    use_effect_with((lab.clone(), dialog), |(lab, dialog)| {
        let (lab, dialog) = (lab.clone(), *dialog);
        let document = gloo::utils::document();
        let listener = EventListener::new_with_options(
            &document,
            "keydown",
            gloo::events::EventListenerOptions::enable_prevent_default(),
            move |event| {
                if let (false, Some(event)) = (dialog, event.dyn_ref::<web_sys::KeyboardEvent>()) {
                    shortcut(&lab, event);
                }
            },
        );
        move || drop(listener)
    });
    use_effect_with(lab.clone(), |lab| {
        let lab = lab.clone();
        let document = gloo::utils::document();
        let listener = EventListener::new(&document.clone(), "visibilitychange", move |_| {
            lab.drive(|player| player.hidden(document.hidden()));
        });
        move || drop(listener)
    });
}

/// Space plays and pauses, `.` and `,` step, wherever the focus is not in something that wants the key itself.
fn shortcut(lab: &Lab, event: &web_sys::KeyboardEvent) {
    if event.ctrl_key() || event.meta_key() || event.alt_key() || event.default_prevented() {
        return;
    }
    let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    let inside = |selector: &str| target.as_ref().is_some_and(|target| matches!(target.closest(selector), Ok(Some(_))));
    if inside("input:not([type=range]), textarea, select, [contenteditable]") {
        return;
    }
    match event.key().as_str() {
        " " if !inside("button, a, summary, input, [role=button]") => {
            event.prevent_default();
            lab.toggle();
        }
        "." => lab.step(),
        "," => lab.step_back(),
        _ => {}
    }
}

#[derive(Properties, PartialEq)]
struct PageProps {
    snapshot: Rc<Snapshot>,
    #[prop_or_default]
    figure: Figure,
}

/// The whole lab.
#[component]
fn WholePage(props: &PageProps) -> Html {
    let ui = use_ui();
    let snapshot = &props.snapshot;
    let (over, drop) = use_file_drop(&ui);
    let mode = match (&snapshot.lesson, &snapshot.recording) {
        (Some(lesson), _) if lesson.is_quiet() => "quiet",
        (Some(_), _) => "lesson",
        (None, Some(_)) => "recording",
        (None, None) => "lab",
    };
    let sheet = ui.state.sheet && ui.state.tab != Tab::Lag;
    html! {
        <div class="lab" data-view="page" data-mode={mode} data-tab={ui.state.tab.id()} data-sheet={sheet.to_string()}
            ondragover={over} ondrop={drop}>
            <TopBar key="top" snapshot={snapshot.clone()} />
            <Tabs key="tabs" events={snapshot.log_total} />
            <Side key="side" snapshot={snapshot.clone()} />
            <main key="board" class="board">
                <PastLine later={snapshot.clock.later} />
                <BoardPanel snapshot={snapshot.clone()} />
            </main>
            <Inspector key="inspect" snapshot={snapshot.clone()} />
            <TimelinePanel key="time" snapshot={snapshot.clone()} />
            <LogPanel key="log" log={snapshot.log.clone()} later={snapshot.later_lines()} />
            <Dialogs key="dialogs" snapshot={snapshot.clone()} />
            <NoticeLine key="notice" />
            <Status key="status" log={snapshot.log.clone()} />
            <TipHost key="tip" />
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct SideProps {
    snapshot: Rc<Snapshot>,
}

/// The left panel: the actors, or the lesson or recording that is open.
#[component]
fn Side(props: &SideProps) -> Html {
    let snapshot = &props.snapshot;
    html! {
        <div class="side">
            {match (&snapshot.lesson, &snapshot.recording) {
                (Some(lesson), _) => html! { <LessonPanel key="lesson" lesson={lesson.clone()} /> },
                (None, Some(recording)) => html! { <RecordingPanel key="recording" recording={*recording} /> },
                (None, None) => html! {
                    <ActorsPanel key="actors" actors={snapshot.actors.clone()} broker={snapshot.broker.clone()}
                        start_ms={snapshot.start_ms} topics={!snapshot.boards.is_empty()} />
                },
            }}
        </div>
    }
}

/// Lets a file be dropped anywhere on the page.
#[hook]
fn use_file_drop(ui: &Ui) -> (Callback<DragEvent>, Callback<DragEvent>) {
    let over = Callback::from(|event: DragEvent| event.prevent_default());
    let ui = ui.clone();
    let drop = Callback::from(move |event: DragEvent| {
        event.prevent_default();
        let files = event.data_transfer().and_then(|transfer| transfer.files());
        if let Some(file) = files.and_then(|files| files.get(0)) {
            ui.lab.open_file(file, ui.text);
        }
    });
    (over, drop)
}

/// A figure in another page: the board or the chart, a slim transport, and the way to the whole lab.
#[component]
fn EmbedPage(props: &PageProps) -> Html {
    let ui = use_ui();
    let (snapshot, figure) = (&props.snapshot, &props.figure);
    let mode = if snapshot.lesson.is_some() { "lesson" } else { "figure" };
    let clock = snapshot.clock.clone();
    html! {
        <div class="lab" data-view="embed" data-mode={mode}>
            {match &snapshot.lesson {
                Some(lesson) => html! { <div key="side" class="side"><LessonPanel lesson={lesson.clone()} /></div> },
                None => html! { <div key="side" hidden=true /> },
            }}
            <main key="figure" class="board">
                <h1 class="figure-title">{snapshot.title.to_string()}</h1>
                {if figure.show == Show::Chart {
                    html! { <TimelinePanel key="chart" snapshot={snapshot.clone()} /> }
                } else {
                    html! { <BoardPanel key="board" snapshot={snapshot.clone()} /> }
                }}
            </main>
            <div key="foot" class="embed-foot">
                {match figure.controls {
                    Controls::None => html! { <span key="none" /> },
                    controls => html! { <Transport key="transport" {clock} slim={controls == Controls::Basic} /> },
                }}
                <a class="whole" href={figure.whole.clone()} target="_blank" rel="noopener">{ui.text.top.whole_lab}</a>
            </div>
            <Dialogs key="dialogs" snapshot={snapshot.clone()} />
            <NoticeLine key="notice" />
            <TipHost key="tip" />
        </div>
    }
}
