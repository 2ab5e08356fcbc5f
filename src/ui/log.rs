//! "What just happened": events in words, each with its rule, each a way back to its moment. Not here: the words (`text`).
//!
//! Invariant: newest first; what lies after the moment shown is there too, set back.

use super::app::use_ui;
use super::format::{clock, clock_short};
use super::text::meaning;
use crate::player::LogLine;
use alloc::rc::Rc;
use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub struct LogPanelProps {
    pub log: Rc<Vec<LogLine>>,
    /// Lines at the front that lie after the moment shown.
    pub later: usize,
}

/// The panel.
#[component]
pub fn LogPanel(props: &LogPanelProps) -> Html {
    let ui = use_ui();
    html! {
        <section class="panel log" aria-label={ui.text.log.title}>
            <h2>{ui.text.log.title}</h2>
            if props.log.is_empty() {
                <p class="muted">{ui.text.log.empty}</p>
            }
            <ol class="num">
                for (i, line) in props.log.iter().enumerate() {
                    <Line key={line.sequence} line={line.clone()} later={i < props.later} />
                }
            </ol>
        </section>
    }
}

#[derive(Properties, PartialEq)]
struct LineProps {
    line: LogLine,
    later: bool,
}

/// One event.
#[component]
fn Line(props: &LineProps) -> Html {
    let ui = use_ui();
    let line = &props.line;
    let at = line.at;
    let rule = line.event.rule();
    let sentence = meaning(rule, ui.state.language);
    html! {
        <li class={props.later.then_some("is-later")}>
            <button type="button" class="when" onclick={ui.on_lab(move |lab| lab.seek(at))}
                aria-label={(ui.text.log.go_to)(&clock(at.0))} title={(ui.text.log.go_to)(&clock(at.0))}>
                {clock_short(at.0)}
            </button>
            <span class="what">
                {(ui.text.event)(&line.event)}{" "}
                if line.repeat > 1 {
                    <span class="muted">{(ui.text.log.times)(u64::from(line.repeat))}{" "}</span>
                }
                <button type="button" class="rule" data-tip={sentence} aria-label={[rule, ": ", sentence].concat()}>{rule}</button>
            </span>
        </li>
    }
}
