//! What leaves a lab for a real cluster: the runbook of a rehearsal, and its offsets as files. Not here: the
//! command lines of a reset by themselves (`command_line`).
//!
//! Invariant: the numbers of a runbook are those of a run that shares nothing with it.

use offset_lab::engine::VirtualTime;
use offset_lab::engine::ids::QueueOffset;
use offset_lab::import::{Given, Source, read_cluster};
use offset_lab::projection::boards;
use offset_lab::projection::offset_files::{consumer_offset_json, kafka_csv};
use offset_lab::projection::runbook::{STEPS_MAX, runbook};
use offset_lab::sim::command::{QueueChoice, ResetTarget};
use offset_lab::sim::{Command, Journal, JournalEntry, Scenario, Timeline, World};
use offset_lab::ui::text::Language;
use offset_lab::ui::text::runbook::{ASKED, answer, ask, markdown};

/// No timer fires then, so a run until this instant ends right behind the command.
const RESET_AT: VirtualTime = VirtualTime(150_000_137);

fn story() -> Journal {
    let path = crate::root().join("www/scenarios/story.json");
    Scenario::parse(&std::fs::read_to_string(path).unwrap()).unwrap().to_journal()
}

fn reset(journal: &mut Journal, at_us: VirtualTime, to: ResetTarget) {
    let (group, topic) = ("audit".into(), "orders".into());
    let command = Command::ResetOffset { group, topic, queues: QueueChoice::All, to };
    journal.entries.push(JournalEntry { at_us, command });
}

fn at(journal: &Journal, until: VirtualTime) -> World {
    let mut timeline = Timeline::from_journal(journal.clone());
    timeline.run_until(until, &mut ());
    timeline.world().clone()
}

/// Consumer offset and lag of audit by queue.
fn audit(world: &World) -> Vec<(Option<i64>, Option<i64>)> {
    let boards = boards(world);
    let of_lane = |group: &offset_lab::projection::LaneGroup| {
        (*group.group == *"audit").then_some((group.consumer_offset.map(|offset| offset.0), group.lag))
    };
    boards
        .iter()
        .flat_map(|board| &board.lanes)
        .flat_map(|lane| lane.groups.iter().filter_map(of_lane))
        .collect()
}

#[test]
fn a_step_has_the_numbers_before_and_after_it() {
    let before = story();
    let mut journal = before.clone();
    reset(&mut journal, RESET_AT, ResetTarget::Max);
    let steps = runbook(&journal, RESET_AT);
    assert_eq!(steps.len(), 1, "what made the lab is no step");
    let step = &steps[0];
    let numbers = |rows: &[offset_lab::projection::runbook::Standing]| -> Vec<_> {
        rows.iter().map(|row| (row.consumer_offset.map(|offset| offset.0), row.lag)).collect()
    };
    assert_eq!(numbers(&step.before), audit(&at(&before, VirtualTime(RESET_AT.0 - 1))));
    assert_eq!(numbers(&step.after), audit(&at(&journal, RESET_AT)));
    assert!(numbers(&step.after).iter().all(|(_, lag)| *lag == Some(0)));
    assert!(step.preview.is_some());
    assert!(runbook(&journal, VirtualTime(RESET_AT.0 - 1)).is_empty(), "later steps are not taken");
}

#[test]
fn it_reads_as_a_ticket_in_both_languages() {
    let at_us = VirtualTime(150_000_000);
    let mut journal = story();
    reset(&mut journal, at_us, ResetTarget::Max);
    journal.entries.push(JournalEntry {
        at_us: VirtualTime(at_us.0 + 1),
        command: Command::DeleteGroup { group: "audit".into(), remove_offsets: true },
    });
    let english = markdown(&journal, VirtualTime(at_us.0 + 1), "a|b", Language::En);
    for line in [
        "# Runbook: a|b",
        "## 1. Reset offset of audit on orders",
        "| orders | 0 | 794 | 1428 | 923 | 505 |",
        "mqadmin resetOffsetByTime -n NAMESRV:9876 -g audit -t orders -s -1",
        "mqadmin resetOffsetByTime -n NAMESRV:9876 -g audit -t orders -s 0 -b BROKER:10911 -q 0 -o 923",
        "| orders | 0 | 794 | 1428 | 1428 | 0 |",
        "mqadmin deleteSubGroup -n NAMESRV:9876 -b BROKER:10911 -g audit -r true",
    ] {
        assert!(english.lines().any(|of| of == line), "{line}\n{english}");
    }
    assert!(!english.contains("127.0.0.1"), "no address is anybody's");
    let chinese = markdown(&journal, at_us, "a", Language::Zh);
    assert!(chinese.contains("## 1. 重置 audit 在 orders 上的位点"), "{chinese}");
    let asked = ask(Language::Zh.text(), at_us, "a", &journal.to_text());
    let asked = asked.strip_prefix(ASKED).unwrap();
    assert_eq!(answer(asked).as_deref(), Some(&*chinese), "the page gets the same");
    assert_eq!(answer("en\nsoon\n\n"), None);
}

#[test]
fn a_refusal_is_said_and_has_no_commands() {
    let mut journal = story();
    reset(&mut journal, RESET_AT, ResetTarget::Offset(QueueOffset(i64::MAX)));
    let page = markdown(&journal, RESET_AT, "", Language::En);
    assert!(page.contains("Refused: "), "{page}");
    assert!(!page.contains("mqadmin"), "{page}");
}

#[test]
fn nothing_rehearsed_is_said_and_steps_have_an_end() {
    assert!(markdown(&story(), RESET_AT, "", Language::En).contains("Nothing was rehearsed"));
    let mut journal = story();
    for i in 0..STEPS_MAX as u64 + 5 {
        reset(&mut journal, VirtualTime(RESET_AT.0 + i), ResetTarget::Min);
    }
    assert_eq!(runbook(&journal, VirtualTime(u64::MAX / 2)).len(), STEPS_MAX);
}

#[test]
fn queues_of_several_brokers_are_reset_by_their_own_numbers() {
    let root = crate::root().join("tests/import/two-masters");
    let read = |file: &str| std::fs::read_to_string(root.join(file)).unwrap();
    let name = "topicStatus-trade_log.txt";
    let text = read(name);
    let mut cluster = read_cluster(&[Source { name, subject: None, text: &text }], &Given::default());
    let profile = cluster.choose_profile(None);
    let mut journal = cluster.to_scenario("", profile, offset_lab::engine::EpochMs(0)).to_journal();
    let names = offset_lab::projection::queue_names(&journal.entries, &"trade_log".into());
    let last = names.len() - 1;
    let (broker, queue) = names[last].split_once('/').unwrap();
    assert_ne!(queue, last.to_string(), "the lab's number is another one: {names:?}");
    let (group, topic) = (offset_lab::engine::Name::from("g"), offset_lab::engine::Name::from("trade_log"));
    for command in [
        Command::CreateGroup { group: group.clone(), consume_from: Default::default() },
        Command::ResetOffset {
            group,
            topic,
            queues: QueueChoice::Some(vec![last as u32]),
            to: ResetTarget::Min,
        },
    ] {
        journal.entries.push(JournalEntry { at_us: VirtualTime(1), command });
    }
    let page = markdown(&journal, VirtualTime(1), "", Language::En);
    assert!(page.contains(&format!(" -b {broker}:10911 -q {queue} -o ")), "{page}");
}

#[test]
fn offsets_go_out_as_a_broker_and_kafka_read_them() {
    let world = at(&story(), VirtualTime(60_000_000));
    let boards = boards(&world);
    let json = consumer_offset_json(&boards);
    let name = "consumerOffset.json";
    let cluster = read_cluster(&[Source { name, subject: None, text: &json }], &Given::default());
    let mut read = Vec::new();
    for (group, topics) in &cluster.groups {
        for (topic, queues) in topics {
            for ((_, queue), listed) in queues {
                read.push(format!("{group},{topic},{queue},{}", listed.offset));
            }
        }
    }
    assert!(!read.is_empty());
    let mut csv: Vec<String> = kafka_csv(&boards).lines().map(str::to_string).collect();
    csv.sort();
    read.sort();
    assert_eq!(csv, read, "the importer reads what was written");
}
