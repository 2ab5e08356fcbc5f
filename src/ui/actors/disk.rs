//! The broker's disk: settings, segments, and what goes next. Not here: changing them (`dialogs::retention`).
//!
//! Invariant: the strip shows each segment's share of the bytes; however many there are, it is a handful of
//! elements.

use crate::engine::limits::DISK_SPACE_CLEAN_FORCIBLY_PERCENT;
use crate::projection::BrokerView;
use crate::ui::draw::format::{bytes, clock_short, count, duration};
use crate::ui::draw::parts::{row, term_row};
use crate::ui::draw::shapes::px;
use crate::ui::state::context::Ui;
use crate::ui::state::{Selection, UiAction};
use crate::ui::text::{Term, Text};
use alloc::string::{String, ToString};
use yew::prelude::*;

/// Width of the strip's own coordinates.
const STRIP: f64 = 200.0;
/// Segments that are drawn one by one; of more, the oldest share a block.
const DRAWN_MAX: usize = 60;

/// The panel's rows.
pub fn broker_rows(ui: &Ui, broker: &BrokerView) -> Html {
    let (broker, words) = (broker, &ui.text.retention);
    html! {
        <div class="broker">
            <dl class="rows">
                {term_row(ui, Term::Retention, words.reserved, &duration(broker.reserved_ms, &ui.text.units))}
                {term_row(ui, Term::Segment, words.segment, &bytes(broker.segment_bytes))}
                {row(words.disk, &format!("{} %", count(broker.used_percent)))}
            </dl>
            <button type="button" class="strip-button"
                onclick={ui.action(UiAction::Select(Selection::Broker))}
                aria-label={strip_words(broker, ui.text)}>
                {strip(broker)}
            </button>
            <p class={if broker.disk_full { "muted is-warn" } else { "muted" }}>
                {next_words(broker, ui.text)}
            </p>
        </div>
    }
}

/// `Disk 71 % used, 12 segments`.
pub fn strip_words(broker: &BrokerView, text: &Text) -> String {
    let segments = (text.retention.segments)(broker.segments.len() as u64);
    (text.retention.strip)(&format!("{} %", count(broker.used_percent)), &segments)
}

/// What goes next, and when.
pub fn next_words(broker: &BrokerView, text: &Text) -> String {
    let words = &text.retention;
    if broker.disk_full {
        return words.disk_full.to_string();
    }
    if broker.used_percent > DISK_SPACE_CLEAN_FORCIBLY_PERCENT {
        return words.disk_goes.to_string();
    }
    match broker.oldest_expires_at {
        None => words.nothing_goes.to_string(),
        Some(at) => (words.next_goes)(&clock_short(at.max(broker.next_pass).0)),
    }
}

/// The segments on the disk: oldest left, the one being written last, free space right.
pub fn strip(broker: &BrokerView) -> Html {
    let disk = broker.disk_bytes.max(broker.used_bytes).max(1) as f64;
    let hidden = broker.segments.len().saturating_sub(DRAWN_MAX);
    let mut at = 0.0;
    let blocks = broker.segments.iter().enumerate().map(|(i, segment)| {
        let (from, width) = (at, segment.capacity_bytes as f64 / disk * STRIP);
        at += width;
        (i, from, width, segment.active, segment.used_bytes as f64 / segment.capacity_bytes.max(1) as f64)
    });
    let mut lead = 0.0f64;
    let mut drawn = alloc::vec::Vec::new();
    for (i, from, width, active, used) in blocks {
        if i < hidden {
            lead = from + width;
        } else {
            drawn.push((i, from, width, active, used));
        }
    }
    let limit = px(DISK_SPACE_CLEAN_FORCIBLY_PERCENT as f64 / 100.0 * STRIP);
    html! {
        <svg class="strip" viewBox="0 0 200 14" preserveAspectRatio="none" aria-hidden="true"
            focusable="false">
            <rect class="strip-free" x="0" y="2" width="200" height="10" />
            <rect class="strip-segment" x="0" y="2" width={px(lead)} height="10" />
            for (i, from, width, active, used) in drawn {
                <rect key={i} class={if active { "strip-active" } else { "strip-segment" }} x={px(from)} y="2"
                    width={px(((width - 0.6) * if active { used } else { 1.0 }).max(0.4))} height="10" />
            }
            <path class="strip-limit" d={format!("M{limit} 0v14")} />
        </svg>
    }
}
