//! How each way of counting answers this group's lag, folded, and the health verdict. Not here: counting
//! (`projection::lag`), judging (`player::verdict`).
//!
//! Invariant: where the ways differ, a sentence says why.

use crate::engine::ids::Name;
use crate::player::verdict::{Watched, watch};
use crate::projection::{Drain, LagAnswers, lag_answers, tag_estimates};
use crate::ui::draw::format::{clock_short, count, duration, number, total};
use crate::ui::draw::parts::{h3, nothing};
use crate::ui::inspector::facts::{fact_of, said};
use crate::ui::state::context::Ui;
use crate::ui::text::lags::LagWay;
use alloc::string::String;
use alloc::vec::Vec;
use yew::prelude::*;

/// Every way of counting on a topic.
pub fn lags(ui: &Ui, group: &Name, topic: &Name) -> Html {
    let (answers, tags) = ui.lab.read(|player| {
        let (world, journal) = (player.world(), &player.journal().entries);
        let obeyed = journal.len().saturating_sub(player.changes_after_now());
        (lag_answers(world, group, topic), tag_estimates(world, &journal[..obeyed], group, topic))
    });
    let Some(answers) = answers else { return nothing() };
    let row = |way: LagWay, value: &str| fact_of(&way.text(ui.state.language), value, "num");
    let time = |ms: i64| duration(ms.unsigned_abs(), &ui.text.units);
    let of_tags = tags.iter().map(|tag| (ui.text.lags.with_tag)(&tag.tag, &number(tag.messages)));
    let sentences = differences(ui, &answers).into_iter().chain(of_tags);
    html! {
        <details class="folded">
            <summary>{(ui.text.lags.title)(topic)}</summary>
            <dl class="rows">
                {row(LagWay::Diff, &total(answers.diff))}
                {row(LagWay::ToolInFlight, &number(answers.inflight))}
                {row(LagWay::Metric, &total(answers.metric_lag))}
                {row(LagWay::Ready, &number(answers.metric_ready))}
                {row(LagWay::MetricInFlight, &number(answers.metric_inflight))}
                {row(LagWay::Latency, &time(answers.latency_ms))}
                {row(LagWay::Queueing, &time(answers.queueing_ms))}
                {row(LagWay::Readable, &total(answers.readable))}
                {row(LagWay::Estimate, ui.text.lags.exact)}
            </dl>
            for (i, sentence) in sentences.enumerate() {
                <p key={i} class="muted">{said(ui, &sentence)}</p>
            }
        </details>
    }
}

fn differences(ui: &Ui, answers: &LagAnswers) -> Vec<String> {
    let words = &ui.text.lags;
    let mut sentences: Vec<String> = Vec::new();
    if answers.phantom > 0 {
        sentences.push((words.phantom)(&number(answers.phantom)));
    }
    if answers.above_max > 0 {
        sentences.push((words.negative)(u64::from(answers.above_max)));
    }
    if answers.without_offset > 0 {
        sentences.push((words.without)(u64::from(answers.without_offset)));
    }
    if sentences.is_empty() && answers.diff == answers.metric_lag && answers.diff == answers.readable {
        sentences.push(String::from(words.all_same));
    }
    sentences
}

/// The health verdict, by which rule, over which window.
pub fn watched(ui: &Ui, group: &Name) -> Html {
    let words = &ui.text.lags;
    let (watch, now) = ui.lab.read(|player| (watch(player, group), player.now()));
    let window = (words.window)([
        &clock_short(watch.from.0),
        &clock_short(now.0),
        &count(watch.samples as u64),
        &number(watch.lag.0),
        &number(watch.lag.1),
    ]);
    let class = match watch.said {
        Watched::TooEarly | Watched::Unknown | Watched::CaughtUp | Watched::NotGrowing => "",
        Watched::Losing | Watched::Warning | Watched::Stalled | Watched::Stopped | Watched::Rewind => {
            "is-warn"
        }
    };
    html! {
        <div class="watch">
            {h3(words.watch)}
            <p><b {class}>{(words.verdict)(watch.said)}</b>{": "}{(words.verdict_rule)(watch.said)}{"."}</p>
            <p>{drain_words(ui, watch.drain)}</p>
            <p class="muted num">{window}</p>
        </div>
    }
}

/// When the lag would be gone.
fn drain_words(ui: &Ui, drain: Drain) -> String {
    let words = &ui.text.lags;
    match drain {
        Drain::Unknown => words.drain_unknown.into(),
        Drain::Empty => words.drain_empty.into(),
        Drain::Steady => words.drain_steady.into(),
        Drain::In(ms) => (words.drains_in)(&duration(ms.next_multiple_of(1_000), &ui.text.units)),
        Drain::Grows(a_minute) => (words.grows)(&count(a_minute)),
    }
}
