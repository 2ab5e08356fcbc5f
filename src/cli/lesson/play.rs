//! A lesson played by its solutions: every question has the answer that the lab gives, and every task can be
//! solved, and not by nothing. Not here: a task's tries (`tasks`).
//!
//! Invariant: the lab goes through the steps as a learner's does, with the same code (`lesson::play`).

use crate::cli::lesson::{Complaints, Found, tasks};
use crate::engine::ids::VirtualTime;
use crate::lesson::goal::{Scene, all_hold};
use crate::lesson::play;
use crate::lesson::progress::Number;
use crate::lesson::{Lesson, Step, StepBody};
use crate::sim::Timeline;

/// A lesson on its way.
struct Walk<'a> {
    lesson: &'a Lesson,
    lab: Timeline,
    /// Questions that a Run has not answered yet: the step's number, and the numbers of its choices.
    open: Vec<(usize, Vec<Vec<Number>>)>,
}

/// Complains of everything in a lesson that is not as it says.
pub(super) fn check(found: &Found, complaints: &mut Complaints) {
    let lesson = &found.lesson;
    complaints.at(found.name.clone());
    let grown = lesson.format == crate::lesson::format::LESSON_FORMAT;
    complaints.unless(!grown || lesson.id == found.name, format!("its id is {:?}", lesson.id));
    complaints.unless(!grown || lesson.minutes > 0, "it takes no minutes");
    complaints.unless(!grown || !lesson.covers.is_empty(), "it covers nothing");
    let lab = begin(lesson.to_journal(), VirtualTime(lesson.begin_us), complaints);
    let mut walk = Walk { lesson, lab, open: Vec::new() };
    for (i, step) in lesson.steps.iter().enumerate() {
        complaints.at(format!("{} step {}", found.name, i + 1));
        walk.enter(step, complaints);
        walk.play(i, step, complaints);
        walk.lab.world().check();
    }
    complaints.at(found.name.clone());
    complaints.unless(walk.open.is_empty(), "a prediction is not followed by a Run");
}

/// A lab at the moment where a lesson or step begins.
fn begin(journal: crate::sim::Journal, at: VirtualTime, complaints: &mut Complaints) -> Timeline {
    let entries = journal.entries.len();
    let mut lab = Timeline::from_journal(journal);
    for refused in lab.run_until(at, &mut ()).iter().filter_map(|outcome| outcome.as_ref().err()) {
        complaints.say(format!("what happened before is refused: {refused}"));
    }
    complaints.unless(lab.obeyed() == entries, "it begins before all has happened that should have");
    lab
}

impl Walk<'_> {
    fn enter(&mut self, step: &StepBody, complaints: &mut Complaints) {
        if let Some(own) = &step.lab {
            let (journal, at) = self.lesson.lab_of(own);
            self.lab = begin(journal, at, complaints);
        }
        if let Some(at) = step.from_us {
            complaints.unless(at <= self.lab.now().0, "from_us is not in the past");
            self.lab.seek(VirtualTime(at), &mut ());
            self.lab.rewind();
        }
        for topic in step.figure.iter().flat_map(|figure| &figure.topics) {
            let known = self.lab.world().broker().topic_names().any(|known| known == *topic);
            complaints.unless(known, format!("the figure shows {topic}, which is not there"));
        }
    }

    fn play(&mut self, i: usize, step: &Step, complaints: &mut Complaints) {
        match step {
            Step::Predict(body) => self.ask(i, body, complaints),
            Step::Run(body) => self.run(body, complaints),
            Step::Compare(body) => self.compare(body, complaints),
            Step::Do(body) | Step::Challenge(body) => {
                let stars = matches!(step, Step::Challenge(_));
                tasks::check(body, &mut self.lab, stars, complaints);
            }
            Step::Recall(body) => {
                complaints.unless(body.choices.len() > 1, "a question needs two choices");
                let right = body.choices.iter().filter(|choice| choice.right).count();
                let by_number = body.answer.is_some() && right == 0;
                complaints.unless(by_number || right == 1, format!("{right} choices are right"));
            }
            Step::ChooseCommand(body) => self.choose(body, complaints),
            Step::Order(body) => {
                let right = body.choices.iter().filter(|choice| !choice.does_harm).count();
                complaints.unless(right > 2, "an order needs three steps");
            }
            Step::Explore(_) | Step::Explain(_) | Step::Material(_) => {}
        }
    }

    fn ask(&mut self, i: usize, step: &StepBody, complaints: &mut Complaints) {
        complaints.unless(step.choices.len() > 1, "a question needs two choices");
        let scene = Scene::of(self.lab.world());
        let values = step.choices.iter().map(|choice| {
            let values: Vec<Number> = choice.values.iter().map(|value| value.of(&scene)).collect();
            let fits = values.len() == step.asks.len();
            complaints.unless(fits, format!("{} numbers are asked for: {values:?}", step.asks.len()));
            let named = values.iter().flatten().count();
            for text in choice.text.values() {
                let blanks = text.matches("{}").count();
                complaints.unless(blanks == named, format!("{text:?} does not have {{}} for {values:?}"));
            }
            values
        });
        let values = values.collect();
        let of_right = step.choices.iter().filter(|choice| choice.right).count();
        let grown = self.lesson.format == crate::lesson::format::LESSON_FORMAT;
        complaints.unless(!grown || of_right == 1, format!("{of_right} choices are right"));
        for choice in step.choices.iter().filter(|choice| grown && !choice.right) {
            let why = !choice.misconception.is_empty() && !choice.because.is_empty();
            complaints
                .unless(why, format!("a wrong choice needs misconception and because: {:?}", choice.text));
        }
        self.open.push((i, values));
    }

    fn run(&mut self, step: &StepBody, complaints: &mut Complaints) {
        let began = self.lab.now();
        complaints.unless(step.for_us > 0, "it takes no time");
        let refused = play::run(&mut self.lab, step);
        complaints
            .unless(refused == step.refused as usize, format!("{refused} refused, not {}", step.refused));
        let ends = !step.until.is_empty() || step.until_event.is_some();
        let came = self.lab.now() < began.plus_us(step.for_us);
        complaints.unless(!ends || came, "what it runs until does not come");
        self.answer(began, &[], complaints);
    }

    /// Holds what was predicted against what happened.
    fn answer(&mut self, began: VirtualTime, others: &[Timeline], complaints: &mut Complaints) {
        let place = complaints.place.clone();
        for (i, choices) in std::mem::take(&mut self.open) {
            let step: &StepBody = &self.lesson.steps[i];
            complaints.at(format!("{}{}", place.trim_end_matches(char::is_numeric), i + 1));
            let world = step.profile.map_or(Some(self.lab.world()), |profile| {
                let mut worlds = others.iter().map(Timeline::world).chain([self.lab.world()]);
                worlds.find(|world| world.header().profile == profile)
            });
            let Some(world) = world else {
                complaints.say("no Run is under this profile");
                continue;
            };
            let scene = Scene { began, ..Scene::of(world) };
            if step.asks.is_empty() {
                in_words(step, &scene, complaints);
                continue;
            }
            let actual = numbers(step, &scene);
            for (k, choice) in choices.iter().enumerate() {
                let (comes_true, right) = (*choice == actual, step.choices[k].right);
                let flagged = step.choices.iter().any(|choice| choice.right);
                complaints.unless(
                    !flagged || comes_true == right,
                    format!(
                        "choice {} is {}{choice:?}; the lab says {actual:?}",
                        k + 1,
                        if right { "right with " } else { "wrong with " }
                    ),
                );
                complaints.unless(!choices[..k].contains(choice), format!("{choice:?} stands there twice"));
            }
            let true_ones = choices.iter().filter(|choice| **choice == actual).count();
            complaints.unless(true_ones == 1, format!("{true_ones} choices are {actual:?}, as in the lab"));
        }
        complaints.at(place);
    }

    fn compare(&mut self, step: &StepBody, complaints: &mut Complaints) {
        let profiles = &step.profiles;
        complaints.unless((2..=3).contains(&profiles.len()), "it compares two or three profiles");
        let own = self.lab.world().header().profile;
        complaints.unless(profiles.contains(&own), "the lab's own profile is not among them");
        let others = profiles.iter().filter(|profile| **profile != own);
        let mut others: Vec<Timeline> = others.map(|profile| play::under(&self.lab, *profile)).collect();
        for other in &mut others {
            play::run(other, step);
        }
        self.run_compared(step, &others, complaints);
    }

    fn run_compared(&mut self, step: &StepBody, others: &[Timeline], complaints: &mut Complaints) {
        let began = self.lab.now();
        let scene = |world| Scene { began, ..Scene::of(world) };
        let refused = play::run(&mut self.lab, step);
        complaints
            .unless(refused == step.refused as usize, format!("{refused} refused, not {}", step.refused));
        let mine = numbers(step, &scene(self.lab.world()));
        let all_same = others.iter().all(|other| numbers(step, &scene(other.world())) == mine);
        complaints.unless(!all_same, format!("all have {mine:?}: there is nothing to compare"));
        self.answer(began, others, complaints);
    }

    fn choose(&mut self, step: &StepBody, complaints: &mut Complaints) {
        for (k, choice) in step.choices.iter().enumerate() {
            let mut copy = play::copy_of(&self.lab);
            let trial =
                StepBody { script: choice.script.clone(), for_us: step.for_us, ..StepBody::default() };
            let said: Vec<Number> =
                choice.values.iter().map(|value| value.of(&Scene::of(copy.world()))).collect();
            let began = copy.now();
            play::run(&mut copy, &trial);
            let scene = Scene { began, ..Scene::of(copy.world()) };
            let actual: Vec<Number> = step.asks.iter().map(|asked| asked.value.of(&scene)).collect();
            complaints.unless(said == actual, format!("choice {} comes to {actual:?}, not {said:?}", k + 1));
            let explained = choice.right || !choice.because.is_empty();
            complaints.unless(explained, format!("choice {} needs because", k + 1));
        }
        let right = step.choices.iter().filter(|choice| choice.right).count();
        complaints.unless(right == 1, format!("{right} choices are right"));
    }
}

fn numbers(step: &StepBody, scene: &Scene) -> Vec<Number> {
    step.asks.iter().map(|asked| asked.value.of(scene)).collect()
}

/// Choices in words: each says what holds if it is right.
fn in_words(step: &StepBody, scene: &Scene, complaints: &mut Complaints) {
    for (k, choice) in (1..).zip(&step.choices) {
        complaints.unless(!choice.holds.is_empty(), format!("choice {k} does not say what holds"));
        let holds = all_hold(&choice.holds, scene);
        complaints.unless(
            holds == choice.right,
            format!("what choice {k} says holds: {holds}; it is right: {}", choice.right),
        );
    }
}
