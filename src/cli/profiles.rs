//! `profiles`: what each profile does, as the page `docs/profiles.md`, each cell asked of the rules. Not
//! here: the rules (`engine::profile`), and the page's prose (`profiles.md` beside this file).
//!
//! Invariant: a cell is what the profile answers, so the page can't say otherwise; the test `documents` holds
//! the page.

use crate::cli::profile_rows::broker_rows;
use crate::engine::broker_version::{Fit, ProfileOfBroker};
use crate::engine::profile::{InitialOffsetRule, Profile, TimeSearchRule};
use crate::engine::rules::Choice;

/// The page with places for its tables.
const PAGE: &str = include_str!("profiles.md");
/// The brokers, oldest first, as the page's table has them.
const BROKERS: [Profile; 6] = [
    Profile::RocketMq32,
    Profile::RocketMq48,
    Profile::RocketMq49,
    Profile::RocketMq51,
    Profile::RocketMq53,
    Profile::RocketMq55,
];
/// The page's profile beside the newest broker's.
const PAGE_AND_BROKER: [Profile; 2] = [Profile::Docs50, Profile::RocketMq55];
/// Versions whose profile the page tells, with the others that have the same.
const VERSIONS: [(&str, &str); 20] = [
    ("3.0.0", "3.x but 3.2.6"),
    ("3.2.6", "3.2.6"),
    ("4.0.0", "4.0, 4.1"),
    ("4.2.0", "4.2.0 to 4.7.0"),
    ("4.7.1", "4.7.1"),
    ("4.8.0", "4.8.0"),
    ("4.9.0", "4.9.0, 4.9.1"),
    ("4.9.2", "4.9.2"),
    ("4.9.3", "4.9.3"),
    ("4.9.4", "4.9.4"),
    ("4.9.5", "4.9.5 to 4.9.8 but 4.9.7"),
    ("4.9.7", "4.9.7"),
    ("5.0.0", "5.0"),
    ("5.1.0", "5.1.0"),
    ("5.1.1", "5.1.1 to 5.1.4"),
    ("5.2.0", "5.2"),
    ("5.3.3", "5.3.3; 5.3.0 to 5.3.2 obey the same rules"),
    ("5.4.0", "5.4"),
    ("5.5.0", "5.5.0; 5.5.1 obeys the same rules"),
    ("5.6.0", "later ones of 5.x"),
];

/// One line of a table.
pub(super) struct ProfileRow {
    what: &'static str,
    /// Whose variants it tells; `None`: a tool's, or no single one's.
    choice: Option<Choice>,
    does: fn(Profile) -> &'static str,
}

pub(super) fn row(
    what: &'static str,
    choice: Option<Choice>,
    does: fn(Profile) -> &'static str,
) -> ProfileRow {
    ProfileRow { what, choice, does }
}

/// What two profiles do differently: a concern, and what each does.
pub(super) struct Told {
    pub what: &'static str,
    pub before: &'static str,
    pub after: &'static str,
}

/// The rows of a choice, or of what is none, in which two profiles differ.
pub(super) fn told(choice: Option<Choice>, from: Profile, to: Profile) -> Vec<Told> {
    let differing = |rows: Vec<ProfileRow>| -> Vec<Told> {
        let of_it = rows.into_iter().filter(|row| row.choice == choice);
        let told = of_it.map(|row| Told { what: row.what, before: (row.does)(from), after: (row.does)(to) });
        told.filter(|told| told.before != told.after).collect()
    };
    // Where the page takes part, its own table says it in its words.
    let by_page = if from == Profile::Docs50 || to == Profile::Docs50 { page_rows() } else { Vec::new() };
    let told = differing(by_page);
    if told.is_empty() { differing(broker_rows()) } else { told }
}

/// The whole page.
pub(super) fn markdown() -> String {
    PAGE.replace("{page}\n", &table(&page_rows(), &PAGE_AND_BROKER))
        .replace("{brokers}\n", &table(&broker_rows(), &BROKERS))
        .replace("{versions}\n", &versions())
}

/// The profiles, one a line.
pub(super) fn list() -> String {
    let line = |profile: Profile| {
        let (major, minor, patch) = profile.version();
        match profile {
            Profile::Docs50 => format!("{}  the documentation page; else as {major}.{minor}", profile.id()),
            _ => format!("{}  measured on {major}.{minor}.{patch}", profile.id()),
        }
    };
    Profile::ALL.map(line).join("\n")
}

fn table(rows: &[ProfileRow], profiles: &[Profile]) -> String {
    let head: String = profiles.iter().map(|profile| format!(" `{}` |", profile.id())).collect();
    let mut text = format!("| what |{head}\n|{}\n", "---|".repeat(profiles.len() + 1));
    for ProfileRow { what, does, .. } in rows {
        let mut before = "";
        text.push_str(&format!("| {what} |"));
        for profile in profiles {
            let cell = does(*profile);
            let shown = if cell == before && cell.len() > 12 { "the same" } else { cell };
            text.push_str(&format!(" {shown} |"));
            before = cell;
        }
        text.push('\n');
    }
    text
}

fn versions() -> String {
    let mut text = "| version | profile | why |\n|---|---|---|\n".to_string();
    for (version, shown) in VERSIONS {
        let Some(ProfileOfBroker { profile, fit }) = Profile::standing_for(version) else { continue };
        text.push_str(&format!("| {shown} | `{}` | {} |\n", profile.id(), why(fit)));
    }
    text
}

/// Why a profile stands for a version.
pub(super) fn why(fit: Fit) -> &'static str {
    match fit {
        Fit::Measured => "measured on it",
        Fit::SameRules => "the same rules",
        Fit::Differs(difference) => difference.words(),
    }
}

/// The one or the other.
pub(super) fn either(is: bool, yes: &'static str, no: &'static str) -> &'static str {
    if is { yes } else { no }
}

fn page_rows() -> Vec<ProfileRow> {
    Vec::from([
        row("a new POP group starts at", Some(Choice::InitialOffset), |p| match p.initial_offset() {
            InitialOffsetRule::Docs => {
                "Max, or Min where its progress was removed, whatever the pop asks for (SD-15, SD-10)"
            }
            InitialOffsetRule::Client => {
                "0 while the queue begins at 0 and that message is in memory, else the newest message; Min \
                 if the pop asks for it (R-INIT-5)"
            }
        }),
        row("a new group starts at", Some(Choice::InitialOffset), |p| match p.initial_offset() {
            InitialOffsetRule::Docs => "Max when it first receives, saved at once (SD-15, SD-20)",
            InitialOffsetRule::Client => {
                "0 while the queue begins at 0 and that message is in memory, else Max, or what the client \
                 asks for (R-INIT-1 to R-INIT-4)"
            }
        }),
        row("progress was removed", Some(Choice::InitialOffset), |p| {
            either(p.initial_offset() == InitialOffsetRule::Docs, "Min (SD-10)", "as a new group (R-EXP-4)")
        }),
        row("progress expires", Some(Choice::Expiry), |p| {
            either(
                p.expires_offsets(),
                "after a time that the lab sets (`offset_expiry_ms`), else never",
                "never (R-EXP-1)",
            )
        }),
        row("progress below Min", Some(Choice::ServerRestores), |p| {
            either(
                p.server_restores_offset(),
                "Min; the server restores it (SD-10, SD-14)",
                "the pull answers Min, the client saves it (R-PULL-7)",
            )
        }),
        row("an offset by time", Some(Choice::TimeSearch), |p| match p.time_search() {
            TimeSearchRule::Closest => {
                "the closest message; a tie goes to the earlier; after the last comes the last (SD-17)"
            }
            TimeSearchRule::Bisection => "bisection for the closest (R-RST-4)",
            TimeSearchRule::LowerBound => "the first at or after the time; Max if there is none (R-RST-2)",
        }),
        row("a commit outside [Min, Max]", Some(Choice::ProgressBounds), |p| {
            either(
                p.refuses_commit_outside_queue(),
                "refused with code 1 (SD-12)",
                "stored as it is (R-OFF-2)",
            )
        }),
        row("a reset may go to", Some(Choice::ProgressBounds), |p| {
            either(p.reset_past_max() == 0, "Min … Max (SD-16, SD-12)", "Min … Max + 1 (R-RST-5)")
        }),
        row("a topic is deleted, or a queue destroyed", Some(Choice::ProgressBounds), |p| {
            if p.progress_ends_with_its_queue() {
                "all progress on it ends, the offset file included (SD-12)"
            } else if p.topic_takes_all_tables() {
                "a deleted topic's offsets go, pull offsets and pending resets with them; a destroyed \
                 queue's stay (R-EXP-3)"
            } else {
                "stored offsets go, pull offsets and pending resets stay (R-EXP-3)"
            }
        }),
        row("a pending reset after a restart", Some(Choice::PendingReset), |p| {
            either(p.pending_reset_survives_restart(), "is still there", "is lost (R-RST-8)")
        }),
        row("everything else", None, |p| either(p == Profile::Docs50, "as `rocketmq-5.3`", "")),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What the command `upgrade` lists has words, whichever profiles it is between.
    #[test]
    fn every_choice_in_which_two_profiles_differ_has_a_row_that_differs() {
        for from in Profile::ALL {
            for to in Profile::ALL {
                for &choice in Choice::ALL.iter().filter(|choice| choice.differs(from, to)) {
                    let told = told(Some(choice), from, to);
                    assert!(!told.is_empty(), "{choice:?} from {} to {}", from.id(), to.id());
                }
            }
        }
    }
}
