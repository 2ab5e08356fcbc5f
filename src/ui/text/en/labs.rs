//! The words of `text::labs` in English.

use crate::storage::export::{ExportError, Fault};
use crate::ui::text::en::plural;
use crate::ui::text::labs::Labs;
use alloc::string::{String, ToString};

fn fault(error: &ExportError) -> String {
    let words = error.to_string();
    match error.fault {
        Fault::NotALab | Fault::NoLab => words,
        Fault::Newer { .. } => format!("{words}. Reload the page to get that version"),
        Fault::Cut
        | Fault::GoesOn
        | Fault::NoRecord
        | Fault::TooLong { .. }
        | Fault::Damaged(_)
        | Fault::OutOfPlace
        | Fault::OtherRecords { .. } => {
            format!("{words}. Export it again from its source")
        }
    }
}

pub const WORDS: Labs = Labs {
    title: "Labs",
    about: "Labs stored in this browser, each in its own database. The page’s address names the lab, so a \
            bookmark opens the same one.",
    looking: "Loading…",
    none: "No lab is stored in this browser.",
    here: "on this page",
    elsewhere: "open in another tab",
    elsewhere_why: "Close that tab to rename, copy, export or delete it here.",
    untitled: "Without a title",
    open: |title| format!("Open {title}"),
    commands: |n| plural(n, "command", "commands"),
    log: |bytes| format!("{bytes} of log"),
    at: |clock| format!("at {clock}"),
    opened: |when| format!("opened {when}"),
    damaged: |what| format!("Damaged: {what}. Opening shows what is whole; the rest can be exported."),
    closed: |why| format!("Can’t be read: {why}."),
    gone: "It was saved here, but the browser has deleted it.",
    forget: "Remove from the list",
    rename: "Rename",
    rename_do: "Rename",
    duplicate: "Duplicate",
    export: "Export",
    export_rest: "Export the rest",
    new: "New lab",
    import: "Import a lab file",
    import_hint: "a .offsetlab file that Export wrote; it becomes a separate lab",
    delete_ask: |title| format!("Delete {title}?"),
    delete_what: |commands, log| {
        format!(
            "Its {commands} and {log} are deleted from this browser permanently. To keep them, export the \
             lab first."
        )
    },
    delete_damaged: "What is left of it is deleted from this browser permanently.",
    deleted: |title| format!("{title} is deleted."),
    renamed: |title| format!("Its title is now {title}."),
    copy_title: |title| format!("{title} (copy)"),
    duplicated: |title| format!("{title} is in the list."),
    exporting: |title| format!("Exporting {title}"),
    importing: |title| format!("Importing {title}"),
    duplicating: |title| format!("Copying {title}"),
    progress: |done, of| format!("{done} of about {of}"),
    exported: |file| format!("{file} is written."),
    left_out: |n| format!("{} not in it.", plural(n, "damaged record is", "damaged records are")),
    cancelled: "Cancelled. Nothing was changed.",
    not_exported: |why| format!("Not exported: {why}."),
    not_imported: |why| format!("Not imported: {why}. Nothing was changed."),
    not_done: |why| format!("Not done: {why}."),
    fault,
    promised: "The browser has promised to keep them until you delete them.",
    not_promised: "The browser may delete them when storage runs short. It is asked to keep them when you \
                   first change a lab.",
    room: |used, quota| format!("{used} used of {quota}."),
    no_such: |lab| {
        format!(
            "This browser has no lab named {lab}: a lab opens only in the browser that made it. A new one is \
             made under this name."
        )
    },
    live: "This tab shows it live.",
    follow: "Follow that tab again",
    took_over: "The other tab was closed or stopped. This one saves the lab now.",
    nothing_kept: "This browser window stores nothing. Export the lab to keep it.",
    unopened: "The stored lab could not be opened and is unchanged. This one is in memory only: reload to \
               try again, or continue without saving.",
    try_again: "Try again",
    as_lab: [
        "Whole lab",
        "Everything, including stored messages. To open it in this or another browser, import it under Labs.",
    ],
    as_scenario: [
        "Scenario (JSON)",
        "The commands and the clock: small and readable. Opening it runs the commands again.",
    ],
    as_journal: [
        "Journal (JSON lines)",
        "The commands, one per line, for the command line and for bug reports.",
    ],
    as_csv: ["Board (CSV)", "The numbers of the board at this moment, for a spreadsheet."],
    as_runbook: [
        "Runbook (Markdown)",
        "Each reset until now: its commands, the way back, the numbers before and after.",
    ],
};
