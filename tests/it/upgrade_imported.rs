//! What an upgrade changes in a lab that was imported, of one broker or of two. Not here: the report's other
//! numbers (`upgrade`), and reading the table (`import_cases`).
//!
//! Invariant: what the report counts is what two runs under the whole profiles have.

use crate::upgrade::{run, s, starts};
use offset_lab::engine::QueueId;
use offset_lab::engine::event::InitialRule;
use offset_lab::engine::profile::Profile;
use offset_lab::engine::rules::Choice;
use offset_lab::import::{Given, Source, read_cluster};
use offset_lab::projection::upgrade::fates::ChangedFate;
use offset_lab::projection::upgrade::upgrade;
use offset_lab::sim::Journal;

/// A table as `mqadmin topicStatus` prints it of a topic on two masters: a lab of one of them or, as the page
/// opens it, of both, with a new group; and whether the log is longer than what 4.9 keeps in memory.
fn two_masters(broker: Option<&str>, beyond_memory: bool) -> Journal {
    let file = crate::root().join("tests/import/two-masters/topicStatus-trade_log.txt");
    let text = std::fs::read_to_string(file).unwrap();
    let mut cluster = read_cluster(
        &[Source { name: "status.txt", subject: None, text: &text }],
        &Given { broker: broker.map(str::to_string), ..Given::default() },
    );
    let start = offset_lab::engine::EpochMs(1_800_000_000_000);
    let mut journal = cluster.to_scenario("two", Profile::RocketMq49, start).to_journal();
    if beyond_memory {
        // The log's end is further from its beginning than 40 % of this memory.
        let small = r#"{"at_us":0,"command":{"set_broker":{"memory_bytes":4000}}}"#;
        journal.entries.push(serde_json::from_str(small).unwrap());
    }
    let later = [
        r#"{"at_us":0,"command":{"create_group":{"group":"billing"}}}"#,
        r#"{"at_us":0,"command":{"add_producer":{"producer":"p","topic":"trade_log","rate_per_s":20,
            "body_bytes":300}}}"#,
        r#"{"at_us":2000000,"command":{"add_consumer":{"consumer":"c","group":"billing","topic":"trade_log",
            "processing_us":5000}}}"#,
    ];
    journal.entries.extend(later.iter().map(|entry| serde_json::from_str(entry).unwrap()));
    journal
}

/// R-INIT-2 on a real cluster's offsets: what the report counts is what two runs have.
#[test]
fn an_imported_cluster_s_new_group_starts_at_0_after_the_upgrade_where_min_is_0() {
    let until = s(8);
    let pairs = [
        (Profile::RocketMq49, Profile::RocketMq53, true),
        (Profile::RocketMq48, Profile::RocketMq55, true),
        (Profile::RocketMq48, Profile::RocketMq49, false),
        (Profile::RocketMq53, Profile::RocketMq55, false),
    ];
    let labs = [
        (Some("broker-a"), true, 4),
        (Some("broker-b"), true, 0),
        (None, true, 4),
        // By default memory holds the whole log, and a queue that begins at 0 starts there in all of them.
        (None, false, 4),
    ];
    for (broker, beyond_memory, at_0) in labs {
        let journal = two_masters(broker, beyond_memory);
        let queues = if broker.is_none() { 8 } else { 4 };
        for (from, to, to_five) in pairs {
            let report = upgrade(&journal, from, to, until);
            let runs = [from, to].map(|profile| run(&journal, profile, until).1);
            let [before, after] = runs.map(|events| starts(&events, "billing"));
            let named = format!("{broker:?} from {} to {}: {before:?}, {after:?}", from.id(), to.id());
            assert_eq!((before.len(), after.len()), (queues, queues), "{named}");
            // Between two starts every message is of one run only.
            let (mut gained, mut skipped) = (0, 0);
            for ((_, old, _), (_, new, _)) in before.iter().zip(&after) {
                gained += (old - new).max(0);
                skipped += (new - old).max(0);
            }
            let sum = |of: fn(&ChangedFate) -> u64| report.whole.fates.iter().map(of).sum::<u64>();
            let counted = [sum(|fate| fate.gained), sum(|fate| fate.skipped)];
            assert_eq!(counted, [gained as u64, skipped as u64], "{named}");
            assert_eq!(report.whole.affected(), counted[0] + counted[1], "{named}");
            assert_eq!(report.page_speaks, to_five, "{named}");
            assert_eq!(report.not_attributed, None, "{named}");
            let begin = |starts: &[(QueueId, i64, InitialRule)]| {
                starts.iter().filter(|start| (start.1, start.2) == (0, InitialRule::BrokerZero)).count()
            };
            let [zero_before, zero_after] = [from, to].map(|profile| {
                // Before 5.1 what lies too far from the log's end is not in memory, so the start is Max.
                if beyond_memory && profile.version().0 < 5 { 0 } else { at_0 }
            });
            assert_eq!((begin(&before), begin(&after)), (zero_before, zero_after), "{named}");
            assert_eq!(gained > 2_000_000, zero_after > zero_before, "{named}");
            let residency = report.acts.iter().position(|act| act.choice == Choice::Residency);
            assert_eq!(residency, (zero_after > zero_before).then_some(0), "{named}");
            assert!(residency.is_none_or(|act| report.acts[act].first.at == s(2)), "{named}");
        }
    }
}
