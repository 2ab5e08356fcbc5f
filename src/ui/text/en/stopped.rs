//! The words of `text::stopped` in English.

use crate::player::{NotPersisted, SavedState};
use crate::ui::text::en::plural;
use crate::ui::text::stopped::{Kept, Stopped, Words};
use alloc::string::{String, ToString};

pub const WORDS: Stopped = Stopped {
    words: Words {
        title: "The lab stopped",
        about: "The program has an error. Nothing works here now, and nothing more is saved. Reload to \
                continue.",
        reload: "Reload",
        journal: "Journal as a file",
        details: "Details of the error",
        at: "lab clock",
        asked: "command not obeyed",
        opening: "It stopped while the lab was being opened.",
        instead: "Open the story",
    },
    saved,
};

fn saved(kept: &Kept<'_>) -> String {
    let Kept { saved, to, commands } = kept;
    match (saved, to) {
        (SavedState::NotPersisted(NotPersisted::NotAsked | NotPersisted::Forbidden(_)), _) => {
            format!("This lab is not saved. Its journal has {}.", plural(*commands, "command", "commands"))
        }
        (SavedState::ReadOnly { .. }, Some((clock, _))) => {
            format!("Another tab saves this lab and is not affected. Seen here up to {clock}.")
        }
        (SavedState::ReadOnly { .. }, None) => "Another tab saves this lab and is not affected.".to_string(),
        (SavedState::Saved | SavedState::Saving | SavedState::Failed(_), None) => {
            format!(
                "Nothing of this lab is saved yet. Its journal has {}.",
                plural(*commands, "command", "commands")
            )
        }
        (SavedState::Saved | SavedState::Saving | SavedState::Failed(_), Some((clock, known)))
            if known == commands =>
        {
            format!("Saved up to {clock}, with {}.", all(*commands))
        }
        (SavedState::Saved | SavedState::Saving | SavedState::Failed(_), Some((clock, known))) => {
            let all = plural(*commands, "command", "commands");
            format!("Saved up to {clock}, with {known} of {all}. The journal has all of them.")
        }
    }
}

fn all(commands: u64) -> String {
    match commands {
        0 => "no commands".to_string(),
        1 => "its one command".to_string(),
        more => format!("all {}", plural(more, "command", "commands")),
    }
}
