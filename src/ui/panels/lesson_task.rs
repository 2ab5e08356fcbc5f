//! A lesson's task as it stands, and a comparison's numbers. Not here: the
//! question and the way on (`lesson`), what its buttons do (`state::lesson_task`).
//!
//! Invariant: a solution can be shown of every task, and every task can begin again. Whatever command a task
//! takes has its button on the page.

use crate::sim::command::{Command, TimerChange};
use crate::ui::actors::actors;
use crate::ui::draw::format::count;
use crate::ui::draw::icons::Icon;
use crate::ui::draw::parts::nothing;
use crate::ui::panels::lesson::{el, line, numbers, press, said, status};
use crate::ui::state::context::{Ui, View};
use crate::ui::state::lab::Lab;
use crate::ui::state::lesson_task::{INTERVAL, allowed};
use crate::ui::state::lesson_view::LessonView;
use crate::ui::state::snapshot::Snapshot;
use alloc::vec;
use alloc::vec::Vec;
use yew::prelude::*;

/// What can be done, how the task stands, and the ways back.
pub fn task(view: &LessonView, ui: &Ui, snapshot: &Snapshot) -> Vec<Html> {
    let (words, step, standing) = (&ui.text.lesson, view.step(), &view.standing);
    let done = view.progress.record().done;
    let hold = standing.goals.iter().filter(|holds| **holds).count();
    let pair = |n: usize, m: usize| [count(n as u64), count(m as u64)];
    let [hold, goals] = pair(hold, standing.goals.len());
    let mut facts = [words.goal, " ", &hold, " / ", &goals].concat();
    if let Some(most) = step.par.as_ref().map(|par| par.commands).or(step.max_commands) {
        let [used, most] = pair(view.used, most as usize);
        facts = [&facts, " · ", &(words.used)(&used, &most)].concat();
    }
    if let Some(left) = view.left_s.filter(|_| !done) {
        facts = [&facts, " · ", &(words.left)(&count(left))].concat();
    }
    let (class, word) = match done {
        true => ("goal is-ok", words.done),
        false if !view.running && (standing.broken || standing.late) => ("goal is-warn", words.failed),
        false => ("goal muted", words.not_done),
    };
    let mut all = Vec::new();
    if !step.allow.is_empty() {
        all.push(line("p", "muted", &allowed(step, ui.text)));
        if step.allow.iter().any(|allowed| allowed.command == "set_timers") {
            all.push(press(ui, ("line small", INTERVAL), false, (set_timer, 1_000)));
        }
    }
    // A figure in another page has no details in which something is done to them.
    if ui.view == View::Page {
        all.push(el("div", "actors", vec![actors(ui, snapshot, Some(step))]));
    }
    all.push(line("p", "muted num", &facts));
    all.push(status(class, done.then_some(Icon::Check), word));
    all.push(score(view, ui));
    let act = |word, off: bool, act| press(ui, ("line small", word), off || view.running, (act, 0));
    let mut acts = vec![
        act(ui.text.common.undo, view.used == 0, |lab: &Lab, _| lab.lesson_again(true)),
        act(words.again, false, |lab: &Lab, _| lab.lesson_again(false)),
    ];
    if !step.solution.is_empty() {
        acts.push(act(words.show, false, |lab: &Lab, _| lab.lesson_show()));
    }
    all.push(el("div", "acts", acts));
    all
}

fn set_timer(lab: &Lab, ms: usize) {
    let change = TimerChange { persist_ms: Some(ms as u64), ..TimerChange::default() };
    lab.submit_all(vec![Command::SetTimers(change)]);
}

/// Stars and points of a challenge that is solved.
fn score(view: &LessonView, ui: &Ui) -> Html {
    let [points, stars, ..] = view.progress.record().actual[..] else { return nothing() };
    let points = numbers(&[points, Some(100)], ui);
    let stars = ["☆☆☆ ", "★☆☆ ", "★★☆ ", "★★★ "][stars.unwrap_or_default().clamp(0, 3) as usize];
    line("p", "score", &[stars, &points].concat())
}

/// Of a table: the head of a row or column.
#[inline(never)]
fn head_cell(scope: &'static str, inside: Html) -> Html {
    html! { <th {scope}>{inside}</th> }
}

/// One journal under several rules: what is asked for, a column for each; what differs from the lab's own is
/// framed. The heads choose what stands beside the lab.
pub fn compared(view: &LessonView, ui: &Ui) -> Html {
    let (step, actual) = (view.step(), &view.progress.record().actual);
    let own = ui.lab.read(|player| player.world().header().profile);
    let at_home = step.profiles.iter().position(|profile| *profile == own).unwrap_or_default();
    let mut heads = vec![el("td", "", Vec::new())];
    for (at, profile) in step.profiles.iter().enumerate() {
        let short = (ui.text.profile)(*profile).short;
        let head = press(ui, ("line small", short), *profile == own, (Lab::lesson_beside, at));
        heads.push(head_cell("col", head));
    }
    let mut rows = vec![el("tr", "", heads)];
    let asks = step.asks.len();
    for (row, asked) in step.asks.iter().enumerate().filter(|_| !actual.is_empty()) {
        let number = |profile: usize| actual.get(profile * asks + row).copied().flatten();
        let mut cells = vec![head_cell("row", said(&asked.text, ui).into())];
        for profile in 0..step.profiles.len() {
            let class = if number(profile) == number(at_home) { "" } else { "differs" };
            cells.push(line("td", class, &numbers(&[number(profile)], ui)));
        }
        rows.push(el("tr", "", cells));
    }
    el("table", "facts num", vec![el("tbody", "", rows)])
}
