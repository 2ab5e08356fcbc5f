//! What a person may do in a lesson's step, and the ways back in a task. Not here: how a task is judged
//! (`lesson::play`), the steps themselves (`lesson_run`).
//!
//! Invariant: whatever a person does goes through `is_locked`, so a lesson can't be broken from inside.

use crate::engine::ids::QueueId;
use crate::lesson::play::{entries, entries_left};
use crate::lesson::step::By;
use crate::lesson::{Step, StepBody};
use crate::sim::JournalEntry;
use crate::ui::draw::browser::language;
use crate::ui::state::lab::Lab;
use crate::ui::state::{Dialog, Question, UiAction};
use crate::ui::text::lesson::Lesson as Words;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

/// The commands that a step allows, in words.
pub fn allowed(step: &StepBody, words: &Words) -> String {
    let mut list = String::new();
    for allowed in &step.allow {
        if let Some((_, word)) = words.commands.iter().find(|(name, _)| *name == allowed.command) {
            list.push_str(if list.is_empty() { "" } else { " · " });
            list.push_str(word);
            for name in &allowed.names {
                list.push_str(" ");
                list.push_str(name);
            }
        }
    }
    (words.allowed)(&list)
}

impl Dialog {
    /// The commands that it can give, parted by spaces; other rules are no command, and no step allows them.
    /// None: it changes nothing of the lab.
    fn gives(&self) -> Option<&'static str> {
        Some(match self {
            Dialog::Topic { .. } => "create_topic",
            Dialog::Producer { existing: None } => "add_producer",
            Dialog::Producer { .. } => "set_producer",
            Dialog::Group { existing: None } => "create_group",
            Dialog::Group { .. } => "set_group set_failures",
            Dialog::Consumer { existing: None, .. } => "add_consumer",
            Dialog::Consumer { .. } => "set_consumer set_threads set_failures",
            Dialog::Send { .. } => "send_message",
            Dialog::Retention => "set_retention",
            Dialog::Broker => "restart_broker",
            Dialog::Memory => "set_broker",
            Dialog::Reset(_) => "reset_offset",
            Dialog::Ask(Question::DeleteTopic(_)) => "delete_topic",
            Dialog::Ask(Question::DeleteGroup(_)) => "delete_group",
            Dialog::Ask(Question::RemoveProducer(_)) => "remove_producer",
            Dialog::Ask(Question::RemoveOffsets { .. }) => "remove_offsets",
            Dialog::Profile => "",
            Dialog::Ask(Question::Rewind(_))
            | Dialog::Open
            | Dialog::Labs
            | Dialog::Download
            | Dialog::Problem { .. } => return None,
        })
    }
}

impl Lab {
    /// Whether a lesson keeps an action of the page from being done now; says so then.
    pub fn locks(&self, action: &UiAction) -> bool {
        let UiAction::Open(dialog) = action else { return false };
        let Some(names) = dialog.gives() else { return false };
        self.is_locked(|step| !names.is_empty() && step.allows_some(names))
    }

    /// Whether a lesson is on that does not take this now; says so then. `may`: whether a task takes it.
    pub fn is_locked(&self, may: impl Fn(&StepBody) -> bool) -> bool {
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
        let text = match (works, is_full) {
            (false, _) => words.no_commands.into(),
            (true, true) => words.no_more.into(),
            (true, false) if step.allow.is_empty() => words.locked_here.into(),
            (true, false) => [words.locked_here, " ", &allowed(step, words)].concat(),
        };
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
            let known = &player.journal().entries;
            let given = run.given(player);
            let (to, stay) = match given.last().filter(|_| last) {
                Some(entry) => {
                    (entry.at_us, known.iter().rposition(|known| known == entry).unwrap_or(obeyed))
                }
                None => (began, obeyed),
            };
            let from_then = |entry: &&JournalEntry| entry.at_us >= to;
            let mut kept: Vec<JournalEntry> = known[..stay].iter().filter(from_then).cloned().collect();
            let mut script = entries(&step.script, began);
            script.retain(|entry| entry.at_us >= to && !kept.contains(entry));
            kept.append(&mut script);
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
            let mut all = [entries_left(&step.script, now, now), entries(&step.solution, now)].concat();
            all.sort_by_key(|entry| entry.at_us);
            player.will(&all);
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
            self.lesson_answer(vec![Some(offset)]);
        }
        asks
    }

    /// So many of the class are for a choice; what most are for is what is predicted.
    pub fn lesson_vote(&self, choice: usize, votes: u32) {
        self.with_lesson(|run, player| {
            let choices = run.lesson.steps[run.progress.at].choices.len();
            run.votes.resize(choices, 0);
            if let Some(known) = run.votes.get_mut(choice) {
                *known = votes;
            }
            let most = (0..choices).rev().max_by_key(|choice| run.votes[*choice]);
            run.progress.choose(&run.lesson, most.unwrap_or(choice), player.world());
        });
    }
}
