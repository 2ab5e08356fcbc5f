//! How the queues of a topic are assigned among a group's clients (R-LB-1 to R-LB-4). Not here: when that
//! happens, and giving up and taking queues (`clients::rebalance`).
//!
//! Invariant: every client computes alone and all come to the same result; each queue has one owner.

use crate::engine::broker::Allocate;
use crate::engine::ids::{Name, QueueId};
use alloc::format;
use alloc::vec;
use alloc::vec::Vec;
use md5::{Digest, Md5};

/// The broker's name, part of a queue's printed form.
const BROKER: &str = "broker-a";
/// Places of one client on the ring (R-LB-3).
const VIRTUAL_NODES: u32 = 10;

/// Each client's queues; `clients` in the order of their names.
pub fn shares(how: Allocate, topic: &str, queues: u32, clients: &[Name]) -> Vec<Vec<QueueId>> {
    let count = clients.len() as u32;
    let pick = |owns: &dyn Fn(u32, QueueId) -> bool| {
        (0..count).map(|i| (0..queues).filter(|&queue| owns(i, queue)).collect()).collect()
    };
    match how {
        Allocate::Averagely => average_shares(queues, count),
        Allocate::ByCircle => pick(&|i, queue| queue % count == i),
        // Model: one room; a lab has one broker, so every queue is in it.
        Allocate::ByMachineRoom => {
            let each = queues / count.max(1);
            pick(&|i, queue| (i * each..(i + 1) * each).contains(&queue) || queue == i + each * count)
        }
        Allocate::ConsistentHash => {
            let clients: Vec<&str> = clients.iter().map(Name::as_str).collect();
            by_consistent_hash(topic, BROKER, queues, &clients)
        }
    }
}

/// R-LB-2: contiguous shares that differ by at most one queue, the larger ones first.
pub fn average_shares(queues: u32, clients: u32) -> Vec<Vec<QueueId>> {
    let mut from = 0;
    let share = |i: u32| queues / clients + u32::from(i < queues % clients);
    let ranges = (0..clients).map(|i| {
        let range = from..from + share(i);
        from = range.end;
        range.collect()
    });
    ranges.collect()
}

/// The first four bytes of a text's MD5, the first one highest.
fn ring_hash(text: &str) -> u32 {
    let digest = Md5::digest(text);
    u32::from_be_bytes([digest[0], digest[1], digest[2], digest[3]])
}

/// R-LB-3: ten places a client on a ring of hashes; a queue goes to the first place at or after its own hash.
pub fn by_consistent_hash(topic: &str, broker: &str, queues: u32, clients: &[&str]) -> Vec<Vec<QueueId>> {
    let mut ring: Vec<(u32, usize)> = Vec::new();
    for (i, client) in clients.iter().enumerate() {
        for node in 0..VIRTUAL_NODES {
            let place = (ring_hash(&format!("{client}-{node}")), i);
            let at = ring.partition_point(|&other| other < place);
            ring.insert(at, place);
        }
    }
    let mut shares = vec![Vec::new(); clients.len()];
    for queue in 0..queues {
        let key = format!("MessageQueue [topic={topic}, brokerName={broker}, queueId={queue}]");
        let hash = ring_hash(&key);
        let at = ring.partition_point(|&(place, _)| place < hash);
        if let Some(&(_, i)) = ring.get(at).or(ring.first()) {
            shares[i].push(queue);
        }
    }
    shares
}
