//! A lesson played by its solutions: every question has the answer that the lab gives, and every task can be
//! solved, and not by nothing. Not here: a task's tries (`tasks`).
//!
//! Invariant: the lab goes through the steps as a learner's does, with the same code (`lesson::play`).

use crate::engine::ids::VirtualTime;
use crate::lesson::check::{Findings, both, tasks};
use crate::lesson::format::LESSON_FORMAT;
use crate::lesson::goal::{Scene, all_hold};
use crate::lesson::play;
use crate::lesson::progress::Number;
use crate::lesson::{Lesson, Step, StepBody};
use crate::sim::Timeline;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::mem;

/// A lesson on its way.
struct Walk<'a> {
    lesson: &'a Lesson,
    lab: Timeline,
    /// Questions that a Run has not answered yet: the step's number, and the numbers of its choices.
    open: Vec<(usize, Vec<Vec<Number>>)>,
}

/// Complains of everything in a lesson of this name that is not as it says. Gives the lesson as it stands at
/// the step `from` (from 1): what came before is its prelude. A Run is shown with what is before it.
pub fn check(name: &str, lesson: &Lesson, from: usize, found: &mut Findings) -> Option<Lesson> {
    found.at(name.to_string(), 0);
    let grown = lesson.format == LESSON_FORMAT;
    let id = &lesson.id;
    found.unless(!grown || lesson.id == name, both!("its id is {id:?}", "它的 id 是 {id:?}"));
    found.unless(!grown || lesson.minutes > 0, both!("it takes no minutes", "没有写 minutes（分钟数）"));
    found.unless(!grown || !lesson.covers.is_empty(), both!("it covers nothing", "covers 是空的"));
    let lab = begin(lesson.to_journal(), VirtualTime(lesson.begin_us), found);
    let mut walk = Walk { lesson, lab, open: Vec::new() };
    let runs = from > 1 && lesson.steps.get(from - 1).is_some_and(Step::runs);
    let (from, mut there) = (if runs { from - 1 } else { from }, None);
    for (i, step) in lesson.steps.iter().enumerate() {
        found.at(format!("{name} step {}", i + 1), i + 1);
        walk.enter(step, found);
        if i + 1 == from {
            there = Some(walk.rest(i));
        }
        walk.play(i, step, found);
        walk.lab.world().check();
    }
    found.at(name.to_string(), 0);
    found.unless(
        walk.open.is_empty(),
        both!("a prediction is not followed by a Run", "有一个预测后面没有 run"),
    );
    there
}

/// A lab at the moment where a lesson or step begins.
fn begin(journal: crate::sim::Journal, at: VirtualTime, found: &mut Findings) -> Timeline {
    let entries = journal.entries.len();
    let mut lab = Timeline::from_journal(journal);
    for refused in lab.run_until(at, &mut ()).iter().filter_map(|outcome| outcome.as_ref().err()) {
        found.say(both!("what happened before is refused: {refused}", "prelude 里有命令被拒绝：{refused}"));
    }
    found.unless(
        lab.obeyed() == entries,
        both!("it begins before all has happened that should have", "prelude 还没执行完，课就开始了"),
    );
    lab
}

impl Walk<'_> {
    /// The lesson from a step on, which has begun.
    fn rest(&self, i: usize) -> Lesson {
        let (journal, mut lesson) = (self.lab.fork(), self.lesson.clone());
        lesson.format = LESSON_FORMAT.to_string();
        (lesson.profile, lesson.seed) = (journal.header.profile, journal.header.seed);
        lesson.start_ms = Some(journal.header.start_ms);
        (lesson.prelude, lesson.begin_us) = (journal.entries, self.lab.now().0);
        lesson.steps.drain(..i);
        let first = body_of(&mut lesson.steps[0]);
        (first.lab, first.from_us) = (None, None);
        lesson
    }

    fn enter(&mut self, step: &StepBody, found: &mut Findings) {
        if let Some(own) = &step.lab {
            let (journal, at) = self.lesson.lab_of(own);
            self.lab = begin(journal, at, found);
        }
        if let Some(at) = step.from_us {
            found.unless(at <= self.lab.now().0, both!("from_us is not in the past", "from_us 不在过去"));
            self.lab.seek(VirtualTime(at), &mut ());
            self.lab.rewind();
        }
        for topic in step.figure.iter().flat_map(|figure| &figure.topics) {
            let known = self.lab.world().broker().topic_names().any(|known| known == *topic);
            found.unless(
                known,
                both!("the figure shows {topic}, which is not there", "figure 里的主题 {topic} 不存在"),
            );
        }
    }

    fn play(&mut self, i: usize, step: &Step, found: &mut Findings) {
        match step {
            Step::Predict(body) => self.ask(i, body, found),
            Step::Run(body) => self.run(body, found),
            Step::Compare(body) => self.compare(body, found),
            Step::Do(body) | Step::Challenge(body) => {
                let stars = matches!(step, Step::Challenge(_));
                tasks::check(body, &mut self.lab, stars, found);
            }
            Step::Recall(body) => {
                found.unless(
                    body.choices.len() > 1,
                    both!("a question needs two choices", "一个问题至少要两个选项"),
                );
                let right = body.choices.iter().filter(|choice| choice.right).count();
                let by_number = body.answer.is_some() && right == 0;
                found.unless(
                    by_number || right == 1,
                    both!("{right} choices are right", "有 {right} 个选项是对的"),
                );
            }
            Step::ChooseCommand(body) => self.choose(body, found),
            Step::Order(body) => {
                let right = body.choices.iter().filter(|choice| !choice.does_harm).count();
                found.unless(right > 2, both!("an order needs three steps", "排序至少要三个步骤"));
            }
            Step::Explore(_) | Step::Explain(_) | Step::Material(_) => {}
        }
    }

    fn ask(&mut self, i: usize, step: &StepBody, found: &mut Findings) {
        found.unless(step.choices.len() > 1, both!("a question needs two choices", "一个问题至少要两个选项"));
        let scene = Scene::of(self.lab.world());
        let values = step.choices.iter().map(|choice| {
            let values: Vec<Number> = choice.values.iter().map(|value| value.of(&scene)).collect();
            let fits = values.len() == step.asks.len();
            let (asked, said) = (step.asks.len(), told(&values));
            found.unless(
                fits,
                both!("{asked} numbers are asked for, not {said}", "问的是 {asked} 个数，不是 {said}"),
            );
            let named = values.iter().flatten().count();
            for text in choice.text.values() {
                let blanks = text.matches("{}").count();
                found.unless(
                    blanks == named,
                    both!(
                        "{text:?} does not have as many {{}} as {said}",
                        "{text:?} 里的 {{}} 和 {said} 个数不同"
                    ),
                );
            }
            values
        });
        let values = values.collect();
        let of_right = step.choices.iter().filter(|choice| choice.right).count();
        let grown = self.lesson.format == crate::lesson::format::LESSON_FORMAT;
        found.unless(
            !grown || of_right == 1,
            both!("{of_right} choices are right", "有 {of_right} 个选项是对的"),
        );
        for (at, choice) in (1..).zip(&step.choices).filter(|(_, choice)| grown && !choice.right) {
            let why = !choice.misconception.is_empty() && !choice.because.is_empty();
            found.unless(
                why,
                both!(
                    "choice {at} is wrong, so it needs misconception and because",
                    "选项 {at} 是错的，需要 misconception 和 because"
                ),
            );
        }
        self.open.push((i, values));
    }

    fn run(&mut self, step: &StepBody, found: &mut Findings) {
        let began = self.lab.now();
        found.unless(step.for_us > 0, both!("it takes no time", "没有写 for_us（时长）"));
        let refused = play::run(&mut self.lab, step);
        found.unless(
            refused == step.refused as usize,
            both!("{refused} refused, not {}", "有 {refused} 条被拒绝，不是 {} 条", step.refused),
        );
        let ends = !step.until.is_empty() || step.until_event.is_some();
        let came = self.lab.now() < began.plus_us(step.for_us);
        found.unless(!ends || came, both!("what it runs until does not come", "until 等的事没有发生"));
        self.answer(began, &[], found);
    }

    /// Holds what was predicted against what happened.
    fn answer(&mut self, began: VirtualTime, others: &[Timeline], found: &mut Findings) {
        let (place, at) = found.place();
        for (i, choices) in mem::take(&mut self.open) {
            let step: &StepBody = &self.lesson.steps[i];
            found.at(format!("{}{}", place.trim_end_matches(char::is_numeric), i + 1), i + 1);
            let world = step.profile.map_or(Some(self.lab.world()), |profile| {
                let mut worlds = others.iter().map(Timeline::world).chain([self.lab.world()]);
                worlds.find(|world| world.header().profile == profile)
            });
            let Some(world) = world else {
                found.say(both!("no Run is under this profile", "没有在这个规则集下运行"));
                continue;
            };
            let scene = Scene { began, ..Scene::of(world) };
            if step.asks.is_empty() {
                in_words(step, &scene, found);
                continue;
            }
            let actual = numbers(step, &scene);
            for (k, choice) in choices.iter().enumerate() {
                let (comes_true, right) = (*choice == actual, step.choices[k].right);
                let flagged = step.choices.iter().any(|choice| choice.right);
                let (said, is) = (told(choice), told(&actual));
                let (at, en, zh) = if right { (k + 1, "right", "对") } else { (k + 1, "wrong", "错") };
                found.unless(
                    !flagged || comes_true == right,
                    [
                        format!("choice {at} is {en} with {said}; the lab says {is}"),
                        format!("选项 {at} 标为{zh}，数值是 {said}；实验给出 {is}"),
                    ],
                );
                found.unless(
                    !choices[..k].contains(choice),
                    both!("{said} stands there twice", "{said} 出现了两次"),
                );
            }
            let is = told(&actual);
            let true_ones = choices.iter().filter(|choice| **choice == actual).count();
            found.unless(
                true_ones == 1,
                both!(
                    "{true_ones} choices are {is}, as in the lab",
                    "有 {true_ones} 个选项是实验给出的 {is}"
                ),
            );
        }
        found.at(place, at);
    }

    fn compare(&mut self, step: &StepBody, found: &mut Findings) {
        let profiles = &step.profiles;
        found.unless(
            (2..=3).contains(&profiles.len()),
            both!("it compares two or three profiles", "比较需要两到三个规则集"),
        );
        let own = self.lab.world().header().profile;
        found.unless(
            profiles.contains(&own),
            both!("the lab's own profile is not among them", "其中没有实验自己的规则集"),
        );
        let others = profiles.iter().filter(|profile| **profile != own);
        let mut others: Vec<Timeline> = others.map(|profile| play::under(&self.lab, *profile)).collect();
        for other in &mut others {
            play::run(other, step);
        }
        self.run_compared(step, &others, found);
    }

    fn run_compared(&mut self, step: &StepBody, others: &[Timeline], found: &mut Findings) {
        let began = self.lab.now();
        let scene = |world| Scene { began, ..Scene::of(world) };
        let refused = play::run(&mut self.lab, step);
        found.unless(
            refused == step.refused as usize,
            both!("{refused} refused, not {}", "有 {refused} 条被拒绝，不是 {} 条", step.refused),
        );
        let mine = numbers(step, &scene(self.lab.world()));
        let said = told(&mine);
        let all_same = others.iter().all(|other| numbers(step, &scene(other.world())) == mine);
        found.unless(
            !all_same,
            both!("all have {said}: there is nothing to compare", "都是 {said}，没有可比的"),
        );
        self.answer(began, others, found);
    }

    fn choose(&mut self, step: &StepBody, found: &mut Findings) {
        for (k, choice) in step.choices.iter().enumerate() {
            let mut copy = play::copy_of(&self.lab);
            let trial =
                StepBody { script: choice.script.clone(), for_us: step.for_us, ..StepBody::default() };
            let given: Vec<Number> =
                choice.values.iter().map(|value| value.of(&Scene::of(copy.world()))).collect();
            let began = copy.now();
            play::run(&mut copy, &trial);
            let scene = Scene { began, ..Scene::of(copy.world()) };
            let actual: Vec<Number> = step.asks.iter().map(|asked| asked.value.of(&scene)).collect();
            let (at, is, said) = (k + 1, told(&actual), told(&given));
            found.unless(
                given == actual,
                both!("choice {at} comes to {is}, not {said}", "选项 {at} 的结果是 {is}，不是 {said}"),
            );
            let explained = choice.right || !choice.because.is_empty();
            found.unless(explained, both!("choice {at} needs because", "选项 {at} 需要 because"));
        }
        let right = step.choices.iter().filter(|choice| choice.right).count();
        found.unless(right == 1, both!("{right} choices are right", "有 {right} 个选项是对的"));
    }
}

/// Numbers as they are said, one after the other.
fn told(numbers: &[Number]) -> String {
    let words: Vec<String> =
        numbers.iter().map(|number| number.map_or("none".to_string(), |number| number.to_string())).collect();
    words.join(" / ")
}

fn body_of(step: &mut Step) -> &mut StepBody {
    let (Step::Explore(body)
    | Step::Predict(body)
    | Step::Run(body)
    | Step::Compare(body)
    | Step::Explain(body)
    | Step::Do(body)
    | Step::Challenge(body)
    | Step::Recall(body)
    | Step::Material(body)
    | Step::ChooseCommand(body)
    | Step::Order(body)) = step;
    body
}

fn numbers(step: &StepBody, scene: &Scene) -> Vec<Number> {
    step.asks.iter().map(|asked| asked.value.of(scene)).collect()
}

/// Choices in words: each says what holds if it is right.
fn in_words(step: &StepBody, scene: &Scene, found: &mut Findings) {
    for (k, choice) in (1..).zip(&step.choices) {
        found.unless(
            !choice.holds.is_empty(),
            both!("choice {k} does not say what holds", "选项 {k} 没有写 holds"),
        );
        let holds = all_hold(&choice.holds, scene);
        found.unless(
            holds == choice.right,
            both!(
                "what choice {k} says holds: {holds}; it is right: {}",
                "选项 {k} 的 holds 成立：{holds}；标为对：{}",
                choice.right
            ),
        );
    }
}
