//! Lag over time, drawn with plotters: grid, marks, a line for each group, the moment shown. Not here: the scrubber
//! (`timeline`), the samples (`player`).
//!
//! Invariant: colours are those that the page's style gives; what comes after the moment shown is set back.

use super::canvas::{CanvasBackend, css};
use super::scale::Scale;
use crate::player::{LagHistory, Player};
use crate::ui::browser::font_of_page;
use crate::ui::format::{clock_short, compact};
use crate::ui::icons::group_shape;
use crate::ui::text::Text;
use alloc::vec::Vec;
use plotters::coord::Shift;
use plotters::prelude::*;
use plotters_backend::BackendColor;
use web_sys::CanvasRenderingContext2d;

/// Colours of the page: grid lines, marks, quiet text, ink, and the groups'.
pub struct Palette {
    pub line: RGBColor,
    pub mark: RGBColor,
    pub quiet: RGBColor,
    pub ink: RGBColor,
    pub groups: Vec<RGBColor>,
}

/// Where to draw, in device pixels, and how many of them are a pixel of the page.
pub struct Sheet {
    pub context: CanvasRenderingContext2d,
    pub width: u32,
    pub height: u32,
    pub ratio: f64,
}

/// Pixels of the page after which a mark's name is said again.
const SAME_MARK_GAP: f64 = 160.0;
/// Opacity of what is still to come.
const LATER: f64 = 0.35;

/// Draws the whole chart.
pub fn draw(sheet: Sheet, player: &Player, palette: &Palette, text: &Text) {
    let scale = Scale::of(player, f64::from(sheet.width) / sheet.ratio);
    let (context, ratio) = (sheet.context.clone(), sheet.ratio);
    context.clear_rect(0.0, 0.0, f64::from(sheet.width), f64::from(sheet.height));
    let backend = CanvasBackend { context: sheet.context, width: sheet.width, height: sheet.height };
    let root = backend.into_drawing_area();
    let px = |css_px: f64| (css_px * ratio) as u32;
    let chart = ChartBuilder::on(&root)
        .margin_left(px(Scale::LEFT))
        .margin_right(px(Scale::RIGHT))
        .margin_top(px(Scale::TOP))
        .margin_bottom(px(Scale::BOTTOM))
        .build_cartesian_2d(0i64..scale.end_us as i64, 0i64..scale.top);
    let Ok(mut chart) = chart else { return };
    let pen = Pen { context: &context, ratio, palette };
    let at = |time: u64, lag: i64| chart.backend_coord(&(time as i64, lag));
    pen.grid(&root, &scale, &at);
    pen.marks(&root, player, &scale, text, &at);
    for group in groups(player) {
        let color = palette.groups[(group.ordinal as usize) % palette.groups.len()];
        for part in parts(player.history(), &group.name, player.now().0) {
            let color = color.mix(if part.later { LATER } else { 1.0 });
            let points = part.points.iter().map(|(time, lag)| (*time as i64, (*lag).max(0)));
            let _ = chart.draw_series(LineSeries::new(points, color.stroke_width((2.0 * ratio) as u32)));
        }
        if let Some(lag) = group.lag_now {
            pen.shape(chart.backend_coord(&(player.now().0 as i64, lag.max(0))), group.ordinal, color);
        }
    }
    pen.playhead(&root, chart.backend_coord(&(player.now().0 as i64, 0)), &scale);
}

/// A group with a line.
pub struct Line {
    pub name: crate::engine::ids::Name,
    pub ordinal: u32,
    pub lag_now: Option<i64>,
}

/// The groups of the lab, by name.
pub fn groups(player: &Player) -> Vec<Line> {
    let actors = crate::projection::actors(player.world());
    let line = |group: crate::projection::GroupView| Line {
        name: group.group,
        ordinal: group.ordinal,
        lag_now: group.lag,
    };
    actors.groups.into_iter().map(line).collect()
}

/// A stretch of a line without a gap.
struct Part {
    points: Vec<(u64, i64)>,
    later: bool,
}

fn parts(history: &LagHistory, group: &str, now_us: u64) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    let Some(lags) = history.groups.get(group) else { return parts };
    let mut open = false;
    for (time, lag) in history.times_us.iter().zip(lags) {
        let later = *time > now_us;
        match (lag, parts.last_mut()) {
            (None, _) => open = false,
            (Some(lag), Some(part)) if open && part.later == later => part.points.push((*time, *lag)),
            (Some(lag), last) => {
                // What is to come begins where what was ends.
                let joint = last.filter(|_| open).and_then(|part| part.points.last().copied());
                parts.push(Part { points: joint.into_iter().chain([(*time, *lag)]).collect(), later });
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
type Place = (i32, i32);

impl Pen<'_> {
    fn words(&self, words: &str, (x, y): (f64, f64), align: &str, color: RGBColor) {
        let (r, g, b) = color.rgb();
        self.context.set_font(&font_of_page(11.0 * self.ratio));
        self.context.set_text_align(align);
        self.context.set_fill_style_str(&css(BackendColor { alpha: 1.0, rgb: (r, g, b) }));
        let _ = self.context.fill_text(words, x, y);
    }

    fn path(&self, root: &Area, points: [Place; 2], color: RGBColor, width: f64) {
        let _ =
            root.draw(&PathElement::new(points, color.stroke_width((width * self.ratio).max(1.0) as u32)));
    }

    /// Lines and numbers of both axes.
    fn grid(&self, root: &Area, scale: &Scale, at: &dyn Fn(u64, i64) -> Place) {
        let gap = 6.0 * self.ratio;
        for lag in scale.lag_ticks() {
            let (from, to) = (at(0, lag), at(scale.end_us, lag));
            self.path(root, [from, to], self.palette.line, 1.0);
            let place = (f64::from(from.0) - gap, f64::from(from.1) + 4.0 * self.ratio);
            self.words(&compact(lag), place, "right", self.palette.quiet);
        }
        for time in scale.time_ticks() {
            let (x, y) = at(time, 0);
            let place = (f64::from(x), f64::from(y) + 16.0 * self.ratio);
            self.words(&clock_short(time), place, "center", self.palette.quiet);
        }
    }

    /// Dashed lines where something happened; a name where it has room.
    fn marks(
        &self,
        root: &Area,
        player: &Player,
        scale: &Scale,
        text: &Text,
        at: &dyn Fn(u64, i64) -> Place,
    ) {
        let dash = js_sys::Array::of2(&(3.0 * self.ratio).into(), &(3.0 * self.ratio).into());
        let mut free_from = f64::MIN;
        let mut last = None;
        for mark in player.history().marks() {
            let (x, top) = at(mark.at.0, scale.top);
            let _ = self.context.set_line_dash(&dash);
            self.path(root, [(x, top), at(mark.at.0, 0)], self.palette.mark, 1.0);
            let _ = self.context.set_line_dash(&js_sys::Array::new());
            let words = text.timeline.marks[mark.kind as usize];
            let left = f64::from(x) + 4.0 * self.ratio;
            self.context.set_font(&font_of_page(11.0 * self.ratio));
            let width = self.context.measure_text(words).map_or(40.0, |measured| measured.width());
            let edge = f64::from(at(scale.end_us, 0).0);
            let again = last == Some(mark.kind) && left < free_from + SAME_MARK_GAP * self.ratio;
            if left > free_from && left + width < edge && !again {
                last = Some(mark.kind);
                self.words(words, (left, f64::from(top) + 9.0 * self.ratio), "left", self.palette.quiet);
                free_from = left + width + 8.0 * self.ratio;
            }
        }
    }

    /// A group's shape at the end of its line.
    fn shape(&self, (x, y): Place, ordinal: u32, color: RGBColor) {
        let Ok(outline) = web_sys::Path2d::new_with_path_string(group_shape(ordinal)) else { return };
        self.context.save();
        let _ = self.context.translate(f64::from(x), f64::from(y));
        let _ = self.context.scale(self.ratio * 0.8, self.ratio * 0.8);
        let (r, g, b) = color.rgb();
        self.context.set_fill_style_str(&css(BackendColor { alpha: 1.0, rgb: (r, g, b) }));
        self.context.fill_with_path_2d(&outline);
        self.context.restore();
    }

    /// The moment shown.
    fn playhead(&self, root: &Area, (x, bottom): Place, _: &Scale) {
        let top = (Scale::TOP * self.ratio) as i32 - (8.0 * self.ratio) as i32;
        self.path(root, [(x, top), (x, bottom + (5.0 * self.ratio) as i32)], self.palette.ink, 1.5);
        let _ = root.draw(&Circle::new((x, top), (5.0 * self.ratio) as i32, self.palette.ink.filled()));
    }
}
