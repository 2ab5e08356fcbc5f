//! What can be opened: scenarios, lessons, recordings, a file, an empty lab. Not here: opening it
//! (`opening`).
//!
//! Invariant: it says that the lab on screen is replaced before that happens.

use crate::ui::dialogs::form::Cx;
use crate::ui::draw::parts::{h3, quiet};
use crate::ui::state::catalog::{Entry, LESSONS, RECORDINGS, SCENARIOS};
use crate::ui::state::context::Ui;
use wasm_bindgen::JsCast;
use yew::prelude::*;

/// The dialog.
pub fn open_dialog(cx: &Cx<()>) -> Html {
    let ui = &cx.ui;
    let words = &ui.text.open;
    let blank = {
        let ui = ui.clone();
        Callback::from(move |_: MouseEvent| ui.lab.open_blank(ui.text, false))
    };
    let body = html! {
        <>
            <p class="muted">{if ui.lab.is_kept() { words.keeps } else { words.replaces }}</p>
            <div class="open-columns">
                <div>
                    {h3(words.scenarios)}
                    <ul class="open-list">
                        <li key="blank">
                            <button type="button" class="open-entry" onclick={blank}>
                                <b>{words.blank}</b><span class="muted">{words.blank_note}</span>
                            </button>
                        </li>
                        {list(ui, &SCENARIOS)}
                    </ul>
                </div>
                <div>
                    {h3(words.lessons)}
                    <ul class="open-list">{list(ui, &LESSONS)}</ul>
                    {h3(words.recordings)}
                    {quiet(words.recordings_note)}
                    <ul class="open-list">{list(ui, &RECORDINGS)}</ul>
                </div>
                <div>{file_and_paste(ui)}</div>
            </div>
            {cx.close()}
        </>
    };
    cx.frame(words.title, "wide is-open", body)
}

/// What to begin with where there is no topic: a lab that tells something, one's own files, a cluster's
/// output.
pub fn ways(ui: &Ui) -> Html {
    html! {
        <div class="ways">
            {quiet(ui.text.open.instead)}
            <ul class="open-list">
                {entry_of(ui, &SCENARIOS[0])}
                {list(ui, &LESSONS)}
            </ul>
            {file_and_paste(ui)}
        </div>
    }
}

fn file_and_paste(ui: &Ui) -> Html {
    let words = &ui.text.open;
    let onchange = {
        let ui = ui.clone();
        Callback::from(move |event: Event| {
            let input = event.target_unchecked_into::<web_sys::HtmlInputElement>();
            if let Some(files) = input.files().filter(|_| ui.lab.may_change()) {
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
                ui.lab.open_pasted(area.value(), ui.text);
            }
        })
    };
    let onsubmit = {
        let ui = ui.clone();
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let area = event.target_unchecked_into::<web_sys::Element>().query_selector("textarea");
            if let Ok(Some(area)) = area {
                ui.lab.open_pasted(area.unchecked_into::<web_sys::HtmlTextAreaElement>().value(), ui.text);
            }
        })
    };
    html! {
        <>
            <label class="file">
                <span class="file-button">{words.file}</span>
                <input type="file" multiple=true accept=".json,.jsonl,.txt,.offsetlab,application/json" {onchange} />
                <span class="muted">{words.file_hint}</span>
            </label>
            <form {onsubmit}>
                <label class="field">
                    <span class="field-name">{words.pasted}</span>
                    <textarea rows="2" spellcheck="false" {oninput} />
                    <span class="field-hint">{words.pasted_hint}</span>
                </label>
                <button type="submit" class="line">{words.title}</button>
            </form>
        </>
    }
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
        Callback::from(move |_: MouseEvent| {
            if ui.lab.may_change() {
                ui.lab.open_path(entry.path, ui.text);
            }
        })
    };
    html! {
        <li key={entry.path}>
            <button type="button" class="open-entry" {onclick}><b>{name}</b><span class="muted">{note}</span></button>
        </li>
    }
}
