//! What the page needs only after its first picture: dialogs, lessons, recordings, files, the second language. With the feature
//! `split` it is in the program's second part (`player::late`). Not here: what these do.
//!
//! Invariant: a dialog, a lesson or a recording is only ever on screen when the table is here, since their openers wait for it.

use super::aside::AsideView;
use super::axis::Axis;
use super::board::Focus;
use super::board::lane::LaneProps;
use super::board::topic::Room;
use super::context::Ui;
use super::files::{self, Opened};
use super::lab::Lab;
use super::lesson_run::LessonView;
use super::snapshot::{BesideView, Board, RecordingView, Snapshot};
use super::state::UiAction;
use super::text::{self, Language, LateText, Term, TermText, Text};
use super::timeline::place::Place;
use crate::engine::ids::{Name, QueueId};
use crate::player::late::{NotFetched, late_table};
use crate::player::{self, LogLine, News, Player, SavedState};
use crate::projection::QueueLane;
use crate::sim::command::Command;
use crate::sim::journal::{Journal, ParseError};
use crate::sim::seldom::{SELDOM, Seldom};
use alloc::rc::Rc;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use web_sys::FileList;
use yew::{Callback, Html, MouseEvent, WheelEvent};

/// The page's late functions, and its second language.
pub struct Late {
    /// What only some labs use of a World.
    pub(super) seldom: &'static Seldom,
    pub dialogs: fn(&Ui, &Rc<Snapshot>) -> Html,
    /// The inspector's, of what is selected.
    pub details: fn(&Ui, &Snapshot) -> Html,
    pub tables: fn(&Ui, &Snapshot) -> Html,
    pub timeline: fn(&Ui, &Snapshot, &Place) -> [Html; 3],
    pub redraw_chart: fn(&Ui, &Snapshot, &Place),
    pub log: fn(&Ui, &Rc<Vec<LogLine>>, usize) -> Html,
    pub lesson_panel: fn(&Ui, &LessonView) -> Html,
    pub recording_panel: fn(&Ui, &RecordingView) -> Html,
    pub aside: fn(&Player, Option<&Snapshot>) -> AsideView,
    pub hidden_count: fn(&AsideView, &str, &str, QueueId) -> u64,
    /// What a POP group has hidden on a lane, and what of it is cold.
    pub over_bar: fn(&LaneProps) -> Html,
    /// The groups' marks as handles.
    pub handles: fn(&LaneProps) -> Html,
    /// The axis of a lane, where it is not that of its topic; and what can be chosen of it.
    pub axis_of: fn(&Ui, &Board, Option<&QueueLane>, &Axis) -> Option<Axis>,
    pub look_row: fn(&Ui, &Board, QueueId) -> Html,
    pub axis_slider: fn(&Ui, &Board, QueueId, &Axis) -> Html,
    pub on_wheel: fn(&LaneProps) -> Callback<WheelEvent>,
    /// A click on a lane's bar.
    pub on_pick: fn(&LaneProps) -> Callback<MouseEvent>,
    /// What to begin with where there is no topic.
    pub ways: fn(&Ui) -> Html,
    /// What lies aside of the queues.
    pub aside_panel: fn(&Ui, &Snapshot, &Room, &Focus) -> Html,
    pub beside: fn(&Player, Option<&Snapshot>) -> Option<BesideView>,
    pub beside_panel: fn(&Ui, &Snapshot) -> Html,
    pub way_lines: fn(&Ui, &Snapshot) -> Html,
    pub lesson_view: fn(&Lab) -> Option<LessonView>,
    pub lesson_frame: fn(&Lab),
    pub begin_lesson: fn(&Lab, crate::lesson::Lesson, String),
    pub read: fn(&str, &str) -> Result<Opened, ParseError>,
    pub player_for: fn(Opened, &Text) -> Player,
    pub open_files: fn(&Lab, FileList, &'static Text),
    pub open_fork: fn(&Lab, &Text),
    /// Above the board: another tab has the lab, or it could not be opened.
    pub closed_line: fn(&Ui, &SavedState) -> Html,
    pub news: fn(&Lab, News),
    /// The page is up, with the lab that its address named, if any.
    pub opened: fn(&Lab, bool),
    pub commands: fn(&Lab, Vec<Command>, &Text),
    pub ask_undo: fn(&Lab, Option<&Name>),
    pub journal_text: fn(&Journal) -> String,
    pub term: fn(Term, Language) -> TermText,
    pub term_tip: fn(Term, Language) -> String,
    pub meaning: fn(&str, Language) -> &'static str,
    pub words: fn(Language) -> &'static LateText,
    pub chinese: &'static Text,
}

static LATE: Late = Late {
    seldom: &SELDOM,
    dialogs: super::dialogs::dialogs,
    details: super::inspector::details,
    tables: super::board::table::tables,
    timeline: super::timeline::panel::parts,
    redraw_chart: super::timeline::panel::redraw,
    log: super::log::log,
    lesson_panel: super::lesson_panel::lesson_panel,
    recording_panel: super::recording_panel::recording_panel,
    aside: super::aside::aside_view,
    hidden_count: super::aside::hidden_count,
    over_bar: super::board::over_bar::over_bar,
    handles: super::board::handles::handles,
    axis_of: super::board::look::axis_of,
    look_row: super::board::look::look_row,
    axis_slider: super::board::look::axis_slider,
    on_wheel: super::board::look::on_wheel,
    on_pick: super::inspector::message::on_pick,
    ways: super::dialogs::open::ways,
    aside_panel: super::board::pockets::aside_panel,
    beside: Snapshot::beside,
    beside_panel: super::board::beside::beside_panel,
    way_lines: super::way::way_lines,
    lesson_view: Lab::lesson_view,
    lesson_frame: Lab::lesson_frame,
    begin_lesson: Lab::begin_lesson,
    read: files::read,
    player_for: super::opening::player_for,
    open_files: Lab::open_files,
    open_fork: Lab::open_fork,
    closed_line: super::notices::closed_line,
    news: Lab::hear,
    opened: Lab::opened,
    commands: Lab::obey_button,
    ask_undo: Lab::open_undo,
    journal_text: Journal::to_text,
    term: Term::text,
    term_tip: super::inspector::facts::term_tip,
    meaning: text::rules::in_language,
    words: text::late_words_of,
    chinese: &text::zh::TEXT,
};

late_table!(LATE, Late, page_table);

impl Lab {
    /// Does something with the late part: at once where it is here, else when it was fetched. Where it can't be, the person is
    /// told so.
    pub fn with_late(&self, then: impl FnOnce(&'static Late) + 'static) {
        if let Some(late) = here() {
            return then(late);
        }
        let lab = self.clone();
        player::task::start(async move {
            match fetch().await {
                Ok(late) => then(late),
                Err(NotFetched) => {
                    let text = super::browser::language().text().common.not_fetched.to_string();
                    lab.tell(UiAction::Notice { text, refused: true, undo: false });
                }
            }
            lab.poke();
        });
    }
}
