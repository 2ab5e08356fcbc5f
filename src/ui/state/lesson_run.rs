//! A lesson on the lab on screen: its steps drive the player. Not here: how it looks (`panels::lesson`), what
//! may be done when (`lesson::Progress`).
//!
//! Invariant: the lab is where the current step needs it; a Run ends exactly at its time.

use crate::engine::ids::VirtualTime;
use crate::lesson::goal::Scene;
use crate::lesson::play::{entries, entries_left};
use crate::lesson::{Lesson, LessonProgress, Step};
use crate::player::Player;
use crate::sim::{Journal, JournalEntry};
use crate::ui::draw::browser;
use crate::ui::state::lab::Lab;
use alloc::rc::Rc;
use alloc::string::String;
use alloc::vec::Vec;

/// Seconds of wall time that a Run lasts, whatever its virtual time.
const RUN_WALL_US: u64 = 6_000_000;

/// A lesson in progress.
pub struct LessonRun {
    pub lesson: Rc<Lesson>,
    pub progress: LessonProgress,
    /// The lab runs until then.
    pub run_to: Option<VirtualTime>,
    /// Labs that a step has put aside for one of its own: the step, and the lab.
    pub aside: Vec<(usize, Journal)>,
    /// Where the lab stood when the task was looked at last.
    looked: Option<(VirtualTime, usize)>,
    /// After how many commands it was judged last, its deadline being over.
    judged: Option<usize>,
}

/// What the panel and the figure show of it.
#[derive(Clone)]
pub struct LessonView {
    pub lesson: Rc<Lesson>,
    pub progress: LessonProgress,
    pub running: bool,
    /// The next step is open.
    pub open: bool,
    /// For each choice, its numbers now.
    pub choices: Vec<Vec<Option<i64>>>,
    /// For each goal of a `do` step, whether it holds.
    pub goals: Vec<bool>,
}

impl PartialEq for LessonView {
    // A lesson does not change, and comparing all of it would be more code than the rest of this.
    fn eq(&self, other: &LessonView) -> bool {
        Rc::ptr_eq(&self.lesson, &other.lesson)
            && self.progress == other.progress
            && (self.running, self.open) == (other.running, other.open)
            && (&self.choices, &self.goals) == (&other.choices, &other.goals)
    }
}

impl LessonView {
    /// The current step.
    pub fn step(&self) -> &Step {
        &self.lesson.steps[self.progress.at]
    }

    /// Whether a topic is in the figure: in that of the step, or else of the newest step that has one. A task
    /// without a figure of its own shows all.
    pub fn shows(&self, topic: &str) -> bool {
        let shown =
            |step: &Step| Some(step.figure.as_ref()?.topics.clone()).filter(|topics| !topics.is_empty());
        let topics = match self.step().is_task() {
            true => shown(self.step()),
            false => self.lesson.steps[..=self.progress.at].iter().rev().find_map(shown),
        };
        topics.is_none_or(|topics| topics.iter().any(|shown| **shown == *topic))
    }

    /// The figure alone is shown, without what belongs to doing things.
    pub fn is_quiet(&self) -> bool {
        !matches!(self.step(), Step::Explore(_) | Step::Do(_) | Step::Challenge(_))
    }
}

impl Lab {
    /// Begins a lesson: its prelude as a lab, at the moment where it begins.
    pub fn begin_lesson(&self, lesson: Rc<Lesson>, title: String, keep: bool) {
        let mut player = Player::open(title, lesson.to_journal());
        let begin = VirtualTime(lesson.begin_us);
        player.seek(begin);
        let progress = LessonProgress::new(&lesson, player.now());
        self.another(player, keep);
        *self.lesson().borrow_mut() = Some(LessonRun::new(lesson, progress));
    }

    /// Goes on with a lesson on the lab that is there, where it was noted. Whether it could.
    pub fn resume_lesson(&self, lesson: &Rc<Lesson>, noted: &str) -> bool {
        let Some(progress) = LessonProgress::read(lesson, noted) else { return false };
        let (record, entered_at) = (progress.record(), progress.record().entered_at);
        let runs = lesson.steps[progress.at].runs() && !record.done;
        self.drive(|player| {
            // The last moments may not have been stored, and a Run that was cut short is done again.
            if runs || player.now() < entered_at {
                player.seek(entered_at);
            }
        });
        *self.lesson().borrow_mut() = Some(LessonRun::new(lesson.clone(), progress));
        if runs {
            self.lesson_run();
        }
        true
    }

    /// Ends the lesson; the lab stays.
    pub fn leave_lesson(&self) {
        *self.lesson().borrow_mut() = None;
        self.poke();
    }

    /// Whether a Run is on.
    pub fn is_running_lesson(&self) -> bool {
        self.lesson().borrow().as_ref().is_some_and(|run| run.run_to.is_some())
    }

    /// The lesson as it is now.
    pub fn lesson_view(&self) -> Option<LessonView> {
        let lesson = self.lesson().borrow();
        let run = lesson.as_ref()?;
        self.read(|player| {
            let scene = Scene::of(player.world());
            let step = &run.lesson.steps[run.progress.at];
            let numbers = |choice: &crate::lesson::choice::Choice| {
                choice.values.iter().map(|value| value.of(&scene)).collect()
            };
            let (goals, solved) = run.standing(player);
            Some(LessonView {
                lesson: run.lesson.clone(),
                progress: run.progress.clone(),
                running: run.run_to.is_some(),
                open: run.run_to.is_none() && run.progress.may_go_on(&run.lesson, solved),
                choices: step.choices.iter().map(numbers).collect(),
                goals,
            })
        })
    }

    /// Takes a choice.
    pub fn lesson_choose(&self, choice: usize) {
        self.with_lesson(|run, player| run.progress.choose(&run.lesson, choice, player.world()));
    }

    /// Takes numbers as the answer, or an order of steps.
    pub fn lesson_answer(&self, given: Vec<Option<i64>>) {
        self.with_lesson(|run, player| run.progress.answer(&run.lesson, given, player.world()));
    }

    /// Opens a hint.
    pub fn lesson_hint(&self) {
        self.with_lesson(|run, _| run.progress.hint());
    }

    /// To the next step, and if that is a Run, runs it at once: the learner has pressed Run.
    pub fn lesson_next(&self) {
        let moved = self.with_lesson(|run, player| {
            player.pause();
            let (_, solved) = run.standing(player);
            run.progress.go_on(&run.lesson, solved, player.stands())
        });
        if moved == Some(true) {
            self.lesson_lab();
            self.lesson_run();
        }
    }

    /// The lab that a step begins with, where that is not the one that is there.
    fn lesson_lab(&self) {
        let other = self.with_lesson(|run, player| {
            let step = &run.lesson.steps[run.progress.at];
            if step.from_us.is_some() || step.lab.is_some() {
                run.aside.push((run.progress.at, player.fork()));
            }
            if let Some(at) = step.from_us {
                player.seek(VirtualTime(at));
                player.rewind();
            }
            let own = step.lab.as_ref()?;
            let (journal, begin) = run.lesson.lab_of(own);
            let mut own = Player::open(player.title().into(), journal);
            own.seek(begin);
            Some(own)
        });
        if let Some(own) = other.flatten() {
            self.another(own, false);
        }
        self.with_lesson(|run, player| {
            run.progress.entered(player.stands());
            (run.looked, run.judged) = (None, None);
            let step = &run.lesson.steps[run.progress.at];
            if step.is_task() {
                player.will(&entries(&step.script, player.now()));
            }
        });
    }

    fn lesson_run(&self) {
        self.with_lesson(|run, player| {
            let step = &run.lesson.steps[run.progress.at];
            if !step.runs() {
                return;
            }
            player.rewind();
            let (now, end) = (player.now(), player.end_of_run(step));
            // A command that is refused shows in the log; `lesson check` proves that it is meant to be.
            player.will(&entries(&step.script, now));
            run.run_to = Some(end);
            if browser::reduced_motion() {
                player.seek(end);
            } else {
                let percent = ((end.0 - now.0) / (RUN_WALL_US / 100)).clamp(10, 1_000_000);
                player.set_speed_percent(percent as u32);
                player.play();
            }
        });
    }

    /// A step back; the lab goes back to where that step began.
    pub fn lesson_back(&self) {
        let before = self.with_lesson(|run, player| {
            run.run_to = None;
            player.pause();
            let mut at = run.progress.go_back()?;
            // What a Run did is taken back with it.
            if run.lesson.steps[run.progress.at].runs() {
                at = run.progress.go_back().unwrap_or(at);
            }
            let mut before = None;
            while run.aside.last().is_some_and(|(step, ..)| *step > run.progress.at) {
                before = run.aside.pop();
            }
            if before.is_none() {
                player.seek(at);
                player.rewind();
            }
            before.map(|(_, journal)| (journal, at))
        });
        if let Some((journal, at)) = before.flatten() {
            let title = self.read(|player| player.title().into());
            let mut player = Player::open(title, journal);
            player.seek(at);
            player.rewind();
            self.another(player, false);
        }
    }

    /// Ends a Run whose time has come, and sees whether a task is solved.
    pub(crate) fn lesson_frame(&self) {
        let end = self.lesson().borrow().as_ref().and_then(|run| run.run_to);
        if end.is_some_and(|end| self.read(|player| player.now() >= end)) {
            self.with_lesson(|run, player| {
                player.pause();
                if let Some(end) = run.run_to.take()
                    && player.now() > end
                {
                    player.seek(end);
                    player.rewind();
                }
                let profiles = &run.lesson.steps[run.progress.at].profiles;
                let own = player.world().header().profile;
                let others: Vec<_> =
                    profiles.iter().filter(|of| **of != own).map(|of| player.world_under(*of)).collect();
                let worlds: Vec<_> = [player.world()].into_iter().chain(&others).collect();
                run.progress.ran(&run.lesson, &worlds);
            });
        }
        self.look_at_task();
    }

    /// Sees whether a task is solved, and that its script goes on after a command of the learner's.
    fn look_at_task(&self) {
        let mut lesson = self.lesson().borrow_mut();
        let Some(run) = lesson.as_mut().filter(|run| run.is_at_task()) else { return };
        let (solved, left) = self.read(|player| run.look(player));
        if solved {
            run.progress.solved();
            self.poke();
        }
        if !left.is_empty() {
            self.drive(|player| player.will(&left));
        }
    }

    fn with_lesson<R>(&self, with: impl FnOnce(&mut LessonRun, &mut Player) -> R) -> Option<R> {
        let mut lesson = self.lesson().borrow_mut();
        let run = lesson.as_mut()?;
        Some(self.drive(|player| with(run, player)))
    }
}

impl LessonRun {
    fn new(lesson: Rc<Lesson>, progress: LessonProgress) -> LessonRun {
        LessonRun { lesson, progress, run_to: None, aside: Vec::new(), looked: None, judged: None }
    }

    /// The learner has something to do.
    fn is_at_task(&self) -> bool {
        self.lesson.steps[self.progress.at].is_task() && !self.progress.record().done
    }

    /// For each goal whether it holds, and whether the task is solved now.
    fn standing(&self, player: &Player) -> (Vec<bool>, bool) {
        let (step, record) = (&self.lesson.steps[self.progress.at], self.progress.record());
        if !step.is_task() {
            return (Vec::new(), false);
        }
        let (_, obeyed) = player.stands();
        let since = player.journal().entries.get(record.obeyed..obeyed).unwrap_or_default();
        let given = step.given(record.entered_at, since);
        let scene = Scene { began: record.entered_at, used: given.len(), ..Scene::of(player.world()) };
        let standing = step.standing(&scene, &given);
        (standing.goals, standing.solved)
    }

    /// Whether the task is solved, and what of its script a command of the learner's has dropped. It looks
    /// once at an instant.
    fn look(&mut self, player: &Player) -> (bool, Vec<JournalEntry>) {
        let (step, record) = (&self.lesson.steps[self.progress.at], self.progress.record());
        let (began, stands) = ((record.entered_at, record.obeyed), player.stands());
        if self.looked.replace(stands) == Some(stands) {
            return (false, Vec::new());
        }
        let mut left = entries_left(&step.script, began.0, stands.0);
        if player.changes_after_now() > 0 {
            left.clear();
        }
        // A deadline may lie between two frames.
        let ended = step.within_us.is_some_and(|us| stands.0 > began.0.plus_us(us));
        let judged = ended && self.judged.replace(stands.1) != Some(stands.1);
        (self.standing(player).1 || judged && player.judge(step, began).solved.is_some(), left)
    }
}
