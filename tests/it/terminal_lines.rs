//! Lines of `mqadmin` on labs with several brokers and with the greatest offsets, and Kafka's lines for the
//! same. Not here: what the real tools printed (`terminal`).
//!
//! Invariant: an offset keeps every digit on its way through a page.

use crate::terminal::{Lab, NOW, small};
use offset_lab::engine::ids::QueueOffset;
use offset_lab::engine::profile::Profile;
use offset_lab::sim::Command;
use offset_lab::terminal::Note;

#[test]
fn several_brokers_are_meant_by_their_own_addresses() {
    let mut lab = Lab::new(Profile::RocketMq53);
    lab.makes("orders", 4, &["billing"]);
    for queue in 0..4 {
        let name = Some(format!("broker-{}/{}", ["a", "b"][queue as usize / 2], queue % 2));
        let (min, max) = (Some(QueueOffset(0)), Some(QueueOffset(10)));
        let times = Vec::new();
        lab.does(0, Command::ImportQueue { topic: "orders".into(), queue, min, max, name, times });
        lab.commits("billing", "orders", queue, 10);
    }
    let ran = lab.line("resetOffsetByTime -g billing -t orders -s 0 -b broker-b:10911 -q 1 -o 4");
    assert_eq!(ran.err, "");
    assert_eq!(lab.stored("billing", "orders"), [Some(10), Some(10), Some(10), Some(4)]);
    let ran = lab.line("resetOffsetByTime -g billing -t orders -s 0 -b 10.0.0.5:10911 -q 1 -o 4");
    assert!(ran.err.contains("connect to 10.0.0.5:10911 failed"), "{}", ran.err);
    assert_eq!(ran.notes, [Note::Brokers { names: "broker-a:10911, broker-b:10911".into() }]);
    let ran = lab.line("consumerProgress -g billing");
    let rows: Vec<Vec<&str>> =
        ran.out.lines().skip(1).take(4).map(|row| row.split_whitespace().collect()).collect();
    assert_eq!(
        rows.iter().map(|row| (row[1], row[2], row[5])).collect::<Vec<_>>(),
        [("broker-a", "0", "0"), ("broker-a", "1", "0"), ("broker-b", "0", "0"), ("broker-b", "1", "6"),]
    );
}

#[test]
fn a_line_names_what_kafka_has_for_the_same() {
    let mut lab = small(Profile::RocketMq53);
    for (line, wanted) in [
        ("resetOffsetByTime -g g -t t -s now", "--group g --topic t --reset-offsets --to-latest --execute"),
        ("resetOffsetByTime -g g -t t -s 0", "--group g --topic t --reset-offsets --to-earliest --execute"),
        (
            "resetOffsetByTime -g g -t t -s 1735689640500",
            "--group g --topic t --reset-offsets --to-datetime 2025-01-01T00:00:40.500 --execute",
        ),
        (
            "resetOffsetByTime -g g -t t -s 0 -b 127.0.0.1:10911 -q 2 -o 7",
            "--group g --topic t:2 --reset-offsets --to-offset 7 --execute",
        ),
        ("consumerProgress -g g", "--describe --group g"),
    ] {
        let begins = "kafka-consumer-groups --bootstrap-server 127.0.0.1:9092 ";
        assert_eq!(lab.line(line).kafka, Some([begins, wanted].concat()), "{line}");
    }
    assert_eq!(lab.line("cloneGroupOffset -s billing -d audit -t orders").kafka, None);
}

#[test]
fn the_answer_to_a_page_keeps_every_digit_of_an_offset() {
    use offset_lab::ui::text::terminal::answer;
    let mut lab = Lab::new(Profile::RocketMq53);
    let last = i64::MAX - 1;
    lab.does(
        0,
        Command::CreateTopic { topic: "orders".into(), queues: 1, first_offsets: vec![QueueOffset(last)] },
    );
    lab.does(0, Command::CreateGroup { group: "billing".into(), consume_from: Default::default() });
    let line = format!("resetOffsetByTime -g billing -t orders -s 0 -b 127.0.0.1:10911 -q 0 -o {last}");
    let asked = format!("{line}\nen\n{}\n{}", NOW.0, lab.journal.to_text());
    let answer: serde_json::Value = serde_json::from_str(&answer(&asked).unwrap()).unwrap();
    let commands = answer["commands"].as_str().expect("commands are text");
    assert!(commands.contains(&format!("\"offset\":{last}")), "{commands}");
    assert!(serde_json::from_str::<Vec<serde_json::Value>>(commands).is_ok());
}
