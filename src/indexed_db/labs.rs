//! Which labs this browser keeps, and the little that can be known of one without opening it. Not here:
//! opening them.
//!
//! Invariant: looking changes nothing: a name without a database stays without one.

use crate::indexed_db::connection::factory;
use crate::indexed_db::deadline::answer_of;
use crate::indexed_db::dom_error::done;
use crate::indexed_db::keys::key_range;
use crate::indexed_db::load::AllOf;
use crate::indexed_db::transaction::Mode;
use crate::indexed_db::{IndexedDbStore, JOURNAL, MANIFEST, META, ORIGIN, identity, single};
use crate::storage::error::StoreError;
use crate::storage::store::Keyed;
use alloc::string::String;
use alloc::vec::Vec;
use js_sys::{Array, Function, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};

/// A lab's header and position as they are stored, if they are.
pub type Head = (Option<Vec<u8>>, Option<Vec<u8>>);

/// Labs that have a database. A browser that does not list databases, or does not answer, is asked for those
/// that were noted outside.
pub async fn with_database() -> Vec<String> {
    let names = match listed().await {
        Some(names) => names,
        None => return identity::noted(),
    };
    let labs = names.iter().filter_map(|name| name.strip_prefix("offset-lab:"));
    labs.map(String::from).collect()
}

/// Whether this browser lists its databases.
pub fn can_list() -> bool {
    factory().is_ok_and(|factory| Reflect::has(&factory, &"databases".into()).unwrap_or(false))
}

async fn listed() -> Option<Vec<String>> {
    let factory = factory().ok()?;
    let ask: Function = Reflect::get(&factory, &"databases".into()).ok()?.dyn_into().ok()?;
    let promise: Promise = ask.call0(&factory).ok()?.dyn_into().ok()?;
    let answer: Array = answer_of(promise).await?.dyn_into().ok()?;
    let name = |database: JsValue| Reflect::get(&database, &"name".into()).ok()?.as_string();
    Some(answer.iter().filter_map(name).collect())
}

impl IndexedDbStore {
    /// The lab's header and position.
    pub async fn head(&self) -> Result<Head, StoreError> {
        let transaction = self.begin(&[META], Mode::Read).await?;
        let meta = transaction.store(META)?;
        let [origin, manifest] = [ORIGIN, MANIFEST].map(|name| done(meta.get(&JsValue::from_str(name))));
        transaction.done().await?;
        Ok((single(&origin?)?, single(&manifest?)?))
    }

    /// The lab's position, and its journal's entries from this number on.
    pub async fn news(&self, from: u64) -> Result<(Option<Vec<u8>>, Vec<Keyed>), StoreError> {
        let transaction = self.begin(&[META, JOURNAL], Mode::Read).await?;
        let manifest = done(transaction.store(META)?.get(&JsValue::from_str(MANIFEST)))?;
        let entries = AllOf::ask_within(&transaction.store(JOURNAL)?, &key_range(&(from..u64::MAX))?)?;
        transaction.done().await?;
        Ok((single(&manifest)?, entries.answer()?))
    }
}
