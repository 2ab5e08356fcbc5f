//! Short lines about what was done, refused, or is special about the moment shown. Not here: the log, the
//! status for screen readers (`status`).
//!
//! Invariant: a line stays until it is closed or the next one comes.

use crate::lesson::format::Texts;
use crate::player::SavedState;
use crate::sim::formats::journal::in_language;
use crate::ui::draw::icons::Icon;
use crate::ui::draw::parts::Button;
use crate::ui::state::context::Ui;
use crate::ui::state::{Dialog, UiAction};
use alloc::string::ToString;
use yew::prelude::*;

/// What was just done or refused.
pub fn notice_line(ui: &Ui) -> Html {
    let Some(notice) = &ui.state.notice else {
        return html! { <div key="notice" class="notice-place" role="status" /> };
    };
    html! {
        <div key="notice" class="notice-place" role="status">
            <div key={notice.number} class={if notice.refused { "notice is-refused" } else { "notice" }}>
                <span>{notice.text.clone()}</span>
                if notice.undo {
                    {Button::word("plain", ui.text.common.undo)
                        .on(ui.on_lab(|lab| lab.undo_now()))}
                }
                {Button::icon("plain icon-only", Icon::Close, ui.text.common.close)
                    .on(ui.action(UiAction::DropNotice))}
            </div>
        </div>
    }
}

/// Above the board: what to look at, in the scenario's words.
pub fn about_line(ui: &Ui, about: Option<&Texts>) -> Html {
    let Some(about) = about else { return html! { <div key="about" hidden=true /> } };
    html! {
        <div key="about" class="about-line">
            <p>{in_language(about, ui.text.key).to_string()}</p>
            {Button::word("plain small", ui.text.board.others).opens()
                .on(ui.action(UiAction::Open(Dialog::Open)))}
            {Button::icon("plain icon-only small", Icon::Close, ui.text.board.about_close)
                .on(ui.on_lab(|lab| lab.set_about(&Texts::new())))}
        </div>
    }
}

/// Above the board: another tab has the lab, what to do about it, and whether this is the moment shown there.
/// Or what is stored could not be opened, and how to continue.
pub fn closed_line(ui: &Ui, saved: &SavedState) -> Html {
    let (top, labs) = (&ui.text.top, &ui.text.labs);
    let live = match saved {
        SavedState::ReadOnly { live } => *live,
        // One that is stored is tried again by itself.
        SavedState::Failed(_) if ui.lab.session().is_some_and(|session| !session.is_stored()) => {
            return unopened_line(ui);
        }
        _ => return html! { <div key="closed" hidden=true /> },
    };
    html! {
        <div key="closed" class="past-line">
            <b>{top.read_only}</b>
            <span>{top.read_only_why}</span>
            if live {
                <span>{labs.live}</span>
            } else {
                {Button::word("plain", labs.follow).on(ui.on_lab(|lab| lab.follow_again()))}
            }
        </div>
    }
}

fn unopened_line(ui: &Ui) -> Html {
    let (top, labs) = (&ui.text.top, &ui.text.labs);
    let again = Callback::from(|_: MouseEvent| {
        // It can't fail on a page that is shown.
        let _ = gloo::utils::window().location().reload();
    });
    html! {
        <div key="closed" class="past-line">
            <b>{top.failed}</b>
            <span>{labs.unopened}</span>
            {Button::word("plain", labs.try_again).on(again)}
            {Button::word("plain", top.download).opens().on(ui.action(UiAction::Open(Dialog::Download)))}
        </div>
    }
}

/// Above the board: the moment shown has a future that a change would drop.
pub fn past_line(ui: &Ui, later: usize) -> Html {
    if later == 0 {
        return html! { <div key="past" hidden=true /> };
    }
    let fork = {
        let ui = ui.clone();
        Callback::from(move |_: MouseEvent| {
            ui.lab.open_fork(ui.text);
        })
    };
    html! {
        <div key="past" class="past-line">
            <span>{(ui.text.top.past)(later as u64)}</span>
            {Button::word("plain", ui.text.common.fork).on(fork)}
        </div>
    }
}
