//! Above the board: a long way through time and how far it is, and what is read from the disk; beside the
//! chart: running ahead. Not here: doing it (`player`).
//!
//! Invariant: while the clock waits for something, the page says for what; a journey can be stopped at any
//! moment.

use crate::engine::ids::VirtualTime;
use crate::engine::profile::Profile;
use crate::player::{Player, Travel};
use crate::ui::draw::format::{bytes, clock_short, count, number};
use crate::ui::draw::parts::Button;
use crate::ui::state::context::Ui;
use crate::ui::state::lab::Lab;
use crate::ui::state::snapshot::Snapshot;
use crate::ui::text::way::Ahead;
use crate::ui::text::{ChoiceWords, OfTwo};
use alloc::string::String;
use yew::prelude::*;

/// Virtual time that a button runs ahead.
fn ahead_us(ahead: Ahead) -> u64 {
    match ahead {
        Ahead::TenSeconds => 10_000_000,
        Ahead::OneMinute => 60_000_000,
        Ahead::TenMinutes => 600_000_000,
    }
}

/// Where a player is on the way to, and what it reads.
#[derive(Clone, PartialEq, Default)]
pub struct WayView {
    travel: Option<(Travel, u64)>,
    beside: Option<(Travel, u64)>,
    reading: Option<i64>,
    reads: (u64, u64),
    failed: Option<String>,
}

impl WayView {
    /// Whether the lab is still on its way to a moment: what the page shows is not yet what was asked for.
    pub fn travels(&self) -> bool {
        self.travel.is_some()
    }

    /// Of a player.
    pub fn of(player: &Player) -> WayView {
        let disk = player.disk();
        WayView {
            travel: player.travel().map(|travel| (travel, travel.percent(player.now()))),
            beside: player.beside_way(),
            reading: disk.reading().map(|segment| segment.0),
            reads: disk.counts(),
            failed: disk.failed().map(Into::into),
        }
    }
}

/// The lines above the board.
pub fn way_lines(ui: &Ui, snapshot: &Snapshot) -> Html {
    let (words, way) = (&ui.text.way, &snapshot.way);
    let line = |key: &'static str, words: String| html! { <p key={key} class="way-line num">{words}</p> };
    html! {
        <div key="way" class="way" hidden={*way == WayView::default()}>
            if let Some(travel) = way.travel {
                {bar(ui, "travel", travel, words.travel,
                    Button::word("plain", words.stop).on(ui.on_lab(Lab::stop_travel)))}
            }
            if let Some(travel) = way.beside {
                {bar(ui, "beside", travel, words.beside,
                    Button::word("plain", words.alone).on(alone(ui)))}
            }
            if let Some(segment) = way.reading {
                {line("reading", (words.reading)(&number(segment)))}
            }
            if way.reads.0 > 0 {
                {line("read", (words.read)(&count(way.reads.0), &bytes(way.reads.1)))}
            }
            if let Some(failed) = &way.failed {
                {line("failed", (words.failed)(failed))}
            }
        </div>
    }
}

/// Ends the comparison.
pub fn alone(ui: &Ui) -> Callback<MouseEvent> {
    let text = ui.text;
    ui.on_lab(move |lab| lab.set_upgrade(None, text))
}

/// A bar of how far a journey is, with a way to end it.
fn bar(ui: &Ui, key: &'static str, (travel, percent): (Travel, u64), words: OfTwo, end: Html) -> Html {
    html! {
        <div {key} class="way-line is-on num">
            <span>{words(&clock_short(travel.to.0), &count(percent))}</span>
            <progress max="100" value={percent.to_string()} aria-label={ui.text.way.ahead} />
            {end}
        </div>
    }
}

/// The buttons that run ahead.
pub fn run_ahead(ui: &Ui) -> Html {
    let words = &ui.text.way;
    html! {
        <span key="ahead" class="run-ahead" role="group" aria-label={words.ahead}>
            for ahead in Ahead::ALL {
                <span key={ahead_us(ahead).to_string()}>
                    {ahead_button(ui, ahead)}
                </span>
            }
        </span>
    }
}

fn ahead_button(ui: &Ui, ahead: Ahead) -> Html {
    let ChoiceWords { name, note } = (ui.text.way.ahead_by)(ahead);
    Button::word("plain small", name).named(&[note]).on(ui.on_lab(move |lab| lab.run_ahead(ahead_us(ahead))))
}

impl Lab {
    /// Runs this much virtual time as fast as it goes, and stops there.
    pub fn run_ahead(&self, us: u64) {
        let to = self.read(|player| VirtualTime(player.now().0.saturating_add(us)));
        self.seek(to);
    }

    /// Stops a journey where it is.
    pub fn stop_travel(&self) {
        self.drive(Player::stop_travel);
    }

    /// Whether a journey is under way, of this lab or of the one beside it.
    pub fn travels(&self) -> bool {
        self.read(|player| player.travel().is_some() || player.beside_way().is_some())
    }

    /// Runs the same journal by other rules, up to the same moment.
    pub fn set_profile(&self, profile: Profile) {
        let other = self.read(|player| player.with_profile(profile));
        self.replace(other);
    }
}
