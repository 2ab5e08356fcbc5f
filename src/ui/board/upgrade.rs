//! The view *Upgrade*, above the board: from which version to which, every rule that acts differently in this
//! lab, and what differs at the moment shown. Not here: the report (`text::upgrade_rows`), asking for it
//! (`state::upgrading`).
//!
//! Invariant: the rows are the report's in its order; each rule has a way to its first event.

use crate::engine::ids::VirtualTime;
use crate::engine::profile::Profile;
use crate::ui::board::beside::differences_now;
use crate::ui::draw::icons::Icon;
use crate::ui::draw::parts::{Button, quiet};
use crate::ui::inspector::facts::{rule_link, said};
use crate::ui::shell::progress::alone;
use crate::ui::state::context::Ui;
use crate::ui::state::snapshot::Snapshot;
use alloc::string::String;
use alloc::vec::Vec;
use yew::prelude::*;

/// The view.
pub fn upgrade_panel(ui: &Ui, snapshot: &Snapshot) -> Html {
    let Some(view) = ui.lab.upgrade(ui.text) else { return html! { <div key="upgrade" hidden=true /> } };
    let (words, pair) = (&ui.text.upgrade, view.pair);
    let again = ask(ui, move |_| pair);
    let [from, to] = pair.map(|profile| (ui.text.profile)(profile).short);
    let what = [words.title, " ", from, " → ", to].concat();
    let waits = view.rows.is_none().to_string();
    html! {
        <section key="upgrade" class="beside" aria-label={words.title}>
            <div class="beside-head">
                <h2 class="beside-title">{words.title}</h2>
                {version(ui, words.from, pair, 0)}
                {version(ui, words.to, pair, 1)}
                {Button::icon("plain icon-only small", Icon::Close, ui.text.beside.close).on(alone(ui))}
            </div>
            <div class="upgrade" tabindex="0" role="group" aria-label={what} aria-busy={waits}>
                if view.outdated {
                    <p>{words.outdated}{" "}{Button::word("line small", words.again).on(again.reform(|_| 0))}</p>
                }
                {match view.rows.as_deref() {
                    None => quiet(words.working),
                    Some("") => quiet(words.failed),
                    Some(rows) => report(ui, rows),
                }}
                {differences_now(ui, snapshot)}
            </div>
        </section>
    }
}

/// Asks for the report of the pair that is chosen.
fn ask(ui: &Ui, pair: impl Fn(usize) -> [Profile; 2] + 'static) -> Callback<usize> {
    let (lab, text) = (ui.lab.clone(), ui.text);
    Callback::from(move |chosen| lab.set_upgrade(Some(pair(chosen)), text))
}

/// One of the two versions.
fn version(ui: &Ui, label: &'static str, pair: [Profile; 2], which: usize) -> Html {
    let asked = ask(ui, move |chosen| {
        let mut pair = pair;
        pair[which] = Profile::ALL[chosen % Profile::ALL.len()];
        pair
    });
    let onchange = asked.reform(|event: Event| {
        event.target_unchecked_into::<web_sys::HtmlSelectElement>().selected_index().max(0) as usize
    });
    html! {
        <label>
            {label}{" "}
            <select {onchange}>
                for profile in Profile::ALL {
                    <option selected={profile == pair[which]}>{(ui.text.profile)(profile).short}</option>
                }
            </select>
        </label>
    }
}

fn report(ui: &Ui, rows: &str) -> Html {
    let (rest, shown): (Vec<&str>, Vec<&str>) = rows.lines().partition(|row| row.starts_with('d'));
    html! {
        <>
            for row in shown {
                {shown_row(ui, row)}
            }
            <details>
                for (i, row) in rest.into_iter().enumerate() {
                    if i == 0 {
                        <summary>{words_of(row)}</summary>
                    } else {
                        <p>{said(ui, &words_of(row))}</p>
                    }
                }
            </details>
        </>
    }
}

/// A row without its kind, and its parts.
fn words_of(row: &str) -> String {
    row[1..].trim_start().replace('\t', " ")
}

fn shown_row(ui: &Ui, row: &str) -> Html {
    let parts: Vec<&str> = row.split('\t').collect();
    match parts[..] {
        ["a", rule, sentence] => {
            html! { <h3>{String::from(sentence)}{" "}{rule_link(ui, rule)}</h3> }
        }
        ["m", at, when, both] => {
            let at = VirtualTime(at.parse().unwrap_or_default());
            html! {
                <p>
                    <button type="button" class="line small num" onclick={ui.on_lab(move |lab| lab.seek(at))}>
                        {String::from(when)}
                    </button>
                    {[" ", both].concat()}
                </p>
            }
        }
        _ => html! { <p class="num">{said(ui, &words_of(row))}</p> },
    }
}
