//! When the program breaks: an overlay that says so and offers the journal, which is enough to see it again.
//! Not here: what a user did wrong, which is never a crash.
//!
//! Invariant: plain DOM only, since nothing of the program may be trusted any more; text nodes only.

use crate::ui::draw::browser::download;
use crate::ui::state::lab::Lab;
use alloc::boxed::Box;
use alloc::string::{String, ToString};
use core::cell::{Cell, RefCell};
use std::panic::PanicHookInfo;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::Element;

thread_local! {
    static WATCHED: RefCell<Option<(Lab, Element)>> = const { RefCell::new(None) };
    static CRASHED: Cell<bool> = const { Cell::new(false) };
}

/// The lab whose journal is offered, and where the overlay goes.
pub fn watch(lab: Lab, host: Element) {
    WATCHED.with(|watched| *watched.borrow_mut() = Some((lab, host)));
}

/// Shows the overlay when the program panics. Called once, before anything else.
pub fn install() {
    std::panic::set_hook(Box::new(|info: &PanicHookInfo| {
        let words = info.to_string();
        web_sys::console::error_1(&words.as_str().into());
        if !CRASHED.with(|crashed| crashed.replace(true)) {
            overlay(&words);
        }
    }));
}

/// The journal, unless the player was being changed when it broke.
fn journal() -> Option<String> {
    WATCHED.with(|watched| {
        let watched = watched.try_borrow().ok()?;
        let (lab, _) = watched.as_ref()?;
        lab.try_read(|player| player.journal().to_text())
    })
}

fn overlay(words: &str) -> Option<()> {
    let document = web_sys::window()?.document()?;
    let add = |parent: &Element, name: &str, text: &str| -> Option<Element> {
        let element = document.create_element(name).ok()?;
        element.set_text_content(Some(text));
        parent.append_child(&element).ok()?;
        Some(element)
    };
    let body = document.body()?;
    let overlay = add(&body, "div", "")?;
    overlay.set_class_name("crash");
    let _ = overlay.set_attribute("role", "alertdialog");
    let _ = overlay.set_attribute("aria-label", "Offset Lab");
    add(&overlay, "h2", "The lab stopped · 实验台已停止")?;
    add(
        &overlay,
        "p",
        "Reload to continue from what was saved. The journal is enough to reproduce this error. 重新加载可从\
         已保存处继续；操作日志足以重现此问题。",
    )?;
    add(&overlay, "pre", words)?;
    let journal = journal();
    if let Some(journal) = journal {
        let button = add(&overlay, "button", "Download the journal · 下载操作日志")?;
        on_click(&button, move || {
            download("offset-lab-crash.jsonl", "application/jsonl", &journal);
        });
    }
    let reload = add(&overlay, "button", "Reload · 重新加载")?;
    on_click(&reload, || {
        if let Some(window) = web_sys::window() {
            let _ = window.location().reload();
        }
    });
    reload.dyn_ref::<web_sys::HtmlElement>()?.focus().ok()
}

fn on_click(element: &Element, act: impl Fn() + 'static) {
    let closure: Closure<dyn FnMut()> = Closure::new(act);
    let _ = element.add_event_listener_with_callback("click", closure.as_ref().unchecked_ref());
    closure.forget();
}
