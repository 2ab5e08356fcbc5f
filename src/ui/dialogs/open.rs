//! What can be opened: scenarios, lessons, recordings, a file, an empty lab. Not here: opening it (`opening`).
//!
//! Invariant: it says that the lab on screen is replaced before that happens.

use super::frame::Frame;
use super::small::CloseFoot;
use crate::ui::app::{Ui, use_ui};
use crate::ui::catalog::{Entry, LESSONS, RECORDINGS, SCENARIOS};
use yew::prelude::*;

/// The dialog.
#[component]
pub fn OpenDialog() -> Html {
    let ui = use_ui();
    let words = &ui.text.open;
    let blank = {
        let ui = ui.clone();
        Callback::from(move |_: MouseEvent| ui.lab.open_blank(ui.text))
    };
    let onchange = {
        let ui = ui.clone();
        Callback::from(move |event: Event| {
            let input = event.target_unchecked_into::<web_sys::HtmlInputElement>();
            if let Some(file) = input.files().and_then(|files| files.get(0)) {
                ui.lab.open_file(file, ui.text);
            }
        })
    };
    html! {
        <Frame title={words.title} size="wide">
            <p class="muted">{words.replaces}</p>
            <div class="open-columns">
                <div>
                    {list(&ui, words.scenarios, "", &SCENARIOS)}
                    <ul class="open-list">
                        <li>
                            <button type="button" class="open-entry" onclick={blank}>
                                <b>{words.blank}</b><span class="muted">{words.blank_note}</span>
                            </button>
                        </li>
                    </ul>
                    {list(&ui, words.lessons, "", &LESSONS)}
                </div>
                <div>{list(&ui, words.recordings, words.recordings_note, &RECORDINGS)}</div>
            </div>
            <label class="file">
                <span class="file-button">{words.file}</span>
                <input type="file" accept=".json,.jsonl,.txt,application/json" {onchange} />
                <span class="muted">{words.file_hint}</span>
            </label>
            <CloseFoot />
        </Frame>
    }
}

fn list(ui: &Ui, title: &'static str, note: &'static str, entries: &'static [Entry]) -> Html {
    html! {
        <>
            <h3>{title}</h3>
            if !note.is_empty() {
                <p class="muted">{note}</p>
            }
            <ul class="open-list">
                for entry in entries {
                    {entry_of(ui, entry)}
                }
            </ul>
        </>
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
