//! Everything that opens above the page. Not here: what it does to the lab (`lab`, `opening`).
//!
//! Invariant: at most one dialog is open; the clock rests while it is; Escape closes it and the focus goes
//! back.

pub mod ask;
pub mod broker;
pub mod consumer;
pub mod failing;
pub mod form;
pub mod group;
pub mod labs;
pub mod memory;
pub mod message;
pub mod open;
pub mod problem;
pub mod producer;
pub mod reset;
pub mod reset_preview;
pub mod reset_target;
pub mod retention;
pub mod small;
pub mod topic;
pub mod work;

use crate::indexed_db::breaking;
use crate::indexed_db::breaking::Moment;
use crate::ui::dialogs::ask::AskForm;
use crate::ui::dialogs::broker::BrokerForm;
use crate::ui::dialogs::consumer::ConsumerForm;
use crate::ui::dialogs::form::{Cx, Kept, kept};
use crate::ui::dialogs::group::GroupForm;
use crate::ui::dialogs::memory::MemoryForm;
use crate::ui::dialogs::message::MessageForm;
use crate::ui::dialogs::problem::ProblemForm;
use crate::ui::dialogs::producer::ProducerForm;
use crate::ui::dialogs::reset_target::ResetForm;
use crate::ui::dialogs::retention::RetentionForm;
use crate::ui::dialogs::small::ProfileForm;
use crate::ui::dialogs::topic::TopicForm;
use crate::ui::state::context::Ui;
use crate::ui::state::snapshot::Snapshot;
use crate::ui::state::{Dialog, Shown};
use alloc::rc::Rc;
use alloc::string::String;
use wasm_bindgen::JsCast;
use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub struct DialogsProps {
    pub ui: Ui,
    pub snapshot: Rc<Snapshot>,
}

/// The dialog that is open.
pub fn dialogs(ui: &Ui, snapshot: &Rc<Snapshot>) -> Html {
    html! { <Dialogs key="dialogs" ui={ui.clone()} snapshot={snapshot.clone()} /> }
}

/// The form of the dialog that is open.
#[derive(Clone)]
enum Form {
    Topic(Kept<TopicForm>),
    Producer(Kept<ProducerForm>),
    Group(Kept<GroupForm>),
    Consumer(Kept<ConsumerForm>),
    Message(Kept<MessageForm>),
    Retention(Kept<RetentionForm>),
    Broker(Kept<BrokerForm>),
    Memory(Kept<MemoryForm>),
    Reset(Kept<ResetForm>),
    Ask(Kept<AskForm>),
    Open,
    Labs,
    Profile(Kept<ProfileForm>),
    Download,
    Problem(Kept<ProblemForm>),
}

/// A dialog, what a person has put in since it opened, and why the last try was refused.
#[derive(Clone)]
struct Begun {
    dialog: Shown<Dialog>,
    form: Form,
    refused: Option<String>,
}

#[component]
pub fn Dialogs(props: &DialogsProps) -> Html {
    let snapshot = &props.snapshot;
    let begun = use_state(|| None::<Begun>);
    let node = use_node_ref();
    let dialog = props.ui.state.dialog.clone();
    // A form begins as its dialog says; it is not drawn before that.
    {
        let (begun, snapshot, ui) = (begun.clone(), snapshot.clone(), props.ui.clone());
        use_effect_with(dialog.clone(), move |dialog| {
            begun.set(dialog.clone().map(|dialog| Begun {
                form: beginning(&dialog.0, &snapshot, &ui),
                dialog,
                refused: None,
            }));
        });
    }
    let is_shown = dialog.is_some() && begun.as_ref().map(|begun| &begun.dialog) == dialog.as_ref();
    let drawn = (*begun).as_ref().filter(|_| is_shown).map(|shown| {
        let at = At { ui: &props.ui, node: &node, state: &begun, shown };
        drawn(&at, snapshot)
    });
    use_effect_with(is_shown, move |shown| {
        let before = gloo::utils::document().active_element();
        let dialog = node.cast::<web_sys::HtmlDialogElement>();
        if let (true, Some(dialog)) = (*shown, &dialog)
            && !dialog.open()
        {
            let _ = dialog.show_modal();
        }
        let shown = *shown;
        move || {
            // Most is HTML; a mark on the board is not.
            let before = before.filter(|_| shown);
            if let Some(html) = before.as_ref().and_then(|before| before.dyn_ref::<web_sys::HtmlElement>()) {
                let _ = html.focus();
            } else if let Some(mark) = before.and_then(|before| before.dyn_into::<web_sys::SvgElement>().ok())
            {
                let _ = mark.focus();
            }
        }
    });
    html! { <div class="dialogs">{drawn.unwrap_or_default()}</div> }
}

/// The form as it is when a dialog opens.
fn beginning(dialog: &Dialog, snapshot: &Snapshot, ui: &Ui) -> Form {
    match dialog {
        Dialog::Topic { existing } => Form::Topic(kept(TopicForm::new(existing.as_ref(), snapshot))),
        Dialog::Producer { existing } => Form::Producer(kept(ProducerForm::new(existing.as_ref(), snapshot))),
        Dialog::Group { existing } => Form::Group(kept(GroupForm::new(ui, existing.as_ref(), snapshot))),
        Dialog::Consumer { group, existing } => {
            Form::Consumer(kept(ConsumerForm::new(ui, group, existing.as_ref(), snapshot)))
        }
        Dialog::Send { topic, queue } => Form::Message(kept(MessageForm::new(topic, *queue, snapshot))),
        Dialog::Retention => Form::Retention(kept(RetentionForm::new(&snapshot.broker))),
        Dialog::Broker => Form::Broker(kept(BrokerForm::default())),
        Dialog::Memory => Form::Memory(kept(MemoryForm::new(ui))),
        Dialog::Reset(draft) => Form::Reset(kept(ResetForm::new(draft, snapshot.clock.now_us))),
        Dialog::Ask(question) => Form::Ask(kept(AskForm::new(question))),
        Dialog::Open => Form::Open,
        Dialog::Labs => Form::Labs,
        Dialog::Profile => Form::Profile(kept(ProfileForm::new(ui))),
        Dialog::Download => Form::Download,
        Dialog::Problem { name, problem, again } => {
            Form::Problem(kept(ProblemForm::new(name, problem, again.as_ref())))
        }
    }
}

/// The dialog that is shown, and where it is kept.
struct At<'a> {
    ui: &'a Ui,
    node: &'a NodeRef,
    state: &'a UseStateHandle<Option<Begun>>,
    shown: &'a Begun,
}

impl At<'_> {
    /// What the dialog may use of its own form.
    fn cx<F>(&self, form: &Kept<F>) -> Cx<F> {
        let (state, again) = (self.state.clone(), self.state.clone());
        let redraw = Callback::from(move |()| state.set((*state).clone()));
        let refuse = Callback::from(move |why| {
            again.set((*again).clone().map(|begun| Begun { refused: Some(why), ..begun }));
        });
        let (ui, node, refused) = (self.ui.clone(), self.node.clone(), self.shown.refused.clone());
        Cx { ui, form: form.borrow().clone(), kept: form.clone(), node, redraw, refused, refuse }
    }
}

fn drawn(at: &At, snapshot: &Rc<Snapshot>) -> Html {
    breaking::at(Moment::Dialog);
    let form = &at.shown.form;
    let without = || at.cx(&kept(()));
    match form {
        Form::Topic(form) => topic::topic_form(&at.cx(form)),
        Form::Producer(form) => producer::producer_form(&at.cx(form), snapshot),
        Form::Group(form) => group::group_form(&at.cx(form), snapshot),
        Form::Consumer(form) => consumer::consumer_form(&at.cx(form), snapshot),
        Form::Message(form) => message::message_form(&at.cx(form), snapshot),
        Form::Retention(form) => retention::retention_form(&at.cx(form), &snapshot.broker),
        Form::Broker(form) => broker::broker_form(&at.cx(form)),
        Form::Memory(form) => memory::memory_form(&at.cx(form)),
        Form::Reset(form) => reset::reset_dialog(&at.cx(form), snapshot),
        Form::Ask(form) => ask::ask_dialog(&at.cx(form), snapshot),
        Form::Open => open::open_dialog(&without()),
        Form::Labs => labs::labs_dialog(&without()),
        Form::Profile(form) => small::profile_dialog(&at.cx(form), snapshot.profile),
        Form::Download => small::download_dialog(&without()),
        Form::Problem(form) => problem::problem_dialog(&at.cx(form)),
    }
}
