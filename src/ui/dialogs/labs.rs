//! All labs of this browser, as a list with what can be done to each. Not here: doing it (`ui::labs`).
//!
//! Invariant: what goes is said before it goes, and Cancel comes before the answer that loses something.

use crate::player::labs::{Content, LabEntry};
use crate::ui::dialogs::form::Cx;
use crate::ui::draw::format::{bytes, clock};
use crate::ui::draw::parts::{Button, quiet};
use crate::ui::state::context::Ui;
use crate::ui::state::labs::{Doing, Job, List, Shelf};
use alloc::rc::Rc;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use wasm_bindgen::JsCast;
use yew::prelude::*;

/// The dialog.
pub fn labs_dialog(cx: &Cx<()>) -> Html {
    let body = html! { <><LabsPanel ui={cx.ui.clone()} />{cx.close()}</> };
    cx.frame(cx.ui.text.labs.title, "wide", body)
}

#[derive(Properties, PartialEq)]
pub struct LabsPanelProps {
    pub ui: Ui,
}

/// The list.
#[component]
pub fn LabsPanel(props: &LabsPanelProps) -> Html {
    let list = use_memo((), |()| List::default());
    let (redraw, node) = (use_force_update(), use_node_ref());
    let shelf = Shelf { ui: props.ui.clone(), list, redraw: Rc::new(move || redraw.force_update()) };
    let begun = shelf.clone();
    // Opened again, as by a file that is dropped, it begins again.
    use_effect_with(props.ui.state.dialog.clone(), move |_| {
        begun.begin();
        move || begun.cancel()
    });
    let (doing, found) = (shelf.list.doing.borrow().clone(), node.clone());
    // What a button opened has the focus; when it is closed, the list has it.
    use_effect_with(doing, move |doing| {
        let Some(panel) = found.cast::<web_sys::HtmlElement>() else { return };
        let inside = panel.query_selector("[data-first]").ok().flatten();
        let target = match (doing, inside) {
            (Doing::Nothing, _) => None,
            (_, inside) => inside.and_then(|inside| inside.dyn_into::<web_sys::HtmlElement>().ok()),
        };
        if let Some(target) = target {
            let _ = target.focus();
        }
    });
    let words = &props.ui.text.labs;
    let list = shelf.list.clone();
    let (job, said) = (list.job.borrow().clone(), list.said.borrow().clone());
    html! {
        <div ref={node} class="labs" tabindex="-1">
            <p class="labs-said" role="status">{said}</p>
            {quiet(words.about)}
            {entries(&shelf)}
            <div class="labs-new">
                {Button::word("line", words.new).disabled(!may_begin(&shelf)).on(new_lab(&props.ui))}
                {import(&shelf)}
            </div>
            {job.map(|job| under_way(&shelf, &job)).unwrap_or_default()}
            {room(&shelf)}
        </div>
    }
}

/// A read-only tab may not begin another lab in its own place.
fn may_begin(shelf: &Shelf) -> bool {
    shelf.list.job.borrow().is_none()
        && shelf.session().is_none_or(|session| session.writes() || !session.is_stored())
}

fn new_lab(ui: &Ui) -> Callback<MouseEvent> {
    let ui = ui.clone();
    Callback::from(move |_: MouseEvent| ui.lab.open_blank(ui.text, true))
}

fn import(shelf: &Shelf) -> Html {
    let words = &shelf.ui.text.labs;
    let importing = shelf.clone();
    let onchange = Callback::from(move |event: Event| {
        let input = event.target_unchecked_into::<web_sys::HtmlInputElement>();
        if let Some(file) = input.files().and_then(|files| files.get(0)) {
            importing.import(file);
        }
        // The same file may be chosen again.
        input.set_value("");
    });
    let kept = shelf.session().is_some_and(|session| session.is_stored());
    let disabled = shelf.list.job.borrow().is_some() || !kept;
    html! {
        <label class="file">
            <span class="file-button">{words.import}</span>
            <input type="file" accept=".offsetlab" {onchange} {disabled} />
            <span class="muted">{if kept { words.import_hint } else { words.nothing_kept }}</span>
        </label>
    }
}

fn entries(shelf: &Shelf) -> Html {
    let words = &shelf.ui.text.labs;
    match &*shelf.list.entries.borrow() {
        None if shelf.session().is_some() => quiet(words.looking),
        Some(entries) if !entries.is_empty() => html! {
            <ul class="lab-list">
                for entry in entries {
                    {row(shelf, entry)}
                }
            </ul>
        },
        _ => html! {
            <>
                {quiet(words.none)}
                {Button::word("line", words.export).on(on(shelf, Shelf::export_here))}
            </>
        },
    }
}

/// A callback that does something with the shelf.
fn on(shelf: &Shelf, act: impl Fn(&Shelf) + 'static) -> Callback<MouseEvent> {
    let shelf = shelf.clone();
    Callback::from(move |_| act(&shelf))
}

fn row(shelf: &Shelf, entry: &LabEntry) -> Html {
    let words = &shelf.ui.text.labs;
    let title = shelf.title_of(entry);
    let doing = shelf.list.doing.borrow().clone();
    let name = if entry.here || matches!(entry.content, Content::Gone) {
        html! { <b>{title.clone()}</b> }
    } else {
        html! { <a href={format!("?lab={}", entry.lab)} aria-label={(words.open)(&title)}>{title.clone()}</a> }
    };
    let below = match doing {
        Doing::Renaming { lab, title } if lab == entry.lab => renaming(shelf, lab, title),
        Doing::Deleting(lab) if lab == entry.lab => deleting(shelf, entry, &title),
        _ => acts(shelf, entry, &title),
    };
    html! {
        <li key={entry.lab.clone()} class="lab-row">
            <div class="lab-name">
                {name}
                if entry.here { <span class="tag">{words.here}</span> }
                if entry.elsewhere { <span class="tag">{words.elsewhere}</span> }
            </div>
            {quiet(&facts(&shelf.ui, entry))}
            {below}
        </li>
    }
}

/// What is known of a lab, in one line.
fn facts(ui: &Ui, entry: &LabEntry) -> String {
    let words = &ui.text.labs;
    let mut facts: Vec<String> = Vec::new();
    match &entry.content {
        Content::Whole { profile, commands, log_bytes, now, .. } => {
            facts.push((ui.text.profile)(*profile).name.to_string());
            facts.push((words.commands)(*commands));
            facts.push((words.log)(&bytes(*log_bytes)));
            facts.push((words.at)(&clock(now.0)));
        }
        Content::Damaged(error) => return (words.damaged)(&(ui.text.top.store_error)(error)),
        Content::Closed(error) => return (words.closed)(&(ui.text.top.store_error)(error)),
        Content::Gone => return words.gone.to_string(),
    }
    if let Some(opened_ms) = entry.opened_ms {
        facts.push((words.opened)(&date(opened_ms, ui.text.tag)));
    }
    facts.join(" · ")
}

/// A moment of wall time as people of this language write it.
fn date(ms: i64, language: &str) -> String {
    let date = js_sys::Date::new(&wasm_bindgen::JsValue::from_f64(ms as f64));
    let options = js_sys::Object::new();
    for (name, value) in [("dateStyle", "medium"), ("timeStyle", "short")] {
        let _ = js_sys::Reflect::set(&options, &name.into(), &value.into());
    }
    date.to_locale_string(language, &options).into()
}

fn acts(shelf: &Shelf, entry: &LabEntry, title: &str) -> Html {
    let words = &shelf.ui.text.labs;
    if entry.elsewhere {
        return quiet(words.elsewhere_why);
    }
    let busy = shelf.list.job.borrow().is_some();
    let act = |word: &'static str, act: Callback<MouseEvent>| {
        Button::word("plain", word).named(&[word, " – ", title]).disabled(busy).on(act)
    };
    let lab = entry.lab.clone();
    let delete = on(shelf, move |shelf| shelf.set_doing(Doing::Deleting(lab.clone())));
    let (lab, name) = (entry.lab.clone(), title.to_string());
    let rename = on(shelf, move |shelf| {
        shelf.set_doing(Doing::Renaming { lab: lab.clone(), title: name.clone() });
    });
    let (lab, name) = (entry.lab.clone(), title.to_string());
    let duplicate = on(shelf, move |shelf| shelf.duplicate(lab.clone(), name.clone()));
    let (lab, name) = (entry.lab.clone(), title.to_string());
    let export = on(shelf, move |shelf| shelf.export(lab.clone(), name.clone()));
    html! {
        <div class="lab-acts">
            {match entry.content {
                Content::Whole { .. } => html! {
                    <>{act(words.rename, rename)}{act(words.duplicate, duplicate)}{act(words.export, export)}</>
                },
                Content::Damaged(_) => act(words.export_rest, export),
                Content::Closed(_) | Content::Gone => Html::default(),
            }}
            {act(if entry.content == Content::Gone { words.forget } else { shelf.ui.text.common.delete }, delete)}
        </div>
    }
}

fn renaming(shelf: &Shelf, lab: String, title: String) -> Html {
    let (words, common) = (&shelf.ui.text.labs, &shelf.ui.text.common);
    let typing = (shelf.clone(), lab.clone());
    let oninput = Callback::from(move |event: InputEvent| {
        let (shelf, lab) = &typing;
        let title = event.target_unchecked_into::<web_sys::HtmlInputElement>().value();
        *shelf.list.doing.borrow_mut() = Doing::Renaming { lab: lab.clone(), title };
        (shelf.redraw)();
    });
    let (renaming, typed) = (shelf.clone(), title.trim().to_string());
    let ready = !typed.is_empty();
    let onsubmit = Callback::from(move |event: SubmitEvent| {
        event.prevent_default();
        renaming.rename(lab.clone(), typed.clone());
    });
    html! {
        <form class="lab-form" {onsubmit}>
            <input type="text" data-first="" maxlength="120" aria-label={words.rename} value={title} {oninput} />
            {Button::word("line", common.cancel).on(on(shelf, |shelf| shelf.set_doing(Doing::Nothing)))}
            <button type="submit" class="solid" disabled={!ready}>{words.rename_do}</button>
        </form>
    }
}

fn deleting(shelf: &Shelf, entry: &LabEntry, title: &str) -> Html {
    let (words, common) = (&shelf.ui.text.labs, &shelf.ui.text.common);
    let what = match &entry.content {
        Content::Whole { commands, log_bytes, .. } => {
            (words.delete_what)(&(words.commands)(*commands), &(words.log)(&bytes(*log_bytes)))
        }
        _ => words.delete_damaged.to_string(),
    };
    let deleted = entry.clone();
    html! {
        <div class="lab-ask" role="group" aria-label={(words.delete_ask)(title)} >
            <p><b>{(words.delete_ask)(title)}</b>{" "}{what}</p>
            <div class="lab-acts">
                <button type="button" class="line" data-first="" onclick={on(shelf, |shelf| shelf.set_doing(Doing::Nothing))}>
                    {common.cancel}
                </button>
                {Button::word("line", common.delete).on(on(shelf, move |shelf| shelf.delete(deleted.clone())))}
            </div>
        </div>
    }
}

/// Long work: how far it is, and a way to end it.
fn under_way(shelf: &Shelf, job: &Job) -> Html {
    let (done, all) = job.progress.bytes();
    html! {
        <div class="job">
            <label>
                <span>{job.words.clone()}</span>
                <progress value={done.to_string()} max={all.max(1).to_string()} />
            </label>
            <span class="muted num">{(shelf.ui.text.labs.progress)(&bytes(done), &bytes(all))}</span>
            {Button::word("line", shelf.ui.text.common.cancel).on(on(shelf, Shelf::cancel))}
        </div>
    }
}

/// What the browser promises, and how much room there is.
fn room(shelf: &Shelf) -> Html {
    let (words, room) = (&shelf.ui.text.labs, shelf.list.room.get());
    let promise = match room.promised {
        Some(true) => words.promised,
        Some(false) => words.not_promised,
        None => "",
    };
    let used = room.used.zip(room.quota).map(|(used, quota)| (words.room)(&bytes(used), &bytes(quota)));
    quiet([promise, &used.unwrap_or_default()].join(" ").trim())
}
