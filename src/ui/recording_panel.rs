//! Stepping through a recording: each call, what the real broker answered, what the lab answers. Not here: judging
//! (`sim::compare`), the recording itself (`player`).
//!
//! Invariant: agreement is said in words and by a mark, never by colour alone.

use super::context::Ui;
use super::format::count;
use super::icons::{Icon, draw};
use super::parts::Button;
use super::snapshot::RecordingView;
use crate::engine::ids::VirtualTime;
use crate::player::recording_state::StepView;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use yew::prelude::*;

/// Calls that are listed before and after the one in hand.
const AROUND: usize = 40;

/// The panel.
pub fn recording_panel(ui: &Ui, view: &RecordingView) -> Html {
    let words = &ui.text.recording;
    let (title, broker, steps) = ui.lab.read(|player| shown_steps(player.recording(), view.position));
    let leave = {
        let ui = ui.clone();
        Callback::from(move |_: MouseEvent| ui.lab.open_fork(ui.text))
    };
    let score = (words.agree)(&count(view.agreeing as u64), &count(view.compared as u64));
    let all_agree = view.agreeing == view.compared;
    html! {
        <section key="recording" class="panel recording" aria-label={words.title}>
            <h2>{words.title}</h2>
            <p class="recording-title"><b>{title}</b></p>
            <p class="muted">{(words.broker)(&broker)}</p>
            <p class={if all_agree { "score num is-ok" } else { "score num is-warn" }} role="status">
                {score}
                if view.skipped > 0 {
                    <span class="muted">{", "}{(words.skipped)(&count(view.skipped as u64))}</span>
                }
            </p>
            <div class="acts">
                {Button::word("solid", words.next).disabled(view.position >= view.steps).on(ui.on_lab(|lab| lab.step()))}
                {Button::word("line", words.to_end).disabled(view.position >= view.steps).on(ui.on_lab(play_to_end))}
                {Button::word("plain", words.leave).on(leave)}
                <span class="muted num">{(words.position)(&count(view.position as u64), &count(view.steps as u64))}</span>
            </div>
            <ol class="calls" tabindex="0" aria-label={words.asked}>
                for step in steps {
                    {call(&step, view.position, ui)}
                }
            </ol>
        </section>
    }
}

fn play_to_end(lab: &super::lab::Lab) {
    let end = lab.read(|player| player.journal().entries.last().map_or(VirtualTime(0), |entry| entry.at_us));
    lab.seek(end);
}

/// Title, broker, and the calls around the one in hand.
fn shown_steps(
    recording: Option<&crate::player::recording_state::RecordingState>,
    position: usize,
) -> (String, String, Vec<StepView>) {
    let Some(recording) = recording else { return Default::default() };
    let from = position.saturating_sub(AROUND);
    let to = (position + AROUND).min(recording.steps.len());
    (recording.title.clone(), recording.broker.clone(), recording.steps[from..to].to_vec())
}

/// Scrolls the list of calls so that the one in hand is seen.
pub fn keep_in_view(list: &web_sys::Element) {
    let Ok(Some(here)) = list.query_selector("[aria-current]") else { return };
    let (outer, inner) = (list.get_bounding_client_rect(), here.get_bounding_client_rect());
    let by = inner.top() - outer.top() - outer.height() / 3.0;
    list.set_scroll_top(list.scroll_top() + by as i32);
}

/// A call with both answers.
fn call(step: &StepView, position: usize, ui: &Ui) -> Html {
    let words = &ui.text.recording;
    let played = step.index < position;
    let here = step.index + 1 == position;
    let answered = step.expected != "{}";
    let (mark, word, class) = match (played, step.agrees) {
        (true, Some(true)) => (Some(Icon::Check), words.agrees, "is-ok"),
        (true, Some(false)) => (Some(Icon::Differs), words.differs, "is-warn"),
        (true, None) => (None, words.not_compared, "muted"),
        (false, _) => (None, words.not_run, "muted"),
    };
    html! {
        <li key={step.index} class={if here { "call is-here" } else if played { "call" } else { "call is-later" }}
            aria-current={here.then_some("step")}>
            <div class="row">
                <code class="asked">{step.words.clone()}</code>
                <span class={["judgement ", class].concat()} title={word}>
                    if let Some(icon) = mark {
                        {draw(icon)}
                    }
                    <span class={if mark.is_some() && !here { "hidden" } else { "" }}>{word}</span>
                </span>
            </div>
            if here && answered {
                <dl class="answers">
                    <dt class="muted">{words.broker_said}</dt>
                    <dd><code>{spaced(&step.expected)}</code></dd>
                    <dt class="muted">{words.lab_said}</dt>
                    <dd><code>{step.lab.as_deref().map_or_else(|| words.not_compared.to_string(), spaced)}</code></dd>
                </dl>
            }
        </li>
    }
}

/// JSON that may break after its commas.
fn spaced(json: &str) -> String {
    json.replace(",\"", ", \"").replace("\":", "\": ")
}
