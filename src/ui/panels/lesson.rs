//! A lesson's step: what to read, what to choose, and the way on. Not here: what it does to the lab
//! (`lesson_run`), how a task stands (`lesson_task`).
//!
//! Invariant: Run stays locked until a choice is made, and going back is always allowed.

use crate::lesson::Step;
use crate::lesson::format::Texts;
use crate::lesson::step::By;
use crate::sim::formats::journal::in_language;
use crate::ui::draw::format::{count, number};
use crate::ui::draw::icons::{Icon, draw};
use crate::ui::draw::parts::{Button, nothing};
use crate::ui::panels::downloads::copy_text;
use crate::ui::panels::lesson_task::{compared, task};
use crate::ui::state::context::{Ui, View};
use crate::ui::state::lab::Lab;
use crate::ui::state::lesson_view::LessonView;
use crate::ui::state::snapshot::Snapshot;
use alloc::string::{String, ToString};
use alloc::vec;
use alloc::vec::Vec;
use yew::prelude::*;
use yew::virtual_dom::VText;

/// How far apart in the file are steps that stand side by side; no list of steps is a multiple of both.
const STRIDES: [usize; 2] = [3, 5];

/// An element with a class. Written once: each element that is written out costs the page a quarter of a
/// kilobyte, and a lesson has many.
#[inline(never)]
pub(super) fn el(tag: &'static str, class: &'static str, inside: Vec<Html>) -> Html {
    html! { <@{tag} {class}>{for inside}</@> }
}

/// A text in an element.
#[inline(never)]
pub(super) fn line(tag: &'static str, class: &'static str, text: &str) -> Html {
    el(tag, class, vec![VText::new(text.to_string()).into()])
}

/// What is told when it comes.
#[inline(never)]
pub(super) fn status(class: &'static str, icon: Option<Icon>, text: &str) -> Html {
    html! { <p {class} role="status">{icon.map(draw).unwrap_or_default()}{text.to_string()}</p> }
}

/// A button that has the lab do something, to which it gives a number.
#[inline(never)]
pub(super) fn press(
    ui: &Ui,
    (class, word): (&'static str, &str),
    disabled: bool,
    (act, with): (fn(&Lab, usize), usize),
) -> Html {
    let onclick = ui.on_lab::<MouseEvent>(move |lab| act(lab, with));
    let word = word.to_string();
    html! { <button key={word.clone()} type="button" {class} {disabled} {onclick}>{word}</button> }
}

/// What the lab does with a number from a field, and which field it is.
type Give = (fn(&Lab, usize, Option<i64>), usize);

/// A field for a number, which the lab gets, or nothing where it is none.
#[inline(never)]
fn field(ui: &Ui, value: String, label: String, (give, at): Give) -> Html {
    let lab = ui.lab.clone();
    let oninput = Callback::from(move |event: InputEvent| {
        let typed = event.target_unchecked_into::<web_sys::HtmlInputElement>().value();
        give(&lab, at, typed.parse().ok());
    });
    html! { <input type="number" class="num" {value} aria-label={label} {oninput} /> }
}

/// The panel.
pub fn lesson_panel(ui: &Ui, snapshot: &Snapshot, view: &LessonView) -> Html {
    let words = &ui.text.lesson;
    let (at, steps) = (view.progress.at, view.lesson.steps.len());
    let position = (words.position)(&count(at as u64 + 1), &count(steps as u64));
    html! {
        <section key="lesson" class="panel lesson" aria-label={words.title}>
            <div class="steps" role="img" aria-label={position}>
                {for (0..steps).map(|i| {
                    el("span", if i < at { "is-done" } else if i == at { "is-now" } else { "" }, Vec::new())
                })}
            </div>
            <h2 tabindex="-1">{said(&view.step().title, ui)}</h2>
            {el("div", "lesson-body", body(view, ui, snapshot))}
            if let Some(figure) = &view.step().figure {
                {line("p", "hidden", &said(&figure.words, ui))}
            }
            {el("div", "lesson-nav", vec![
                press(ui, ("line", words.back), at == 0, (|lab, _| lab.lesson_back(), 0)),
                press(ui, ("plain", words.leave), false, (|lab, _| lab.leave_lesson(), 0)),
                forward(view, ui),
            ])}
        </section>
    }
}

/// A text of the lesson in the page's language.
pub(super) fn said(texts: &Texts, ui: &Ui) -> String {
    in_language(texts, ui.text.key).to_string()
}

/// Paragraphs, parted by empty lines.
pub(super) fn paragraphs(texts: &Texts, ui: &Ui) -> Html {
    el("div", "", in_language(texts, ui.text.key).split("\n\n").map(|part| line("p", "", part)).collect())
}

/// The parts of a step. There are as many of them whatever is answered: Yew pairs them from the last one on,
/// and what is answered in must stay the same element.
fn body(view: &LessonView, ui: &Ui, snapshot: &Snapshot) -> Vec<Html> {
    let step = view.step();
    let mut all = vec![paragraphs(&step.text, ui)];
    match step {
        Step::Explore(_) => {}
        Step::Predict(_) => {
            all.push(if ui.state.presenting {
                vote_list(view, ui)
            } else if step.by == By::Choice {
                choice_list(view, ui, None)
            } else {
                fields(view, ui)
            });
            all.push(if view.open { nothing() } else { line("p", "muted", ui.text.lesson.locked) });
            all.push(hint_list(view, ui));
        }
        Step::Run(_) => all.push(outcome(view, ui)),
        Step::Explain(body) => {
            let right = view.progress.was_right(&view.lesson) == Some(true);
            all.insert(0, outcome(view, ui));
            all.insert(1, paragraphs(if right { &body.right } else { &body.wrong }, ui));
        }
        Step::Do(_) | Step::Challenge(_) => {
            all.extend(task(view, ui, snapshot));
            all.push(hint_list(view, ui));
        }
        Step::Recall(body) | Step::ChooseCommand(body) => {
            all.push(choice_list(view, ui, step.right_choice()));
            let chosen = view.progress.record().choice;
            all.push(match chosen.and_then(|chosen| body.choices.get(chosen)) {
                Some(choice) => {
                    let right = view.progress.is_right(&view.lesson, view.progress.at) == Some(true);
                    let because = [&choice.because, &body.because].map(|said| paragraphs(said, ui));
                    let told =
                        judged(right, if right { ui.text.lesson.right } else { ui.text.lesson.not_right });
                    el("div", "verdict is-plain", core::iter::once(told).chain(because).collect())
                }
                None => nothing(),
            });
        }
        Step::Material(body) => all.extend(material(&body.material, ui)),
        Step::Order(_) => all.push(order(view, ui)),
        Step::Compare(_) => all.extend([compared(view, ui), outcome(view, ui)]),
    }
    all
}

/// What was pasted, which scrolls inside, and its way to the clipboard.
fn material(text: &str, ui: &Ui) -> [Html; 2] {
    let (to, copied) = (ui.clone(), text.to_string());
    let copy = Callback::from(move |_: MouseEvent| copy_text(&to, &copied));
    [
        html! { <pre class="num" tabindex="0">{text.to_string()}</pre> },
        Button::word("line", ui.text.common.copy).on(copy),
    ]
}

/// The verdict on an answer, which is told when it comes.
fn judged(right: bool, text: &str) -> Html {
    let (class, icon) =
        if right { ("goal num is-ok", Icon::Check) } else { ("goal num is-warn", Icon::Differs) };
    status(class, Some(icon), text)
}

/// Steps to bring into an order: a press puts one behind those that were pressed before it. The file has them
/// in the right order, so they stand here with strides between them.
fn order(view: &LessonView, ui: &Ui) -> Html {
    let step = view.step();
    let picked: Vec<usize> =
        view.progress.record().predicted.iter().flatten().map(|pick| *pick as usize).collect();
    let words = |pick: usize| step.choices.get(pick).map(|choice| said(&choice.text, ui)).unwrap_or_default();
    let mut all = vec![el("ol", "order", picked.iter().map(|pick| line("li", "", &words(*pick))).collect())];
    let steps = step.choices.len();
    let stride = if steps.is_multiple_of(STRIDES[0]) { STRIDES[1] } else { STRIDES[0] };
    let left = (1..=steps).map(|at| at * stride % steps).filter(|pick| !picked.contains(pick));
    let pressed = |pick| {
        press(ui, ("line", &words(pick)), false, (|lab, pick| lab.lesson_number(0, Some(pick as i64)), pick))
    };
    // A list of their own, in which each stays itself when one before it goes.
    all.push(el("div", "choices", left.map(pressed).collect()));
    if !picked.is_empty() {
        all.push(press(ui, ("plain", ui.text.common.undo), false, (|lab, _| lab.lesson_number(0, None), 0)));
        for choice in picked.iter().filter_map(|pick| step.choices.get(*pick)) {
            if choice.does_harm {
                all.push(el("div", "verdict", vec![paragraphs(&choice.because, ui)]));
            }
        }
        if view.progress.is_right(&view.lesson, view.progress.at) == Some(true) {
            all.push(status("goal is-ok", Some(Icon::Check), ui.text.lesson.right));
        }
    }
    el("div", "choices", all)
}

/// What was guessed against what happened, and what is said to the choice; that once, when the lab has run.
fn outcome(view: &LessonView, ui: &Ui) -> Html {
    let words = &ui.text.lesson;
    let known = view.progress.was_right(&view.lesson);
    let Some(right) = known.filter(|_| !view.running) else { return nothing() };
    let sentence = match view.progress.prediction() {
        _ if right => words.right.to_string(),
        Some((guess, actual)) if !actual.is_empty() => {
            (words.wrong)(&numbers(guess, ui), &numbers(actual, ui))
        }
        _ => words.not_right.to_string(),
    };
    let mut all = vec![judged(right, &sentence)];
    if let Some(choice) = view.progress.chosen(&view.lesson).filter(|_| view.step().runs()) {
        all.push(paragraphs(&choice.because, ui));
    }
    el("div", "", all)
}

/// Numbers as they are said, one after the other.
pub(super) fn numbers(all: &[Option<i64>], ui: &Ui) -> String {
    let said = |value: &Option<i64>| value.map_or_else(|| ui.text.common.unknown.to_string(), number);
    all.iter().map(said).collect::<Vec<_>>().join(" / ")
}

/// A choice of the step in words, with its numbers.
fn choice_words(view: &LessonView, ui: &Ui, at: usize) -> String {
    let mut text = said(&view.step().choices[at].text, ui);
    for value in view.choices.get(at).into_iter().flatten() {
        text = text.replacen("{}", &numbers(&[*value], ui), 1);
    }
    text
}

/// Choices; with an answer, right and wrong are marked once one is taken.
fn choice_list(view: &LessonView, ui: &Ui, answer: Option<usize>) -> Html {
    let chosen = view.progress.record().choice;
    html! {
        <div class="choices" role="radiogroup" aria-label={said(&view.step().title, ui)}>
            for i in 0..view.step().choices.len() {
                <label key={i} class="choice num">
                    <input type="radio" name="lesson-choice" checked={chosen == Some(i)}
                        disabled={view.running}
                        onchange={ui.on_lab::<Event>(move |lab| lab.lesson_choose(i))} />
                    {line("span", "", &choice_words(view, ui, i))}
                    if chosen.is_some() && answer == Some(i) {
                        {el("span", "is-ok choice-mark", vec![
                            draw(Icon::Check),
                            line("span", "hidden", ui.text.lesson.right),
                        ])}
                    }
                </label>
            }
        </div>
    }
}

/// A class's votes for each choice, as a number and as a bar.
fn vote_list(view: &LessonView, ui: &Ui) -> Html {
    let most = view.votes.iter().copied().max().unwrap_or_default().max(1).to_string();
    let mut all = Vec::new();
    for at in 0..view.step().choices.len() {
        let votes = view.votes.get(at).copied().unwrap_or_default().to_string();
        let words = choice_words(view, ui, at);
        all.push(el(
            "div",
            "choice num",
            vec![
                line("span", "", &words),
                html! { <meter aria-hidden="true" max={most.clone()} value={votes.clone()} /> },
                field(ui, votes, words, (Lab::lesson_vote, at)),
            ],
        ));
    }
    all.push(el("b", "timer", Vec::new()));
    el("div", "choices", all)
}

/// The numbers that are asked for, typed; a mark that is put on the axis is in its field too.
fn fields(view: &LessonView, ui: &Ui) -> Html {
    let given = &view.progress.record().predicted;
    let mut all = Vec::new();
    for (at, asked) in view.step().asks.iter().enumerate() {
        let mut label = said(&asked.text, ui);
        if label.is_empty() {
            label = ui.text.lesson.your_guess.to_string();
        }
        let value = given.get(at).copied().flatten().map(|number| number.to_string()).unwrap_or_default();
        all.push(el(
            "div",
            "choice",
            vec![line("span", "", &label), field(ui, value, label, (Lab::lesson_number, at))],
        ));
    }
    el("div", "choices", all)
}

fn hint_list(view: &LessonView, ui: &Ui) -> Html {
    let hints = &view.step().hints;
    let open = view.progress.record().hints.min(hints.len());
    let mut all: Vec<Html> = hints[..open].iter().map(|hint| line("p", "muted", &said(hint, ui))).collect();
    if open < hints.len() {
        all.push(press(ui, ("plain", ui.text.lesson.hint), false, (|lab, _| lab.lesson_hint(), 0)));
    }
    el("div", "hints", all)
}

/// Next, Run, or the end.
fn forward(view: &LessonView, ui: &Ui) -> Html {
    let words = &ui.text.lesson;
    let next = view.lesson.steps.get(view.progress.at + 1);
    if next.is_none() && view.open {
        return html! {
            <>
                {line("span", "muted", words.finished)}
                if ui.view == View::Page && !view.lesson.id.is_empty() {
                    <a class="solid" href={["course.html#", &*view.lesson.id].concat()}>{words.course}</a>
                }
            </>
        };
    }
    let word = if next.is_some_and(Step::runs) { words.run } else { words.next };
    press(ui, ("solid", word), !view.open || next.is_none(), (|lab, _| lab.lesson_next(), 0))
}
