//! The sentence beside a term: anything with `data-tip` shows it on hover and on focus. Not here: the sentences (`text`).
//!
//! Invariant: a tip can be reached by the pointer, is dismissed by Escape, and says nothing that its term's name does not
//! say to a screen reader too.

use gloo::events::EventListener;
use wasm_bindgen::JsCast;
use yew::prelude::*;

/// Pixels between a term and its tip, and from the window's edge.
const GAP: f64 = 6.0;

/// Shows the tips of the whole page.
#[component]
pub fn TipHost() -> Html {
    let node = use_node_ref();
    use_effect_with(node.clone(), |node| {
        let document = gloo::utils::document();
        let listen = |kind: &'static str, shows: bool| {
            let node = node.clone();
            EventListener::new(&document, kind, move |event| on_pointer(&node, event, shows))
        };
        let keys = {
            let node = node.clone();
            EventListener::new(&document, "keydown", move |event| {
                if event.dyn_ref::<web_sys::KeyboardEvent>().is_some_and(|event| event.key() == "Escape") {
                    hide(&node);
                }
            })
        };
        let all = [listen("mouseover", true), listen("focusin", true), listen("focusout", false), keys];
        move || drop(all)
    });
    html! { <div class="tip" ref={node} role="tooltip" aria-hidden="true" popover="manual" /> }
}

fn on_pointer(node: &NodeRef, event: &web_sys::Event, shows: bool) {
    let Some(target) = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok()) else { return };
    let Some(tip) = node.cast::<web_sys::HtmlElement>() else { return };
    if tip.contains(Some(&target)) {
        return;
    }
    match target.closest("[data-tip]") {
        Ok(Some(term)) if shows => show(&tip, &term),
        _ => hide(node),
    }
}

fn hide(node: &NodeRef) {
    if let Some(tip) = node.cast::<web_sys::HtmlElement>() {
        let _ = tip.class_list().remove_1("is-open");
        call(&tip, "hidePopover");
    }
}

fn show(tip: &web_sys::HtmlElement, term: &web_sys::Element) {
    let words = term.get_attribute("data-tip").unwrap_or_default();
    if words.is_empty() {
        return;
    }
    tip.set_text_content(Some(&words));
    let _ = tip.class_list().add_1("is-open");
    // In the top layer, so that it also stands above a dialog. A browser without popovers shows it by its class.
    call(tip, "hidePopover");
    call(tip, "showPopover");
    let (at, own) = (term.get_bounding_client_rect(), tip.get_bounding_client_rect());
    let root = gloo::utils::document_element();
    let (width, height) = (f64::from(root.client_width()), f64::from(root.client_height()));
    let left = (at.left()).min(width - own.width() - GAP).max(GAP);
    let below = at.bottom() + GAP;
    let top = if below + own.height() > height { (at.top() - own.height() - GAP).max(GAP) } else { below };
    let place = |name: &str, px: f64| {
        let value = [&super::board::topic::px(px), "px"].concat();
        let _ = tip.style().set_property(name, &value);
    };
    place("left", left);
    place("top", top);
}

/// Calls a method that web-sys does not have yet; where the browser lacks it nothing happens.
fn call(element: &web_sys::HtmlElement, method: &str) {
    if let Ok(function) = js_sys::Reflect::get(element, &method.into())
        && let Some(function) = function.dyn_ref::<js_sys::Function>()
    {
        let _ = function.call0(element);
    }
}
