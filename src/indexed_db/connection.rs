//! Opening, keeping and deleting a database. Not here: transactions.
//!
//! Invariant: a connection never blocks another tab: asked to (`versionchange`), it closes at once.

use crate::indexed_db::STORES;
use crate::indexed_db::deadline::{patience, within};
use crate::indexed_db::dom_error::{done, store_error};
use crate::indexed_db::door::{Held, hold};
use crate::indexed_db::transaction::Later;
use crate::storage::error::StoreError;
use alloc::format;
use alloc::rc::Rc;
use alloc::string::ToString;
use alloc::vec::Vec;
use core::cell::Cell;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{DomException, Event, IdbDatabase, IdbFactory, IdbOpenDbRequest, IdbVersionChangeEvent};

/// The form of the object stores. A newer build counts it up and upgrades.
const FORM: u32 = 2;
/// Object stores of form 1.
const STORES_OF_FORM_1: usize = 4;

type Handler = Closure<dyn FnMut(Event)>;

/// An open database.
pub struct Connection {
    database: IdbDatabase,
    open: Rc<Cell<bool>>,
    made: bool,
    _handlers: [Handler; 2],
    _held: Held,
}

impl Connection {
    /// Opens the database of this name; `given_up` is set when another tab asks for it.
    pub async fn open(name: &str, given_up: &Rc<Cell<bool>>) -> Result<Connection, StoreError> {
        let request = factory()?.open_with_u32(name, FORM).map_err(|error| unavailable(&error))?;
        let made = Rc::new(Cell::new(false));
        let database = finished(&request, &made).await.map_err(|error| match error {
            // Whatever else keeps a database from opening (a private window, a broken profile), this window
            // can't keep a lab.
            StoreError::Other(words) | StoreError::Aborted(words) => StoreError::Unavailable(words),
            StoreError::Closed => StoreError::Unavailable("InvalidStateError".to_string()),
            other => other,
        })?;
        let database: IdbDatabase = database.unchecked_into();
        let open = Rc::new(Cell::new(true));
        let (closing, asked, asked_for) = (open.clone(), given_up.clone(), database.clone());
        let on_version_change: Handler = Closure::new(move |_| {
            closing.set(false);
            asked.set(true);
            asked_for.close();
        });
        let closed = open.clone();
        let on_close: Handler = Closure::new(move |_| closed.set(false));
        database.set_onversionchange(Some(on_version_change.as_ref().unchecked_ref()));
        database.set_onclose(Some(on_close.as_ref().unchecked_ref()));
        let (made, held) = (made.get(), hold(&database));
        Ok(Connection { database, open, made, _handlers: [on_version_change, on_close], _held: held })
    }

    /// The database.
    pub fn database(&self) -> &IdbDatabase {
        &self.database
    }

    /// Whether there was no such database before.
    pub fn was_made(&self) -> bool {
        self.made
    }

    /// Whether nobody has closed it yet, as far as the browser has told.
    pub fn is_open(&self) -> bool {
        self.open.get()
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        self.database.set_onversionchange(None);
        self.database.set_onclose(None);
        self.database.close();
    }
}

/// Deletes the database of this name.
pub async fn delete(name: &str) -> Result<(), StoreError> {
    let request = factory()?.delete_database(name).map_err(|error| unavailable(&error))?;
    finished(&request, &Rc::default()).await.map(|_| ())
}

pub(crate) fn factory() -> Result<IdbFactory, StoreError> {
    let window =
        web_sys::window().ok_or_else(|| StoreError::Unavailable("there is no window".to_string()))?;
    let factory = window.indexed_db().map_err(|error| unavailable(&error))?;
    factory.ok_or_else(|| StoreError::Unavailable("there is no IndexedDB".to_string()))
}

fn unavailable(error: &JsValue) -> StoreError {
    match store_error(error) {
        StoreError::Unavailable(words) | StoreError::Other(words) => StoreError::Unavailable(words),
        other => StoreError::Unavailable(other.to_string()),
    }
}

/// Waits for a request to open or to delete. A blocked one is an answer: somebody has to close the other tab.
/// Should it, or one of which nothing was heard, continue later anyway, it still makes the object stores (a
/// database of the new form without them could never be opened again), and the connection that nobody waits
/// for any more is closed.
async fn finished(request: &IdbOpenDbRequest, made: &Rc<Cell<bool>>) -> Result<JsValue, StoreError> {
    let (end, patience): (Later<Result<JsValue, StoreError>>, _) = (Later::default(), patience());
    let handler = |answer: fn(&IdbOpenDbRequest) -> Result<JsValue, StoreError>| -> Handler {
        let (end, request) = (end.clone(), request.clone());
        Closure::new(move |_| end.give(answer(&request)))
    };
    let on_success = handler(|request| done(request.result()));
    let on_error = handler(|request| Err(failure(request)));
    let on_blocked = handler(|_| Err(StoreError::Blocked));
    let (upgrading, heard, made) = (request.clone(), patience.clone(), made.clone());
    let on_upgrade: Handler = Closure::new(move |event: Event| {
        heard.heard();
        made.set(old_form(&event) == 0);
        upgrade(&upgrading, &event);
    });
    request.set_onsuccess(Some(on_success.as_ref().unchecked_ref()));
    request.set_onerror(Some(on_error.as_ref().unchecked_ref()));
    request.set_onblocked(Some(on_blocked.as_ref().unchecked_ref()));
    request.set_onupgradeneeded(Some(on_upgrade.as_ref().unchecked_ref()));
    let result = within(&patience, end.get()).await;
    request.set_onerror(None);
    request.set_onblocked(None);
    if let Err(StoreError::Blocked | StoreError::Unanswered) = result {
        let (upgrading, late) = (request.clone(), request.clone());
        let upgrade = Closure::once_into_js(move |event: Event| upgrade(&upgrading, &event));
        let close = Closure::once_into_js(move |_: Event| close_result(&late));
        request.set_onupgradeneeded(Some(upgrade.unchecked_ref()));
        request.set_onsuccess(Some(close.unchecked_ref()));
    } else {
        request.set_onsuccess(None);
        request.set_onupgradeneeded(None);
    }
    result
}

fn failure(request: &IdbOpenDbRequest) -> StoreError {
    match request.error() {
        Ok(Some(exception)) => named(&exception),
        _ => StoreError::Other("the database did not open".to_string()),
    }
}

fn named(exception: &DomException) -> StoreError {
    match store_error(exception.as_ref()) {
        StoreError::Closed => {
            StoreError::Unavailable(format!("{}: {}", exception.name(), exception.message()))
        }
        other => other,
    }
}

fn close_result(request: &IdbOpenDbRequest) {
    if let Some(database) = request.result().ok().and_then(|result| result.dyn_into::<IdbDatabase>().ok()) {
        database.close();
    }
}

/// Brings a database to the form. Without its object stores it is of no use: the open request then fails with
/// an `AbortError`.
fn upgrade(request: &IdbOpenDbRequest, event: &Event) {
    if make_stores(request, event).is_none()
        && let Some(transaction) = request.transaction()
    {
        let _ = transaction.abort();
    }
}

/// 0: there was no database.
fn old_form(event: &Event) -> u32 {
    event.dyn_ref::<IdbVersionChangeEvent>().map_or(0, |event| event.old_version() as u32)
}

/// The object stores that the form found there lacks.
fn make_stores(request: &IdbOpenDbRequest, event: &Event) -> Option<()> {
    let database: IdbDatabase = request.result().ok()?.dyn_into().ok()?;
    let missing = if old_form(event) == 0 { &STORES[..] } else { &STORES[STORES_OF_FORM_1..] };
    let made: Vec<_> = missing.iter().filter_map(|name| database.create_object_store(name).ok()).collect();
    (made.len() == missing.len()).then_some(())
}
