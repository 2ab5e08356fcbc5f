//! The lab's consumer offsets in the forms that other programs read. Not here: reading such files (`import`).
//!
//! Invariant: an offset that the lab does not have is in none of them.

use crate::projection::lanes::TopicBoard;
use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::String;

/// As a broker writes `consumerOffset.json`: queue ids are bare numbers (R-OFF-17).
pub fn consumer_offset_json(boards: &[TopicBoard]) -> String {
    let mut table: BTreeMap<String, String> = BTreeMap::new();
    each(boards, |group, topic, queue, offset| {
        let queues = table.entry(format!("{topic}@{group}")).or_default();
        let comma = if queues.is_empty() { "" } else { "," };
        queues.push_str(&format!("{comma}{queue}:{offset}"));
    });
    let entries = table.iter().map(|(key, queues)| format!("\n\t\t\"{key}\":{{{queues}}}"));
    let entries: alloc::vec::Vec<String> = entries.collect();
    format!("{{\n\t\"offsetTable\":{{{}\n\t}}\n}}\n", entries.join(","))
}

/// As `kafka-consumer-groups --reset-offsets --from-file` takes it: group, topic, partition, offset.
pub fn kafka_csv(boards: &[TopicBoard]) -> String {
    let mut csv = String::new();
    each(boards, |group, topic, queue, offset| csv.push_str(&format!("{group},{topic},{queue},{offset}\n")));
    csv
}

fn each(boards: &[TopicBoard], mut take: impl FnMut(&str, &str, u32, i64)) {
    for board in boards {
        for lane in &board.lanes {
            for group in &lane.groups {
                if let Some(offset) = group.consumer_offset {
                    take(&group.group, &board.topic, lane.queue, offset.0);
                }
            }
        }
    }
}
