//! `picture`: a lab's queue board at one instant as a stand-alone SVG file. Not here: drawing it
//! (`ui::picture`).
//!
//! Invariant: the file is the one that the page gives of the same lab at the same instant.

use crate::cli::{Failure, parse_time, read, say};
use crate::engine::ids::VirtualTime;
use crate::lesson::Lesson;
use crate::lesson::format::LESSON_FORMATS;
use crate::projection::{actors, boards};
use crate::sim::World;
use crate::sim::formats::journal::{Journal, SCENARIO_FORMAT, Scenario, in_language};
use crate::sim::timeline::Timeline;
use crate::ui::draw::paint::Palette;
use crate::ui::draw::svg::{Paint, svg};
use crate::ui::picture::board::{EDGE, Scene, WIDTH, WIDTHS, board, board_alone};
use crate::ui::state::attention::Focus;
use crate::ui::state::board::Board;
use crate::ui::state::outside_queues::Aside;
use crate::ui::text::Language;
use clap::{Args, ValueEnum};
use std::path::PathBuf;

/// Light or dark.
#[derive(Clone, Copy, ValueEnum)]
enum Theme {
    Light,
    Dark,
}

#[derive(Clone, Copy, ValueEnum)]
enum Tongue {
    En,
    Zh,
}

/// The arguments of `picture`.
#[derive(Args)]
pub(super) struct PictureArguments {
    /// A scenario (.json), a lesson (.json) or a journal (.jsonl)
    scenario: PathBuf,
    /// Virtual time: 75s, 01:15, 500ms; absent: when the scenario opens
    #[arg(long, value_parser = parse_instant)]
    at: Option<VirtualTime>,
    #[arg(long, value_enum, default_value = "light")]
    theme: Theme,
    #[arg(long, value_enum, default_value = "en")]
    lang: Tongue,
    /// Pixels from edge to edge; below 462 every queue is a card
    #[arg(long, default_value_t = WIDTH, value_parser = clap::value_parser!(u32).range(i64::from(*WIDTHS.start())..=i64::from(*WIDTHS.end())))]
    width: u32,
    /// Where to write; absent: to stdout
    #[arg(short)]
    out: Option<PathBuf>,
    /// The topics alone, by the classes of the page's style sheet: a part of the page itself
    #[arg(long, hide = true)]
    on_page: bool,
}

/// What is drawn: its title, its journal, and when it opens.
struct Lab {
    title: String,
    journal: Journal,
    open_at: VirtualTime,
}

pub(super) fn picture(arguments: &PictureArguments) -> Result<(), Failure> {
    let language = match arguments.lang {
        Tongue::En => Language::En,
        Tongue::Zh => Language::Zh,
    };
    let lab = lab_of(arguments, language)?;
    let at = arguments.at.unwrap_or(lab.open_at);
    let mut timeline = Timeline::from_journal(lab.journal);
    timeline.run_until(at, &mut ());
    let text = drawn(timeline.world(), (&lab.title, at), language, arguments);
    match &arguments.out {
        Some(path) => std::fs::write(path, text).map_err(|error| Failure::Write(path.clone(), error)),
        None => {
            say(text.trim_end());
            Ok(())
        }
    }
}

fn drawn(
    world: &World,
    (title, at): (&str, VirtualTime),
    language: Language,
    arguments: &PictureArguments,
) -> String {
    let boards: Vec<Board> = boards(world).into_iter().map(Board::from).collect();
    let (actors, aside) = (actors(world), Aside::of(world));
    let focus = Focus::on_worst(&boards, &actors);
    let scene = Scene {
        title,
        now_us: at.0,
        world,
        boards: &boards,
        actors: &actors,
        aside: &aside,
        focus: &focus,
        beside: None,
        guess: None,
        window: &|_, _, _| None,
        text: language.text(),
    };
    let palette = match arguments.theme {
        Theme::Light => Palette::Light,
        Theme::Dark => Palette::Dark,
    };
    match arguments.on_page {
        true => svg(&board_alone(&scene, arguments.width - 2 * EDGE as u32), Paint::OnPage),
        false => svg(&board(&scene, arguments.width), Paint::Alone(palette)),
    }
}

/// A scenario, a lesson or a journal, told apart by the format's name in the text.
fn lab_of(arguments: &PictureArguments, language: Language) -> Result<Lab, Failure> {
    let path = &arguments.scenario;
    let text = read(path)?;
    let key = language.text().key;
    let lab = if text.contains(SCENARIO_FORMAT) {
        Scenario::parse(&text).map(|scenario| Lab {
            title: scenario.title_in(key).to_string(),
            open_at: scenario.open_at_us,
            journal: scenario.into_journal(),
        })
    } else if text.contains(LESSON_FORMATS) {
        Lesson::parse(&text).map(|lesson| Lab {
            title: in_language(&lesson.title, key).to_string(),
            open_at: VirtualTime(lesson.begin_us),
            journal: lesson.to_journal(),
        })
    } else {
        let title = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        Journal::parse(&text).map(|journal| {
            let open_at = journal.entries.last().map(|entry| entry.at_us).unwrap_or_default();
            Lab { title, open_at, journal }
        })
    };
    lab.map_err(|error| Failure::Parse(path.clone(), error))
}

/// `75s` and the like, or a clock: `01:15`, `1:02:03`.
fn parse_instant(text: &str) -> Result<VirtualTime, String> {
    if !text.contains(':') {
        return parse_time(text);
    }
    let wrong = || format!("{text:?} is no time; write 75s or 01:15");
    let parts: Vec<u64> =
        text.split(':').map(|part| part.parse().map_err(|_| wrong())).collect::<Result<_, _>>()?;
    if parts.len() > 3 || parts.iter().skip(1).any(|part| *part >= 60) || parts[0] > 1_000_000 {
        return Err(wrong());
    }
    let seconds = parts.iter().fold(0, |sum, part| sum * 60 + part);
    Ok(VirtualTime(seconds * 1_000_000))
}
