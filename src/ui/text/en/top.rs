//! The words of `text::top` in English.

use crate::storage::{Note, StoreError};
use crate::ui::text::en::plural;
use crate::ui::text::top::Top;

/// English.
pub const WORDS: Top = Top {
    product: "Offset Lab",
    language_name: "中文",
    switch_language: "切换到中文",
    theme_auto: "Theme: as the system",
    theme_light: "Theme: light",
    theme_dark: "Theme: dark",
    transport: "Clock",
    restart: "Back to the start",
    back: "Step back",
    play: "Play (Space)",
    pause: "Pause (Space)",
    step: "Step to the next event (.)",
    speed: "Speed",
    clock: "Virtual time since the start",
    behind: "This machine cannot keep up with this speed",
    slower: "Slower",
    faster: "Faster",
    profile: "Rules",
    profile_note: "Changing the rules runs this lab’s journal again under the new rules, up to the same \
                   moment.",
    labs: "Labs",
    open: "Open",
    download: "Download",
    share: "Share",
    the_link: "the link",
    saved: "Saved",
    saving: "Saving…",
    not_persisted: "Not persisted",
    not_asked: "This figure stores nothing: it starts from the beginning each time.",
    forbidden: "The browser stores nothing for this window:",
    read_only: "Read-only",
    read_only_why: "Another tab has this lab open. Change it there, or close that tab: this one then takes \
                    over.",
    failed: "Not saved",
    store_error: StoreError::to_string,
    stored_note: Note::to_string,
    saved_why: "Survives closing and reloading this tab",
    whole_lab: "Open the whole lab",
    tab_queues: "Queues",
    tab_groups: "Groups",
    tab_lag: "Lag",
    tab_events: "Events",
    timeline: "Timeline",
    log: "What just happened",
    past: |n| {
        format!("You are in the past: a change here drops {}", plural(n, "later change", "later changes"))
    },
    more: "More",
    learn: "Learn",
    present: "Present: the board alone, large (p)",
    fold_below: "Put the timeline and the log away",
    fold_details: "Put the details away",
};
