//! What a person may do in a lesson's step, and the ways back in a task. Not here: how a task is judged
//! (`lesson::play`), the steps themselves (`lesson_run`).
//!
//! Invariant: whatever a person does goes through `is_locked`, so a lesson can't be broken from inside.

use crate::engine::ids::{Name, QueueId};
use crate::lesson::play::{entries, entries_left, together};
use crate::lesson::progress::Number;
use crate::lesson::step::{Allowed, By};
use crate::lesson::{Step, StepBody};
use crate::ui::draw::browser::language;
use crate::ui::state::lab::Lab;
use crate::ui::state::{Dialog, Question, UiAction};
use crate::ui::text::Text;
use alloc::string::String;
use alloc::vec::Vec;

/// The button of a step that lets a person set the timers: the page has no form for it.
pub const INTERVAL: &str = "persistConsumerOffsetInterval = 1000";
/// In a reset that a step allows: it is one to a time, whatever the group.
const TO_TIME: &str = "time_ms";

/// The commands that a step allows, as the page's buttons call them.
pub fn allowed(step: &StepBody, text: &Text) -> String {
    let (common, inspector) = (&text.common, &text.inspector);
    let mut list = String::new();
    for allowed in &step.allow {
        let name = allowed.names.first().map_or("", |name| name.as_str());
        let word = match allowed.command.as_str() {
            "reset_offset" if name == TO_TIME => text.reset.time_label,
            "reset_offset" if !name.is_empty() => text.lesson.reset_of,
            "reset_offset" => inspector.reset,
            "add_consumer" => inspector.add_consumer,
            "remove_consumer" => common.remove,
            "pause_consumer" => common.pause,
            "set_consumer" | "set_failures" => common.change,
            "send_message" => text.board.send,
            "create_group" => text.form.new_group,
            "delete_group" => inspector.delete_group,
            "set_retention" => text.retention.edit,
            // Of a queue's commit no button speaks.
            "broker" => continue,
            "set_timers" => INTERVAL,
            other => other,
        };
        list.push_str(if list.is_empty() { "" } else { " · " });
        if word.contains("{}") {
            list.push_str(&word.replace("{}", name));
            continue;
        }
        list.push_str(word);
        if name != TO_TIME && !name.is_empty() {
            list.push(' ');
            list.push_str(name);
        }
    }
    (text.lesson.allowed)(&list)
}

impl Dialog {
    /// The commands that it can give, by their names in files, and about what; none: it changes nothing that
    /// a lesson keeps.
    pub fn gives(&self) -> (&'static str, &str) {
        fn of<'a>(
            name: &'a Option<Name>,
            new: &'static str,
            change: &'static str,
        ) -> (&'static str, &'a str) {
            match name {
                Some(name) => (change, name),
                None => (new, ""),
            }
        }
        match self {
            Dialog::Topic { existing } => of(existing, "create_topic", "create_topic"),
            Dialog::Producer { existing } => of(existing, "add_producer", "set_producer"),
            Dialog::Group { existing } => of(existing, "create_group", "set_group"),
            // Its name is not known yet.
            Dialog::Consumer { existing: None, .. } => ("add_consumer", ""),
            Dialog::Consumer { existing: Some(name), .. } => {
                ("set_consumer set_failures set_threads set_group", name)
            }
            Dialog::Send { topic, .. } => ("send_message", topic),
            Dialog::Retention => ("set_retention", ""),
            Dialog::Broker => ("restart_broker", ""),
            Dialog::Memory => ("set_broker", ""),
            Dialog::Reset(draft) => ("reset_offset", &draft.group),
            Dialog::Ask(Question::DeleteTopic(topic)) => ("delete_topic", topic),
            Dialog::Ask(Question::DeleteGroup(group)) => ("delete_group", group),
            Dialog::Ask(Question::RemoveProducer(producer)) => ("remove_producer", producer),
            Dialog::Ask(Question::RemoveOffsets { group, .. }) => ("remove_offsets", group),
            Dialog::Profile => ("profile", ""),
            Dialog::Ask(Question::Rewind(_))
            | Dialog::Open
            | Dialog::Labs
            | Dialog::Download
            | Dialog::Problem { .. } => ("", ""),
        }
    }
}

/// Whether a step lets a person give one of these commands, as far as it is known what about: its names, but
/// not all of them, before its form is filled in.
pub fn takes(step: &StepBody, commands: &str, of: &str) -> bool {
    let fits = |names: &[Name]| {
        of.is_empty() || names.is_empty() || names.iter().any(|name| [of, TO_TIME].contains(&&**name))
    };
    let is = |allowed: &Allowed| {
        commands.split(' ').any(|command| command == allowed.command) && fits(&allowed.names)
    };
    commands != "profile" && (step.allow.is_empty() || step.allow.iter().any(is))
}

impl Lab {
    /// Whether a lesson keeps an action of the page from being done now; says so then. A task opens every
    /// dialog of which it takes a command, and looks at the commands when they come.
    pub fn locks(&self, action: &UiAction) -> bool {
        let UiAction::Open(dialog) = action else { return false };
        let (commands, of) = dialog.gives();
        !commands.is_empty() && self.is_locked(&|step| takes(step, commands, of))
    }

    /// Why a lesson does not take any of these commands about this now.
    pub fn lock_of(&self, commands: &str, of: &str) -> Option<String> {
        self.lock(&|step| takes(step, commands, of)).filter(|_| !commands.is_empty())
    }

    /// Whether a lesson is on that does not take this now; says so then. `may`: whether a task takes it.
    pub fn is_locked(&self, may: &dyn Fn(&StepBody) -> bool) -> bool {
        let Some(text) = self.lock(may) else { return false };
        self.tell(UiAction::Close);
        self.tell(UiAction::Notice { text, refused: true, undo: false });
        true
    }

    /// The sentence that says so.
    pub fn lock(&self, may: &dyn Fn(&StepBody) -> bool) -> Option<String> {
        let lesson = self.lesson().borrow();
        let run = lesson.as_ref()?;
        let (step, record) = (&run.lesson.steps[run.progress.at], run.progress.record());
        let is_over = record.done && run.progress.at + 1 == run.lesson.steps.len();
        let works = step.is_task() && run.run_to.is_none();
        let most = step.max_commands.filter(|_| works).map(|most| most as usize);
        let is_full = most.is_some_and(|most| self.read(|player| run.given(player).len()) >= most);
        if is_over || works && !is_full && may(step) {
            return None;
        }
        let text = language().text();
        let mut said: String = text.lesson.locked_here.into();
        if works && !step.allow.is_empty() {
            said = [&said, " ", &allowed(step, text)].concat();
        }
        Some(said)
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
        let asks = self.asks_by(By::Mark, topic, queue).is_some();
        if asks {
            self.lesson_number(0, Some(offset));
        }
        asks
    }

    /// Picks a message as the answer, where the step asks for some of this queue: the first one, or with
    /// those that are picked all between them; one of those begins anew. Whether it does.
    pub fn lesson_pick(&self, topic: &str, queue: QueueId, offset: i64) -> bool {
        let Some(given) = self.asks_by(By::Cells, topic, queue) else { return false };
        let (from, to) = match given[..] {
            [Some(from), Some(to)] if !(from..to).contains(&offset) => (from.min(offset), to.max(offset + 1)),
            _ => (offset, offset + 1),
        };
        self.lesson_number(0, Some(from));
        self.lesson_number(1, Some(to));
        true
    }

    /// What is answered by now, where the step wants its answer in this way on this queue.
    pub fn asks_by(&self, by: By, topic: &str, queue: QueueId) -> Option<Vec<Number>> {
        let lesson = self.lesson().borrow();
        let run = lesson.as_ref()?;
        let step = &run.lesson.steps[run.progress.at];
        let asked = step.asks.first().and_then(|asked| asked.value.place());
        let on = step.on.as_ref().and_then(|on| on.topic.as_ref().zip(on.queue)).or(asked);
        let is_there = on.is_some_and(|(of, on)| (&**of, on) == (topic, queue));
        let asks = matches!(step, Step::Predict(_)) && step.by == by && is_there;
        asks.then(|| run.progress.record().predicted.clone())
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
