//! The store in IndexedDB: the suite that every store passes, and what only a database has. Not here: labs
//! (`session`).
//!
//! Invariant: nothing waits for wall time; what has to come is awaited as the event that it is.

#[path = "../suite/store_suite.rs"]
mod store_suite;

use offset_lab::indexed_db::connection::Connection;
use offset_lab::indexed_db::tab_lock::{Asked, ask, wait};
use offset_lab::indexed_db::transaction::{Mode, Transaction};
use offset_lab::indexed_db::{IndexedDbStore, database_name, identity, keys};
use offset_lab::storage::{Durability, Identity, Store, StoreError, WriteBatch};
use std::cell::Cell;
use std::rc::Rc;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::wasm_bindgen_test;

/// A store of its own under a lab name that no other test has.
async fn fresh(lab: &str) -> IndexedDbStore {
    IndexedDbStore::destroy(lab).await.expect("nobody holds it");
    IndexedDbStore::open(lab).await.expect("Chromium has IndexedDB")
}

async fn gone(lab: &str, store: IndexedDbStore) {
    drop(store);
    IndexedDbStore::destroy(lab).await.expect("nobody holds it");
}

fn one_manifest(text: &str) -> WriteBatch {
    WriteBatch { manifest: Some(text.as_bytes().to_vec()), ..WriteBatch::default() }
}

fn one_entry() -> WriteBatch {
    let mut batch = WriteBatch::default();
    batch.journal.put(7, b"seven".to_vec());
    batch
}

#[wasm_bindgen_test]
async fn begins_empty() {
    let store = fresh("suite-1").await;
    store_suite::begins_empty(&store).await;
    gone("suite-1", store).await;
}

#[wasm_bindgen_test]
async fn keeps_what_it_was_given() {
    let store = fresh("suite-2").await;
    store_suite::keeps_what_it_was_given(&store).await;
    gone("suite-2", store).await;
}

#[wasm_bindgen_test]
async fn leaves_the_rest_alone() {
    let store = fresh("suite-3").await;
    store_suite::leaves_the_rest_alone(&store).await;
    gone("suite-3", store).await;
}

#[wasm_bindgen_test]
async fn deletes_ranges_before_it_puts() {
    let store = fresh("suite-4").await;
    store_suite::deletes_ranges_before_it_puts(&store).await;
    gone("suite-4", store).await;
}

#[wasm_bindgen_test]
async fn finds_the_nearest_piece() {
    let store = fresh("suite-5").await;
    store_suite::finds_the_nearest_piece(&store).await;
    gone("suite-5", store).await;
}

#[wasm_bindgen_test]
async fn joined_batches_do_the_same() {
    let (apart, joined) = (fresh("suite-6a").await, fresh("suite-6b").await);
    store_suite::joined_batches_do_the_same(&apart, &joined).await;
    gone("suite-6a", apart).await;
    gone("suite-6b", joined).await;
}

#[wasm_bindgen_test]
async fn is_there_for_the_next_one() {
    drop(fresh("suite-7").await);
    let open = || async { IndexedDbStore::open("suite-7").await.expect("Chromium has IndexedDB") };
    store_suite::is_there_for_the_next_one(open).await;
    IndexedDbStore::destroy("suite-7").await.expect("nobody holds it");
}

#[wasm_bindgen_test]
fn keys_are_exact_and_sort_as_numbers_do() {
    for number in [0, 1, 255, 256, (1 << 53) + 1, i64::MAX as u64, u64::MAX] {
        assert_eq!(keys::key_from(&keys::key_bytes(number)), Ok(number));
    }
    let factory = web_sys::window().unwrap().indexed_db().unwrap().unwrap();
    for (less, more) in [(1, 2), (255, 256), (1 << 53, (1 << 53) + 1), (i64::MAX as u64, 1 << 63)] {
        assert_eq!(factory.cmp(&keys::key_bytes(less), &keys::key_bytes(more)).unwrap(), -1, "{less} {more}");
    }
}

#[wasm_bindgen_test]
async fn an_aborted_transaction_leaves_nothing_and_says_so() {
    let store = fresh("abort").await;
    store.commit(&one_manifest("before")).await.unwrap();
    let connection = Connection::open(&database_name("abort"), &Rc::new(Cell::new(false))).await.unwrap();
    let transaction = Transaction::begin(connection.database(), &["meta"], Mode::WriteRelaxed).unwrap();
    let meta = transaction.store("meta").unwrap();
    meta.put_with_key(&JsValue::from_str("never"), &JsValue::from_str("manifest")).unwrap();
    transaction.abort();
    assert!(matches!(transaction.done().await, Err(StoreError::Aborted(_))));
    assert_eq!(store.load().await.unwrap().manifest.as_deref(), Some(&b"before"[..]));
    drop(connection);
    gone("abort", store).await;
}

#[wasm_bindgen_test]
async fn a_value_that_is_no_record_comes_back_empty_and_takes_no_other_with_it() {
    let store = fresh("foreign").await;
    let connection = Connection::open(&database_name("foreign"), &Rc::new(Cell::new(false))).await.unwrap();
    let transaction = Transaction::begin(connection.database(), &["meta"], Mode::WriteRelaxed).unwrap();
    let meta = transaction.store("meta").unwrap();
    meta.put_with_key(&JsValue::from_str("text"), &JsValue::from_str("manifest")).unwrap();
    transaction.done().await.unwrap();
    store.commit(&one_entry()).await.unwrap();
    // Recovery finds an empty record damaged.
    let lab = store.load().await.unwrap();
    assert_eq!((lab.manifest, lab.journal), (Some(vec![]), vec![(7, b"seven".to_vec())]));
    drop(connection);
    gone("foreign", store).await;
}

#[wasm_bindgen_test]
async fn a_closed_connection_is_opened_again() {
    let store = fresh("reopen").await;
    store.commit(&one_manifest("one")).await.unwrap();
    store.close();
    store.commit(&WriteBatch { durability: Durability::Strict, ..one_manifest("two") }).await.unwrap();
    assert_eq!(store.load().await.unwrap().manifest.as_deref(), Some(&b"two"[..]));
    gone("reopen", store).await;
}

#[wasm_bindgen_test]
async fn a_store_gives_way_to_a_deletion_and_stays_away() {
    let store = fresh("deleted").await;
    store.commit(&one_manifest("one")).await.unwrap();
    // The open connection hears of it and closes, or this would be blocked.
    IndexedDbStore::destroy("deleted").await.unwrap();
    assert_eq!(store.commit(&one_manifest("two")).await, Err(StoreError::Closed));
    assert_eq!(store.load().await, Err(StoreError::Closed));
    gone("deleted", store).await;
}

#[wasm_bindgen_test]
async fn a_database_of_a_newer_build_is_refused() {
    drop(fresh("newer").await);
    let factory = web_sys::window().unwrap().indexed_db().unwrap().unwrap();
    let request = factory.open_with_u32(&database_name("newer"), 99).unwrap();
    opened(&request).await.close();
    assert_eq!(IndexedDbStore::open("newer").await.err(), Some(StoreError::NewerDatabase));
    IndexedDbStore::destroy("newer").await.unwrap();
}

/// Waits for an open request of our own.
async fn opened(request: &web_sys::IdbOpenDbRequest) -> web_sys::IdbDatabase {
    let opened = js_sys::Promise::new(&mut |resolve, _| request.set_onsuccess(Some(&resolve)));
    wasm_bindgen_futures::JsFuture::from(opened).await.unwrap();
    request.result().unwrap().unchecked_into()
}

/// A database of form 1 with a manifest in it, held open by somebody who does not listen, as a page that
/// hangs.
async fn form_1(lab: &str) -> web_sys::IdbDatabase {
    let _ = IndexedDbStore::destroy(lab).await;
    let factory = web_sys::window().unwrap().indexed_db().unwrap().unwrap();
    let request = factory.open_with_u32(&database_name(lab), 1).unwrap();
    let upgrading = request.clone();
    let upgrade = wasm_bindgen::closure::Closure::<dyn FnMut()>::new(move || {
        let database: web_sys::IdbDatabase = upgrading.result().unwrap().unchecked_into();
        for name in ["journal", "chunks", "sealed"] {
            database.create_object_store(name).unwrap();
        }
        let meta = database.create_object_store("meta").unwrap();
        let record = js_sys::Uint8Array::from(&b"kept"[..]);
        meta.put_with_key(&record, &JsValue::from_str("manifest")).unwrap();
    });
    request.set_onupgradeneeded(Some(upgrade.as_ref().unchecked_ref()));
    opened(&request).await
}

async fn has_the_form_and_what_it_had(lab: &str) {
    let store = IndexedDbStore::open(lab).await.unwrap();
    let mut batch = WriteBatch::default();
    batch.index.put(1, b"new".to_vec());
    store.commit(&batch).await.unwrap();
    let found = store.load().await.unwrap();
    assert_eq!((found.manifest.as_deref(), found.index), (Some(&b"kept"[..]), vec![(1, b"new".to_vec())]));
    gone(lab, store).await;
}

#[wasm_bindgen_test]
async fn a_database_of_form_1_gets_what_it_lacks_and_keeps_what_it_has() {
    form_1("form-1").await.close();
    has_the_form_and_what_it_had("form-1").await;
}

#[wasm_bindgen_test]
async fn a_database_that_was_held_is_whole_once_it_is_let_go() {
    let held = form_1("held").await;
    assert_eq!(IndexedDbStore::open("held").await.err(), Some(StoreError::Blocked));
    held.close();
    has_the_form_and_what_it_had("held").await;
}

#[wasm_bindgen_test]
async fn one_holder_of_a_lock_at_a_time_and_the_next_one_when_it_goes() {
    let Asked::Held(first) = ask("locked").await else { panic!("nobody has it") };
    assert!(matches!(ask("locked").await, Asked::Taken));
    assert!(matches!(ask("another").await, Asked::Held(_)), "another lab has a lock of its own");
    let waiting = Box::pin(wait("locked"));
    drop(first);
    let second = waiting.await;
    assert!(second.is_some());
    assert!(matches!(ask("locked").await, Asked::Taken));
}

#[wasm_bindgen_test]
fn the_identity_outside_comes_back_until_it_is_forgotten() {
    let identity = Identity { epoch: u64::MAX - 1, revision: 1 << 60 };
    assert_eq!(identity::read("identity"), None);
    identity::write("identity", identity);
    assert_eq!(identity::read("identity"), Some(identity));
    identity::forget("identity");
    assert_eq!(identity::read("identity"), None);
}
