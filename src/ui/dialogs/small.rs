//! The small dialogs: rules, downloads, a file that can't be opened. Not here: forms.
//!
//! Invariant: none of them changes the lab but the choice of rules, which says what it does.

use super::fields::on_submit;
use super::frame::{Foot, Frame};
use crate::engine::profile::Profile;
use crate::projection::boards;
use crate::projection::table::csv;
use crate::ui::app::use_ui;
use crate::ui::browser::download;
use crate::ui::state::UiAction;
use crate::ui::topbar::profile_index;
use alloc::string::String;
use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub struct ProfileDialogProps {
    pub profile: Profile,
}

/// Whose rules the lab obeys.
#[component]
pub fn ProfileDialog(props: &ProfileDialogProps) -> Html {
    let ui = use_ui();
    let top = &ui.text.top;
    let chosen = use_state(|| props.profile);
    let onsubmit = {
        let (ui, profile, now) = (ui.clone(), *chosen, props.profile);
        on_submit(move || {
            if profile != now {
                ui.lab.set_profile(profile);
            }
            ui.act.emit(UiAction::Close);
        })
    };
    html! {
        <Frame title={top.profile} size="small">
            <form {onsubmit}>
                <div class="choices" role="radiogroup" aria-labelledby="dialog-title">
                    for profile in Profile::ALL {
                        <label key={profile.id()} class="choice">
                            <input type="radio" name="profile" checked={*chosen == profile}
                                onchange={let set = chosen.setter(); Callback::from(move |_: Event| set.set(profile))} />
                            <span>
                                <b>{top.profile_names[profile_index(profile)]}</b>
                                <span class="muted choice-note">{top.profile_notes[profile_index(profile)]}</span>
                            </span>
                        </label>
                    }
                </div>
                <Foot action={ui.text.common.change} disabled={*chosen == props.profile} note={top.profile_note} />
            </form>
        </Frame>
    }
}

#[derive(Properties, PartialEq)]
pub struct DownloadDialogProps {
    pub title: String,
}

/// The lab as a file.
#[component]
pub fn DownloadDialog(props: &DownloadDialogProps) -> Html {
    let ui = use_ui();
    let top = &ui.text.top;
    let stem = file_stem(&props.title);
    let offer = |name: &'static str, ending: &'static str, kind: &'static str, text: fn(&crate::ui::app::Ui) -> String| {
        let (ui, file) = (ui.clone(), [&stem, ending].concat());
        let onclick = Callback::from(move |_: MouseEvent| {
            let _ = download(&file, kind, &text(&ui));
        });
        html! { <button type="button" class="line" {onclick}>{name}</button> }
    };
    html! {
        <Frame title={top.download} size="small">
            <div class="stack">
                {offer(top.download_scenario, ".json", "application/json", |ui| ui.lab.to_scenario(ui.text))}
                {offer(top.download_journal, ".jsonl", "application/jsonl", |ui| ui.lab.read(|player| player.journal().to_text()))}
                {offer(top.download_csv, ".csv", "text/csv", |ui| ui.lab.read(|player| csv(&boards(player.world()))))}
            </div>
            <CloseFoot />
        </Frame>
    }
}

/// A name for a file, without what file systems refuse.
fn file_stem(title: &str) -> String {
    let stem: String = title.chars().map(|c| if c.is_alphanumeric() { c } else { '-' }).take(60).collect();
    let stem = stem.trim_matches('-').to_lowercase();
    if stem.is_empty() { "offset-lab".into() } else { stem }
}

#[derive(Properties, PartialEq)]
pub struct ProblemDialogProps {
    pub name: String,
    pub problem: String,
}

/// Why a file was not opened.
#[component]
pub fn ProblemDialog(props: &ProblemDialogProps) -> Html {
    let ui = use_ui();
    html! {
        <Frame title={(ui.text.open.problem)(&props.name)} size="small">
            <p class="verdict problem" role="alert">{props.problem.clone()}</p>
            <p class="muted">{ui.text.open.problem_keep}</p>
            <CloseFoot />
        </Frame>
    }
}

/// Close.
#[component]
pub fn CloseFoot() -> Html {
    let ui = use_ui();
    html! {
        <div class="foot">
            <span />
            <span class="foot-acts">
                <button type="button" class="line" onclick={ui.action(UiAction::Close)}>{ui.text.common.close}</button>
            </span>
        </div>
    }
}
