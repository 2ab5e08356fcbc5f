//! A browser that answers nothing more, or closes the database under us: every wait ends, in words, and what was stored is left alone.
//! Not here: the counting of ticks (`tests/it/silent_store`), a browser that says no (`store`).
//!
//! Invariant: the silence is a browser's own wherever one can be had: another connection that keeps its transaction going. Patience is
//! short only while something is known to be silent.

use offset_lab::indexed_db::connection::Connection;
use offset_lab::indexed_db::deadline::{set_patience, usual_patience};
use offset_lab::indexed_db::tab_lock::{Asked, ask};
use offset_lab::indexed_db::transaction::{Mode, Transaction};
use offset_lab::indexed_db::{IndexedDbStore, database_name, identity};
use offset_lab::player::labs::room;
use offset_lab::player::{OpenOptions, Player, SavedState, Session, Start};
use offset_lab::sim::{Journal, JournalHeader};
use offset_lab::storage::{Store, StoreError, WriteBatch};
use std::cell::Cell;
use std::rc::Rc;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::wasm_bindgen_test;

const TICK_MS: u32 = 5;
const TICKS: u32 = 4;

/// Asks for something again and again, so that the transaction never ends; gives the function that lets it end.
const KEEP_GOING: &str = "
    let done = false;
    const again = () => { if (!done) store.get('none').onsuccess = again; };
    again();
    return () => { done = true; };";

/// Lets a transaction of somebody else's end.
struct Hold(js_sys::Function);

impl Hold {
    fn of(transaction: &web_sys::IdbTransaction) -> Hold {
        let keep_going = js_sys::Function::new_with_args("store", KEEP_GOING);
        let store = transaction.object_store("meta").unwrap();
        Hold(keep_going.call1(&JsValue::NULL, &store).unwrap().unchecked_into())
    }

    /// Nobody else writes until it is let go, as where another tab hangs or a disk is gone.
    fn over(connection: &Connection) -> Hold {
        let stores: js_sys::Array =
            ["journal", "chunks", "sealed", "meta", "index"].map(JsValue::from_str).into_iter().collect();
        let mode = web_sys::IdbTransactionMode::Readwrite;
        Hold::of(&connection.database().transaction_with_str_sequence_and_mode(&stores, mode).unwrap())
    }

    fn let_go(self) {
        self.0.call0(&JsValue::NULL).unwrap();
    }
}

async fn fresh(lab: &str) -> IndexedDbStore {
    IndexedDbStore::destroy(lab).await.expect("nobody holds it");
    identity::forget(lab);
    IndexedDbStore::open(lab).await.expect("Chromium has IndexedDB")
}

async fn connection(lab: &str) -> Connection {
    Connection::open(&database_name(lab), &Rc::new(Cell::new(false))).await.unwrap()
}

async fn gone(lab: &str) {
    IndexedDbStore::destroy(lab).await.expect("nobody holds it");
    identity::forget(lab);
}

fn one_manifest(text: &str) -> WriteBatch {
    WriteBatch { manifest: Some(text.as_bytes().to_vec()), ..WriteBatch::default() }
}

/// Waits with little patience for what is known to be silent.
async fn impatient<T>(answer: impl Future<Output = T>) -> T {
    set_patience(TICK_MS, TICKS);
    let answer = answer.await;
    usual_patience();
    answer
}

#[wasm_bindgen_test]
async fn reading_and_saving_end_where_nothing_is_answered_and_go_on_later() {
    let store = fresh("silent").await;
    store.commit(&one_manifest("one")).await.unwrap();
    let other = connection("silent").await;
    let hold = Hold::over(&other);
    assert_eq!(impatient(store.load()).await, Err(StoreError::Unanswered));
    assert_eq!(impatient(store.piece_at(7)).await, Err(StoreError::Unanswered));
    assert_eq!(impatient(store.commit(&one_manifest("two"))).await, Err(StoreError::Unanswered));
    assert_eq!(impatient(store.pause()).await, Err(StoreError::Unanswered));
    hold.let_go();
    store.commit(&one_manifest("three")).await.unwrap();
    assert_eq!(store.load().await.unwrap().manifest.as_deref(), Some(&b"three"[..]));
    drop((store, other));
    gone("silent").await;
}

#[wasm_bindgen_test]
async fn opening_ends_where_nothing_is_answered_and_the_database_is_whole_afterwards() {
    gone("silent-open").await;
    let factory = web_sys::window().unwrap().indexed_db().unwrap().unwrap();
    let request = factory.open_with_u32(&database_name("silent-open"), 1).unwrap();
    let (upgrading, held) = (request.clone(), Rc::new(Cell::new(None)));
    let holding = held.clone();
    let begun = js_sys::Promise::new(&mut |begun, _| {
        let (upgrading, holding) = (upgrading.clone(), holding.clone());
        let upgrade = Closure::once_into_js(move |_: web_sys::Event| {
            let database: web_sys::IdbDatabase = upgrading.result().unwrap().unchecked_into();
            for name in ["journal", "chunks", "sealed", "meta"] {
                database.create_object_store(name).unwrap();
            }
            holding.set(Some((database, Hold::of(&upgrading.transaction().unwrap()))));
            begun.call0(&JsValue::NULL).unwrap();
        });
        request.set_onupgradeneeded(Some(upgrade.unchecked_ref()));
    });
    wasm_bindgen_futures::JsFuture::from(begun).await.unwrap();
    // Another tab makes the database anew and comes to no end: whoever asks for it hears nothing.
    assert_eq!(impatient(IndexedDbStore::open("silent-open")).await.err(), Some(StoreError::Unanswered));
    let (database, hold) = held.take().expect("it is held");
    hold.let_go();
    database.close();
    // The one that was given up goes on now, makes what is missing and lets go.
    let store = IndexedDbStore::open("silent-open").await.unwrap();
    let mut batch = one_manifest("kept");
    batch.index.put(1, b"new".to_vec());
    store.commit(&batch).await.unwrap();
    drop(store);
    gone("silent-open").await;
}

#[wasm_bindgen_test]
async fn a_wait_ends_when_the_browser_closes_the_database() {
    let store = fresh("closed-under-us").await;
    let (ours, other) = (connection("closed-under-us").await, connection("closed-under-us").await);
    let hold = Hold::over(&other);
    let waiting = Transaction::begin(ours.database(), &["meta"], Mode::Read).unwrap();
    waiting.store("meta").unwrap().count().unwrap();
    ours.database().dispatch_event(&web_sys::Event::new("close").unwrap()).unwrap();
    assert_eq!(waiting.done().await, Err(StoreError::Closed));
    assert!(!ours.is_open(), "the next one opens it again");
    hold.let_go();
    // Behind all that was begun before.
    store.commit(&one_manifest("last")).await.unwrap();
    drop((waiting, store, ours, other));
    gone("closed-under-us").await;
}

#[wasm_bindgen_test]
async fn a_transaction_that_goes_on_answering_may_take_as_long_as_it_likes() {
    const TICK_MS: u32 = 20;
    const TICKS: u32 = 50;
    drop(fresh("slow").await);
    let ours = connection("slow").await;
    set_patience(TICK_MS, TICKS);
    let slow = Transaction::begin(ours.database(), &["meta"], Mode::Read).unwrap();
    let keep_going = js_sys::Function::new_with_args("store", KEEP_GOING);
    let end: js_sys::Function =
        keep_going.call1(&JsValue::NULL, &slow.store("meta").unwrap()).unwrap().unchecked_into();
    let ticks = Cell::new(0);
    // More ticks than there is patience for.
    let _clock = gloo::timers::callback::Interval::new(TICK_MS, move || {
        ticks.set(ticks.get() + 1);
        if ticks.get() == TICKS + TICKS / 2 {
            end.call0(&JsValue::NULL).unwrap();
        }
    });
    let ended = slow.done().await;
    usual_patience();
    assert_eq!(ended, Ok(()));
    drop((slow, ours));
    gone("slow").await;
}

/// Puts a function that never answers in the place of one of the browser's, until it is dropped.
struct Mute {
    of: JsValue,
    name: &'static str,
}

impl Mute {
    fn of(of: JsValue, name: &'static str) -> Mute {
        let silent = js_sys::Function::new_no_args("return new Promise(() => {});");
        js_sys::Reflect::set(&of, &name.into(), &silent).unwrap();
        Mute { of, name }
    }
}

impl Drop for Mute {
    fn drop(&mut self) {
        js_sys::Reflect::delete_property::<js_sys::Object>(self.of.unchecked_ref(), &self.name.into())
            .unwrap();
    }
}

#[wasm_bindgen_test]
async fn locks_and_figures_that_never_come_are_not_waited_for() {
    let navigator = web_sys::window().unwrap().navigator();
    let mute = Mute::of(js_sys::Reflect::get(&navigator, &"locks".into()).unwrap(), "request");
    assert!(matches!(impatient(ask("mute")).await, Asked::Unanswered));
    drop(mute);
    assert!(matches!(ask("mute").await, Asked::Held(_)));

    let storage = JsValue::from(navigator.storage());
    let mutes = (Mute::of(storage.clone(), "estimate"), Mute::of(storage, "persisted"));
    let found = impatient(room()).await;
    assert_eq!((found.promised, found.used, found.quota), (None, None, None));
    drop(mutes);
    assert!(room().await.quota.is_some());
}

fn lab() -> Player {
    Player::open("In the place".to_string(), Journal::new(JournalHeader::new(Default::default(), 3)))
}

#[wasm_bindgen_test]
async fn a_lab_that_can_not_be_opened_is_said_and_left_as_it_is() {
    let name = "silent-lab";
    gone(name).await;
    let open = |title: &'static str| {
        let make = move || Player::open(title.to_string(), lab().journal().clone());
        let start = Start::StoredOr(Box::new(make));
        Session::open(OpenOptions { lab: name.to_string(), persist: true, start })
    };
    let first = open("Kept").await;
    super::session::until(&first, |session| session.saved() == SavedState::Saved).await;
    drop(first);
    let other = connection(name).await;
    let hold = Hold::over(&other);
    let session = impatient(open("In the place")).await;
    assert_eq!(session.saved(), SavedState::Failed(StoreError::Unanswered));
    assert!(!session.is_stored());
    assert_eq!(session.title(), "In the place");
    hold.let_go();
    drop(other);
    // It is given up for good: what a person does now is in memory.
    session.replace(lab());
    session.flush();
    assert_eq!(session.saved(), SavedState::Failed(StoreError::Unanswered));
    drop(session);
    let session = open("Another").await;
    assert_eq!((session.title(), session.notes()), ("Kept".to_string(), vec![]));
    drop(session);
    gone(name).await;
}

#[wasm_bindgen_test]
async fn a_save_without_an_answer_is_said_and_made_good() {
    let name = "silent-save";
    gone(name).await;
    let start = Start::StoredOr(Box::new(lab));
    let session = Session::open(OpenOptions { lab: name.to_string(), persist: true, start }).await;
    super::session::until(&session, |session| session.saved() == SavedState::Saved).await;
    let other = connection(name).await;
    let hold = Hold::over(&other);
    set_patience(TICK_MS, TICKS);
    session.player().borrow_mut().rename("Renamed".to_string());
    session.flush();
    let failed = SavedState::Failed(StoreError::Unanswered);
    super::session::until(&session, move |session| session.saved() == failed).await;
    usual_patience();
    hold.let_go();
    session.flush();
    super::session::until(&session, |session| session.saved() == SavedState::Saved).await;
    drop((session, other));
    let session =
        Session::open(OpenOptions { lab: name.to_string(), persist: true, start: Start::Stored }).await;
    assert_eq!((session.title(), session.notes()), ("Renamed".to_string(), vec![]));
    drop(session);
    gone(name).await;
}
