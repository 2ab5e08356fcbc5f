//! The clock's controls. Not here: the scrubber (`timeline`), what playing means (`player`).
//!
//! Invariant: nothing starts by itself, and Pause is always at hand.

use super::app::use_ui;
use super::format::{clock, speed};
use super::icons::{Draw, Icon};
use super::snapshot::Clock;
use yew::prelude::*;

/// The slider's places: 1, 2 and 5 in each decade, in hundredths.
const SPEEDS: [u32; 16] =
    [10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000, 200_000, 500_000, 1_000_000];

/// The slider's place that is nearest to a speed from below.
fn place_of(percent: u32) -> usize {
    SPEEDS.iter().rposition(|place| *place <= percent).unwrap_or(0)
}

#[derive(Properties, PartialEq)]
pub struct TransportProps {
    pub clock: Clock,
    /// Play and the clock only.
    #[prop_or_default]
    pub slim: bool,
}

/// Restart, back, play, step, speed, clock.
#[component]
pub fn Transport(props: &TransportProps) -> Html {
    let ui = use_ui();
    let top = &ui.text.top;
    let now = &props.clock;
    let (play_icon, play_name) = if now.playing { (Icon::Pause, top.pause) } else { (Icon::Play, top.play) };
    let button = |icon: Icon, name: &'static str, class: &'static str, onclick: Callback<MouseEvent>| {
        html! {
            <button type="button" class={classes!("icon-only", class)} {onclick} aria-label={name} title={name}>
                <Draw {icon} />
            </button>
        }
    };
    html! {
        <div class="transport" role="group" aria-label={top.transport}>
            if !props.slim {
                {button(Icon::Restart, top.restart, "plain restart", ui.on_lab(|lab| lab.restart()))}
                {button(Icon::Back, top.back, "plain", ui.on_lab(|lab| lab.step_back()))}
            }
            {button(play_icon, play_name, "play", ui.on_lab(|lab| lab.toggle()))}
            if !props.slim {
                {button(Icon::Step, top.step, "plain", ui.on_lab(|lab| lab.step()))}
                <Speed percent={now.speed_percent} behind={now.behind && now.playing} />
            }
            <span class="clock num" role="timer" aria-label={top.clock} title={top.clock}>{clock(now.now_us)}</span>
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct SpeedProps {
    percent: u32,
    behind: bool,
}

/// The speed on a log scale.
#[component]
fn Speed(props: &SpeedProps) -> Html {
    let ui = use_ui();
    let shown = speed(props.percent);
    let oninput = {
        let lab = ui.lab.clone();
        Callback::from(move |event: InputEvent| {
            let place = event.target_unchecked_into::<web_sys::HtmlInputElement>().value_as_number();
            let percent = SPEEDS[(place.max(0.0) as usize).min(SPEEDS.len() - 1)];
            lab.drive(|player| player.set_speed_percent(percent));
        })
    };
    let behind = props.behind.then_some(ui.text.top.behind);
    html! {
        <label class={classes!("speed", props.behind.then_some("is-behind"))} title={behind}>
            <span class="hidden">{ui.text.top.speed}</span>
            <input type="range" min="0" max="15" step="1" value={place_of(props.percent).to_string()} {oninput}
                aria-valuetext={shown.clone()} />
            <span class="num speed-value">{shown}</span>
        </label>
    }
}
