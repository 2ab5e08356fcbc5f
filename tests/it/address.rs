//! What an address says of the page's state, and what a learner's place is written as. Not here: the
//! browser's history (`tests/e2e/address.test.mjs`).
//!
//! Invariant: what is read is what was written, and nothing else changes the state.

use offset_lab::engine::ids::{Name, PhysicalOffset, QueueOffset, VirtualTime};
use offset_lab::lesson::{Lesson, LessonProgress, Step};
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

/// The noted JSON of a lesson on its way.
fn learned_of(lesson: &Lesson, progress: &LessonProgress, before: Option<&str>) -> Option<serde_json::Value> {
    let text = offset_lab::ui::state::learned::noted(lesson, progress, "lab-7", before)?;
    Some(serde_json::from_str(&text).expect("it is JSON"))
}

#[test]
fn what_the_course_page_reads_says_how_far_a_learner_came_and_with_which_ideas() {
    let text = std::fs::read_to_string("lessons/max-is-next.json").unwrap();
    let lesson = Lesson::parse(&text).unwrap();
    let mut progress = LessonProgress::new(&lesson, VirtualTime(0));
    let noted = learned_of(&lesson, &progress, None).unwrap();
    assert_eq!(
        (noted["step"].as_u64(), noted["asked"].as_u64(), noted["done"].as_bool()),
        (Some(0), Some(0), Some(false))
    );
    assert_eq!(noted["steps"].as_u64(), Some(lesson.steps.len() as u64));
    // A wrong idea that was chosen is named.
    let world = offset_lab::player::Player::open(String::new(), lesson.to_journal());
    progress.at = lesson.steps.iter().position(|step| step.asks_for_choice()).unwrap();
    let wrong = lesson.steps[progress.at].choices.iter().position(|choice| !choice.misconception.is_empty());
    progress.choose(&lesson, wrong.unwrap(), world.world());
    let noted = learned_of(&lesson, &progress, None).unwrap();
    let idea = &lesson.steps[progress.at].choices[wrong.unwrap()].misconception;
    assert_eq!(noted["misconceptions"], serde_json::json!([idea]));
    // And so is every answer, seven words a step.
    assert_eq!(noted["progress"].as_str(), Some(progress.written().trim_end()));
    assert_eq!(noted["progress"].as_str().unwrap().split(' ').count(), 7 * (progress.at + 1));
    // Each answer is there with its step; here what was guessed has not happened yet.
    assert_eq!((&noted["answers"], &noted["asked"]), (&serde_json::json!([]), &serde_json::json!(0)));
    progress.at = lesson.steps.iter().position(|step| matches!(step, Step::Recall(_))).unwrap();
    progress.choose(&lesson, lesson.steps[progress.at].right_choice().unwrap(), world.world());
    let noted = learned_of(&lesson, &progress, None).unwrap();
    assert_eq!(noted["answers"], serde_json::json!([[progress.at, true]]));
    // Done once is done, whatever is tried again.
    progress.at = lesson.steps.len() - 1;
    progress.records[progress.at].done = true;
    let done = learned_of(&lesson, &progress, None).unwrap();
    assert_eq!(done["done"].as_bool(), Some(true));
    progress.at = 0;
    assert_eq!(learned_of(&lesson, &progress, Some(&done.to_string())), None);
}
