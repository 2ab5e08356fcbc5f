//! Questions before something is lost, with what exactly goes. Not here: resets, which have a preview
//! instead.
//!
//! Invariant: Cancel comes before the answer that loses something.

use crate::engine::ids::Name;
use crate::sim::command::Command;
use crate::ui::dialogs::form::Cx;
use crate::ui::draw::parts::Button;
use crate::ui::inspector::facts::said;
use crate::ui::state::context::Ui;
use crate::ui::state::lab::Submitted;
use crate::ui::state::snapshot::Snapshot;
use crate::ui::state::{Question, UiAction};
use alloc::rc::Rc;
use alloc::string::{String, ToString};
use alloc::vec;
use alloc::vec::Vec;
use yew::prelude::*;

/// The question, and what is put in.
#[derive(Clone)]
pub struct AskForm {
    question: Question,
    /// The offsets of a group that is deleted go too.
    delete_offsets: bool,
}

impl AskForm {
    /// The form as it opens.
    pub fn new(question: &Question) -> AskForm {
        AskForm { question: question.clone(), delete_offsets: false }
    }
}

/// What is asked, what goes, and the word of the button.
fn words(question: &Question, snapshot: &Snapshot, ui: &Ui) -> (String, Vec<String>, &'static str) {
    let (ask, common) = (&ui.text.ask, &ui.text.common);
    match question {
        Question::DeleteTopic(topic) => {
            let queues = snapshot.board(topic).map_or(0, |board| board.lanes.len()) as u64;
            ((common.delete_topic)(topic), vec![(ask.delete_topic_what)(topic, queues)], common.delete)
        }
        Question::DeleteGroup(group) => {
            let consumers = snapshot.group(group).map_or(0, |group| group.consumers.len()) as u64;
            let mut what = Vec::new();
            if consumers > 0 {
                what.push((ask.delete_group_consumers)(consumers));
            }
            what.push(ask.delete_group_what.to_string());
            let of_profile = (ui.text.profile)(snapshot.profile).group_deleted;
            what.extend((!of_profile.is_empty()).then(|| of_profile.to_string()));
            ((ask.delete_group)(group), what, common.delete)
        }
        Question::RemoveProducer(name) => {
            ((ask.remove_producer)(name), vec![ask.remove_producer_what.to_string()], common.remove)
        }
        Question::RemoveOffsets { group, topic } => {
            let what = (ui.text.profile)(snapshot.profile).after_removal.to_string();
            ((ask.remove_offsets)(group, topic), vec![what], ui.text.inspector.remove_offsets)
        }
        Question::Rewind(_) => {
            let later = ui.lab.read(|player| player.changes_after_now());
            let title = if snapshot.clock.later > 0 { ask.rewind } else { ask.rewind_plan };
            (title.to_string(), vec![(ask.rewind_what)(later as u64)], ask.rewind_do)
        }
    }
}

/// The commands that a yes stands for.
fn commands(question: &Question, snapshot: &Snapshot, remove_offsets: bool) -> Vec<Command> {
    let consumers = |group: &Name| -> Vec<Command> {
        let clients = snapshot.group(group).map(|group| group.consumers.iter());
        let leave = |consumer: &crate::projection::ConsumerView| Command::RemoveConsumer {
            consumer: consumer.consumer.clone(),
            crash: false,
        };
        clients.into_iter().flatten().map(leave).collect()
    };
    match question {
        Question::DeleteTopic(topic) => vec![Command::DeleteTopic { topic: topic.clone() }],
        Question::DeleteGroup(group) => {
            let mut commands = consumers(group);
            commands.push(Command::DeleteGroup { group: group.clone(), remove_offsets });
            commands
        }
        Question::RemoveProducer(producer) => vec![Command::RemoveProducer { producer: producer.clone() }],
        Question::RemoveOffsets { group, topic } => {
            vec![Command::RemoveOffsets { group: group.clone(), topic: topic.clone() }]
        }
        Question::Rewind(commands) => commands.to_vec(),
    }
}

/// The question.
pub fn ask_dialog(cx: &Cx<AskForm>, snapshot: &Rc<Snapshot>) -> Html {
    let question = &cx.form.question;
    let (title, what, word) = words(question, snapshot, &cx.ui);
    let fork = {
        let ui = cx.ui.clone();
        Callback::from(move |_: MouseEvent| ui.lab.open_fork(ui.text))
    };
    let onchange = cx.change(|form, _: Event| form.delete_offsets = !form.delete_offsets);
    let fields = html! {
        <>
            for (i, sentence) in what.into_iter().enumerate() {
                <p key={i}>{said(&cx.ui, &sentence)}</p>
            }
            if matches!(question, Question::DeleteGroup(_)) {
                <label key="offsets" class="check">
                    <input type="checkbox" checked={cx.form.delete_offsets} {onchange} />{cx.ui.text.ask.delete_group_offsets}
                </label>
            }
            if matches!(question, Question::Rewind(_)) {
                <p key="fork">{Button::word("line", cx.ui.text.common.fork).on(fork)}</p>
            }
        </>
    };
    let (yes, snapshot) = (cx.clone(), snapshot.clone());
    let form = cx.form_with(fields, word, true, "", move || {
        if let Question::Rewind(commands) = &yes.form.question {
            yes.ui.act.emit(UiAction::Close);
            yes.ui.lab.drive(|player| player.rewind());
            if let Submitted::Refused(rejected) = yes.ui.lab.submit_all(commands.to_vec()) {
                yes.ui.lab.say_refused(&rejected, yes.ui.text);
            }
        } else {
            yes.submit(commands(&yes.form.question, &snapshot, yes.form.delete_offsets));
        }
    });
    cx.frame(&title, "small is-loss", form)
}
