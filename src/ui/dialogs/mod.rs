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
use crate::ui::dialogs::form::Cx;
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
    Topic(TopicForm),
    Producer(ProducerForm),
    Group(GroupForm),
    Consumer(ConsumerForm),
    Message(MessageForm),
    Retention(RetentionForm),
    Broker(BrokerForm),
    Memory(MemoryForm),
    Reset(ResetForm),
    Ask(AskForm),
    Open,
    Labs,
    Profile(ProfileForm),
    Download,
    Problem(ProblemForm),
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
        Dialog::Topic { existing } => Form::Topic(TopicForm::new(existing.as_ref(), snapshot)),
        Dialog::Producer { existing } => Form::Producer(ProducerForm::new(existing.as_ref(), snapshot)),
        Dialog::Group { existing } => Form::Group(GroupForm::new(ui, existing.as_ref(), snapshot)),
        Dialog::Consumer { group, existing } => {
            Form::Consumer(ConsumerForm::new(ui, group, existing.as_ref(), snapshot))
        }
        Dialog::Send { topic, queue } => Form::Message(MessageForm::new(topic, *queue, snapshot)),
        Dialog::Retention => Form::Retention(RetentionForm::new(&snapshot.broker)),
        Dialog::Broker => Form::Broker(BrokerForm::default()),
        Dialog::Memory => Form::Memory(MemoryForm::new(ui)),
        Dialog::Reset(draft) => Form::Reset(ResetForm::new(draft, snapshot.clock.now_us)),
        Dialog::Ask(question) => Form::Ask(AskForm::new(question)),
        Dialog::Open => Form::Open,
        Dialog::Labs => Form::Labs,
        Dialog::Profile => Form::Profile(ProfileForm::new(ui)),
        Dialog::Download => Form::Download,
        Dialog::Problem { name, problem, again } => {
            Form::Problem(ProblemForm::new(name, problem, again.as_ref()))
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
    /// What the dialog may use of its own form, which is `wrap`ped into the one that is kept.
    fn cx<F: Clone + 'static>(&self, form: &F, wrap: impl Fn(F) -> Form + 'static) -> Cx<F> {
        let set = {
            let (state, shown) = (self.state.clone(), self.shown.clone());
            Callback::from(move |form| state.set(Some(Begun { form: wrap(form), ..shown.clone() })))
        };
        let refuse = {
            let (state, shown) = (self.state.clone(), self.shown.clone());
            Callback::from(move |why| state.set(Some(Begun { refused: Some(why), ..shown.clone() })))
        };
        let (ui, node, refused) = (self.ui.clone(), self.node.clone(), self.shown.refused.clone());
        Cx { ui, form: Rc::new(form.clone()), node, set, refused, refuse }
    }
}

fn drawn(at: &At, snapshot: &Rc<Snapshot>) -> Html {
    breaking::at(Moment::Dialog);
    let form = &at.shown.form;
    let without = || {
        let form = form.clone();
        at.cx(&(), move |()| form.clone())
    };
    match form {
        Form::Topic(form) => topic::topic_form(&at.cx(form, Form::Topic)),
        Form::Producer(form) => producer::producer_form(&at.cx(form, Form::Producer), snapshot),
        Form::Group(form) => group::group_form(&at.cx(form, Form::Group), snapshot),
        Form::Consumer(form) => consumer::consumer_form(&at.cx(form, Form::Consumer), snapshot),
        Form::Message(form) => message::message_form(&at.cx(form, Form::Message), snapshot),
        Form::Retention(form) => retention::retention_form(&at.cx(form, Form::Retention), &snapshot.broker),
        Form::Broker(form) => broker::broker_form(&at.cx(form, Form::Broker)),
        Form::Memory(form) => memory::memory_form(&at.cx(form, Form::Memory)),
        Form::Reset(form) => reset::reset_dialog(&at.cx(form, Form::Reset), snapshot),
        Form::Ask(form) => ask::ask_dialog(&at.cx(form, Form::Ask), snapshot),
        Form::Open => open::open_dialog(&without()),
        Form::Labs => labs::labs_dialog(&without()),
        Form::Profile(form) => small::profile_dialog(&at.cx(form, Form::Profile), snapshot.profile),
        Form::Download => small::download_dialog(&without()),
        Form::Problem(form) => problem::problem_dialog(&at.cx(form, Form::Problem)),
    }
}
