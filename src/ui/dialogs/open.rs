//! What can be opened: scenarios, lessons, recordings, a file, an empty lab. Not here: opening it (`opening`).
//!
//! Invariant: it says that the lab on screen is replaced before that happens.

use super::form::Cx;
use crate::player::Session;
use crate::ui::catalog::{Entry, LESSONS, RECORDINGS, SCENARIOS};
use crate::ui::context::Ui;
use alloc::string::ToString;
use yew::prelude::*;

/// The dialog.
pub fn open_dialog(cx: &Cx) -> Html {
    let ui = &cx.ui;
    let words = &ui.text.open;
    let blank = {
        let ui = ui.clone();
        Callback::from(move |_: MouseEvent| ui.lab.open_blank(ui.text, false))
    };
    let onchange = {
        let ui = ui.clone();
        Callback::from(move |event: Event| {
            let input = event.target_unchecked_into::<web_sys::HtmlInputElement>();
            if let Some(files) = input.files() {
                ui.lab.open_files(files, ui.text);
            }
        })
    };
    let oninput = {
        let ui = ui.clone();
        Callback::from(move |event: InputEvent| {
            // What is typed key by key is no text to open yet.
            if event.input_type() == "insertFromPaste" {
                let area = event.target_unchecked_into::<web_sys::HtmlTextAreaElement>();
                ui.lab.open_texts(&[(words.pasted.to_string(), area.value())], None, ui.text);
            }
        })
    };
    let body = html! {
        <>
            <p class="muted">{if ui.lab.session().is_some_and(Session::is_changed) { words.keeps } else { words.replaces }}</p>
            <div class="open-columns">
                <div>
                    <h3>{words.scenarios}</h3>
                    <ul class="open-list">
                        {list(ui, &SCENARIOS)}
                        <li key="blank">
                            <button type="button" class="open-entry" onclick={blank}>
                                <b>{words.blank}</b><span class="muted">{words.blank_note}</span>
                            </button>
                        </li>
                    </ul>
                </div>
                <div>
                    <h3>{words.lessons}</h3>
                    <ul class="open-list">{list(ui, &LESSONS)}</ul>
                    <h3>{words.recordings}</h3>
                    <p class="muted">{words.recordings_note}</p>
                    <ul class="open-list">{list(ui, &RECORDINGS)}</ul>
                </div>
            </div>
            <label class="file">
                <span class="file-button">{words.file}</span>
                <input type="file" multiple=true accept=".json,.jsonl,.txt,.offsetlab,application/json" {onchange} />
                <span class="muted">{words.file_hint}</span>
            </label>
            <label class="field">
                <span class="field-name">{words.pasted}</span>
                <textarea rows="2" spellcheck="false" {oninput} />
                <span class="field-hint">{words.pasted_hint}</span>
            </label>
            {cx.close()}
        </>
    };
    cx.frame(words.title, "wide", body)
}

fn list(ui: &Ui, entries: &'static [Entry]) -> Html {
    html! {
        for entry in entries {
            {entry_of(ui, entry)}
        }
    }
}

fn entry_of(ui: &Ui, entry: &'static Entry) -> Html {
    let [name, note] = (entry.words)(&ui.text.open);
    let onclick = {
        let ui = ui.clone();
        Callback::from(move |_: MouseEvent| ui.lab.open_path(entry.path, ui.text))
    };
    html! {
        <li key={entry.path}>
            <button type="button" class="open-entry" {onclick}><b>{name}</b><span class="muted">{note}</span></button>
        </li>
    }
}
