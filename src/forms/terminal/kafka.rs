//! What Kafka's own tools are asked for the same. Not here: running that.
//!
//! Invariant: options of a current Kafka; where it has no such command, nothing is said.

use crate::terminal::options::{Given, Sub};
use crate::terminal::print::{date, parse_date};
use alloc::format;
use alloc::string::{String, ToString};

const SERVER: &str = "--bootstrap-server 127.0.0.1:9092";

/// The line.
pub(super) fn kafka_line(sub: Sub, given: &Given) -> Option<String> {
    let (group, topic) = (given.get("g").unwrap_or_default(), given.get("t").unwrap_or_default());
    let groups = |rest: String| Some(format!("kafka-consumer-groups {SERVER} {rest}"));
    let topics = |rest: String| Some(format!("kafka-topics {SERVER} {rest}"));
    match sub {
        Sub::ResetOffsetByTime => {
            let to = match given.get("o").filter(|_| given.has('b') && given.has('q')) {
                Some(offset) => format!("--to-offset {offset}"),
                None => by_time(given.needed("s"))?,
            };
            let queue =
                given.get("q").filter(|_| given.has('b')).map_or_else(String::new, |q| format!(":{q}"));
            groups(format!("--group {group} --topic {topic}{queue} --reset-offsets {to} --execute"))
        }
        Sub::SkipAccumulatedMessage => {
            groups(format!("--group {group} --topic {topic} --reset-offsets --to-latest --execute"))
        }
        Sub::ConsumerProgress if group.is_empty() => groups("--describe --all-groups".to_string()),
        Sub::ConsumerProgress => groups(format!("--describe --group {group}")),
        Sub::BrokerConsumeStats => groups("--describe --all-groups".to_string()),
        Sub::DeleteSubGroup if given.get("r") == Some("true") => groups(format!("--delete --group {group}")),
        Sub::TopicStatus => Some(format!("kafka-get-offsets {SERVER} --topic {topic}")),
        Sub::UpdateTopic => {
            let queues = given.get("w").unwrap_or("8");
            topics(format!("--create --topic {topic} --partitions {queues}"))
        }
        Sub::DeleteTopic => topics(format!("--delete --topic {topic}")),
        // It copies by --export and --from-file; a group comes by joining, and its offsets go with it.
        Sub::CloneGroupOffset | Sub::UpdateSubGroup | Sub::DeleteSubGroup => None,
    }
}

fn by_time(typed: &str) -> Option<String> {
    if typed == "now" || typed == "-1" {
        return Some("--to-latest".to_string());
    }
    if typed == "0" {
        return Some("--to-earliest".to_string());
    }
    let time = typed.parse().ok().filter(|ms| *ms > 0).map(crate::engine::ids::EpochMs);
    let time = time.or_else(|| parse_date(typed))?;
    Some(format!("--to-datetime {}", date(time, true).replace(' ', "T").replace(',', ".")))
}
