//! What a person takes away from the lab: the chart and the board as pictures, the board's facts and the log as text. Not here: the
//! lab itself as a file (`dialogs`), how the pictures are made (`timeline::png`, `board_svg`).
//!
//! Invariant: what was taken, or why not, is said; nothing of the lab changes.

use crate::projection::{boards, table};
use crate::ui::draw::browser::{copied, download};
use crate::ui::state::context::Ui;
use crate::ui::state::log_filter::{LogFilter, csv, text};
use crate::ui::state::{Tab, UiAction};
use alloc::string::{String, ToString};
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;

/// A name for a file, without what file systems refuse.
pub fn file_stem(title: &str) -> String {
    let refused = |c: char| c.is_whitespace() || c.is_control() || "\\/:*?\"<>|.".contains(c);
    let stem: String = title.chars().map(|c| if refused(c) { '-' } else { c }).take(60).collect();
    let stem = stem.trim_matches('-');
    if stem.is_empty() { "offset-lab".to_string() } else { stem.to_string() }
}

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
pub fn board_csv(ui: &Ui) -> String {
    ui.lab.read(|player| table::csv(&boards(player.world())))
}

/// The log's lines that pass the filter, oldest first.
pub fn log_text(ui: &Ui, filter: &LogFilter) -> String {
    ui.lab.read(|player| text(player.log().lines().filter(|line| filter.passes(line)), ui.text.event))
}

/// The same as a table.
pub fn log_csv(ui: &Ui, filter: &LogFilter) -> String {
    ui.lab.read(|player| csv(player.log().lines().filter(|line| filter.passes(line)), ui.text.event))
}

/// Frames that the board may take to come on screen.
const FRAMES_MAX: u32 = 30;

/// The board as an SVG file. It is drawn as it stands on the page, so the page shows it first.
pub fn board_svg(ui: &Ui) {
    ui.act.emit(UiAction::Table(false));
    ui.act.emit(UiAction::AllLanes(true));
    if ui.state.tab != Tab::Queues {
        ui.act.emit(UiAction::Tab(Tab::Queues));
    }
    board_soon(ui.clone(), FRAMES_MAX);
}

fn board_soon(ui: Ui, left: u32) {
    let Some(window) = web_sys::window() else { return };
    let again = Closure::once_into_js(move || {
        let svg = crate::ui::draw::board_svg::board(&ui);
        if svg.is_none() && left > 0 {
            return board_soon(ui, left - 1);
        }
        ui.act.emit(UiAction::AllLanes(false));
        match svg {
            Some(svg) => save_text(&ui, "-board.svg", "image/svg+xml", &svg),
            None => ui.lab.say(ui.text.take_away.no_board),
        }
    });
    let _ = window.request_animation_frame(again.unchecked_ref());
}
