//! One message, sent by hand. Not here: producers that send by themselves (`actor`).
//!
//! Invariant: an empty key or tag is none.

use super::fields::{Choice, Field, on_submit, use_submission};
use super::frame::{Foot, Frame};
use crate::engine::ids::{Name, QueueId};
use crate::sim::command::Command;
use crate::ui::app::use_ui;
use crate::ui::snapshot::Snapshot;
use alloc::rc::Rc;
use alloc::string::{String, ToString};
use alloc::vec;
use alloc::vec::Vec;
use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub struct SendFormProps {
    pub snapshot: Rc<Snapshot>,
    pub topic: Name,
    pub queue: QueueId,
}

/// The form.
#[component]
pub fn SendForm(props: &SendFormProps) -> Html {
    let ui = use_ui();
    let words = &ui.text.form;
    let queues = props.snapshot.board(&props.topic).map_or(1, |board| board.lanes.len());
    let queue = use_state(|| props.queue as usize);
    let key = use_state(String::new);
    let tag = use_state(String::new);
    let body = use_state(|| "hello".to_string());
    let submission = use_submission();
    let oninput = {
        let set = body.setter();
        Callback::from(move |event: InputEvent| {
            set.set(event.target_unchecked_into::<web_sys::HtmlTextAreaElement>().value());
        })
    };
    let onsubmit = {
        let (submission, topic) = (submission.clone(), props.topic.clone());
        let (queue, key, tag, body) = (*queue, (*key).clone(), (*tag).clone(), (*body).clone());
        on_submit(move || {
            let some = |value: &String| Some(value.clone()).filter(|value| !value.is_empty());
            submission.submit(vec![Command::SendMessage {
                topic: topic.clone(),
                queue: queue as QueueId,
                key: some(&key),
                tag: some(&tag),
                body: body.clone(),
            }]);
        })
    };
    html! {
        <Frame title={[words.send_title, " – ", &props.topic].concat()} size="small">
            <form {onsubmit}>
                <Choice label={ui.text.common.queue} options={(0..queues).map(|queue| queue.to_string()).collect::<Vec<_>>()}
                    chosen={queue} />
                <div class="field-row">
                    <Field label={words.key} value={key} hint={words.optional} />
                    <Field label={words.tag} value={tag} hint={words.optional} />
                </div>
                <label class="field">
                    <span class="field-name">{words.body}</span>
                    <textarea rows="3" spellcheck="false" value={(*body).clone()} {oninput} />
                </label>
                {submission.refusal()}
                <Foot action={words.send} />
            </form>
        </Frame>
    }
}
