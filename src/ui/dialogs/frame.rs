//! A modal dialog: the browser's own `<dialog>`, which traps the focus and closes on Escape. Not here: its content.
//!
//! Invariant: however a dialog goes, the focus returns to where it was.

use crate::ui::app::use_ui;
use crate::ui::state::UiAction;
use wasm_bindgen::JsCast;
use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub struct FrameProps {
    pub title: AttrValue,
    /// A word for the size: "small", "wide" or nothing.
    #[prop_or_default]
    pub size: Classes,
    #[prop_or_default]
    pub children: Html,
}

/// The frame with its title.
#[component]
pub fn Frame(props: &FrameProps) -> Html {
    let ui = use_ui();
    let node = use_node_ref();
    use_effect_with(node.clone(), |node| {
        let before = gloo::utils::document().active_element();
        if let Some(dialog) = node.cast::<web_sys::HtmlDialogElement>()
            && !dialog.open()
        {
            let _ = dialog.show_modal();
        }
        move || {
            if let Some(before) = before.and_then(|before| before.dyn_into::<web_sys::HtmlElement>().ok()) {
                let _ = before.focus();
            }
        }
    });
    html! {
        <dialog ref={node} class={props.size.clone()} aria-labelledby="dialog-title" onclose={ui.action(UiAction::Close)}>
            <h2 id="dialog-title">{props.title.clone()}</h2>
            {props.children.clone()}
        </dialog>
    }
}

#[derive(Properties, PartialEq)]
pub struct FootProps {
    /// The button that does it.
    pub action: AttrValue,
    #[prop_or_default]
    pub disabled: bool,
    #[prop_or_default]
    pub note: AttrValue,
}

/// Cancel, and the form's submit button.
#[component]
pub fn Foot(props: &FootProps) -> Html {
    let ui = use_ui();
    html! {
        <div class="foot">
            <span class="muted">{props.note.clone()}</span>
            <span class="foot-acts">
                <button type="button" class="line" onclick={ui.action(UiAction::Close)}>{ui.text.common.cancel}</button>
                <button type="submit" class="solid" disabled={props.disabled}>{props.action.clone()}</button>
            </span>
        </div>
    }
}
