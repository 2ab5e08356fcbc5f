//! A lesson's task as it stands, a comparison's numbers, and what is said at a lesson's end. Not here: the
//! question and the way on (`lesson`), what its buttons do (`state::lesson_task`).
//!
//! Invariant: a solution can be shown of every task, and every task can begin again.

use crate::lesson::format::LessonKind;
use crate::lesson::score::drill_points;
use crate::sim::command::{Command, TimerChange};
use crate::ui::draw::format::count;
use crate::ui::draw::icons::{Icon, draw};
use crate::ui::draw::parts::{Button, h3, nothing, quiet};
use crate::ui::panels::lesson::{numbers, paragraphs, said};
use crate::ui::state::context::Ui;
use crate::ui::state::lesson_task::allowed;
use crate::ui::state::lesson_view::LessonView;
use alloc::string::String;
use alloc::vec::Vec;
use yew::prelude::*;

/// Stars that there are for a challenge.
const STARS: usize = 3;
/// What a client's timer can be set to, in milliseconds; the page has no form for it.
const PERSIST_MS: [u64; 3] = [1_000, 10_000, 30_000];

/// How the task stands, and the ways back.
pub fn task(view: &LessonView, ui: &Ui) -> Html {
    let (words, step) = (&ui.text.lesson, view.step());
    let standing = &view.standing;
    let done = view.progress.record().done;
    let failed = !done && !view.running && (standing.broken || standing.late);
    let most = step.par.as_ref().map(|par| par.commands).or(step.max_commands);
    let hold = standing.goals.iter().filter(|holds| **holds).count();
    let facts: Vec<String> = [
        Some([words.goal, " ", &count(hold as u64), " / ", &count(standing.goals.len() as u64)].concat()),
        most.map(|most| (words.used)(&count(view.used as u64), &count(most.into()))),
        view.left_s.filter(|_| !done).map(|left| (words.left)(&count(left))),
    ]
    .into_iter()
    .flatten()
    .collect();
    let said = match view.fails.filter(|_| !done) {
        Some(profile) => [words.not_done, ": ", (ui.text.profile)(profile).short].concat(),
        None if done => words.done.into(),
        None if failed => words.failed.into(),
        None => words.not_done.into(),
    };
    let act = |word, last| Button::word("line small", word).disabled(view.running || last && view.used == 0);
    html! {
        <>
            if !step.allow.is_empty() {
                {quiet(&allowed(step, words))}
            }
            if step.allows_some("set_timers") && !step.allow.is_empty() {
                <div class="acts">{for PERSIST_MS.map(|ms| timer(ui, ms))}</div>
            }
            {quiet(&facts.join(" · "))}
            <p class={if done { "goal is-ok" } else if failed { "goal is-warn" } else { "goal muted" }} role="status">
                if done {
                    {draw(Icon::Check)}
                }
                {said}
            </p>
            {score(view, ui)}
            <div class="acts">
                {act(ui.text.common.undo, true).on(ui.on_lab(|lab| lab.lesson_again(true)))}
                {act(words.again, false).on(ui.on_lab(|lab| lab.lesson_again(false)))}
                if !step.solution.is_empty() {
                    {act(words.show, false).on(ui.on_lab(|lab| lab.lesson_show()))}
                }
            </div>
        </>
    }
}

fn timer(ui: &Ui, ms: u64) -> Html {
    let (lab, text) = (ui.lab.clone(), ui.text);
    let set = Callback::from(move |_: MouseEvent| {
        let change = TimerChange { persist_ms: Some(ms), ..TimerChange::default() };
        lab.command(Command::SetTimers(change), text);
    });
    html! {
        <button type="button" class="line small num" onclick={set}>
            {["persistConsumerOffsetInterval = ", &count(ms)].concat()}
        </button>
    }
}

/// Stars and points of a challenge that is solved.
fn score(view: &LessonView, ui: &Ui) -> Html {
    let words = &ui.text.lesson;
    let [points, stars, _, _, twice, missed] = view.progress.record().actual[..] else { return nothing() };
    let all = |number: Option<i64>| count(number.unwrap_or_default() as u64);
    let full = stars.unwrap_or_default() as usize;
    html! {
        <p class="num">
            <b class="score">{["★".repeat(full), "☆".repeat(STARS.saturating_sub(full))].concat()}</b>
            {[" ", &(words.points)(&all(points)), " · ", &(words.cost)(&all(twice), &all(missed))].concat()}
        </p>
    }
}

/// One journal under several rules: what is asked for, a column for each; what differs from the lab's own is
/// framed. The heads choose what stands beside the lab.
pub fn compared(view: &LessonView, ui: &Ui) -> Html {
    let (step, actual) = (view.step(), &view.progress.record().actual);
    let own = ui.lab.read(|player| player.world().header().profile);
    let place = |profile: usize, row: usize| actual.get(profile * step.asks.len() + row).copied();
    let at_home = step.profiles.iter().position(|profile| *profile == own).unwrap_or_default();
    html! {
        <table class="facts num">
            <thead>
                <tr>
                    <td />
                    for profile in step.profiles.iter().copied() {
                        <th scope="col">
                            {Button::word("line small", (ui.text.profile)(profile).short).disabled(profile == own)
                                .on(ui.on_lab(move |lab| lab.drive(|player| player.set_beside(Some(profile)))))}
                        </th>
                    }
                </tr>
            </thead>
            <tbody>
                for (row, asked) in step.asks.iter().enumerate().filter(|_| !actual.is_empty()) {
                    <tr>
                        <th scope="row">{said(&asked.text, ui)}</th>
                        for profile in 0..step.profiles.len() {
                            <td class={if place(profile, row) == place(at_home, row) { "" } else { "differs" }}>
                                {numbers(&[place(profile, row).flatten()], ui)}
                            </td>
                        }
                    </tr>
                }
            </tbody>
        </table>
    }
}

/// At the end of a lesson: a drill's points, its steps in the right order, and the same on a cluster.
pub fn finish(view: &LessonView, ui: &Ui) -> Html {
    let (lesson, progress, words) = (&view.lesson, &view.progress, &ui.text.lesson);
    if progress.at + 1 < lesson.steps.len() || !view.open {
        return nothing();
    }
    let (points, _) = drill_points(lesson, progress);
    let harm: Vec<String> = progress.harm(lesson).map(|choice| said(&choice.text, ui)).collect();
    let order = lesson.steps.iter().filter(|step| step.is_order()).flat_map(|step| &step.choices);
    html! {
        <div>
            if lesson.kind == LessonKind::Drill {
                <p class="score num">{(words.points)(&count(points))}</p>
            }
            if !harm.is_empty() {
                <p class="goal is-warn">{(words.harm)(&harm.join(" · "))}</p>
            }
            if !lesson.real.is_empty() {
                {h3(words.on_cluster)}
                {paragraphs(&lesson.real, ui)}
            }
            <ol class="order">
                for choice in order.filter(|choice| !choice.does_harm) {
                    <li>{said(&choice.text, ui)}</li>
                }
            </ol>
        </div>
    }
}
