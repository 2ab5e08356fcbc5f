//! A producer: what it sends and how fast, changed at once by a slider. Not here: adding one (`dialogs`).
//!
//! Invariant: the slider's rates are those of the form, in round steps.

use crate::engine::ids::Name;
use crate::projection::{ProducerView, delay_levels_ms};
use crate::sim::command::Command;
use crate::ui::actors::pause_button;
use crate::ui::draw::format::{bytes, count, duration};
use crate::ui::draw::parts::{Button, h2, quiet, row};
use crate::ui::state::context::Ui;
use crate::ui::state::snapshot::Snapshot;
use crate::ui::state::{Dialog, Question};
use alloc::string::{String, ToString};
use yew::prelude::*;

/// Messages a second of the slider's places.
const RATES: [u32; 17] =
    [0, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000];

/// A producer.
pub fn producer_details(ui: &Ui, snapshot: &Snapshot, name: &Name) -> Html {
    let words = &ui.text.inspector;
    let Some(producer) = snapshot.actors.producers.iter().find(|producer| producer.producer == *name) else {
        return quiet(words.nothing);
    };
    let change = Dialog::Producer { existing: Some(producer.producer.clone()) };
    let remove = Dialog::Ask(Question::RemoveProducer(producer.producer.clone()));
    let pause = Command::PauseProducer { producer: producer.producer.clone(), paused: !producer.paused };
    let keys =
        if producer.keys == 0 { ui.text.common.none.to_string() } else { count(u64::from(producer.keys)) };
    html! {
        <div>
            <div class="panel-head">
                {h2(&producer.producer.to_string())}
                {pause_button(ui, producer.paused, &producer.producer, pause)}
            </div>
            <dl class="rows">
                {row(words.topic, &producer.topic.to_string())}
                {row(words.rate, &(ui.text.actors.per_second)(&count(u64::from(producer.rate_per_s))))}
                {row(words.size, &bytes(u64::from(producer.body_bytes)))}
                {row(words.keys, &keys)}
                if producer.delay_level > 0 {
                    {row(ui.text.control.delay, &delay(ui, producer.delay_level))}
                }
                {row(words.sent, &count(producer.sent))}
                {row(words.refused, &count(producer.refused))}
            </dl>
            {rate_slider(producer, ui)}
            <div class="acts">
                {Button::word("line", ui.text.common.change).dialog(ui, change)}
                {Button::word("plain", ui.text.common.remove).dialog(ui, remove)}
            </div>
        </div>
    }
}

/// How long its messages wait before they are delivered.
fn delay(ui: &Ui, level: u32) -> String {
    let levels = ui.lab.read(|player| delay_levels_ms(player.world()));
    let ms = levels.get(level as usize - 1).map_or_else(String::new, |ms| duration(*ms, &ui.text.units));
    (ui.text.control.delay_level)(&level.to_string(), &ms)
}

fn rate_slider(producer: &ProducerView, ui: &Ui) -> Html {
    let place = RATES.iter().rposition(|rate| *rate <= producer.rate_per_s).unwrap_or(0);
    let onchange = {
        let (ui, producer) = (ui.clone(), producer.clone());
        Callback::from(move |event: Event| {
            let place = event.target_unchecked_into::<web_sys::HtmlInputElement>().value_as_number();
            let rate_per_s = RATES[(place.max(0.0) as usize).min(RATES.len() - 1)];
            let (name, body_bytes, keys) = (producer.producer.clone(), producer.body_bytes, producer.keys);
            let delay_level = producer.delay_level;
            let change = Command::SetProducer { producer: name, rate_per_s, body_bytes, keys, delay_level };
            ui.lab.command(change, ui.text);
        })
    };
    html! {
        <label class="slider">
            <span class="muted">{ui.text.form.rate}</span>
            <input type="range" min="0" max={(RATES.len() - 1).to_string()} step="1" value={place.to_string()}
                {onchange}
                aria-valuetext={(ui.text.actors.per_second)(&count(u64::from(producer.rate_per_s)))} />
        </label>
    }
}
