//! `picture`: a lab's queue board at one instant as a stand-alone SVG file, or many of them in one go. Not
//! here: drawing it (`ui::picture`), the colours that follow the system (`picture_auto`).
//!
//! Invariant: the file is the one that the page gives of the same lab at the same instant.

use crate::cli::picture_auto::following_the_system;
use crate::cli::{Failure, parse_time, read, say};
use crate::engine::ids::VirtualTime;
use crate::lesson::format::{LESSON_FORMATS, Texts};
use crate::lesson::{Lesson, play};
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
use clap::{Args, Parser, ValueEnum};
use std::path::{Path, PathBuf};

/// Light, dark, or as the system of whoever looks at it says.
#[derive(Clone, Copy, ValueEnum)]
enum Theme {
    Light,
    Dark,
    Auto,
}

#[derive(Clone, Copy, ValueEnum)]
enum Tongue {
    En,
    #[value(alias = "zh-CN")]
    Zh,
}

/// The arguments of `picture`.
#[derive(Args)]
pub(super) struct PictureArguments {
    #[command(flatten)]
    one: Option<OnePicture>,
    /// Draws a picture for each line of this file: a line has the arguments of one, with tabs between them
    #[arg(long, conflicts_with = "OnePicture", required_unless_present = "scenario")]
    jobs: Option<PathBuf>,
}

/// The arguments of one picture.
#[derive(Args)]
struct OnePicture {
    /// A scenario (.json), a lesson (.json) or a journal (.jsonl)
    scenario: PathBuf,
    /// Virtual time: 75s, 01:15, 500ms; absent: when the scenario opens
    #[arg(long, value_parser = parse_instant, conflicts_with = "first_run")]
    at: Option<VirtualTime>,
    /// A lesson as it is after the first step in which its lab runs by itself
    #[arg(long)]
    first_run: bool,
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

/// A line of a file of jobs.
#[derive(Parser)]
#[command(no_binary_name = true)]
struct Job {
    #[command(flatten)]
    one: OnePicture,
}

/// A lab at the instant of a picture. Pictures that differ in looks only share it.
struct Lab {
    of: (PathBuf, Option<VirtualTime>, bool),
    titles: Texts,
    timeline: Timeline,
}

pub(super) fn picture(arguments: &PictureArguments) -> Result<(), Failure> {
    let Some(path) = &arguments.jobs else {
        return arguments.one.as_ref().map_or(Ok(()), |one| draw(one, &mut None));
    };
    let mut lab = None;
    for (i, line) in read(path)?.lines().enumerate().filter(|(_, line)| !line.is_empty()) {
        let job = Job::try_parse_from(line.split('\t'))
            .map_err(|error| Failure::Line(path.clone(), i + 1, error.to_string()))?;
        draw(&job.one, &mut lab)?;
    }
    Ok(())
}

/// Draws one; `lab` is the one that was drawn last.
fn draw(one: &OnePicture, lab: &mut Option<Lab>) -> Result<(), Failure> {
    let of = (one.scenario.clone(), one.at, one.first_run);
    let lab = match lab.take().filter(|lab| lab.of == of) {
        Some(same) => lab.insert(same),
        None => lab.insert(opened(of)?),
    };
    let text = drawn(lab, one);
    match &one.out {
        Some(path) => std::fs::write(path, text).map_err(|error| Failure::Write(path.clone(), error)),
        None => {
            say(text.trim_end());
            Ok(())
        }
    }
}

fn drawn(lab: &Lab, one: &OnePicture) -> String {
    let language = match one.lang {
        Tongue::En => Language::En,
        Tongue::Zh => Language::Zh,
    };
    let world: &World = lab.timeline.world();
    let boards: Vec<Board> = boards(world).into_iter().map(Board::from).collect();
    let (actors, aside) = (actors(world), Aside::of(world));
    let focus = Focus::on_worst(&boards, &actors);
    let scene = Scene {
        title: in_language(&lab.titles, language.text().key),
        now_us: world.now().0,
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
    if one.on_page {
        return svg(&board_alone(&scene, one.width - 2 * EDGE as u32), Paint::OnPage);
    }
    let alone = |palette| svg(&board(&scene, one.width), Paint::Alone(palette));
    match one.theme {
        Theme::Light => alone(Palette::Light),
        Theme::Dark => alone(Palette::Dark),
        Theme::Auto => following_the_system(&alone(Palette::Light)),
    }
}

/// A scenario, a lesson or a journal, told apart by the format's name in the text, at the instant that was
/// asked for.
fn opened(of: (PathBuf, Option<VirtualTime>, bool)) -> Result<Lab, Failure> {
    let (path, at, first_run) = &of;
    let text = read(path)?;
    let parsed = if text.contains(SCENARIO_FORMAT) {
        Scenario::parse(&text).map(|scenario| {
            let at = at.unwrap_or(scenario.open_at_us);
            (scenario.title.clone(), run(scenario.into_journal(), at))
        })
    } else if text.contains(LESSON_FORMATS) {
        Lesson::parse(&text).map(|lesson| {
            let mut timeline = run(lesson.to_journal(), at.unwrap_or(VirtualTime(lesson.begin_us)));
            if *first_run {
                timeline = after_first_run(&lesson, timeline);
            }
            (lesson.title, timeline)
        })
    } else {
        Journal::parse(&text).map(|journal| {
            let last = journal.entries.last().map(|entry| entry.at_us).unwrap_or_default();
            (Texts::from_iter([("en".to_string(), stem(path))]), run(journal, at.unwrap_or(last)))
        })
    };
    let (titles, timeline) = parsed.map_err(|error| Failure::Parse(path.clone(), error))?;
    Ok(Lab { of, titles, timeline })
}

fn stem(path: &Path) -> String {
    path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default()
}

fn run(journal: Journal, at: VirtualTime) -> Timeline {
    let mut timeline = Timeline::from_journal(journal);
    timeline.run_until(at, &mut ());
    timeline
}

/// Where a learner's lab is after the first Run. A task before it is the learner's own: then it is the lab at
/// its beginning, as where there is no Run.
fn after_first_run(lesson: &Lesson, begun: Timeline) -> Timeline {
    let mut lab = play::copy_of(&begun);
    for step in lesson.steps.iter().take_while(|step| !step.is_task()) {
        if let Some(own) = &step.lab {
            let (journal, at) = lesson.lab_of(own);
            lab = run(journal, at);
        }
        if let Some(at) = step.from_us {
            lab.seek(VirtualTime(at), &mut ());
            lab.rewind();
        }
        if step.runs() {
            play::run(&mut lab, step);
            return lab;
        }
    }
    begun
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
