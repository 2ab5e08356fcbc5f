//! One animation-frame callback for as long as the page lives. Not here: what a frame does (`app`).
//!
//! Invariant: there is one closure; it is never made again for a frame, and dropping the driver ends it.

use alloc::rc::Rc;
use core::cell::{Cell, RefCell};
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;

type Frame = Closure<dyn FnMut(f64)>;

/// Runs until it is dropped.
pub struct Driver {
    /// Kept, so that the browser can call it.
    _frame: Rc<RefCell<Option<Frame>>>,
    request: Rc<Cell<i32>>,
}

impl Driver {
    /// Calls `tick` in each animation frame with the frame's time in milliseconds.
    pub fn start(mut tick: impl FnMut(f64) + 'static) -> Driver {
        let frame: Rc<RefCell<Option<Frame>>> = Rc::default();
        let request = Rc::new(Cell::new(0));
        let (weak, next) = (Rc::downgrade(&frame), request.clone());
        *frame.borrow_mut() = Some(Closure::new(move |now: f64| {
            tick(now);
            if let Some(frame) = weak.upgrade() {
                next.set(ask(&frame));
            }
        }));
        request.set(ask(&frame));
        Driver { _frame: frame, request }
    }
}

fn ask(frame: &Rc<RefCell<Option<Frame>>>) -> i32 {
    let frame = frame.borrow();
    let (Some(window), Some(frame)) = (web_sys::window(), frame.as_ref()) else { return 0 };
    window.request_animation_frame(frame.as_ref().unchecked_ref()).unwrap_or_default()
}

impl Drop for Driver {
    fn drop(&mut self) {
        if let Some(window) = web_sys::window() {
            let _ = window.cancel_animation_frame(self.request.get());
        }
    }
}
