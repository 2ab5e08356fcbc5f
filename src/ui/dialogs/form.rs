//! The labelled inputs that edit a dialog's form, and the frame around them. Not here: which fields a dialog
//! has, which is each dialog's own struct.
//!
//! Invariant: a number is parsed as an integer, never through a float; what is wrong is said beside the
//! field. A page that is busy draws later than a person types: what is put in is added to what is there,
//! drawn or not, and only what was drawn is submitted.

use crate::sim::command::Command;
use crate::ui::draw::format::{number, parse_number};
use crate::ui::draw::parts::Button;
use crate::ui::inspector::facts::said;
use crate::ui::state::UiAction;
use crate::ui::state::context::Ui;
use crate::ui::state::lab::Submitted;
use crate::ui::text::Text;
use alloc::rc::Rc;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::cell::RefCell;
use gloo::timers::callback::Timeout;
use wasm_bindgen::JsCast;
use yew::prelude::*;

/// Everything that a person has put in, as it is now.
pub type Kept<F> = Rc<RefCell<Rc<F>>>;

/// A form that begins so.
pub fn kept<F>(form: F) -> Kept<F> {
    Rc::new(RefCell::new(Rc::new(form)))
}

/// A dialog's form and what it may use.
pub struct Cx<F> {
    pub ui: Ui,
    /// Everything that a person had put in when this was drawn.
    pub form: Rc<F>,
    pub kept: Kept<F>,
    pub node: NodeRef,
    /// Draws what is kept.
    pub redraw: Callback<()>,
    /// Why the last try was refused.
    pub refused: Option<String>,
    pub refuse: Callback<String>,
}

impl<F> Clone for Cx<F> {
    fn clone(&self) -> Cx<F> {
        Cx {
            ui: self.ui.clone(),
            form: self.form.clone(),
            node: self.node.clone(),
            kept: self.kept.clone(),
            redraw: self.redraw.clone(),
            refused: self.refused.clone(),
            refuse: self.refuse.clone(),
        }
    }
}

/// The value of a text input's event.
fn value(event: &InputEvent) -> String {
    event.target_unchecked_into::<web_sys::HtmlInputElement>().value()
}

impl<F: Clone + 'static> Cx<F> {
    /// A callback that changes the form.
    pub fn change<E: 'static>(&self, change: impl Fn(&mut F, E) + 'static) -> Callback<E> {
        let (kept, redraw) = (self.kept.clone(), self.redraw.clone());
        Callback::from(move |event: E| {
            change(Rc::make_mut(&mut kept.borrow_mut()), event);
            redraw.emit(());
        })
    }

    /// A callback that takes what is typed into the field at `at`.
    pub fn typed(&self, at: impl Fn(&mut F) -> &mut String + 'static) -> Callback<InputEvent> {
        self.change(move |form, event| *at(form) = value(&event))
    }

    /// The text of the form at `at` with its label; `error` takes the hint's place.
    pub fn field(
        &self,
        at: impl Fn(&mut F) -> &mut String + 'static,
        label: &'static str,
        hint: &str,
        error: Option<&String>,
        mode: &'static str,
    ) -> Html {
        let value = at(&mut (*self.form).clone()).clone();
        text_field(&self.ui, label, value, self.typed(at), (hint, error), mode)
    }

    /// A list of what the choice at `at` can be, with its label.
    pub fn list<T: Clone + PartialEq + 'static>(
        &self,
        at: impl Fn(&mut F) -> &mut T + 'static,
        label: &'static str,
        options: Vec<(T, String)>,
        hint: &'static str,
    ) -> Html {
        let chosen = at(&mut (*self.form).clone()).clone();
        let (values, names): (Vec<T>, Vec<String>) = options.into_iter().unzip();
        let places: Vec<(String, bool)> =
            names.into_iter().zip(&values).map(|(name, value)| (name, *value == chosen)).collect();
        let onchange = self.change(move |form, event: Event| {
            let place = event.target_unchecked_into::<web_sys::HtmlSelectElement>().selected_index();
            if let Some(value) = usize::try_from(place).ok().and_then(|place| values.get(place)) {
                *at(form) = value.clone();
            }
        });
        list_field(&self.ui, label, places, onchange, hint)
    }

    /// The number in a text, or what is wrong with it.
    pub fn number(&self, typed: &str, from: i64, to: i64) -> Result<i64, String> {
        read_number(typed, from, to, self.ui.text)
    }

    /// The number in a text that may be empty.
    pub fn optional_number(&self, typed: &str, from: i64, to: i64) -> Result<Option<i64>, String> {
        if typed.trim().is_empty() { Ok(None) } else { self.number(typed, from, to).map(Some) }
    }

    /// Submits the commands in order until one is refused; closes the dialog when all are done.
    pub fn submit(&self, commands: Vec<Command>) -> bool {
        submitted(&self.ui, &self.refuse, commands)
    }

    /// The dialog with its title; `size` is a class.
    pub fn frame(&self, title: &str, size: &'static str, children: Html) -> Html {
        dialog_frame(&self.ui, &self.node, title, size, children)
    }

    /// A form around `fields`: its refusal, Cancel and the button `action`. `commands` are asked for when it
    /// is submitted.
    pub fn form(
        &self,
        fields: Html,
        action: &str,
        ready: bool,
        commands: impl Fn(&Cx<F>) -> Vec<Command> + 'static,
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
        let (drawn, kept) = (self.form.clone(), self.kept.clone());
        let submit = Callback::from(move |()| {
            let is_drawn = Rc::ptr_eq(&drawn, &kept.borrow());
            if is_drawn {
                submit();
            }
            is_drawn
        });
        form_around(&self.ui, self.refused.as_deref(), fields, Action { name: action, ready, note, submit })
    }

    /// Close, for dialogs without a form.
    pub fn close(&self) -> Html {
        close_row(&self.ui)
    }
}

// What follows is drawn once for all forms, whatever is in them.

fn text_field(
    ui: &Ui,
    label: &'static str,
    value: String,
    oninput: Callback<InputEvent>,
    (hint, error): (&str, Option<&String>),
    mode: &'static str,
) -> Html {
    let below = error.map_or_else(|| said(ui, hint), |error| html! { {error.clone()} });
    html! {
        <label key={label} class={if error.is_some() { "field is-wrong" } else { "field" }}>
            <span class="field-name">{label}</span>
            <input type="text" autocomplete="off" spellcheck="false" inputmode={mode} {value}
                aria-invalid={if error.is_some() { "true" } else { "false" }} {oninput} />
            <span class="field-hint">{below}</span>
        </label>
    }
}

/// `options`: each name, and whether it is the one chosen.
fn list_field(
    ui: &Ui,
    label: &'static str,
    options: Vec<(String, bool)>,
    onchange: Callback<Event>,
    hint: &'static str,
) -> Html {
    html! {
        <label key={label} class="field">
            <span class="field-name">{label}</span>
            <select {onchange}>
                for (place, (name, selected)) in options.into_iter().enumerate() {
                    <option key={place} value={place.to_string()} {selected}>{name}</option>
                }
            </select>
            <span class="field-hint">{said(ui, hint)}</span>
        </label>
    }
}

fn submitted(ui: &Ui, refuse: &Callback<String>, commands: Vec<Command>) -> bool {
    match ui.lab.submit_all(commands) {
        Submitted::Done(_) => {}
        Submitted::Refused(rejected) => {
            let text = ui.text;
            refuse.emit((text.common.refused)(&(text.remark)(&rejected), &rejected.code().to_string()));
            return false;
        }
        Submitted::Asked => return false,
    }
    ui.act.emit(UiAction::Close);
    true
}

fn dialog_frame(ui: &Ui, node: &NodeRef, title: &str, size: &'static str, children: Html) -> Html {
    let close = ui.act.clone();
    // The browser would close it first and tell afterwards; a key pressed between would be for a dialog that
    // is still open here.
    let oncancel = Callback::from(move |event: Event| {
        event.prevent_default();
        close.emit(UiAction::Close);
    });
    html! {
        <dialog ref={node.clone()} class={size} aria-labelledby="dialog-title" {oncancel}
            onclose={ui.action(UiAction::Close)}>
            <h2 id="dialog-title">{title.to_string()}</h2>
            {children}
        </dialog>
    }
}

/// A form's button.
struct Action<'a> {
    name: &'a str,
    ready: bool,
    note: &'static str,
    /// Whether what was drawn was all that is put in, and was submitted.
    submit: Callback<(), bool>,
}

fn press_action(form: &web_sys::Element) {
    let button = form.query_selector("[type=submit]").ok().flatten();
    if let Some(button) = button.and_then(|button| button.dyn_into::<web_sys::HtmlElement>().ok()) {
        button.click();
    }
}

fn form_around(ui: &Ui, refused: Option<&str>, fields: Html, action: Action) -> Html {
    let Action { name, ready, note, submit } = action;
    let onsubmit = Callback::from(move |event: SubmitEvent| {
        event.prevent_default();
        let form = event.target_unchecked_into::<web_sys::Element>();
        if !submit.emit(()) {
            // Once more when it is drawn, unless what was put in is wrong.
            Timeout::new(0, move || press_action(&form)).forget();
        }
    });
    html! {
        <form {onsubmit}>
            {fields}
            <div class="refusal" role="alert">
                if let Some(refused) = refused {
                    <p class="verdict">{refused.to_string()}</p>
                }
            </div>
            <div class="foot">
                <span class="muted">{note}</span>
                <span class="foot-acts">
                    {Button::word("line", ui.text.common.cancel).on(ui.action(UiAction::Close))}
                    <button type="submit" class="solid" disabled={!ready}>{name.to_string()}</button>
                </span>
            </div>
        </form>
    }
}

fn close_row(ui: &Ui) -> Html {
    html! {
        <div class="foot">
            <span />
            <span class="foot-acts">
                {Button::word("line", ui.text.common.close).on(ui.action(UiAction::Close))}
            </span>
        </div>
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
        name = format!("{base}-{n}");
    }
    name
}
