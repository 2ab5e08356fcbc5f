//! A lab in IndexedDB: one database for each lab, one transaction for each batch. Not here: opening
//! (`connection`), the lock between tabs (`tab_lock`), the copy of the identity outside (`identity`).
//!
//! | object store | key | value |
//! |---|---|---|
//! | `journal` | entry number | one entry |
//! | `chunks` | physical offset | part of the open piece of log |
//! | `sealed` | physical offset | finished piece of log |
//! | `index` | number of the record | sealed blocks of the index |
//! | `meta` | `origin`, `manifest`, `checkpoint` | that record |
//!
//! Numbers are keys of eight big-endian bytes: a JavaScript number is not exact that far, and bytes sort
//! alike.
//!
//! Invariant: nothing is awaited inside a transaction; it is built in one turn, and "done" is its `complete`
//! event alone. Every wait has an end (`deadline`).

pub mod breaking;
pub mod connection;
pub mod deadline;
pub mod dom_error;
pub mod door;
pub mod identity;
pub mod keys;
pub mod labs;
mod load;
mod salvage;
pub mod tab_channel;
pub mod tab_lock;
pub mod transaction;
pub mod walk;

use crate::indexed_db::breaking::Moment;
use crate::indexed_db::connection::Connection;
use crate::indexed_db::dom_error::{done, store_error};
use crate::indexed_db::keys::{key_bytes, key_from, key_range, keys_up_to};
use crate::indexed_db::transaction::{Mode, Transaction};
use crate::storage::batch::{Durability, TableChanges, WriteBatch};
use crate::storage::error::StoreError;
use crate::storage::store::{Piece, Store, StoredLab};
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::cell::{Cell, RefCell};
use core::future::Future;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{IdbCursorDirection, IdbDatabase, IdbObjectStore, IdbRequest};

const JOURNAL: &str = "journal";
const CHUNKS: &str = "chunks";
const SEALED: &str = "sealed";
const META: &str = "meta";
const INDEX: &str = "index";
/// By the form of the database that brought them.
const STORES: [&str; 5] = [JOURNAL, CHUNKS, SEALED, META, INDEX];
const ORIGIN: &str = "origin";
const MANIFEST: &str = "manifest";
const CHECKPOINT: &str = "checkpoint";
/// How often a lab is looked for in a database that is closed meanwhile.
const TRIES: u32 = 3;

/// The database of one lab.
pub struct IndexedDbStore {
    name: String,
    connection: RefCell<Option<Connection>>,
    /// Another tab asked for the database, to delete it or to give it a newer form: this one keeps out from
    /// then on.
    given_up: alloc::rc::Rc<Cell<bool>>,
    /// Connections opened one after the other.
    opened: Cell<u32>,
    /// The browser has thrown away what was here, and whoever writes the lab was not told yet.
    emptied: Cell<bool>,
}

/// The database's name for a lab.
pub fn database_name(lab: &str) -> String {
    format!("offset-lab:{lab}")
}

impl IndexedDbStore {
    /// Opens the lab's database, or makes it.
    pub async fn open(lab: &str) -> Result<IndexedDbStore, StoreError> {
        let name = database_name(lab);
        let given_up = alloc::rc::Rc::new(Cell::new(false));
        let connection = Connection::open(&name, &given_up).await?;
        let connection = RefCell::new(Some(connection));
        Ok(IndexedDbStore { name, connection, given_up, opened: Cell::new(1), emptied: Cell::default() })
    }

    /// Deletes a lab's database.
    pub async fn destroy(lab: &str) -> Result<(), StoreError> {
        connection::delete(&database_name(lab)).await
    }

    /// Closes the connection; the next use opens it again.
    pub fn close(&self) {
        self.connection.borrow_mut().take();
    }

    /// Begins a transaction. The browser may have closed the connection meanwhile (a phone in a pocket,
    /// Safari in the background): then it is opened again, once.
    async fn begin(&self, stores: &[&str], mode: Mode) -> Result<Transaction, StoreError> {
        if self.given_up.get() {
            return Err(StoreError::Closed);
        }
        if self.emptied.get() {
            return Err(StoreError::Emptied);
        }
        match self.database().map(|database| Transaction::begin(&database, stores, mode)) {
            Some(Ok(transaction)) => return Ok(transaction),
            Some(Err(StoreError::Closed)) | None => {}
            Some(Err(other)) => return Err(other),
        }
        self.close();
        let connection = Connection::open(&self.name, &self.given_up).await?;
        self.opened.set(self.opened.get() + 1);
        self.emptied.set(connection.was_made());
        let transaction = Transaction::begin(connection.database(), stores, mode);
        *self.connection.borrow_mut() = Some(connection);
        if self.emptied.get() { Err(StoreError::Emptied) } else { transaction }
    }

    fn is_open(&self) -> bool {
        self.database().is_some()
    }

    fn database(&self) -> Option<IdbDatabase> {
        let connection = self.connection.borrow();
        connection
            .as_ref()
            .filter(|connection| connection.is_open())
            .map(|connection| connection.database().clone())
    }

    async fn write(&self, batch: &WriteBatch) -> Result<(), StoreError> {
        let mode = match batch.durability {
            Durability::Relaxed => Mode::WriteRelaxed,
            Durability::Strict => Mode::WriteStrict,
        };
        let transaction = match self.begin(&stores_of(batch), mode).await {
            // A part of a lab is none: whoever has it has to store all of it.
            Err(StoreError::Emptied) => {
                self.emptied.set(false);
                return Err(StoreError::Emptied);
            }
            begun => begun?,
        };
        let written = write_all(&transaction, batch);
        if let Err(error) = written {
            transaction.abort();
            return Err(error);
        }
        transaction.commit();
        transaction.done().await
    }

    async fn nearest(&self, physical: u64) -> Result<Option<Piece>, StoreError> {
        let transaction = self.begin(&[CHUNKS, SEALED], Mode::Read).await?;
        let range = keys_up_to(physical)?;
        let ask = |name| {
            let store = transaction.store(name)?;
            done(store.open_cursor_with_range_and_direction(&range, IdbCursorDirection::Prev))
        };
        let (chunk, sealed) = (ask(CHUNKS)?, ask(SEALED)?);
        transaction.done().await?;
        let pieces = [(chunk, false), (sealed, true)].map(|(request, sealed)| piece_under(&request, sealed));
        let mut nearest: Option<Piece> = None;
        for piece in pieces {
            let piece = piece?;
            if nearest.as_ref().map(|piece| piece.from) <= piece.as_ref().map(|piece| piece.from) {
                nearest = piece;
            }
        }
        Ok(nearest)
    }
}

impl Store for IndexedDbStore {
    fn commit(&self, batch: &WriteBatch) -> impl Future<Output = Result<(), StoreError>> {
        self.write(batch)
    }

    async fn load(&self) -> Result<StoredLab, StoreError> {
        for _ in 0..TRIES {
            let opened = self.opened.get();
            let found = match load::read(self).await {
                // One record that can't be read takes the whole read with it.
                Err(StoreError::Other(_) | StoreError::Aborted(_)) => salvage::read(self).await,
                other => other,
            };
            // What is there now is what counts, if it is nothing.
            self.emptied.set(false);
            match found {
                Err(StoreError::Closed) if self.given_up.get() => return Err(StoreError::Closed),
                Err(StoreError::Closed | StoreError::Emptied) => {}
                // The browser closed it meanwhile, as it does before it throws it away: parts of two
                // databases are no lab.
                Ok(_) if self.opened.get() != opened || !self.is_open() => {}
                found => return found,
            }
        }
        Err(StoreError::Closed)
    }

    fn piece_at(&self, physical: u64) -> impl Future<Output = Result<Option<Piece>, StoreError>> {
        self.nearest(physical)
    }
}

fn tables_of(batch: &WriteBatch) -> [(&'static str, &TableChanges); 4] {
    [(JOURNAL, &batch.journal), (CHUNKS, &batch.chunks), (SEALED, &batch.sealed), (INDEX, &batch.index)]
}

/// The object stores that a batch changes: a browser takes longer for more. `META` is always one of them, so
/// batches stay in order.
fn stores_of(batch: &WriteBatch) -> Vec<&'static str> {
    let changed = tables_of(batch).into_iter().filter(|(_, changes)| !changes.is_empty());
    changed.map(|(name, _)| name).chain([META]).collect()
}

/// Issues every request of a batch, in one turn.
fn write_all(transaction: &Transaction, batch: &WriteBatch) -> Result<(), StoreError> {
    for (name, changes) in tables_of(batch) {
        if !changes.is_empty() {
            write_table(&transaction.store(name)?, changes)?;
        }
    }
    breaking::at(Moment::Saving);
    let meta = transaction.store(META)?;
    for (name, record) in
        [(ORIGIN, &batch.origin), (CHECKPOINT, &batch.checkpoint), (MANIFEST, &batch.manifest)]
    {
        if let Some(record) = record {
            done(meta.put_with_key(&bytes_to_js(record), &JsValue::from_str(name)))?;
        }
    }
    Ok(())
}

fn write_table(store: &IdbObjectStore, changes: &TableChanges) -> Result<(), StoreError> {
    for keys in changes.deletes() {
        done(store.delete(&key_range(keys)?.into()))?;
    }
    for (&key, record) in changes.puts() {
        done(store.put_with_key(&bytes_to_js(record), &key_bytes(key)))?;
    }
    Ok(())
}

fn bytes_to_js(record: &[u8]) -> JsValue {
    js_sys::Uint8Array::from(record).into()
}

fn bytes_from_js(value: &JsValue) -> Result<Vec<u8>, StoreError> {
    let bytes = value.dyn_ref::<js_sys::Uint8Array>();
    bytes
        .map(js_sys::Uint8Array::to_vec)
        .ok_or_else(|| StoreError::Other("a record is not bytes".to_string()))
}

/// The result of a request whose transaction is complete.
fn result_of(request: &IdbRequest) -> Result<JsValue, StoreError> {
    request.result().map_err(|error| store_error(&error))
}

fn single(request: &IdbRequest) -> Result<Option<Vec<u8>>, StoreError> {
    let value = result_of(request)?;
    if value.is_undefined() { Ok(None) } else { bytes_from_js(&value).map(Some) }
}

/// The piece at a cursor.
fn piece_under(request: &IdbRequest, sealed: bool) -> Result<Option<Piece>, StoreError> {
    let cursor = result_of(request)?;
    if cursor.is_null() {
        return Ok(None);
    }
    let field = |name: &str| {
        js_sys::Reflect::get(&cursor, &JsValue::from_str(name)).map_err(|error| store_error(&error))
    };
    Ok(Some(Piece { from: key_from(&field("key")?)?, sealed, record: bytes_from_js(&field("value")?)? }))
}
