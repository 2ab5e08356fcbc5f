//! The sentence beside a term: anything with `data-tip` shows it on hover and on focus by key. Not
//! here: the sentences (`text`).
//!
//! Invariant: a tip can be reached by the pointer, is dismissed by Escape, and says nothing that its term's
//! name does not say to a screen reader too.

use crate::ui::draw::browser;
use gloo::events::EventListener;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlElement};

/// Pixels between a term and its tip, and from the window's edge.
const GAP: f64 = 6.0;

/// Shows the tips of the whole page in its `#tip`, as long as the listeners live.
pub fn listen() -> [EventListener; 4] {
    let document = gloo::utils::document();
    ["mouseover", "focusin", "focusout", "keydown"].map(|kind| EventListener::new(&document, kind, on_event))
}

fn on_event(event: &Event) {
    let Some(tip) = gloo::utils::document().get_element_by_id("tip").and_then(|tip| tip.dyn_into().ok())
    else {
        return;
    };
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let is_escape = || event.dyn_ref::<web_sys::KeyboardEvent>().is_some_and(|event| event.key() == "Escape");
    match (event.type_().as_str(), target) {
        ("keydown", _) if is_escape() => hide(&tip),
        ("keydown", _) => {}
        ("focusout", _) | (_, None) => hide(&tip),
        (_, Some(target)) if tip.contains(Some(&target)) => {}
        // A dialog that is closed by pointer gives the focus back to its button: nobody asked for its tip,
        // which would cover what is below.
        ("focusin", Some(target)) if !matches!(target.matches(":focus-visible"), Ok(true)) => {}
        (_, Some(target)) => match target.closest("[data-tip]") {
            Ok(Some(term)) => show(&tip, &term),
            _ => hide(&tip),
        },
    }
}

fn hide(tip: &HtmlElement) {
    let _ = tip.class_list().remove_1("is-open");
    call(tip, "hidePopover");
}

fn show(tip: &HtmlElement, term: &Element) {
    let words = term.get_attribute("data-tip").unwrap_or_default();
    if words.is_empty() {
        return;
    }
    tip.set_text_content(Some(&words));
    let _ = tip.class_list().add_1("is-open");
    // In the top layer, so that it also is above a dialog. A browser without popovers shows it by its class.
    call(tip, "hidePopover");
    call(tip, "showPopover");
    let (at, own) = (term.get_bounding_client_rect(), tip.get_bounding_client_rect());
    let root = gloo::utils::document_element();
    let (width, height) = (f64::from(root.client_width()), f64::from(root.client_height()));
    let left = at.left().min(width - own.width() - GAP).max(GAP);
    let below = at.bottom() + GAP;
    let top = if below + own.height() > height { (at.top() - own.height() - GAP).max(GAP) } else { below };
    let zoom = browser::zoom();
    for (name, px) in [("left", left), ("top", top)] {
        let _ = tip.style().set_property(name, &format!("{}px", crate::ui::draw::shapes::px(px / zoom)));
    }
}

/// Calls a method that web-sys does not have yet; where the browser lacks it nothing happens.
fn call(element: &HtmlElement, method: &str) {
    if let Ok(function) = js_sys::Reflect::get(element, &method.into())
        && let Some(function) = function.dyn_ref::<js_sys::Function>()
    {
        // It throws when the tip is already so.
        let _ = function.call0(element);
    }
}
