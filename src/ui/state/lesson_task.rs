//! What a person may do in a lesson's step, and the ways back in a task. Not here: how a task is judged
//! (`lesson::play`), the steps themselves (`lesson_run`).
//!
//! Invariant: whatever a person does goes through `is_locked`, so a lesson can't be broken from inside.

use crate::engine::ids::QueueId;
use crate::lesson::play::{entries, entries_left, together};
use crate::lesson::step::By;
use crate::lesson::{Step, StepBody};
use crate::ui::draw::browser::language;
use crate::ui::state::lab::Lab;
use crate::ui::state::{Dialog, Question, UiAction};
use crate::ui::text::lesson::Lesson as Words;
use alloc::string::String;

/// The commands that a step allows, by their names in files.
pub fn allowed(step: &StepBody, words: &Words) -> String {
    let mut list = String::new();
    for allowed in &step.allow {
        list.push_str(if list.is_empty() { "" } else { " · " });
        list.push_str(&allowed.command);
        for name in &allowed.names {
            list.push(' ');
            list.push_str(name);
        }
    }
    (words.allowed)(&list)
}

impl Lab {
    /// Whether a lesson keeps an action of the page from being done now; says so then. A task opens every
    /// dialog but that of the rules, and looks at its commands when they come.
    pub fn locks(&self, action: &UiAction) -> bool {
        let UiAction::Open(dialog) = action else { return false };
        let stays = action.is_reading() || matches!(dialog, Dialog::Open | Dialog::Ask(Question::Rewind(_)));
        !stays && self.is_locked(&|_| !matches!(dialog, Dialog::Profile))
    }

    /// Whether a lesson is on that does not take this now; says so then. `may`: whether a task takes it.
    pub fn is_locked(&self, may: &dyn Fn(&StepBody) -> bool) -> bool {
        let words = &language().text().lesson;
        let lesson = self.lesson().borrow();
        let Some(run) = lesson.as_ref() else { return false };
        let (step, record) = (&run.lesson.steps[run.progress.at], run.progress.record());
        let is_over = record.done && run.progress.at + 1 == run.lesson.steps.len();
        let works = step.is_task() && run.run_to.is_none();
        let most = step.max_commands.filter(|_| works).map(|most| most as usize);
        let is_full = most.is_some_and(|most| self.read(|player| run.given(player).len()) >= most);
        if is_over || works && !is_full && may(step) {
            return false;
        }
        let mut text: String = words.locked_here.into();
        if works && !step.allow.is_empty() {
            text = [&text, " ", &allowed(step, words)].concat();
        }
        drop(lesson);
        self.tell(UiAction::Close);
        self.tell(UiAction::Notice { text, refused: true, undo: false });
        true
    }

    /// A task from its beginning, or without the learner's `last` command.
    pub fn lesson_again(&self, last: bool) {
        self.with_lesson(|run, player| {
            player.pause();
            let lesson = run.lesson.clone();
            let (step, record) = (&lesson.steps[run.progress.at], run.progress.record());
            let (began, obeyed) = (record.entered_at, record.obeyed);
            let given = run.given(player).pop().filter(|_| last);
            let (mut to, mut kept) = (began, player.fork().entries);
            let place = given.and_then(|given| {
                to = given.at_us;
                kept.iter().rposition(|known| *known == given)
            });
            match place {
                Some(place) => drop(kept.remove(place)),
                None => kept.truncate(obeyed),
            }
            let from = if place.is_some() { player.now() } else { began };
            kept.extend(entries_left(&step.script, began, from));
            kept.retain(|entry| entry.at_us >= to);
            run.run_to = None;
            run.forget();
            run.progress.again();
            player.back_to(to, &kept);
        });
    }

    /// Plays the solution of a task from its beginning.
    pub fn lesson_show(&self) {
        self.lesson_again(false);
        self.with_lesson(|run, player| {
            let lesson = run.lesson.clone();
            let step = &lesson.steps[run.progress.at];
            run.progress.show(step);
            let (now, end) = (player.now(), player.end_of_solution(step));
            player.will(&together(entries_left(&step.script, now, now), entries(&step.solution, now)));
            run.plays_to(player, end);
        });
    }

    /// Puts the mark of a prediction on a queue's axis, where the step asks for one there. Whether it does.
    pub fn lesson_mark(&self, topic: &str, queue: QueueId, offset: i64) -> bool {
        let asks = self.lesson().borrow().as_ref().is_some_and(|run| {
            let step = &run.lesson.steps[run.progress.at];
            let is_there = step.asks.first().and_then(|asked| asked.value.place());
            let is_there = is_there.is_some_and(|(of, on)| (&**of, on) == (topic, queue));
            matches!(step, Step::Predict(_)) && step.by == By::Mark && is_there
        });
        if asks {
            self.lesson_number(0, Some(offset));
        }
        asks
    }

    /// So many of the class are for a choice; what most are for is what is predicted.
    pub fn lesson_vote(&self, choice: usize, votes: Option<i64>) {
        self.with_lesson(|run, player| {
            let choices = run.lesson.steps[run.progress.at].choices.len();
            run.votes.resize(choices, 0);
            let mut most = 0;
            for at in 0..choices {
                if at == choice {
                    run.votes[at] = votes.unwrap_or_default();
                }
                if run.votes[at] > run.votes[most] {
                    most = at;
                }
            }
            run.progress.choose(&run.lesson, most, player.world());
        });
    }

    /// A number of a typed answer, or none where what is typed is none. In an order of steps the next one;
    /// none takes the last one back.
    pub fn lesson_number(&self, at: usize, number: Option<i64>) {
        self.with_lesson(|run, player| {
            let step = &run.lesson.steps[run.progress.at];
            let mut given = run.progress.record().predicted.clone();
            if !step.is_order() {
                given.resize(step.asks.len(), None);
                given[at] = number;
            } else if number.is_some() {
                given.push(number);
            } else {
                given.pop();
            }
            run.progress.answer(&run.lesson, given, player.world());
        });
    }

    /// Which of a comparison's rules stand beside the lab.
    pub fn lesson_beside(&self, at: usize) {
        self.with_lesson(|run, player| {
            player.set_beside(run.lesson.steps[run.progress.at].profiles.get(at).copied());
        });
    }
}
