//! The lab that a first visit opens, as a value: its file, `www/scenarios/story.json`, could only be read by
//! the late part of the program (`late`). Not here: any other scenario.
//!
//! Invariant: it is what the file says; a test compares them.

use crate::engine::ids::{Name, VirtualTime};
use crate::engine::ordered_map::OrderedMap;
use crate::engine::profile::Profile;
use crate::sim::command::{Command, RetentionSettings, TimerChange};
use crate::sim::formats::journal::{JournalEntry, JournalHeader, SCENARIO_FORMAT, Scenario};
use alloc::string::{String, ToString};
use alloc::vec::Vec;

/// The documentation page's story.
pub fn story() -> Scenario {
    let texts = |en: &str, zh: &str| -> OrderedMap<String, String> {
        OrderedMap::from_iter([("en".to_string(), en.to_string()), ("zh".to_string(), zh.to_string())])
    };
    Scenario {
        format: SCENARIO_FORMAT.to_string(),
        title: texts("Consumer progress, the whole story", "消费进度全貌"),
        text: texts(
            "One topic, two consumer groups. billing keeps up; audit is too slow, and retention is about to \
             overtake it. Press Play and watch Min.",
            "一个主题，两个消费者分组。billing 跟得上；audit 太慢，消息清理即将追上它。按下播放，留意 Min。",
        ),
        profile: Profile::Docs50,
        seed: 7,
        start_ms: JournalHeader::new(Profile::Docs50, 7).start_ms,
        speed_percent: 400,
        open_at_us: VirtualTime(75_000_000),
        engine: None,
        journal: commands()
            .into_iter()
            .map(|command| JournalEntry { at_us: VirtualTime(0), command })
            .collect(),
    }
}

fn commands() -> Vec<Command> {
    let name = |text: &str| Name::from(text);
    let group = |group| Command::CreateGroup { group: name(group), consume_from: Default::default() };
    let consumer = |group, consumer, processing_us, cached_max| Command::AddConsumer {
        consumer: name(consumer),
        group: name(group),
        topic: name("orders"),
        processing_us,
        cached_max,
    };
    alloc::vec![
        Command::SetRetention(RetentionSettings {
            reserved_ms: Some(60_000),
            segment_bytes: Some(131_072),
            disk_bytes: Some(8_388_608),
            ..RetentionSettings::default()
        }),
        Command::SetTimers(TimerChange { retention_pass_ms: Some(5_000), ..TimerChange::default() }),
        Command::CreateTopic { topic: name("orders"), queues: 4, first_offsets: Vec::new() },
        group("billing"),
        group("audit"),
        consumer("billing", "billing-1", 15_000, 1_000),
        consumer("billing", "billing-2", 15_000, 1_000),
        consumer("audit", "audit-1", 40_000, 32),
        Command::AddProducer {
            producer: name("order-service"),
            topic: name("orders"),
            rate_per_s: 40,
            body_bytes: 900,
            keys: 500,
            delay_level: Default::default(),
        },
    ]
}
