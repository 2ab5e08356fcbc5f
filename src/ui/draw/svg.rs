//! Shapes as an SVG text: as a stand-alone file, or as a part of a page whose style sheet it uses. Not here:
//! which shapes (`picture`), which colours (`paint`).
//!
//! Invariant: well-formed XML whatever a name holds. A file has no style sheet, script or font of its own,
//! and names nothing outside itself.

use crate::ui::draw::paint::{Palette, Value, sets};
use crate::ui::draw::primitives::{Shape, Words};
use crate::ui::draw::shapes::px;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

/// The page's fonts.
const FONTS: &str = "system-ui, -apple-system, Segoe UI, Noto Sans, Noto Sans SC, sans-serif";

/// A picture.
#[derive(Clone, PartialEq, Debug)]
pub struct Picture {
    pub width: u32,
    pub height: u32,
    /// What it is, and what it says, for those who don't see it.
    pub title: String,
    pub summary: String,
    pub shapes: Vec<Shape>,
}

/// Where the colours come from.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Paint {
    /// Attributes: the picture stands alone.
    Alone(Palette),
    /// Classes: the page has the style, and the hatches.
    OnPage,
}

/// The hatches, by their names in the style sheet: side, turn, the line's class.
const HATCHES: [(&str, &str, &str, &str); 2] =
    [("hatch", "7", "45", "hatch-line"), ("hidden-hatch", "5", "-45", "hidden-hatch-line")];

/// Writes a picture.
pub fn svg(picture: &Picture, paint: Paint) -> String {
    let mut pen = Pen { text: String::new(), paint, outer: Vec::new() };
    let (width, height) = (picture.width.to_string(), picture.height.to_string());
    pen.text.push_str("<svg");
    if let Paint::Alone(_) = paint {
        pen.attribute("xmlns", "http://www.w3.org/2000/svg");
    }
    for (name, value) in [("width", &*width), ("height", &height)] {
        pen.attribute(name, value);
    }
    pen.attribute("viewBox", &["0 0 ", &width, " ", &height].concat());
    pen.attribute("role", "img");
    match paint {
        Paint::Alone(_) => {
            pen.attribute("font-family", FONTS);
            pen.attribute("font-size", "12");
        }
        Paint::OnPage => pen.attribute("class", "picture num"),
    }
    pen.text.push('>');
    pen.element("title", &picture.title);
    pen.element("desc", &picture.summary);
    if let Paint::Alone(_) = paint {
        pen.hatches();
    }
    pen.shapes(&picture.shapes);
    pen.text.push_str("</svg>\n");
    pen.text
}

struct Pen<'a> {
    text: String,
    paint: Paint,
    /// The classes around the shape that is written.
    outer: Vec<&'a str>,
}

/// Pushes text as XML has it. What XML cannot hold becomes a mark of its own.
fn push_escaped(into: &mut String, text: &str) {
    for letter in text.chars() {
        match letter {
            '&' => into.push_str("&amp;"),
            '<' => into.push_str("&lt;"),
            '>' => into.push_str("&gt;"),
            '"' => into.push_str("&quot;"),
            '\t' | '\n' => into.push(' '),
            '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => into.push('\u{fffd}'),
            other => into.push(other),
        }
    }
}

impl<'a> Pen<'a> {
    fn attribute(&mut self, name: &str, value: &str) {
        for part in [" ", name, "=\""] {
            self.text.push_str(part);
        }
        push_escaped(&mut self.text, value);
        self.text.push('"');
    }

    fn element(&mut self, name: &str, words: &str) {
        for part in ["<", name, ">"] {
            self.text.push_str(part);
        }
        push_escaped(&mut self.text, words);
        for part in ["</", name, ">"] {
            self.text.push_str(part);
        }
    }

    fn hatches(&mut self) {
        self.text.push_str("<defs>");
        for (id, side, turn, class) in HATCHES {
            self.text.push_str("<pattern");
            for (name, value) in
                [("id", id), ("width", side), ("height", side), ("patternUnits", "userSpaceOnUse")]
            {
                self.attribute(name, value);
            }
            self.attribute("patternTransform", &["rotate(", turn, ")"].concat());
            self.text.push('>');
            let line = ["M0 0V", side].concat();
            self.open("path", class, &[("d", &line)]);
            self.text.push_str("/></pattern>");
        }
        self.text.push_str("</defs>");
    }

    /// An element up to the end of its attributes, in its colours.
    fn open(&mut self, name: &str, class: &str, attributes: &[(&str, &str)]) {
        self.text.push('<');
        self.text.push_str(name);
        match self.paint {
            Paint::OnPage if class.is_empty() => {}
            Paint::OnPage => self.attribute("class", class),
            Paint::Alone(palette) => self.styles(name, class, palette),
        }
        for (name, value) in attributes {
            self.attribute(name, value);
        }
    }

    /// What the style sheet would say of an element of this class here.
    fn styles(&mut self, name: &str, class: &str, palette: Palette) {
        let mut classes: Vec<&str> = class.split_ascii_whitespace().collect();
        let mine = || classes.iter().chain(self.outer.iter().rev()).find(|class| is_group(class));
        let mine = mine().map_or("none", |group| palette.color(group));
        if name == "text" {
            classes.push("text");
        }
        let mut set: Vec<(&str, &str)> = Vec::new();
        for (attribute, value) in sets(&classes, &self.outer) {
            let value = match value {
                Value::Color(variable) => palette.color(variable),
                Value::Mine => mine,
                Value::Plain(value) => value,
            };
            match set.iter_mut().find(|(name, _)| *name == attribute) {
                Some(before) => before.1 = value,
                None => set.push((attribute, value)),
            }
        }
        for (name, value) in set {
            self.attribute(name, value);
        }
    }

    /// Ends an element that holds at most its title.
    fn close(&mut self, name: &str, title: Option<&Words>) {
        match title {
            Some(title) => {
                self.text.push('>');
                self.element("title", title);
                for part in ["</", name, ">"] {
                    self.text.push_str(part);
                }
            }
            None => self.text.push_str("/>"),
        }
    }

    fn shapes(&mut self, shapes: &'a [Shape]) {
        for shape in shapes {
            self.shape(shape);
        }
    }

    fn shape(&mut self, shape: &'a Shape) {
        match shape {
            Shape::Nothing | Shape::Hit { .. } => {}
            Shape::Group { class, title, inside, .. } => {
                self.open("g", class, &[]);
                self.text.push('>');
                if let Some(title) = title {
                    self.element("title", title);
                }
                let outside = self.outer.len();
                self.outer.extend(class.split_ascii_whitespace());
                self.shapes(inside);
                self.outer.truncate(outside);
                self.text.push_str("</g>");
            }
            Shape::Moved { by: (x, y), inside } => {
                self.open("g", "", &[("transform", &["translate(", &px(*x), " ", &px(*y), ")"].concat())]);
                self.text.push('>');
                self.shapes(inside);
                self.text.push_str("</g>");
            }
            Shape::Polygon { class, points, title, .. } => {
                self.open("polygon", class, &[("points", points)]);
                self.close("polygon", title.as_ref());
            }
            Shape::Polyline { class, points } => {
                self.open("polyline", class, &[("points", points)]);
                self.close("polyline", None);
            }
            Shape::Path { class, d, title } => {
                self.open("path", class, &[("d", d)]);
                self.close("path", title.as_ref());
            }
            Shape::Text { class, at: (x, y), anchor, words, .. } => {
                self.open("text", class, &[("x", &px(*x)), ("y", &px(*y)), ("text-anchor", anchor.id())]);
                self.text.push('>');
                push_escaped(&mut self.text, words);
                self.text.push_str("</text>");
            }
        }
    }
}

/// Whether a class gives a group's colour.
fn is_group(class: &str) -> bool {
    matches!(class.as_bytes(), [b'g', b'1'..=b'8'])
}
