//! Lag by group over time, and the scrubber on it. Not here: how the chart is drawn (`chart`), seeking (`player`).
//!
//! Invariant: the scrubber is a native range input over the plot, so that the pointer, the keyboard and a screen reader
//! move the clock alike; what the picture shows is also said as text.

pub mod canvas;
pub mod chart;
pub mod scale;

use super::browser::pixel_ratio;
use super::context::{Ui, View};
use super::format::{clock, number};
use super::icons::{SHAPES, group_class, mark};
use super::late;
use super::size::use_size;
use super::snapshot::Snapshot;
use crate::engine::ids::VirtualTime;
use alloc::rc::Rc;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use chart::{Palette, Sheet, draw};
use plotters::style::RGBColor;
use scale::Scale;
use wasm_bindgen::JsCast;
use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub struct TimelinePanelProps {
    pub ui: Ui,
    pub snapshot: Rc<Snapshot>,
}

/// The panel.
#[component]
pub fn TimelinePanel(props: &TimelinePanelProps) -> Html {
    let (ui, snapshot) = (&props.ui, &props.snapshot);
    let (place, canvas, probes) = (use_node_ref(), use_node_ref(), use_node_ref());
    let (width, height) = use_size(&place);
    {
        let (ui, canvas, probes) = (ui.clone(), canvas.clone(), probes.clone());
        use_effect_with((snapshot.clone(), width, height), move |_| {
            if let Some(late) = late::here() {
                (late.redraw_chart)(&ui, &canvas, &probes, (width, height));
            }
        });
    }
    html! {
        <section class="panel time" aria-label={ui.text.timeline.title}>
            <div class="time-head">
                <h2>{ui.text.timeline.title}</h2>
                <ul class="legend num">
                    for group in &snapshot.actors.groups {
                        <li key={group.group.to_string()}>{mark(group.ordinal)}{group.group.to_string()}</li>
                    }
                </ul>
                if snapshot.clock.head_us == 0 {
                    <span class="muted">{ui.text.timeline.empty}</span>
                }
                {late::here().filter(|_| ui.view == View::Page).map(|late| (late.run_ahead)(ui)).unwrap_or_default()}
            </div>
            <div class="chart" ref={place}>
                <canvas ref={canvas} role="img" aria-label={summary(snapshot, ui)} />
                {scrubber(snapshot, ui, f64::from(width))}
            </div>
            <div class="probes" ref={probes} aria-hidden="true">
                <i class="probe-line" /><i class="probe-mark" /><i class="probe-quiet" /><i class="probe-ink" />
                for ordinal in 0..SHAPES {
                    <i key={ordinal} class={["mine ", group_class(ordinal)].concat()} />
                }
            </div>
        </section>
    }
}

/// The range input that lies over the plot.
fn scrubber(snapshot: &Snapshot, ui: &Ui, width: f64) -> Html {
    let end_ms = ui.lab.read(|player| Scale::of(player, width)).end_us / 1_000;
    let oninput = {
        let (lab, head) = (ui.lab.clone(), snapshot.clock.head_us);
        Callback::from(move |event: InputEvent| {
            let ms = event.target_unchecked_into::<web_sys::HtmlInputElement>().value_as_number();
            lab.seek_soon(VirtualTime((ms.max(0.0) as u64).saturating_mul(1_000).min(head)));
        })
    };
    let step = (end_ms / 200).max(1);
    html! {
        <input class="scrubber" type="range" min="0" max={end_ms.to_string()} step={step.to_string()}
            value={(snapshot.clock.now_us / 1_000).to_string()} {oninput} aria-label={ui.text.timeline.scrub}
            aria-valuetext={clock(snapshot.clock.now_us)} />
    }
}

/// What the picture shows now, in words.
fn summary(snapshot: &Snapshot, ui: &Ui) -> String {
    let words = &ui.text.timeline;
    let mut text = (words.summary)(&clock(snapshot.clock.now_us));
    for group in &snapshot.actors.groups {
        let lag = group.lag.map_or_else(|| ui.text.common.unknown.to_string(), number);
        text.push_str("; ");
        text.push_str(&(words.summary_group)(&group.group, &lag));
    }
    text
}

/// Draws the chart on a canvas of this width and height.
pub(super) fn redraw(ui: &Ui, canvas: &NodeRef, probes: &NodeRef, (width, height): (u32, u32)) {
    let (Some(canvas), Some(palette)) = (canvas.cast::<web_sys::HtmlCanvasElement>(), palette(probes)) else {
        return;
    };
    if width < 80 || height < 60 {
        return;
    }
    let ratio = pixel_ratio();
    let device = |px: u32| (f64::from(px) * ratio) as u32;
    let (width, height) = (device(width), device(height));
    if canvas.width() != width || canvas.height() != height {
        canvas.set_width(width);
        canvas.set_height(height);
    }
    let context = canvas.get_context("2d").ok().flatten().and_then(|context| context.dyn_into().ok());
    if let Some(context) = context {
        ui.lab.read(|player| draw(Sheet { context, width, height, ratio }, player, &palette, ui.text));
    }
}

/// The page's colours as the style gives them to the probes.
fn palette(probes: &NodeRef) -> Option<Palette> {
    let list = probes.cast::<web_sys::Element>()?.children();
    let window = web_sys::window()?;
    let mut colors: Vec<RGBColor> = Vec::new();
    for i in 0..list.length() {
        let style = window.get_computed_style(&list.item(i)?).ok()??;
        colors.push(rgb(&style.get_property_value("color").ok()?)?);
    }
    let groups = colors.split_off(4);
    Some(Palette { line: colors[0], mark: colors[1], quiet: colors[2], ink: colors[3], groups })
}

/// A computed colour, `rgb(1, 2, 3)`.
fn rgb(text: &str) -> Option<RGBColor> {
    let mut numbers = text.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty());
    let mut next = || numbers.next()?.parse::<u8>().ok();
    Some(RGBColor(next()?, next()?, next()?))
}
