//! What an address says of the page's state, and what a learner's place is written as. Not here: the
//! browser's history (`tests/e2e/address.test.mjs`).
//!
//! Invariant: what is read is what was written, and nothing else changes the state.

use offset_lab::engine::ids::{Name, PhysicalOffset, QueueOffset, VirtualTime};
use offset_lab::lesson::{Lesson, LessonProgress};
use offset_lab::ui::state::address::{read, written};
use offset_lab::ui::state::{Selection, Tab, UiState};
use offset_lab::ui::text::timeline::Measure;

fn name(text: &str) -> Name {
    Name::from(text)
}

/// The state that an address with these parts opens.
fn opened(parts: &[(&str, String)]) -> UiState {
    let mut state = UiState::default();
    for (name, value) in parts.iter().filter(|(_, value)| !value.is_empty()) {
        read(&mut state, name, value);
    }
    state
}

#[test]
fn what_is_written_of_the_page_is_read_again() {
    let topic = name("%RETRY%a-b|c_1");
    let selections = [
        Selection::Auto,
        Selection::Queue { topic: topic.clone(), queue: 7 },
        Selection::Message { topic: topic.clone(), queue: 0, offset: QueueOffset(i64::MAX) },
        Selection::Group { group: name("audit"), on: None },
        Selection::Group { group: name("audit"), on: Some((topic, 3)) },
        Selection::Producer(name("shop")),
        Selection::Segment(PhysicalOffset(1 << 40)),
        Selection::Broker,
    ];
    for (i, selection) in selections.into_iter().enumerate() {
        let (tab, measure) = (Tab::ALL[i % 4], Measure::ALL[i % 3]);
        let state = UiState { selection, tab, measure, ..UiState::default() };
        let [_, tab, chart, select] = written(&state);
        assert_eq!(opened(&[("tab", tab), ("chart", chart), ("select", select)]), state);
    }
    assert!(written(&UiState::default()).iter().all(String::is_empty), "a plain page");
    let table = UiState { table: true, ..UiState::default() };
    assert_eq!(written(&table)[0], "table");
}

#[test]
fn what_an_address_says_otherwise_changes_nothing() {
    let long = format!("group.{}", "g".repeat(10_000));
    for select in ["queue", "queue.orders", "queue.orders.-1", "queue.orders.99999999999", "x.y", &long] {
        assert_eq!(opened(&[("select", select.to_string())]), UiState::default(), "{select}");
    }
    for (name, value) in [("tab", "nowhere"), ("chart", "bars"), ("language", "zh"), ("dialog", "open")] {
        assert_eq!(opened(&[(name, value.to_string())]), UiState::default(), "{name}={value}");
    }
}

#[test]
fn a_learners_place_is_read_as_it_was_written() {
    let text = std::fs::read_to_string(crate::root().join("lessons/overtaken.json")).unwrap();
    let lesson = Lesson::parse(&text).unwrap();
    let mut progress = LessonProgress::new(&lesson, VirtualTime(lesson.begin_us));
    for at in 0..lesson.steps.len() {
        progress.at = at;
        let record = &mut progress.records[at];
        record.entered_at = VirtualTime(at as u64 * 1_000_001);
        record.choice = (at % 2 == 0).then_some(at);
        record.obeyed = at * 7;
        record.predicted = (0..at % 3).map(|k| (k == 0).then_some(i64::MAX - at as i64)).collect();
        record.actual = (0..at % 2).map(|_| Some(-1)).collect();
        record.hints = at;
        record.done = at % 2 == 1;
        assert_eq!(LessonProgress::read(&lesson, &progress.written()).as_ref(), Some(&progress));
    }
    let written = progress.written();
    let longer = format!("{written}\n{written}");
    for wrong in [
        "",
        "1",
        "1 0 - - - 0",
        "a 0 - - - 0 0",
        "1 0 - - - 0 0 0",
        "1 0 - - - - 0",
        "1 0 - x - 0 0",
        "1 0 - 1,,2 - 0 0",
        "1 0 1,2 - - 0 0",
        "1 - - - - 0 0",
        "- 0 - - - 0 0",
        &longer,
    ] {
        assert_eq!(LessonProgress::read(&lesson, wrong), None, "{wrong}");
    }
}
