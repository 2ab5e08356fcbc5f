//! A lesson on the lab on screen: its steps drive the player. Not here: how it looks (`panels::lesson`), what
//! may be done when (`lesson::Progress`).
//!
//! Invariant: the lab is where the current step needs it; a Run ends exactly at its time.

use crate::engine::ids::VirtualTime;
use crate::engine::profile::Profile;
use crate::lesson::figure::Panel;
use crate::lesson::goal::Scene;
use crate::lesson::play::{Standing, entries, entries_left};
use crate::lesson::progress::Number;
use crate::lesson::score::numbers_of;
use crate::lesson::{Lesson, LessonProgress, Step};
use crate::player::Player;
use crate::sim::{Journal, JournalEntry};
use crate::ui::draw::browser;
use crate::ui::state::lab::Lab;
use crate::ui::state::lesson_view::LessonView;
use crate::ui::state::{Selection, UiAction};
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
    /// When the last Run was over.
    ended: Option<VirtualTime>,
    /// Labs that a step has put aside for one of its own: the step, and the lab.
    pub aside: Vec<(usize, Journal)>,
    /// Where the lab stood when the task was looked at last.
    looked: Option<(VirtualTime, usize)>,
    /// After how many commands it was judged last, its deadline being over.
    judged: Option<usize>,
    /// The class's votes, one number for each choice of the step.
    pub votes: Vec<i64>,
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
        self.with_lesson(LessonRun::sets_beside);
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
            let (standing, used) = run.standing(player);
            let deadline = step.within_us.map(|us| run.progress.record().entered_at.plus_us(us));
            Some(LessonView {
                lesson: run.lesson.clone(),
                progress: run.progress.clone(),
                running: run.run_to.is_some(),
                open: run.run_to.is_none() && run.progress.may_go_on(&run.lesson, false),
                choices: step.choices.iter().map(numbers).collect(),
                standing,
                used,
                left_s: deadline.map(|end| end.0.saturating_sub(player.now().0) / 1_000_000),
                votes: run.votes.clone(),
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
            let step = &run.lesson.steps[run.progress.at];
            // Whoever has looked around meanwhile finds the lab as the step left it.
            let left = if step.runs() { run.ended } else { Some(run.progress.record().entered_at) };
            if let Some(left) = left.filter(|_| !step.is_task()) {
                player.seek(left);
            }
            run.progress.go_on(&run.lesson, false, player.stands())
        });
        if moved == Some(true) {
            self.lesson_lab();
            self.lesson_open();
            self.lesson_run();
        }
    }

    /// The details that the step speaks of, where it wants them to be seen: the disk, or the group that needs
    /// attention most.
    fn lesson_open(&self) {
        let open = self.with_lesson(|run, _| run.lesson.steps[run.progress.at].figure.as_ref()?.open);
        let selection = match open.flatten() {
            Some(Panel::Disk) => Selection::Broker,
            Some(Panel::Deliveries | Panel::Reset) => Selection::Auto,
            Some(Panel::Log | Panel::Chart) | None => return,
        };
        self.tell(UiAction::Select(selection));
        self.tell(UiAction::CloseSheet);
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
            run.forget();
            run.sets_beside(player);
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
            run.plays_to(player, end);
        });
    }

    /// A step back; the lab goes back to where that step began.
    pub fn lesson_back(&self) {
        let before = self.with_lesson(|run, player| {
            run.run_to = None;
            run.forget();
            player.pause();
            player.set_beside(None);
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
                player.set_speed_percent(100);
                run.ended = run.run_to;
                if let Some(end) = run.run_to.take()
                    && player.now() > end
                {
                    player.seek(end);
                    player.rewind();
                }
                let step = &run.lesson.steps[run.progress.at];
                let own = player.world().header().profile;
                let others = step.profiles.iter().filter(|of| step.runs() && **of != own);
                let others: Vec<_> = others.map(|of| player.world_under(*of)).collect();
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
        if let Some(score) = solved {
            run.progress.solved(score);
            self.poke();
        }
        if !left.is_empty() {
            self.drive(|player| player.will(&left));
        }
    }

    pub(super) fn with_lesson<R>(&self, with: impl FnOnce(&mut LessonRun, &mut Player) -> R) -> Option<R> {
        let mut lesson = self.lesson().borrow_mut();
        let run = lesson.as_mut()?;
        Some(self.drive(|player| with(run, player)))
    }
}

impl LessonRun {
    fn new(lesson: Rc<Lesson>, progress: LessonProgress) -> LessonRun {
        let (run_to, ended, looked, judged) = (None, None, None, None);
        let (aside, votes) = (Vec::new(), Vec::new());
        LessonRun { lesson, progress, run_to, ended, aside, looked, judged, votes }
    }

    /// What was seen of a step is of no use for another, nor for another try.
    pub(super) fn forget(&mut self) {
        (self.looked, self.judged) = (None, None);
        self.votes.clear();
    }

    /// A comparison shows the first of the other rules beside the lab; any other step the lab alone.
    fn sets_beside(&mut self, player: &mut Player) {
        let step = &self.lesson.steps[self.progress.at];
        let own = player.world().header().profile;
        let compares = matches!(step, Step::Compare(_));
        player.set_beside(step.profiles.iter().copied().find(|profile| compares && *profile != own));
    }

    /// Lets the lab run to there; who wants no motion sees the end of it.
    pub(super) fn plays_to(&mut self, player: &mut Player, end: VirtualTime) {
        self.run_to = Some(end);
        if browser::reduced_motion() {
            player.seek(end);
        } else {
            let percent = ((end.0 - player.now().0) / (RUN_WALL_US / 100)).clamp(10, 1_000_000);
            player.set_speed_percent(percent as u32);
            player.play();
        }
    }

    /// The learner has something to do.
    fn is_at_task(&self) -> bool {
        self.lesson.steps[self.progress.at].is_task() && !self.progress.record().done
    }

    /// The learner's commands in this step.
    pub(super) fn given(&self, player: &Player) -> Vec<JournalEntry> {
        let (step, record) = (&self.lesson.steps[self.progress.at], self.progress.record());
        let since = player.journal().entries.get(record.obeyed..player.stands().1).unwrap_or_default();
        step.given(record.entered_at, since)
    }

    /// How the task stands, and how many commands were given in it.
    fn standing(&self, player: &Player) -> (Standing, usize) {
        let (step, record) = (&self.lesson.steps[self.progress.at], self.progress.record());
        if !step.is_task() {
            return Default::default();
        }
        let given = self.given(player);
        let scene = Scene { began: record.entered_at, used: given.len(), ..Scene::of(player.world()) };
        (step.standing(&scene, &given), given.len())
    }

    /// The score of a task that is solved now, and what of its script a command of the learner's has dropped.
    /// It looks once at an instant.
    fn look(&mut self, player: &Player) -> (Option<Vec<Number>>, Vec<JournalEntry>) {
        let (lesson, record) = (self.lesson.clone(), self.progress.record());
        let step = &lesson.steps[self.progress.at];
        let (began, stands) = ((record.entered_at, record.obeyed), player.stands());
        if self.looked.replace(stands) == Some(stands) {
            return (None, Vec::new());
        }
        let mut left = entries_left(&step.script, began.0, stands.0);
        if player.changes_after_now() > 0 {
            left.clear();
        }
        // A deadline may lie between two frames.
        let ended = step.within_us.is_some_and(|us| stands.0 > began.0.plus_us(us));
        let judged = ended && self.judged.replace(stands.1) != Some(stands.1);
        if !(self.standing(player).0.solved || judged) {
            return (None, left);
        }
        let tried = player.judge(step, began);
        let own = player.world().header().profile;
        let solves = |profile: &Profile| *profile == own || player.solves_under(step, began, *profile);
        let solved = tried.solved.is_some() && step.profiles.iter().all(solves);
        (solved.then(|| numbers_of(step, &tried, began.0, self.progress.was_shown(step))), left)
    }
}
