//! What the door before the program is told, in words: how the page is left when the program breaks. Not
//! here: the door and the overlay (`www/stopped.js`), and what a user did wrong, which never breaks it.
//!
//! Invariant: all of it is told beforehand; when it breaks, one message goes out and nothing is asked.

use crate::indexed_db::breaking::{Moment, break_in};
use crate::indexed_db::door;
use crate::player::Session;
use crate::ui::draw::browser::file_stem;
use crate::ui::draw::format::clock;
use crate::ui::text::Language;
use crate::ui::text::stopped::Kept;
use alloc::boxed::Box;
use alloc::string::ToString;
use gloo::events::EventListener;
use std::panic::PanicHookInfo;
use web_sys::Element;

/// Tells the door when the program panics. Called once, before anything else. Yew has to know: it puts a hook
/// of its own in the place of any other.
pub fn install() {
    yew::set_custom_panic_hook(Box::new(|panic: &PanicHookInfo| {
        let words = panic.to_string();
        web_sys::console::error_1(&words.as_str().into());
        door::tell("stop", [words]);
    }));
}

/// Before there is a lab: the words, and how a test breaks the page in `host`.
pub fn begin(host: &Element) {
    for language in Language::ALL {
        let text = language.text();
        door::tell(text.key, text.stopped.words.in_order());
    }
    EventListener::new(host, "lab:break", |event| {
        let name = js_sys::Reflect::get(event, &"detail".into()).ok().and_then(|detail| detail.as_string());
        if let Some(moment) = name.as_deref().and_then(Moment::named) {
            break_in(moment);
        }
    })
    .forget();
}

/// From here on the door knows what would be left of this lab.
pub fn watch(session: &Session) {
    session.on_left(|left| {
        let to = left.saved_to.map(|(at, commands)| (clock(at.0), commands));
        let kept = Kept { saved: &left.saved, to, commands: left.commands };
        let [en, zh] = Language::ALL.map(|language| (language.text().stopped.saved)(&kept));
        let whole = if kept.is_whole() { "whole" } else { "" };
        door::tell("left", [file_stem(&left.title), clock(left.now.0), whole.to_string(), en, zh]);
    });
}
