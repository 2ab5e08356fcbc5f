//! Shapes as elements of the page. Not here: which shapes (`picture`), their colours (`style.css`).
//!
//! Invariant: one element for each shape, in the same order, so that a shape that moves stays the same
//! element.

use crate::engine::ids::Name;
use crate::ui::draw::primitives::{Shape, Words};
use crate::ui::draw::shapes::px;
use alloc::rc::Rc;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use yew::prelude::*;
use yew::virtual_dom::{Key, VNode};

/// What a click on a consumer group's mark does.
pub type OnMark<'a> = &'a dyn Fn(Name) -> Callback<MouseEvent>;

/// Shapes, one behind the other.
pub fn nodes(shapes: Vec<Shape>, on_mark: OnMark) -> Html {
    shapes.into_iter().map(|shape| node(shape, on_mark)).collect()
}

/// Shapes of which none can be clicked.
pub fn still(shapes: Vec<Shape>) -> Html {
    nodes(shapes, &|_| Callback::noop())
}

fn title_of(title: Option<Words>) -> Html {
    title.map(|title| html! { <title>{text_of(title)}</title> }).unwrap_or_default()
}

fn text_of(words: Words) -> AttrValue {
    match words {
        Words::Borrowed(words) => AttrValue::Static(words),
        Words::Owned(words) => AttrValue::from(words),
    }
}

fn node(shape: Shape, on_mark: OnMark) -> Html {
    match shape {
        Shape::Nothing => html! { <g /> },
        Shape::Group { class, title, of, inside } => {
            let onclick = of.map(on_mark);
            html! { <g {class} {onclick}>{title_of(title)}{nodes(inside, on_mark)}</g> }
        }
        Shape::Moved { by: (x, y), inside } => {
            let transform = ["translate(", &px(x), " ", &px(y), ")"].concat();
            html! { <g {transform}>{nodes(inside, on_mark)}</g> }
        }
        Shape::Polygon { class, points, title, key } => {
            keyed(html! { <polygon {class} {points}>{title_of(title)}</polygon> }, key)
        }
        Shape::Polyline { class, points } => html! { <polyline {class} {points} /> },
        Shape::Path { class, d, title } => html! { <path {class} {d}>{title_of(title)}</path> },
        Shape::Hit { at: (x, y), radius } => {
            html! { <circle class="hit" cx={px(x)} cy={px(y)} r={radius.to_string()} /> }
        }
        Shape::Text { class, at: (x, y), anchor, words, key } => {
            keyed(html! { <text {class} x={px(x)} y={px(y)} text-anchor={anchor.id()}>{words}</text> }, key)
        }
    }
}

/// Another key is another element.
fn keyed(mut node: Html, key: Option<String>) -> Html {
    // Nobody else has it yet; to copy it where somebody had would be more program than all of this.
    if let VNode::VTag(tag) = &mut node
        && let Some(tag) = Rc::get_mut(tag)
    {
        tag.key = key.map(Key::from);
    }
    node
}
