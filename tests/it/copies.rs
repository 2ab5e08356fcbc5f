//! The bodies of copies in the stored log: a scheduled message's delivery, a retry, a dead letter, a revived
//! message are what they are copies of. Not here: the copies' places and sizes (`rules_later`, `rules_pop`).
//!
//! Invariant: a copy is compared with the words of its command, or with the stored message that it is of.

use crate::lab::command;
use crate::stored_lab::{header, now, open, read_back, save};
use offset_lab::engine::profile::Profile;
use offset_lab::engine::{Name, QueueOffset, VirtualTime};
use offset_lab::player::Player;
use offset_lab::sim::{Journal, JournalEntry};
use offset_lab::storage::frame::StoredMessage;
use offset_lab::storage::segment_reader::message_in;
use offset_lab::storage::{MemoryStore, Store};

/// Two messages by hand and one of a producer, each sent back, given up and popped; two that come later.
fn journal() -> Journal {
    let mut journal = Journal::new(header());
    journal.header.profile = Profile::RocketMq53;
    let send = |body: &str, more: &str| {
        format!(
            r#"{{"send_message":{{"topic":"orders","queue":0,"body":"{body}","key":"k-{body}","tag":"TagA"{more}}}}}"#
        )
    };
    let back = |offset: i64, level: i64| {
        format!(
            r#"{{"broker":{{"send_back":{{"group":"billing","topic":"orders","queue":0,"offset":{offset},"delay_level":{level}}}}}}}"#
        )
    };
    let pop = r#"{"broker":{"pop":{"group":"popper","topic":"orders","queue":0,"max_messages":3,"invisible_ms":1000,"from_min":true}}}"#;
    let producer = r#"{"add_producer":{"producer":"p","topic":"orders","rate_per_s":1,"body_bytes":80}}"#;
    let at_ms = format!(r#","deliver_at_ms":{}"#, journal.header.start_ms.0 + 9_000);
    let commands: Vec<(u64, String)> = vec![
        (0, r#"{"create_topic":{"topic":"orders","queues":1}}"#.to_string()),
        (0, r#"{"create_group":{"group":"billing"}}"#.to_string()),
        (0, r#"{"create_group":{"group":"popper"}}"#.to_string()),
        (1_000, send("first", "")),
        (1_000, send("refused", r#","delay_level":0"#).replace(r#""queue":0"#, r#""queue":9"#)),
        (1_000, send("later", r#","delay_level":2"#)),
        (1_000, send("timed", &at_ms)),
        (1_000, send("second", "")),
        (1_500, producer.to_string()),
        (2_700, r#"{"remove_producer":{"producer":"p"}}"#.to_string()),
        (5_000, back(0, 1)),
        (5_000, back(2, 1)),
        (5_000, back(1, -1)),
        (5_000, back(2, -1)),
        (5_000, pop.to_string()),
        // A retry that fails again: the copy of a copy.
        (8_000, back(0, 2).replace(r#""topic":"orders""#, r#""topic":"%RETRY%billing""#)),
    ];
    let entry =
        |(ms, json): (u64, String)| JournalEntry { at_us: VirtualTime(ms * 1_000), command: command(&json) };
    journal.entries = commands.into_iter().map(entry).collect();
    journal
}

fn played(player: &mut Player, store: &MemoryStore, until_ms: u64) {
    while player.now() < VirtualTime(until_ms * 1_000) {
        player.step_by(500_000);
        save(player, store);
    }
}

fn check(player: &Player, store: &MemoryStore) {
    let mut all = read_back(player, store);
    // What waited lies in topics that nobody sees.
    let broker = player.world().broker();
    for topic in ["SCHEDULE_TOPIC_XXXX", "rmq_sys_wheel_timer"].map(Name::from) {
        for queue in 0..broker.queue_count(&topic) {
            for offset in 0..broker.max_offset(&topic, queue).0 {
                let (physical, _) = broker.locate(&topic, queue, QueueOffset(offset)).unwrap();
                let piece = now(store.piece_at(physical.0 as u64)).unwrap().unwrap();
                all.push(message_in(&piece, physical).unwrap());
            }
        }
    }
    let stored = |topic: &str, queue, offset: i64| -> &StoredMessage {
        let found = all.iter().find(|m| (m.topic.as_str(), m.queue, m.offset.0) == (topic, queue, offset));
        found.unwrap_or_else(|| panic!("{topic}/{queue} {offset} is not stored"))
    };
    let mut copies = Vec::new();
    for message in &all {
        let (topic, queue) = (&message.topic, message.queue);
        let Some(of) = broker.origin(topic, queue, message.offset) else { continue };
        let origin = stored(&of.topic, of.queue, of.offset.0);
        let words = (&message.key, &message.tag, String::from_utf8_lossy(&message.body).into_owned());
        let expected = (&origin.key, &origin.tag, String::from_utf8_lossy(&origin.body).into_owned());
        assert_eq!(words, expected, "{topic}/{queue} {}", message.offset);
        copies.push((topic.to_string(), words.2));
    }
    copies.sort();
    let of = |topic: &str| {
        copies.iter().filter(|copy| copy.0 == topic).map(|copy| copy.1.as_str()).collect::<Vec<_>>()
    };
    assert_eq!(of("orders"), ["later", "timed"]);
    assert_eq!(of("%RETRY%billing")[..2], ["first", "first"]);
    assert!(of("%RETRY%billing")[2].starts_with("orders/0/2 "));
    assert_eq!(of("%DLQ%billing").len(), 2);
    assert!(of("%DLQ%billing").contains(&"second"));
    assert_eq!(of("%RETRY%popper_orders").len(), 3);
    assert_eq!(stored("orders", 0, 0).key.as_deref(), Some("k-first"));
    // What waits for its next try is a copy in the broker's own topic.
    let waiting = all.iter().filter(|m| m.topic.starts_with("SCHEDULE") && m.body == b"first").count();
    assert_eq!(waiting, 2);
}

#[test]
fn every_copy_in_the_stored_log_has_the_key_tag_and_body_of_the_message_that_it_is_of() {
    let store = MemoryStore::default();
    let mut player = Player::open("Copies".to_string(), journal());
    played(&mut player, &store, 20_000);
    check(&player, &store);
}

#[test]
fn copies_that_are_made_after_a_reload_know_their_words_too() {
    // Before and between the copies, and with a piece of log behind the checkpoint.
    for reloads in [[1_000, 4_000], [5_000, 8_000], [1_500, 12_000]] {
        let store = MemoryStore::default();
        let mut player = Player::open("Copies".to_string(), journal());
        for until in reloads {
            played(&mut player, &store, until);
            drop(player);
            player = Player::restore(open(&store));
        }
        played(&mut player, &store, 20_000);
        check(&player, &store);
    }
}

#[test]
fn a_rewind_forgets_what_was_sent_after_it() {
    let store = MemoryStore::default();
    let mut player = Player::open("Copies".to_string(), journal());
    played(&mut player, &store, 20_000);
    player.seek(VirtualTime(4_000_000));
    player.rewind();
    save(&mut player, &store);
    assert_eq!(player.known_until(), VirtualTime(4_000_000));
    for (at, level) in [(0, 1), (1, 1)] {
        let back = format!(
            r#"{{"broker":{{"send_back":{{"group":"billing","topic":"orders","queue":0,"offset":{at},"delay_level":{level}}}}}}}"#
        );
        player.submit(command(&back)).unwrap();
    }
    played(&mut player, &store, 8_000);
    let retries: Vec<String> = read_back(&player, &store)
        .into_iter()
        .filter(|message| message.topic.as_str() == "%RETRY%billing")
        .map(|message| String::from_utf8_lossy(&message.body).into_owned())
        .collect();
    assert_eq!(retries, ["first", "second"]);
}

/// Of two queues that have the same number, and of two messages that had it one after the other (R-OFF-19).
#[test]
fn a_copy_is_of_the_message_that_has_the_number_in_its_own_queue_by_now() {
    let send = |queue: u32, body: &str| {
        format!(r#"{{"send_message":{{"topic":"orders","queue":{queue},"body":"{body}","key":"k-{body}"}}}}"#)
    };
    let back = |queue: u32| {
        format!(
            r#"{{"broker":{{"send_back":{{"group":"billing","topic":"orders","queue":{queue},"offset":0,"delay_level":1}}}}}}"#
        )
    };
    let commands = [
        r#"{"create_topic":{"topic":"orders","queues":2}}"#.to_string(),
        r#"{"create_group":{"group":"billing"}}"#.to_string(),
        send(1, "other"),
        send(0, "gone"),
        r#"{"restart_broker":{"kill":true,"log_tail":1}}"#.to_string(),
        send(0, "new"),
        back(0),
        back(1),
    ];
    let mut journal = Journal::new(header());
    journal.header.profile = Profile::RocketMq53;
    let entry = |json: &String| JournalEntry { at_us: VirtualTime(0), command: command(json) };
    journal.entries = commands.iter().map(entry).collect();
    let store = MemoryStore::default();
    let mut player = Player::open("Twice".to_string(), journal);
    played(&mut player, &store, 5_000);
    let all = read_back(&player, &store);
    let retries = all.iter().filter(|message| message.topic.as_str() == "%RETRY%billing");
    let words: Vec<_> = retries.map(|m| (String::from_utf8_lossy(&m.body), m.key.as_deref())).collect();
    assert_eq!(words, [("new".into(), Some("k-new")), ("other".into(), Some("k-other"))]);
}
