//! Reading a database of which the browser can't give every record back: a large value in a file that is
//! deleted, a page of the database that is damaged. Not here: reading a whole one (`mod`), and what a missing
//! record means for the lab (`recovery`).
//!
//! Invariant: a record that can't be read comes back empty, so that recovery finds it damaged and names its
//! place; it is never left out.

use crate::indexed_db::keys::key_from;
use crate::indexed_db::transaction::Mode;
use crate::indexed_db::{
    CHECKPOINT, CHUNKS, INDEX, IndexedDbStore, JOURNAL, MANIFEST, META, ORIGIN, result_of, single,
};
use crate::storage::error::StoreError;
use crate::storage::store::{Keyed, StoredLab};
use alloc::vec::Vec;
use wasm_bindgen::JsValue;

/// As much as can be read, one transaction a record: one that fails takes no other with it.
pub(crate) async fn read(store: &IndexedDbStore) -> Result<StoredLab, StoreError> {
    Ok(StoredLab {
        origin: one(store, META, &ORIGIN.into()).await?,
        manifest: one(store, META, &MANIFEST.into()).await?,
        checkpoint: one(store, META, &CHECKPOINT.into()).await?,
        journal: all(store, JOURNAL).await?,
        chunks: all(store, CHUNKS).await?,
        index: all(store, INDEX).await?,
    })
}

async fn all(store: &IndexedDbStore, table: &str) -> Result<Vec<Keyed>, StoreError> {
    let transaction = store.begin(&[table], Mode::Read).await?;
    let request = crate::indexed_db::done(transaction.store(table)?.get_all_keys())?;
    transaction.done().await?;
    let mut records = Vec::new();
    for key in js_sys::Array::from(&result_of(&request)?).iter() {
        let record = one(store, table, &key).await?;
        records.extend(record.map(|record| key_from(&key).map(|key| (key, record))).transpose()?);
    }
    Ok(records)
}

async fn one(store: &IndexedDbStore, table: &str, key: &JsValue) -> Result<Option<Vec<u8>>, StoreError> {
    let transaction = store.begin(&[table], Mode::Read).await?;
    let request = crate::indexed_db::done(transaction.store(table)?.get(key))?;
    match transaction.done().await {
        Ok(()) => Ok(single(&request).unwrap_or(Some(Vec::new()))),
        // The database itself is deleted, which says nothing about the record.
        Err(error @ (StoreError::Closed | StoreError::Emptied | StoreError::Unanswered)) => Err(error),
        Err(_) => Ok(Some(Vec::new())),
    }
}
