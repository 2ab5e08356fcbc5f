//! Page cache, cold reads and what a young queue's first message counts as. Not here: retention (`retention`), what a cold read does
//! (`engine::page_cache`).
//!
//! Invariant: only what was changed is in the command.

use crate::engine::limits::CACHED_SEGMENTS_MAX;
use crate::projection::{MemorySettings, memory_settings};
use crate::sim::command::{BrokerChange, Command, Residency};
use crate::ui::dialogs::form::{Cx, Form, error};
use crate::ui::state::context::Ui;
use alloc::string::ToString;
use alloc::vec;
use alloc::vec::Vec;
use yew::prelude::*;

/// The slowest disk.
const COLD_MS_MAX: i64 = 60_000;
/// The greatest share, in KiB: a GiB.
const COLD_KIB_MAX: i64 = 1_048_576;
const CACHE: usize = 0;
const COLD_MS: usize = 1;
const COLD_KIB: usize = 2;
const RESIDENCIES: [Residency; 3] = [Residency::Always, Residency::ByEstimate, Residency::ByPageCache];

fn now(ui: &Ui) -> MemorySettings {
    ui.lab.read(|player| memory_settings(player.world()))
}

/// The form as it opens.
pub fn beginning(ui: &Ui) -> Form {
    let old = now(ui);
    let mut form = Form::default();
    form.text[CACHE] = old.page_cache_segments.to_string();
    form.text[COLD_MS] = old.cold_read_ms.to_string();
    form.text[COLD_KIB] = (old.cold_group_bytes / 1_024).to_string();
    form.checked = old.cold_control;
    form.choice[0] = RESIDENCIES.iter().position(|known| *known == old.residency).unwrap_or(0);
    form
}

/// The form.
pub fn memory_form(cx: &Cx) -> Html {
    let words = &cx.ui.text.control;
    let cache = cx.number(CACHE, 0, CACHED_SEGMENTS_MAX.into());
    let cold_ms = cx.number(COLD_MS, 0, COLD_MS_MAX);
    let cold_kib = cx.number(COLD_KIB, 1, COLD_KIB_MAX);
    let ready = cache.is_ok() && cold_ms.is_ok() && cold_kib.is_ok();
    let onchange = cx.change(|form, _: Event| form.checked = !form.checked);
    let residencies = RESIDENCIES.map(|residency| (words.residency_name)(residency).to_string()).into();
    let fields = html! {
        <>
            {cx.field(CACHE, words.cache, words.cache_hint, error(&cache), "numeric")}
            {cx.field(COLD_MS, words.cold_ms, words.cold_ms_hint, error(&cold_ms), "numeric")}
            <label key="control" class="check">
                <input type="checkbox" checked={cx.form.checked} {onchange} />{words.cold_control}
            </label>
            if cx.form.checked {
                {cx.field(COLD_KIB, words.cold_kib, "", error(&cold_kib), "numeric")}
            }
            {cx.list(0, words.residency, residencies, words.residency_hint)}
        </>
    };
    let form = cx.form(fields, cx.ui.text.common.change, ready, move |cx| {
        let (Ok(cache), Ok(cold_ms), Ok(cold_kib)) = (&cache, &cold_ms, &cold_kib) else { return Vec::new() };
        let old = now(&cx.ui);
        let (cache, cold_ms, cold_bytes) = (*cache as u32, *cold_ms as u64, *cold_kib as u64 * 1_024);
        let residency = RESIDENCIES[cx.form.choice[0]];
        let change = BrokerChange {
            page_cache_segments: Some(cache).filter(|new| *new != old.page_cache_segments),
            cold_read_ms: Some(cold_ms).filter(|new| *new != old.cold_read_ms),
            cold_control: Some(cx.form.checked).filter(|new| *new != old.cold_control),
            cold_group_bytes: Some(cold_bytes).filter(|new| *new / 1_024 != old.cold_group_bytes / 1_024),
            residency: Some(residency).filter(|new| *new != old.residency),
            ..BrokerChange::default()
        };
        if change == BrokerChange::default() { Vec::new() } else { vec![Command::SetBroker(change)] }
    });
    cx.frame(words.memory_title, "small", form)
}
