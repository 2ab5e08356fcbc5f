//! One IndexedDB transaction, and the wait for its end. Not here: what it reads and writes (`mod`).
//!
//! Invariant: that it is stored is known from `complete` alone. A request's `success` says nothing: over
//! quota every request succeeds, and then the transaction aborts. It ends in any case: by `complete` or
//! `abort`, by the database's `close`, or because nothing was heard of it for too long, and then it is taken
//! back.

use crate::indexed_db::deadline::{patience, within};
use crate::indexed_db::dom_error::{abort_reason, done, store_error};
use crate::indexed_db::door::{Held, hold};
use crate::storage::error::StoreError;
use crate::storage::patience::Patience;
use alloc::rc::Rc;
use core::cell::RefCell;
use core::future::poll_fn;
use core::task::{Poll, Waker};
use js_sys::{Array, Function, Object, Reflect};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Event, IdbDatabase, IdbObjectStore, IdbTransaction};

/// What a transaction may do, and when it may say "complete".
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Mode {
    /// Reads.
    Read,
    /// Writes; complete when the operating system has the bytes.
    WriteRelaxed,
    /// Writes; complete when they are on the disk.
    WriteStrict,
}

/// A value that comes later, once.
pub(crate) struct Later<T>(Rc<RefCell<(Option<T>, Option<Waker>)>>);

impl<T> Clone for Later<T> {
    fn clone(&self) -> Self {
        Later(self.0.clone())
    }
}

impl<T> Default for Later<T> {
    fn default() -> Self {
        Later(Rc::new(RefCell::new((None, None))))
    }
}

impl<T> Later<T> {
    /// Here it is. A second value is dropped.
    pub(crate) fn give(&self, value: T) {
        let waker = {
            let mut slot = self.0.borrow_mut();
            slot.0.get_or_insert(value);
            slot.1.take()
        };
        if let Some(waker) = waker {
            waker.wake();
        }
    }

    /// Waits for it.
    pub(crate) async fn get(&self) -> T {
        poll_fn(|context| {
            let mut slot = self.0.borrow_mut();
            match slot.0.take() {
                Some(value) => Poll::Ready(value),
                None => {
                    slot.1 = Some(context.waker().clone());
                    Poll::Pending
                }
            }
        })
        .await
    }
}

/// A transaction under way.
pub struct Transaction {
    transaction: IdbTransaction,
    database: IdbDatabase,
    end: Later<Result<(), StoreError>>,
    patience: Rc<Patience>,
    hear: Closure<dyn FnMut(Event)>,
    /// While it is filled, it is taken back when the program breaks.
    _held: Held,
}

/// Its own events, by whether they are caught on their way down to a request: an answer does not come up
/// again.
const EVENTS: [(&str, bool); 4] = [("complete", false), ("abort", false), ("success", true), ("error", true)];
/// The browser has closed the database under us. It is the database's event, and need not come with an
/// `abort`.
const CLOSE: &str = "close";

impl Transaction {
    /// Begins one over these object stores.
    pub fn begin(database: &IdbDatabase, stores: &[&str], mode: Mode) -> Result<Transaction, StoreError> {
        let transaction = begin(database, stores, mode)?;
        let held = hold(&transaction);
        let (end, patience): (Later<Result<(), StoreError>>, _) = (Later::default(), patience());
        let (ended, heard, of) = (end.clone(), patience.clone(), transaction.clone());
        let hear: Closure<dyn FnMut(Event)> =
            Closure::new(move |event: Event| match event.type_().as_str() {
                "complete" => ended.give(Ok(())),
                // The reason is only sure to be there inside the handler.
                "abort" => ended.give(Err(abort_reason(of.error().as_ref()))),
                CLOSE => ended.give(Err(StoreError::Closed)),
                _ => heard.heard(),
            });
        let function = hear.as_ref().unchecked_ref();
        for (name, down) in EVENTS {
            done(transaction.add_event_listener_with_callback_and_bool(name, function, down))?;
        }
        done(database.add_event_listener_with_callback(CLOSE, function))?;
        Ok(Transaction { transaction, database: database.clone(), end, patience, hear, _held: held })
    }

    /// One of its object stores.
    pub fn store(&self, name: &str) -> Result<IdbObjectStore, StoreError> {
        done(self.transaction.object_store(name))
    }

    /// Takes it back.
    pub fn abort(&self) {
        // It throws when the transaction has ended already, which is what we want.
        let _ = self.transaction.abort();
    }

    /// Nothing more comes: the browser need not wait for the last request to see that.
    pub fn commit(&self) {
        // Not every browser has it, and it throws when the transaction has ended already: either way the end
        // is told by its events.
        let commit = Reflect::get(&self.transaction, &"commit".into())
            .and_then(|commit| commit.dyn_into::<Function>());
        let _ = commit.and_then(|commit| commit.call0(&self.transaction));
    }

    /// Waits for its end.
    pub async fn done(&self) -> Result<(), StoreError> {
        let ended = within(&self.patience, self.end.get()).await;
        if ended == Err(StoreError::Unanswered) {
            // What can be taken back is; what is on its way anyway comes before whatever is tried next. That
            // is tried over a connection of its own: this one may be dead.
            self.abort();
            self.database.close();
        }
        ended
    }
}

impl Drop for Transaction {
    fn drop(&mut self) {
        let function = self.hear.as_ref().unchecked_ref();
        // None of it can throw: the listeners are ours.
        for (name, down) in EVENTS {
            let _ = self.transaction.remove_event_listener_with_callback_and_bool(name, function, down);
        }
        let _ = self.database.remove_event_listener_with_callback(CLOSE, function);
    }
}

/// `web-sys` knows `transaction` with two arguments only; the third says how durable it is.
fn begin(database: &IdbDatabase, stores: &[&str], mode: Mode) -> Result<IdbTransaction, StoreError> {
    let (access, durability) = match mode {
        Mode::Read => ("readonly", "default"),
        Mode::WriteRelaxed => ("readwrite", "relaxed"),
        Mode::WriteStrict => ("readwrite", "strict"),
    };
    let stores: Array = stores.iter().map(|name| JsValue::from_str(name)).collect();
    let options = Object::new();
    let transaction = Reflect::set(&options, &"durability".into(), &durability.into())
        .and_then(|_| Reflect::get(database, &"transaction".into()))
        .and_then(|function| function.dyn_into::<Function>())
        .and_then(|function| function.call3(database, &stores, &access.into(), &options))
        .map_err(|error| store_error(&error))?;
    Ok(transaction.unchecked_into())
}
