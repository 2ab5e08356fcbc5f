//! The log's filter, its folding, and the log as text. Not here: the words of events, and what becomes a line
//! (`player`).
//!
//! Invariant: a name that an event carries finds it.

use crate::lab::{command, name};
use crate::stored_lab::busy_journal;
use offset_lab::engine::{Event, TimedEvent, VirtualTime};
use offset_lab::player::event_log::is_routine;
use offset_lab::player::{EventKind, LogLine, Player, Subject};
use offset_lab::sim::formats::journal::Journal;
use offset_lab::sim::{JournalEntry, Timeline};
use offset_lab::ui::state::log_filter::{Choices, LogFilter, LogRow, csv, rows, text};
use offset_lab::ui::text::Language;

/// All that the golden journals make happen.
fn everything() -> Vec<TimedEvent> {
    let mut events = Vec::new();
    for file in std::fs::read_dir(crate::root().join("tests/journals")).unwrap() {
        let path = file.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "jsonl") {
            let journal = Journal::parse(&std::fs::read_to_string(&path).unwrap()).unwrap();
            let end = journal.entries.last().map_or(VirtualTime(0), |entry| entry.at_us).plus_ms(30_000);
            Timeline::from_journal(journal).run_until(end, &mut events);
        }
    }
    events
}

#[test]
fn every_name_in_an_event_is_what_it_is_about() {
    let mut kinds = Vec::new();
    let mut seen = std::collections::HashMap::new();
    for TimedEvent { event, .. } in everything() {
        // A few of each are enough: most are messages stored and handed out.
        let count = seen.entry(std::mem::discriminant(&event)).or_insert(0);
        *count += 1;
        if *count > 50 {
            continue;
        }
        let json = serde_json::to_value(&event).unwrap();
        let fields = json.as_object().and_then(|one| one.values().next()).cloned().unwrap_or_default();
        let subject = Subject::of(&event);
        let text = |field: &str| fields.get(field).and_then(|value| value.as_str()).map(str::to_string);
        assert_eq!(subject.group.map(ToString::to_string), text("group"), "{event:?}");
        assert_eq!(subject.topic.map(ToString::to_string), text("topic"), "{event:?}");
        let queue = fields.get("queue").and_then(|queue| queue.as_u64());
        assert_eq!(subject.queue.map(u64::from), queue, "{event:?}");
        kinds.push(EventKind::of(&event));
    }
    kinds.sort();
    kinds.dedup();
    assert_eq!(kinds, EventKind::ALL, "there is an event of every kind");
}

fn log() -> Vec<LogLine> {
    let mut player = Player::open("Busy".to_string(), busy_journal());
    player.seek(VirtualTime(90_000_000));
    player.log().lines().rev().cloned().collect()
}

/// The lines of rows, folded or not.
fn lines(rows: Vec<LogRow<'_>>) -> Vec<u64> {
    let lines = rows.into_iter().flat_map(|row| match row {
        LogRow::Line(shown) => vec![shown],
        LogRow::Folded(_, run) => run,
    });
    lines.map(|(_, line, _)| line.sequence).collect()
}

#[test]
fn a_filter_leaves_what_fits_in_its_order_and_is_not_folded() {
    let log = log();
    let choices = Choices::of(&log, &LogFilter::default());
    assert_eq!(choices.groups, [name("billing")]);
    assert!(choices.queues.contains(&(name("orders"), 3)) && choices.kinds.len() >= 3);
    for queue in &choices.queues {
        let filter = LogFilter { queue: Some(queue.clone()), ..LogFilter::default() };
        let fit = log.iter().filter(|line| filter.passes(line));
        assert!(fit.clone().all(|line| Subject::of(&line.event).queue == Some(queue.1)));
        let rows = rows(&log, &filter);
        assert!(rows.iter().all(|row| matches!(row, LogRow::Line(_))));
        let shown = lines(rows);
        assert!(!shown.is_empty() && shown.windows(2).all(|pair| pair[0] > pair[1]));
    }
    let nothing =
        LogFilter { kind: Some(EventKind::Storage), rule: Some("SD-15"), open: true, ..LogFilter::default() };
    assert!(rows(&log, &nothing).is_empty());
    assert!(nothing.cleared().is_empty() && nothing.cleared().open);
    // What was chosen stays a choice, also where its lines are gone.
    assert_eq!(Choices::of(&[], &nothing).rules, ["SD-15"]);
}

#[test]
fn routine_is_folded_and_nothing_else_is() {
    let log = log();
    let all = rows(&log, &LogFilter::default());
    let mut folded = 0;
    for row in &all {
        match row {
            LogRow::Folded(_, run) => {
                assert!(run.len() >= 3 && run.iter().all(|(_, line, _)| is_routine(&line.event)));
                folded += 1;
            }
            LogRow::Line(_) => {}
        }
    }
    assert!(folded > 0);
    let shown = lines(all);
    assert!(shown.windows(2).all(|pair| pair[0] > pair[1]), "newest first");
}

/// A fold that a person opened stays open while lines join it, also where the list is cut below it.
#[test]
fn a_fold_is_the_same_one_while_lines_join_it() {
    let log = log();
    let folds = |log: &[LogLine]| -> Vec<u64> {
        let found = rows(log, &LogFilter::default());
        found
            .iter()
            .filter_map(|row| if let LogRow::Folded(fold, _) = row { Some(*fold) } else { None })
            .collect()
    };
    // Newest first, so a log without its first lines is that of a while before.
    let first = (1..log.len()).find(|i| folds(&log[*i..]).first() == folds(&log).first());
    assert!(first.is_some(), "a line joined the newest fold");
    let routine =
        log.iter().find(|line| matches!(*line.event, Event::CaughtUp { .. } | Event::Committed { .. }));
    let routine = routine.expect("a routine line");
    let line = |sequence: u64| LogLine { sequence, ..routine.clone() };
    let long: Vec<LogLine> = (0..400).rev().map(line).collect();
    let ids: Vec<Vec<u64>> = [300, 200, 100].map(|gone| folds(&long[gone..])).into();
    assert_eq!(ids[1], ids[2], "cut, and its oldest line is another one each time");
    assert_eq!((ids[0].as_slice(), ids[1].len()), (&[0][..], 1), "whole: {ids:?}");
    let filter = LogFilter::default().toggled(7);
    assert_eq!((filter.unfolded.as_slice(), filter.toggled(7).unfolded.len()), (&[7][..], 0));
}

#[test]
fn the_log_as_text_and_as_a_table_has_every_line_in_every_language() {
    let log = log();
    for language in Language::ALL {
        let words = language.text().event;
        let as_text = text(log.iter().rev(), words);
        assert_eq!(as_text.lines().count(), log.len());
        assert!(as_text.starts_with("00:00:00.000  "));
        let table = csv(log.iter().rev(), words);
        let mut rows = table.lines();
        let columns = rows.next().unwrap().split(',').count();
        assert_eq!(rows.clone().count(), log.len());
        for row in rows {
            // A comma inside of quotes is none between fields.
            let fields =
                row.split('"').step_by(2).map(|outside| outside.matches(',').count()).sum::<usize>() + 1;
            assert_eq!(fields, columns, "{row}");
        }
    }
}

/// Two groups on two topics that have the same queue numbers.
#[test]
fn a_group_and_a_topics_queue_are_told_from_others() {
    let commands = [
        r#"{"create_topic":{"topic":"orders","queues":1}}"#,
        r#"{"create_topic":{"topic":"mails","queues":1}}"#,
        r#"{"create_group":{"group":"billing"}}"#,
        r#"{"create_group":{"group":"post"}}"#,
        r#"{"add_consumer":{"consumer":"b-1","group":"billing","topic":"orders","processing_us":1000}}"#,
        r#"{"add_consumer":{"consumer":"p-1","group":"post","topic":"mails","processing_us":1000}}"#,
        r#"{"send_message":{"topic":"orders","queue":0,"body":"x"}}"#,
        r#"{"send_message":{"topic":"mails","queue":0,"body":"x"}}"#,
    ];
    let mut journal = Journal::new(crate::stored_lab::header());
    let entry = |json: &&str| JournalEntry { at_us: VirtualTime(0), command: command(json) };
    journal.entries = commands.iter().map(entry).collect();
    let mut player = Player::open("Two".to_string(), journal);
    player.seek(VirtualTime(20_000_000));
    let log: Vec<LogLine> = player.log().lines().rev().cloned().collect();
    for (group, topic) in [("billing", "orders"), ("post", "mails")] {
        let of_group = LogFilter { group: Some(name(group)), ..LogFilter::default() };
        let of_queue = LogFilter { queue: Some((name(topic), 0)), ..LogFilter::default() };
        let passing =
            |filter: &LogFilter| -> Vec<&LogLine> { log.iter().filter(|line| filter.passes(line)).collect() };
        let (groups, queues) = (passing(&of_group), passing(&of_queue));
        assert!(groups.len() > 2 && queues.len() > 2, "{} {}", groups.len(), queues.len());
        assert!(groups.iter().all(|line| Subject::of(&line.event).group == Some(&name(group))));
        assert!(queues.iter().all(|line| Subject::of(&line.event).topic == Some(&name(topic))));
    }
}
