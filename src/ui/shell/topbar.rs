//! The top bar: which lab this is, its rules, its clock, whether it is saved, and what can be opened. Not
//! here: dialogs.
//!
//! Invariant: the profile and the saved state can always be seen.

use crate::player::{NotPersisted, SavedState};
use crate::ui::draw::browser;
use crate::ui::draw::browser::Theme;
use crate::ui::draw::icons::{Icon, draw};
use crate::ui::draw::parts::Button;
use crate::ui::shell::transport::transport;
use crate::ui::state::context::Ui;
use crate::ui::state::lab::Lab;
use crate::ui::state::snapshot::Snapshot;
use crate::ui::state::{Dialog, Tab, UiAction};
use crate::ui::text::Text;
use alloc::string::{String, ToString};
use yew::prelude::*;

/// The top bar.
pub fn top_bar(ui: &Ui, snapshot: &Snapshot) -> Html {
    let top = &ui.text.top;
    let profile = (ui.text.profile)(snapshot.profile);
    let locked = ui.lab.lock_of("profile", "");
    let disabled = locked.is_some().then_some("true");
    let tip = locked.unwrap_or_else(|| [top.profile, ": ", profile.name, ". ", profile.note].concat());
    html! {
        <header key="top" class="top">
            <div class="brand">
                {logo()}
                <span class="product">{top.product}</span>
                <h1 class="title">{snapshot.title.to_string()}</h1>
                <button type="button" class="chip" onclick={ui.action(UiAction::Open(Dialog::Profile))}
                    aria-haspopup="dialog" aria-disabled={disabled} data-tip={tip}>
                    <span class="wide">{profile.name}</span>
                    <span class="narrow">{profile.short}</span>
                </button>
            </div>
            {transport(ui, &snapshot.clock, false)}
            <div class="tools">
                {saved(ui, &snapshot.saved)}
                {Button::word("line", top.open).opens().on(ui.action(UiAction::Open(Dialog::Open)))}
                {more(ui)}
            </div>
        </header>
    }
}

/// What a phone keeps behind one button; elsewhere it is in the bar.
fn more(ui: &Ui) -> Html {
    let (top, text) = (&ui.text.top, ui.text);
    let share = ui.on_lab(move |lab| lab.share(text));
    html! {
        <>
            <button type="button" class="plain icon-only more" popovertarget="more" aria-label={top.more}
                title={top.more}>
                {draw(Icon::More)}
            </button>
            <div id="more" class="more-items" popover="auto">
                <a class="plain learn" href="course.html">{top.learn}</a>
                <button type="button" class="plain icon-only more" popovertarget="more"
                    aria-label={top.restart}
                    onclick={ui.on_lab(|lab| lab.restart())}>{draw(Icon::Restart)}</button>
                {Button::icon("plain icon-only", Icon::Labs, top.labs).opens()
                    .on(ui.action(UiAction::Open(Dialog::Labs)))}
                {Button::icon("plain icon-only", Icon::Download, top.download).opens()
                    .on(ui.action(UiAction::Open(Dialog::Download)))}
                {Button::icon("plain icon-only", Icon::Share, top.share).opens().on(share)}
                {language_button(ui)}
                {theme_button(ui)}
                {present_button(ui)}
            </div>
        </>
    }
}

/// An axis with three ticks and a marker.
fn logo() -> Html {
    html! {
        <svg class="logo" width="20" height="20" viewBox="0 0 20 20" aria-hidden="true" focusable="false">
            <path class="logo-axis" d="M1 14h18M4 14V8M9 14V8M14 14V8" />
            <path class="logo-mark" d="M12 2.5h4L14 6z" />
        </svg>
    }
}

/// Whether the lab would survive, in words, with the reason at hand.
fn saved(ui: &Ui, saved: &SavedState) -> Html {
    let (class, word, why) = saved_words(saved, ui.text);
    html! {
        <button type="button" class={class} data-tip={why.clone()} aria-label={format!("{word}: {why}")}>
            {word}
        </button>
    }
}

fn saved_words(saved: &SavedState, text: &Text) -> (&'static str, &'static str, String) {
    let top = &text.top;
    match saved {
        SavedState::Saved => ("saved is-ok", top.saved, top.saved_why.to_string()),
        SavedState::Saving => ("saved is-quiet", top.saving, top.saved_why.to_string()),
        SavedState::NotPersisted(NotPersisted::NotAsked) => {
            ("saved is-quiet", top.not_persisted, top.not_asked.to_string())
        }
        SavedState::NotPersisted(NotPersisted::Forbidden(why)) => {
            ("saved is-warn", top.not_persisted, format!("{} {why}", top.forbidden))
        }
        SavedState::ReadOnly { .. } => ("saved is-warn", top.read_only, top.read_only_why.to_string()),
        SavedState::Failed(why) => ("saved is-warn", top.failed, (top.store_error)(why)),
    }
}

/// To the other language; the button says its name in itself.
fn language_button(ui: &Ui) -> Html {
    let other = ui.state.language.other();
    html! {
        <button type="button" class="plain" onclick={ui.action(UiAction::Language(other))} lang={other.tag()}
            aria-label={ui.text.top.switch_language} title={ui.text.top.switch_language}>
            {ui.text.top.language_name}
        </button>
    }
}

/// The board alone, large, on the whole screen; and back.
fn present_button(ui: &Ui) -> Html {
    let on = ui.lab.clone();
    let wanted = !ui.state.presenting;
    Button::icon("plain icon-only present", Icon::Present, ui.text.top.present)
        .pressed(ui.state.presenting)
        .on(Callback::from(move |_: MouseEvent| present(&on, wanted)))
}

/// Begins or ends presenting. A browser that does not give the whole screen gives the window.
pub fn present(lab: &Lab, wanted: bool) {
    browser::full_screen(wanted);
    lab.tell(UiAction::Present(wanted));
}

/// Auto, light, dark.
fn theme_button(ui: &Ui) -> Html {
    let name = match browser::theme() {
        Theme::Auto => ui.text.top.theme_auto,
        Theme::Light => ui.text.top.theme_light,
        Theme::Dark => ui.text.top.theme_dark,
    };
    let onclick = ui.on_lab(|lab| {
        browser::set_theme(browser::theme().next(), true);
        lab.poke();
    });
    html! {
        {Button::icon("plain icon-only", Icon::Theme, name).on(onclick)}
    }
}

/// Which panel a phone shows.
pub fn tabs(ui: &Ui, events: u64) -> Html {
    let top = &ui.text.top;
    let names = [top.tab_queues, top.tab_groups, top.tab_lag, top.tab_events];
    html! {
        <nav key="tabs" class="tabs" aria-label={ui.text.board.view}>
            for (tab, name) in Tab::ALL.into_iter().zip(names) {
                <button key={tab.id()} type="button" onclick={ui.action(UiAction::Tab(tab))}
                    aria-current={(ui.state.tab == tab).then_some("true")}>
                    {name}
                    if tab == Tab::Events && events > 0 {
                        <span class="tally num">{crate::ui::draw::format::count(events)}</span>
                    }
                </button>
            }
        </nav>
    }
}
