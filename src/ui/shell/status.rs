//! What a screen reader hears: the newest event of note, and where a person has just gone. Not here: lines
//! that a person sees (`notices`, `log`).
//!
//! Invariant: of events at most one message in two seconds.

use crate::engine::Event;
use crate::player::LogLine;
use alloc::rc::Rc;
use alloc::string::String;
use yew::NodeRef;

/// Milliseconds between two messages.
const QUIET_MS: f64 = 2_000.0;

/// Speaks through a `role=status` element.
pub struct Speaker {
    node: NodeRef,
    heard: Option<u64>,
    next: Option<Rc<Event>>,
    spoke_ms: f64,
}

impl Speaker {
    /// Through this element.
    pub fn new(node: NodeRef) -> Speaker {
        Speaker { node, heard: None, next: None, spoke_ms: f64::MIN }
    }

    /// Takes in the log, newest first.
    pub fn hear(&mut self, log: &[LogLine]) {
        let newest = log.iter().find(|line| is_of_note(&line.event));
        let Some(line) = newest.filter(|line| self.heard != Some(line.sequence)) else { return };
        // What was there when the page came up is no news.
        if self.heard.replace(line.sequence).is_some() {
            self.next = Some(line.event.clone());
        }
    }

    /// Says what waits, when enough time has passed.
    pub fn speak(&mut self, now_ms: f64) {
        if self.next.is_none() || now_ms - self.spoke_ms < QUIET_MS {
            return;
        }
        let (Some(event), Some(node)) = (self.next.take(), self.node.cast::<web_sys::Element>()) else {
            return;
        };
        self.spoke_ms = now_ms;
        let words: String = (crate::ui::draw::browser::language().text().event)(&event);
        node.set_text_content(Some(&words));
    }
}

/// Says what a person has just brought about, at once.
pub fn say(words: &str) {
    let found = gloo::utils::document().query_selector("[role=status][aria-live=polite]");
    if let Ok(Some(node)) = found {
        node.set_text_content(Some(words));
    }
}

fn is_of_note(event: &Event) -> bool {
    !matches!(
        event,
        Event::Committed { .. }
            | Event::SegmentRolled { .. }
            | Event::Rebalanced { .. }
            | Event::SendRefused { .. }
            | Event::CaughtUp { .. }
            | Event::SegmentDeleted { .. }
    )
}
