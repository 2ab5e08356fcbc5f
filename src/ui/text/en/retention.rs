//! The words of `text::retention` in English.

use crate::ui::text::en::plural;
use crate::ui::text::retention::Retention;

/// English.
pub const WORDS: Retention = Retention {
    title: "Retention",
    reserved: "Kept for",
    segment: "Segment",
    disk: "Disk",
    used: "Used",
    next_pass: "Next retention pass",
    next_goes: |time| format!("The oldest segment is deleted after {time}."),
    nothing_goes: "Only one segment: nothing can be deleted.",
    disk_goes: "Disk over 85 %: the oldest segments are deleted, whatever their age.",
    disk_full: "Disk over 90 %: sends are refused.",
    whole_segments: "Retention deletes whole segments of the broker’s log, whether their messages were \
                     consumed or not.",
    edit: "Change retention",
    delete_now: "Delete expired now",
    segments: |n| plural(n, "segment", "segments"),
    strip: |used, segments| format!("Disk {used} used, {segments}"),
    seconds: "seconds",
    kib: "KiB",
    kib_from_next: "KiB, from the next segment on",
};
