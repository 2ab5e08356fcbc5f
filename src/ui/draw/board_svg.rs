//! The board as one SVG that stands alone: what is on the page, with the style of every part as attributes and text as text. Not
//! here: what the board shows (`board`), and giving the file (`panels::downloads`).
//!
//! Invariant: the picture needs no style sheet, no script and no font of its own, and names nothing outside itself.

use crate::ui::draw::format::clock;
use crate::ui::state::context::Ui;
use alloc::string::{String, ToString};
use wasm_bindgen::JsCast;
use web_sys::{CssStyleDeclaration, Document, DomRect, Element, Node};

const SVG: &str = "http://www.w3.org/2000/svg";

/// What an attribute can say of a style.
const STYLES: [&str; 13] = [
    "fill",
    "fill-opacity",
    "stroke",
    "stroke-width",
    "stroke-dasharray",
    "stroke-linecap",
    "stroke-linejoin",
    "stroke-opacity",
    "opacity",
    "font-family",
    "font-size",
    "font-weight",
    "text-anchor",
];

/// Pixels around the board, and above it for the title.
const EDGE: f64 = 16.0;
const HEAD: f64 = 58.0;

/// The board on the page, or nothing where no lane is drawn.
pub fn board(ui: &Ui) -> Option<String> {
    let document = gloo::utils::document();
    let scroll = document.query_selector(".board-scroll").ok()??;
    let first = scroll.query_selector(".lane-picture").ok()??;
    if first.get_bounding_client_rect().width() < 1.0 {
        return None;
    }
    let pen = Pen { document: document.clone(), origin: scroll.get_bounding_client_rect() };
    let (width, height) = (f64::from(scroll.scroll_width()), f64::from(scroll.scroll_height()));
    let root = pen.element("svg")?;
    let (whole_width, whole_height) = (width + 2.0 * EDGE, height + HEAD + EDGE);
    for (name, value) in [("width", &px(whole_width)), ("height", &px(whole_height))] {
        root.set_attribute(name, value).ok()?;
    }
    root.set_attribute("viewBox", &["0 0 ", &px(whole_width), " ", &px(whole_height)].concat()).ok()?;
    root.set_attribute("role", "img").ok()?;
    let (name, under) = ui.lab.read(|player| {
        let profile = (ui.text.profile)(player.world().header().profile).name;
        (player.title().to_string(), (ui.text.take_away.under)(profile, &clock(player.now().0)))
    });
    let title = pen.element("title")?;
    title.set_text_content(Some(&[&name, " – ", &under].concat()));
    root.append_child(&title).ok()?;
    pen.ground(&root, whole_width, whole_height)?;
    pen.head(&root, &scroll, &name, &under)?;
    if let Ok(Some(pattern)) = document.query_selector(".defs defs") {
        let pattern = pen.styled(&pattern)?;
        root.append_child(&pattern).ok()?;
    }
    let board = pen.element("g")?;
    board.set_attribute("transform", &["translate(", &px(EDGE), " ", &px(HEAD), ")"].concat()).ok()?;
    pen.walk(&scroll, &board)?;
    root.append_child(&board).ok()?;
    web_sys::XmlSerializer::new().ok()?.serialize_to_string(&root).ok()
}

/// A length with at most two digits behind the point.
fn px(value: f64) -> String {
    crate::ui::draw::shapes::px(value)
}

struct Pen {
    document: Document,
    origin: DomRect,
}

fn style_of(element: &Element) -> Option<CssStyleDeclaration> {
    web_sys::window()?.get_computed_style(element).ok()?
}

fn property(style: &CssStyleDeclaration, name: &str) -> String {
    style.get_property_value(name).unwrap_or_default()
}

impl Pen {
    fn element(&self, name: &str) -> Option<Element> {
        self.document.create_element_ns(Some(SVG), name).ok()
    }

    /// The page's colour behind everything.
    fn ground(&self, root: &Element, width: f64, height: f64) -> Option<()> {
        let color = property(&style_of(&self.document.document_element()?)?, "background-color");
        let rect = self.element("rect")?;
        for (name, value) in [("width", px(width)), ("height", px(height)), ("fill", color)] {
            rect.set_attribute(name, &value).ok()?;
        }
        root.append_child(&rect).ok()?;
        Some(())
    }

    /// Which lab, by which rules, when.
    fn head(&self, root: &Element, like: &Element, name: &str, under: &str) -> Option<()> {
        let style = style_of(like)?;
        for (words, y, size, opacity) in [(name, 26.0, "16px", "1"), (under, 45.0, "12px", "0.75")] {
            let text = self.text(words, (EDGE, y), &style)?;
            text.set_attribute("font-size", size).ok()?;
            text.set_attribute("opacity", opacity).ok()?;
            root.append_child(&text).ok()?;
        }
        Some(())
    }

    /// Text in the style of an element of the page.
    fn text(&self, words: &str, (x, y): (f64, f64), style: &CssStyleDeclaration) -> Option<Element> {
        let text = self.element("text")?;
        text.set_text_content(Some(words));
        for (name, value) in [("x", px(x)), ("y", px(y)), ("fill", property(style, "color"))] {
            text.set_attribute(name, &value).ok()?;
        }
        for name in ["font-family", "font-size", "font-weight"] {
            text.set_attribute(name, &property(style, name)).ok()?;
        }
        Some(text)
    }

    /// Everything inside an element: pictures as they are, words where they stand. Buttons that do something are left out.
    fn walk(&self, element: &Element, into: &Element) -> Option<()> {
        let nodes = element.child_nodes();
        for i in 0..nodes.length() {
            let Some(node) = nodes.item(i) else { continue };
            match node.dyn_ref::<Element>() {
                Some(child) if is_left_out(child) => {}
                Some(child) if child.local_name() == "svg" => {
                    let picture = self.styled(child)?;
                    let at = child.get_bounding_client_rect();
                    for (name, value) in [("x", self.x(&at)), ("y", self.y(&at))] {
                        picture.set_attribute(name, &px(value)).ok()?;
                    }
                    picture.set_attribute("overflow", "visible").ok()?;
                    into.append_child(&picture).ok()?;
                }
                Some(child) => self.walk(child, into)?,
                None => self.words(element, &node, into)?,
            }
        }
        Some(())
    }

    fn x(&self, at: &DomRect) -> f64 {
        at.left() - self.origin.left()
    }

    fn y(&self, at: &DomRect) -> f64 {
        at.top() - self.origin.top()
    }

    /// A text node where it stands.
    fn words(&self, parent: &Element, node: &Node, into: &Element) -> Option<()> {
        let words = node.text_content().unwrap_or_default();
        let range = self.document.create_range().ok()?;
        range.select_node_contents(node).ok()?;
        let at = range.get_bounding_client_rect();
        if node.node_type() != Node::TEXT_NODE || words.trim().is_empty() || at.width() < 2.0 {
            return Some(());
        }
        // The foot of the letters: a line box is about a quarter taller below it.
        let place = (self.x(&at), self.y(&at) + at.height() * 0.78);
        let text = self.text(words.trim(), place, &style_of(parent)?)?;
        into.append_child(&text).ok()?;
        Some(())
    }

    /// A copy of a drawing with the style of each part as attributes.
    fn styled(&self, element: &Element) -> Option<Element> {
        let copy = element.clone_node_with_deep(false).ok()?.dyn_into::<Element>().ok()?;
        for name in ["class", "tabindex", "style", "focusable", "aria-hidden", "data-tip", "role"] {
            let _ = copy.remove_attribute(name);
        }
        if let Some(style) = style_of(element).filter(|_| !matches!(&*element.local_name(), "title" | "defs"))
        {
            for name in STYLES {
                let value = property(&style, name).replace("url(\"#", "url(#").replace("\")", ")");
                if !is_default(name, &value) {
                    copy.set_attribute(name, &value).ok()?;
                }
            }
        }
        let nodes = element.child_nodes();
        for i in 0..nodes.length() {
            let Some(node) = nodes.item(i) else { continue };
            let inner: Node = match node.dyn_ref::<Element>() {
                Some(child) => self.styled(child)?.into(),
                None => node.clone_node().ok()?,
            };
            copy.append_child(&inner).ok()?;
        }
        Some(copy)
    }
}

/// What every SVG begins with needs no attribute.
fn is_default(name: &str, value: &str) -> bool {
    match name {
        "stroke" | "stroke-dasharray" => value == "none",
        "opacity" | "fill-opacity" | "stroke-opacity" => value == "1",
        "stroke-linecap" => value == "butt",
        "stroke-linejoin" => value == "miter",
        "text-anchor" => value == "start",
        _ => value.is_empty(),
    }
}

/// What can be pressed and is no queue's name, and what is not seen.
fn is_left_out(element: &Element) -> bool {
    // A fold that is closed shows nothing but its own button.
    let left_out =
        "button:not(.lane-name), .topic-acts, .defs, [hidden], .hidden, summary, details:not([open]) > *";
    let pressed = matches!(element.matches(left_out), Ok(true));
    pressed || style_of(element).is_some_and(|style| property(&style, "display") == "none")
}
