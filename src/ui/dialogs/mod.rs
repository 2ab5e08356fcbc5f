//! Everything that opens above the page. Not here: what it does to the lab (`lab`, `opening`).
//!
//! Invariant: at most one dialog is open; the clock rests while it is; Escape closes it and the focus goes back.

pub mod actor;
pub mod ask;
pub mod command_line;
pub mod consumer;
pub mod fields;
pub mod frame;
pub mod group;
pub mod open;
pub mod reset;
pub mod reset_preview;
pub mod reset_target;
pub mod retention;
pub mod send;
pub mod small;
pub mod topic;

use super::app::use_ui;
use super::snapshot::Snapshot;
use super::state::Dialog;
use actor::ProducerForm;
use alloc::rc::Rc;
use ask::AskDialog;
use consumer::ConsumerForm;
use group::GroupForm;
use open::OpenDialog;
use reset::ResetDialog;
use retention::RetentionForm;
use send::SendForm;
use small::{DownloadDialog, ProblemDialog, ProfileDialog};
use topic::TopicForm;
use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub struct DialogsProps {
    pub snapshot: Rc<Snapshot>,
}

/// The dialog that is open.
#[component]
pub fn Dialogs(props: &DialogsProps) -> Html {
    let ui = use_ui();
    let snapshot = props.snapshot.clone();
    html! {
        <div class="dialogs">
            {match ui.state.dialog.clone() {
                None => html! { <div key="none" hidden=true /> },
                Some(Dialog::Topic { existing }) => html! { <TopicForm key="topic" {snapshot} {existing} /> },
                Some(Dialog::Producer { existing }) => html! { <ProducerForm key="producer" {snapshot} {existing} /> },
                Some(Dialog::Group) => html! { <GroupForm key="group" {snapshot} /> },
                Some(Dialog::Consumer { group, existing }) => {
                    html! { <ConsumerForm key="consumer" {snapshot} {group} {existing} /> }
                }
                Some(Dialog::Send { topic, queue }) => html! { <SendForm key="send" {snapshot} {topic} {queue} /> },
                Some(Dialog::Retention) => html! { <RetentionForm key="retention" broker={snapshot.broker.clone()} /> },
                Some(Dialog::Reset(draft)) => html! { <ResetDialog key="reset" {snapshot} {draft} /> },
                Some(Dialog::Ask(question)) => html! { <AskDialog key="ask" {snapshot} {question} /> },
                Some(Dialog::Open) => html! { <OpenDialog key="open" /> },
                Some(Dialog::Profile) => html! { <ProfileDialog key="profile" profile={snapshot.profile} /> },
                Some(Dialog::Download) => html! { <DownloadDialog key="download" title={snapshot.title.to_string()} /> },
                Some(Dialog::Problem { name, problem }) => html! { <ProblemDialog key="problem" {name} {problem} /> },
            }}
        </div>
    }
}
