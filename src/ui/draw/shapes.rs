//! Drawn shapes as attributes: coordinates, boxes, the groups' shapes. Not here: their colours (`style.css`),
//! where they stand.
//!
//! Invariant: what moves while the clock runs is drawn by corners or ends (`points`, `x1`), not by `d`, `x`,
//! `width` or a transform: those are style to a browser, which it works out again for each shape, and a
//! transform is a layer to be sorted besides.

use alloc::string::{String, ToString};

/// How many shapes and colours there are before they repeat.
pub const SHAPES: u32 = 8;

/// The class that gives a group its colour.
pub fn group_class(ordinal: u32) -> &'static str {
    const CLASSES: [&str; SHAPES as usize] = ["g1", "g2", "g3", "g4", "g5", "g6", "g7", "g8"];
    CLASSES[(ordinal % SHAPES) as usize]
}

/// Corners around (0, 0), in tenths of a pixel.
pub type Corners = &'static [(i16, i16)];

/// A coordinate with a tenth of a pixel.
pub fn px(value: f64) -> String {
    let mut text = String::new();
    push_tenths(&mut text, (value * 10.0).round() as i64);
    text
}

fn push_tenths(text: &mut String, tenths: i64) {
    if tenths < 0 && tenths > -10 {
        text.push('-');
    }
    text.push_str(&(tenths / 10).to_string());
    if tenths % 10 != 0 {
        text.push('.');
        text.push_str(&(tenths % 10).abs().to_string());
    }
}

/// Corners as they stand in `points`.
pub fn points(corners: impl IntoIterator<Item = (f64, f64)>) -> String {
    let mut text = String::new();
    for (x, y) in corners {
        for value in [x, y] {
            if !text.is_empty() {
                text.push(' ');
            }
            push_tenths(&mut text, (value * 10.0).round() as i64);
        }
    }
    text
}

/// A box from its left to its right edge.
pub fn box_points(from: f64, to: f64, top: f64, height: f64) -> String {
    points([(from, top), (to, top), (to, top + height), (from, top + height)])
}

/// The shape of a group, about 12 pixels wide. After eight groups, shapes and colours pair up again.
pub fn group_shape(ordinal: u32) -> Corners {
    const DOWN: Corners = &[(-60, -50), (60, -50), (0, 55)];
    const DIAMOND: Corners = &[(0, -65), (65, 0), (0, 65), (-65, 0)];
    const ROUND: Corners = &[
        (55, 0),
        (51, 21),
        (39, 39),
        (21, 51),
        (0, 55),
        (-21, 51),
        (-39, 39),
        (-51, 21),
        (-55, 0),
        (-51, -21),
        (-39, -39),
        (-21, -51),
        (0, -55),
        (21, -51),
        (39, -39),
        (51, -21),
    ];
    const SQUARE: Corners = &[(-50, -50), (50, -50), (50, 50), (-50, 50)];
    const UP: Corners = &[(-60, 50), (60, 50), (0, -55)];
    const HEXAGON: Corners = &[(-60, 0), (-30, -52), (30, -52), (60, 0), (30, 52), (-30, 52)];
    const CROSS: Corners = &[
        (-20, -60),
        (20, -60),
        (20, -20),
        (60, -20),
        (60, 20),
        (20, 20),
        (20, 60),
        (-20, 60),
        (-20, 20),
        (-60, 20),
        (-60, -20),
        (-20, -20),
    ];
    const PENTAGON: Corners = &[(0, -65), (62, -20), (38, 53), (-38, 53), (-62, -20)];
    const ALL: [Corners; SHAPES as usize] = [DOWN, DIAMOND, ROUND, SQUARE, UP, HEXAGON, CROSS, PENTAGON];
    ALL[((ordinal + ordinal / SHAPES) % SHAPES) as usize]
}

/// The corners of a group's shape around a place, `scale` times as large.
pub fn group_corners(ordinal: u32, scale: f64, (x, y): (f64, f64)) -> impl Iterator<Item = (f64, f64)> {
    let place = move |at: f64, tenths: i16| at + f64::from(tenths) / 10.0 * scale;
    group_shape(ordinal).iter().map(move |(dx, dy)| (place(x, *dx), place(y, *dy)))
}
