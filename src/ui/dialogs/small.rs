//! The small dialogs: rules, downloads. Not here: forms.
//!
//! Invariant: none of them changes the lab but the choice of rules, which says what it does.

use crate::engine::profile::Profile;
use crate::ui::dialogs::form::Cx;
use crate::ui::draw::parts::Button;
use crate::ui::inspector::facts::said;
use crate::ui::panels::downloads::{board_csv, board_svg, log_csv, log_text, save_runbook, save_text};
use crate::ui::state::UiAction;
use crate::ui::state::context::Ui;
use crate::ui::state::labs::Wish;
use crate::ui::state::log_filter::LogFilter;
use crate::ui::timeline::png::chart_png;
use yew::prelude::*;

/// What is chosen.
#[derive(Clone)]
pub struct ProfileForm {
    chosen: Profile,
}

impl ProfileForm {
    /// The choice of rules as it opens.
    pub fn new(ui: &Ui) -> ProfileForm {
        ProfileForm { chosen: ui.lab.read(|player| player.world().header().profile) }
    }
}

/// Whose rules the lab obeys.
pub fn profile_dialog(cx: &Cx<ProfileForm>, now: Profile) -> Html {
    let top = &cx.ui.text.top;
    let chosen = cx.form.chosen;
    let fields = html! {
        <div class="choices" role="radiogroup" aria-labelledby="dialog-title">
            for profile in Profile::ALL {
                {profile_choice(cx, profile)}
            }
        </div>
    };
    let ui = cx.ui.clone();
    let beside = {
        let ui = cx.ui.clone();
        Callback::from(move |_: MouseEvent| {
            // What people upgrade to is the newer one.
            let pair = if chosen.version() < now.version() { [chosen, now] } else { [now, chosen] };
            ui.lab.set_upgrade(Some(pair), ui.text);
            ui.act.emit(UiAction::Close);
        })
    };
    let show = Button::word("line", cx.ui.text.beside.show).disabled(chosen == now);
    let fields = html! { <>{fields}<p>{show.on(beside)}</p></> };
    let form = cx.form_with(fields, cx.ui.text.common.change, chosen != now, top.profile_note, move || {
        ui.lab.set_profile(chosen);
        ui.act.emit(UiAction::Close);
    });
    cx.frame(top.profile, "small", form)
}

fn profile_choice(cx: &Cx<ProfileForm>, profile: Profile) -> Html {
    let words = (cx.ui.text.profile)(profile);
    html! {
        <label key={profile.id()} class="choice">
            <input type="radio" name="profile" checked={cx.form.chosen == profile}
                onchange={cx.change(move |form, _: Event| form.chosen = profile)} />
            <span><b>{words.name}</b><span class="muted choice-note">{said(&cx.ui, words.note)}</span></span>
        </label>
    }
}

/// The lab as a file, and what can be taken away of it.
pub fn download_dialog(cx: &Cx<()>) -> Html {
    let (top, labs, away) = (&cx.ui.text.top, &cx.ui.text.labs, &cx.ui.text.take_away);
    let row = |[name, note]: [&'static str; 2], onclick: Callback<MouseEvent>| {
        html! {
            <li key={name}>
                <button type="button" class="open-entry" {onclick}><b>{name}</b><span class="muted">{note}</span></button>
            </li>
        }
    };
    let given = |give: fn(&Ui)| {
        let ui = cx.ui.clone();
        Callback::from(move |_: MouseEvent| {
            // The line that says what was saved stands on the page, so the dialog goes first.
            ui.act.emit(UiAction::Close);
            give(&ui);
        })
    };
    let ui = cx.ui.clone();
    let whole = Callback::from(move |_| ui.lab.on_shelf(Wish::Export));
    let body = html! {
        <>
            <ul class="open-list">
                {row(labs.as_lab, whole)}
                {row(labs.as_scenario, given(|ui| save_text(ui, ".json", "application/json", &ui.lab.to_scenario(ui.text))))}
                {row(labs.as_journal, given(|ui| save_text(ui, ".jsonl", "application/jsonl", &ui.lab.read(|player| player.journal().to_text()))))}
                {row(labs.as_csv, given(|ui| save_text(ui, ".csv", "text/csv", &board_csv(&ui.lab))))}
                {row(labs.as_runbook, given(save_runbook))}
                {row(away.board, given(board_svg))}
                {row(away.chart, given(chart_png))}
                {row(away.log_text, given(|ui| save_text(ui, "-log.txt", "text/plain", &log_text(ui, &LogFilter::default()))))}
                {row(away.log_csv, given(|ui| save_text(ui, "-log.csv", "text/csv", &log_csv(ui, &LogFilter::default()))))}
            </ul>
            {cx.close()}
        </>
    };
    cx.frame(top.download, "small", body)
}
