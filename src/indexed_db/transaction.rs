//! One IndexedDB transaction, and the wait for its end. Not here: what it reads and writes (`mod`).
//!
//! Invariant: its end is known from `complete` and `abort` alone. A request's `success` says nothing: over quota every
//! request succeeds, and then the transaction aborts.

use crate::indexed_db::dom_error::{abort_reason, done, store_error};
use crate::storage::error::StoreError;
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
    end: Later<Result<(), StoreError>>,
    _on_complete: Closure<dyn FnMut(Event)>,
    _on_abort: Closure<dyn FnMut(Event)>,
}

impl Transaction {
    /// Begins one over these object stores.
    pub fn begin(database: &IdbDatabase, stores: &[&str], mode: Mode) -> Result<Transaction, StoreError> {
        let transaction = begin(database, stores, mode)?;
        let end: Later<Result<(), StoreError>> = Later::default();
        let complete = end.clone();
        let on_complete = Closure::new(move |_: Event| complete.give(Ok(())));
        let (abort, aborted) = (end.clone(), transaction.clone());
        // The reason is only sure to be there inside the handler.
        let on_abort = Closure::new(move |_: Event| abort.give(Err(abort_reason(aborted.error().as_ref()))));
        transaction.set_oncomplete(Some(on_complete.as_ref().unchecked_ref()));
        transaction.set_onabort(Some(on_abort.as_ref().unchecked_ref()));
        Ok(Transaction { transaction, end, _on_complete: on_complete, _on_abort: on_abort })
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
        // Not every browser has it, and it throws when the transaction has ended already: either way the end is told by
        // its events.
        let commit = Reflect::get(&self.transaction, &"commit".into())
            .and_then(|commit| commit.dyn_into::<Function>());
        let _ = commit.and_then(|commit| commit.call0(&self.transaction));
    }

    /// Waits for its end.
    pub async fn done(&self) -> Result<(), StoreError> {
        self.end.get().await
    }
}

impl Drop for Transaction {
    fn drop(&mut self) {
        self.transaction.set_oncomplete(None);
        self.transaction.set_onabort(None);
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
