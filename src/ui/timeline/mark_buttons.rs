//! The marks on the time line as buttons, and as words. Not here: their drawings (`chart`), what gets a mark
//! (`player::history`).
//!
//! Invariant: every mark can be reached and read by keyboard.

use crate::engine::ids::VirtualTime;
use crate::player::Mark;
use crate::ui::draw::format::clock;
use crate::ui::draw::shapes::px;
use crate::ui::shell::status;
use crate::ui::state::context::Ui;
use crate::ui::state::lab::Lab;
use crate::ui::text::Text;
use crate::ui::timeline::marks;
use crate::ui::timeline::marks::{CLUSTER_PX, Cluster, clusters};
use crate::ui::timeline::scale::Scale;
use crate::ui::timeline::series::Picture;
use alloc::string::{String, ToString};
use wasm_bindgen::JsCast;
use yew::prelude::*;

/// Goes to the mark before or after the moment shown, and says what it is.
pub fn jump_to_mark(ui: &Ui, forward: bool) {
    let (now, marks) = ui.lab.read(|player| (player.now().0, player.history().marks().to_vec()));
    let Some(at) = marks::neighbour(&marks, now, forward) else {
        return status::say(ui.text.timeline.no_mark);
    };
    go(&ui.lab, at);
    status::say(&moment_words(at, marks::at(&marks, at), ui.text));
}

fn go(lab: &Lab, at_us: u64) {
    lab.seek(VirtualTime(at_us));
}

/// A moment, and the marks that it has.
pub fn moment_words<'a>(at_us: u64, marks: impl Iterator<Item = &'a Mark>, text: &Text) -> String {
    let mut words = clock(at_us);
    for (i, mark) in marks.enumerate() {
        words.push_str(if i == 0 { text.timeline.colon } else { text.timeline.and });
        words.push_str(&mark_words(mark, text));
    }
    words
}

/// What a mark stands for: `reset: billing`.
fn mark_words(mark: &Mark, text: &Text) -> String {
    let kind = (text.timeline.mark)(mark.kind);
    let mut words = match &mark.name {
        Some(name) => (text.timeline.of)(kind, name),
        None => kind.to_string(),
    };
    if mark.count > 1 {
        words.push(' ');
        words.push_str(&(text.log.times)(u64::from(mark.count)));
    }
    words
}

/// The marks as buttons over their drawings. Tab comes to the one nearest to the moment shown; arrows go from
/// one to the next.
pub fn mark_buttons(ui: &Ui, picture: &Picture, width: f64) -> Html {
    let places = clusters(&picture.marks, |at_us| picture.scale.x(width, at_us));
    let now_x = picture.scale.x(width, picture.now_us);
    let distance = |cluster: &Cluster| (cluster.x - now_x).max(now_x - cluster.x);
    let mut nearest = 0;
    for (i, cluster) in places.iter().enumerate() {
        if distance(cluster) < distance(&places[nearest]) {
            nearest = i;
        }
    }
    html! {
        <svg class="marks" width={px(width)} height={px(Scale::TOP)} role="group"
            aria-label={ui.text.timeline.mark_list}>
            for (i, cluster) in places.iter().enumerate() {
                {mark_button(ui, cluster, &picture.marks, i == nearest)}
            }
        </svg>
    }
}

fn mark_button(ui: &Ui, cluster: &Cluster, marks: &[Mark], in_order: bool) -> Html {
    let at_us = marks[cluster.first].at.0;
    let words = cluster_words(cluster.of(marks), ui.text);
    let onkeydown = {
        let lab = ui.lab.clone();
        Callback::from(move |event: KeyboardEvent| match event.key().as_str() {
            "Enter" | " " => {
                event.prevent_default();
                go(&lab, at_us);
            }
            "ArrowLeft" => focus_beside(&event, |mark| mark.previous_element_sibling()),
            "ArrowRight" => focus_beside(&event, |mark| mark.next_element_sibling()),
            "Home" => focus_beside(&event, |mark| mark.parent_element()?.first_element_child()),
            "End" => focus_beside(&event, |mark| mark.parent_element()?.last_element_child()),
            _ => {}
        })
    };
    html! {
        <g key={at_us.to_string()} class="mark-button" role="button"
            tabindex={if in_order { "0" } else { "-1" }}
            onclick={ui.on_lab(move |lab| go(lab, at_us))} {onkeydown} data-tip={words.clone()}
                aria-label={words}>
            <rect x={px(cluster.x - CLUSTER_PX / 2.0)} y="0" width={px(CLUSTER_PX)} height={px(Scale::TOP)}
                rx="6" />
        </g>
    }
}

/// Marks of a cluster that are named; the rest is counted.
const NAMED_MAX: usize = 4;

fn cluster_words(marks: &[Mark], text: &Text) -> String {
    let mut words = String::new();
    let mut last = None;
    for (i, mark) in marks.iter().take(NAMED_MAX).enumerate() {
        if i > 0 {
            words.push_str(text.timeline.and);
        }
        if last != Some(mark.at) {
            words.push_str(&clock(mark.at.0));
            words.push_str(text.timeline.colon);
            last = Some(mark.at);
        }
        words.push_str(&mark_words(mark, text));
    }
    if marks.len() > NAMED_MAX {
        words.push_str(text.timeline.and);
        words.push_str(&(text.timeline.more)((marks.len() - NAMED_MAX) as u64));
    }
    words
}

fn focus_beside(event: &KeyboardEvent, beside: fn(&web_sys::Element) -> Option<web_sys::Element>) {
    event.prevent_default();
    let here = event.target_dyn_into::<web_sys::Element>();
    let there = here.as_ref().and_then(beside).and_then(|there| there.dyn_into::<web_sys::SvgElement>().ok());
    if let Some(there) = there {
        let _ = there.focus();
    }
}
