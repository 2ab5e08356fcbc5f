//! Lines of `mqadmin` on a lab, against what the tools of four versions printed for the same state. Not here:
//! our words about them.
//!
//! Invariant: what is compared is all that they printed, but for addresses and times (`tests/mqadmin`), the
//! order of a table's rows, which Java does not keep, and lines of a stack.

use offset_lab::engine::ids::{Name, QueueOffset, VirtualTime};
use offset_lab::engine::profile::Profile;
use offset_lab::sim::command::{BrokerCall, QueueChoice, ResetTarget};
use offset_lab::sim::formats::journal::{Journal, JournalEntry, JournalHeader};
use offset_lab::sim::{Command, Timeline, World};
use offset_lab::terminal::{Note, Ran, run};

/// The versions that were recorded.
const RECORDED: [(Profile, &str); 4] = [
    (Profile::RocketMq48, "4.8.0"),
    (Profile::RocketMq49, "4.9.7"),
    (Profile::RocketMq51, "5.1.0"),
    (Profile::RocketMq53, "5.3.3"),
];
/// When the lines are run.
pub const NOW: VirtualTime = VirtualTime(600_000_000);

fn recorded(version: &str, file: &str) -> String {
    std::fs::read_to_string(crate::root().join("tests/mqadmin").join(version).join(file)).unwrap()
}

/// A lab that grows by what its lines do.
pub struct Lab {
    pub journal: Journal,
    at: VirtualTime,
}

impl Lab {
    pub fn new(profile: Profile) -> Lab {
        Lab {
            journal: Journal { header: JournalHeader::new(profile, 7), entries: Vec::new() },
            at: VirtualTime(0),
        }
    }

    pub fn does(&mut self, at_ms: u64, command: Command) {
        self.journal.entries.push(JournalEntry { at_us: VirtualTime(at_ms * 1_000), command });
    }

    fn calls(&mut self, at_ms: u64, call: BrokerCall) {
        self.does(at_ms, Command::Broker(call));
    }

    pub fn makes(&mut self, topic: &str, queues: u32, groups: &[&str]) {
        self.does(0, Command::CreateTopic { topic: topic.into(), queues, first_offsets: Vec::new() });
        for group in groups {
            self.does(0, Command::CreateGroup { group: (*group).into(), consume_from: Default::default() });
        }
    }

    fn sends(&mut self, at_ms: u64, topic: &str, queue: u32) {
        let (topic, tag, record_bytes) = (topic.into(), None, None);
        self.calls(
            at_ms,
            BrokerCall::Send { topic, queue, body_bytes: 5, record_bytes, tag, delay_level: 0 },
        );
    }

    pub fn commits(&mut self, group: &str, topic: &str, queue: u32, offset: i64) {
        let (group, topic, offset) = (group.into(), topic.into(), QueueOffset(offset));
        self.calls(1_000, BrokerCall::Commit { group, topic, queue, offset });
    }

    /// The group has had a client, so there is its retry topic.
    fn meets(&mut self, group: &str, topic: &str) {
        let client: Name = format!("client-of-{group}").into();
        self.calls(
            1_000,
            BrokerCall::Connect { client: client.clone(), group: group.into(), topic: topic.into() },
        );
        self.calls(1_000, BrokerCall::Disconnect { client });
    }

    /// Runs a line, and does to the lab what it does.
    pub fn line(&mut self, line: &str) -> Ran {
        self.at = VirtualTime(self.at.0.max(NOW.0) + 1_000_000);
        let ran = run(line, &self.journal, self.at);
        for command in ran.commands.clone() {
            self.journal.entries.push(JournalEntry { at_us: self.at, command });
        }
        ran
    }

    fn world(&self) -> World {
        let mut timeline = Timeline::from_journal(self.journal.clone());
        timeline.run_until(self.at, &mut ());
        timeline.world().clone()
    }

    pub fn stored(&self, group: &str, topic: &str) -> Vec<Option<i64>> {
        let (world, group, topic): (World, Name, Name) = (self.world(), group.into(), topic.into());
        let queues = 0..world.broker().queue_count(&topic);
        queues
            .map(|queue| {
                world.broker().consumer_offsets().stored(&group, &topic, queue).map(|offset| offset.0)
            })
            .collect()
    }
}

/// What stood on the brokers when the sessions were recorded.
pub fn small(profile: Profile) -> Lab {
    let mut lab = Lab::new(profile);
    lab.makes("orders", 2, &["billing", "audit"]);
    for at in 0..5 {
        lab.sends(100 + at, "orders", 0);
        lab.sends(100 + at, "orders", 1);
    }
    lab.commits("billing", "orders", 0, 2);
    lab.commits("billing", "orders", 1, 3);
    lab.meets("billing", "orders");
    lab.meets("audit", "orders");
    lab
}

/// A tool's output, its tables sorted, times that are not the lab's left out.
fn plain(text: &str) -> String {
    let mut lines: Vec<String> = text.trim_end().lines().map(|line| line.trim_end().to_string()).collect();
    for line in &mut lines {
        if let Some((before, rest)) = line.split_once("timestamp(long)[1735")
            && let Some((_, after)) = rest.split_once(']')
        {
            *line = format!("{before}timestamp(long)[NOW]{after}");
        }
        if let Some(at) = line.find("2025-01-01 ") {
            line.truncate(at);
            line.push_str("TIME");
        }
    }
    // Rows of a table; what stands above and below them begins otherwise.
    let is_row = |line: &String| line.starts_with("broker-a ");
    let from = lines.iter().position(is_row).unwrap_or(lines.len());
    let to = lines.iter().rposition(is_row).map_or(from, |last| last + 1);
    lines[from..to].sort();
    lines.join("\n")
}

/// What a line printed, as the sessions have it.
fn as_recorded(line: &str, ran: &Ran) -> String {
    let out = plain(&ran.out);
    let is_usage = ran.code == 1 && out.starts_with("usage: ");
    let mut text = format!("$ {line}{}", if ran.code == 0 { "" } else { " # 1" });
    for part in [if is_usage { "(usage)" } else { &out }] {
        if !part.is_empty() {
            text.push_str(&format!("\n{part}"));
        }
    }
    for line in ran.err.lines() {
        text.push_str(&format!("\n! {line}"));
    }
    text
}

#[test]
fn a_line_prints_what_the_tool_of_its_version_printed() {
    let mut wrong = Vec::new();
    for (profile, version) in RECORDED {
        let mut lab = small(profile);
        for entry in recorded(version, "session.txt").split("\n\n$ ") {
            let entry = format!("$ {}", entry.trim_start_matches("$ ").trim_end());
            let line = entry[2..].lines().next().unwrap().trim_end_matches(" # 1").to_string();
            let ran = lab.line(&line);
            let (head, rest) = entry.split_once('\n').unwrap_or((&entry, ""));
            let wanted = format!("{head}\n{}", plain(rest));
            let printed = as_recorded(&line, &ran);
            if printed != wanted.trim_end() {
                wrong.push(format!("{version}: {printed}\n--- the tool\n{wanted}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

#[test]
fn help_prints_the_usage_of_its_version() {
    for (profile, version) in RECORDED {
        for page in recorded(version, "help.txt").split("\n\n$ ") {
            let (line, wanted) = page.trim_start_matches("$ ").split_once('\n').unwrap();
            let ran = small(profile).line(line);
            assert_eq!(ran.out.trim_end(), wanted.trim_end(), "{version}: {line}");
        }
    }
}

/// What the recorder's clients had left when `mqadmin` was asked about them: messages of TopicOrders by the
/// second in which each round of them was stored, the same in each queue.
fn recorded_orders(profile: Profile, of_round: fn(u64) -> u64) -> Lab {
    let mut lab = Lab::new(profile);
    lab.makes("TopicOrders", 4, &["GroupBilling", "GroupIdle"]);
    for round in 0..60 {
        for (queue, rounds) in [60, 50, 40, 30].into_iter().enumerate() {
            if round < rounds {
                lab.sends(of_round(round), "TopicOrders", queue as u32);
            }
        }
    }
    for queue in 0..4 {
        for _ in 0..7 {
            lab.sends(60_000, "TopicOrders", queue);
        }
        lab.commits("GroupBilling", "TopicOrders", queue, [60, 50, 40, 30][queue as usize]);
    }
    lab.journal.entries.sort_by_key(|entry| entry.at_us);
    lab.meets("GroupBilling", "TopicOrders");
    lab.journal.entries.sort_by_key(|entry| entry.at_us);
    lab
}

/// Targets of a table that `resetOffsetByTime` prints: the last column.
fn targets(ran: &Ran) -> Vec<i64> {
    let rows = ran.out.lines().filter(|line| line.starts_with("broker-a "));
    rows.map(|row| row.split_whitespace().next_back().unwrap().parse().unwrap()).collect()
}

#[test]
fn a_time_leads_where_it_led_the_real_brokers() {
    // Round 29 at 23.520, 30 at 23.570 and so on; the time asked for lies closer to round 30 in 4.9.7, and
    // 5.3.3 takes the first behind it (conformance/mqadmin 16, 19).
    let at = |round: u64| 22_120 + round * 50;
    let mut old = recorded_orders(Profile::RocketMq49, |round| 22_120 + round * 50);
    let time = 1_735_689_600_000 + at(30) + 10;
    let ran = old.line(&format!("resetOffsetByTime -g GroupBilling -t TopicOrders -s {time}"));
    assert_eq!(targets(&ran), [30, 30, 30, 29]);
    assert!(ran.out.contains("#rollbackOffset"), "{}", ran.out);
    assert_eq!(old.stored("GroupBilling", "TopicOrders"), [30, 30, 30, 29].map(Some));
    // Without force nothing goes forwards.
    let later = 1_735_689_600_000 + at(50);
    let ran = old.line(&format!("resetOffsetByTime -g GroupBilling -t TopicOrders -s {later} -f false"));
    assert_eq!(targets(&ran), [30, 30, 30, 29]);
    assert!(ran.notes.contains(&Note::OnlyBack));
    let ran = old.line("resetOffsetByTime -g GroupBilling -t TopicOrders -s now");
    assert!(ran.out.contains("timestamp(string)[now], timestamp(long)[-1]"), "{}", ran.out);
    assert_eq!(targets(&ran), [67, 57, 47, 37]);

    let mut new = recorded_orders(Profile::RocketMq53, |round| 22_120 + round * 50);
    let ran = new.line(&format!("resetOffsetByTime -g GroupBilling -t TopicOrders -s {time}"));
    assert_eq!(targets(&ran), [31, 31, 31, 30]);
    let ran = new.line(&format!("resetOffsetByTime -g GroupBilling -t TopicOrders -s {later} -f false"));
    assert_eq!(targets(&ran), [50, 50, 40, 30]);
    assert!(ran.notes.contains(&Note::ForceIgnored));
    // A group without offsets is reset too (34).
    let ran = new.line(&format!("resetOffsetByTime -g GroupIdle -t TopicOrders -s {time}"));
    assert_eq!(targets(&ran), [31, 31, 31, 30]);
    let ran = old.line(&format!("resetOffsetByTime -g GroupIdle -t TopicOrders -s {time}"));
    assert!(ran.err.contains("CODE: 1  DESC: THe consumer group <GroupIdle> not exist"), "{}", ran.err);
    assert!(ran.commands.is_empty());
}

#[test]
fn a_refused_reset_of_one_queue_has_saved_its_offset_before() {
    let line = |offset: i64| {
        format!("resetOffsetByTime -g billing -t orders -s 0 -b 127.0.0.1:10911 -q 0 -o {offset}")
    };
    let mut lab = small(Profile::RocketMq53);
    let ran = lab.line(&line(9999));
    assert!(
        ran.err.contains("CODE: 1  DESC: CODE: 1  DESC: Target offset 9999 not in consume queue range [0-5]")
    );
    assert_eq!(lab.stored("billing", "orders"), [Some(9999), Some(3)]);
    assert_eq!(ran.notes, [Note::SavedAllTheSame { queue: 0, offset: QueueOffset(9999) }]);
    // Max + 1 is accepted (26), 0 is printed and not sent (23), and what is pending swallows what is saved.
    assert_eq!(lab.line(&line(6)).err, "");
    assert_eq!(lab.stored("billing", "orders"), [Some(6), Some(3)]);
    assert!(lab.line(&line(0)).commands.is_empty());
    lab.line(&line(7));
    assert_eq!(lab.stored("billing", "orders"), [Some(6), Some(3)]);
    // A queue that is not there gets its offset too (29).
    let ran = lab.line("resetOffsetByTime -g billing -t orders -s 0 -b 127.0.0.1:10911 -q 9 -o 3");
    assert!(ran.err.contains("Target offset 3 not in consume queue range [0-0]"), "{}", ran.err);
}

#[test]
fn lines_of_a_shell_are_run_as_what_they_start() {
    let mut lab = small(Profile::RocketMq53);
    let plain = lab.line("topicStatus -t orders").out;
    for line in [
        "sh mqadmin topicStatus -t orders",
        "$ ./bin/mqadmin topicStatus --topic=orders -n 'a:9876;b:9876'",
        "docker exec -t broker /opt/rocketmq/bin/mqadmin TOPICSTATUS -torders",
    ] {
        assert_eq!(lab.line(line).out, plain, "{line}");
    }
    assert_eq!(lab.line("topicStatus -t 'orders").notes, [Note::OpenQuote]);
    assert_eq!(lab.line(""), Ran::default());
}

#[test]
fn what_the_lines_of_tutorials_do() {
    let text =
        std::fs::read_to_string(crate::root().join("tests/import/cases/37-reset-lines-from-tutorials.txt"));
    let text = text.unwrap().replace(" g1 ", " billing ").replace(" t1 ", " orders ");
    for (profile, wanted) in [
        (Profile::RocketMq53, ["Max", "0", "Max", "", "", "0", "Max", "Max"]),
        (Profile::RocketMq49, ["Max", "0", "0", "", "", "0", "Max", ""]),
        (Profile::RocketMq48, ["Max", "0", "0", "", "", "0", "last", ""]),
    ] {
        let mut lab = small(profile);
        for (line, wanted) in text.lines().zip(wanted) {
            let before = lab.stored("billing", "orders");
            lab.line(line);
            let after = match wanted {
                "Max" => vec![Some(5); 2],
                "last" => vec![Some(4); 2],
                "0" => vec![Some(0); 2],
                _ => before,
            };
            assert_eq!(lab.stored("billing", "orders"), after, "{profile:?}: {line}");
        }
    }
}

#[test]
fn clone_copies_every_topic_and_up_to_4_9_2_max() {
    for (profile, wanted) in [(Profile::RocketMq53, [2, 3]), (Profile::RocketMq48, [5, 5])] {
        let mut lab = small(profile);
        lab.does(
            2_000,
            Command::CreateTopic { topic: "payments".into(), queues: 1, first_offsets: Vec::new() },
        );
        lab.calls(
            2_000,
            BrokerCall::Commit {
                group: "billing".into(),
                topic: "payments".into(),
                queue: 0,
                offset: QueueOffset(0),
            },
        );
        let ran = lab.line("cloneGroupOffset -s billing -d audit -t orders");
        assert_eq!(ran.err, "");
        assert_eq!(lab.stored("audit", "orders"), wanted.map(Some));
        assert_eq!(lab.stored("audit", "payments"), [Some(0)]);
        assert!(ran.notes.contains(&Note::EveryTopic { topics: 2 }), "{:?}", ran.notes);
        assert_eq!(ran.notes.contains(&Note::ClonedMax), profile == Profile::RocketMq48);
    }
}

#[test]
fn a_line_has_the_lab_obey_a_reset_that_can_be_undone() {
    let mut lab = small(Profile::RocketMq53);
    let ran = lab.line("skipAccumulatedMessage -g billing -t orders");
    let (group, topic, queues) = ("billing".into(), "orders".into(), QueueChoice::All);
    let to = ResetTarget::TimeMs(offset_lab::engine::ids::EpochMs(-1));
    assert_eq!(ran.commands, [Command::ResetOffset { group, topic, queues, to }]);
    assert_eq!(ran.previews.iter().flat_map(|preview| &preview.rows).map(|row| row.skipped).sum::<i64>(), 5);
}
