//! "What just happened": events in words, each with its rule, each a way back to its moment. Not here: the words (`text`).
//!
//! Invariant: newest first; what lies after the moment shown is there too, set back.

use super::context::Ui;
use super::format::{clock, clock_short};
use super::inspector::facts::rule_link;
use crate::player::LogLine;
use alloc::rc::Rc;
use alloc::vec::Vec;
use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub struct LogPanelProps {
    pub ui: Ui,
    pub log: Rc<Vec<LogLine>>,
    /// Lines at the front that lie after the moment shown.
    pub later: usize,
}

/// The panel.
#[component]
pub fn LogPanel(props: &LogPanelProps) -> Html {
    let ui = &props.ui;
    html! {
        <section class="panel log" aria-label={ui.text.log.title}>
            <h2>{ui.text.log.title}</h2>
            if props.log.is_empty() {
                <p class="muted">{ui.text.log.empty}</p>
            }
            <ol class="num">
                for (i, line) in props.log.iter().enumerate() {
                    {log_line(ui, line, i < props.later)}
                }
            </ol>
        </section>
    }
}

/// One event.
fn log_line(ui: &Ui, line: &LogLine, later: bool) -> Html {
    let at = line.at;
    let go = (ui.text.log.go_to)(&clock(at.0));
    html! {
        <li key={line.sequence} class={later.then_some("is-later")}>
            <button type="button" class="when" onclick={ui.on_lab(move |lab| lab.seek(at))} aria-label={go}>
                {clock_short(at.0)}
            </button>
            <span class="what">
                {(ui.text.event)(&line.event)}{" "}
                if line.repeat > 1 {
                    <span class="muted">{(ui.text.log.times)(u64::from(line.repeat))}{" "}</span>
                }
                {rule_link(ui, line.event.rule())}
            </span>
        </li>
    }
}
