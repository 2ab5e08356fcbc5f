//! `diff`: one journal under two profiles, and their first difference explained. Not here: running them
//! (`sim::diff`).
//!
//! Invariant: what is printed is what the two runs reported; where nothing differs, it says so.

use crate::cli::{Failure, read_journal, say, words};
use crate::engine::ids::{QueueOffset, VirtualTime};
use crate::engine::profile::Profile;
use crate::projection::differences::{Difference, Fact, differences};
use crate::projection::{TopicBoard, boards};
use crate::sim::World;
use crate::sim::diff::{Deed, Parting, first_parting};
use crate::sim::formats::journal::Journal;
use crate::sim::timeline::Timeline;
use comfy_table::{Table, presets};
use std::fmt::Write;
use std::path::PathBuf;

/// Without `--until` a run ends so long after its last command: time for a held pull, a wait of 10 s and a
/// flush.
const AFTERMATH_US: u64 = 60_000_000;

#[derive(clap::Args)]
pub(super) struct DiffArguments {
    /// A journal (.jsonl) or a scenario (.json)
    journal: PathBuf,
    /// Two of the profiles: docs-5.0, rocketmq-5.3, rocketmq-5.1, rocketmq-4.9, rocketmq-3.2
    #[arg(long, required = true, value_parser = crate::cli::parse_profile)]
    profile: Vec<Profile>,
    /// Virtual time to run to; absent: a minute after the last command
    #[arg(long, value_parser = crate::cli::parse_time)]
    until: Option<VirtualTime>,
}

pub(super) fn diff(arguments: &DiffArguments) -> Result<(), Failure> {
    let [here, beside] = arguments.profile[..] else {
        eprintln!("offset-lab: diff needs two profiles: --profile docs-5.0 --profile rocketmq-5.3");
        return Err(Failure::Said);
    };
    let journal = read_journal(&arguments.journal)?;
    let last = journal.entries.last().map_or(0, |entry| entry.at_us.0);
    let until = arguments.until.unwrap_or(VirtualTime(last.saturating_add(AFTERMATH_US)));
    let parting = first_parting(&journal, [here, beside], until);
    say(format_args!("{} by {} and by {}\n", arguments.journal.display(), here.id(), beside.id()));
    match parting {
        None => {
            let end = words::instant(until);
            say(format_args!("No difference up to {end}: every event and every answer is the same.\n"));
            say(table(&[here, beside], &run(&journal, [here, beside], until)));
        }
        Some(parting) => say(explain(&journal, &parting, until)),
    }
    Ok(())
}

/// The explanation, from the parting to the end.
fn explain(journal: &Journal, parting: &Parting, until: VirtualTime) -> String {
    let [here, beside] = &parting.sides;
    let profiles = [here.profile, beside.profile];
    let mut text = String::new();
    let at = words::instant(parting.at);
    let _ = writeln!(
        text,
        "The first {} events and answers are the same. The first difference is at {at}{}.\n",
        parting.alike,
        cause(journal, parting.entry)
    );
    for side in [here, beside] {
        let done = does((&side.deed, &side.next), parting.at, journal);
        let _ = writeln!(text, "  {}\n    {done}", side.profile.id());
        if let Some(rule) = side.rule {
            let says = words::rule_says(rule);
            let _ = writeln!(text, "    {rule}{}{says}", if says.is_empty() { "" } else { ": " });
        }
    }
    let _ = writeln!(
        text,
        "\nAfter that instant:\n{}",
        table(&profiles, &[boards(&here.world), boards(&beside.world)])
    );
    let end = run(journal, profiles, until);
    let different = differences(&end[0], &end[1]);
    let _ = writeln!(text, "\nAt the end, {}:", words::instant(until));
    if different.is_empty() {
        text.push_str("  Min, Max and consumer offsets are the same.");
    }
    let lines: Vec<String> = different.iter().map(|difference| line(difference, profiles)).collect();
    text.push_str(&lines.join("\n"));
    text
}

/// What was obeyed when they part.
pub(super) fn cause(journal: &Journal, entry: Option<usize>) -> String {
    match entry {
        Some(entry) => {
            format!(", at {} (entry {} of the journal)", words::asked(entry, journal), entry + 1)
        }
        None => ", when a timer fires".to_string(),
    }
}

/// What a side does at `at`, or that it does nothing and what it does next, as sentences.
pub(super) fn does(
    (deed, next): (&Option<Deed>, &Option<(VirtualTime, Deed)>),
    at: VirtualTime,
    journal: &Journal,
) -> String {
    match (deed, next) {
        (Some(deed), _) => format!("{}.", words::deed(deed, journal)),
        (None, Some((next, deed))) => {
            let when = if *next == at { "the next is".to_string() } else { words::instant(*next) };
            format!("nothing like that ({when}: {}).", words::deed(deed, journal))
        }
        (None, None) => "nothing, then or later.".to_string(),
    }
}

fn run(journal: &Journal, profiles: [Profile; 2], until: VirtualTime) -> [Vec<TopicBoard>; 2] {
    profiles.map(|profile| {
        let mut journal = journal.clone();
        journal.header.profile = profile;
        let mut timeline = Timeline::from_journal(journal);
        timeline.run_until(until, &mut ());
        let world: &World = timeline.world();
        boards(world)
    })
}

/// `orders/0: billing is at 10 by docs-5.0 and at 0 by rocketmq-5.3`.
fn line(difference: &Difference, [here, beside]: [Profile; 2]) -> String {
    let place = format!("{}/{}", difference.topic, difference.queue);
    let what = match &difference.fact {
        Fact::Min => "Min".to_string(),
        Fact::Max => "Max".to_string(),
        Fact::ConsumerOffset(group) => format!("the consumer offset of {group}"),
    };
    let shown =
        |offset: Option<QueueOffset>| offset.map_or_else(|| "none".to_string(), |offset| offset.to_string());
    let (mine, theirs) = (shown(difference.here), shown(difference.beside));
    format!("  {place}: {what} is {mine} by {} and {theirs} by {}", here.id(), beside.id())
}

/// Min, Max and consumer offsets of both, a row for each queue and group.
fn table(profiles: &[Profile; 2], both: &[Vec<TopicBoard>; 2]) -> Table {
    let mut table = Table::new();
    table.load_preset(presets::NOTHING);
    table.set_header(["profile", "topic", "queue", "min", "max", "group", "consumer", "lag"]);
    for (profile, boards) in profiles.iter().zip(both) {
        for (board, lane) in boards.iter().flat_map(|board| board.lanes.iter().map(move |lane| (board, lane)))
        {
            let number =
                |value: Option<i64>| value.map_or_else(|| "-".to_string(), |value| value.to_string());
            let bounds =
                [lane.known_min(), lane.known_max()].map(|offset| number(offset.map(|offset| offset.0)));
            let mut queue = vec![profile.id().to_string(), board.topic.to_string(), lane.queue.to_string()];
            queue.extend(bounds);
            if lane.groups.is_empty() {
                table.add_row(queue.clone());
            }
            for group in &lane.groups {
                let offset = number(group.consumer_offset.map(|offset| offset.0));
                table.add_row(queue.iter().cloned().chain([
                    group.group.to_string(),
                    offset,
                    number(group.lag),
                ]));
            }
        }
    }
    table
}
