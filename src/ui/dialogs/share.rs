//! Giving the lab away: its link, or why there is none, and the way into other people's pages. Not here:
//! making the link (`state::sharing`).
//!
//! Invariant: a link that many programs would cut is not given.

use crate::engine::limits::{LINK_CHARS_MAX, LINK_TEXT_BYTES_MAX};
use crate::ui::dialogs::form::Cx;
use crate::ui::draw::browser;
use crate::ui::draw::format::{bytes, count};
use crate::ui::draw::parts::{Button, quiet};
use crate::ui::panels::downloads::copy_text;
use crate::ui::state::labs::Wish;
use alloc::string::String;
use yew::prelude::*;

/// A lab's part of a link, and its bytes unpacked.
#[derive(Clone)]
pub struct ShareForm {
    pub payload: String,
    pub bytes: usize,
}

/// The dialog.
pub fn share_dialog(cx: &Cx<ShareForm>) -> Html {
    let ShareForm { payload, bytes: unpacked } = &*cx.form;
    let (ui, words) = (cx.ui.clone(), &cx.ui.text.share);
    let fits = payload.len() <= LINK_CHARS_MAX && *unpacked <= LINK_TEXT_BYTES_MAX;
    let link = [&browser::address(), "#s=", payload].concat();
    let length = count(link.len() as u64);
    let scenario = ui.lab.scenario_name();
    let embed = match &scenario {
        Some(name) => ["&scenario=", name].concat(),
        None => ["#s=", payload].concat(),
    };
    let look = ["embedding.html?lang=", ui.state.language.tag(), "&theme=", browser::theme().id()].concat();
    let body = if fits {
        let copied = link.clone();
        let copy = Callback::from(move |_: MouseEvent| copy_text(&ui, &copied));
        html! {
            <>
                {quiet(words.about)}
                <label class="field">
                    <span class="field-name">{words.link}</span>
                    <input type="text" readonly=true value={link} />
                    <span class="field-hint">{(words.length)(&length)}</span>
                </label>
                {Button::word("solid", cx.ui.text.common.copy).on(copy)}
            </>
        }
    } else {
        let file = Callback::from(move |_| ui.lab.on_shelf(Wish::Export));
        html! {
            <>
                {quiet(&(words.too_large)(&length, &bytes(*unpacked as u64)))}
                {Button::word("solid", cx.ui.text.labs.as_lab[0]).on(file)}
            </>
        }
    };
    let body = html! {
        <>
            {body}
            if fits || scenario.is_some() {
                <p><a href={[look, embed].concat()} target="_blank">{words.embed}</a></p>
            }
            {cx.close()}
        </>
    };
    cx.frame(words.title, "small", body)
}
