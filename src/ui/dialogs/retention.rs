//! Retention: how long, in which segments, on which disk. Not here: what goes when (`engine::retention`).
//!
//! Invariant: only what was changed is in the command.

use crate::engine::limits::SEGMENT_BYTES;
use crate::projection::BrokerView;
use crate::sim::command::{Command, RetentionSettings};
use crate::ui::actors::disk::{next_words, strip, strip_words};
use crate::ui::dialogs::form::{Cx, Form, error};
use alloc::string::ToString;
use alloc::vec;
use alloc::vec::Vec;
use yew::prelude::*;

/// The greatest reserved time: a hundred years of seconds.
const RESERVED_S_MAX: i64 = 3_153_600_000;
/// The greatest disk, in KiB: 2^53 bytes.
const DISK_KIB_MAX: i64 = 1 << 43;

/// Seconds, KiB, KiB.
fn settings(broker: &BrokerView) -> [u64; 3] {
    [broker.reserved_ms / 1_000, broker.segment_bytes / 1_024, broker.disk_bytes / 1_024]
}

/// The form as it opens.
pub fn beginning(broker: &BrokerView) -> Form {
    let mut form = Form::default();
    for (text, setting) in form.text.iter_mut().zip(settings(broker)) {
        *text = setting.to_string();
    }
    form
}

/// The form.
pub fn retention_form(cx: &Cx, broker: &BrokerView) -> Html {
    let words = &cx.ui.text.retention;
    let old = settings(broker);
    let (least, most) = ((*SEGMENT_BYTES.start() / 1_024) as i64, (*SEGMENT_BYTES.end() / 1_024) as i64);
    let read = [cx.number(0, 0, RESERVED_S_MAX), cx.number(1, least, most), cx.number(2, 1, DISK_KIB_MAX)];
    let ready = read.iter().all(Result::is_ok);
    let fields = html! {
        <>
            <div key="strip" class="strip-large" role="img" aria-label={strip_words(broker, cx.ui.text)}>{strip(broker)}</div>
            <p key="next" class="muted">{strip_words(broker, cx.ui.text)}{". "}{next_words(broker, cx.ui.text)}</p>
            {cx.field(0, words.reserved, words.seconds, error(&read[0]), "numeric")}
            {cx.field(1, words.segment, words.kib_from_next, error(&read[1]), "numeric")}
            {cx.field(2, words.disk, words.kib, error(&read[2]), "numeric")}
            <p key="whole" class="muted">{words.whole_segments}</p>
        </>
    };
    let form = cx.form(fields, cx.ui.text.common.change, ready, move |_| {
        let [Ok(reserved), Ok(segment), Ok(disk)] = &read else { return Vec::new() };
        let changed = |new: i64, old: u64, unit: u64| (new as u64 != old).then_some(new as u64 * unit);
        vec![Command::SetRetention(RetentionSettings {
            reserved_ms: changed(*reserved, old[0], 1_000),
            segment_bytes: changed(*segment, old[1], 1_024),
            disk_bytes: changed(*disk, old[2], 1_024),
            delete_hours: None,
        })]
    });
    cx.frame(words.title, "small", form)
}
