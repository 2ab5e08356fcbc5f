//! Which lanes are out of sight, so that a clock that runs need not bring them up to date. Not here: what
//! such a lane still says (`lane`).
//!
//! Invariant: a lane of which nothing is known is in sight; where the board does not scroll by itself, every
//! lane is.

use crate::engine::ids::{Name, QueueId};
use alloc::rc::Rc;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::cell::RefCell;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{IntersectionObserver, IntersectionObserverEntry, IntersectionObserverInit};
use yew::prelude::*;

/// Pixels around what can be seen in which a lane is drawn too, so that scrolling meets no empty ones.
const MARGIN: &str = "60px 0px";
/// The attribute that names a lane.
const NAME: &str = "data-lane";

/// The name of a lane in the page.
pub fn lane_name(topic: &Name, queue: QueueId, beside: bool) -> String {
    [if beside { "beside " } else { "" }, topic, "/", &queue.to_string()].concat()
}

/// The names of lanes that can't be seen, in order.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct OutOfSight(Rc<Vec<String>>);

impl OutOfSight {
    /// Whether a lane is among them.
    pub fn has(&self, lane: &String) -> bool {
        self.0.binary_search(lane).is_ok()
    }
}

/// Watches the lanes in `scroll`, again where `lanes` says that there are others.
#[hook]
pub fn use_out_of_sight<T: PartialEq + 'static>(scroll: &NodeRef, lanes: T) -> OutOfSight {
    let out = use_state_eq(OutOfSight::default);
    let set = out.setter();
    use_effect_with((scroll.clone(), lanes), move |(scroll, _)| {
        let observed = scroll.cast::<web_sys::Element>().and_then(|scroll| observe(&scroll, set));
        move || {
            if let Some((observer, closure)) = observed {
                observer.disconnect();
                drop(closure);
            }
        }
    });
    (*out).clone()
}

type Seen = Closure<dyn FnMut(js_sys::Array)>;

fn observe(
    scroll: &web_sys::Element,
    set: UseStateSetter<OutOfSight>,
) -> Option<(IntersectionObserver, Seen)> {
    let lanes = scroll.query_selector_all(&["[", NAME, "]"].concat()).ok()?;
    let out: RefCell<Vec<String>> = RefCell::default();
    let closure: Seen = Closure::new(move |entries: js_sys::Array| {
        let mut out = out.borrow_mut();
        for entry in entries.iter() {
            let entry: IntersectionObserverEntry = entry.unchecked_into();
            let Some(name) = entry.target().get_attribute(NAME) else { continue };
            match (out.binary_search(&name), entry.is_intersecting()) {
                (Ok(place), true) => drop(out.remove(place)),
                (Err(place), false) => out.insert(place, name),
                _ => {}
            }
        }
        set.set(OutOfSight(Rc::new(out.clone())));
    });
    let how = IntersectionObserverInit::new();
    how.set_root(Some(scroll));
    how.set_root_margin(MARGIN);
    let observer = IntersectionObserver::new_with_options(closure.as_ref().unchecked_ref(), &how).ok()?;
    for i in 0..lanes.length() {
        if let Some(lane) = lanes.item(i).and_then(|node| node.dyn_into::<web_sys::Element>().ok()) {
            observer.observe(&lane);
        }
    }
    Some((observer, closure))
}
