//! Everything that opens above the page. Not here: what it does to the lab (`lab`, `opening`).
//!
//! Invariant: at most one dialog is open; the clock rests while it is; Escape closes it and the focus goes back.

pub mod ask;
pub mod broker;
pub mod command_line;
pub mod consumer;
pub mod failing;
pub mod form;
pub mod group;
pub mod labs;
pub mod memory;
pub mod message;
pub mod open;
pub mod producer;
pub mod reset;
pub mod reset_preview;
pub mod reset_target;
pub mod retention;
pub mod small;
pub mod topic;

use crate::ui::dialogs::form::{Cx, Form};
use crate::ui::state::context::Ui;
use crate::ui::state::snapshot::Snapshot;
use crate::ui::state::{Dialog, Shown};
use alloc::rc::Rc;
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

#[component]
pub fn Dialogs(props: &DialogsProps) -> Html {
    let snapshot = &props.snapshot;
    let form = use_state(Form::default);
    let node = use_node_ref();
    let cx = Cx { ui: props.ui.clone(), form: form.clone(), node: node.clone() };
    let dialog = props.ui.state.dialog.clone();
    // A form begins as its dialog says; it is not drawn before that.
    let begun = use_state(|| None::<Shown<Dialog>>);
    {
        let (begun, snapshot, ui) = (begun.clone(), snapshot.clone(), props.ui.clone());
        use_effect_with(dialog.clone(), move |dialog| {
            form.set(dialog.as_ref().map(|dialog| beginning(&dialog.0, &snapshot, &ui)).unwrap_or_default());
            begun.set(dialog.clone());
        });
    }
    let shown = dialog.filter(|dialog| (*begun).as_ref() == Some(dialog));
    let is_shown = shown.is_some();
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
    let drawn = shown.map(|dialog| drawn(&cx, &dialog.0, snapshot));
    html! { <div class="dialogs">{drawn.unwrap_or_default()}</div> }
}

/// The form as it is when a dialog opens.
fn beginning(dialog: &Dialog, snapshot: &Snapshot, ui: &Ui) -> Form {
    match dialog {
        Dialog::Topic { existing } => topic::beginning(existing.as_deref(), snapshot),
        Dialog::Producer { existing } => producer::beginning(existing.as_deref(), snapshot),
        Dialog::Group { existing } => group::beginning(ui, existing.as_ref(), snapshot),
        Dialog::Consumer { group, existing } => consumer::beginning(ui, group, existing.as_deref(), snapshot),
        Dialog::Send { queue, .. } => message::beginning(*queue, snapshot),
        Dialog::Broker => broker::beginning(),
        Dialog::Memory => memory::beginning(ui),
        Dialog::Retention => retention::beginning(&snapshot.broker),
        Dialog::Reset(draft) => reset_target::beginning(draft, snapshot.clock.now_us),
        Dialog::Profile => small::profile_beginning(ui),
        _ => Form::default(),
    }
}

fn drawn(cx: &Cx, dialog: &Dialog, snapshot: &Rc<Snapshot>) -> Html {
    match dialog {
        Dialog::Topic { existing } => topic::topic_form(cx, existing.as_ref(), snapshot),
        Dialog::Producer { existing } => producer::producer_form(cx, existing.as_ref(), snapshot),
        Dialog::Group { existing } => group::group_form(cx, existing.as_ref(), snapshot),
        Dialog::Consumer { group, existing } => {
            consumer::consumer_form(cx, group, existing.as_ref(), snapshot)
        }
        Dialog::Send { topic, .. } => message::message_form(cx, topic, snapshot),
        Dialog::Broker => broker::broker_form(cx),
        Dialog::Memory => memory::memory_form(cx),
        Dialog::Retention => retention::retention_form(cx, &snapshot.broker),
        Dialog::Reset(draft) => reset::reset_dialog(cx, draft, snapshot),
        Dialog::Ask(question) => ask::ask_dialog(cx, question, snapshot),
        Dialog::Open => open::open_dialog(cx),
        Dialog::Labs => labs::labs_dialog(cx),
        Dialog::Profile => small::profile_dialog(cx, snapshot.profile),
        Dialog::Download => small::download_dialog(cx),
        Dialog::Problem { name, problem } => small::problem_dialog(cx, name, problem),
    }
}
