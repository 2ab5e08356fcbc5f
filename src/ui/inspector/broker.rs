//! The broker's disk in full: settings, segments, what goes next and why. Not here: changing it
//! (`dialogs::retention`).
//!
//! Invariant: it says that whole segments go, whoever has read them or not.

use crate::sim::command::Command;
use crate::ui::actors::disk::{next_words, strip, strip_words};
use crate::ui::draw::format::{bytes, clock_short, count, duration, number};
use crate::ui::draw::parts::{Button, h2, row, term_row};
use crate::ui::inspector::facts::{fact, ruled};
use crate::ui::inspector::segment::segment_button;
use crate::ui::state::Dialog;
use crate::ui::state::context::Ui;
use crate::ui::state::snapshot::Snapshot;
use crate::ui::text::Term;
use yew::prelude::*;

/// The disk.
pub fn broker_details(ui: &Ui, snapshot: &Snapshot) -> Html {
    let broker = &snapshot.broker;
    let cold = snapshot.aside.cold_count();
    let (words, control) = (&ui.text.retention, &ui.text.control);
    let (class, rule) = if broker.disk_full { ("verdict", "R-RET-6") } else { ("muted", "R-RET-3") };
    let delete = {
        let ui = ui.clone();
        Callback::from(move |_: MouseEvent| ui.lab.command(Command::DeleteExpiredSegments {}, ui.text))
    };
    html! {
        <div>
            {h2(ui.text.actors.broker)}
            <div class="strip-large" role="img" aria-label={strip_words(broker, ui.text)}>
                {strip(broker)}
            </div>
            <dl class="rows">
                {row(words.used, &[&bytes(broker.used_bytes), ", ", &count(broker.used_percent), " \
                    %"].concat())}
                {row(words.disk, &bytes(broker.disk_bytes))}
                {term_row(ui, Term::Segment, words.segment,
                    &[&bytes(broker.segment_bytes), " × ", &count(broker.segments.len() as u64)].concat())}
                {term_row(ui, Term::Retention, words.reserved, &duration(broker.reserved_ms, &ui.text.units))}
                {row(words.next_pass, &clock_short(broker.next_pass.0))}
                {fact(ui, Term::Cold, &number(cold), "num")}
            </dl>
            {ruled(ui, class, &next_words(broker, ui.text), rule)}
            {ruled(ui, "muted", words.whole_segments, "R-RET-1")}
            {broker.segments.first().map(|oldest| segment_button(ui, oldest.base))}
            <div class="acts">
                {Button::word("solid", words.edit).dialog(ui, Dialog::Retention)}
                {Button::word("line", words.delete_now).gives(ui, "delete_expired_segments", "").on(delete)}
            </div>
            <div class="acts">
                {Button::word("line", control.memory_open).dialog(ui, Dialog::Memory)}
                {Button::word("line", control.broker_open).dialog(ui, Dialog::Broker)}
            </div>
        </div>
    }
}
