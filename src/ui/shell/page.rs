//! Where the parts of the page stand. Not here: what is in a part.
//!
//! Invariant: every part is there in every mode; the style decides what is shown where.

use crate::player::SavedState;
use crate::ui::actors::actors_panel;
use crate::ui::board::BoardPanel;
use crate::ui::board::upgrade::upgrade_panel;
use crate::ui::dialogs::dialogs;
use crate::ui::inspector::inspector;
use crate::ui::panels::lesson::lesson_panel;
use crate::ui::panels::log::LogPanel;
use crate::ui::panels::recording::recording_panel;
use crate::ui::shell::notices::{about_line, closed_line, notice_line, past_line};
use crate::ui::shell::progress::way_lines;
use crate::ui::shell::topbar::{tabs, top_bar};
use crate::ui::shell::transport::transport;
use crate::ui::state::Tab;
use crate::ui::state::context::{Controls, Figure, Show, Ui};
use crate::ui::state::snapshot::Snapshot;
use crate::ui::timeline::TimelinePanel;
use alloc::rc::Rc;
use alloc::string::ToString;
use yew::prelude::*;

/// The whole lab.
pub fn whole_page(ui: &Ui, snapshot: &Rc<Snapshot>, status: &NodeRef) -> Html {
    let (over, drop) = file_drop(ui);
    let mode = match (&snapshot.lesson, &snapshot.recording) {
        (Some(lesson), _) if lesson.is_quiet() => "quiet",
        (Some(_), _) => "lesson",
        (None, Some(_)) => "recording",
        (None, None) => "lab",
    };
    let sheet = ui.state.sheet && ui.state.tab != Tab::Lag;
    let closed = matches!(snapshot.saved, SavedState::ReadOnly { .. });
    html! {
        <div class="lab" data-view="page" data-mode={mode} data-tab={ui.state.tab.id()}
            data-sheet={sheet.to_string()} data-open={snapshot.lesson.as_ref().and_then(|lesson| lesson.opens())}
            data-folded={ui.state.folded.words()} data-presenting={ui.state.presenting.to_string()}
            data-closed={closed.to_string()} ondragover={over} ondrop={drop}>
            {top_bar(ui, snapshot)}
            {tabs(ui, snapshot.log_total)}
            <main key="panels" class="panels" aria-busy={snapshot.way.travels().to_string()}>
                {side(ui, snapshot)}
                <section key="board" class="board" aria-label={ui.text.board.title}>
                    {about_line(ui, snapshot.about.as_deref())}
                    {closed_line(ui, &snapshot.saved)}
                    {past_line(ui, if snapshot.recording.is_some() { 0 } else { snapshot.clock.later })}
                    {way_lines(ui, snapshot)}
                    {upgrade_panel(ui, snapshot)}
                    <BoardPanel key="queues" ui={ui.clone()} first={snapshot.clone()} />
                </section>
                {inspector(ui, snapshot)}
                <TimelinePanel key="time" ui={ui.clone()} snapshot={snapshot.clone()} />
                <LogPanel key="log" ui={ui.clone()} log={snapshot.log.clone()}
                    later={snapshot.later_lines()} />
            </main>
            {above(ui, snapshot, status)}
        </div>
    }
}

/// The left panel: the actors, or the lesson or recording that is open.
fn side(ui: &Ui, snapshot: &Snapshot) -> Html {
    html! {
        <div key="side" class="side">
            {match (&snapshot.lesson, &snapshot.recording) {
                (Some(lesson), _) => lesson_panel(ui, snapshot, lesson),
                (None, Some(recording)) => recording_panel(ui, recording),
                (None, None) => actors_panel(ui, snapshot),
            }}
        </div>
    }
}

/// What is above the page.
fn above(ui: &Ui, snapshot: &Rc<Snapshot>, status: &NodeRef) -> Html {
    html! {
        <div key="above" class="above">
            {dialogs(ui, snapshot)}
            {notice_line(ui)}
            <div key="status" class="hidden" role="status" aria-live="polite" ref={status} />
            <div key="tip" id="tip" class="tip" role="tooltip" aria-hidden="true" popover="manual" />
        </div>
    }
}

/// Lets a file be dropped anywhere on the page.
fn file_drop(ui: &Ui) -> (Callback<DragEvent>, Callback<DragEvent>) {
    let over = Callback::from(|event: DragEvent| event.prevent_default());
    let ui = ui.clone();
    let drop = Callback::from(move |event: DragEvent| {
        event.prevent_default();
        if ui.lab.may_change()
            && let Some(files) = event.data_transfer().and_then(|transfer| transfer.files())
        {
            ui.lab.open_files(files, ui.text);
        }
    });
    (over, drop)
}

/// A figure in another page: the board or the chart, a slim transport, and the way to the whole lab.
pub fn embed_page(ui: &Ui, snapshot: &Rc<Snapshot>, figure: &Figure, status: &NodeRef) -> Html {
    let mode = if snapshot.lesson.is_some() { "lesson" } else { "figure" };
    html! {
        <div class="lab" data-view="embed" data-mode={mode}>
            <header key="title" class="figure-title"><h1>{snapshot.title.to_string()}</h1></header>
            <div key="side" class="side" hidden={snapshot.lesson.is_none()}>
                {snapshot.lesson.as_ref().map(|lesson| lesson_panel(ui, snapshot, lesson)).unwrap_or_default()}
            </div>
            <main key="figure" class="board">
                if figure.show == Show::Chart {
                    <TimelinePanel key="chart" ui={ui.clone()} snapshot={snapshot.clone()} />
                } else {
                    <BoardPanel key="board" ui={ui.clone()} first={snapshot.clone()} />
                }
            </main>
            <footer key="foot" class="embed-foot">
                {match figure.controls {
                    Controls::None => html! { <span key="none" /> },
                    controls => transport(ui, &snapshot.clock, controls == Controls::Basic),
                }}
                <a key="whole" class="whole" href={figure.whole.clone()} target="_blank" rel="noopener">
                    {ui.text.top.whole_lab}
                </a>
            </footer>
            {above(ui, snapshot, status)}
        </div>
    }
}
