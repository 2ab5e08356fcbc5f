//! Page cache, cold reads and what a young queue's first message counts as. Not here: retention
//! (`retention`), what a cold read does (`engine::log::page_cache`).
//!
//! Invariant: only what was changed is in the command.

use crate::engine::limits::{CACHED_SEGMENTS_MAX, COLD_READ_MS_MAX};
use crate::projection::{MemorySettings, memory_settings};
use crate::sim::command::{BrokerChange, Command, Residency};
use crate::ui::dialogs::form::{Cx, error};
use crate::ui::state::context::Ui;
use alloc::string::{String, ToString};
use alloc::vec;
use alloc::vec::Vec;
use yew::prelude::*;

/// The greatest share, in KiB: a GiB.
const COLD_KIB_MAX: i64 = 1_048_576;
const RESIDENCIES: [Residency; 3] = [Residency::Always, Residency::ByEstimate, Residency::ByPageCache];

fn now(ui: &Ui) -> MemorySettings {
    ui.lab.read(|player| memory_settings(player.world()))
}

/// What is put in.
#[derive(Clone)]
pub struct MemoryForm {
    cached_segments: String,
    cold_read_ms: String,
    cold_control: bool,
    cold_group_kib: String,
    residency: Residency,
}

impl MemoryForm {
    /// The form as it opens.
    pub fn new(ui: &Ui) -> MemoryForm {
        let old = now(ui);
        MemoryForm {
            cached_segments: old.page_cache_segments.to_string(),
            cold_read_ms: old.cold_read_ms.to_string(),
            cold_control: old.cold_control,
            cold_group_kib: (old.cold_group_bytes / 1_024).to_string(),
            residency: old.residency,
        }
    }
}

/// The form.
pub fn memory_form(cx: &Cx<MemoryForm>) -> Html {
    let words = &cx.ui.text.control;
    let cache = cx.number(&cx.form.cached_segments, 0, CACHED_SEGMENTS_MAX.into());
    let cold_ms = cx.number(&cx.form.cold_read_ms, 0, COLD_READ_MS_MAX as i64);
    let cold_kib = cx.number(&cx.form.cold_group_kib, 1, COLD_KIB_MAX);
    let ready = cache.is_ok() && cold_ms.is_ok() && cold_kib.is_ok();
    let onchange = cx.change(|form, _: Event| form.cold_control = !form.cold_control);
    let residencies = RESIDENCIES.map(|residency| (residency, (words.residency_name)(residency).to_string()));
    let fields = html! {
        <>
            {cx.field(|form| &mut form.cached_segments, words.cache, words.cache_hint, error(&cache), "numeric")}
            {cx.field(|form| &mut form.cold_read_ms, words.cold_ms, words.cold_ms_hint, error(&cold_ms), "numeric")}
            <label key="control" class="check">
                <input type="checkbox" checked={cx.form.cold_control} {onchange} />{words.cold_control}
            </label>
            if cx.form.cold_control {
                {cx.field(|form| &mut form.cold_group_kib, words.cold_kib, "", error(&cold_kib), "numeric")}
            }
            {cx.list(|form| &mut form.residency, words.residency, residencies.into(), words.residency_hint)}
        </>
    };
    let form = cx.form(fields, cx.ui.text.common.change, ready, move |cx| {
        let (Ok(cache), Ok(cold_ms), Ok(cold_kib)) = (&cache, &cold_ms, &cold_kib) else { return Vec::new() };
        let old = now(&cx.ui);
        let (cache, cold_ms, cold_bytes) = (*cache as u32, *cold_ms as u64, *cold_kib as u64 * 1_024);
        let change = BrokerChange {
            page_cache_segments: Some(cache).filter(|new| *new != old.page_cache_segments),
            cold_read_ms: Some(cold_ms).filter(|new| *new != old.cold_read_ms),
            cold_control: Some(cx.form.cold_control).filter(|new| *new != old.cold_control),
            cold_group_bytes: Some(cold_bytes).filter(|new| *new / 1_024 != old.cold_group_bytes / 1_024),
            residency: Some(cx.form.residency).filter(|new| *new != old.residency),
            ..BrokerChange::default()
        };
        if change == BrokerChange::default() { Vec::new() } else { vec![Command::SetBroker(change)] }
    });
    cx.frame(words.memory_title, "small", form)
}
