//! What a host page's wishes do to the lab. `embed.js` tells them by a "lab:host" event of the lab's element,
//! whose `detail` is the wish in words, and finds the answer as the event's `answer`. Not here: which wishes
//! there are (`messages`).
//!
//! Invariant: an answer is text; what is not a wish gets none and changes nothing.

use crate::embed::messages::HostMessage;
use crate::ui::draw::browser::language;
use crate::ui::panels::downloads::{board_csv, board_drawing};
use crate::ui::state::UiAction;
use crate::ui::state::context::{Ui, View};
use crate::ui::state::lab::Lab;
use crate::ui::text::Language;
use alloc::rc::Rc;
use alloc::string::{String, ToString};
use gloo::events::EventListener;
use js_sys::Reflect;
use wasm_bindgen::JsValue;
use web_sys::Element;
use yew::Callback;

/// Obeys from now on: the host's language and its wishes. Of a page nobody asks but one of its own origin
/// that frames it, as the page does on which lessons are written (`www/author.js`).
pub fn listen(host: &Element, lab: &Lab) {
    for name in ["lab:lang", "lab:host"] {
        let told = lab.clone();
        EventListener::new(host, name, move |event| {
            let words = Reflect::get(event, &"detail".into()).ok().and_then(|detail| detail.as_string());
            let Some(words) = words else { return };
            if name == "lab:lang" {
                told.tell(UiAction::Language(Language::from_tag(&words)));
            } else if let Some(wish) = HostMessage::read(&words) {
                let answer = obey(&told, wish);
                let _ = Reflect::set(event, &"answer".into(), &answer.into());
            }
        })
        .forget();
    }
}

/// Says that the lab is there, and what could not be opened.
pub fn tell_open(host: &Element, problem: &str) {
    if let Ok(event) = web_sys::Event::new("lab:open") {
        let _ = Reflect::set(&event, &"problem".into(), &JsValue::from_str(problem));
        let _ = host.dispatch_event(&event);
    }
}

fn obey(lab: &Lab, wish: HostMessage) -> String {
    let text = language().text();
    match wish {
        HostMessage::Play => lab.drive(|player| player.play()),
        HostMessage::Pause => lab.drive(|player| player.pause()),
        HostMessage::Step => lab.step(),
        HostMessage::Restart => lab.restart(),
        HostMessage::Speed(percent) => lab.drive(|player| player.set_speed_percent(percent)),
        HostMessage::Seek(at) => lab.seek(at),
        HostMessage::Load(content) => return lab.open_or_why("", content, text).err().unwrap_or_default(),
        HostMessage::Now => {
            return lab.read(|player| {
                let way = match (player.travel(), player.playing()) {
                    (Some(_), _) => " travels",
                    (None, true) => " plays",
                    (None, false) => " rests",
                };
                [&player.now().0.to_string(), way].concat()
            });
        }
        HostMessage::Table => return board_csv(lab),
        HostMessage::Scenario => return lab.to_scenario(text),
        HostMessage::Picture => {
            let (act, state) = (Callback::noop(), Rc::default());
            return board_drawing(&Ui { lab: lab.clone(), text, state, act, view: View::Embed });
        }
        HostMessage::Learned => return lab.learned(),
    }
    String::new()
}
