//! The open lab of a page: the player, its store, and the pump between them. Not here: opening
//! (`session::open`), frames (`ui` drives the player), and what a batch holds (`storing`).
//!
//! The pump takes a batch, commits it, tells the player, and takes the next one. It runs at once after a
//! command, and looks every quarter of a second otherwise; one commit is under way at a time.
//!
//! Invariant: the player is never borrowed across an `await`.

#[cfg(target_arch = "wasm32")]
mod cold;
#[cfg(target_arch = "wasm32")]
pub mod left;
#[cfg(target_arch = "wasm32")]
pub mod move_lab;
#[cfg(target_arch = "wasm32")]
mod noting;
#[cfg(target_arch = "wasm32")]
pub mod open;
#[cfg(target_arch = "wasm32")]
pub(crate) mod state;
#[cfg(target_arch = "wasm32")]
pub mod tabs;

use crate::engine::ids::{QueueId, QueueOffset};
use crate::indexed_db::identity;
use crate::player::playing::Player;
use crate::player::saved_state::SavedState;
use crate::player::session::cold::read_cold;
use crate::player::session::left::Told;
use crate::player::session::noting::Unnoted;
use crate::player::session::state::{Commit, Handle, State};
use crate::player::storing::Located;
use crate::player::task;
use crate::player::wall::wall_clock;
pub use crate::player::wall::wall_us;
use crate::storage::error::StoredPart;
use crate::storage::frame::StoredMessage;
use crate::storage::segment_reader::{PieceCache, message_in};
use crate::storage::{Durability, Identity, Manifest, Note, StoreError};
use alloc::rc::{Rc, Weak};
use alloc::string::String;
use alloc::vec::Vec;
use core::cell::{Cell, RefCell};
use core::task::{Poll, Waker};
use gloo::events::EventListener;
use gloo::timers::callback::Interval;

pub use crate::player::session::open::{OpenOptions, Start};

/// How often the pump looks whether something is due.
const LOOK_EVERY_MS: u32 = 250;

pub(crate) struct Inner {
    pub(crate) lab: RefCell<String>,
    pub(crate) player: Rc<RefCell<Player>>,
    pub(crate) state: RefCell<State>,
    pub(crate) visit: Cell<Visit>,
    /// Nothing was stored under this lab's name before.
    pub(crate) is_new: Cell<bool>,
    /// What a person has to know about how the lab came back.
    pub(crate) notes: RefCell<Vec<Note>>,
    /// Stored pieces of log that were read last.
    pub(crate) pieces: RefCell<PieceCache>,
    listeners: Listeners,
    pub(crate) asked_to_persist: Cell<bool>,
    /// What was confirmed and is not noted outside the database yet.
    pub(crate) unnoted: RefCell<Option<Unnoted>>,
    /// What the door before the program was told last.
    pub(crate) told: RefCell<Told>,
    on_page: RefCell<Option<(Interval, [EventListener; 2])>>,
}

/// Which of the labs that this page has shown is on it. What was begun for one is dropped when its answer
/// comes and another is there.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub(crate) struct Visit(u32);

impl Visit {
    fn next(self) -> Visit {
        Visit(self.0 + 1)
    }
}

/// Who is told what.
#[derive(Default)]
struct Listeners {
    /// What was told last.
    shown: RefCell<Option<SavedState>>,
    on_change: RefCell<Vec<Rc<dyn Fn()>>>,
    /// Hears that this tab has taken over, or what a person has to know besides.
    on_news: RefCell<Option<HearNews>>,
    /// Those who wait for the end of a batch.
    at_rest: RefCell<Vec<Waker>>,
}

/// What has to be said of an open lab, besides its state.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum News {
    /// The tab that wrote the lab is closed, and this one writes now.
    TookOver,
    /// Something about how the lab came back.
    Note(Note),
    /// The store did not do what it was asked.
    Store(StoreError),
}

type HearNews = Rc<dyn Fn(News)>;

/// The open lab of a page. A clone is the same session.
#[derive(Clone)]
pub struct Session(pub(crate) Rc<Inner>);

impl Session {
    /// Opens a lab.
    pub async fn open(options: OpenOptions) -> Session {
        crate::player::session::open::open(options).await
    }

    pub(crate) fn begin(lab: String, mut player: Player, state: State) -> Session {
        player.set_clock(wall_clock());
        player.read_disk();
        let session = Session(Rc::new(Inner {
            lab: RefCell::new(lab),
            player: Rc::new(RefCell::new(player)),
            state: RefCell::new(state),
            visit: Cell::default(),
            is_new: Cell::new(false),
            notes: RefCell::default(),
            pieces: RefCell::default(),
            listeners: Listeners::default(),
            asked_to_persist: Cell::new(false),
            unnoted: RefCell::default(),
            told: RefCell::default(),
            on_page: RefCell::default(),
        }));
        session.listen_to_page();
        session.listen_to_player();
        session
    }

    /// The player. Borrow it shortly: the pump needs it too.
    pub fn player(&self) -> Rc<RefCell<Player>> {
        self.0.player.clone()
    }

    /// Whether the lab would survive now.
    pub fn saved(&self) -> SavedState {
        match &*self.0.state.borrow() {
            State::InMemory { why, .. } => SavedState::NotPersisted(why.clone()),
            State::Following { .. } => SavedState::ReadOnly { live: self.is_live() },
            State::Opening(_) => SavedState::Saving,
            State::Refused { error, .. } => SavedState::Failed(error.clone()),
            State::LetGo => SavedState::Failed(StoreError::Closed),
            State::Writing { commit: Commit::Failed(error) | Commit::Again(error), .. } => {
                SavedState::Failed(error.clone())
            }
            State::Writing { commit: Commit::Idle | Commit::UnderWay, .. } => {
                match self.0.player.try_borrow() {
                    Ok(player) if player.commands_saved() => SavedState::Saved,
                    _ => SavedState::Saving,
                }
            }
        }
    }

    /// What a person has to know about how the lab came back: damage, a wiped database, a window without
    /// locks.
    pub fn notes(&self) -> Vec<Note> {
        let mut notes = self.0.notes.borrow().clone();
        // Whoever is told of a change may hold the player.
        if let Ok(player) = self.0.player.try_borrow() {
            notes.extend_from_slice(player.note_values());
        }
        notes
    }

    /// Whether nothing was stored under this lab's name before.
    pub fn is_new(&self) -> bool {
        self.0.is_new.get()
    }

    /// Calls `listener` whenever `saved()` gives something else than before, or the player is another lab.
    pub fn on_change(&self, listener: impl Fn() + 'static) {
        self.0.listeners.on_change.borrow_mut().push(Rc::new(listener));
    }

    /// Calls `listener` with what has happened and has to be said.
    pub fn on_news(&self, listener: impl Fn(News) + 'static) {
        *self.0.listeners.on_news.borrow_mut() = Some(Rc::new(listener));
    }

    pub(crate) fn say(&self, news: News) {
        let listener = self.0.listeners.on_news.borrow().clone();
        if let Some(listener) = listener {
            listener(news);
        }
    }

    /// The lab's name in this browser and in the page's address.
    pub fn lab(&self) -> String {
        self.0.lab.borrow().clone()
    }

    /// Puts another lab in the place of this one, on the page and in the store.
    pub fn replace(&self, mut player: Player) {
        let mut stored: Manifest = self.0.player.borrow().manifest().clone();
        if self.0.state.borrow_mut().give_up_damaged() {
            stored.epoch = identity::new_epoch();
        }
        player.take_place_of(&stored);
        self.take_up(player);
        self.0.notes.borrow_mut().clear();
        self.pump();
        self.tell();
    }

    /// Shows a lab that is the stored one.
    pub(crate) fn take_up(&self, mut player: Player) {
        player.read_disk();
        *self.0.player.borrow_mut() = player;
        self.take_clock();
    }

    /// Gives the player on the page its clock and its ear.
    pub(crate) fn take_clock(&self) {
        self.0.player.borrow_mut().set_clock(wall_clock());
        self.listen_to_player();
    }

    /// Stores all there is, with a checkpoint, without waiting for the next moment to do so.
    pub fn flush(&self) {
        self.note_saved();
        if let Ok(mut player) = self.0.player.try_borrow_mut() {
            player.flush(Durability::Relaxed);
        }
        self.pump();
    }

    /// A message as it is stored, its hash checked.
    pub async fn message(
        &self,
        topic: &str,
        queue: QueueId,
        offset: QueueOffset,
    ) -> Result<StoredMessage, StoreError> {
        let (located, branch) = {
            let player = self.0.player.borrow();
            (player.locate(topic, queue, offset), player.manifest().branch)
        };
        let physical = match located {
            None => return Err(StoreError::Missing(StoredPart::Log(0))),
            Some(Located::Here(message)) => return Ok(*message),
            Some(Located::Stored(physical)) => physical,
        };
        let missing = StoreError::Missing(StoredPart::Log(physical.0 as u64));
        let at = physical.0 as u64;
        let kept = self.0.pieces.borrow_mut().of_branch(branch).piece_at(at).cloned();
        let piece = match kept {
            Some(piece) => piece,
            None => {
                let store = self.0.state.borrow().handle().ok_or(StoreError::Closed)?;
                let piece = store.piece_at(at).await?.ok_or(missing.clone())?;
                self.0.pieces.borrow_mut().of_branch(branch).keep(piece.clone(), at);
                piece
            }
        };
        let message = message_in(&piece, physical)?;
        let is_it = *message.topic == *topic && message.queue == queue && message.offset == offset;
        if is_it { Ok(message) } else { Err(missing) }
    }

    /// Stores what is due, and tells the door what would be left.
    pub fn pump(&self) {
        self.store_due();
        self.tell_door();
    }

    fn store_due(&self) {
        read_cold(self);
        if self.followed().is_some() {
            crate::player::session::tabs::follow(self);
            return self.tell_if_changed();
        }
        let store = {
            let state = self.0.state.borrow();
            if state.commit().is_none_or(Commit::is_under_way) {
                return;
            }
            state.handle()
        };
        let player = self.0.player.try_borrow_mut().ok();
        let batch = player.and_then(|mut player| player.take_writes(wall_us()));
        let (Some(store), Some(batch)) = (store, batch) else { return self.tell_if_changed() };
        self.0.state.borrow_mut().begin_commit();
        self.tell_if_changed();
        let (session, visit) = (self.clone(), self.0.visit.get());
        task::start(async move {
            let result = store.commit(&batch).await;
            drop(batch);
            if session.0.visit.get() == visit {
                session.committed(&store, result);
                session.pump();
            }
        });
    }

    /// Another lab is on the page from here on.
    pub(crate) fn leave(&self) -> Visit {
        self.note_saved();
        self.0.visit.set(self.0.visit.get().next());
        self.0.visit.get()
    }

    fn committed(&self, store: &Handle, result: Result<(), StoreError>) {
        let mut player = self.0.player.borrow_mut();
        player.writes_done(&result, wall_us());
        let identity = Identity { epoch: player.manifest().epoch, revision: player.confirmed_revision() };
        let by_person = player.commands_given() > 0;
        drop(player);
        if let (Ok(()), Handle::Database(_)) = (&result, store) {
            self.note_soon(identity, by_person);
        }
        self.0.state.borrow_mut().end_commit(result);
        self.0.listeners.at_rest.take().into_iter().for_each(Waker::wake);
    }

    /// Waits until no batch is under way and none is due.
    pub(crate) async fn at_rest(&self) -> Result<(), StoreError> {
        core::future::poll_fn(|context| {
            match self.0.state.borrow().commit() {
                Some(Commit::Failed(error) | Commit::Again(error)) => return Poll::Ready(Err(error.clone())),
                Some(Commit::Idle) => return Poll::Ready(Ok(())),
                Some(Commit::UnderWay) | None => {}
            }
            self.0.listeners.at_rest.borrow_mut().push(context.waker().clone());
            Poll::Pending
        })
        .await
    }

    fn tell_if_changed(&self) {
        let saved = Some(self.saved());
        if *self.0.listeners.shown.borrow() != saved {
            *self.0.listeners.shown.borrow_mut() = saved;
            self.tell();
        }
    }

    pub(crate) fn tell(&self) {
        let listeners = self.0.listeners.on_change.borrow().clone();
        listeners.iter().for_each(|listener| listener());
    }

    /// A command wakes the pump; the player is borrowed then, so it runs a moment later.
    pub(crate) fn listen_to_player(&self) {
        let weak = Rc::downgrade(&self.0);
        self.0.player.borrow_mut().set_waker(move || {
            let weak = weak.clone();
            task::start(async move { with(&weak, Session::pump) });
        });
    }

    fn listen_to_page(&self) {
        let weak = Rc::downgrade(&self.0);
        let interval = Interval::new(LOOK_EVERY_MS, move || with(&weak, Session::pump));
        let document = gloo::utils::document();
        let (weak, seen) = (Rc::downgrade(&self.0), document.clone());
        let hidden = EventListener::new(&document, "visibilitychange", move |_| {
            if seen.hidden() {
                with(&weak, Session::flush);
            }
        });
        let weak = Rc::downgrade(&self.0);
        let going =
            EventListener::new(&gloo::utils::window(), "pagehide", move |_| with(&weak, Session::flush));
        *self.0.on_page.borrow_mut() = Some((interval, [hidden, going]));
    }
}

/// Runs on the session if it is still there.
pub(crate) fn with(session: &Weak<Inner>, run: impl FnOnce(&Session)) {
    if let Some(inner) = session.upgrade() {
        run(&Session(inner));
    }
}
