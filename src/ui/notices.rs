//! Short lines about what was done, refused, or is special about the moment shown; and the polite status for screen
//! readers. Not here: the log.
//!
//! Invariant: the status speaks at most once in two seconds, and of events only.

use super::app::use_ui;
use super::icons::{Draw, Icon};
use super::state::UiAction;
use crate::engine::Event;
use crate::player::LogLine;
use alloc::rc::Rc;
use alloc::string::String;
use gloo::timers::callback::Timeout;
use yew::prelude::*;

/// Milliseconds between two messages of the status.
const QUIET_MS: u32 = 2_000;

/// What was just done or refused. It stays until it is closed or the next one comes.
#[component]
pub fn NoticeLine() -> Html {
    let ui = use_ui();
    let Some(notice) = &ui.state.notice else {
        return html! { <div class="notice-place" role="status" /> };
    };
    let class = classes!("notice", notice.refused.then_some("is-refused"));
    html! {
        <div class="notice-place" role="status">
            <div key={notice.number} {class}>
                <span>{notice.text.clone()}</span>
                if notice.undo {
                    <button type="button" class="plain" aria-haspopup="dialog" onclick={ui.on_lab(|lab| lab.ask_undo(None))}>
                        {ui.text.common.undo}
                    </button>
                }
                <button type="button" class="plain icon-only" onclick={ui.action(UiAction::DropNotice)}
                    aria-label={ui.text.common.close} title={ui.text.common.close}>
                    <Draw icon={Icon::Close} />
                </button>
            </div>
        </div>
    }
}

#[derive(Properties, PartialEq)]
pub struct PastLineProps {
    pub later: usize,
}

/// Above the board: the moment shown has a future that a change would drop.
#[component]
pub fn PastLine(props: &PastLineProps) -> Html {
    let ui = use_ui();
    if props.later == 0 {
        return html! { <div hidden=true /> };
    }
    let fork = {
        let ui = ui.clone();
        Callback::from(move |_: MouseEvent| ui.lab.open_fork(ui.text))
    };
    html! {
        <div class="past-line">
            <span>{(ui.text.top.past)(props.later as u64)}</span>
            <button type="button" class="plain" onclick={fork}>{ui.text.ask.fork}</button>
        </div>
    }
}

#[derive(Properties, PartialEq)]
pub struct StatusProps {
    pub log: Rc<Vec<LogLine>>,
}

/// What a screen reader hears: the newest event of note.
#[component]
pub fn Status(props: &StatusProps) -> Html {
    let ui = use_ui();
    let spoken = use_state_eq(String::new);
    let quiet = use_mut_ref(|| None::<Timeout>);
    let next = use_mut_ref(|| None::<String>);
    let newest = props.log.iter().find(|line| is_of_note(&line.event)).cloned();
    let key = newest.as_ref().map(|line| line.sequence);
    let event = ui.text.event;
    let set = spoken.setter();
    use_effect_with(key, move |_| {
        let Some(line) = newest else { return };
        let words = event(&line.event);
        if quiet.borrow().is_some() {
            *next.borrow_mut() = Some(words);
            return;
        }
        set.set(words);
        let rest = quiet.clone();
        *quiet.borrow_mut() = Some(Timeout::new(QUIET_MS, move || {
            rest.borrow_mut().take();
            if let Some(words) = next.borrow_mut().take() {
                set.set(words);
            }
        }));
    });
    html! { <div class="hidden" role="status" aria-live="polite">{(*spoken).clone()}</div> }
}

fn is_of_note(event: &Event) -> bool {
    !matches!(
        event,
        Event::Committed { .. }
            | Event::SegmentRolled { .. }
            | Event::Rebalanced { .. }
            | Event::SendRefused { .. }
            | Event::CaughtUp { .. }
            | Event::SegmentDeleted { .. }
    )
}
