//! Several tabs on one lab: the one that writes tells the others, and they show what it stored until one of
//! them takes over. Not here: the lock and the channel themselves (`indexed_db`), and taking in what is new
//! (`following`).
//!
//! Invariant: a tab says *saved* only of what it read while it held the lock, or stored itself.

use crate::engine::ids::VirtualTime;
use crate::indexed_db::tab_channel::TabChannel;
use crate::indexed_db::tab_lock::{self, TabLock};
use crate::indexed_db::{IndexedDbStore, identity};
use crate::player::session::open::look;
use crate::player::session::state::State;
use crate::player::session::{Inner, News, Session, with};
use crate::player::task;
use crate::storage::manifest::entry_from_record;
use crate::storage::{Manifest, StoreError};
use alloc::rc::{Rc, Weak};
use alloc::string::String;
use alloc::vec::Vec;
use core::cell::{Cell, RefCell};
use gloo::timers::callback::Interval;

/// How often a tab looks by itself whether there is something new.
const LOOK_EVERY_MS: u32 = 1_000;

std::thread_local! {
    /// The channel of the lab that this tab writes.
    static CHANNEL: RefCell<Option<(String, Option<TabChannel>)>> = const { RefCell::new(None) };
}

/// How a tab follows the one that writes.
pub struct Following {
    /// Where it was brought last. A person who goes elsewhere, or plays, is left alone.
    stands: Cell<VirtualTime>,
    reading: Cell<bool>,
    again: Cell<bool>,
    /// What was stored could not be read when it was last looked for, and that was said.
    unread: Cell<bool>,
    _channel: Option<TabChannel>,
    _look: Interval,
}

/// Something was stored: tells the other tabs, and notes that a person changed the lab.
pub(crate) fn stored(session: &Session, by_person: bool) {
    let lab = session.0.lab.borrow();
    if by_person {
        identity::note_changed(&lab);
    }
    CHANNEL.with_borrow_mut(|channel| {
        if channel.as_ref().is_none_or(|(of, _)| *of != *lab) {
            *channel = Some((lab.clone(), TabChannel::open(&lab)));
        }
        if let Some((_, Some(channel))) = channel {
            channel.tell();
        }
    });
}

/// Shows what the other tab stores, until that tab is closed. Called whenever there might be something to
/// store, it forgets that.
pub(crate) fn follow(session: &Session) {
    if session.0.state.borrow().following().is_some() {
        if let Ok(mut player) = session.0.player.try_borrow_mut() {
            player.forget_writes();
        }
        return;
    }
    let (lab, weak) = (session.lab(), Rc::downgrade(&session.0));
    let mut channel = TabChannel::open(&lab);
    let heard = weak.clone();
    if let Some(channel) = &mut channel {
        channel.on_word(move || with(&heard, hear));
    }
    let looking = weak.clone();
    let begun = Following {
        stands: Cell::new(session.0.player.borrow().now()),
        reading: Cell::new(false),
        again: Cell::new(false),
        unread: Cell::new(false),
        _channel: channel,
        _look: Interval::new(LOOK_EVERY_MS, move || with(&looking, hear)),
    };
    if let State::Following { following, .. } = &mut *session.0.state.borrow_mut() {
        *following = Some(begun);
    }
    hear(session);
    let visit = session.0.visit.get();
    task::start(async move {
        let Some(lock) = tab_lock::wait(&lab).await else { return };
        if weak.upgrade().is_some_and(|inner| inner.visit.get() == visit) {
            take_over(&lab, &weak, lock).await;
        }
    });
}

impl Session {
    /// Whether the moment shown is the one at which the tab that writes is.
    pub(crate) fn is_live(&self) -> bool {
        let state = self.0.state.borrow();
        let Ok(player) = self.0.player.try_borrow() else { return true };
        state.following().is_none_or(|following| following.stands.get() == player.now() && !player.playing())
    }

    /// Back to the moment at which the other tab is, and along with it.
    pub fn follow_again(&self) {
        if let (Some(following), Ok(mut player)) =
            (self.0.state.borrow().following(), self.0.player.try_borrow_mut())
        {
            player.pause();
            let now = player.manifest().now;
            player.seek(now);
            following.stands.set(player.now());
        }
        hear(self);
        self.tell();
    }

    /// The database that another tab writes.
    pub(crate) fn followed(&self) -> Option<Rc<IndexedDbStore>> {
        self.0.state.borrow().followed()
    }
}

/// There may be something new. One look is under way at a time; what comes meanwhile makes for another.
fn hear(session: &Session) {
    {
        let state = session.0.state.borrow();
        let Some(following) = state.following() else { return };
        if following.reading.replace(true) {
            following.again.set(true);
            return;
        }
    }
    let weak = Rc::downgrade(&session.0);
    task::start(async move {
        loop {
            // What can't be read now is read at the next word, or by whoever takes over.
            let _ = take_in(&weak).await;
            let again = weak.upgrade().is_some_and(|inner| {
                inner.state.borrow().following().is_some_and(|following| {
                    let again = following.again.take();
                    following.reading.set(again);
                    again
                })
            });
            if !again {
                return;
            }
        }
    });
}

/// Takes in what was stored since.
async fn take_in(session: &Weak<Inner>) -> Option<()> {
    let here = session.upgrade().map(Session)?;
    let store = here.followed().filter(|_| here.is_live())?;
    let known = here.0.player.borrow().journal().entries.len() as u64;
    let (lab, visit) = (here.lab(), here.0.visit.get());
    drop(here);
    let news = store.news(known).await;
    tell_unread(session, news.as_ref().err());
    let (manifest, records) = news.ok()?;
    let manifest = Manifest::from_record(&manifest?).ok()?;
    let entries: Result<Vec<_>, StoreError> =
        records.iter().map(|(index, record)| entry_from_record(*index, record)).collect();
    let still = || {
        let here = session.upgrade().map(Session)?;
        (here.0.visit.get() == visit && here.followed().is_some() && here.is_live()).then_some(here)
    };
    let here = still()?;
    let before = here.0.player.borrow().manifest().clone();
    if (before.epoch, before.revision) == (manifest.epoch, manifest.revision) {
        return Some(());
    }
    let follows = here.0.player.borrow_mut().follow(&manifest, &entries.ok()?);
    drop(here);
    if !follows {
        let found = look(&lab, &store).await;
        let here = still()?;
        here.take_up(*found.lab.ok()??);
    }
    let here = still_following(session)?;
    let now = here.0.player.borrow().now();
    if let Some(following) = here.0.state.borrow().following() {
        following.stands.set(now);
    }
    here.tell();
    Some(())
}

/// Says once that what the other tab stores can't be read now.
fn tell_unread(session: &Weak<Inner>, error: Option<&StoreError>) {
    let Some(session) = still_following(session) else { return };
    let said = session.0.state.borrow().following().is_some_and(|it| it.unread.replace(error.is_some()));
    if let Some(error) = error.filter(|_| !said) {
        session.say(News::Store(error.clone()));
    }
}

fn still_following(session: &Weak<Inner>) -> Option<Session> {
    session.upgrade().map(Session).filter(|session| session.followed().is_some())
}

/// The other tab is closed: show what it saved last, and write from now on. While we read we hold the lock
/// already.
async fn take_over(lab: &str, session: &Weak<Inner>, lock: TabLock) {
    let Some(store) = still_following(session).and_then(|session| session.followed()) else { return };
    let found = look(lab, &store).await;
    let Some(session) = still_following(session) else { return };
    let mut notes = found.notes;
    match found.lab {
        Ok(Some(mut player)) => {
            let playing = session.0.player.borrow().playing();
            if playing {
                player.play();
            }
            notes.extend_from_slice(player.note_values());
            *session.0.state.borrow_mut() = State::writing(store, Some(lock));
            session.take_up(*player);
        }
        Ok(None) => {
            let stored = Manifest { epoch: identity::new_epoch(), ..Manifest::default() };
            session.0.player.borrow_mut().take_place_of(&stored);
            *session.0.state.borrow_mut() = State::writing(store, Some(lock));
        }
        Err(error) => *session.0.state.borrow_mut() = State::refused(error, Some(store), Some(lock)),
    }
    session.pump();
    session.tell();
    session.say(News::TookOver);
    notes.into_iter().for_each(|note| session.say(News::Note(note)));
}
