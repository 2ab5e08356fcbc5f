//! Retention: how long, in which segments, on which disk. Not here: what goes when (`engine::retention`).
//!
//! Invariant: only what was changed is in the command.

use super::fields::{Field, error_of, on_submit, plain, read_number, use_submission};
use super::frame::{Foot, Frame};
use crate::engine::limits::SEGMENT_BYTES;
use crate::projection::BrokerView;
use crate::sim::command::{Command, RetentionSettings};
use crate::ui::actors::disk::{Strip, next_words, strip_words};
use crate::ui::app::use_ui;
use alloc::rc::Rc;
use alloc::string::ToString;
use alloc::vec;
use yew::prelude::*;

/// The greatest reserved time: a hundred years of seconds.
const RESERVED_S_MAX: i64 = 3_153_600_000;
/// The greatest disk, in KiB: 2^53 bytes.
const DISK_KIB_MAX: i64 = 1 << 43;

#[derive(Properties, PartialEq)]
pub struct RetentionFormProps {
    pub broker: Rc<BrokerView>,
}

/// The form.
#[component]
pub fn RetentionForm(props: &RetentionFormProps) -> Html {
    let ui = use_ui();
    let (words, broker) = (&ui.text.retention, &props.broker);
    let old = [broker.reserved_ms / 1_000, broker.segment_bytes / 1_024, broker.disk_bytes / 1_024];
    let reserved = use_state(|| plain(old[0]));
    let segment = use_state(|| plain(old[1]));
    let disk = use_state(|| plain(old[2]));
    let submission = use_submission();
    let segment_kib = ((*SEGMENT_BYTES.start() / 1_024) as i64, (*SEGMENT_BYTES.end() / 1_024) as i64);
    let read = [
        read_number(&reserved, 0, RESERVED_S_MAX, ui.text),
        read_number(&segment, segment_kib.0, segment_kib.1, ui.text),
        read_number(&disk, 1, DISK_KIB_MAX, ui.text),
    ];
    let ready = read.iter().all(Result::is_ok);
    let onsubmit = {
        let (submission, read) = (submission.clone(), read.clone());
        on_submit(move || {
            let [Ok(reserved), Ok(segment), Ok(disk)] = read.clone() else { return };
            let changed = |new: i64, old: u64, unit: u64| (new as u64 != old).then_some(new as u64 * unit);
            submission.submit(vec![Command::SetRetention(RetentionSettings {
                reserved_ms: changed(reserved, old[0], 1_000),
                segment_bytes: changed(segment, old[1], 1_024),
                disk_bytes: changed(disk, old[2], 1_024),
                delete_hours: None,
            })]);
        })
    };
    let unit = |unit: &'static str, more: &'static str| {
        if more.is_empty() { unit.to_string() } else { [unit, ". ", more].concat() }
    };
    html! {
        <Frame title={words.title} size="small">
            <form {onsubmit}>
                <div class="strip-large" role="img" aria-label={strip_words(broker, ui.text)}><Strip broker={broker.clone()} /></div>
                <p class="muted">{strip_words(broker, ui.text)}{". "}{next_words(broker, ui.text)}</p>
                <Field label={words.reserved} value={reserved} hint={words.seconds} error={error_of(&read[0])} mode="numeric" />
                <Field label={words.segment} value={segment} hint={unit(words.kib, words.from_next)} error={error_of(&read[1])}
                    mode="numeric" />
                <Field label={words.disk} value={disk} hint={words.kib} error={error_of(&read[2])} mode="numeric" />
                <p class="muted">{words.whole_segments}</p>
                {submission.refusal()}
                <Foot action={ui.text.common.change} disabled={!ready} />
            </form>
        </Frame>
    }
}
