//! What the page has selected and open. Not here: anything of the lab, which has its own state.
//!
//! Invariant: plain data; an action gives a new state and does nothing else.

pub mod address;
pub mod attention;
pub mod board;
pub mod catalog;
pub mod command_line;
#[cfg(target_arch = "wasm32")]
pub mod context;
pub mod files;
#[cfg(target_arch = "wasm32")]
pub mod lab;
#[cfg(target_arch = "wasm32")]
pub mod labs;
pub mod learned;
#[cfg(target_arch = "wasm32")]
pub mod lesson_run;
#[cfg(target_arch = "wasm32")]
pub mod lesson_task;
#[cfg(target_arch = "wasm32")]
pub mod lesson_view;
pub mod log_filter;
#[cfg(target_arch = "wasm32")]
pub mod opening;
pub mod outside_queues;
#[cfg(target_arch = "wasm32")]
pub mod resets;
#[cfg(target_arch = "wasm32")]
pub mod sharing;
#[cfg(target_arch = "wasm32")]
pub mod snapshot;
pub mod story;
#[cfg(target_arch = "wasm32")]
pub mod upgrading;
#[cfg(target_arch = "wasm32")]
pub mod visits;
pub mod window;
#[cfg(target_arch = "wasm32")]
pub mod workbench;

use crate::engine::ids::{Name, PhysicalOffset, QueueId, QueueOffset};
use crate::engine::ordered_map::OrderedMap;
use crate::sim::command::{Command, QueueChoice, ResetTarget};
use crate::storage::StoreError;
use crate::storage::frame::StoredMessage;
use crate::ui::state::files::Again;
use crate::ui::state::log_filter::LogFilter;
use crate::ui::state::window::Window;
use crate::ui::text::Language;
use crate::ui::text::timeline::Measure;
use alloc::rc::Rc;
use alloc::string::String;
use alloc::vec::Vec;

/// What the inspector shows.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub enum Selection {
    /// Whatever needs attention most.
    #[default]
    Auto,
    /// A queue.
    Queue { topic: Name, queue: QueueId },
    /// A message, there or not.
    Message { topic: Name, queue: QueueId, offset: QueueOffset },
    /// A group, on one queue or in all.
    Group { group: Name, on: Option<(Name, QueueId)> },
    /// A producer.
    Producer(Name),
    /// The segment in which a byte of the commit log is, there or not.
    Segment(PhysicalOffset),
    /// The broker's disk.
    Broker,
}

/// The panel that a phone shows.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Tab {
    #[default]
    Queues,
    Groups,
    Lag,
    Events,
}

impl Tab {
    /// In the order of the tabs.
    pub const ALL: [Tab; 4] = [Tab::Queues, Tab::Groups, Tab::Lag, Tab::Events];

    /// For a `data-tab` attribute.
    pub fn id(self) -> &'static str {
        match self {
            Tab::Queues => "queues",
            Tab::Groups => "groups",
            Tab::Lag => "lag",
            Tab::Events => "events",
        }
    }
}

/// A reset in the making.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ResetDraft {
    pub group: Name,
    pub topic: Name,
    pub queues: QueueChoice,
    pub to: ResetTarget,
    /// The offsets before the reset that this one undoes.
    pub undo: Option<OrderedMap<QueueId, QueueOffset>>,
}

/// An offset that a person has chosen for a group on the board, before its reset is previewed.
#[derive(Debug)]
pub struct Ghost {
    pub group: Name,
    pub topic: Name,
    pub queue: QueueId,
    pub offset: i64,
}

/// How much of a topic's offsets the board shows.
#[derive(Clone, Debug)]
pub struct Look {
    pub topic: Name,
    /// What is shown of every queue.
    pub window: Window,
    /// Each queue on an axis of its own.
    pub apart: bool,
    /// Then, what is shown of those that were looked at by themselves.
    pub own: Vec<(QueueId, Window)>,
}

impl Look {
    /// All of a topic.
    pub fn at(topic: Name) -> Look {
        Look { topic, window: Window::default(), apart: false, own: Vec::new() }
    }

    /// What is shown of a queue.
    pub fn of(&self, queue: QueueId) -> Window {
        let own = self.own.iter().find(|(of, _)| self.apart && *of == queue);
        own.map_or(self.window, |(_, window)| *window)
    }
}

/// A question before something is lost.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Question {
    DeleteTopic(Name),
    DeleteGroup(Name),
    RemoveProducer(Name),
    RemoveOffsets {
        group: Name,
        topic: Name,
    },
    /// These commands drop what the journal holds after now.
    Rewind(Rc<[Command]>),
}

/// What is open above the page.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Dialog {
    Topic {
        existing: Option<Name>,
    },
    Producer {
        existing: Option<Name>,
    },
    Group {
        existing: Option<Name>,
    },
    Consumer {
        group: Name,
        existing: Option<Name>,
    },
    Send {
        topic: Name,
        queue: QueueId,
    },
    Retention,
    /// Restart or kill the broker.
    Broker,
    /// Page cache and cold reads.
    Memory,
    Reset(ResetDraft),
    Ask(Question),
    Open,
    /// All labs of this browser.
    Labs,
    Profile,
    Download,
    /// A file that can't be opened, and why.
    Problem {
        name: String,
        problem: String,
        /// What another try needs.
        again: Option<Rc<Again>>,
    },
}

/// Something that is on screen and never changes, such as a dialog: equal only to itself.
#[derive(Debug)]
pub struct Shown<T>(pub Rc<T>);

impl<T> Eq for Shown<T> {}

impl<T> Clone for Shown<T> {
    fn clone(&self) -> Shown<T> {
        Shown(self.0.clone())
    }
}

impl<T> PartialEq for Shown<T> {
    fn eq(&self, other: &Shown<T>) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

/// A line that says what was done or refused.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Notice {
    pub text: String,
    pub refused: bool,
    /// The reset that it tells of, to be undone from here.
    pub undo: bool,
    /// Tells two notices with one text apart.
    pub number: u32,
}

/// What a person has put away to have more room for the board.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Folded {
    /// The timeline and the log below the board.
    pub below: bool,
    /// The details beside it.
    pub details: bool,
}

impl Folded {
    /// Both, for the style and for the next visit.
    pub fn words(self) -> &'static str {
        match (self.below, self.details) {
            (false, false) => "",
            (true, false) => "below",
            (false, true) => "details",
            (true, true) => "below details",
        }
    }

    /// What was folded on the last visit.
    pub fn from_words(words: &str) -> Folded {
        Folded { below: words.contains("below"), details: words.contains("details") }
    }
}

/// The page's state.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct UiState {
    pub language: Language,
    pub selection: Selection,
    pub tab: Tab,
    /// On a phone, the inspector is above the tab.
    pub sheet: bool,
    pub table: bool,
    /// What the chart shows.
    pub measure: Measure,
    /// What is looked for in the log.
    pub log: LogFilter,
    pub ghost: Option<Shown<Ghost>>,
    /// The one that was read last.
    pub message: Option<Shown<ReadMessage>>,
    pub look: Option<Shown<Look>>,
    pub dialog: Option<Shown<Dialog>>,
    pub notice: Option<Notice>,
    pub notices: u32,
    pub folded: Folded,
    /// For a room that reads it from its last row: the board alone, and large.
    pub presenting: bool,
}

/// A message that was looked for in the store.
#[derive(Debug)]
pub struct ReadMessage {
    pub topic: Name,
    pub queue: QueueId,
    pub offset: QueueOffset,
    pub found: Result<StoredMessage, StoreError>,
}

impl ReadMessage {
    fn is_selected(&self, selection: &Selection) -> bool {
        let Selection::Message { topic, queue, offset } = selection else { return false };
        (&self.topic, self.queue, self.offset) == (topic, *queue, *offset)
    }
}

/// What changes it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum UiAction {
    Language(Language),
    Select(Selection),
    Tab(Tab),
    CloseSheet,
    Table(bool),
    Ghost(Option<Shown<Ghost>>),
    Message(Shown<ReadMessage>),
    Look(Option<Shown<Look>>),
    /// Opens or closes what the board shows of a topic.
    Zoom(Name),
    Measure(Measure),
    Log(LogFilter),
    Open(Dialog),
    Close,
    /// What is open above the page closes, but what was open in the entry of the history that is there.
    Back {
        details: bool,
        dialog: bool,
    },
    Notice {
        text: String,
        refused: bool,
        undo: bool,
    },
    DropNotice,
    Fold(Folded),
    Present(bool),
    /// Another lab is on screen.
    NewLab,
}

impl UiAction {
    /// Whether a tab that may not change the lab may do this: all but opening what would change it.
    pub fn is_reading(&self) -> bool {
        !matches!(self, UiAction::Open(dialog) if !matches!(dialog, Dialog::Download | Dialog::Labs | Dialog::Problem { .. }))
    }
}

impl UiState {
    /// The state after an action.
    pub fn after(&self, action: UiAction) -> UiState {
        let mut next = self.clone();
        match action {
            UiAction::Language(language) => {
                next.language = language;
                // It was said in the other one.
                next.notice = None;
            }
            UiAction::Select(selection) => {
                next.selection = selection;
                next.sheet = true;
            }
            UiAction::Tab(tab) => {
                next.tab = tab;
                next.sheet = false;
            }
            UiAction::CloseSheet => next.sheet = false,
            UiAction::Table(table) => next.table = table,
            UiAction::Ghost(ghost) => next.ghost = ghost,
            // Of two that were looked for one after the other, the first may be found last.
            UiAction::Message(read) if read.0.is_selected(&next.selection) => next.message = Some(read),
            UiAction::Message(_) => {}
            UiAction::Look(look) => next.look = look,
            UiAction::Zoom(topic) => {
                let open = next.look.as_ref().is_some_and(|look| look.0.topic == topic);
                next.look = (!open).then(|| Shown(Rc::new(Look::at(topic))));
            }
            UiAction::Measure(measure) => next.measure = measure,
            UiAction::Log(filter) => next.log = filter,
            UiAction::Open(dialog) => next.dialog = Some(Shown(Rc::new(dialog))),
            UiAction::Close => next.dialog = None,
            UiAction::Back { details, dialog } => {
                next.sheet &= details || dialog;
                next.dialog = next.dialog.filter(|_| dialog);
            }
            UiAction::Notice { text, refused, undo } => {
                next.notices += 1;
                next.notice = Some(Notice { text, refused, undo, number: next.notices });
            }
            UiAction::DropNotice => next.notice = None,
            UiAction::Fold(folded) => next.folded = folded,
            UiAction::Present(presenting) => next.presenting = presenting,
            UiAction::NewLab => {
                next.selection = Selection::Auto;
                next.tab = Tab::Queues;
                next.log = next.log.cleared();
                next.dialog = None;
                next.ghost = None;
                next.message = None;
                next.look = None;
                next.notice = None;
                next.sheet = false;
            }
        }
        next
    }
}
