//! A learner who answers everything right goes through every lesson. Not here: whether the answers are true
//! (`lesson_check`).
//!
//! Invariant: what `LessonProgress` holds after a walk is what happened on the way.

use offset_lab::engine::VirtualTime;
use offset_lab::lesson::format::LessonKind;
use offset_lab::lesson::score::drill_points;
use offset_lab::lesson::{Lesson, LessonProgress, Step, play};
use offset_lab::player::Player;
use offset_lab::sim::Timeline;

fn lessons() -> Vec<Lesson> {
    let folder = std::fs::read_dir(crate::root().join("lessons")).unwrap();
    let texts = folder.map(|entry| std::fs::read_to_string(entry.unwrap().path()).unwrap());
    let lessons: Vec<Lesson> = texts
        .filter(|text| text.contains("offset-lab-lesson/2"))
        .map(|text| Lesson::parse(&text).unwrap_or_else(|error| panic!("{error}")))
        .collect();
    assert!(lessons.len() > 30);
    lessons
}

/// A learner's way through a lesson.
struct Walk<'a> {
    lesson: &'a Lesson,
    lab: Timeline,
    progress: LessonProgress,
}

impl Walk<'_> {
    fn begin(lesson: &Lesson) -> Walk<'_> {
        let mut lab = Timeline::from_journal(lesson.to_journal());
        lab.run_until(VirtualTime(lesson.begin_us), &mut ());
        let progress = LessonProgress::new(lesson, lab.now());
        Walk { lesson, lab, progress }
    }

    fn enter(&mut self) {
        let step = &self.lesson.steps[self.progress.at];
        if let Some(own) = &step.lab {
            let (journal, begin) = self.lesson.lab_of(own);
            self.lab = Timeline::from_journal(journal);
            self.lab.run_until(begin, &mut ());
        }
        if let Some(at) = step.from_us {
            self.lab.seek(VirtualTime(at), &mut ());
            self.lab.rewind();
        }
        self.progress.entered((self.lab.now(), self.lab.obeyed()));
    }

    /// Does this step right.
    fn work(&mut self) {
        let step = &self.lesson.steps[self.progress.at];
        if step.asks_for_choice() {
            let right = step.right_choice().expect("one choice is right");
            self.progress.choose(self.lesson, right, self.lab.world());
        } else if matches!(step, Step::Order(_)) {
            let right = (0..).zip(&step.choices).filter(|(_, choice)| !choice.does_harm);
            let picks = right.map(|(i, _)| Some(i)).collect();
            self.progress.answer(self.lesson, picks, self.lab.world());
        } else if step.runs() {
            let own = self.lab.world().header().profile;
            let others = step.profiles.iter().filter(|profile| **profile != own);
            let mut others: Vec<Timeline> = others.map(|profile| play::under(&self.lab, *profile)).collect();
            others.iter_mut().for_each(|other| assert!(play::run(other, step) < 2));
            play::run(&mut self.lab, step);
            let worlds: Vec<_> = [&self.lab].into_iter().chain(&others).map(Timeline::world).collect();
            self.progress.ran(self.lesson, &worlds);
        } else if step.is_task() {
            assert!(!self.progress.may_go_on(self.lesson, false));
            assert!(step.attempt(&mut self.lab, &step.solution).solved.is_some());
            self.progress.solved(Vec::new());
        }
        let written = self.progress.written();
        assert_eq!(LessonProgress::read(self.lesson, &written).as_ref(), Some(&self.progress), "{written}");
    }
}

#[test]
fn who_answers_right_is_right_to_the_end() {
    for lesson in &lessons() {
        let mut walk = Walk::begin(lesson);
        loop {
            walk.enter();
            walk.work();
            // What an earlier Run has answered a later one does not answer again.
            for (at, step) in lesson.steps[..=walk.progress.at].iter().enumerate() {
                let known = walk.progress.is_right(lesson, at);
                let open = matches!(step, Step::Predict(_)) && known.is_none();
                let ran = lesson.steps[at..=walk.progress.at].iter().any(Step::runs);
                assert!(open && !ran || known != Some(false), "{} step {}", lesson.id, at + 1);
            }
            if !walk.progress.go_on(lesson, false, (walk.lab.now(), walk.lab.obeyed())) {
                break;
            }
        }
        assert_eq!(walk.progress.at + 1, lesson.steps.len(), "{}", lesson.id);
        let predictions =
            lesson.steps.iter().enumerate().filter(|(_, step)| matches!(step, Step::Predict(_)));
        for (at, _) in predictions {
            assert_eq!(walk.progress.is_right(lesson, at), Some(true), "{} step {}", lesson.id, at + 1);
        }
        if lesson.kind == LessonKind::Drill {
            assert_eq!(drill_points(lesson, &walk.progress), (100, false), "{}", lesson.id);
        }
    }
}

#[test]
fn a_harmful_step_costs_half_of_a_drill() {
    let lessons = lessons();
    let drill = lessons.iter().find(|lesson| lesson.id == "negative-diff").unwrap();
    let mut progress = LessonProgress::new(drill, VirtualTime(0));
    for (at, step) in drill.steps.iter().enumerate() {
        let record = &mut progress.records[at];
        record.done = true;
        record.choice = step.right_choice();
        if matches!(step, Step::Order(_)) {
            record.predicted = (0..step.choices.len() as i64).map(Some).collect();
        }
        if matches!(step, Step::Predict(_)) {
            (record.predicted, record.actual) = (vec![Some(0)], vec![Some(0)]);
        }
    }
    // 40 for the questions, nothing for the order, 30 for the lab: at most 50 with harm.
    assert_eq!(drill_points(drill, &progress), (50, true));
}

/// `tests/drill_points.json` holds this and what `www/course.js` says together (tests/e2e/course.test.mjs).
#[test]
fn a_drill_is_worth_what_the_course_page_says() {
    let text = std::fs::read_to_string(crate::root().join("tests/drill_points.json")).unwrap();
    let cases: serde_json::Value = serde_json::from_str(&text).unwrap();
    let lessons = lessons();
    for case in cases.as_array().unwrap() {
        let lesson = lessons.iter().find(|lesson| case["lesson"] == *lesson.id).unwrap();
        let progress = LessonProgress::read(lesson, case["progress"].as_str().unwrap()).unwrap();
        let (points, harm) = drill_points(lesson, &progress);
        assert_eq!((case["points"].as_u64(), case["harm"].as_bool()), (Some(points), Some(harm)), "{case}");
    }
}

#[test]
fn a_typed_number_that_is_known_gets_the_feedback_of_its_choice() {
    let lessons = lessons();
    let lesson = lessons.iter().find(|lesson| lesson.id == "two-starts").unwrap();
    let mut walk = Walk::begin(lesson);
    walk.progress.go_on(lesson, false, (walk.lab.now(), walk.lab.obeyed()));
    walk.progress.answer(lesson, vec![Some(20)], walk.lab.world());
    assert_eq!(walk.progress.record().choice, Some(1), "20 is a known wrong answer");
    walk.progress.answer(lesson, vec![Some(77)], walk.lab.world());
    assert_eq!((walk.progress.record().choice, walk.progress.record().done), (None, true));
}

#[test]
fn a_number_that_is_missing_is_no_answer() {
    let lessons = lessons();
    let lesson = lessons.iter().find(|lesson| lesson.id == "two-starts").unwrap();
    let mut walk = Walk::begin(lesson);
    walk.progress.go_on(lesson, false, (walk.lab.now(), walk.lab.obeyed()));
    walk.progress.answer(lesson, vec![None], walk.lab.world());
    assert!(!walk.progress.may_go_on(lesson, false), "Run is open without an answer");
    walk.progress.answer(lesson, vec![Some(0)], walk.lab.world());
    assert!(walk.progress.may_go_on(lesson, false));
}

#[test]
fn a_comparison_notes_the_numbers_of_each_of_its_rules() {
    let lessons = lessons();
    let lesson = lessons.iter().find(|lesson| lesson.id == "above-max").unwrap();
    let mut walk = Walk::begin(lesson);
    loop {
        walk.enter();
        walk.work();
        if matches!(lesson.steps[walk.progress.at], Step::Compare(_)) {
            break;
        }
        walk.progress.go_on(lesson, false, (walk.lab.now(), walk.lab.obeyed()));
    }
    // Delivered, skipped, duplicates: by the page, under 5.3, under 3.2, as its figure says in words.
    let actual: Vec<i64> = walk.progress.record().actual.iter().flatten().copied().collect();
    assert_eq!(actual.len(), 9);
    assert_eq!([actual[0], actual[3], actual[6]], [3, 0, 11], "{actual:?}");
}

#[test]
fn a_goal_that_names_an_offset_is_on_the_axis_of_its_queue() {
    let lessons = lessons();
    let task = |id: &str| {
        let lesson = lessons.iter().find(|lesson| lesson.id == id).unwrap();
        lesson.steps.iter().find(|step| step.is_task()).unwrap()
    };
    // Two sends, one in each queue.
    assert_eq!(task("address").goal_on("orders", 0), Some(8));
    assert_eq!(task("address").goal_on("orders", 1), Some(5));
    assert_eq!(task("address").goal_on("others", 0), None);
    // Counts have no place on an axis.
    assert_eq!(task("first-aid").goal_on("orders", 0), None);
}

/// A task that a learner has begun, gone wrong in, and goes back in.
#[test]
fn a_task_begins_again_as_it_began_with_what_happens_anyway() {
    let lessons = lessons();
    let lesson = lessons.iter().find(|lesson| lesson.id == "replay-five").unwrap();
    let step = lesson.steps.iter().find(|step| step.is_task()).unwrap();
    let begin = VirtualTime(lesson.begin_us);
    let began = |player: &mut Player| {
        player.seek(begin);
        player.will(&play::entries(&step.script, begin));
    };
    let mut player = Player::open(String::new(), lesson.to_journal());
    began(&mut player);
    let (now, obeyed) = player.stands();
    // A command at the very instant at which the task began, then one after some of the script.
    let reset = step.solution[0].command.clone();
    player.submit(reset.clone()).unwrap();
    player.seek(VirtualTime(begin.0 + 6_000_000));
    player.submit(reset).unwrap();
    let kept: Vec<_> = player.journal().entries[..obeyed].to_vec();
    let kept: Vec<_> = kept.into_iter().filter(|entry| entry.at_us >= begin).collect();
    player.back_to(begin, &[kept, play::entries(&step.script, begin)].concat());
    let mut straight = Player::open(String::new(), lesson.to_journal());
    began(&mut straight);
    assert_eq!(player.stands(), (now, obeyed));
    assert_eq!(player.journal(), straight.journal());
    // What the solution comes to is found on a copy: the lab stays where it is.
    let end = player.end_of_solution(step);
    assert_eq!(player.stands(), (now, obeyed));
    player.will(&play::together(play::entries(&step.script, begin), play::entries(&step.solution, begin)));
    player.seek(end);
    assert!(player.judge(step, (now, obeyed)).solved.is_some());
}
