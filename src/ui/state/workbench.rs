//! Opens what stands beside the page (`www/workbench.js`): the terminal, a group's history, how a time is
//! found. Not here: their answers, which the other program gives (`text::terminal`, `text::history`).
//!
//! Invariant: what they want done to the lab goes the way of every other action of the page.

use crate::player::task;
use crate::sim::command::{Command, ResetTarget};
use crate::sim::formats::json::from_json;
use crate::ui::draw::browser::language;
use crate::ui::state::lab::{Lab, Submitted};
use crate::ui::state::{Dialog, UiAction};
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

#[wasm_bindgen]
extern "C" {
    /// `kind`: what is opened; `about`: for what; `ask`: the lab's language, moment and journal, or what came
    /// of commands. Gives, when it is closed, a reset to be previewed.
    #[wasm_bindgen(catch, js_name = offsetLabWorkbench)]
    fn open_js(kind: &str, about: &str, ask: &JsValue) -> Result<js_sys::Promise, JsValue>;
}

const FILE: &str = "workbench.js";

impl Lab {
    /// Opens one of them, and stops the clock there.
    pub fn workbench(&self, kind: &'static str, about: String) {
        let (lab, asks) = (self.clone(), self.clone());
        let ask: Closure<dyn FnMut(String) -> String> = Closure::new(move |asked: String| asks.asked(&asked));
        // Above a dialog the clock rests already, and goes on behind it.
        if kind != "search" {
            lab.drive(|player| player.pause());
        }
        task::start(async move {
            let closed = match open_js(kind, &about, ask.as_ref().unchecked_ref()) {
                Ok(closed) => JsFuture::from(closed).await,
                Err(error) => Err(error),
            };
            match closed {
                Ok(reset) => lab.preview_back(&reset.as_string().unwrap_or_default()),
                Err(_) => lab.problem(FILE, (language().text().open.not_found)(FILE)),
            }
        });
    }

    fn asked(&self, commands: &str) -> String {
        let text = language().text();
        if commands.is_empty() {
            return self.read(|player| {
                [text.tag, "\n", &player.now().0.to_string(), "\n", &player.journal().to_text()].concat()
            });
        }
        match self.submit_all(from_json::<Vec<Command>>(commands).unwrap_or_default()) {
            Submitted::Done(_) => String::new(),
            Submitted::Refused(rejected) => {
                (text.common.refused)(&rejected.remark(), &rejected.code().to_string())
            }
            // The page says why, or asks.
            Submitted::Asked => "-".into(),
        }
    }

    /// Opens the preview of a reset that takes offsets back: a list of one command.
    fn preview_back(&self, reset: &str) {
        let commands = from_json::<Vec<Command>>(reset).unwrap_or_default();
        if let Some(Command::ResetOffset { group, topic, to: ResetTarget::Each(before), .. }) =
            commands.into_iter().next()
        {
            let draft = self.draft_back(group, topic, before);
            self.tell(UiAction::Open(Dialog::Reset(draft)));
        }
    }
}
