//! A store that answers nothing more, under the real player: every wait ends in words, the clock goes on, and
//! what is stored once it answers again is the lab of a straight run. Not here: a store that says no
//! (`store_faults`), and what ticks in a browser (`tests/web`).
//!
//! Invariant: no test waits for wall time; ticks come when the test says so.

use crate::stored_lab::{busy_journal, header, now, open, read_back};
use offset_lab::engine::ids::VirtualTime;
use offset_lab::player::{Clock, ColdLoad, Player};
use offset_lab::sim::command::{BrokerChange, Command};
use offset_lab::sim::{Journal, JournalEntry};
use offset_lab::storage::patience::{Patience, SILENT_TICKS_MAX};
use offset_lab::storage::segment_reader::read_stretch;
use offset_lab::storage::store::Piece;
use offset_lab::storage::{Durability, MemoryStore, Store, StoreError, StoredLab, WriteBatch};
use offset_lab::ui::text::Language;
use std::cell::Cell;
use std::future::{pending, ready};
use std::pin::pin;
use std::task::{Context, Poll, Waker};

/// A store in memory whose browser falls silent now and then.
#[derive(Default)]
struct Fickle {
    kept: MemoryStore,
    silent: Cell<bool>,
    /// It does what it is asked all the same; only the answer is lost.
    obeys: Cell<bool>,
}

impl Store for Fickle {
    async fn commit(&self, batch: &WriteBatch) -> Result<(), StoreError> {
        if !self.silent.get() || self.obeys.get() {
            self.kept.commit(batch).await?;
        }
        if self.silent.get() { pending().await } else { Ok(()) }
    }

    async fn load(&self) -> Result<StoredLab, StoreError> {
        if self.silent.get() { pending().await } else { self.kept.load().await }
    }

    async fn piece_at(&self, physical: u64) -> Result<Option<Piece>, StoreError> {
        if self.silent.get() { pending().await } else { self.kept.piece_at(physical).await }
    }
}

/// Waits as a page does, with a tick whenever there is nothing to do. The answer, and how many ticks it took.
fn waited<T>(answer: impl Future<Output = Result<T, StoreError>>) -> (Result<T, StoreError>, u32) {
    let patience = Patience::default();
    let mut wait = pin!(patience.wait(answer));
    for ticks in 0..=10 * SILENT_TICKS_MAX {
        if let Poll::Ready(answer) = wait.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            return (answer, ticks);
        }
        patience.tick();
    }
    panic!("this wait has no end");
}

#[test]
fn a_wait_ends_with_the_answer_or_after_so_many_ticks_without_a_word() {
    assert_eq!(waited(ready(Ok(7))), (Ok(7), 0));
    assert_eq!(waited(ready(Err::<(), _>(StoreError::Quota))), (Err(StoreError::Quota), 0));
    assert_eq!(waited(pending::<Result<(), _>>()), (Err(StoreError::Unanswered), SILENT_TICKS_MAX));
}

#[test]
fn whoever_goes_on_answering_may_take_as_long_as_it_likes() {
    let patience = Patience::for_ticks(3);
    let mut wait = pin!(patience.wait(pending::<Result<(), StoreError>>()));
    let mut poll = || wait.as_mut().poll(&mut Context::from_waker(Waker::noop()));
    for _ in 0..1_000 {
        patience.tick();
        patience.tick();
        assert_eq!(poll(), Poll::Pending);
        patience.heard();
    }
    (0..3).for_each(|_| patience.tick());
    // Whoever is given up is not waited for again.
    patience.heard();
    assert_eq!(poll(), Poll::Ready(Err(StoreError::Unanswered)));
}

/// Plays for so long, a save twice a second, against a store that is silent at some of them. How often it
/// was, and the player.
fn play(store: &Fickle, is_silent: impl Fn(u64) -> bool) -> (u64, Player) {
    let mut player = Player::open("Fickle".to_string(), busy_journal());
    let (mut saves, mut silences) = (0, 0);
    for second in 1..40 {
        player.step_by(400_000);
        if second % 5 == 0 {
            drop(player.submit(Command::CreateTopic {
                topic: format!("t{second}").as_str().into(),
                queues: 1,
                first_offsets: vec![],
            }));
        }
        let wall_us = second * 3_000_000;
        let Some(batch) = player.take_writes(wall_us) else { continue };
        saves += 1;
        store.silent.set(is_silent(saves));
        let (result, _) = waited(store.commit(&batch));
        drop(batch);
        player.writes_done(&result, wall_us);
        if store.silent.get() {
            silences += 1;
            assert_eq!(result, Err(StoreError::Unanswered));
            assert!(
                second % 5 != 0 || !player.commands_saved(),
                "nothing is called saved that nobody confirmed"
            );
        }
    }
    store.silent.set(false);
    player.flush(Durability::Relaxed);
    if let Some(batch) = player.take_writes(u64::MAX / 2) {
        let result = now(store.commit(&batch));
        drop(batch);
        player.writes_done(&result, u64::MAX / 2);
    }
    (silences, player)
}

#[test]
fn a_save_without_an_answer_is_made_good_by_the_next_whether_it_was_stored_or_not() {
    for obeys in [false, true] {
        for (period, silent) in [(2, 1), (3, 2), (7, 6)] {
            let store = Fickle::default();
            store.obeys.set(obeys);
            let (silences, player) = play(&store, |save| save % period < silent);
            assert!(silences > 10, "{silences} of {period}");
            assert!(player.commands_saved());
            let restored = Player::restore(open(&store.kept));
            assert_eq!(restored.notes(), Vec::<String>::new());
            assert_eq!(restored.journal(), player.journal());
            assert_eq!(restored.world().digest(), straight(player.journal(), player.now()));
            assert!(!read_back(&restored, &store.kept).is_empty());
        }
    }
}

fn straight(journal: &Journal, at: VirtualTime) -> u64 {
    let mut player = Player::open("Straight".to_string(), journal.clone());
    player.seek(at);
    player.world().digest()
}

#[test]
fn opening_ends_in_words_in_both_languages() {
    let store = Fickle::default();
    store.silent.set(true);
    let (answer, ticks) = waited(store.load());
    assert_eq!((answer, ticks), (Err(StoreError::Unanswered), SILENT_TICKS_MAX));
    for language in Language::ALL {
        let (text, labs) = (&language.text().top, &language.text().labs);
        let said = (text.store_error)(&StoreError::Unanswered);
        for (words, en, zh) in [
            (said.as_str(), "does not answer", "没有应答"),
            (said.as_str(), "reload", "刷新"),
            (labs.unopened, "is unchanged", "保持原样"),
            (labs.unopened, "without saving", "不保存而继续"),
        ] {
            let expected = if language == Language::En { en } else { zh };
            assert!(words.contains(expected), "{words}");
        }
    }
}

#[test]
fn a_store_that_was_emptied_under_the_lab_gets_all_of_it_again() {
    for (emptied_at, rewound) in [(3, false), (20, false), (30, true)] {
        let (mut store, mut player) =
            (MemoryStore::new(), Player::open("Emptied".to_string(), busy_journal()));
        for save in 1..40 {
            player.step_by(400_000);
            if rewound && save == emptied_at - 5 {
                player.seek(VirtualTime(2_000_000));
                player.rewind();
            }
            let Some(batch) = player.take_writes(save * 3_000_000) else { continue };
            let result = match save {
                _ if save == emptied_at => {
                    store = MemoryStore::new();
                    Err(StoreError::Emptied)
                }
                _ => now(store.commit(&batch)),
            };
            drop(batch);
            player.writes_done(&result, save * 3_000_000);
            assert!(save != emptied_at || !player.commands_saved(), "nothing is saved any more");
        }
        assert!(player.commands_saved());
        let restored = Player::restore(open(&store));
        assert_eq!(restored.notes(), Vec::<String>::new());
        assert_eq!((restored.journal(), restored.now()), (player.journal(), player.now()));
        assert_eq!(restored.world().digest(), straight(player.journal(), player.now()));
        assert!(!read_back(&restored, &store).is_empty(), "with every message");
    }
}

/// A reader behind what memory holds: its pulls are cold.
fn cold_journal() -> Journal {
    let broker =
        BrokerChange { page_cache_segments: Some(4), cold_read_ms: Some(7), ..BrokerChange::default() };
    let mut journal = busy_journal();
    assert_eq!(journal.header, header());
    journal.entries.push(JournalEntry { at_us: VirtualTime(3_000_000), command: Command::SetBroker(broker) });
    journal.entries.push(JournalEntry {
        at_us: VirtualTime(8_000_000),
        command: Command::ResetOffset {
            group: "billing".into(),
            topic: "orders".into(),
            queues: offset_lab::sim::command::QueueChoice::All,
            to: offset_lab::sim::command::ResetTarget::Min,
        },
    });
    journal
}

#[test]
fn a_cold_read_without_an_answer_is_said_and_the_clock_goes_on() {
    let (store, mut player) = (Fickle::default(), Player::open("Cold".to_string(), cold_journal()));
    let looks = Cell::new(0);
    player.set_clock(Clock::new(move || {
        looks.set(looks.get() + 50);
        looks.get()
    }));
    player.read_disk();
    player.play();
    let (mut unanswered, until) = (0, VirtualTime(12_000_000));
    for wall_us in (0..).step_by(20_000).take(5_000) {
        player.frame(wall_us);
        if let Some(batch) = player.take_writes(wall_us) {
            let result = now(store.commit(&batch));
            drop(batch);
            player.writes_done(&result, wall_us);
        }
        store.silent.set(true);
        for load in player.take_cold_loads() {
            let ColdLoad { from, to, .. } = load;
            let (result, _) = waited(read_stretch(&store, from.0 as u64..to.0 as u64, |_, _| {}));
            unanswered += u64::from(result == Err(StoreError::Unanswered));
            player.cold_loaded(&load, &result);
        }
        store.silent.set(false);
        if player.now() >= until {
            break;
        }
    }
    player.pause();
    assert!(unanswered > 3, "{unanswered} reads");
    assert!(player.now() >= until, "the clock stands at {:?}", player.now());
    assert!(player.disk().failed().is_some_and(|words| words.contains("does not answer")));
    assert_eq!(player.world().digest(), straight(player.journal(), player.now()));
}
