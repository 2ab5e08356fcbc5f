//! The clock's controls. Not here: the scrubber (`timeline`), what playing means (`player`).
//!
//! Invariant: nothing starts by itself, and Pause is always at hand.

use crate::ui::draw::format;
use crate::ui::draw::icons::{Icon, draw};
use crate::ui::draw::parts::Button;
use crate::ui::state::context::Ui;
use crate::ui::state::snapshot::Clock;
use yew::prelude::*;

/// The slider's places: 1, 2 and 5 in each decade, in hundredths.
const SPEEDS: [u32; 16] = [
    10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000, 200_000, 500_000,
    1_000_000,
];

/// The slider's place that is nearest to a speed from below.
fn place_of(percent: u32) -> usize {
    SPEEDS.iter().rposition(|place| *place <= percent).unwrap_or(0)
}

/// Restart, back, play, step, speed, clock.
pub fn transport(ui: &Ui, now: &Clock, slim: bool) -> Html {
    let top = &ui.text.top;
    let (play_icon, play_name) = if now.playing { (Icon::Pause, top.pause) } else { (Icon::Play, top.play) };
    let button = |icon: Icon, name: &'static str, class: &'static str, onclick: Callback<MouseEvent>| {
        html! {
            <button type="button" {class} {onclick} aria-label={name} title={name}>
                {draw(icon)}
            </button>
        }
    };
    html! {
        <div key="transport" class="transport" role="group" aria-label={top.transport}>
            if !slim {
                {button(Icon::Restart, top.restart, "icon-only plain restart",
                    ui.on_lab(|lab| lab.restart()))}
                {button(Icon::Back, top.back, "icon-only plain", ui.on_lab(|lab| lab.step_back()))}
            }
            {button(play_icon, play_name, "icon-only play", ui.on_lab(|lab| lab.toggle()))}
            if !slim {
                {button(Icon::Step, top.step, "icon-only plain", ui.on_lab(|lab| lab.step()))}
                {speed_slider(ui, now.speed_percent, now.behind && now.playing)}
                if now.behind && now.playing {
                    <span key="behind" class="behind-note">{top.behind}</span>
                }
            }
            <span class="clock num" role="timer" aria-label={top.clock} title={top.clock}>
                {format::clock_seconds(now.now_us)}<span class="ms">{format::clock_ms(now.now_us)}</span>
            </span>
        </div>
    }
}

/// One place slower or faster, for fingers.
fn speed_step(ui: &Ui, percent: u32, (sign, name, by): (&'static str, &'static str, isize)) -> Html {
    let place = place_of(percent).saturating_add_signed(by).min(SPEEDS.len() - 1);
    let on = ui.on_lab(move |lab| lab.drive(|player| player.set_speed_percent(SPEEDS[place])));
    Button::word("plain icon-only speed-step", sign).named(&[name]).on(on)
}

/// The speed on a log scale.
fn speed_slider(ui: &Ui, percent: u32, behind: bool) -> Html {
    let shown = format::speed(percent);
    let oninput = {
        let lab = ui.lab.clone();
        Callback::from(move |event: InputEvent| {
            let place = event.target_unchecked_into::<web_sys::HtmlInputElement>().value_as_number();
            let percent = SPEEDS[(place.max(0.0) as usize).min(SPEEDS.len() - 1)];
            lab.drive(|player| player.set_speed_percent(percent));
        })
    };
    let top = &ui.text.top;
    html! {
        <>
        {speed_step(ui, percent, ("−", top.slower, -1))}
        <label class={if behind { "speed is-behind" } else { "speed" }}>
            <span class="hidden">{ui.text.top.speed}</span>
            <input type="range" min="0" max="15" step="1" value={place_of(percent).to_string()} {oninput}
                aria-valuetext={shown.clone()} />
            <span class="num speed-value">{shown}</span>
        </label>
        {speed_step(ui, percent, ("+", top.faster, 1))}
        </>
    }
}
