//! What a POP group has been handed and has not acknowledged, on its lane: outlined, since nobody else can see it (R-POP-1). In the
//! program's second part. Not here: the same as text (`pockets`), the groups' marks (`groups`).
//!
//! Invariant: each message has its own outline where cells are wide enough; else one outline runs from the first to the last.

use super::bar::CELL_PX_MIN;
use super::groups::GroupMark;
use super::lane::LaneProps;
use super::pockets::listed_words;
use super::topic::px;
use crate::engine::ids::QueueOffset;
use crate::projection::HiddenSpan;
use alloc::string::String;
use alloc::vec::Vec;
use yew::prelude::*;

/// The outlines of all groups on a lane.
pub fn hidden_marks(props: &LaneProps) -> Html {
    html! {
        <g key="hidden">
            for mark in props.marks.iter() {
                {span_of(mark, props).map(|span| outlines(mark, span, props)).unwrap_or_default()}
            }
        </g>
    }
}

fn span_of<'a>(mark: &'a GroupMark, props: &LaneProps) -> Option<&'a HiddenSpan> {
    mark.hidden.as_ref()?.aside.hidden(&mark.on_lane.group, &props.topic, props.lane.queue)
}

fn outlines(mark: &GroupMark, span: &HiddenSpan, props: &LaneProps) -> Html {
    let (top, height) = props.density.bar();
    let axis = &props.axis;
    let alone = axis.cell_width() >= CELL_PX_MIN && span.first.len() as u64 == span.count;
    let places: Vec<(QueueOffset, QueueOffset)> = match alone {
        true => span.first.iter().map(|(at, _)| (*at, QueueOffset(at.0 + 1))).collect(),
        false => Vec::from([(span.from, span.to)]),
    };
    let mut path = String::new();
    for (from, to) in places {
        let (from, to) = (axis.x_clamped(from.0) + 1.0, axis.x_clamped(to.0) - 1.0);
        let (width, tall) = ((to - from).max(2.0), height - 6.0);
        path.push_str(
            &["M", &px(from), " ", &px(top + 3.0), "h", &px(width), "v", &px(tall), "h", &px(-width), "z"]
                .concat(),
        );
    }
    let words = listed_words(span, &props.ui);
    html! {
        <path class={["hidden-span ", mark.class()].concat()} d={path}>
            <title>{[mark.on_lane.group.as_str(), ": ", &words].concat()}</title>
        </path>
    }
}
