//! A store that fails, under the real player: a script of a thousand operations, and a fault at every one of
//! its store calls. Not here: browsers (`tests/fault`), damage to a lab at rest (`recovery`), random crashes
//! (`player_saving`).
//!
//! | fault at call n | what is left to open | expected |
//! |---|---|---|
//! | error | nothing of the call; the player goes on | the next calls store it; the lab ends as without a fault |
//! | crash before | all up to n - 1 | that state, no note |
//! | crash after, unconfirmed | all up to n | that state, no note |
//! | torn write | all up to n, one record of n cut | what was confirmed, the cut one named, no wrong number |
//! | lost suffix | all up to n - k | that state, and a note that the browser gave back an older one |
//!
//! Invariant: what was confirmed is found again, and whatever is shown is what a straight run of the journal
//! gives.

use crate::random_lab::any_command;
use crate::stored_lab::{busy_journal, now, open, read_back};
use offset_lab::engine::ids::VirtualTime;
use offset_lab::player::Player;
use offset_lab::sim::{Command, JournalEntry};
use offset_lab::storage::error::StoredPart;
use offset_lab::storage::{Identity, Manifest, MemoryStore, Note, Store, StoreError, WriteBatch, recover};
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;
use std::collections::VecDeque;
use std::rc::Rc;

const OPERATIONS: usize = 1_000;
const EPOCH: u64 = 5;
/// Wall time of one operation: more than the pause between two saves, less than that after a failed one.
const OPERATION_US: u64 = 600_000;
/// How many confirmed transactions a power cut may take.
const SUFFIX_MAX: usize = 4;

#[derive(Debug)]
enum Move {
    Pass(u64),
    Give(Box<Command>),
    Back(u64),
    Rewind,
    Flush,
}

/// The same thousand operations each time: mostly time that passes and commands, sometimes a way back.
fn script() -> Vec<Move> {
    let mut runner = TestRunner::deterministic();
    let moves = (0..20u8, 20..400u64, any_command(30)).prop_map(|(kind, ms, command)| match kind {
        0..=8 => Move::Pass(ms * 1_000),
        9..=15 => Move::Give(Box::new(command)),
        16 => Move::Back(ms * 3_000),
        17 => Move::Rewind,
        _ => Move::Flush,
    });
    (0..OPERATIONS).map(|_| moves.new_tree(&mut runner).expect("a move").current()).collect()
}

fn begin() -> Player {
    let mut player = Player::open("Faults".to_string(), busy_journal());
    player.take_place_of(&Manifest { epoch: EPOCH, ..Manifest::default() });
    player
}

fn make(player: &mut Player, operation: &Move) {
    match operation {
        Move::Pass(us) => player.step_by(*us),
        Move::Give(command) => drop(player.submit((**command).clone())),
        Move::Back(us) => player.seek(VirtualTime(player.now().0.saturating_sub(*us))),
        Move::Rewind => player.rewind(),
        Move::Flush => player.flush(Default::default()),
    }
}

/// Runs the script; `store_call` gets every batch and answers for the store. How many calls there were, and
/// the player.
fn run(mut store_call: impl FnMut(usize, &Player, &WriteBatch) -> Result<(), StoreError>) -> (usize, Player) {
    let (mut player, mut calls) = (begin(), 0);
    for (operation, wall_us) in script().iter().zip((OPERATION_US..).step_by(OPERATION_US as usize)) {
        make(&mut player, operation);
        let Some(batch) = player.take_writes(wall_us) else { continue };
        calls += 1;
        let result = store_call(calls, &player, &batch);
        drop(batch);
        player.writes_done(&result, wall_us);
    }
    (calls, player)
}

/// What the player had in a transaction: what has to come back.
#[derive(Clone, PartialEq, Eq)]
struct State {
    revision: u64,
    entries: Vec<JournalEntry>,
    now: VirtualTime,
    digest: u64,
}

/// Without the commands, of which there are hundreds.
impl std::fmt::Debug for State {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (entries, now, digest) = (self.entries.len(), self.now, self.digest);
        write!(f, "save {}: {entries} commands, {now:?}, digest {digest:016x}", self.revision)
    }
}

impl State {
    fn of(player: &Player) -> State {
        // What the last command set for this very instant is still to come where it was given, and has come
        // where it is replayed.
        let mut world = player.world().clone();
        world.run_until(player.now(), &mut ());
        State {
            revision: player.manifest().revision,
            entries: player.journal().entries.clone(),
            now: player.now(),
            digest: world.digest(),
        }
    }
}

/// One call's images: the store before it, after it, and some calls earlier, with what the player had then.
struct Images {
    past: VecDeque<(MemoryStore, State)>,
}

/// Visits every call of a run without a fault.
fn at_every_call(mut visit: impl FnMut(usize, &Images, &WriteBatch, &MemoryStore, &State)) -> usize {
    let (store, mut images) = (MemoryStore::new(), Images { past: VecDeque::new() });
    let (calls, _) = run(|call, player, batch| {
        now(store.commit(batch)).expect("a store in memory takes it");
        let state = State::of(player);
        visit(call, &images, batch, &store, &state);
        images.past.push_back((store.clone(), state));
        if images.past.len() > SUFFIX_MAX {
            images.past.pop_front();
        }
        Ok(())
    });
    calls
}

fn reopened(store: &MemoryStore, confirmed: Option<u64>) -> Result<Option<Player>, StoreError> {
    let identity = confirmed.map(|revision| Identity { epoch: EPOCH, revision });
    let (recovered, _) = recover(now(store.load()).unwrap(), identity)?;
    Ok(recovered.map(Player::restore))
}

#[test]
fn a_crash_before_or_after_every_call_leaves_what_was_confirmed() {
    let calls = at_every_call(|call, images, _, after, state| {
        if let Some((before, confirmed)) = images.past.back() {
            let opened = reopened(before, Some(confirmed.revision)).unwrap().expect("a lab");
            assert_eq!(opened.notes(), Vec::<String>::new(), "call {call}");
            assert_eq!(State::of(&opened), *confirmed, "a crash before call {call}");
        }
        let confirmed = images.past.back().map(|(_, confirmed)| confirmed.revision);
        let opened = reopened(after, confirmed).unwrap().expect("a lab");
        assert_eq!(opened.notes(), Vec::<String>::new(), "call {call}");
        assert_eq!(State::of(&opened), *state, "a crash after call {call}");
    });
    assert!(calls >= OPERATIONS / 2, "{calls} calls are too few to call it a sweep");
}

#[test]
fn a_lost_suffix_is_an_older_state_that_is_whole_and_said() {
    at_every_call(|call, images, _, _, state| {
        let lost = call % SUFFIX_MAX + 1;
        let Some((image, older)) = images.past.iter().rev().nth(lost - 1) else { return };
        let opened = reopened(image, Some(state.revision)).unwrap().expect("a lab");
        let expected = Note::OlderThanSaved { found: older.revision, saved: state.revision };
        assert_eq!(opened.note_values(), [expected], "{lost} lost before call {call}");
        assert_eq!(State::of(&opened), *older, "{lost} lost before call {call}");
    });
}

/// The batch with one of its records cut in the middle: which, and where it lies. `None`: it has no such
/// record.
fn torn(batch: &WriteBatch, which: usize) -> Option<(WriteBatch, StoredPart)> {
    let mut torn = batch.clone();
    let cut = |record: &Vec<u8>| record[..record.len() / 2].to_vec();
    let last = |changes: &offset_lab::storage::TableChanges| {
        changes.puts().iter().next_back().map(|(&key, record)| (key, cut(record)))
    };
    let place = match which {
        0 => {
            torn.manifest = batch.manifest.as_ref().map(cut);
            StoredPart::Manifest
        }
        1 => {
            torn.checkpoint = Some(cut(batch.checkpoint.as_ref()?));
            StoredPart::Checkpoint
        }
        2 => {
            let (key, record) = last(&batch.journal)?;
            torn.journal.put(key, record);
            StoredPart::Entry(key)
        }
        _ => {
            let (key, record) = last(&batch.chunks)?;
            torn.chunks.put(key, record);
            StoredPart::Log(key)
        }
    };
    Some((torn, place))
}

#[test]
fn a_torn_write_costs_nothing_confirmed_and_is_named() {
    let mut seen = [0; 4];
    at_every_call(|call, images, batch, _, state| {
        let Some((before, confirmed)) = images.past.back() else { return };
        let records: Vec<_> =
            (0..seen.len()).filter_map(|which| Some((which, torn(batch, which)?))).collect();
        // One of the call's records, another one at the next call; a checkpoint, which costs a whole run,
        // where there is one.
        let cut = records.iter().find(|(which, _)| *which == 1 && call % 2 == 0);
        let cut =
            cut.or(records.get(call % records.len()).filter(|(which, _)| *which != 1)).or(records.first());
        if let Some((which, (batch, place))) = cut {
            seen[*which] += 1;
            let image = before.clone();
            now(image.commit(batch)).unwrap();
            let opened = reopened(&image, Some(confirmed.revision)).unwrap().expect("a lab");
            let named = |note: &Note| matches!(note, Note::Damaged { place: found, .. } if found == place);
            assert!(opened.note_values().iter().any(named), "call {call}, {place:?}: {:?}", opened.notes());
            let entries = &opened.journal().entries;
            assert!(state.entries.starts_with(entries), "call {call}, {place:?}: not this lab's commands");
            let kept =
                confirmed.entries.iter().zip(&state.entries).take_while(|(old, new)| old == new).count();
            assert!(entries.len() >= kept, "call {call}, {place:?}: confirmed commands are lost");
            if call % 32 < 4 {
                shows_nothing_wrong(opened, &image);
            }
        }
    });
    assert!(seen.iter().all(|&times| times > 15), "{seen:?}: each kind of record has to be torn");
}

/// The numbers are those of a straight run, and a lab that goes on from here is whole again.
fn shows_nothing_wrong(mut opened: Player, image: &MemoryStore) {
    let mut straight = Player::open("Straight".to_string(), opened.journal().clone());
    straight.seek(opened.now());
    assert_eq!(opened.world().digest(), straight.world().digest());
    opened.step_by(100_000);
    opened.flush(Default::default());
    let batch = opened.take_writes(u64::MAX / 2).expect("something to store");
    now(image.commit(&batch)).unwrap();
    opened.writes_done(&Ok(()), u64::MAX / 2);
    let again = Player::restore(open(image));
    assert_eq!(again.world().digest(), opened.world().digest());
}

#[test]
fn an_error_at_any_call_is_made_good_by_the_next() {
    let expected = State::of(&run(|_, _, _| Ok(())).1);
    let errors = [
        StoreError::Quota,
        StoreError::Aborted("by the script".to_string()),
        StoreError::Closed,
        StoreError::Unanswered,
        StoreError::Other("UnknownError: by the script".to_string()),
    ];
    // Every call fails in one run of each period: alone, every second one, and two of three.
    for (period, phase, width) in
        [(7, 0, 1), (7, 3, 1), (2, 0, 1), (2, 1, 1), (3, 0, 2), (3, 1, 2), (3, 2, 2)]
    {
        let store = MemoryStore::new();
        let confirmed: Rc<std::cell::RefCell<Option<State>>> = Rc::default();
        let mut sent: Option<State> = None;
        let (calls, mut player) = run(|call, player, batch| {
            // For want of room a batch is sent again as it is: it says where the lab stood when it was made.
            if sent.as_ref().is_none_or(|sent| sent.revision != player.manifest().revision) {
                sent = Some(State::of(player));
            }
            if (call + phase) % period < width {
                if let Some(confirmed) = confirmed.borrow().as_ref().filter(|_| call % 32 < period) {
                    let opened = reopened(&store, Some(confirmed.revision)).unwrap().expect("a lab");
                    assert_eq!(
                        (opened.notes(), State::of(&opened)),
                        (vec![], confirmed.clone()),
                        "call {call}"
                    );
                }
                return Err(errors[call % errors.len()].clone());
            }
            // A batch that only makes room says nothing of where the lab stands.
            if batch.manifest.is_some() {
                confirmed.borrow_mut().clone_from(&sent);
            } else {
                let stored = confirmed.borrow().as_ref().map_or(0, |confirmed| confirmed.revision);
                assert_eq!(player.confirmed_revision(), stored, "call {call}");
            }
            now(store.commit(batch))
        });
        assert!(calls > OPERATIONS / 8, "{calls} calls");
        player.flush(Default::default());
        while let Some(batch) = player.take_writes(u64::MAX / 2) {
            let result = now(store.commit(&batch));
            drop(batch);
            player.writes_done(&result, u64::MAX / 2);
        }
        let mut opened = Player::restore(open(&store));
        let found = State::of(&opened);
        assert_eq!(
            (&found.entries, found.now, found.digest),
            (&expected.entries, expected.now, expected.digest)
        );
        assert_eq!(opened.notes(), Vec::<String>::new());
        opened.seek(opened.known_until());
        read_back(&opened, &store);
    }
}
