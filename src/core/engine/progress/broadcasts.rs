//! Where broadcasting clients pull, as the broker notes it for the day on which a client comes by another way
//! (R-OFF-15). Not here: the pulls (`broker::broadcast`), and the clients' own offset files (R-OFF-14,
//! `sim::clients::rebalance`).
//!
//! Invariant: it lives in memory; of each client and queue the greatest offset counts.

use crate::engine::ids::{EpochMs, GroupQueue, GroupTopic, Name, QueueId, QueueOffset};
use crate::engine::ordered_map::OrderedMap;
use crate::engine::progress::consumer_offsets::OffsetMap;
use serde::{Deserialize, Serialize};

/// `broadcastOffsetExpireSecond`: a client that is offline is forgotten after this.
const OFFLINE_MS: u64 = 120_000;
/// `broadcastOffsetExpireMaxSecond`: one that is online and does not pull.
const IDLE_MS: u64 = 300_000;

/// One client.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
struct Client {
    pulled_at: EpochMs,
    from_proxy: bool,
    offsets: OffsetMap,
}

/// A client as it comes to the broker.
#[derive(Clone, Copy, Debug)]
pub struct BroadcastClient<'a> {
    /// Its name.
    pub name: &'a Name,
    /// Its proxy pulls for it.
    pub from_proxy: bool,
}

/// All of them.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Broadcasts {
    clients: OrderedMap<GroupTopic, OrderedMap<Name, Client>>,
}

impl Broadcasts {
    /// Whether no client is known.
    pub fn is_unused(&self) -> bool {
        self.clients.is_empty()
    }

    /// A client pulled there.
    pub(crate) fn note(
        &mut self,
        of: &GroupTopic,
        client: BroadcastClient<'_>,
        queue: QueueId,
        offset: QueueOffset,
        now: EpochMs,
    ) {
        let known = self.clients.entry(of.clone()).or_default().entry(client.name.clone()).or_default();
        (known.pulled_at, known.from_proxy) = (now, client.from_proxy);
        let before = known.offsets.get(&queue).copied().unwrap_or(offset);
        known.offsets.insert(queue, offset.max(before));
    }

    /// Whether a client needs to be told where to begin: it comes from a proxy that does not know, or by
    /// another way than before. Gives where it pulled last, if that is known.
    pub(crate) fn begins_anew(
        &self,
        of: &GroupTopic,
        client: BroadcastClient<'_>,
        queue: QueueId,
        asked: QueueOffset,
    ) -> Option<Option<QueueOffset>> {
        let known = self.clients.get(of).and_then(|clients| clients.get(client.name));
        let switched = known.is_some_and(|known| known.from_proxy != client.from_proxy);
        let anew = client.from_proxy && asked.0 < 0 || switched;
        anew.then(|| known.and_then(|known| known.offsets.get(&queue).copied()))
    }

    /// Where the client is that is furthest behind, of each group, topic and queue; forgets clients that are
    /// long gone.
    pub(crate) fn least(
        &mut self,
        now: EpochMs,
        is_online: impl Fn(&Name) -> bool,
    ) -> OrderedMap<GroupQueue, QueueOffset> {
        let mut least = OrderedMap::new();
        for (of, clients) in &mut self.clients {
            clients.retain(|name, client| {
                let (idle_ms, online) = (now.0.abs_diff(client.pulled_at.0), is_online(name));
                if online || idle_ms < OFFLINE_MS {
                    for (&queue, &offset) in &client.offsets {
                        let place = GroupQueue::new(&of.group, &of.topic, queue);
                        let so_far = least.get(&place).copied().unwrap_or(offset);
                        least.insert(place, offset.min(so_far));
                    }
                }
                idle_ms < if online { IDLE_MS } else { OFFLINE_MS }
            });
        }
        self.clients.retain(|_, clients| !clients.is_empty());
        least
    }

    /// Forgets groups and topics that are deleted.
    pub(crate) fn forget(&mut self, gone: impl Fn(&GroupTopic) -> bool) {
        self.clients.retain(|of, _| !gone(of));
    }
}
