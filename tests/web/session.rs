//! A lab on a page: opened, saved, opened again, in two tabs at once, and where nothing is kept. Not here:
//! the store itself (`store`).
//!
//! Invariant: a second tab is a second session; a closed tab is a session that is dropped.

use offset_lab::engine::ids::{Name, QueueOffset, VirtualTime};
use offset_lab::engine::profile::Profile;
use offset_lab::indexed_db::{IndexedDbStore, identity};
use offset_lab::player::{NotPersisted, OpenOptions, Player, SavedState, Session, Start};
use offset_lab::sim::{Command, Journal, JournalHeader};
use offset_lab::storage::error::StoreError;
use offset_lab::storage::store::Store;
use offset_lab::storage::{StoredPart, WriteBatch};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::wasm_bindgen_test;

async fn clean(lab: &str) {
    IndexedDbStore::destroy(lab).await.expect("nobody holds it");
    identity::forget(lab);
}

async fn open(lab: &str, start: Start) -> Session {
    Session::open(OpenOptions { lab: lab.to_string(), persist: true, start }).await
}

/// Waits until the session shows this; every change is told.
pub async fn until(session: &Session, holds: impl Fn(&Session) -> bool + 'static) {
    if holds(session) {
        return;
    }
    let resolver = Rc::new(RefCell::new(None));
    let promise =
        js_sys::Promise::new(&mut |resolve, _| *resolver.borrow_mut() = Some((resolve, session.clone())));
    session.on_change(move || {
        // Once told, the listener lets go of the session: it would keep it alive.
        let due = resolver.borrow().as_ref().is_some_and(|(_, session)| holds(session));
        if let Some((resolve, _)) = due.then(|| resolver.borrow_mut().take()).flatten() {
            resolve.call0(&wasm_bindgen::JsValue::NULL).unwrap();
        }
    });
    JsFuture::from(promise).await.unwrap();
}

async fn until_saved(session: &Session) {
    until(session, |session| session.saved() == SavedState::Saved).await;
}

/// The turn in which a save is noted outside the database: it was asked for before this one.
async fn noted() {
    let turn = js_sys::Promise::new(&mut |done, _| {
        gloo::utils::window().set_timeout_with_callback(&done).unwrap();
    });
    JsFuture::from(turn).await.unwrap();
}

fn orders() -> Player {
    let mut player = Player::open("Orders".to_string(), Journal::new(JournalHeader::new(Profile::Docs50, 3)));
    player.submit(Command::CreateTopic { topic: "orders".into(), queues: 2, first_offsets: vec![] }).unwrap();
    player
}

fn send(body: &str) -> Command {
    let (topic, key, tag) = (Name::from("orders"), Some("k".to_string()), None);
    Command::SendMessage {
        topic,
        queue: 1,
        key,
        tag,
        body: body.to_string(),
        deliver_at_ms: None,
        delay_level: 0,
    }
}

fn digest(session: &Session) -> u64 {
    session.player().borrow().world().digest()
}

#[wasm_bindgen_test]
async fn what_is_shown_as_saved_is_there_after_a_reload() {
    clean("reload").await;
    let session = open("reload", Start::StoredOr(Box::new(orders))).await;
    assert!(session.is_new());
    session.player().borrow_mut().submit(send("by hand")).unwrap();
    assert_eq!(session.saved(), SavedState::Saving);
    session.player().borrow_mut().step_by(7_000_000);
    session.player().borrow_mut().submit(send("later")).unwrap();
    until_saved(&session).await;
    let expected = digest(&session);
    drop(session);

    let session = open("reload", Start::Stored).await;
    assert_eq!((session.is_new(), session.notes()), (false, vec![]));
    assert_eq!(digest(&session), expected);
    assert_eq!(session.player().borrow().title(), "Orders");
    until_saved(&session).await;
    let message = session.message("orders", 1, QueueOffset(0)).await.unwrap();
    assert_eq!((message.body.as_slice(), message.key.as_deref()), (&b"by hand"[..], Some("k")));
    assert!(matches!(session.message("orders", 1, QueueOffset(9)).await, Err(StoreError::Missing(_))));
    drop(session);
    clean("reload").await;
}

#[wasm_bindgen_test]
async fn a_session_that_is_dropped_lets_everything_go() {
    clean("leak").await;
    let session = open("leak", Start::Stored).await;
    let player = Rc::downgrade(&session.player());
    until_saved(&session).await;
    drop(session);
    assert!(player.upgrade().is_none());
    // Neither its lock nor its connection stands in the way.
    clean("leak").await;
    let session = open("leak", Start::Stored).await;
    assert_ne!(session.saved(), SavedState::ReadOnly { live: true });
    drop(session);
    clean("leak").await;
}

#[wasm_bindgen_test]
async fn a_second_tab_reads_only_and_takes_over_when_the_first_goes() {
    clean("tabs").await;
    let first = open("tabs", Start::StoredOr(Box::new(orders))).await;
    until_saved(&first).await;
    let second = open("tabs", Start::Stored).await;
    assert_eq!(second.saved(), SavedState::ReadOnly { live: true });
    assert_eq!(digest(&second), digest(&first));

    first.player().borrow_mut().submit(send("by the first")).unwrap();
    until_saved(&first).await;
    let expected = digest(&first);
    second.player().borrow_mut().submit(send("never stored")).unwrap();
    drop(first);
    until_saved(&second).await;
    assert_eq!(digest(&second), expected, "what the writer saved, and nothing else");
    second.player().borrow_mut().submit(send("by the second")).unwrap();
    until_saved(&second).await;
    let expected = digest(&second);
    drop(second);

    let third = open("tabs", Start::Stored).await;
    assert_eq!(digest(&third), expected);
    drop(third);
    clean("tabs").await;
}

#[wasm_bindgen_test]
async fn another_lab_replaces_the_stored_one() {
    clean("replace").await;
    let session = open("replace", Start::StoredOr(Box::new(orders))).await;
    session.player().borrow_mut().submit(send("old")).unwrap();
    until_saved(&session).await;
    let empty = Journal::new(JournalHeader::new(Profile::RocketMq53, 4));
    session.replace(Player::open("Another".to_string(), empty));
    assert_eq!(session.saved(), SavedState::Saving);
    until_saved(&session).await;
    drop(session);

    let session = open("replace", Start::Stored).await;
    let player = session.player();
    assert_eq!((player.borrow().title(), player.borrow().now()), ("Another", VirtualTime(0)));
    assert_eq!(player.borrow().world().header().profile, Profile::RocketMq53);
    drop((player, session));
    clean("replace").await;
}

#[wasm_bindgen_test]
async fn a_lab_that_is_not_to_be_kept_says_so() {
    let options =
        OpenOptions { lab: "not-kept".to_string(), persist: false, start: Start::Player(Box::new(orders())) };
    let session = Session::open(options).await;
    assert_eq!(session.saved(), SavedState::NotPersisted(NotPersisted::NotAsked));
    session.player().borrow_mut().submit(send("in memory")).unwrap();
    session.flush();
    let message = session.message("orders", 1, QueueOffset(0)).await.unwrap();
    assert_eq!(message.body, b"in memory");
}

#[wasm_bindgen_test]
async fn what_is_saved_is_noted_at_once_when_the_page_or_the_lab_is_left() {
    clean("hidden").await;
    let session = open("hidden", Start::StoredOr(Box::new(orders))).await;
    until_saved(&session).await;
    assert_eq!(identity::read("hidden"), None, "saved is shown before it is noted");
    session.flush();
    assert!(identity::read("hidden").is_some());
    until_saved(&session).await;
    noted().await;
    let before = identity::read("hidden").unwrap();
    session.player().borrow_mut().submit(send("the last one")).unwrap();
    until(&session, |session| session.saved() == SavedState::Saving).await;
    until_saved(&session).await;
    session.another(orders(), true);
    let after = identity::read("hidden").unwrap();
    assert!((after.epoch, after.revision) > (before.epoch, before.revision), "{before:?} {after:?}");
    noted().await;
    drop(session);
    clean("hidden").await;
}

#[wasm_bindgen_test]
async fn a_silent_wipe_is_noticed() {
    clean("wiped").await;
    let session = open("wiped", Start::StoredOr(Box::new(orders))).await;
    until_saved(&session).await;
    noted().await;
    drop(session);
    IndexedDbStore::destroy("wiped").await.unwrap();
    let session = open("wiped", Start::Stored).await;
    assert!(session.is_new());
    assert_eq!(session.notes().len(), 1, "{:?}", session.notes());
    drop(session);
    clean("wiped").await;
}

#[wasm_bindgen_test]
async fn a_lab_of_a_newer_build_is_left_untouched() {
    clean("newer-lab").await;
    let session = open("newer-lab", Start::StoredOr(Box::new(orders))).await;
    until_saved(&session).await;
    drop(session);
    let store = IndexedDbStore::open("newer-lab").await.unwrap();
    let mut manifest = store.load().await.unwrap().manifest.unwrap();
    manifest[4] = 9;
    store.commit(&WriteBatch { manifest: Some(manifest), ..WriteBatch::default() }).await.unwrap();
    let before = store.load().await.unwrap();

    let session = open("newer-lab", Start::Stored).await;
    assert!(matches!(session.saved(), SavedState::Failed(_)));
    session.replace(orders());
    session.flush();
    assert!(matches!(session.saved(), SavedState::Failed(_)));
    drop(session);
    assert_eq!(store.load().await.unwrap(), before);
    drop(store);
    clean("newer-lab").await;
}

#[wasm_bindgen_test]
async fn a_damaged_checkpoint_is_said_and_costs_nothing() {
    clean("damaged").await;
    let session = open("damaged", Start::StoredOr(Box::new(orders))).await;
    session.player().borrow_mut().step_by(3_000_000);
    session.player().borrow_mut().submit(send("kept")).unwrap();
    until_saved(&session).await;
    let expected = digest(&session);
    drop(session);
    let store = IndexedDbStore::open("damaged").await.unwrap();
    let mut checkpoint = store.load().await.unwrap().checkpoint.unwrap();
    let middle = checkpoint.len() / 2;
    checkpoint[middle] ^= 1;
    store.commit(&WriteBatch { checkpoint: Some(checkpoint), ..WriteBatch::default() }).await.unwrap();
    drop(store);

    let session = open("damaged", Start::Stored).await;
    assert_eq!(digest(&session), expected);
    assert_eq!(session.notes().len(), 2, "{:?}", session.notes());
    drop(session);
    clean("damaged").await;
}

#[wasm_bindgen_test]
async fn a_lab_without_a_header_gives_its_place_to_what_is_opened_next() {
    clean("headless").await;
    let store = IndexedDbStore::open("headless").await.unwrap();
    let mut batch = WriteBatch::default();
    batch.journal.put(0, b"whatever".to_vec());
    store.commit(&batch).await.unwrap();
    drop(store);

    let session = open("headless", Start::StoredOr(Box::new(orders))).await;
    assert_eq!(session.saved(), SavedState::Failed(StoreError::Missing(StoredPart::Origin)));
    session.replace(orders());
    until_saved(&session).await;
    let expected = digest(&session);
    drop(session);
    let session = open("headless", Start::Stored).await;
    assert_eq!((digest(&session), session.notes()), (expected, vec![]));
    drop(session);
    clean("headless").await;
}
