//! A picture as plain shapes: what is drawn before it is decided how, as elements of the page (`nodes`) or as
//! a file (`svg`). Not here: what a picture shows (`picture`), colours (`style.css`, `paint`).
//!
//! Invariant: a shape says what it is by the classes of `style.css`; it has no colour of its own, so every
//! theme draws the same shapes.

use crate::engine::ids::Name;
use crate::ui::draw::shapes::{box_points, points};
use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;

/// Words that are known when the program is built, or made for one picture.
pub type Words = Cow<'static, str>;

/// Which part of a text is at its place.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Anchor {
    Start,
    Middle,
    End,
}

impl Anchor {
    /// As `text-anchor` has it.
    pub fn id(self) -> &'static str {
        match self {
            Anchor::Start => "start",
            Anchor::Middle => "middle",
            Anchor::End => "end",
        }
    }
}

/// One shape.
#[derive(Clone, PartialEq, Debug)]
pub enum Shape {
    /// Keeps the place of a shape that comes and goes, so that those behind it stay the same elements.
    Nothing,
    /// Shapes that belong together.
    Group {
        class: Words,
        /// Said where a pointer rests on it.
        title: Option<Words>,
        /// The consumer group whose mark it is, where it can be clicked.
        of: Option<Name>,
        inside: Vec<Shape>,
    },
    /// A group that is somewhere else than it was drawn for.
    Moved {
        by: (f64, f64),
        inside: Vec<Shape>,
    },
    Polygon {
        class: Words,
        points: String,
        title: Option<Words>,
        /// Another key is another element.
        key: Option<String>,
    },
    Polyline {
        class: Words,
        points: String,
    },
    Path {
        class: Words,
        d: String,
        title: Option<Words>,
    },
    /// A place that can be pointed at and is not seen.
    Hit {
        at: (f64, f64),
        radius: u8,
    },
    Text {
        class: Words,
        at: (f64, f64),
        anchor: Anchor,
        words: String,
        /// Another key is another element.
        key: Option<String>,
    },
}

impl Shape {
    /// Shapes without a class of their own.
    pub fn group(inside: Vec<Shape>) -> Shape {
        Shape::Group { class: Words::Borrowed(""), title: None, of: None, inside }
    }

    /// A box from its left to its right edge.
    pub fn bar(class: impl Into<Words>, (from, to): (f64, f64), (top, height): (f64, f64)) -> Shape {
        Shape::Polygon {
            class: class.into(),
            points: box_points(from, to, top, height),
            title: None,
            key: None,
        }
    }

    /// A line along corners.
    pub fn line(class: impl Into<Words>, corners: impl IntoIterator<Item = (f64, f64)>) -> Shape {
        Shape::Polyline { class: class.into(), points: points(corners) }
    }

    /// A path.
    pub fn path(class: impl Into<Words>, d: String) -> Shape {
        Shape::Path { class: class.into(), d, title: None }
    }

    /// A text about its place.
    pub fn text(class: impl Into<Words>, at: (f64, f64), anchor: Anchor, words: String) -> Shape {
        Shape::Text { class: class.into(), at, anchor, words, key: None }
    }
}

/// What says itself where a pointer rests on it.
pub fn titled(title: impl Into<Words>, inside: Vec<Shape>) -> Shape {
    Shape::Group { class: Words::Borrowed(""), title: Some(title.into()), of: None, inside }
}
