//! How large an element is, kept up to date. Not here: what is drawn in it.
//!
//! Invariant: whole pixels, so that a size that did not really change draws nothing again.

use alloc::rc::Rc;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use yew::prelude::*;

/// Width and height of the element's content in pixels; zeros before it is laid out.
#[hook]
pub fn use_size(node: &NodeRef) -> (u32, u32) {
    let size = use_state_eq(|| (0, 0));
    let set = size.setter();
    use_effect_with(node.clone(), move |node| {
        let element = node.cast::<web_sys::Element>();
        let observed = element.and_then(|element| {
            let measured = element.clone();
            let closure: Closure<dyn FnMut()> = Closure::new(move || {
                set.set((measured.client_width().max(0) as u32, measured.client_height().max(0) as u32));
            });
            let observer = web_sys::ResizeObserver::new(closure.as_ref().unchecked_ref()).ok()?;
            observer.observe(&element);
            Some((observer, Rc::new(closure)))
        });
        move || {
            if let Some((observer, closure)) = observed {
                observer.disconnect();
                drop(closure);
            }
        }
    });
    *size
}
