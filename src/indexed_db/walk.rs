//! Every record of a lab, one after the other, as of one moment. Not here: what is done with them
//! (`player::labs`).
//!
//! One transaction with a cursor: a record is asked for in the event that brought the one before, so nothing
//! is awaited inside, and no more than a few records are in memory however long the lab is.
//!
//! Invariant: the order is that of a lab's file (`export`), and nothing that is written meanwhile is shown.

use crate::indexed_db::dom_error::{done, store_error};
use crate::indexed_db::keys::key_from;
use crate::indexed_db::transaction::Mode;
use crate::indexed_db::{
    CHECKPOINT, CHUNKS, INDEX, IndexedDbStore, JOURNAL, MANIFEST, META, ORIGIN, SEALED, STORES, result_of,
};
use crate::storage::error::StoreError;
use crate::storage::record::Kind;
use alloc::boxed::Box;
use alloc::rc::Rc;
use alloc::vec::Vec;
use core::cell::{Cell, RefCell};
use js_sys::{Function, Uint8Array};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Event, IdbCursorWithValue, IdbObjectStore, IdbRequest};

/// Takes a record; whether to continue.
type Show = Box<dyn FnMut(Kind, u64, &Uint8Array) -> bool>;

const TABLES: [(Kind, &str); 4] =
    [(Kind::Index, INDEX), (Kind::Entry, JOURNAL), (Kind::Chunk, CHUNKS), (Kind::Sealed, SEALED)];
const SINGLES: [(Kind, &str); 3] =
    [(Kind::Origin, ORIGIN), (Kind::Manifest, MANIFEST), (Kind::Checkpoint, CHECKPOINT)];

struct Walk {
    singles: RefCell<Vec<(Kind, IdbRequest)>>,
    tables: Vec<(Kind, IdbObjectStore)>,
    /// The table that the cursor walks over, plus one.
    table: Cell<usize>,
    show: RefCell<Show>,
    step: RefCell<Option<Function>>,
    failed: RefCell<Option<StoreError>>,
}

impl Walk {
    /// The next table's first record. Behind the last table nothing is asked, and the transaction ends.
    fn open_next(&self) -> Result<(), StoreError> {
        let Some((_, store)) = self.tables.get(self.table.get()) else { return Ok(()) };
        self.table.set(self.table.get() + 1);
        let request = done(store.open_cursor())?;
        request.set_onsuccess(self.step.borrow().as_ref());
        Ok(())
    }

    fn step(&self, event: &Event) -> Result<(), StoreError> {
        // A transaction's requests are answered in order: by now these are.
        for (kind, request) in self.singles.take() {
            let record = result_of(&request)?;
            if !record.is_undefined() && !self.shown(kind, 0, &record) {
                return Ok(());
            }
        }
        let Some(request) = event.target().and_then(|target| target.dyn_into::<IdbRequest>().ok()) else {
            return Ok(());
        };
        let Ok(cursor) = result_of(&request)?.dyn_into::<IdbCursorWithValue>() else {
            return self.open_next();
        };
        let key = key_from(&done(cursor.key())?)?;
        let (kind, _) = self.tables[self.table.get() - 1];
        if self.shown(kind, key, &done(cursor.value())?) {
            cursor.continue_().map_err(|error| store_error(&error))?;
        }
        Ok(())
    }

    /// What is no bytes is shown as none: a damaged record.
    fn shown(&self, kind: Kind, key: u64, record: &JsValue) -> bool {
        let none = Uint8Array::new_with_length(0);
        (self.show.borrow_mut())(kind, key, record.dyn_ref().unwrap_or(&none))
    }
}

impl IndexedDbStore {
    /// Shows every record until `show` says no.
    pub async fn walk(
        &self,
        show: impl FnMut(Kind, u64, &Uint8Array) -> bool + 'static,
    ) -> Result<(), StoreError> {
        let transaction = self.begin(&STORES, Mode::Read).await?;
        let meta = transaction.store(META)?;
        let (mut singles, mut tables) = (Vec::new(), Vec::new());
        for (kind, name) in SINGLES {
            singles.push((kind, done(meta.get(&JsValue::from_str(name)))?));
        }
        for (kind, name) in TABLES {
            tables.push((kind, transaction.store(name)?));
        }
        let walk = Rc::new(Walk {
            singles: RefCell::new(singles),
            tables,
            table: Cell::new(0),
            show: RefCell::new(Box::new(show)),
            step: RefCell::default(),
            failed: RefCell::default(),
        });
        let stepping = walk.clone();
        let on_success: Closure<dyn FnMut(Event)> = Closure::new(move |event: Event| {
            // Nothing more is asked then, so the transaction ends.
            if let Err(error) = stepping.step(&event) {
                *stepping.failed.borrow_mut() = Some(error);
            }
        });
        *walk.step.borrow_mut() = Some(on_success.as_ref().unchecked_ref::<Function>().clone());
        walk.open_next()?;
        let ended = transaction.done().await;
        walk.failed.take().map_or(ended, Err)
    }
}
