//! The measures of a page: the engine's, from the same source as natively, and those of the lab's own
//! storage. A program of its own, never a part of the page that people load; `tests/bench` opens it. Not
//! here: peers, ratios, budgets (`tests/bench`).
//!
//! Invariant: what is stored is stored as the page does it: by a `Player`, an `IndexedDbStore` and a
//! `Session`.

#[cfg(target_arch = "wasm32")]
mod measures;

fn main() {}

#[cfg(target_arch = "wasm32")]
mod page {
    use crate::measures::{Measures, SEGMENT_BYTES, clock_s};
    use offset_lab::engine::limits;
    use offset_lab::engine::profile::Profile;
    use offset_lab::indexed_db::{IndexedDbStore, identity};
    use offset_lab::player::{OpenOptions, Player, SavedState, Session, Start};
    use offset_lab::sim::command::{Command, RetentionSettings};
    use offset_lab::sim::{Journal, JournalHeader};
    use offset_lab::storage::{Durability, Store, StoreError, WriteBatch};
    use std::cell::RefCell;
    use std::rc::Rc;
    use wasm_bindgen::JsValue;
    use wasm_bindgen::prelude::wasm_bindgen;
    use wasm_bindgen_futures::{JsFuture, future_to_promise};

    const RATE_PER_S: u32 = 100_000;
    const BODY_BYTES: u32 = 200;

    thread_local! {
        static MEASURES: RefCell<Measures> = RefCell::default();
    }

    /// Seconds of the engine's measure of this name; not a number where there is none.
    #[wasm_bindgen]
    pub fn measure(name: &str) -> f64 {
        MEASURES.with_borrow_mut(|measures| measures.run(name)).unwrap_or(f64::NAN)
    }

    /// 64 queues, 8 groups, and a producer that no disk of the lab's stops.
    fn lab() -> Player {
        let retention = RetentionSettings {
            segment_bytes: Some(SEGMENT_BYTES),
            disk_bytes: Some(1 << 40),
            ..RetentionSettings::default()
        };
        let mut player =
            Player::open("Bulk".to_string(), Journal::new(JournalHeader::new(Profile::Docs50, 1)));
        let mut give = |command| player.submit(command).expect("a command that is obeyed");
        give(Command::SetRetention(retention));
        give(Command::CreateTopic {
            topic: "orders".into(),
            queues: limits::QUEUES_MAX,
            first_offsets: vec![],
        });
        for group in 0..8 {
            give(Command::CreateGroup {
                group: format!("group-{group}").as_str().into(),
                consume_from: Default::default(),
            });
        }
        give(Command::AddProducer {
            producer: "producer".into(),
            topic: "orders".into(),
            rate_per_s: RATE_PER_S,
            body_bytes: BODY_BYTES,
            keys: 0,
            delay_level: 0,
        });
        player
    }

    /// What a bulk write took.
    #[wasm_bindgen]
    pub struct Bulk {
        /// Until the last transaction was complete.
        pub seconds: f64,
        /// Bytes of all records.
        pub bytes: f64,
        pub messages: f64,
    }

    /// Produces `messages` messages in batches of about `batch_bytes` and makes them durable, with index and
    /// offsets; without `store` they are made, framed and hashed, and go nowhere. The next batch is made
    /// while one is under way.
    #[wasm_bindgen]
    pub async fn bulk(messages: f64, batch_bytes: f64, store: bool) -> Result<Bulk, JsValue> {
        const LAB: &str = "bench-bulk";
        let store = if store { Some(Rc::new(IndexedDbStore::open(LAB).await.map_err(words)?)) } else { None };
        let mut player = lab();
        let start = clock_s();
        let (mut bytes, mut sent) = (0, 0);
        let step_us = (batch_bytes / f64::from(BODY_BYTES) / f64::from(RATE_PER_S) * 1e6) as u64;
        let mut under_way: Option<js_sys::Promise> = None;
        while sent < messages as u64 {
            player.step_by(step_us);
            sent += step_us * u64::from(RATE_PER_S) / 1_000_000;
            if sent >= messages as u64 {
                player.flush(Durability::Relaxed);
            }
            settle(&mut player, under_way.take()).await?;
            let Some(batch) = player.take_writes((clock_s() * 1e6) as u64) else { continue };
            bytes += batch.bytes();
            under_way = Some(begin(store.as_ref(), batch));
            JsFuture::from(js_sys::Promise::resolve(&JsValue::NULL)).await?;
        }
        settle(&mut player, under_way).await?;
        Ok(Bulk { seconds: clock_s() - start, bytes: bytes as f64, messages: sent as f64 })
    }

    fn begin(store: Option<&Rc<IndexedDbStore>>, batch: Rc<WriteBatch>) -> js_sys::Promise {
        let store = store.cloned();
        future_to_promise(async move {
            if let Some(store) = store {
                store.commit(&batch).await.map_err(words)?;
            }
            Ok(JsValue::NULL)
        })
    }

    async fn settle(player: &mut Player, under_way: Option<js_sys::Promise>) -> Result<(), JsValue> {
        if let Some(under_way) = under_way {
            JsFuture::from(under_way).await?;
            player.writes_done(&Ok(()), (clock_s() * 1e6) as u64);
        }
        Ok(())
    }

    fn words(error: StoreError) -> JsValue {
        JsValue::from_str(&error.to_string())
    }

    /// Deletes what the measures stored.
    #[wasm_bindgen]
    pub async fn forget(lab: String) -> Result<(), JsValue> {
        IndexedDbStore::destroy(&lab).await.map_err(words)?;
        identity::forget(&lab);
        Ok(())
    }

    /// The session of a page, at rest.
    #[wasm_bindgen]
    pub struct Desk {
        session: Session,
        told: Rc<RefCell<Option<js_sys::Function>>>,
        commands: u64,
    }

    #[wasm_bindgen]
    impl Desk {
        pub async fn open(lab: String) -> Desk {
            let start = Start::Player(Box::new(self::lab()));
            let session = Session::open(OpenOptions { lab, persist: true, start }).await;
            let told: Rc<RefCell<Option<js_sys::Function>>> = Rc::default();
            let (listener, seen) = (told.clone(), session.clone());
            session.on_change(move || {
                if seen.saved() == SavedState::Saved
                    && let Some(resolve) = listener.borrow_mut().take()
                {
                    let _ = resolve.call0(&JsValue::NULL);
                }
            });
            Desk { session, told, commands: 0 }
        }

        /// Gives one command; milliseconds until it is shown as saved.
        pub async fn command(&mut self) -> Result<f64, JsValue> {
            let told = self.told.clone();
            let saved = js_sys::Promise::new(&mut |resolve, _| *told.borrow_mut() = Some(resolve));
            self.commands += 1;
            let reserved_ms = Some(3_600_000 + self.commands);
            let command =
                Command::SetRetention(RetentionSettings { reserved_ms, ..RetentionSettings::default() });
            let start = clock_s();
            self.session
                .player()
                .borrow_mut()
                .submit(command)
                .map_err(|refused| JsValue::from_str(&refused.to_string()))?;
            JsFuture::from(saved).await?;
            Ok((clock_s() - start) * 1e3)
        }
    }
}
