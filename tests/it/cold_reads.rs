//! Cold reads that are real, and journeys through time, with a store that answers when it likes. Not here: a
//! browser's store (`tests/web`), and when a read is cold (`rules`).
//!
//! Invariant: whatever is late, the lab is the one that a straight run gives.

use crate::stored_lab::{entry, header, now, read_back};
use offset_lab::engine::ids::{Name, PhysicalOffset, QueueOffset, VirtualTime};
use offset_lab::player::{Clock, ColdLoad, Player};
use offset_lab::projection::cold_spans;
use offset_lab::sim::Journal;
use offset_lab::sim::command::{BrokerChange, Command, QueueChoice, ResetTarget, RetentionSettings};
use offset_lab::storage::error::{StoreError, StoredPart};
use offset_lab::storage::segment_reader::{CACHE_BYTES, PieceCache, message_in, read_stretch};
use offset_lab::storage::store::Piece;
use offset_lab::storage::{MemoryStore, Store, WriteBatch};
use std::cell::Cell;
use std::rc::Rc;

/// Two queues, small segments of which four stay in memory, a reader that will be sent back to the beginning.
fn journal() -> Journal {
    let topic = Name::from("orders");
    let retention = RetentionSettings { segment_bytes: Some(16 * 1024), ..RetentionSettings::default() };
    let broker =
        BrokerChange { page_cache_segments: Some(4), cold_read_ms: Some(7), ..BrokerChange::default() };
    let mut journal = Journal::new(header());
    journal.entries = vec![
        entry(0, Command::SetRetention(retention)),
        entry(0, Command::SetBroker(broker)),
        entry(0, Command::CreateTopic { topic: topic.clone(), queues: 2, first_offsets: vec![] }),
        entry(0, Command::CreateGroup { group: "g".into(), consume_from: Default::default() }),
        entry(0, crate::stored_lab::add_producer("p", 200, 300, 0)),
        entry(
            0,
            Command::AddConsumer {
                consumer: "c".into(),
                group: "g".into(),
                topic: topic.clone(),
                processing_us: 100,
                cached_max: 64,
            },
        ),
        entry(
            8_000_000,
            Command::ResetOffset { group: "g".into(), topic, queues: QueueChoice::All, to: ResetTarget::Min },
        ),
    ];
    journal
}

/// A clock that goes on by a little each time somebody looks.
fn busy_clock() -> Clock {
    let at = Cell::new(0);
    Clock::new(move || {
        at.set(at.get() + 50);
        at.get()
    })
}

fn pump(player: &mut Player, store: &MemoryStore, wall_us: u64) {
    if let Some(batch) = player.take_writes(wall_us) {
        let result = now(store.commit(&batch));
        player.writes_done(&result, wall_us);
    }
}

fn read(player: &mut Player, store: &MemoryStore, load: &ColdLoad) {
    let mut sizes = Vec::new();
    let stretch = load.from.0 as u64..load.to.0 as u64;
    let result = now(read_stretch(store, stretch, |piece, _| sizes.push(piece.record.len())));
    sizes.into_iter().for_each(|bytes| player.cold_read(bytes));
    player.cold_loaded(load, &result);
}

/// Plays to `until` against a store that answers each load after `delay(n)` frames. Frames in which the clock
/// stood.
fn play(player: &mut Player, store: &MemoryStore, until: VirtualTime, delay: impl Fn(u64) -> u64) -> u64 {
    let (mut loads, mut count, mut stalls) = (Vec::new(), 0, 0);
    player.play();
    for frame in 0..100_000 {
        player.frame(frame * 20_000);
        pump(player, store, frame * 20_000);
        for load in player.take_cold_loads() {
            loads.push((frame + delay(count), load));
            count += 1;
        }
        stalls += u64::from(player.disk().reading().is_some());
        let (due, later): (Vec<_>, Vec<_>) = loads.into_iter().partition(|(at, _)| *at <= frame);
        due.iter().for_each(|(_, load)| read(player, store, load));
        loads = later;
        if player.now() >= until {
            break;
        }
    }
    player.pause();
    stalls
}

fn straight(at: VirtualTime) -> u64 {
    let mut player = Player::open("Straight".to_string(), journal());
    player.seek(at);
    player.world().digest()
}

#[test]
fn a_late_disk_makes_the_clock_late_and_nothing_else() {
    let until = VirtualTime(12_000_000);
    let delays: [fn(u64) -> u64; 3] = [|_| 0, |_| 9, |n| n * 7 % 23];
    let mut counts = Vec::new();
    for (i, delay) in delays.into_iter().enumerate() {
        let (store, mut player) = (MemoryStore::new(), Player::open("Late".to_string(), journal()));
        player.set_clock(busy_clock());
        player.read_disk();
        let stalls = play(&mut player, &store, until, delay);
        assert!(i == 0 || stalls > 20, "the clock stood for {stalls} frames");
        assert_eq!(player.world().digest(), straight(player.now()));
        assert_eq!(player.disk().failed(), None);
        assert!(player.disk().counts().0 > 10, "{:?}", player.disk().counts());
        player.seek(until);
        assert_eq!(player.world().digest(), straight(until));
        counts.push(player.disk().counts());
    }
    assert!(counts.iter().all(|count| count.1 > count.0 * 1_000), "{counts:?}");
}

#[test]
fn loads_from_before_a_seek_are_dropped_and_do_not_hold_the_clock() {
    let (store, mut player) = (MemoryStore::new(), Player::open("Late".to_string(), journal()));
    player.set_clock(busy_clock());
    player.read_disk();
    let mut stale = Vec::new();
    player.play();
    for frame in 0..2_000 {
        player.frame(frame * 20_000);
        pump(&mut player, &store, frame * 20_000);
        stale.extend(player.take_cold_loads());
        if player.disk().reading().is_some() {
            break;
        }
    }
    assert!(!stale.is_empty() && player.disk().reading().is_some());
    let stood = player.now();
    player.frame(90_000_000);
    assert_eq!(player.now(), stood, "it waits");
    player.pause();
    player.travel_to(VirtualTime(1_000_000));
    assert_eq!((player.disk().reading(), player.now()), (None, VirtualTime(1_000_000)));
    stale.iter().for_each(|load| read(&mut player, &store, load));
    player.travel_to(stood);
    (0..500).for_each(|frame| player.frame(frame * 20_000));
    assert_eq!((player.travel(), player.world().digest()), (None, straight(stood)));
}

#[test]
fn a_missing_or_damaged_segment_is_said_and_the_lab_goes_on() {
    let (store, mut player) = (MemoryStore::new(), Player::open("Hole".to_string(), journal()));
    player.set_clock(busy_clock());
    player.read_disk();
    play(&mut player, &store, VirtualTime(7_000_000), |_| 0);
    let keys = store.log_keys().1;
    let mut flipped = now(store.piece_at(keys[1])).unwrap().unwrap().record;
    flipped[500] ^= 1;
    let mut batch = WriteBatch::default();
    batch.sealed.delete(keys[0]..keys[0] + 1);
    batch.sealed.put(keys[1], flipped);
    now(store.commit(&batch)).unwrap();
    play(&mut player, &store, VirtualTime(12_000_000), |_| 2);
    assert!(
        player.disk().failed().is_some_and(|words| words.contains("commit log")),
        "{:?}",
        player.disk().failed()
    );
    assert_eq!(player.world().digest(), straight(player.now()));
}

#[test]
fn a_journey_goes_on_in_frames_and_can_be_stopped() {
    let (store, mut player) = (MemoryStore::new(), Player::open("Far".to_string(), journal()));
    let looks = Rc::new(Cell::new(0));
    let counted = looks.clone();
    player.set_clock(Clock::new(move || {
        counted.set(counted.get() + 10_000);
        counted.get()
    }));
    let far = VirtualTime(60_000_000);
    player.travel_to(far);
    let travel = player.travel().expect("it is far");
    assert_eq!((travel.from, travel.to), (VirtualTime(0), far));
    let (mut frames, mut percent) = (0, 0);
    while player.travel().is_some() {
        player.frame(frames * 20_000);
        // What the last frame did is stored below.
        if player.travel().is_some() {
            pump(&mut player, &store, frames * 20_000);
        }
        frames += 1;
        let now = player.travel().map_or(100, |travel| travel.percent(player.now()));
        assert!(now >= percent);
        percent = now;
    }
    assert!(frames > 10, "{frames}");
    assert_eq!((player.now(), player.world().digest()), (far, straight(far)));
    let batch = player.take_writes(u64::MAX / 2).expect("the end of the journey is stored");
    assert!(batch.checkpoint.is_some(), "with a checkpoint: nothing of it is run again");
    let result = now(store.commit(&batch));
    player.writes_done(&result, u64::MAX / 2);
    read_back_when_saved(&mut player, &store);

    player.travel_to(VirtualTime(50_000_000));
    player.travel_to(VirtualTime(90_000_000));
    player.frame(0);
    player.stop_travel();
    let stopped = player.now();
    player.frame(1);
    assert_eq!((player.travel(), player.now()), (None, stopped));
    assert_eq!(player.world().digest(), straight(stopped));
}

#[test]
fn a_way_that_was_gone_before_is_short_in_both_directions() {
    let mut player = Player::open("Far".to_string(), busy_journal());
    let far = VirtualTime(16_000_000);
    player.seek(far);
    player.forget_writes();
    let straight = player.world().digest();
    let looks = Rc::new(Cell::new(0));
    let counted = looks.clone();
    player.set_clock(Clock::new(move || {
        counted.set(counted.get() + 1);
        counted.get()
    }));
    let mut way = |to| {
        let before = looks.get();
        player.travel_to(to);
        while player.travel().is_some() {
            player.frame(0);
        }
        (looks.get() - before, player.now(), player.world().digest())
    };
    let (_, begin, _) = way(VirtualTime(0));
    assert_eq!(begin, VirtualTime(0));
    // A checkpoint lies every two or three seconds; all the way the clock would be looked at a thousand
    // times.
    let (ahead, now, digest) = way(far);
    assert_eq!((now, digest), (far, straight));
    let (back, ..) = way(VirtualTime(8_000_000));
    let (again, now, digest) = way(far);
    assert_eq!((now, digest), (far, straight));
    assert!(ahead.max(back).max(again) < 250, "{ahead}, {back} and {again} looks");
}

/// So many messages that a timeline keeps checkpoints.
fn busy_journal() -> Journal {
    let mut journal = Journal::new(header());
    journal.entries = vec![
        entry(0, Command::CreateTopic { topic: Name::from("orders"), queues: 2, first_offsets: vec![] }),
        entry(0, crate::stored_lab::add_producer("p", 10_000, 300, 0)),
    ];
    journal
}

#[test]
fn the_stretches_that_are_shown_as_cold_are_those_that_a_pull_would_wait_for() {
    let topic = Name::from("orders");
    let mut player = Player::open("Cold".to_string(), journal());
    let mut cold = 0;
    for second in 0..40 {
        player.seek(VirtualTime(second * 500_000));
        let (world, spans) = (player.world(), cold_spans(player.world()));
        for queue in 0..2 {
            let broker = world.broker();
            for offset in broker.min_offset(&topic, queue).0..broker.max_offset(&topic, queue).0 {
                let shown = spans.iter().filter(|span| span.queue == queue);
                let shown = shown.filter(|span| (span.from.0..span.to.0).contains(&offset)).count();
                let waits = broker.cold_segment(&topic, queue, QueueOffset(offset)).is_some();
                assert_eq!(shown, usize::from(waits), "{queue}/{offset} at {second} half seconds");
                cold += shown;
            }
        }
    }
    assert!(cold > 1_000, "{cold}");
}

fn read_back_when_saved(player: &mut Player, store: &MemoryStore) {
    crate::stored_lab::save(player, store);
    assert!(!read_back(player, store).is_empty());
}

/// A store of three pieces, 0, 1000 and 2000, of which the middle one has two messages.
fn three_pieces() -> MemoryStore {
    use offset_lab::storage::SegmentWriter;
    let store = MemoryStore::new();
    let mut writer = SegmentWriter::new(&header());
    let mut append = |physical: i64, bytes: u32| {
        writer.observe(
            VirtualTime(5),
            &offset_lab::engine::Event::Appended {
                topic: "orders".into(),
                queue: 0,
                offset: offset_lab::engine::QueueOffset(physical),
                physical: PhysicalOffset(physical),
                record_bytes: bytes,
                body_bytes: 10,
                of: None,
            },
        );
        let (chunks, sealed) = writer.take(true);
        now(store.commit(&WriteBatch { chunks, sealed, ..WriteBatch::default() })).unwrap();
    };
    append(0, 1_000);
    append(1_000, 1_000);
    append(2_000, 900);
    store
}

#[test]
fn a_stretch_is_read_whole_or_its_hole_is_named() {
    let read = |store: &MemoryStore, stretch| {
        let mut pieces = Vec::new();
        now(read_stretch(store, stretch, |piece, asked| pieces.push((piece.from, asked)))).map(|()| pieces)
    };
    let store = three_pieces();
    assert_eq!(read(&store, 0..2_900), Ok(vec![(2_000, 2_899), (1_000, 1_999), (0, 999)]));
    assert_eq!(read(&store, 1_000..2_950), Ok(vec![(2_000, 2_949), (1_000, 1_999)]), "the tail is blank");
    let mut batch = WriteBatch::default();
    batch.chunks.delete(1_000..1_001);
    now(store.commit(&batch)).unwrap();
    assert_eq!(read(&store, 0..2_900), Err(StoreError::Missing(StoredPart::Log(1_000))));
    batch.chunks.delete(0..1);
    now(store.commit(&batch)).unwrap();
    assert_eq!(read(&store, 0..1_000), Err(StoreError::Missing(StoredPart::Log(0))));
}

#[test]
fn the_cache_gives_only_what_is_known_to_be_valid_and_stays_small() {
    let store = three_pieces();
    let mut cache = PieceCache::default();
    let piece = now(store.piece_at(1_400)).unwrap().unwrap();
    cache.keep(piece.clone(), 1_400);
    assert_eq!(cache.piece_at(1_000), Some(&piece));
    assert_eq!(cache.piece_at(1_401), None, "a newer piece may begin there");
    assert_eq!(message_in(cache.piece_at(1_000).unwrap(), PhysicalOffset(1_000)).unwrap().offset.0, 1_000);
    for i in 0..100 {
        cache.keep(Piece { from: i, sealed: true, record: vec![0; CACHE_BYTES / 10] }, i);
    }
    assert!(cache.bytes() <= CACHE_BYTES);
    assert_eq!(cache.of_branch(1).bytes(), 0, "another branch has other bytes");
}
