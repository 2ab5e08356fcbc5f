//! A lesson's step: what to read, what to choose, and the way on. Not here: what it does to the lab
//! (`lesson_run`).
//!
//! Invariant: Run stays locked until a choice is made, and going back is always allowed.

use crate::lesson::Step;
use crate::lesson::format::Texts;
use crate::lesson::step::By;
use crate::sim::formats::journal::in_language;
use crate::ui::draw::format::{count, number};
use crate::ui::draw::icons::{Icon, draw};
use crate::ui::draw::parts::{Button, nothing, quiet};
use crate::ui::panels::lesson_task::{compared, finish, task};
use crate::ui::state::context::{Ui, View};
use crate::ui::state::lesson_view::LessonView;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use yew::prelude::*;

/// The panel.
pub fn lesson_panel(ui: &Ui, view: &LessonView) -> Html {
    let words = &ui.text.lesson;
    let (at, steps) = (view.progress.at, view.lesson.steps.len());
    let position = (words.position)(&count(at as u64 + 1), &count(steps as u64));
    html! {
        <section key="lesson" class="panel lesson" aria-label={words.title}>
            <div class="steps" role="img" aria-label={position.clone()}>
                for i in 0..steps {
                    <span key={i} class={if i < at { "is-done" } else if i == at { "is-now" } else { "" }} />
                }
            </div>
            <h2 tabindex="-1">{said(&view.step().title, ui)}</h2>
            <div class="lesson-body">{body(view, ui)}{finish(view, ui)}</div>
            if let Some(figure) = &view.step().figure {
                <p key="figure" class="hidden">{said(&figure.words, ui)}</p>
            }
            <div class="lesson-nav">
                {Button::word("line", words.back).disabled(at == 0).on(ui.on_lab(|lab| lab.lesson_back()))}
                {Button::word("plain", words.leave).on(ui.on_lab(|lab| lab.leave_lesson()))}
                {forward(view, ui)}
            </div>
        </section>
    }
}

pub(super) fn said(texts: &Texts, ui: &Ui) -> String {
    in_language(texts, ui.text.key).to_string()
}

/// Paragraphs, parted by empty lines.
pub(super) fn paragraphs(texts: &Texts, ui: &Ui) -> Html {
    let text = said(texts, ui);
    let parts: Vec<String> = text.split("\n\n").map(ToString::to_string).collect();
    html! {
        <div>
            for (i, part) in parts.into_iter().enumerate() {
                <p key={i}>{part}</p>
            }
        </div>
    }
}

fn body(view: &LessonView, ui: &Ui) -> Html {
    let step = view.step();
    let text = paragraphs(&step.text, ui);
    let hints = || hint_list(&step.hints, view, ui);
    match step {
        Step::Explore(_) => text,
        Step::Predict(_) => html! {
            <div>
                {text}
                {if ui.state.presenting {
                    vote_list(view, ui)
                } else if step.by == By::Choice {
                    choice_list(view, ui, None)
                } else {
                    fields(view, ui)
                }}
                if !view.open {
                    {quiet(ui.text.lesson.locked)}
                }
                {hints()}
            </div>
        },
        Step::Run(_) => html! { <div>{text}{outcome(view, ui)}</div> },
        Step::Explain(body) => {
            let right = view.progress.was_right(&view.lesson) == Some(true);
            let verdict = if right { &body.right } else { &body.wrong };
            html! { <div>{outcome(view, ui)}{paragraphs(verdict, ui)}{text}</div> }
        }
        Step::Do(_) | Step::Challenge(_) => {
            html! { <div>{text}{task(view, ui)}{hints()}</div> }
        }
        Step::Recall(body) | Step::ChooseCommand(body) => {
            let chosen = view.progress.record().choice;
            html! {
                <div>
                    {text}
                    {choice_list(view, ui, step.right_choice())}
                    if let Some(choice) = chosen.and_then(|chosen| body.choices.get(chosen)) {
                        <div key="because" class="verdict is-plain">
                            {paragraphs(&choice.because, ui)}{paragraphs(&body.because, ui)}
                        </div>
                    }
                </div>
            }
        }
        Step::Material(body) => html! { <div>{text}<pre class="num">{body.material.clone()}</pre></div> },
        Step::Order(_) => html! { <div>{text}{order(view, ui)}</div> },
        Step::Compare(_) => html! { <div>{text}{compared(view, ui)}{outcome(view, ui)}</div> },
    }
}

/// Steps to bring into an order: a press puts one behind those that were pressed before it. The file has them
/// in the right order, so they stand here by the ends of their words.
fn order(view: &LessonView, ui: &Ui) -> Html {
    let step = view.step();
    let words = |pick: usize| step.choices.get(pick).map(|choice| said(&choice.text, ui)).unwrap_or_default();
    let picked: Vec<usize> =
        view.progress.record().predicted.iter().flatten().map(|pick| *pick as usize).collect();
    let mut left: Vec<usize> = (0..step.choices.len()).filter(|pick| !picked.contains(pick)).collect();
    left.sort_by_key(|pick| words(*pick).chars().rev().collect::<String>());
    let give = |picks: Vec<usize>| {
        ui.on_lab::<MouseEvent>(move |lab| {
            lab.lesson_answer(picks.iter().map(|pick| Some(*pick as i64)).collect());
        })
    };
    let because = picked.iter().filter_map(|pick| step.choices.get(*pick)).filter(|choice| choice.does_harm);
    html! {
        <div class="choices">
            <ol class="order">{for picked.iter().map(|pick| html! { <li key={*pick}>{words(*pick)}</li> })}</ol>
            for pick in left {
                <button key={pick} type="button" class="line"
                    onclick={give(picked.iter().copied().chain([pick]).collect())}>{words(pick)}</button>
            }
            if !picked.is_empty() {
                {Button::word("plain", ui.text.common.undo).on(give(picked[..picked.len() - 1].to_vec()))}
                {for because.map(|choice| html! { <div class="verdict">{paragraphs(&choice.because, ui)}</div> })}
                if view.progress.is_right(&view.lesson, view.progress.at) == Some(true) {
                    <p class="goal is-ok" role="status">{draw(Icon::Check)}{ui.text.lesson.right}</p>
                }
            }
        </div>
    }
}

/// What was guessed against what happened, and what is said to the choice; that once, when the lab has run.
fn outcome(view: &LessonView, ui: &Ui) -> Html {
    let words = &ui.text.lesson;
    let Some(right) = view.progress.was_right(&view.lesson).filter(|_| !view.running) else {
        return nothing();
    };
    let sentence = match view.progress.prediction() {
        _ if right => words.right.to_string(),
        Some((guess, actual)) if !actual.is_empty() => {
            (words.wrong)(&numbers(guess, ui), &numbers(actual, ui))
        }
        _ => String::new(),
    };
    let chosen = view.progress.chosen(&view.lesson).filter(|_| view.step().runs());
    html! {
        <>
            <p class={if right { "goal num is-ok" } else { "goal num is-warn" }} role="status">
                {draw(if right { Icon::Check } else { Icon::Differs })}{sentence}
            </p>
            if let Some(choice) = chosen {
                {paragraphs(&choice.because, ui)}
            }
        </>
    }
}

/// Numbers as they are said, one after the other.
pub(super) fn numbers(all: &[Option<i64>], ui: &Ui) -> String {
    let said = |value: &Option<i64>| value.map_or_else(|| ui.text.common.unknown.to_string(), number);
    all.iter().map(said).collect::<Vec<_>>().join(" / ")
}

/// The choices of the step in words, with their numbers.
fn choices(view: &LessonView, ui: &Ui) -> impl Iterator<Item = String> {
    view.step().choices.iter().zip(&view.choices).map(|(choice, values)| {
        let filled = |text: String, value: &Option<i64>| text.replacen("{}", &numbers(&[*value], ui), 1);
        values.iter().fold(said(&choice.text, ui), filled)
    })
}

/// Choices; with an answer, right and wrong are marked once one is taken.
fn choice_list(view: &LessonView, ui: &Ui, answer: Option<usize>) -> Html {
    let chosen = view.progress.record().choice;
    html! {
        <div class="choices" role="radiogroup" aria-label={said(&view.step().title, ui)}>
            for (i, choice) in choices(view, ui).enumerate() {
                <label key={i} class="choice num">
                    <input type="radio" name="lesson-choice" checked={chosen == Some(i)}
                        disabled={view.running}
                        onchange={ui.on_lab::<Event>(move |lab| lab.lesson_choose(i))} />
                    <span>{choice}</span>
                    if chosen.is_some() && answer == Some(i) {
                        <span class="is-ok choice-mark">
                            {draw(Icon::Check)}<span class="hidden">{ui.text.lesson.right}</span>
                        </span>
                    }
                </label>
            }
        </div>
    }
}

/// A field for a number; what is in it, where it is one.
fn field(value: String, label: String, give: impl Fn(Option<i64>) + 'static) -> Html {
    let oninput = Callback::from(move |event: InputEvent| {
        give(event.target_unchecked_into::<web_sys::HtmlInputElement>().value().parse().ok());
    });
    html! { <input type="number" class="num" {value} aria-label={label} {oninput} /> }
}

/// A class's votes for each choice: a press is one more, and the field takes what was counted.
fn vote_list(view: &LessonView, ui: &Ui) -> Html {
    let most = view.votes.iter().copied().max().unwrap_or_default().max(1);
    html! {
        <div class="choices">
            for (i, choice) in choices(view, ui).enumerate() {
                <div key={i} class="choice num">
                    <button type="button" class="plain" onclick={
                        let votes = view.votes.get(i).copied().unwrap_or_default();
                        ui.on_lab::<MouseEvent>(move |lab| lab.lesson_vote(i, votes + 1))
                    }>{choice.clone()}</button>
                    <meter aria-hidden="true" max={most.to_string()}
                        value={view.votes.get(i).copied().unwrap_or_default().to_string()} />
                    {field(
                        view.votes.get(i).copied().unwrap_or_default().to_string(),
                        (ui.text.lesson.votes)(&choice),
                        {
                            let lab = ui.lab.clone();
                            move |votes| lab.lesson_vote(i, votes.unwrap_or_default().max(0) as u32)
                        },
                    )}
                </div>
            }
            <b key={view.progress.at} class="timer" role="timer" />
        </div>
    }
}

/// The numbers that are asked for, typed; a mark that is put on the axis is in its field too.
fn fields(view: &LessonView, ui: &Ui) -> Html {
    let given = &view.progress.record().predicted;
    html! {
        <div class="choices">
            for (i, asked) in view.step().asks.iter().enumerate() {
                <label key={i} class="choice">
                    <span>{
                        if asked.text.is_empty() { ui.text.lesson.answer.to_string() } else { said(&asked.text, ui) }
                    }</span>
                    {field(given.get(i).copied().flatten().map_or_else(String::new, |n| n.to_string()), String::new(), {
                        let (lab, asks, given) = (ui.lab.clone(), view.step().asks.len(), given.clone());
                        move |number| {
                            let mut given = given.clone();
                            given.resize(asks, None);
                            given[i] = number;
                            lab.lesson_answer(given);
                        }
                    })}
                </label>
            }
        </div>
    }
}

fn hint_list(hints: &[Texts], view: &LessonView, ui: &Ui) -> Html {
    let open = view.progress.record().hints.min(hints.len());
    html! {
        <div class="hints">
            for (i, hint) in hints[..open].iter().enumerate() {
                <p key={i} class="muted">{said(hint, ui)}</p>
            }
            if open < hints.len() {
                {Button::word("plain", ui.text.lesson.hint).on(ui.on_lab(|lab| lab.lesson_hint()))}
            }
        </div>
    }
}

/// Next, Run, or the end.
fn forward(view: &LessonView, ui: &Ui) -> Html {
    let words = &ui.text.lesson;
    let next = view.lesson.steps.get(view.progress.at + 1);
    let runs = next.is_some_and(Step::runs);
    if next.is_none() && view.open {
        return html! {
            <>
                <span class="muted">{words.finished}</span>
                if ui.view == View::Page && !view.lesson.id.is_empty() {
                    <a class="solid" href={["course.html#", &*view.lesson.id].concat()}>{words.course}</a>
                }
            </>
        };
    }
    let word = if runs { words.run } else { words.next };
    html! {
        {Button::word("solid", word).disabled(!view.open || next.is_none())
            .on(ui.on_lab(|lab| lab.lesson_next()))}
    }
}
