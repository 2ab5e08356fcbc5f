//! Labelled inputs and what they read. Not here: the forms.
//!
//! Invariant: a number is parsed as an integer, never through a float; what is wrong is said beside the field.

use crate::engine::rejected::Rejected;
use crate::ui::app::{Ui, use_ui};
use crate::ui::format::{count, number, parse_number};
use crate::ui::lab::Submitted;
use crate::ui::state::UiAction;
use crate::ui::text::Text;
use crate::sim::command::Command;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub struct FieldProps {
    pub label: &'static str,
    pub value: UseStateHandle<String>,
    #[prop_or_default]
    pub hint: AttrValue,
    /// What is wrong with the value; empty: nothing.
    #[prop_or_default]
    pub error: AttrValue,
    /// "text", or "numeric" for a phone's number keys.
    #[prop_or("text")]
    pub mode: &'static str,
    #[prop_or_default]
    pub readonly: bool,
}

/// A line of text.
#[component]
pub fn Field(props: &FieldProps) -> Html {
    let oninput = {
        let set = props.value.setter();
        Callback::from(move |event: InputEvent| {
            set.set(event.target_unchecked_into::<web_sys::HtmlInputElement>().value());
        })
    };
    let wrong = !props.error.is_empty();
    let below = if wrong { props.error.clone() } else { props.hint.clone() };
    html! {
        <label class={classes!("field", wrong.then_some("is-wrong"))}>
            <span class="field-name">{props.label}</span>
            <input type="text" autocomplete="off" spellcheck="false" inputmode={props.mode} value={(*props.value).clone()}
                readonly={props.readonly} aria-invalid={wrong.to_string()} {oninput} />
            <span class="field-hint">{below}</span>
        </label>
    }
}

#[derive(Properties, PartialEq)]
pub struct ChoiceProps {
    pub label: &'static str,
    pub options: Vec<String>,
    pub chosen: UseStateHandle<usize>,
    #[prop_or_default]
    pub hint: AttrValue,
}

/// One of a list.
#[component]
pub fn Choice(props: &ChoiceProps) -> Html {
    let onchange = {
        let set = props.chosen.setter();
        Callback::from(move |event: Event| {
            let index = event.target_unchecked_into::<web_sys::HtmlSelectElement>().selected_index();
            set.set(usize::try_from(index).unwrap_or(0));
        })
    };
    html! {
        <label class="field">
            <span class="field-name">{props.label}</span>
            <select {onchange}>
                for (i, option) in props.options.iter().enumerate() {
                    <option key={i} value={i.to_string()} selected={i == *props.chosen}>{option.clone()}</option>
                }
            </select>
            <span class="field-hint">{props.hint.clone()}</span>
        </label>
    }
}

/// The number in a field, or what is wrong with it.
pub fn read_number(value: &str, from: i64, to: i64, text: &Text) -> Result<i64, String> {
    match parse_number(value) {
        Some(read) if (from..=to).contains(&read) => Ok(read),
        _ => Err((text.form.number_from_to)(&number(from), &number(to))),
    }
}

/// The words beside a field: nothing while it is right.
pub fn error_of<T>(read: &Result<T, String>) -> AttrValue {
    read.as_ref().err().cloned().unwrap_or_default().into()
}

/// The first of `base`, `base-2`, `base-3`, … that is not taken.
pub fn free_name(base: &str, taken: impl Fn(&str) -> bool) -> String {
    if !taken(base) {
        return base.to_string();
    }
    let numbered = (2..).map(|n: u32| [base, "-", &n.to_string()].concat());
    numbered.into_iter().find(|name| !taken(name)).unwrap_or_default()
}

/// What a form shows after a refusal, and how it submits.
#[derive(Clone, PartialEq)]
pub struct Submission {
    ui: Ui,
    refused: UseStateHandle<Option<Rejected>>,
}

/// A form's submission.
#[hook]
pub fn use_submission() -> Submission {
    Submission { ui: use_ui(), refused: use_state(|| None) }
}

impl Submission {
    /// Submits the commands in order until one is refused; closes the dialog when all are done.
    pub fn submit(&self, commands: Vec<Command>) -> bool {
        for command in commands {
            match self.ui.lab.submit(command) {
                Submitted::Done(_) => {}
                Submitted::Refused(rejected) => {
                    self.refused.set(Some(rejected));
                    return false;
                }
                Submitted::Asked => return false,
            }
        }
        self.ui.act.emit(UiAction::Close);
        true
    }

    /// The refusal, in RocketMQ's words with its code.
    pub fn refusal(&self) -> Html {
        match &*self.refused {
            None => html! { <div class="refusal" role="alert" /> },
            Some(rejected) => {
                let words = (self.ui.text.common.refused)(&rejected.remark(), &rejected.code().to_string());
                html! { <div class="refusal" role="alert"><p class="verdict">{words}</p></div> }
            }
        }
    }
}

/// A form's submit event, which must not load a page.
pub fn on_submit(submit: impl Fn() + 'static) -> Callback<SubmitEvent> {
    Callback::from(move |event: SubmitEvent| {
        event.prevent_default();
        submit();
    })
}

/// A count as a form shows it for editing: plain digits.
pub fn plain(value: u64) -> String {
    value.to_string()
}

/// A count as a hint shows it.
pub fn shown(value: u64) -> String {
    count(value)
}
