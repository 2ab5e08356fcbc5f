//! What an upgrade does to messages and to first starts, in English sentences. Not here: the report's order
//! and its JSON (`upgrade`).
//!
//! Invariant: every number is the report's; queues of one group and topic are added up and named.

use crate::cli::words;
use crate::engine::event::InitialRule;
use crate::engine::ids::{Name, QueueId};
use crate::engine::profile::Profile;
use crate::projection::upgrade::fates::ChangedFate;
use crate::projection::upgrade::starts::{FirstStart, Start};
use crate::projection::upgrade::{Effect, Upgrade};

/// The section "Version compatibility" of the page (SD-20).
const SD_20: &str = "In 3.x and 4.x the initial offset depends on the state of the queue. In 5.x it is Max \
                     at the time when receiving starts.";

/// The first lines: how much changes.
pub(super) fn summary(report: &Upgrade) -> String {
    let end = words::instant(report.until);
    if report.acts.is_empty() && report.not_attributed.is_none() {
        return format!("Nothing differs in this lab up to {end}: every event and every answer is the same.");
    }
    let rules = match report.acts.len() {
        1 => "1 rule acts".to_string(),
        count => format!("{count} rules act"),
    };
    let all = affected(report.whole.affected());
    format!(
        "Up to {end} {rules} differently in this lab; {all} in all. Each version runs the \
         whole journal, with clients of that version; each rule is counted as if it alone had changed."
    )
}

/// `4210 messages are affected`.
pub(super) fn affected(count: u64) -> String {
    match count {
        0 => "no message is affected".to_string(),
        1 => "1 message is affected".to_string(),
        count => format!("{count} messages are affected"),
    }
}

/// `a, b and c`.
pub(super) fn list<T: ToString>(items: &[T]) -> String {
    let items: Vec<String> = items.iter().map(T::to_string).collect();
    match &items[..] {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

fn queues(topic: &Name, queues: &[QueueId]) -> String {
    let word = if queues.len() == 1 { "queue" } else { "queues" };
    format!("{word} {} of {topic}", list(queues))
}

/// Parts of a list that belong together, in its order.
fn together<T>(items: &[T], same: impl Fn(&T, &T) -> bool) -> Vec<Vec<&T>> {
    let mut parts: Vec<Vec<&T>> = Vec::new();
    for item in items {
        match parts.iter_mut().find(|part| same(part[0], item)) {
            Some(part) => part.push(item),
            None => parts.push(vec![item]),
        }
    }
    parts
}

/// A sentence for each group and topic, and for each topic that stores more or less.
pub(super) fn effect(effect: &Effect) -> Vec<String> {
    let mut lines = starts(&effect.starts);
    let same = |one: &ChangedFate, other: &ChangedFate| {
        (&one.group, &one.topic, &one.client) == (&other.group, &other.topic, &other.client)
    };
    lines.extend(together(&effect.fates, same).iter().map(|part| fates(part)));
    lines.extend(
        effect
            .stored
            .iter()
            .map(|(topic, [before, after])| format!("{topic} stores {after} messages, before {before}")),
    );
    lines
}

fn fates(part: &[&ChangedFate]) -> String {
    let sum = |of: fn(&ChangedFate) -> u64| part.iter().map(|fate| of(fate)).sum::<u64>();
    let both = |of: fn(&ChangedFate) -> [u64; 2]| [0, 1].map(|i| part.iter().map(|fate| of(fate)[i]).sum());
    let named = [
        (sum(|fate| fate.skipped), "skipped"),
        (sum(|fate| fate.lost), "purged before it gets them"),
        (sum(|fate| fate.unread), "not read"),
        (sum(|fate| fate.gained), "processed that it missed before"),
    ];
    let mut counts: Vec<String> =
        named.iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count} {what}")).collect();
    let changed =
        [(both(|fate| fate.duplicates), "processed again"), (both(|fate| fate.dead), "dead letters")];
    counts.extend(changed.iter().filter(|([before, after], _)| before != after).map(|(both, what)| {
        let [before, after]: &[u64; 2] = both;
        format!("{after} {what}, before {before}")
    }));
    let ChangedFate { group, topic, client, .. } = part[0];
    let who = client.as_ref().map_or(group.to_string(), |client| format!("{client} of {group}"));
    let numbers: Vec<QueueId> = part.iter().map(|fate| fate.queue).collect();
    format!("{who} on {}: {}", queues(topic, &numbers), counts.join("; "))
}

/// `billing on queues 2 and 3 of orders starts at Max (40, 41), first at 20 s; before at 0, first at 20 s`.
fn starts(starts: &[FirstStart]) -> Vec<String> {
    let rules = |start: &FirstStart| start.sides.each_ref().map(|side| side.as_ref().map(|side| side.rule));
    let same = |one: &FirstStart, other: &FirstStart| {
        (&one.group, &one.topic, rules(one)) == (&other.group, &other.topic, rules(other))
    };
    let line = |part: &Vec<&FirstStart>| {
        let side =
            |i: usize| -> Vec<&Start> { part.iter().filter_map(|start| start.sides[i].as_ref()).collect() };
        let numbers: Vec<QueueId> = part.iter().map(|start| start.queue).collect();
        let (who, place) = (&part[0].group, queues(&part[0].topic, &numbers));
        match (&side(0)[..], &side(1)[..]) {
            (before, []) => format!("{who} on {place} does not start; before {}", at(before)),
            ([], after) => format!("{who} on {place} starts {}; before not at all", at(after)),
            (before, after) => format!("{who} on {place} starts {}; before {}", at(after), at(before)),
        }
    };
    together(starts, same).iter().map(line).collect()
}

/// Where first starts by one rule are.
fn at(starts: &[&Start]) -> String {
    let Some(first) = starts.first() else { return "nowhere".to_string() };
    let offsets: Vec<String> = starts.iter().map(|start| start.offset.to_string()).collect();
    let exact = offsets.join(", ");
    let place = match first.rule {
        InitialRule::BrokerZero => "at 0".to_string(),
        InitialRule::DocsMax | InitialRule::ClientLast => format!("at Max ({exact})"),
        InitialRule::DocsRemovedMin | InitialRule::PopMin => format!("at Min ({exact})"),
        InitialRule::ClientFirst => format!("at the first offset ({exact})"),
        InitialRule::ClientTimestamp => format!("by time ({exact})"),
        InitialRule::PopLast => format!("at the newest message ({exact})"),
    };
    format!("{place}, first at {}", words::instant(first.at))
}

/// What the page says of such an upgrade, and what this lab's groups do.
pub(super) fn compatibility(report: &Upgrade) -> String {
    let mut text = format!("Version compatibility (SD-20)\n   {SD_20}\n");
    text.push_str("   Before an upgrade, check the groups that start for the first time:\n");
    let different: Vec<FirstStart> = report.starts.iter().filter(|start| start.differs()).cloned().collect();
    let same = report.starts.len() - different.len();
    for line in starts(&different) {
        text.push_str(&format!("   {line}\n"));
    }
    text.push_str(&match (report.starts.len(), same) {
        (0, _) => "   no group starts for the first time in this lab\n".to_string(),
        (_, 0) => String::new(),
        (all, same) if all == same => format!("   all {all} first starts on queues are at the same offset\n"),
        (_, same) => format!("   {same} first starts on queues are at the same offset\n"),
    });
    if report.to != Profile::Docs50 && report.to.version() >= (5, 0, 0) {
        text.push_str(&format!(
            "   Only the page says so of 5.x: brokers like {} were measured, and still decide by the state of the \
             queue (T-3).\n",
            report.to.id()
        ));
    }
    text
}
