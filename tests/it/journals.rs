//! Golden journals: the same text gives the same digest on every platform and in every later version. Not
//! here: the same check in a browser (`tests/web/digest.rs`).
//!
//! Invariant: `tests/journals/digests.txt` has the true digests. After an intended change of the engine,
//! `UPDATE_DIGESTS=1 cargo test --features cli --test it journals` writes them anew.

use offset_lab::engine::{Event, EventSink, VirtualTime};
use offset_lab::sim::{BrokerCall, Command, Journal, Timeline};
use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::PathBuf;

fn folder() -> PathBuf {
    crate::root().join("tests/journals")
}

/// Name and text of every golden journal, by name.
fn texts() -> Vec<(String, String)> {
    let files = std::fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().path());
    let journals = files.filter(|file| file.extension().is_some_and(|extension| extension == "jsonl"));
    let text = |file: PathBuf| {
        let name = file.file_stem().unwrap().to_str().unwrap().to_string();
        (name, std::fs::read_to_string(&file).unwrap())
    };
    let mut texts: Vec<_> = journals.map(text).collect();
    texts.sort();
    texts
}

fn journals() -> Vec<(String, Journal)> {
    let parse = |(name, text): (String, String)| {
        let journal = Journal::parse(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
        (name, journal)
    };
    texts().into_iter().map(parse).collect()
}

/// The table's rows: journal, virtual time in microseconds, digest.
fn rows() -> Vec<(String, u64, String)> {
    let table = std::fs::read_to_string(folder().join("digests.txt")).unwrap_or_default();
    let row = |line: &str| {
        let fields: Vec<&str> = line.split_whitespace().collect();
        (fields[0].to_string(), fields[1].parse().unwrap(), fields[2].to_string())
    };
    table.lines().filter(|line| !line.starts_with('#') && !line.is_empty()).map(row).collect()
}

/// Counts what a World reports.
#[derive(Default)]
struct Count(u64);

impl EventSink for Count {
    fn emit(&mut self, _: VirtualTime, _: Event) {
        self.0 += 1;
    }
}

/// The digests at these instants, ascending, and the events on the way.
fn run(journal: &Journal, instants: &[u64]) -> (Vec<String>, u64) {
    let mut timeline = Timeline::from_journal(journal.clone());
    let mut count = Count::default();
    let digest_at = |&at_us: &u64| {
        timeline.run_until(VirtualTime(at_us), &mut count);
        timeline.world().check();
        format!("{:016x}", timeline.world().digest())
    };
    (instants.iter().map(digest_at).collect(), count.0)
}

#[test]
fn every_golden_journal_gives_its_digests() {
    let rows = rows();
    let mut table = String::from("# journal, virtual time in us, digest: see tests/it/journals.rs\n");
    for (name, journal) in journals() {
        let mut instants: Vec<u64> = rows.iter().filter(|row| row.0 == name).map(|row| row.1).collect();
        if instants.is_empty() {
            let end = journal.entries.last().map_or(0, |entry| entry.at_us.0);
            instants = vec![end / 2, end + 10_000_000];
        }
        let (digests, events) = run(&journal, &instants);
        assert!(name != "million" || events >= 1_000_000, "{name} makes only {events} events");
        for (at_us, digest) in instants.iter().zip(&digests) {
            writeln!(table, "{name} {at_us} {digest}").unwrap();
        }
    }
    let path = folder().join("digests.txt");
    if std::env::var_os("UPDATE_DIGESTS").is_some() {
        std::fs::write(&path, &table).unwrap();
    }
    assert_eq!(std::fs::read_to_string(&path).unwrap_or_default(), table, "the digests changed");
}

#[test]
fn the_browser_checks_every_golden_journal_too() {
    let web = std::fs::read_to_string(folder().join("../web/digest.rs")).unwrap();
    for (name, _) in texts() {
        assert!(web.contains(&format!("journals/{name}.jsonl")), "tests/web/digest.rs leaves out {name}");
    }
}

#[test]
fn a_golden_journal_comes_back_from_its_own_text() {
    for (name, journal) in journals() {
        let again = Journal::parse(&journal.to_text()).unwrap();
        assert_eq!(again, journal, "{name}");
        let header = journal.to_text().lines().next().unwrap().to_string();
        assert!(
            header.starts_with(r#"{"format":"offset-lab-journal/1""#),
            "the format's name comes first: {header}"
        );
    }
}

/// The names of an enum's variants, from the words with which serde refuses an unknown one.
fn variants<T: for<'de> serde::Deserialize<'de>>() -> BTreeSet<String> {
    let Err(refusal) = serde_json::from_str::<T>(r#"{"no_such_thing":{}}"#) else {
        panic!("there is no such thing")
    };
    let words = refusal.to_string();
    let list = words.split("expected one of ").nth(1).expect("a list of the variants");
    list.split('`').skip(1).step_by(2).map(str::to_string).collect()
}

#[test]
fn every_command_and_every_broker_call_is_in_a_golden_journal() {
    let mut used = BTreeSet::new();
    for (_, journal) in journals() {
        for entry in &journal.entries {
            let value = serde_json::to_value(&entry.command).unwrap();
            let (name, arguments) = value.as_object().unwrap().iter().next().unwrap();
            used.insert(name.clone());
            if let Command::Broker(_) = entry.command {
                used.insert(format!("broker {}", arguments.as_object().unwrap().keys().next().unwrap()));
            }
        }
    }
    let calls = variants::<BrokerCall>().into_iter().map(|call| format!("broker {call}"));
    let all: BTreeSet<String> = variants::<Command>().into_iter().chain(calls).collect();
    assert!(all.len() > 35, "{all:?}");
    assert_eq!(used, all);
}

/// Remembers the kinds of what a World reports.
#[derive(Default)]
struct Kinds(BTreeSet<String>);

impl EventSink for Kinds {
    fn emit(&mut self, _: VirtualTime, event: Event) {
        let value = serde_json::to_value(&event).unwrap();
        let kind = value.as_str().map(str::to_string).or_else(|| value.as_object()?.keys().next().cloned());
        self.0.insert(kind.unwrap());
    }
}

#[test]
fn every_kind_of_event_is_reported_in_a_golden_journal() {
    let mut kinds = Kinds::default();
    for (_, journal) in journals().into_iter().filter(|(name, _)| name != "million") {
        let end = journal.entries.last().map_or(VirtualTime(0), |entry| entry.at_us).plus_ms(10_000);
        Timeline::from_journal(journal).run_until(end, &mut kinds);
    }
    assert_eq!(kinds.0, variants::<Event>());
}
