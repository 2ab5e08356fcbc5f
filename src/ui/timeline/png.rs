//! The chart as a picture to keep. Not here: how the chart itself is drawn (`chart`).
//!
//! Invariant: the picture says by itself what it shows: of which lab, by which rules, when, and whose line is
//! whose.

use crate::projection::actors;
use crate::ui::draw::browser::{download_blob, font_of_page, pixel_ratio};
use crate::ui::draw::format::clock;
use crate::ui::panels::downloads::file_name;
use crate::ui::state::context::Ui;
use crate::ui::text::timeline::Measure;
use crate::ui::timeline::chart::{Palette, caption, dash, draw, rate_dash, shape, sheer};
use crate::ui::timeline::panel::{line_name, palette, sheet, value_words};
use crate::ui::timeline::series::{Of, Picture, Series};
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

/// Pixels of the page: the picture where the chart is not on screen, and what is above the chart.
const WIDTH: u32 = 960;
const HEIGHT: u32 = 280;
const HEAD: f64 = 52.0;
const LEGEND_LINE: f64 = 20.0;
const EDGE: f64 = 16.0;

/// The chart as a PNG file: with its title and legend, in the page's colours, as fine as the screen.
pub fn chart_png(ui: &Ui) {
    let done = {
        let (ui, file) = (ui.clone(), file_name(ui, "-chart.png"));
        move |blob: JsValue| {
            let saved = blob.dyn_ref::<web_sys::Blob>().and_then(|blob| download_blob(&file, blob));
            match saved {
                Some(()) => ui.lab.say(&(ui.text.take_away.saved)(&file)),
                None => ui.lab.say(ui.text.take_away.not_saved),
            }
        }
    };
    let picture = chart_canvas(ui);
    let asked = picture.map(|canvas| canvas.to_blob(Closure::once_into_js(done).unchecked_ref()));
    if !matches!(asked, Some(Ok(()))) {
        ui.lab.say(ui.text.take_away.not_saved);
    }
}

fn new_canvas() -> Option<HtmlCanvasElement> {
    gloo::utils::document().create_element("canvas").ok()?.dyn_into().ok()
}

/// The whole picture on a canvas of its own.
fn chart_canvas(ui: &Ui) -> Option<HtmlCanvasElement> {
    let document = gloo::utils::document();
    let palette = palette(&document.query_selector(".probes").ok()??)?;
    let on_screen = document.query_selector(".time .chart").ok()?;
    let width = on_screen.map_or(0, |chart| chart.client_width().max(0) as u32);
    let width = if width < 320 { WIDTH } else { width };
    let ratio = pixel_ratio();
    let picture = ui.lab.read(|player| {
        Picture::of(player, &actors(player.world()), ui.state.measure, f64::from(width), None)
    });
    let chart = new_canvas()?;
    draw(sheet(&chart, (width, HEIGHT), ratio)?, &picture, &palette, ui.text);

    let measured = new_canvas()?;
    let measuring = sheet(&measured, (1, 1), 1.0)?.context;
    let places = legend_places(&measuring, ui, &picture, f64::from(width));
    let lines = places.last().map_or(0.0, |(_, line)| line + 1.0);
    let head = HEAD + lines * LEGEND_LINE;
    let whole = new_canvas()?;
    let height = HEIGHT + head as u32;
    let sheet = sheet(&whole, (width, height), ratio)?;
    let context = sheet.context;
    context.set_fill_style_str(&sheer(palette.ground, 1.0));
    context.fill_rect(0.0, 0.0, f64::from(sheet.width), f64::from(sheet.height));
    title(&context, ui, &picture, &palette, ratio);
    for ((x, line), series) in places.into_iter().zip(&picture.series) {
        let at = (x * ratio, (HEAD + line * LEGEND_LINE + 4.0) * ratio);
        entry(&context, ui, (series, picture.measure), at, (&palette, ratio));
    }
    context.draw_image_with_html_canvas_element(&chart, 0.0, head * ratio).ok()?;
    Some(whole)
}

/// The lab, what is shown, by which rules, when.
fn title(context: &CanvasRenderingContext2d, ui: &Ui, picture: &Picture, palette: &Palette, ratio: f64) {
    let (name, profile) = ui.lab.read(|player| (player.title().to_string(), player.world().header().profile));
    let under = (ui.text.take_away.under)((ui.text.profile)(profile).name, &clock(picture.now_us));
    let what = format!("{} – {under}", (ui.text.timeline.measure_title)(picture.measure));
    caption(context, &name, (EDGE * ratio, 22.0 * ratio), 15.0 * ratio, palette.ink);
    caption(context, &what, (EDGE * ratio, 41.0 * ratio), 12.0 * ratio, palette.quiet);
}

fn entry_words(ui: &Ui, series: &Series, picture: &Picture) -> String {
    let value = value_words(series.now, picture.measure, ui.text);
    (ui.text.timeline.of)(&line_name(&series.of, ui.text), &value)
}

/// Where each of the legend's entries begins, and in which line.
fn legend_places(
    context: &CanvasRenderingContext2d,
    ui: &Ui,
    picture: &Picture,
    width: f64,
) -> Vec<(f64, f64)> {
    let (mut x, mut line) = (EDGE, 0.0);
    let mut places = Vec::new();
    for series in &picture.series {
        context.set_font(&font_of_page(12.0));
        let words = entry_words(ui, series, picture);
        let wide = context.measure_text(&words).map_or(0.0, |measured| measured.width()) + 48.0;
        if x + wide > width && x > EDGE {
            (x, line) = (EDGE, line + 1.0);
        }
        places.push((x, line));
        x += wide;
    }
    places
}

/// One entry of the legend: the line's look, whose it is, and its value.
fn entry(
    context: &CanvasRenderingContext2d,
    ui: &Ui,
    (series, measure): (&Series, Measure),
    (x, y): (f64, f64),
    (palette, ratio): (&Palette, f64),
) {
    let color = palette.of(&series.of);
    match &series.of {
        Of::Group { ordinal, .. } => {
            shape(context, (x + 7.0 * ratio, y - 4.0 * ratio), ratio, *ordinal, color);
        }
        Of::Rate(rate) => {
            dash(context, rate_dash(*rate), ratio);
            context.set_stroke_style_str(&sheer(color, 1.0));
            context.set_line_width(2.0 * ratio);
            context.begin_path();
            context.move_to(x, y - 4.0 * ratio);
            context.line_to(x + 20.0 * ratio, y - 4.0 * ratio);
            context.stroke();
            dash(context, &[], ratio);
        }
    }
    let value = value_words(series.now, measure, ui.text);
    let words = (ui.text.timeline.of)(&line_name(&series.of, ui.text), &value);
    caption(context, &words, (x + 24.0 * ratio, y), 12.0 * ratio, palette.ink);
}
