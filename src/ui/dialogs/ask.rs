//! Questions before something is lost, with what exactly goes. Not here: resets, which have a preview instead.
//!
//! Invariant: the safe answer has the focus.

use super::frame::{Foot, Frame};
use super::fields::{on_submit, use_submission};
use crate::engine::ids::Name;
use crate::sim::command::Command;
use crate::ui::app::{Ui, use_ui};
use crate::ui::snapshot::Snapshot;
use crate::ui::state::{Question, UiAction};
use crate::ui::topbar::profile_index;
use alloc::rc::Rc;
use alloc::string::{String, ToString};
use alloc::vec;
use alloc::vec::Vec;
use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub struct AskDialogProps {
    pub snapshot: Rc<Snapshot>,
    pub question: Question,
}

/// What is asked, what goes, and the word of the button.
fn words(question: &Question, snapshot: &Snapshot, ui: &Ui) -> (String, Vec<String>, &'static str) {
    let (ask, common) = (&ui.text.ask, &ui.text.common);
    match question {
        Question::DeleteTopic(topic) => {
            let queues = snapshot.board(topic).map_or(0, |board| board.lanes.len()) as u64;
            ((ask.delete_topic)(topic), vec![(ask.delete_topic_what)(topic, queues)], common.delete)
        }
        Question::DeleteGroup(group) => {
            let consumers = snapshot.group(group).map_or(0, |group| group.consumers.len()) as u64;
            let mut what = Vec::new();
            if consumers > 0 {
                what.push((ask.delete_group_consumers)(consumers));
            }
            what.push(ask.delete_group_what.to_string());
            ((ask.delete_group)(group), what, common.delete)
        }
        Question::RemoveProducer(name) => {
            ((ask.remove_producer)(name), vec![ask.remove_producer_what.to_string()], common.remove)
        }
        Question::RemoveOffsets { group, topic } => {
            let what = ask.remove_offsets_what[profile_index(snapshot.profile)].to_string();
            ((ask.remove_offsets)(group, topic), vec![what], ui.text.inspector.remove_offsets)
        }
        Question::Rewind(_) => {
            (ask.rewind.to_string(), vec![(ask.rewind_what)(snapshot.clock.later as u64)], ask.rewind_do)
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
        Question::Rewind(command) => vec![command.clone()],
    }
}

/// The question.
#[component]
pub fn AskDialog(props: &AskDialogProps) -> Html {
    let ui = use_ui();
    let submission = use_submission();
    let offsets = use_state(|| false);
    let (title, what, word) = words(&props.question, &props.snapshot, &ui);
    let onsubmit = {
        let (submission, ui) = (submission.clone(), ui.clone());
        let (question, snapshot, offsets) = (props.question.clone(), props.snapshot.clone(), *offsets);
        on_submit(move || {
            let commands = commands(&question, &snapshot, offsets);
            if let Question::Rewind(command) = &question {
                ui.act.emit(UiAction::Close);
                if let Err(rejected) = ui.lab.submit_now(command.clone()) {
                    ui.lab.say_refused(&rejected, ui.text);
                }
            } else {
                submission.submit(commands);
            }
        })
    };
    let fork = {
        let ui = ui.clone();
        Callback::from(move |_: MouseEvent| ui.lab.open_fork(ui.text))
    };
    let onchange = {
        let set = offsets.setter();
        Callback::from(move |event: Event| set.set(event.target_unchecked_into::<web_sys::HtmlInputElement>().checked()))
    };
    html! {
        <Frame {title} size="small">
            <form {onsubmit}>
                for (i, sentence) in what.into_iter().enumerate() {
                    <p key={i}>{sentence}</p>
                }
                if matches!(props.question, Question::DeleteGroup(_)) {
                    <label key="offsets" class="check">
                        <input type="checkbox" checked={*offsets} {onchange} />{ui.text.ask.delete_group_offsets}
                    </label>
                }
                if matches!(props.question, Question::Rewind(_)) {
                    <p key="fork"><button type="button" class="line" onclick={fork}>{ui.text.ask.fork}</button></p>
                }
                {submission.refusal()}
                <Foot action={word} />
            </form>
        </Frame>
    }
}
