//! "What just happened": events in words, each with its rule, each a way back to its moment. Not here: the words (`text`).
//!
//! Invariant: newest first; what lies after the moment shown is there too, set back.

use super::context::Ui;
use super::format::{clock, clock_short};
use super::inspector::facts::rule_link;
use crate::engine::Event;
use crate::player::LogLine;
use alloc::rc::Rc;
use alloc::vec::Vec;
use yew::prelude::*;

/// Lines that are drawn.
const SHOWN_MAX: usize = 120;

#[derive(Properties)]
pub struct LogPanelProps {
    pub ui: Ui,
    pub log: Rc<Vec<LogLine>>,
    /// Lines at the front that lie after the moment shown.
    pub later: usize,
}

/// What a snapshot holds is changed by another one only.
impl PartialEq for LogPanelProps {
    fn eq(&self, other: &LogPanelProps) -> bool {
        Rc::ptr_eq(&self.log, &other.log) && self.later == other.later && self.ui == other.ui
    }
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
                for shown in shown_lines(&props.log) {
                    {log_line(ui, shown, shown.0 < props.later)}
                }
            </ol>
        </section>
    }
}

/// A line's place in the log, the line, and how many lines it stands for: a retention pass moves Min of many queues at once.
pub(super) type Shown<'a> = (usize, &'a LogLine, usize);

fn shown_lines(log: &[LogLine]) -> Vec<Shown<'_>> {
    let moved = |line: &LogLine| match &*line.event {
        Event::MinAdvanced { topic, .. } => Some((line.at, topic.clone())),
        _ => None,
    };
    let mut shown: Vec<Shown> = Vec::new();
    for (i, line) in log.iter().enumerate() {
        let full = shown.len() == SHOWN_MAX;
        match shown.last_mut() {
            Some((_, last, count)) if moved(line).is_some() && moved(last) == moved(line) => *count += 1,
            _ if full => break,
            _ => shown.push((i, line, 1)),
        }
    }
    shown
}

/// One event.
pub(super) fn log_line(ui: &Ui, (_, line, stands_for): Shown, later: bool) -> Html {
    let at = line.at;
    let words = match &*line.event {
        Event::MinAdvanced { topic, .. } if stands_for > 1 => {
            (ui.text.log.min_moved)(topic, &(ui.text.common.queues)(stands_for as u64))
        }
        event => (ui.text.event)(event),
    };
    let go = (ui.text.log.go_to)(&clock(at.0));
    html! {
        <li key={line.sequence} class={later.then_some("is-later")}>
            <button type="button" class="when" onclick={ui.on_lab(move |lab| lab.seek(at))} aria-label={go}>
                {clock_short(at.0)}
            </button>
            <span class="what">
                if matches!(*line.event, Event::DeliveredAgain { .. }) {
                    <span class="tag">{ui.text.log.duplicate}</span>{" "}
                }
                {words}{" "}
                if line.repeat > 1 {
                    <span class="muted">{(ui.text.log.times)(u64::from(line.repeat))}{" "}</span>
                }
                {rule_link(ui, line.event.rule())}
            </span>
        </li>
    }
}
