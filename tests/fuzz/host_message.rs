//! What a host page may say: its wishes, one on a line, and the names and values of an address. Not here:
//! the port with its limits, which is JavaScript (`tests/e2e/host.test.mjs`).
//!
//! Invariant: a lab that obeys whatever it is told stays one; a file that a host hands over is read as it
//! would be in the page.

use crate::text;
use offset_lab::embed::messages::HostMessage;
use offset_lab::embed::params;
use offset_lab::lesson::Lesson;
use offset_lab::player::{Clock, Player};
use offset_lab::sim::formats::recording::Recording;
use offset_lab::sim::{Journal, JournalHeader, Scenario};
use std::cell::Cell;

/// Wishes of one input that are obeyed, and frames behind each.
const WISHES_MAX: usize = 24;
const FRAMES: u64 = 2;
const FRAME_US: u64 = 16_000;

pub fn seeds() -> Vec<Vec<u8>> {
    let story =
        Scenario::parse(&crate::text(&crate::files("www/scenarios", "story.json")[0].1)).expect("the story");
    let load = format!("load {}", serde_json::to_string(&story).expect("a scenario is JSON"));
    let words = "play\nspeed 25\nstep\nseek 75000000\nnow\ntable\nscenario\npicture\nlearned\nrestart\npause";
    let address = "?scenario=story&show=chart&controls=basic&speed=2.5&seed=7&queue=orders.0&lang=zh&persist=local&id=a";
    vec![
        words.into(),
        format!("{load}\nplay\nspeed 10000\nseek 3600000000\nstep\nrestart").into(),
        address.into(),
    ]
}

pub fn look(bytes: &[u8]) {
    let text = text(bytes);
    if let Some(address) = text.strip_prefix('?') {
        let pairs = address.split('&').map(|pair| pair.split_once('=').unwrap_or((pair, "")));
        let _ = params::read(pairs.map(|(name, value)| (name, value.to_string())));
        return;
    }
    let mut player = opened(Journal::new(JournalHeader::new(Default::default(), 1)));
    let mut wall_us = 0;
    for words in text.lines().take(WISHES_MAX) {
        match HostMessage::read(words) {
            None => continue,
            Some(HostMessage::Play) => player.play(),
            Some(HostMessage::Pause) => player.pause(),
            Some(HostMessage::Step) => player.step(),
            Some(HostMessage::Restart) => player.restart(),
            Some(HostMessage::Speed(percent)) => player.set_speed_percent(percent),
            Some(HostMessage::Seek(at)) => player.travel_to(at),
            Some(HostMessage::Load(content)) => player = load(content).unwrap_or(player),
            // What only asks is answered by projections, which `run` looks at.
            Some(
                HostMessage::Now
                | HostMessage::Table
                | HostMessage::Scenario
                | HostMessage::Picture
                | HostMessage::Learned,
            ) => drop(player.journal().to_text()),
        }
        for _ in 0..FRAMES {
            wall_us += FRAME_US;
            player.frame(wall_us);
        }
        if !player.world().is_within_instant() {
            player.world().check();
        }
    }
}

/// A player whose clock is a counter, so that frames are short and the same each time.
fn opened(journal: Journal) -> Player {
    let mut player = Player::open(String::new(), journal);
    let looks = Cell::new(0);
    player.set_clock(Clock::new(move || {
        looks.set(looks.get() + 1_000);
        looks.get()
    }));
    player
}

/// Any file that a host hands over.
fn load(content: &str) -> Option<Player> {
    let journal = Scenario::parse(content)
        .map(Scenario::into_journal)
        .or_else(|_| Journal::parse(content))
        .or_else(|_| Lesson::parse(content).map(|lesson| lesson.to_journal()))
        .or_else(|_| Recording::parse(content).map(|recording| recording.to_journal()))
        .ok()?;
    Some(opened(journal))
}
