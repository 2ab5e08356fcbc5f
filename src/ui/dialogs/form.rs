//! What is typed and chosen in the dialog that is open, as one plain value, and the labelled inputs that edit it.
//! Not here: which fields a dialog has.
//!
//! Invariant: a number is parsed as an integer, never through a float; what is wrong is said beside the field.

use crate::engine::profile::Profile;
use crate::sim::command::Command;
use crate::ui::draw::format::{number, parse_number};
use crate::ui::draw::parts::Button;
use crate::ui::state::UiAction;
use crate::ui::state::context::Ui;
use crate::ui::state::lab::Submitted;
use crate::ui::text::Text;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use yew::prelude::*;

/// Everything that a person has put in.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Form {
    /// Lines of text, by field.
    pub text: [String; 8],
    /// Chosen places of lists, by list.
    pub choice: [usize; 4],
    /// The profile that is chosen.
    pub profile: Profile,
    pub checked: bool,
    /// Chosen queues, a bit each: a topic has at most 64.
    pub queues: u64,
    /// Why the last try was refused.
    pub refused: Option<String>,
}

/// A dialog's form and what it may use.
#[derive(Clone)]
pub struct Cx {
    pub ui: Ui,
    pub form: UseStateHandle<Form>,
    pub node: NodeRef,
}

/// The value of a text input's event.
fn value(event: &InputEvent) -> String {
    event.target_unchecked_into::<web_sys::HtmlInputElement>().value()
}

impl Cx {
    /// A callback that changes the form.
    pub fn change<E: 'static>(&self, change: impl Fn(&mut Form, E) + 'static) -> Callback<E> {
        let form = self.form.clone();
        Callback::from(move |event: E| {
            let mut next = (*form).clone();
            change(&mut next, event);
            form.set(next);
        })
    }

    /// Text of field `i` as typed.
    pub fn text(&self, i: usize) -> &str {
        &self.form.text[i]
    }

    /// A callback that takes what is typed into field `i`.
    pub fn typed(&self, i: usize) -> Callback<InputEvent> {
        self.change(move |form, event| form.text[i] = value(&event))
    }

    /// Field `i` with its label; `error` takes the hint's place.
    pub fn field(
        &self,
        i: usize,
        label: &'static str,
        hint: &'static str,
        error: Option<&String>,
        mode: &'static str,
    ) -> Html {
        let below = error.cloned().unwrap_or_else(|| hint.to_string());
        html! {
            <label key={i} class={if error.is_some() { "field is-wrong" } else { "field" }}>
                <span class="field-name">{label}</span>
                <input type="text" autocomplete="off" spellcheck="false" inputmode={mode} value={self.form.text[i].clone()}
                    aria-invalid={if error.is_some() { "true" } else { "false" }} oninput={self.typed(i)} />
                <span class="field-hint">{below}</span>
            </label>
        }
    }

    /// List `i` with its label.
    pub fn list(&self, i: usize, label: &'static str, options: Vec<String>, hint: &'static str) -> Html {
        let onchange = self.change(move |form, event: Event| {
            let index = event.target_unchecked_into::<web_sys::HtmlSelectElement>().selected_index();
            form.choice[i] = usize::try_from(index).unwrap_or(0);
        });
        html! {
            <label key={10 + i} class="field">
                <span class="field-name">{label}</span>
                <select {onchange}>
                    for (place, option) in options.into_iter().enumerate() {
                        <option key={place} value={place.to_string()} selected={place == self.form.choice[i]}>{option}</option>
                    }
                </select>
                <span class="field-hint">{hint}</span>
            </label>
        }
    }

    /// A number in field `i`, or what is wrong with it.
    pub fn number(&self, i: usize, from: i64, to: i64) -> Result<i64, String> {
        read_number(&self.form.text[i], from, to, self.ui.text)
    }

    /// Submits the commands in order until one is refused; closes the dialog when all are done.
    pub fn submit(&self, commands: Vec<Command>) -> bool {
        match self.ui.lab.submit_all(commands) {
            Submitted::Done(_) => {}
            Submitted::Refused(rejected) => {
                let words = (self.ui.text.common.refused)(&rejected.remark(), &rejected.code().to_string());
                let mut next = (*self.form).clone();
                next.refused = Some(words);
                self.form.set(next);
                return false;
            }
            Submitted::Asked => return false,
        }
        self.ui.act.emit(UiAction::Close);
        true
    }

    /// The dialog with its title; `size` is a class.
    pub fn frame(&self, title: &str, size: &'static str, children: Html) -> Html {
        let close = self.ui.act.clone();
        // The browser would close it first and tell afterwards; a key pressed between would be for a dialog that is still open here.
        let oncancel = Callback::from(move |event: Event| {
            event.prevent_default();
            close.emit(UiAction::Close);
        });
        html! {
            <dialog ref={self.node.clone()} class={size} aria-labelledby="dialog-title" {oncancel}
                onclose={self.ui.action(UiAction::Close)}>
                <h2 id="dialog-title">{title.to_string()}</h2>
                {children}
            </dialog>
        }
    }

    /// A form around `fields`: its refusal, Cancel and the button `action`. `commands` are asked for when it is submitted.
    pub fn form(
        &self,
        fields: Html,
        action: &str,
        ready: bool,
        commands: impl Fn(&Cx) -> Vec<Command> + 'static,
    ) -> Html {
        let cx = self.clone();
        self.form_with(fields, action, ready, "", move || {
            cx.submit(commands(&cx));
        })
    }

    /// The same for forms that do something else, with a note beside the buttons.
    pub fn form_with(
        &self,
        fields: Html,
        action: &str,
        ready: bool,
        note: &'static str,
        submit: impl Fn() + 'static,
    ) -> Html {
        let onsubmit = Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            submit();
        });
        html! {
            <form {onsubmit}>
                {fields}
                <div class="refusal" role="alert">
                    if let Some(refused) = &self.form.refused {
                        <p class="verdict">{refused.clone()}</p>
                    }
                </div>
                <div class="foot">
                    <span class="muted">{note}</span>
                    <span class="foot-acts">
                        {Button::word("line", self.ui.text.common.cancel).on(self.ui.action(UiAction::Close))}
                        <button type="submit" class="solid" disabled={!ready}>{action.to_string()}</button>
                    </span>
                </div>
            </form>
        }
    }

    /// Close, for dialogs without a form.
    pub fn close(&self) -> Html {
        html! {
            <div class="foot">
                <span />
                <span class="foot-acts">
                    {Button::word("line", self.ui.text.common.close).on(self.ui.action(UiAction::Close))}
                </span>
            </div>
        }
    }
}

/// The number in a text, or what is wrong with it.
fn read_number(value: &str, from: i64, to: i64, text: &Text) -> Result<i64, String> {
    match parse_number(value) {
        Some(read) if (from..=to).contains(&read) => Ok(read),
        _ => Err((text.form.number_from_to)(&number(from), &number(to))),
    }
}

/// What is wrong, if anything.
pub fn error<T>(read: &Result<T, String>) -> Option<&String> {
    read.as_ref().err()
}

/// The first of `base`, `base-2`, `base-3`, … that is not taken.
pub fn free_name(base: &str, taken: &dyn Fn(&str) -> bool) -> String {
    let mut name = base.to_string();
    let mut n = 1u32;
    while taken(&name) {
        n += 1;
        name = [base, "-", &n.to_string()].concat();
    }
    name
}
