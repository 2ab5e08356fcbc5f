//! Reading what it takes to open a lab, as of one moment. Not here: a database that the browser can't read
//! whole (`salvage`), and what the records mean (`recovery`).
//!
//! A browser makes a record's bytes when they are looked at, so the index of a large lab is looked at a part
//! at a time, with pauses in which the page answers. For that its records are asked for one by one, and their
//! keys have to be known before.
//!
//! Invariant: all that is given back is of one transaction.

use crate::indexed_db::dom_error::done;
use crate::indexed_db::keys::{key_bytes, key_from};
use crate::indexed_db::transaction::Mode;
use crate::indexed_db::{
    CHECKPOINT, CHUNKS, INDEX, IndexedDbStore, JOURNAL, MANIFEST, META, ORIGIN, STORES, bytes_from_js,
    result_of, single,
};
use crate::storage::error::StoreError;
use crate::storage::store::{Keyed, StoredLab};
use alloc::vec::Vec;
use wasm_bindgen::JsValue;
use web_sys::{IdbObjectStore, IdbRequest};

/// Records of the index that are looked at between two pauses, each of a megabyte at most.
const RECORDS_AT_ONCE: usize = 6;

/// How often it is tried where another tab adds to the index meanwhile; then the index is read at once.
const TRIES: u32 = 3;

/// Everything but the log.
pub(crate) async fn read(store: &IndexedDbStore) -> Result<StoredLab, StoreError> {
    for _ in 0..TRIES {
        let transaction = store.begin(&[INDEX], Mode::Read).await?;
        let keys = done(transaction.store(INDEX)?.get_all_keys())?;
        transaction.done().await?;
        if let Some(lab) = read_knowing(store, Some(keys_of(&keys)?)).await? {
            return Ok(lab);
        }
    }
    read_knowing(store, None).await.map(Option::unwrap_or_default)
}

/// With the keys of the index as they were; `None`: they are others now.
async fn read_knowing(
    store: &IndexedDbStore,
    known: Option<Vec<u64>>,
) -> Result<Option<StoredLab>, StoreError> {
    let transaction = store.begin(&STORES, Mode::Read).await?;
    let meta = transaction.store(META)?;
    let singles = [ORIGIN, MANIFEST, CHECKPOINT].map(|name| done(meta.get(&JsValue::from_str(name))));
    let journal = AllOf::ask(&transaction.store(JOURNAL)?)?;
    let chunks = AllOf::ask(&transaction.store(CHUNKS)?)?;
    let index = transaction.store(INDEX)?;
    let (keys, whole) = match known {
        Some(_) => (Some(done(index.get_all_keys())?), None),
        None => (None, Some(AllOf::ask(&index)?)),
    };
    let records: Result<Vec<(u64, IdbRequest)>, StoreError> =
        known.iter().flatten().map(|&key| Ok((key, done(index.get(&key_bytes(key)))?))).collect();
    let records = records?;
    transaction.done().await?;
    if let Some(keys) = keys
        && Some(keys_of(&keys)?) != known
    {
        return Ok(None);
    }
    let [origin, manifest, checkpoint] = singles.map(|request| request.and_then(|request| single(&request)));
    let mut lab = StoredLab {
        origin: origin?,
        manifest: manifest?,
        checkpoint: checkpoint?,
        journal: journal.answer()?,
        chunks: chunks.answer()?,
        index: whole.map_or(Ok(Vec::new()), |whole| whole.answer())?,
    };
    for (nth, (key, request)) in records.into_iter().enumerate() {
        if nth > 0 && nth % RECORDS_AT_ONCE == 0 {
            store.pause().await?;
        }
        lab.index.push((key, single(&request)?.unwrap_or_default()));
    }
    Ok(Some(lab))
}

fn keys_of(request: &IdbRequest) -> Result<Vec<u64>, StoreError> {
    js_sys::Array::from(&result_of(request)?).iter().map(|key| key_from(&key)).collect()
}

impl IndexedDbStore {
    /// Lets the page answer: comes back in another task. A timer would do so in a second where the tab is
    /// hidden.
    pub async fn pause(&self) -> Result<(), StoreError> {
        let transaction = self.begin(&[META], Mode::Read).await?;
        done(transaction.store(META)?.count())?;
        transaction.done().await
    }
}

/// All records of an object store and their keys: two requests, far faster than a cursor.
pub(crate) struct AllOf {
    keys: IdbRequest,
    records: IdbRequest,
}

impl AllOf {
    pub(crate) fn ask(store: &IdbObjectStore) -> Result<AllOf, StoreError> {
        Ok(AllOf { keys: done(store.get_all_keys())?, records: done(store.get_all())? })
    }

    pub(crate) fn ask_within(
        store: &IdbObjectStore,
        keys: &web_sys::IdbKeyRange,
    ) -> Result<AllOf, StoreError> {
        let (names, records) = (store.get_all_keys_with_key(keys), store.get_all_with_key(keys));
        Ok(AllOf { keys: done(names)?, records: done(records)? })
    }

    pub(crate) fn answer(&self) -> Result<Vec<Keyed>, StoreError> {
        let keys = js_sys::Array::from(&result_of(&self.keys)?);
        let records = js_sys::Array::from(&result_of(&self.records)?);
        let pairs = keys.iter().zip(records.iter());
        pairs.map(|(key, record)| Ok((key_from(&key)?, bytes_from_js(&record)?))).collect()
    }
}
