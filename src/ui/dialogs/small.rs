//! The small dialogs: rules, downloads, a file that can't be opened. Not here: forms.
//!
//! Invariant: none of them changes the lab but the choice of rules, which says what it does.

use super::form::{Cx, Form};
use crate::engine::profile::Profile;
use crate::projection::boards;
use crate::projection::table::csv;
use crate::ui::browser::download;
use crate::ui::context::Ui;
use crate::ui::parts::Button;
use crate::ui::state::UiAction;
use crate::ui::topbar::profile_index;
use alloc::string::{String, ToString};
use yew::prelude::*;

/// The choice of rules as it opens.
pub fn profile_beginning(ui: &Ui) -> Form {
    let mut form = Form::default();
    form.choice[0] = profile_index(ui.lab.read(|player| player.world().header().profile));
    form
}

/// Whose rules the lab obeys.
pub fn profile_dialog(cx: &Cx, now: Profile) -> Html {
    let top = &cx.ui.text.top;
    let chosen = cx.form.choice[0];
    let fields = html! {
        <div class="choices" role="radiogroup" aria-labelledby="dialog-title">
            for (i, (name, note)) in top.profile_names.into_iter().zip(top.profile_notes).enumerate() {
                <label key={i} class="choice">
                    <input type="radio" name="profile" checked={chosen == i}
                        onchange={cx.change(move |form, _: Event| form.choice[0] = i)} />
                    <span><b>{name}</b><span class="muted choice-note">{note}</span></span>
                </label>
            }
        </div>
    };
    let ui = cx.ui.clone();
    let beside = {
        let ui = cx.ui.clone();
        Callback::from(move |_: MouseEvent| {
            ui.lab.set_beside(Some(Profile::ALL[chosen]));
            ui.act.emit(UiAction::Close);
        })
    };
    let show = Button::word("line", cx.ui.text.beside.show).disabled(chosen == profile_index(now));
    let fields = html! { <>{fields}<p>{show.on(beside)}</p></> };
    let form = cx.form_with(
        fields,
        cx.ui.text.common.change,
        chosen != profile_index(now),
        top.profile_note,
        move || {
            ui.lab.set_profile(Profile::ALL[chosen]);
            ui.act.emit(UiAction::Close);
        },
    );
    cx.frame(top.profile, "small", form)
}

/// The lab as a file.
pub fn download_dialog(cx: &Cx, title: &str) -> Html {
    let top = &cx.ui.text.top;
    let stem = file_stem(title);
    let offer = |name: &'static str, ending: &'static str, kind: &'static str, text: fn(&Ui) -> String| {
        let (ui, file) = (cx.ui.clone(), [&stem, ending].concat());
        let onclick = Callback::from(move |_: MouseEvent| {
            let _ = download(&file, kind, &text(&ui));
        });
        html! { {Button::word("line", name).on(onclick)} }
    };
    let body = html! {
        <>
            <div class="stack">
                {offer(top.download_scenario, ".json", "application/json", |ui| ui.lab.to_scenario(ui.text))}
                {offer(top.download_journal, ".jsonl", "application/jsonl", |ui| ui.lab.read(|player| player.journal().to_text()))}
                {offer(top.download_csv, ".csv", "text/csv", |ui| ui.lab.read(|player| csv(&boards(player.world()))))}
            </div>
            {cx.close()}
        </>
    };
    cx.frame(top.download, "small", body)
}

/// A name for a file, without what file systems refuse.
fn file_stem(title: &str) -> String {
    let refused = |c: char| c.is_whitespace() || c.is_control() || "\\/:*?\"<>|.".contains(c);
    let stem: String = title.chars().map(|c| if refused(c) { '-' } else { c }).take(60).collect();
    let stem = stem.trim_matches('-');
    if stem.is_empty() { "offset-lab".to_string() } else { stem.to_string() }
}

/// Why a file was not opened.
pub fn problem_dialog(cx: &Cx, name: &str, problem: &str) -> Html {
    let words = &cx.ui.text.open;
    let body = html! {
        <>
            <p class="verdict problem" role="alert">{problem.to_string()}</p>
            <p class="muted">{words.problem_keep}</p>
            {cx.close()}
        </>
    };
    cx.frame(&(words.problem)(name), "small", body)
}
