//! The view *Upgrade*, above the board: from which version to which, every rule that acts differently in this
//! lab, and what differs at the moment shown. Not here: finding it (`player::upgrading`), its sentences (`text`).
//!
//! Invariant: the rows are the report's acts in its order; each has a way to its first event.

use crate::engine::ids::VirtualTime;
use crate::engine::profile::Profile;
use crate::engine::rules::Choice;
use crate::player::upgrading::UpgradeView;
use crate::projection::upgrade::lines::lines;
use crate::projection::upgrade::{Act, Did, Moment, Upgrade};
use crate::sim::diff::Deed;
use crate::ui::board::beside::differences_now;
use crate::ui::draw::format::clock;
use crate::ui::draw::icons::Icon;
use crate::ui::draw::parts::Button;
use crate::ui::inspector::facts::rule_link;
use crate::ui::state::context::Ui;
use crate::ui::state::snapshot::Snapshot;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use yew::prelude::*;

/// The view.
pub fn upgrade_panel(ui: &Ui, snapshot: &Snapshot) -> Html {
    let Some(view) = &snapshot.upgrade else { return html! { <div key="upgrade" hidden=true /> } };
    let words = &ui.text.upgrade;
    let (pair, end) = (view.pair, ui.on_lab(|lab| lab.set_upgrade(None)));
    html! {
        <section key="upgrade" class="beside" aria-label={words.title}>
            <div class="beside-head">
                <h2 class="beside-title">{words.title}</h2>
                {version(ui, words.from, pair, 0)}
                {version(ui, words.to, pair, 1)}
                {Button::icon("plain icon-only small", Icon::Close, ui.text.beside.close).on(end)}
            </div>
            <div class="upgrade">
                {match &view.found {
                    Ok(report) => found(ui, view, report),
                    Err(percent) => html! { <p class="num">{(words.working)(&percent.to_string())}</p> },
                }}
                {differences_now(ui, snapshot)}
            </div>
        </section>
    }
}

/// One of the two versions.
fn version(ui: &Ui, label: &'static str, pair: [Profile; 2], which: usize) -> Html {
    let lab = ui.lab.clone();
    let onchange = Callback::from(move |event: Event| {
        let place = event.target_unchecked_into::<web_sys::HtmlSelectElement>().selected_index();
        let mut pair = pair;
        pair[which] = Profile::ALL[place.max(0) as usize % Profile::ALL.len()];
        lab.set_upgrade(Some(pair));
    });
    html! {
        <label>
            {label}{" "}
            <select {onchange}>
                for profile in Profile::ALL {
                    <option key={profile.id()} selected={profile == pair[which]}>
                        {(ui.text.profile)(profile).short}
                    </option>
                }
            </select>
        </label>
    }
}

fn found(ui: &Ui, view: &UpgradeView, report: &Upgrade) -> Html {
    let (words, pair) = (&ui.text.upgrade, view.pair);
    let end = words.phrases.instant(report.until);
    let about = match report.acts.is_empty() && report.not_attributed.is_none() {
        true => (words.nothing)(&end),
        false => (words.about)(&end, &(words.affected)(report.whole.affected())),
    };
    let measured = report.to != Profile::Docs50 && report.to.version() >= (5, 0, 0);
    html! {
        <>
            if view.outdated {
                <p>
                    {words.outdated}{" "}
                    {Button::word("line small", words.again).on(ui.on_lab(move |lab| lab.set_upgrade(Some(pair))))}
                </p>
            }
            <p role="status">{about}</p>
            <ol>
                for act in &report.acts {
                    <li key={act.choice as usize}>{row(ui, report, act)}</li>
                }
            </ol>
            if let Some(moment) = &report.not_attributed {
                <p>{words.not_attributed}{" "}{first(ui, report, moment)}</p>
            }
            if report.page_speaks {
                <p>
                    {words.page}{" "}{rule_link(ui, "SD-20")}
                    if measured {
                        {" "}{words.measured}
                    }
                </p>
            }
            <details>
                <summary>{words.unchanged}</summary>
                if !report.same_groups.is_empty() {
                    <p>{(words.same_groups)(&words.phrases.list(&report.same_groups))}</p>
                }
                if !report.still.is_empty() {
                    <p>{(words.still)(&still(ui, &report.still))}</p>
                }
            </details>
        </>
    }
}

fn still(ui: &Ui, choices: &[Choice]) -> String {
    let phrases = ui.text.upgrade.phrases;
    let named: Vec<String> =
        choices.iter().map(|choice| [phrases.choice(*choice), " (", choice.rule(), ")"].concat()).collect();
    phrases.list(&named)
}

/// A rule that acts differently: how many messages, what becomes of them, and its first event.
fn row(ui: &Ui, report: &Upgrade, act: &Act) -> Html {
    let words = &ui.text.upgrade;
    html! {
        <>
            <b>{words.phrases.choice(act.choice)}</b>{" "}{rule_link(ui, act.choice.rule())}{": "}
            {(words.affected)(act.effect.affected())}
            if !act.alone {
                {words.phrases.comma}{words.together}
            }
            for (i, line) in lines(&act.effect).iter().enumerate() {
                <p key={i} class="num">{words.phrases.line(line)}</p>
            }
            <p>{words.first}{" "}{first(ui, report, &act.first)}</p>
        </>
    }
}

/// The way to a moment, and what each version does then.
fn first(ui: &Ui, report: &Upgrade, Moment { at, sides: [before, after], .. }: &Moment) -> Html {
    let at = *at;
    let [from, to] = [report.from, report.to].map(|profile| (ui.text.profile)(profile).short);
    html! {
        <>
            <button type="button" class="line small num" onclick={ui.on_lab(move |lab| lab.seek(at))}
                aria-label={(ui.text.log.go_to)(&clock(at.0))}>
                {ui.text.upgrade.phrases.instant(at)}
            </button>
            {" "}<b>{from}</b>{" "}{does(ui, before, at)}{" "}<b>{to}</b>{" "}{does(ui, after, at)}
        </>
    }
}

fn does(ui: &Ui, Did { deed, next }: &Did, at: VirtualTime) -> String {
    let words = &ui.text.upgrade;
    match (deed, next) {
        (Some(deed), _) => deed_words(ui, deed),
        (None, Some((next, deed))) if *next == at => deed_words(ui, deed),
        (None, Some((next, deed))) => {
            [words.rest, words.phrases.semicolon, &words.phrases.instant(*next), ": ", &deed_words(ui, deed)]
                .concat()
        }
        (None, None) => words.nothing_then.to_string(),
    }
}

fn deed_words(ui: &Ui, deed: &Deed) -> String {
    match deed {
        Deed::Event(event) => (ui.text.event)(event),
        Deed::Answer(_, Err(rejected)) => {
            (ui.text.common.refused)(&rejected.remark(), &rejected.code().to_string())
        }
        Deed::Answer(_, Ok(_)) => ui.text.upgrade.other_answer.to_string(),
    }
}
