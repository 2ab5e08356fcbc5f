//! `upgrade`: what another broker version changes in a lab, rule by rule. Not here: finding it
//! (`projection::upgrade`), and its sentences (`upgrade_words`).
//!
//! Invariant: text and JSON have the same numbers, and both are the report's.

use crate::cli::profiles::{told, why};
use crate::cli::upgrade_words as say_it;
use crate::cli::{Failure, diff, parse_time, read_journal, say, words};
use crate::engine::ids::{Name, VirtualTime};
use crate::engine::profile::Profile;
use crate::engine::rules::Choice;
use crate::projection::upgrade::fates::ChangedFate;
use crate::projection::upgrade::starts::FirstStart;
use crate::projection::upgrade::{Act, Effect, Moment, Upgrade, settled};
use crate::sim::formats::journal::Journal;
use serde_json::{Value, json};
use std::fmt::Write;
use std::path::PathBuf;

#[derive(clap::Args)]
pub(super) struct UpgradeArguments {
    /// A journal (.jsonl) or a scenario (.json)
    journal: PathBuf,
    /// The version before: 4.9, 4.8.0, or a profile such as docs-5.0
    #[arg(long, value_parser = parse_broker)]
    from: Chosen,
    /// The version after
    #[arg(long, value_parser = parse_broker)]
    to: Chosen,
    /// Virtual time to run to; absent: three minutes after the last command
    #[arg(long, value_parser = parse_time)]
    until: Option<VirtualTime>,
    /// Prints JSON instead of text
    #[arg(long)]
    json: bool,
}

/// A profile, and why it stands for the version that was asked for; absent: it was asked for by its name.
#[derive(Clone, Copy)]
pub(super) struct Chosen {
    profile: Profile,
    why: Option<&'static str>,
}

/// Why a profile was taken that a person named: nothing stands between the two.
const BY_NAME: &str = "asked for by this name";

/// A version such as `4.9` or `5.3.3`, or a profile's name.
fn parse_broker(text: &str) -> Result<Chosen, String> {
    let named = Profile::from_id(text).or_else(|| Profile::from_id(&format!("rocketmq-{text}")));
    if let Some(profile) = named {
        return Ok(Chosen { profile, why: None });
    }
    let found = Profile::standing_for(text).or_else(|| Profile::standing_for(&format!("{text}.0")));
    let found = found.ok_or_else(|| {
        let known = Profile::ALL.map(Profile::id).join(", ");
        format!("{text:?} is no version of 3.x to 5.x, such as 4.9 or 5.3.3, and none of {known}")
    })?;
    Ok(Chosen { profile: found.profile, why: Some(why(found.fit)) })
}

pub(super) fn upgrade(arguments: &UpgradeArguments) -> Result<(), Failure> {
    let journal = read_journal(&arguments.journal)?;
    let until = arguments.until.unwrap_or(settled(&journal));
    let (from, to) = (arguments.from, arguments.to);
    let report = crate::projection::upgrade::upgrade(&journal, from.profile, to.profile, until);
    if arguments.json {
        let mut json = to_json(&report, &journal);
        json["why"] = json!({"from": from.why.unwrap_or(BY_NAME), "to": to.why.unwrap_or(BY_NAME)});
        say(serde_json::to_string_pretty(&json).unwrap_or_default());
        return Ok(());
    }
    let path = arguments.journal.display().to_string();
    say(format_args!("{path}: from {} to {}\n", from.profile.id(), to.profile.id()));
    for chosen in [from, to] {
        if let Some(why) = chosen.why {
            say(format_args!("The rules are those of {}: {why}.\n", chosen.profile.id()));
        }
    }
    say(text(&report, &journal, &path));
    Ok(())
}

/// The whole report.
fn text(report: &Upgrade, journal: &Journal, path: &str) -> String {
    let mut text = format!("{}\n", say_it::summary(report));
    for (i, act) in report.acts.iter().enumerate() {
        let _ = write!(text, "\n{}. {}", i + 1, act_text(act, report, journal, path));
    }
    if let Some(moment) = &report.not_attributed {
        let _ = write!(
            text,
            "\nNot attributed: with all of the rules above the lab still differs from {} from here on:\n{}",
            report.to.id(),
            moment_text(moment, report, journal, path)
        );
    }
    if report.acts.len() > 1 {
        text.push_str("\nIn all:\n");
        text.push_str(&effect_text(&report.whole));
    }
    if report.page_speaks {
        let _ = write!(text, "\n{}", say_it::compatibility(report));
    }
    let _ = write!(text, "\n{}", unchanged(report));
    text.trim_end().to_string()
}

fn act_text(act: &Act, report: &Upgrade, journal: &Journal, path: &str) -> String {
    let mut text = format!("{}: {}", act.choice.rule(), say_it::affected(act.effect.affected()));
    if !act.alone {
        text.push_str(", together with another of these rules");
    }
    text.push('\n');
    for told in told(Some(act.choice), report.from, report.to) {
        let _ = writeln!(
            text,
            "   {}\n     {}: {}\n     {}: {}",
            told.what,
            report.from.id(),
            told.before,
            report.to.id(),
            told.after
        );
    }
    text.push_str(&effect_text(&act.effect));
    text.push_str(&moment_text(&act.first, report, journal, path));
    text
}

fn effect_text(effect: &Effect) -> String {
    let lines = say_it::effect(effect);
    if lines.is_empty() {
        return "   no message is affected; only events or answers differ\n".to_string();
    }
    lines.iter().map(|line| format!("   {line}\n")).collect()
}

fn moment_text(moment: &Moment, report: &Upgrade, journal: &Journal, path: &str) -> String {
    let at = words::instant(moment.at);
    let mut text = format!("   first at {at}{}\n", diff::cause(journal, moment.entry));
    for (side, when) in moment.sides.iter().zip(["before", "after"]) {
        let _ = writeln!(text, "     {when}: {}", diff::does((&side.deed, &side.next), moment.at, journal));
    }
    let _ = writeln!(
        text,
        "     see it: offset-lab diff {path} --profile {} --profile {} --until {}us",
        report.from.id(),
        report.to.id(),
        moment.at.0
    );
    text
}

/// What does not change.
fn unchanged(report: &Upgrade) -> String {
    let mut text = "What does not change here\n".to_string();
    if !report.same_groups.is_empty() {
        let _ = writeln!(text, "   no message of {} is affected", say_it::list(&report.same_groups));
    }
    let same = Choice::ALL.len() - report.acts.len() - report.still.len();
    let _ = writeln!(text, "   {same} rules that profiles can differ in are the same in both");
    let _ = writeln!(text, "   {} rules differ and change no event of this lab:", report.still.len());
    for choice in &report.still {
        for told in told(Some(*choice), report.from, report.to) {
            let (before, after) = (told.before, told.after);
            let _ = writeln!(text, "     {}: {before}; then {after}", told.what);
        }
    }
    for told in told(None, report.from, report.to).iter().filter(|told| told.what.contains("mqadmin")) {
        let (before, after) = (told.before, told.after);
        let _ = writeln!(text, "Beside a lab: {}: {before}; then {after}", told.what);
    }
    text
}

fn to_json(report: &Upgrade, journal: &Journal) -> Value {
    let act = |act: &Act| {
        json!({
            "choice": act.choice.id(), "rule": act.choice.rule(), "alone": act.alone,
            "affected": act.effect.affected(), "variants": variants(report, act.choice),
            "first": moment_json(&act.first, journal), "effect": effect_json(&act.effect),
        })
    };
    let still = |choice: &Choice| {
        let (id, rule) = (choice.id(), choice.rule());
        json!({"choice": id, "rule": rule, "variants": variants(report, *choice)})
    };
    json!({
        "from": report.from, "to": report.to, "until_us": report.until,
        "acts": report.acts.iter().map(act).collect::<Vec<_>>(),
        "not_attributed": report.not_attributed.as_ref().map(|moment| moment_json(moment, journal)),
        "whole": effect_json(&report.whole),
        "version_compatibility": report.page_speaks.then(|| say_it::compatibility(report)),
        "starts": report.starts.iter().map(start_json).collect::<Vec<_>>(),
        "does_not_act": report.still.iter().map(still).collect::<Vec<_>>(),
        "same_groups": report.same_groups,
    })
}

fn variants(report: &Upgrade, choice: Choice) -> Vec<Value> {
    let told = told(Some(choice), report.from, report.to).into_iter();
    told.map(|told| json!({"what": told.what, "before": told.before, "after": told.after})).collect()
}

fn moment_json(moment: &Moment, journal: &Journal) -> Value {
    let [before, after] = &moment.sides;
    let does =
        |side: &crate::projection::upgrade::Did| diff::does((&side.deed, &side.next), moment.at, journal);
    json!({"at_us": moment.at, "entry": moment.entry, "before": does(before), "after": does(after)})
}

fn effect_json(effect: &Effect) -> Value {
    let fate = |of: &ChangedFate| {
        json!({
            "group": of.group, "topic": of.topic, "queue": of.queue, "client": of.client,
            "skipped": of.skipped, "lost": of.lost, "unread": of.unread, "gained": of.gained,
            "duplicates": of.duplicates, "dead": of.dead, "affected": of.affected(),
        })
    };
    let stored = |(topic, both): &(Name, [u64; 2])| json!({"topic": topic, "messages": both});
    json!({
        "affected": effect.affected(),
        "fates": effect.fates.iter().map(fate).collect::<Vec<_>>(),
        "stored": effect.stored.iter().map(stored).collect::<Vec<_>>(),
        "starts": effect.starts.iter().map(start_json).collect::<Vec<_>>(),
    })
}

fn start_json(start: &FirstStart) -> Value {
    let side = |side: &Option<crate::projection::upgrade::starts::Start>| {
        side.as_ref().map(|start| json!({"at_us": start.at, "offset": start.offset, "rule": start.rule}))
    };
    let [before, after] = &start.sides;
    json!({
        "group": start.group, "topic": start.topic, "queue": start.queue,
        "before": side(before), "after": side(after),
    })
}
