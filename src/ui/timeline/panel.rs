//! What is in the timeline's panel: the choice of measure, values in words, marks to jump to, the scrubber,
//! what can be taken away. Not here: drawing (`chart`), files (`panels::downloads`), seeking (`player`).
//!
//! Invariant: the scrubber is a native range input over the plot, so that the pointer, the keyboard and a
//! screen reader move the clock alike.

use crate::engine::ids::VirtualTime;
use crate::ui::draw::browser::{self, pixel_ratio};
use crate::ui::draw::format::{clock, clock_short, compact, count, duration, number};
use crate::ui::draw::icons::Icon;
use crate::ui::draw::parts::{Button, h2};
use crate::ui::draw::shapes::{SHAPES, group_class};
use crate::ui::shell::progress::run_ahead;
use crate::ui::state::Folded;
use crate::ui::state::UiAction;
use crate::ui::state::context::{Ui, View};
use crate::ui::state::snapshot::Snapshot;
use crate::ui::text::Text;
use crate::ui::text::timeline::{Measure, Rate};
use crate::ui::timeline::chart::{Palette, Sheet, draw};
use crate::ui::timeline::mark_buttons::{jump_to_mark, mark_buttons, moment_words};
use crate::ui::timeline::marks;
use crate::ui::timeline::place::ChartPlace;
use crate::ui::timeline::png;
use crate::ui::timeline::series::{Of, Picture, Series};
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use plotters::style::RGBColor;
use wasm_bindgen::JsCast;
use yew::prelude::*;

/// The panel's head, what is in the chart's place, and the probes.
pub fn parts(ui: &Ui, snapshot: &Snapshot, place: &ChartPlace) -> [Html; 3] {
    let picture = picture(ui, snapshot, place);
    [head(ui, &picture, snapshot), inside(ui, &picture, place), probes(place)]
}

fn picture(ui: &Ui, snapshot: &Snapshot, place: &ChartPlace) -> Picture {
    let width = f64::from(place.size.0);
    ui.lab.read(|player| Picture::of(player, &snapshot.actors, ui.state.measure, width, place.cursor_us))
}

fn head(ui: &Ui, picture: &Picture, snapshot: &Snapshot) -> Html {
    let words = &ui.text.timeline;
    let whole = ui.view == View::Page;
    let fork = {
        let ui = ui.clone();
        Callback::from(move |_: MouseEvent| ui.lab.open_fork(ui.text))
    };
    html! {
        <div class="time-head">
            {h2(ui.text.top.timeline)}
            <div class="seg" role="group" aria-label={words.measure}>
                for measure in Measure::ALL {
                    {Button::word("", (words.measure_short)(measure)).pressed(measure == picture.measure)
                        .on(ui.action(UiAction::Measure(measure)))}
                }
            </div>
            {legend(ui, picture, snapshot)}
            <div class="time-acts">
                {jump(ui, picture, false)}
                {jump(ui, picture, true)}
                if whole {
                    {run_ahead(ui)}
                    {Button::word("plain small", words.fork).named(&[words.fork, " – ", ui.text.common.fork])
                        .on(fork)}
                }
                {Button::icon("plain icon-only small", Icon::Download, words.png).on(take_chart(ui))}
            </div>
            if whole {
                {fold_below(ui)}
            }
        </div>
    }
}

/// Puts the timeline and the log away, or brings them back.
fn fold_below(ui: &Ui) -> Html {
    let folded = ui.state.folded;
    let next = Folded { below: !folded.below, ..folded };
    let icon = if folded.below { Icon::Up } else { Icon::Down };
    Button::icon("plain icon-only small fold", icon, ui.text.top.fold_below)
        .pressed(folded.below)
        .on(ui.action(UiAction::Fold(next)))
}

/// The chart as a picture file.
fn take_chart(ui: &Ui) -> Callback<MouseEvent> {
    let ui = ui.clone();
    Callback::from(move |_| png::chart_png(&ui))
}

/// To the mark before or after the moment shown.
fn jump(ui: &Ui, picture: &Picture, forward: bool) -> Html {
    let words = &ui.text.timeline;
    let (icon, name) =
        if forward { (Icon::Step, words.next_mark) } else { (Icon::Back, words.previous_mark) };
    let there = marks::neighbour(&picture.marks, picture.now_us, forward).is_some();
    let onclick = {
        let ui = ui.clone();
        Callback::from(move |_: MouseEvent| jump_to_mark(&ui, forward))
    };
    // Not `disabled`, so that the focus stays on it at the last mark.
    html! {
        <button type="button" class="plain icon-only small" {onclick} aria-label={name} title={name}
            aria-disabled={(!there).then_some("true")}>{crate::ui::draw::icons::draw(icon)}</button>
    }
}

/// Each line's look, name and value at the cursor.
fn legend(ui: &Ui, picture: &Picture, snapshot: &Snapshot) -> Html {
    html! {
        <ul class="legend num">
            if let Some(at) = picture.cursor_us {
                <li class="at-cursor">{clock_short(at)}</li>
            }
            for (i, line) in picture.series.iter().enumerate() {
                <li key={i}>
                    {line_look(&line.of)}
                    <span>{line_name(&line.of, ui.text)}</span>
                    <b>{value_words(picture.value(line), picture.measure, ui.text)}</b>
                </li>
            }
            if snapshot.clock.head_us == 0 {
                <li>{ui.text.timeline.empty}</li>
            }
        </ul>
    }
}

fn line_look(of: &Of) -> Html {
    match of {
        Of::Group { ordinal, .. } => crate::ui::draw::icons::mark(*ordinal),
        Of::Rate(rate) => html! {
            <svg class={rate_class(*rate)} width="22" height="8" aria-hidden="true" focusable="false">
                <path d="M0 4H22" />
            </svg>
        },
    }
}

fn rate_class(rate: Rate) -> &'static str {
    match rate {
        Rate::Stored => "rate is-produced",
        Rate::HandedOut => "rate is-consumed",
        Rate::Purged => "rate is-purged",
    }
}

/// Whose line it is.
pub fn line_name(of: &Of, text: &Text) -> String {
    match of {
        Of::Group { name, .. } => name.to_string(),
        Of::Rate(rate) => (text.timeline.rate)(*rate).to_string(),
    }
}

/// A value in words; unknown is said as such.
pub fn value_words(value: Option<i64>, measure: Measure, text: &Text) -> String {
    let Some(value) = value else { return text.common.unknown.to_string() };
    match measure {
        Measure::Lag => number(value),
        Measure::LagTime => duration(value.max(0) as u64, &text.units),
        Measure::Rates => (text.actors.per_second)(&count(value.max(0) as u64)),
    }
}

/// A value beside the axis.
pub fn value_on_axis(value: i64, is_time: bool, text: &Text) -> String {
    if is_time { duration(value.max(0) as u64, &text.units) } else { compact(value) }
}

/// The picture, the marks over it, and the range input that is over the plot.
fn inside(ui: &Ui, picture: &Picture, place: &ChartPlace) -> Html {
    html! {
        <>
            <canvas ref={place.canvas.clone()} role="img" aria-label={summary(picture, ui.text)} />
            {scrubber(ui, picture, place)}
            {mark_buttons(ui, picture, f64::from(place.size.0))}
        </>
    }
}

/// What the picture shows at the moment shown, in words.
pub fn summary(picture: &Picture, text: &Text) -> String {
    let title = (text.timeline.measure_title)(picture.measure);
    let mut words = (text.timeline.summary)(title, &clock(picture.now_us));
    words.push_str(&lines_words(&picture.series, picture.measure, text));
    words
}

fn lines_words(series: &[Series], measure: Measure, text: &Text) -> String {
    let mut words = String::new();
    for line in series {
        words.push_str(text.timeline.and);
        words
            .push_str(&(text.timeline.of)(&line_name(&line.of, text), &value_words(line.now, measure, text)));
    }
    words
}

fn scrubber(ui: &Ui, picture: &Picture, place: &ChartPlace) -> Html {
    let (end_ms, width) = (picture.scale.end_us / 1_000, f64::from(place.size.0));
    let oninput = {
        let (lab, head) = (ui.lab.clone(), picture.head_us);
        Callback::from(move |event: InputEvent| {
            let input = event.target_unchecked_into::<web_sys::HtmlInputElement>();
            let at = ((input.value_as_number().max(0.0) as u64).saturating_mul(1_000)).min(head);
            // The thumb stays where there is something to show, so that the next key continues from there.
            input.set_value_as_number((at / 1_000) as f64);
            lab.seek_soon(VirtualTime(at));
        })
    };
    let onkeydown = {
        let ui = ui.clone();
        Callback::from(move |event: KeyboardEvent| {
            if event.shift_key() && matches!(event.key().as_str(), "ArrowLeft" | "ArrowRight") {
                event.prevent_default();
                jump_to_mark(&ui, event.key() == "ArrowRight");
            }
        })
    };
    let onpointermove = {
        let (scale, set) = (picture.scale, place.set_cursor.clone());
        Callback::from(move |event: PointerEvent| {
            let over = event.target_dyn_into::<web_sys::Element>().and_then(|input| input.parent_element());
            // A finger scrubs; only a pointer that hovers asks.
            if let Some(chart) = over.filter(|_| event.pointer_type() == "mouse" && event.buttons() == 0) {
                set.emit(Some(scale.at(width, browser::x_within(&event, &chart))));
            }
        })
    };
    let leave = {
        let set = place.set_cursor.clone();
        Callback::from(move |_: PointerEvent| set.emit(None))
    };
    let mut words = moment_words(picture.now_us, marks::at(&picture.marks, picture.now_us), ui.text);
    if picture.head_us > picture.now_us {
        words.push_str(&(ui.text.timeline.of_head)(&clock(picture.head_us)));
    }
    words.push_str(&lines_words(&picture.series, picture.measure, ui.text));
    html! {
        <input class="scrubber" type="range" min="0" max={end_ms.to_string()}
            step={(end_ms / 200).max(1).to_string()}
            value={(picture.now_us / 1_000).to_string()} {oninput} {onkeydown} {onpointermove}
                onpointerleave={leave.clone()}
            onpointerdown={leave} aria-label={ui.text.timeline.scrub} aria-valuetext={words} />
    }
}

/// Elements that have the page's colours, to be read from the style.
fn probes(place: &ChartPlace) -> Html {
    const CLASSES: [&str; PROBES] = [
        "probe-line",
        "probe-mark",
        "probe-quiet",
        "probe-ink",
        "probe-ground",
        "probe-produced",
        "probe-consumed",
        "probe-purged",
    ];
    html! {
        <div class="probes" ref={place.probes.clone()} aria-hidden="true">
            for class in CLASSES {
                <i key={class} {class} />
            }
            for ordinal in 0..SHAPES {
                <i key={ordinal} class={format!("mine {}", group_class(ordinal))} />
            }
        </div>
    }
}

/// Colours that are not a group's.
const PROBES: usize = 8;

/// Draws the chart on its canvas.
pub fn redraw(ui: &Ui, snapshot: &Snapshot, place: &ChartPlace) {
    let canvas = place.canvas.cast::<web_sys::HtmlCanvasElement>();
    let probes = place.probes.cast::<web_sys::Element>();
    let mut colors = place.colors.0.borrow_mut();
    if colors.as_ref().is_none_or(|(look, _)| *look != snapshot.look) {
        *colors = probes.and_then(|probes| palette(&probes)).map(|palette| (snapshot.look, palette));
    }
    let (Some(canvas), Some((_, palette))) = (canvas, &*colors) else { return };
    if place.size.0 < 80 || place.size.1 < 60 {
        return;
    }
    if let Some(sheet) = sheet(&canvas, place.size, pixel_ratio()) {
        draw(sheet, &picture(ui, snapshot, place), palette, ui.text);
    }
}

/// A canvas of this size in pixels of the page, ready to be drawn on.
pub fn sheet(canvas: &web_sys::HtmlCanvasElement, size: (u32, u32), ratio: f64) -> Option<Sheet> {
    let device = |px: u32| (f64::from(px) * ratio) as u32;
    let (width, height) = (device(size.0), device(size.1));
    if canvas.width() != width || canvas.height() != height {
        canvas.set_width(width);
        canvas.set_height(height);
    }
    let context = canvas.get_context("2d").ok().flatten()?.dyn_into().ok()?;
    Some(Sheet { context, width, height, ratio })
}

/// The page's colours as the style gives them to the probes.
pub fn palette(probes: &web_sys::Element) -> Option<Palette> {
    let list = probes.children();
    let window = web_sys::window()?;
    let mut colors: Vec<RGBColor> = Vec::new();
    for i in 0..list.length() {
        let style = window.get_computed_style(&list.item(i)?).ok()??;
        colors.push(rgb(&style.get_property_value("color").ok()?)?);
    }
    let groups = colors.split_off(PROBES);
    let [line, mark, quiet, ink, ground, stored, handed_out, purged] =
        <[RGBColor; PROBES]>::try_from(colors).ok()?;
    Some(Palette { line, mark, quiet, ink, ground, stored, handed_out, purged, groups })
}

/// A computed colour, `rgb(1, 2, 3)`.
fn rgb(text: &str) -> Option<RGBColor> {
    let mut numbers = text.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty());
    let mut next = || numbers.next()?.parse::<u8>().ok();
    Some(RGBColor(next()?, next()?, next()?))
}
