//! A lesson on the lab on screen: its steps drive the player. Not here: how it looks (`panels::lesson`), what
//! may be done when (`lesson::Progress`).
//!
//! Invariant: the lab is where the current step needs it; a Run ends exactly at its time.

use crate::engine::ids::VirtualTime;
use crate::lesson::{Lesson, LessonProgress, Step};
use crate::player::Player;
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
}

/// What the panel and the figure show of it.
#[derive(Clone, PartialEq)]
pub struct LessonView {
    pub lesson: Rc<Lesson>,
    pub progress: LessonProgress,
    pub running: bool,
    /// The next step is open.
    pub open: bool,
    /// For each choice of a prediction, its number now.
    pub choices: Vec<Option<i64>>,
    /// For each goal of a `do` step, whether it holds.
    pub goals: Vec<bool>,
}

impl LessonView {
    /// The current step.
    pub fn step(&self) -> &Step {
        &self.lesson.steps[self.progress.at]
    }

    /// The figure alone is shown, without what belongs to doing things.
    pub fn is_quiet(&self) -> bool {
        !matches!(self.step(), Step::Explore { .. } | Step::Do { .. })
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
        *self.lesson().borrow_mut() = Some(LessonRun { lesson, progress, run_to: None });
    }

    /// Goes on with a lesson on the lab that is there, where it was noted. Whether it could.
    pub fn resume_lesson(&self, lesson: &Rc<Lesson>, noted: &str) -> bool {
        let Some(progress) = LessonProgress::read(lesson, noted) else { return false };
        let (record, entered_at) = (progress.record(), progress.record().entered_at);
        let runs = matches!(lesson.steps[progress.at], Step::Run { .. }) && !record.done;
        self.drive(|player| {
            // The last moments may not have been stored, and a Run that was cut short is done again.
            if runs || player.now() < entered_at {
                player.seek(entered_at);
            }
        });
        *self.lesson().borrow_mut() = Some(LessonRun { lesson: lesson.clone(), progress, run_to: None });
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
            let world = player.world();
            let step = &run.lesson.steps[run.progress.at];
            let choices = match step {
                Step::Predict { choices, .. } => {
                    choices.iter().map(|choice| choice.value.of(world)).collect()
                }
                _ => Vec::new(),
            };
            let goals = match step {
                Step::Do { goals, .. } => goals.iter().map(|goal| goal.holds(world)).collect(),
                _ => Vec::new(),
            };
            Some(LessonView {
                lesson: run.lesson.clone(),
                progress: run.progress.clone(),
                running: run.run_to.is_some(),
                open: run.run_to.is_none() && run.progress.may_go_on(&run.lesson, world),
                choices,
                goals,
            })
        })
    }

    /// Takes a choice.
    pub fn lesson_choose(&self, choice: usize) {
        self.with_lesson(|run, player| run.progress.choose(&run.lesson, choice, player.world()));
    }

    /// Opens a hint.
    pub fn lesson_hint(&self) {
        self.with_lesson(|run, _| run.progress.hint());
    }

    /// To the next step, and if that is a Run, runs it at once: the learner has pressed Run.
    pub fn lesson_next(&self) {
        let moved = self.with_lesson(|run, player| {
            player.pause();
            run.progress.go_on(&run.lesson, player.world())
        });
        if moved == Some(true) {
            self.lesson_run();
        }
    }

    fn lesson_run(&self) {
        self.with_lesson(|run, player| {
            let Step::Run { commands, for_us, .. } = &run.lesson.steps[run.progress.at] else { return };
            player.rewind();
            for command in commands {
                // A lesson's command that is refused shows in the log; `offset-lab lesson check` proves there
                // is none.
                let _ = player.submit(command.clone());
            }
            let end = player.now().plus_us(*for_us);
            run.run_to = Some(end);
            if browser::reduced_motion() {
                player.seek(end);
            } else {
                let percent = (*for_us / (RUN_WALL_US / 100)).clamp(10, 1_000_000);
                player.set_speed_percent(percent as u32);
                player.play();
            }
        });
    }

    /// A step back; the lab goes back to where that step began.
    pub fn lesson_back(&self) {
        self.with_lesson(|run, player| {
            run.run_to = None;
            player.pause();
            if let Some(at) = run.progress.go_back() {
                // What a Run did is taken back with it.
                if matches!(run.lesson.steps[run.progress.at], Step::Run { .. })
                    && let Some(before) = run.progress.go_back()
                {
                    player.seek(before);
                } else {
                    player.seek(at);
                }
                player.rewind();
            }
        });
    }

    /// Ends a Run whose time has come.
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
                run.progress.ran(&run.lesson, player.world());
            });
        }
    }

    fn with_lesson<R>(&self, with: impl FnOnce(&mut LessonRun, &mut Player) -> R) -> Option<R> {
        let mut lesson = self.lesson().borrow_mut();
        let run = lesson.as_mut()?;
        Some(self.drive(|player| with(run, player)))
    }
}
