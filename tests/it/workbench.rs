//! What the reset workbench shows beside the preview: targets that differ by queue, a group's history, the
//! search for a time. Not here: the terminal (`terminal`), the preview (`preview`).
//!
//! Invariant: an offset of another version is what a lab of that version finds in the same queue.

use offset_lab::engine::ids::{EpochMs, Name, QueueOffset, VirtualTime};
use offset_lab::engine::profile::Profile;
use offset_lab::projection::history::{Cause, history};
use offset_lab::projection::reset_choice::{as_group, from_csv, shifted};
use offset_lab::projection::time_search::{COMPARED, Lies, time_search};
use offset_lab::sim::command::{BrokerCall, QueueChoice, ResetTarget};
use offset_lab::sim::formats::journal::{Journal, JournalEntry, JournalHeader};
use offset_lab::sim::{Command, Scenario, Timeline, World};
use offset_lab::ui::text::history::{answer, history_csv, search_answer};

fn story() -> Journal {
    let path = crate::root().join("www/scenarios/story.json");
    Scenario::parse(&std::fs::read_to_string(path).unwrap()).unwrap().to_journal()
}

fn world(journal: &Journal, until: VirtualTime) -> World {
    let mut timeline = Timeline::from_journal(journal.clone());
    timeline.run_until(until, &mut ());
    timeline.world().clone()
}

fn numbers(offsets: &offset_lab::projection::reset_choice::Offsets) -> Vec<(u32, i64)> {
    offsets.iter().map(|(queue, offset)| (*queue, offset.0)).collect()
}

#[test]
fn a_shift_stays_within_the_queue_and_another_group_lends_its_offsets() {
    let (audit, billing, orders): (Name, Name, Name) = ("audit".into(), "billing".into(), "orders".into());
    let world = world(&story(), VirtualTime(75_000_000));
    let stands = |group: &Name| numbers(&as_group(&world, group, &orders));
    assert_eq!(stands(&audit).len(), 4);
    let by = |by| numbers(&shifted(&world, &audit, &orders, by));
    assert_eq!(by(0), stands(&audit));
    assert_eq!(by(7), stands(&audit).into_iter().map(|(queue, at)| (queue, at + 7)).collect::<Vec<_>>());
    let edge = |of: fn(&World, &Name, u32) -> QueueOffset| {
        (0..4).map(|queue| (queue, of(&world, &orders, queue).0)).collect::<Vec<_>>()
    };
    assert_eq!(by(i64::MIN), edge(|world, topic, queue| world.broker().min_offset(topic, queue)));
    assert_eq!(by(i64::MAX), edge(|world, topic, queue| world.broker().max_offset(topic, queue)));
    assert_ne!(stands(&audit), stands(&billing));
    assert!(as_group(&world, &"nobody".into(), &orders).is_empty());
}

#[test]
fn a_table_of_offsets_is_read_by_number_and_by_name() {
    let names = ["broker-a/0".to_string(), "broker-a/1".to_string()];
    let read = |text: &str| from_csv(text, &"orders".into(), &names).map(|offsets| numbers(&offsets));
    assert_eq!(read("0,12\n 1 , 9223372036854775807\n"), Some(vec![(0, 12), (1, i64::MAX)]));
    assert_eq!(read("\"orders\",1,3\nother,0,5\n\norders,broker-a/0,4"), Some(vec![(0, 4), (1, 3)]));
    for wrong in ["0", "0,x", "0,-1", "a,0,1,2", "0,1\n0,2", "zero,1", "-1,3"] {
        assert_eq!(read(wrong), None, "{wrong}");
    }
}

fn reset(journal: &mut Journal, at_s: u64, to: ResetTarget) {
    let (group, topic) = ("audit".into(), "orders".into());
    let command = Command::ResetOffset { group, topic, queues: QueueChoice::All, to };
    journal.entries.push(JournalEntry { at_us: VirtualTime(at_s * 1_000_000 + 137), command });
}

#[test]
fn a_history_has_every_move_and_takes_back_what_somebody_did() {
    let (mut journal, audit, orders): (Journal, Name, Name) = (story(), "audit".into(), "orders".into());
    reset(&mut journal, 70, ResetTarget::Max);
    reset(&mut journal, 75, ResetTarget::Min);
    let now = VirtualTime(76_000_000);
    let before = world(&journal, VirtualTime(70_000_000));
    let moves = history(&journal, now, &audit);
    let resets: Vec<_> = moves.iter().filter(|of| of.cause == Cause::Reset).collect();
    assert_eq!(resets.len(), 2);
    assert_eq!(resets[0].at, VirtualTime(70_000_137));
    assert_eq!(resets[0].at_ms, EpochMs(1_735_689_670_000));
    for (queue, moved) in resets[0].queues.iter().enumerate() {
        assert_eq!(moved.from, before.broker().consumer_offsets().stored(&audit, &orders, queue as u32));
        assert_eq!(
            moved.to,
            Some(before.broker().max_offset(&orders, queue as u32)).filter(|_| moved.to.is_some())
        );
    }
    let Some(Command::ResetOffset { to: ResetTarget::Each(back), .. }) = resets[0].back(&audit) else {
        panic!("a reset can be taken back")
    };
    assert_eq!(
        back.values().copied().map(Some).collect::<Vec<_>>(),
        resets[0].queues.iter().map(|of| of.from).collect::<Vec<_>>()
    );
    // The first offsets were nobody's doing.
    let began = moves.iter().find(|of| of.cause == Cause::Began).expect("the group began");
    assert_eq!(began.back(&audit), None);
    let csv = history_csv(&audit, &moves);
    assert_eq!(csv.lines().count(), 1 + moves.iter().map(|of| of.queues.len()).sum::<usize>());
    assert!(csv.contains("\r\n70000137,2025-01-01 00:01:10.000,audit,orders,0,"), "{csv}");
    // Later ones are not there yet.
    assert_eq!(
        history(&journal, VirtualTime(72_000_000), &audit)
            .iter()
            .filter(|of| of.cause == Cause::Reset)
            .count(),
        1
    );
}

#[test]
fn two_resets_of_one_instant_are_two_moves() {
    let (mut journal, audit): (Journal, Name) = (story(), "audit".into());
    reset(&mut journal, 70, ResetTarget::Max);
    reset(&mut journal, 70, ResetTarget::Min);
    let moves = history(&journal, VirtualTime(71_000_000), &audit);
    let resets: Vec<_> = moves.iter().filter(|of| of.cause == Cause::Reset).collect();
    assert_eq!(resets.iter().map(|of| of.queues.len()).collect::<Vec<_>>(), [4, 4]);
    assert_eq!(resets[0].queues[0].to, resets[1].queues[0].from);
}

#[test]
fn a_history_tells_what_a_tool_saved_what_was_removed_and_what_the_broker_corrected() {
    let (mut journal, audit): (Journal, Name) = (story(), "audit".into());
    let mut does = |at_s: u64, command: Command| {
        journal.entries.push(JournalEntry { at_us: VirtualTime(at_s * 1_000_000 + 137), command });
    };
    does(76, Command::RemoveOffsets { group: "billing".into(), topic: "orders".into() });
    let (group, topic, queue, offset) = ("billing".into(), "orders".into(), 0, QueueOffset(200));
    does(77, Command::Broker(BrokerCall::Commit { group, topic, queue, offset }));
    let until = VirtualTime(240_000_000);
    let of = |group: &Name, cause: Cause| {
        history(&journal, until, group).into_iter().filter(|of| of.cause == cause).collect::<Vec<_>>()
    };
    let removed = of(&"billing".into(), Cause::Removed);
    assert_eq!(removed[0].queues.len(), 4);
    assert!(removed[0].queues.iter().all(|moved| moved.from.is_some() && moved.to.is_none()));
    let saved = of(&"billing".into(), Cause::Saved);
    assert_eq!((saved[0].queues[0].to, saved[0].at.0), (Some(QueueOffset(200)), 77_000_137));
    // In the story retention overtakes audit, and its pulls are sent to Min.
    let corrected = of(&audit, Cause::Corrected);
    assert!(!corrected.is_empty());
    assert!(corrected.iter().all(|of| of.rule == "R-PULL-7" && of.back(&audit).is_none()));
}

/// One queue with messages at these milliseconds.
fn stored_at(profile: Profile, times: &[u64]) -> Journal {
    let mut entries = vec![JournalEntry {
        at_us: VirtualTime(0),
        command: Command::CreateTopic { topic: "orders".into(), queues: 1, first_offsets: Vec::new() },
    }];
    entries.extend(times.iter().map(|ms| JournalEntry {
        at_us: VirtualTime(ms * 1_000),
        command: Command::Broker(BrokerCall::Send {
            topic: "orders".into(),
            queue: 0,
            body_bytes: 5,
            record_bytes: None,
            tag: None,
            delay_level: 0,
        }),
    }));
    Journal { header: JournalHeader::new(profile, 7), entries }
}

#[test]
fn a_time_lands_where_labs_of_the_other_versions_land() {
    const TIMES: [u64; 8] = [100, 200, 200, 200, 300, 310, 400, 500];
    let (now, start, orders) = (VirtualTime(1_000_000), 1_735_689_600_000, Name::from("orders"));
    for (ms, lies) in [
        (50, Lies::BeforeFirst),
        (100, Lies::Equal(1)),
        (200, Lies::Equal(3)),
        (250, Lies::Between),
        (304, Lies::Between),
        (500, Lies::Equal(1)),
        (900, Lies::AfterLast),
    ] {
        let time = EpochMs(start + ms);
        let journal = stored_at(Profile::RocketMq53, &TIMES);
        let here = world(&journal, now);
        let found = &time_search(&here, &journal, &orders, time)[0];
        assert_eq!(found.lies, lies, "{ms}");
        for (profile, offset) in COMPARED.into_iter().zip(found.others) {
            let other = world(&stored_at(profile, &TIMES), now);
            assert_eq!(offset, other.broker().offset_by_time("orders", 0, time).ok(), "{profile:?} at {ms}");
        }
        assert_eq!(found.here, found.others[3]);
        assert!(
            found.around.len() <= 4
                && found.around.iter().all(|(offset, at)| at.0 == start + TIMES[offset.0 as usize] as i64)
        );
    }
    let empty = stored_at(Profile::RocketMq53, &[]);
    assert_eq!(time_search(&world(&empty, now), &empty, &orders, EpochMs(start))[0].lies, Lies::Empty);
}

#[test]
fn the_answers_are_json_in_the_language_that_was_asked_for() {
    let journal = story();
    let asked = format!("audit\nzh-CN\n75000000\n{}", journal.to_text());
    let table: serde_json::Value = serde_json::from_str(&answer(&asked).unwrap()).unwrap();
    assert_eq!(table["heads"].as_array().unwrap().len(), 5);
    assert_eq!(table["rows"][0]["cells"].as_array().unwrap().len(), 5);
    assert!(table["title"].as_str().unwrap().contains("位点"));
    let asked = format!("orders\n1735689640500\nen\n75000000\n{}", journal.to_text());
    let table: serde_json::Value = serde_json::from_str(&search_answer(&asked).unwrap()).unwrap();
    assert_eq!((table["heads"].as_array().unwrap().len(), table["rows"].as_array().unwrap().len()), (8, 4));
    assert_eq!((answer("audit\nen\nx"), search_answer("orders\n1\nen\n5\nno journal")), (None, None));
}
