//! A measure over time, drawn with plotters: grid, marks, a line for each group or rate, the moment shown.
//! Not here: the scrubber (`panel`), the values (`series`), the samples (`player`).
//!
//! Invariant: colours are those that the page's style gives; what comes after the moment shown is set back.

use crate::ui::draw::browser::font_of_page;
use crate::ui::draw::format::clock_short;
use crate::ui::draw::shapes::group_corners;
use crate::ui::text::Text;
use crate::ui::text::timeline::{Measure, Rate};
use crate::ui::timeline::canvas::{CanvasBackend, css};
use crate::ui::timeline::marks::{clusters, outline};
use crate::ui::timeline::panel::value_on_axis;
use crate::ui::timeline::scale::Scale;
use crate::ui::timeline::series::{Of, Picture, Series};
use alloc::vec::Vec;
use plotters::coord::Shift;
use plotters::coord::types::RangedCoordi64;
use plotters::prelude::*;
use plotters_backend::BackendColor;
use wasm_bindgen::JsValue;
use web_sys::CanvasRenderingContext2d;

/// Colours of the page: grid lines, marks, quiet text, ink, ground, the rates', and the groups'.
pub struct Palette {
    pub line: RGBColor,
    pub mark: RGBColor,
    pub quiet: RGBColor,
    pub ink: RGBColor,
    pub ground: RGBColor,
    pub stored: RGBColor,
    pub handed_out: RGBColor,
    pub purged: RGBColor,
    pub groups: Vec<RGBColor>,
}

impl Palette {
    /// A line's colour.
    pub fn of(&self, of: &Of) -> RGBColor {
        match of {
            Of::Group { ordinal, .. } => self.groups[(*ordinal as usize) % self.groups.len()],
            Of::Rate(Rate::Stored) => self.stored,
            Of::Rate(Rate::HandedOut) => self.handed_out,
            Of::Rate(Rate::Purged) => self.purged,
        }
    }
}

/// Where to draw, in device pixels, and how many of them are a pixel of the page.
pub struct Sheet {
    pub context: CanvasRenderingContext2d,
    pub width: u32,
    pub height: u32,
    pub ratio: f64,
}

/// Pixels of dash and gap: each rate's own, so that colour does not tell them apart alone.
pub fn rate_dash(rate: Rate) -> &'static [f64] {
    match rate {
        Rate::Stored => &[],
        Rate::HandedOut => &[7.0, 3.0],
        Rate::Purged => &[2.0, 3.0],
    }
}

/// Opacity of what is still to come, and of the shade over it.
const LATER: f64 = 0.35;
const LATER_SHADE: f64 = 0.07;

/// Draws the whole chart.
pub fn draw(sheet: Sheet, picture: &Picture, palette: &Palette, text: &Text) {
    let (context, ratio, scale) = (sheet.context.clone(), sheet.ratio, picture.scale);
    context.clear_rect(0.0, 0.0, f64::from(sheet.width), f64::from(sheet.height));
    let width = f64::from(sheet.width) / ratio;
    let backend = CanvasBackend { context: sheet.context, width: sheet.width, height: sheet.height };
    let root = backend.into_drawing_area();
    let px = |css_px: f64| (css_px * ratio) as u32;
    // Only the plot itself: plotters' builder also lays out titles and label areas, which this chart has not.
    let side = |css_px: f64| px(css_px) as i32;
    let plot = root.margin(side(Scale::TOP), side(Scale::BOTTOM), side(Scale::LEFT), side(Scale::RIGHT));
    let (across, down) = plot.get_pixel_range();
    let (x, y): (RangedCoordi64, RangedCoordi64) = ((0..scale.end_us as i64).into(), (0..scale.top).into());
    let places = (across.start..across.end - 1, down.end - 1..down.start);
    let plot = plot.apply_coord_spec(Cartesian2d::<RangedCoordi64, RangedCoordi64>::new(x, y, places));
    let pen = Pen { context: &context, ratio, palette };
    let at = |time: u64, value: i64| plot.map_coordinate(&(time as i64, value));
    pen.shade(picture, text, &at);
    pen.grid(&root, picture, text, &at);
    pen.marks(&root, picture, text, width, &at);
    for line in &picture.series {
        let color = palette.of(&line.of);
        pen.dash(match line.of {
            Of::Rate(rate) => rate_dash(rate),
            Of::Group { .. } => &[],
        });
        for part in parts(picture, line) {
            let color = color.mix(if part.later { LATER } else { 1.0 });
            let points: Vec<_> =
                part.points.iter().map(|(time, value)| (*time as i64, (*value).max(0))).collect();
            let _ = plot.draw(&PathElement::new(points, color.stroke_width((2.0 * ratio) as u32)));
        }
        pen.dash(&[]);
        if let (Of::Group { ordinal, .. }, Some(value)) = (&line.of, line.now) {
            pen.shape(plot.map_coordinate(&(picture.now_us as i64, value.max(0))), *ordinal, color);
        }
    }
    let bottom = |at_us: u64| plot.map_coordinate(&(at_us as i64, 0));
    if let Some(cursor) = picture.cursor_us {
        pen.path(&root, [(bottom(cursor).0, px(Scale::TOP) as i32), bottom(cursor)], palette.quiet, 1.0);
    }
    pen.playhead(&root, bottom(picture.now_us));
}

/// A stretch of a line without a gap.
struct Part {
    points: Vec<(u64, i64)>,
    later: bool,
}

fn parts(picture: &Picture, line: &Series) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    let mut open = false;
    for (time, value) in picture.times_us.iter().zip(&line.values) {
        let later = *time > picture.now_us;
        match (value, parts.last_mut()) {
            (None, _) => open = false,
            (Some(value), Some(part)) if open && part.later == later => part.points.push((*time, *value)),
            (Some(value), last) => {
                // What is to come begins where what was ends.
                let joint = last.filter(|_| open).and_then(|part| part.points.last().copied());
                parts.push(Part { points: joint.into_iter().chain([(*time, *value)]).collect(), later });
                open = true;
            }
        }
    }
    parts
}

struct Pen<'a> {
    context: &'a CanvasRenderingContext2d,
    ratio: f64,
    palette: &'a Palette,
}

type Area = DrawingArea<CanvasBackend, Shift>;
type Pixel = (i32, i32);
type At<'a> = &'a dyn Fn(u64, i64) -> Pixel;

/// A colour that lets through what is below it.
pub fn sheer(color: RGBColor, alpha: f64) -> alloc::string::String {
    let (r, g, b) = color.rgb();
    css(BackendColor { alpha, rgb: (r, g, b) })
}

impl Pen<'_> {
    fn words(&self, words: &str, (x, y): (f64, f64), align: &str, color: RGBColor) {
        self.context.set_font(&font_of_page(11.0 * self.ratio));
        self.context.set_text_align(align);
        self.context.set_fill_style_str(&sheer(color, 1.0));
        let _ = self.context.fill_text(words, x, y);
    }

    fn width_of(&self, words: &str) -> f64 {
        self.context.set_font(&font_of_page(11.0 * self.ratio));
        self.context.measure_text(words).map_or(40.0, |measured| measured.width())
    }

    fn dash(&self, pixels: &[f64]) {
        dash(self.context, pixels, self.ratio);
    }

    fn path(&self, root: &Area, points: [Pixel; 2], color: RGBColor, width: f64) {
        let _ =
            root.draw(&PathElement::new(points, color.stroke_width((width * self.ratio).max(1.0) as u32)));
    }

    /// A shade over what is after the moment shown, and the word for it.
    fn shade(&self, picture: &Picture, text: &Text, at: At) {
        if picture.head_us <= picture.now_us {
            return;
        }
        let (left, bottom) = at(picture.now_us, 0);
        let (right, top) = at(picture.head_us, picture.scale.top);
        let [left, right, top, bottom] = [left, right, top, bottom].map(f64::from);
        self.context.set_fill_style_str(&sheer(self.palette.quiet, LATER_SHADE));
        self.context.fill_rect(left, top, right - left, bottom - top);
        let gap = 6.0 * self.ratio;
        if self.width_of(text.timeline.later) + 2.0 * gap < right - left {
            self.words(text.timeline.later, (left + gap, bottom - gap), "left", self.palette.quiet);
        }
    }

    /// Lines and numbers of both axes.
    fn grid(&self, root: &Area, picture: &Picture, text: &Text, at: At) {
        let (gap, scale) = (6.0 * self.ratio, &picture.scale);
        for value in scale.ticks() {
            let (from, to) = (at(0, value), at(scale.end_us, value));
            self.path(root, [from, to], self.palette.line, 1.0);
            let place = (f64::from(from.0) - gap, f64::from(from.1) + 4.0 * self.ratio);
            let words = value_on_axis(value, picture.measure == Measure::LagTime, text);
            self.words(&words, place, "right", self.palette.quiet);
        }
        for time in scale.time_ticks() {
            let (x, y) = at(time, 0);
            let place = (f64::from(x), f64::from(y) + 16.0 * self.ratio);
            self.words(&clock_short(time), place, "center", self.palette.quiet);
        }
    }

    /// Dashed lines where something happened, above them what; its name where it has room.
    fn marks(&self, root: &Area, picture: &Picture, text: &Text, width: f64, at: At) {
        self.dash(&[3.0, 3.0]);
        for mark in &picture.marks {
            let (x, top) = at(mark.at.0, picture.scale.top);
            self.path(root, [(x, top), at(mark.at.0, 0)], self.palette.mark, 1.0);
        }
        self.dash(&[]);
        let places = clusters(&picture.marks, |at_us| picture.scale.x(width, at_us));
        let mut next = places.iter().skip(1).map(|cluster| cluster.x).chain([width]);
        for cluster in &places {
            let (x, y) = (cluster.x * self.ratio, Scale::TOP / 2.0 * self.ratio);
            let later = picture.marks[cluster.first].at.0 > picture.now_us;
            let color = if later { self.palette.quiet } else { self.palette.ink };
            self.glyph((x, y), outline(cluster.kind), color);
            let words = (text.timeline.mark)(cluster.kind);
            let free = next.next().unwrap_or(width) - cluster.x - 24.0;
            if self.width_of(words) < free * self.ratio {
                let place = (x + 9.0 * self.ratio, y + 4.0 * self.ratio);
                self.words(words, place, "left", self.palette.quiet);
            }
        }
    }

    /// A mark's drawing.
    fn glyph(&self, (x, y): (f64, f64), outline: &str, color: RGBColor) {
        let Ok(path) = web_sys::Path2d::new_with_path_string(outline) else { return };
        self.context.save();
        let _ = self.context.translate(x, y);
        let _ = self.context.scale(self.ratio, self.ratio);
        self.context.set_stroke_style_str(&sheer(color, 1.0));
        self.context.set_line_width(1.5);
        self.context.stroke_with_path(&path);
        self.context.restore();
    }

    /// A group's shape at the end of its line.
    fn shape(&self, (x, y): Pixel, ordinal: u32, color: RGBColor) {
        shape(self.context, (f64::from(x), f64::from(y)), self.ratio * 0.8, ordinal, color);
    }

    /// The moment shown.
    fn playhead(&self, root: &Area, (x, bottom): Pixel) {
        let top = (Scale::TOP * self.ratio) as i32;
        self.path(root, [(x, top), (x, bottom + (5.0 * self.ratio) as i32)], self.palette.ink, 1.5);
        let _ = root.draw(&Circle::new((x, bottom), (4.0 * self.ratio) as i32, self.palette.ink.filled()));
    }
}

/// Dashes and gaps of the lines that follow; none for whole lines.
pub fn dash(context: &CanvasRenderingContext2d, pixels: &[f64], ratio: f64) {
    let dashes: js_sys::Array = pixels.iter().map(|px| JsValue::from_f64(px * ratio)).collect();
    let _ = context.set_line_dash(&dashes);
}

/// A group's shape around a place.
pub fn shape(
    context: &CanvasRenderingContext2d,
    (x, y): (f64, f64),
    scale: f64,
    ordinal: u32,
    color: RGBColor,
) {
    context.set_fill_style_str(&sheer(color, 1.0));
    context.begin_path();
    group_corners(ordinal, scale, (x, y)).for_each(|(x, y)| context.line_to(x, y));
    context.fill();
}

/// Words on a picture that is kept: a title, or a legend's entry. Gives where they end.
pub fn caption(
    context: &CanvasRenderingContext2d,
    words: &str,
    (x, y): (f64, f64),
    px: f64,
    color: RGBColor,
) -> f64 {
    context.set_font(&font_of_page(px));
    context.set_text_align("left");
    context.set_fill_style_str(&sheer(color, 1.0));
    let _ = context.fill_text(words, x, y);
    x + context.measure_text(words).map_or(0.0, |measured| measured.width())
}
