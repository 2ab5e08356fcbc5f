//! What a lab is called on a cluster: its brokers, their addresses and the numbers of their queues. Not here:
//! what they hold.
//!
//! Invariant: a lab's queue is one queue of one broker; a lab that was not taken over has one broker, whose
//! queues have the lab's numbers.

use crate::engine::ids::{Name, QueueId};
use crate::sim::World;
use crate::sim::command::{BrokerCall, Command};
use crate::sim::formats::journal::JournalEntry;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

/// The broker of a lab that was not taken over from a cluster.
const BROKER: &str = "broker-a";
/// Its address, and a broker's port.
const ADDRESS: &str = "127.0.0.1:10911";
/// The cluster's name.
pub(super) const CLUSTER: &str = "DefaultCluster";

/// A queue as a cluster calls it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Place {
    pub broker: String,
    /// Its number there.
    pub number: u32,
    /// Its number in the lab.
    pub queue: QueueId,
}

/// The names of a lab.
pub(super) struct Cluster {
    /// In order.
    pub brokers: Vec<String>,
    /// Topic, broker, number there, number in the lab.
    named: Vec<(Name, Place)>,
    /// Groups that have had a client, so that there is a retry topic.
    met: Vec<Name>,
    /// Taken over, so that nobody knows whether a group has one.
    is_imported: bool,
}

impl Cluster {
    pub(super) fn new<'a>(world: &World, entries: impl Iterator<Item = &'a JournalEntry>) -> Cluster {
        let mut cluster =
            Cluster { brokers: Vec::new(), named: Vec::new(), met: Vec::new(), is_imported: false };
        for entry in entries {
            cluster.take_in(&entry.command);
        }
        cluster.met.extend(world.broker().groups().map(|(group, _)| group.clone()).filter(|group| {
            let retry = format!("%RETRY%{group}");
            world.broker().queue_count(&retry) > 0
        }));
        if cluster.brokers.is_empty() {
            cluster.brokers.push(BROKER.to_string());
        }
        cluster.brokers.sort();
        cluster
    }

    fn take_in(&mut self, command: &Command) {
        if let Command::ImportQueue { topic, queue, name, .. } = command {
            self.is_imported = true;
            let Some((broker, number)) = name.as_deref().and_then(|name| name.rsplit_once('/')) else {
                return;
            };
            let Ok(number) = number.parse() else { return };
            if !self.brokers.iter().any(|known| known == broker) {
                self.brokers.push(broker.to_string());
            }
            self.named.push((topic.clone(), Place { broker: broker.to_string(), number, queue: *queue }));
        }
        if let Command::AddConsumer { group, .. } | Command::Broker(BrokerCall::Connect { group, .. }) =
            command
        {
            self.met.push(group.clone());
        }
    }

    /// A topic's queues in the order of a table: by broker, then by number.
    pub(super) fn places(&self, topic: &str, queues: u32) -> Vec<Place> {
        let mut places: Vec<Place> = (0..queues)
            .map(|queue| {
                let named = self.named.iter().find(|(of, place)| **of == *topic && place.queue == queue);
                named.map_or_else(
                    || Place { broker: self.brokers[0].clone(), number: queue, queue },
                    |(_, place)| place.clone(),
                )
            })
            .collect();
        places.sort_by(|a, b| (&a.broker, a.number).cmp(&(&b.broker, b.number)));
        places
    }

    /// The broker that an address means, and whether it is its own.
    pub(super) fn broker_at(&self, address: &str) -> Option<(&str, bool)> {
        let name = address.rsplit_once(':').map_or(address, |(name, _)| name);
        let named = self.brokers.iter().find(|broker| **broker == *name);
        match (named, &self.brokers[..]) {
            (Some(broker), _) => Some((broker, true)),
            (None, [broker]) => Some((broker, address == ADDRESS)),
            (None, _) => None,
        }
    }

    /// Whether the lab was taken over from a cluster.
    pub(super) fn is_imported(&self) -> bool {
        self.is_imported
    }

    /// Where a broker is to be found.
    pub(super) fn address(&self, broker: &str) -> String {
        if self.is_imported { format!("{broker}:10911") } else { ADDRESS.to_string() }
    }

    /// Whether a group has its retry topic, without which the tool finds no broker to ask. Model: a lab that
    /// was taken over does not say, and its groups have one.
    pub(super) fn has_retry_topic(&self, group: &Name) -> bool {
        self.is_imported || self.met.contains(group)
    }
}
