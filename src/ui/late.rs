//! What the page needs only after its first picture: dialogs, lessons, recordings, files, the second language. With the feature
//! `split` it is in the program's second part (`player::late`). Not here: what these do.
//!
//! Invariant: a dialog, a lesson or a recording is only ever on screen when the table is here, since their openers wait for it.

use super::context::Ui;
use super::files::{self, Opened};
use super::lab::Lab;
use super::lesson_run::LessonView;
use super::snapshot::{BesideView, RecordingView, Snapshot};
use super::state::UiAction;
use super::text::{self, Language, LateText, Term, TermText, Text};
use crate::engine::ids::Name;
use crate::player::late::{NotFetched, late_table};
use crate::player::{self, Player};
use crate::sim::command::Command;
use crate::sim::journal::{Journal, ParseError};
use crate::sim::seldom::{SELDOM, Seldom};
use alloc::rc::Rc;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use web_sys::FileList;
use yew::{Html, NodeRef};

/// The page's late functions, and its second language.
pub struct Late {
    /// What only some labs use of a World.
    pub(super) seldom: &'static Seldom,
    pub dialogs: fn(&Ui, &Rc<Snapshot>) -> Html,
    /// The inspector's, of what is selected.
    pub details: fn(&Ui, &Snapshot) -> Html,
    pub tables: fn(&Ui, &Snapshot) -> Html,
    pub redraw_chart: fn(&Ui, &NodeRef, &NodeRef, (u32, u32)),
    pub lesson_panel: fn(&Ui, &LessonView) -> Html,
    pub recording_panel: fn(&Ui, &RecordingView) -> Html,
    pub beside: fn(&Player, Option<&Snapshot>) -> Option<BesideView>,
    pub beside_panel: fn(&Ui, &Snapshot) -> Html,
    pub lesson_view: fn(&Lab) -> Option<LessonView>,
    pub lesson_frame: fn(&Lab),
    pub begin_lesson: fn(&Lab, crate::lesson::Lesson, String),
    pub read: fn(&str, &str) -> Result<Opened, ParseError>,
    pub player_for: fn(Opened, &Text) -> Player,
    pub open_files: fn(&Lab, FileList, &'static Text),
    pub open_fork: fn(&Lab, &Text),
    pub commands: fn(&Lab, Vec<Command>, &Text),
    pub ask_undo: fn(&Lab, Option<&Name>),
    pub journal_text: fn(&Journal) -> String,
    pub term: fn(Term, Language) -> TermText,
    pub meaning: fn(&str, Language) -> &'static str,
    pub words: fn(Language) -> &'static LateText,
    pub chinese: &'static Text,
}

static LATE: Late = Late {
    seldom: &SELDOM,
    dialogs: super::dialogs::dialogs,
    details: super::inspector::details,
    tables: super::board::table::tables,
    redraw_chart: super::timeline::redraw,
    lesson_panel: super::lesson_panel::lesson_panel,
    recording_panel: super::recording_panel::recording_panel,
    beside: Snapshot::beside,
    beside_panel: super::board::beside::beside_panel,
    lesson_view: Lab::lesson_view,
    lesson_frame: Lab::lesson_frame,
    begin_lesson: Lab::begin_lesson,
    read: files::read,
    player_for: super::opening::player_for,
    open_files: Lab::open_files,
    open_fork: Lab::open_fork,
    commands: Lab::obey_button,
    ask_undo: Lab::open_undo,
    journal_text: Journal::to_text,
    term: Term::text,
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
