//! Small parts that stand in many places: buttons, and rows of a name and a value. Not here: what they do.
//!
//! Invariant: a button without a word has a name, and one that opens a dialog says so.

use crate::sim::command::Command;
use crate::ui::draw::icons::{Icon, draw};
use crate::ui::state::context::Ui;
use crate::ui::state::{Dialog, UiAction};
use crate::ui::text::Term;
use alloc::string::{String, ToString};
use yew::prelude::*;

/// What a button looks like and says. Made here once, because every button written out costs a third of a
/// kilobyte.
#[derive(Default)]
pub struct Button {
    class: &'static str,
    icon: Option<Icon>,
    word: &'static str,
    name: Option<String>,
    opens: bool,
    pressed: Option<bool>,
    disabled: bool,
    /// Why a lesson does not take it now.
    locked: Option<String>,
}

impl Button {
    /// A button with a word.
    pub fn word(class: &'static str, word: &'static str) -> Button {
        Button { class, word, ..Button::default() }
    }

    /// A button with an icon only.
    pub fn icon(class: &'static str, icon: Icon, name: &str) -> Button {
        Button { class, icon: Some(icon), name: Some(name.to_string()), ..Button::default() }
    }

    /// With an icon before its word.
    pub fn with(self, icon: Icon) -> Button {
        Button { icon: Some(icon), ..self }
    }

    /// With a name that says more than its word; it must begin with the word.
    pub fn named(self, parts: &[&str]) -> Button {
        Button { name: Some(parts.concat()), ..self }
    }

    /// It opens a dialog.
    pub fn opens(self) -> Button {
        Button { opens: true, ..self }
    }

    /// It is one of a choice.
    pub fn pressed(self, pressed: bool) -> Button {
        Button { pressed: Some(pressed), ..self }
    }

    /// It can't be pressed now.
    pub fn disabled(self, disabled: bool) -> Button {
        Button { disabled, ..self }
    }

    /// It gives one of these commands, about this: a lesson may not take them now.
    pub fn gives(self, ui: &Ui, commands: &str, of: &str) -> Button {
        Button { locked: ui.lab.lock_of(commands, of), ..self }
    }

    /// It gives these commands: a lesson may not take all of them now.
    pub fn gives_all(self, ui: &Ui, commands: &[Command]) -> Button {
        let locked = ui.lab.lock(&|step| commands.iter().all(|command| step.allows(command)));
        Button { locked, ..self }
    }

    /// The button that opens this dialog.
    pub fn dialog(self, ui: &Ui, dialog: Dialog) -> Html {
        let (commands, of) = dialog.gives();
        let button = self.opens().gives(ui, commands, of);
        button.on(ui.action(UiAction::Open(dialog)))
    }

    /// The button.
    pub fn on(self, onclick: Callback<MouseEvent>) -> Html {
        let title = self.name.clone().filter(|_| self.word.is_empty() && self.locked.is_none());
        let pressed = self.pressed.map(|pressed| if pressed { "true" } else { "false" });
        html! {
            <button type="button" class={self.class} {onclick} aria-label={self.name} {title} aria-pressed={pressed}
                aria-haspopup={self.opens.then_some("dialog")} disabled={self.disabled} aria-disabled={self.locked.is_some().then_some("true")} data-tip={self.locked}>
                {self.icon.map(draw).unwrap_or_default()}{self.word}
            </button>
        }
    }
}

/// A row of a `<dl>`.
pub fn row(name: &'static str, value: &str) -> Html {
    html! { <div class="row"><dt>{name}</dt><dd class="num">{value.to_string()}</dd></div> }
}

/// A word with the sentence about its term on hover and focus.
pub fn term(ui: &Ui, term: Term, word: &'static str) -> Html {
    let tip = crate::ui::inspector::facts::term_tip(term, ui.state.language);
    html! { <button type="button" class="term" data-tip={tip} aria-describedby="tip">{word}</button> }
}

/// A row of a `<dl>` whose name is a term.
pub fn term_row(ui: &Ui, of: Term, name: &'static str, value: &str) -> Html {
    html! { <div class="row"><dt>{term(ui, of, name)}</dt><dd class="num">{value.to_string()}</dd></div> }
}

/// A quiet sentence.
pub fn quiet(words: &str) -> Html {
    html! { <p class="muted">{words.to_string()}</p> }
}

/// Nothing, where Yew wants an element in its place.
pub fn nothing() -> Html {
    html! { <div hidden=true /> }
}

/// A heading of a panel.
pub fn h2(words: &str) -> Html {
    html! { <h2>{words.to_string()}</h2> }
}

/// A heading within a panel.
pub fn h3(words: &str) -> Html {
    html! { <h3>{words.to_string()}</h3> }
}
