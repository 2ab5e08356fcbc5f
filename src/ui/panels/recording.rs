//! Stepping through a recording: each call, what the real broker answered, what the lab answers. Not here:
//! judging (`sim::formats::recording::compare`), the recording itself (`player`).
//!
//! Invariant: agreement is said in words and by a mark, never by colour alone.

use crate::engine::ids::VirtualTime;
use crate::engine::profile::Profile;
use crate::player::Player;
use crate::player::recording_state::StepView;
use crate::ui::draw::browser;
use crate::ui::draw::format::count;
use crate::ui::draw::icons::{Icon, draw};
use crate::ui::draw::parts::{Button, h2, quiet};
use crate::ui::state::context::Ui;
use crate::ui::state::snapshot::RecordingView;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use yew::prelude::*;

/// Calls that are listed before and after the current one.
const AROUND: usize = 40;

/// The panel.
pub fn recording_panel(ui: &Ui, view: &RecordingView) -> Html {
    let words = &ui.text.recording;
    let shown = ui.lab.read(|player| Shown::of(player, view.position));
    let leave = {
        let ui = ui.clone();
        Callback::from(move |_: MouseEvent| ui.lab.open_fork(ui.text))
    };
    let score = (words.agree)(&count(view.agreeing as u64), &count(view.compared as u64));
    let all_agree = view.agreeing == view.compared;
    let at_end = view.position >= view.steps;
    html! {
        <section key="recording" class="panel recording" aria-label={words.title}>
            <div class="panel-head">
                {h2(words.title)}
                <span class="muted num">
                    {(words.position)(&count(view.position as u64), &count(view.steps as u64))}
                </span>
            </div>
            <p class="recording-title"><b>{shown.title}</b></p>
            {quiet(&(words.broker)(&shown.broker))}
            if let Some(found) = Profile::standing_for(&shown.broker) {
                {quiet(&(ui.text.standing)(found))}
            }
            <p class={if all_agree { "score num is-ok" } else { "score num is-warn" }} role="status">
                {score}
                if view.skipped > 0 {
                    <span class="muted">{", "}{(words.skipped)(&count(view.skipped as u64))}</span>
                }
            </p>
            <div class="acts">
                {Button::word("solid", words.next).disabled(at_end).on(ui.on_lab(|lab| lab.step()))}
                {Button::word("line", words.to_end).disabled(at_end).on(ui.on_lab(play_to_end))}
                {Button::word("plain", ui.text.common.close).named(&[words.leave]).on(leave)}
            </div>
            if !all_agree {
                <div class="acts">
                    {go_to(ui, words.difference_before, shown.difference_before)}
                    {go_to(ui, words.difference_after, shown.difference_after)}
                </div>
            }
            <ol class="calls" tabindex="0" aria-label={words.asked}>
                for step in shown.steps {
                    {call(&step, view.position, shown.here == Some(step.index), ui)}
                }
            </ol>
        </section>
    }
}

/// To a call whose answers differ, wherever it is.
fn go_to(ui: &Ui, word: &'static str, at: Option<VirtualTime>) -> Html {
    let go = ui.on_lab(move |lab| at.into_iter().for_each(|at| lab.seek(at)));
    html! { {Button::word("line", word).disabled(at.is_none()).on(go)} }
}

fn play_to_end(lab: &crate::ui::state::lab::Lab) {
    let end = lab.read(|player| player.journal().entries.last().map_or(VirtualTime(0), |entry| entry.at_us));
    lab.seek(end);
}

/// What the panel shows of the recording itself.
#[derive(Default)]
struct Shown {
    title: String,
    broker: String,
    /// The calls around the current one.
    steps: Vec<StepView>,
    here: Option<usize>,
    /// When the nearest calls were made, before and after now, on which broker and lab differ.
    difference_before: Option<VirtualTime>,
    difference_after: Option<VirtualTime>,
}

impl Shown {
    fn of(player: &Player, position: usize) -> Shown {
        let Some(recording) = player.recording() else { return Shown::default() };
        let at = |index: usize| {
            let entry = recording.entry_of(index)?;
            player.journal().entries.get(entry).map(|entry| entry.at_us)
        };
        let steps = &recording.steps;
        let here = (0..position.min(steps.len())).rev().find(|index| at(*index).is_some());
        let differs = |index: &usize| steps[*index].agrees == Some(false);
        let from = position.saturating_sub(AROUND);
        Shown {
            title: recording.title.clone(),
            broker: recording.broker.clone(),
            steps: steps[from..(position + AROUND).min(steps.len())].to_vec(),
            here,
            difference_before: (0..here.unwrap_or(0)).rev().find(differs).and_then(at),
            difference_after: (here.map_or(0, |here| here + 1)..steps.len()).find(differs).and_then(at),
        }
    }
}

/// Scrolls the list of calls so that the current one is seen.
pub fn keep_in_view(list: &web_sys::Element) {
    let Ok(Some(here)) = list.query_selector("[aria-current]") else { return };
    let (outer, inner) = (list.get_bounding_client_rect(), here.get_bounding_client_rect());
    let by = inner.top() - outer.top() - outer.height() / 3.0;
    list.set_scroll_top(list.scroll_top() + (by / browser::zoom()) as i32);
}

/// A call with both answers.
fn call(step: &StepView, position: usize, here: bool, ui: &Ui) -> Html {
    let words = &ui.text.recording;
    let played = step.index < position;
    let answered = step.expected != "{}";
    let (mark, word, class) = match (played, step.agrees) {
        (true, Some(true)) => (Some(Icon::Check), words.agrees, "is-ok"),
        (true, Some(false)) => (Some(Icon::Differs), words.differs, "is-warn"),
        (true, None) => (None, words.not_compared, "muted"),
        (false, _) => (None, words.not_run, "muted"),
    };
    html! {
        <li key={step.index} class={if here { "call is-here" } else if played { "call" } else { "call \
            is-later" }}
            aria-current={here.then_some("step")}>
            <div class="row">
                <code class="asked">{step.words.clone()}</code>
                <span class={format!("judgement {class}")} title={word}>
                    if let Some(icon) = mark {
                        {draw(icon)}
                    }
                    <span class={if here || played && mark.is_none() { "" } else { "hidden" }}>{word}</span>
                </span>
            </div>
            if here && answered {
                <dl class="answers">
                    <dt class="muted">{words.broker_said}</dt>
                    <dd><code>{spaced(&step.expected)}</code></dd>
                    <dt class="muted">{words.lab_said}</dt>
                    <dd>
                        <code>
                            {step.lab.as_deref().map_or_else(|| words.not_compared.to_string(), spaced)}
                        </code>
                    </dd>
                </dl>
            }
        </li>
    }
}

/// JSON that may break after its commas.
fn spaced(json: &str) -> String {
    json.replace(",\"", ", \"").replace("\":", "\": ")
}
