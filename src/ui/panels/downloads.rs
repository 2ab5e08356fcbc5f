//! What a person takes away from the lab: the chart and the board as pictures, the board's facts and the log
//! as text. Not here: the lab itself as a file (`dialogs`), how the pictures are made (`timeline::png`,
//! `picture::board`).
//!
//! Invariant: what was taken, or why not, is said; nothing of the lab changes.

use crate::projection::{boards, table};
use crate::ui::board::{focus_of, guess_on, look};
use crate::ui::draw::browser::{copied, download, file_stem, is_dark};
use crate::ui::draw::paint::Palette;
use crate::ui::draw::svg::{Paint, svg};
use crate::ui::picture::board::{Scene, WIDTH, board};
use crate::ui::state::board::Board;
use crate::ui::state::context::Ui;
use crate::ui::state::lab::Lab;
use crate::ui::state::log_filter::{LogFilter, csv, text};
use crate::ui::state::upgrading::ask_once;
use crate::ui::text::runbook;
use alloc::string::String;

/// A file of this lab.
pub fn file_name(ui: &Ui, ending: &str) -> String {
    ui.lab.read(|player| format!("{}{ending}", file_stem(player.title())))
}

/// Gives text as a file, and says so.
pub fn save_text(ui: &Ui, ending: &str, kind: &str, text: &str) {
    let file = file_name(ui, ending);
    match download(&file, kind, text) {
        Some(()) => ui.lab.say(&(ui.text.take_away.saved)(&file)),
        None => ui.lab.say(ui.text.take_away.not_saved),
    }
}

/// Puts text on the clipboard, and says whether that was allowed.
pub fn copy_text(ui: &Ui, text: &str) {
    let ui = ui.clone();
    copied(text, move |done| {
        ui.lab.say(if done { ui.text.common.copied } else { ui.text.take_away.not_copied });
    });
}

/// The board's facts.
pub fn board_csv(lab: &Lab) -> String {
    lab.read(|player| table::csv(&boards(player.world())))
}

/// The log's lines that pass the filter, oldest first.
pub fn log_text(ui: &Ui, filter: &LogFilter) -> String {
    ui.lab.read(|player| text(player.log().lines().filter(|line| filter.passes(line)), ui.text.event))
}

/// The same as a table.
pub fn log_csv(ui: &Ui, filter: &LogFilter) -> String {
    ui.lab.read(|player| csv(player.log().lines().filter(|line| filter.passes(line)), ui.text.event))
}

/// The runbook of what was done until now; the other program writes it.
pub fn save_runbook(ui: &Ui) {
    let asked = ui
        .lab
        .read(|player| runbook::ask(ui.text, player.now(), player.title(), &player.journal().to_text()));
    let heard = ui.clone();
    let save = move |text: String| match text.is_empty() {
        true => heard.lab.say(heard.text.take_away.not_saved),
        false => save_text(&heard, "-runbook.md", "text/markdown", &text),
    };
    if ask_once(&asked, save).is_none() {
        ui.lab.say(ui.text.take_away.not_saved);
    }
}

/// Saves it as an SVG file.
pub fn board_svg(ui: &Ui) {
    save_text(ui, "-board.svg", "image/svg+xml", &board_drawing(ui));
}

/// The board as a drawing, in the page's language and theme, with what was chosen on it.
pub fn board_drawing(ui: &Ui) -> String {
    let snapshot = ui.lab.snapshot(None);
    let focus = focus_of(&snapshot, &ui.state.selection);
    let guess = |board: &Board| {
        let mut on =
            board.lanes.iter().filter_map(|lane| guess_on(&snapshot, &board.topic, lane.queue, false));
        Some((board.topic.clone(), on.next()?))
    };
    let palette = if is_dark() { Palette::Dark } else { Palette::Light };
    ui.lab.read(|player| {
        let scene = Scene {
            title: player.title(),
            now_us: player.now().0,
            world: player.world(),
            boards: &snapshot.boards,
            actors: &snapshot.actors,
            aside: &snapshot.aside,
            focus: &focus,
            beside: snapshot.beside.as_ref().map(|beside| (beside.profile, &**beside.boards)),
            guess: snapshot.boards.iter().find_map(guess),
            window: &|board, lane, whole| look::axis_of(ui, board, lane, whole),
            text: ui.text,
        };
        svg(&board(&scene, WIDTH), Paint::Alone(palette))
    })
}
