//! Retention: how long, in which segments, on which disk. Not here: what goes when
//! (`engine::log::retention`).
//!
//! Invariant: only what was changed is in the command.

use crate::engine::limits::SEGMENT_BYTES;
use crate::projection::BrokerView;
use crate::sim::command::{Command, RetentionSettings};
use crate::ui::actors::disk::{next_words, strip, strip_words};
use crate::ui::dialogs::form::{Cx, error};
use alloc::string::{String, ToString};
use alloc::vec;
use alloc::vec::Vec;
use yew::prelude::*;

/// The greatest reserved time: a hundred years of seconds.
const RESERVED_S_MAX: i64 = 3_153_600_000;
/// The greatest disk, in KiB: 2^53 bytes.
const DISK_KIB_MAX: i64 = 1 << 43;

/// What is put in.
#[derive(Clone)]
pub struct RetentionForm {
    reserved_s: String,
    segment_kib: String,
    disk_kib: String,
}

impl RetentionForm {
    /// The form as it opens.
    pub fn new(broker: &BrokerView) -> RetentionForm {
        RetentionForm {
            reserved_s: (broker.reserved_ms / 1_000).to_string(),
            segment_kib: (broker.segment_bytes / 1_024).to_string(),
            disk_kib: (broker.disk_bytes / 1_024).to_string(),
        }
    }
}

/// The form.
pub fn retention_form(cx: &Cx<RetentionForm>, broker: &BrokerView) -> Html {
    let words = &cx.ui.text.retention;
    let (old_ms, old_segment, old_disk) = (broker.reserved_ms, broker.segment_bytes, broker.disk_bytes);
    let (least, most) = ((*SEGMENT_BYTES.start() / 1_024) as i64, (*SEGMENT_BYTES.end() / 1_024) as i64);
    let reserved = cx.number(&cx.form.reserved_s, 0, RESERVED_S_MAX);
    let segment = cx.number(&cx.form.segment_kib, least, most);
    let disk = cx.number(&cx.form.disk_kib, 1, DISK_KIB_MAX);
    let ready = reserved.is_ok() && segment.is_ok() && disk.is_ok();
    let fields = html! {
        <>
            <div key="strip" class="strip-large" role="img" aria-label={strip_words(broker, cx.ui.text)}>{strip(broker)}</div>
            <p key="next" class="muted">{strip_words(broker, cx.ui.text)}{". "}{next_words(broker, cx.ui.text)}</p>
            {cx.field(|form| &mut form.reserved_s, words.reserved, words.seconds, error(&reserved), "numeric")}
            {cx.field(|form| &mut form.segment_kib, words.segment, words.kib_from_next, error(&segment), "numeric")}
            {cx.field(|form| &mut form.disk_kib, words.disk, words.kib, error(&disk), "numeric")}
            <p key="whole" class="muted">{words.whole_segments}</p>
        </>
    };
    let form = cx.form(fields, cx.ui.text.common.change, ready, move |_| {
        let (Ok(reserved), Ok(segment), Ok(disk)) = (&reserved, &segment, &disk) else { return Vec::new() };
        let changed = |new: i64, old: u64, unit: u64| (new as u64 != old / unit).then_some(new as u64 * unit);
        vec![Command::SetRetention(RetentionSettings {
            reserved_ms: changed(*reserved, old_ms, 1_000),
            segment_bytes: changed(*segment, old_segment, 1_024),
            disk_bytes: changed(*disk, old_disk, 1_024),
            delete_hours: None,
        })]
    });
    cx.frame(words.title, "small", form)
}
