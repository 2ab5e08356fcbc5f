//! A push consumer as plain state: the queues it owns, what it has cached, what it works on. Not here: its
//! timers and its calls to the broker (`clients::work`).
//!
//! Invariant: per queue, `memory_offset <= in hand <= cached <= next_pull`; messages are begun in order.

use crate::engine::ids::{Name, QueueId, QueueOffset, VirtualTime};
use crate::engine::ordered_map::OrderedMap;
use crate::sim::accounting::ranges::Span;
use crate::sim::clients::cached::Cached;
use crate::sim::clients::threads::{Crew, at_once};
use alloc::boxed::Box;
use serde::{Deserialize, Serialize};

/// What a pull of a queue is doing.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(crate) enum PullState {
    /// A timer will pull.
    Scheduled,
    /// The broker holds the request until a message comes (R-PULL-6). The number tells holds apart.
    Held(u32),
    /// The broker runs a held request again, for the last time (R-PULL-6).
    RunAgain,
    /// It waits for a segment from the disk (SD-18).
    Reading,
    /// There is none: the queue waits to be forgotten and taken again at `to` (R-PULL-7 up to 5.1, R-RST-12).
    Dropped { to: QueueOffset, by_reset: bool },
}

/// A client's side of one queue (RocketMQ's `ProcessQueue`).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ProcessQueue {
    /// Tells this ownership from an earlier one of the same queue.
    pub(crate) take: u32,
    /// Where the next pull begins.
    pub(crate) next_pull: QueueOffset,
    /// Pulled and not begun: from, to.
    pub(crate) cached: Cached,
    /// What will be saved next; `None` until there is progress (R-INIT-4).
    pub(crate) memory_offset: Option<QueueOffset>,
    /// The value that was saved last.
    pub(crate) saved_offset: Option<QueueOffset>,
    /// Whether the pull is scheduled or held.
    pub(crate) pull: PullState,
    /// Counts holds.
    pub(crate) holds: u32,
    /// The greatest lag since it was caught up, to tell when it has caught up again.
    pub(crate) behind_max: i64,
}

impl ProcessQueue {
    pub(crate) fn new(take: u32, next_pull: QueueOffset, memory_offset: Option<QueueOffset>) -> ProcessQueue {
        ProcessQueue {
            take,
            next_pull,
            cached: Cached::default(),
            memory_offset,
            saved_offset: memory_offset,
            pull: PullState::Scheduled,
            holds: 0,
            behind_max: 0,
        }
    }

    /// Whether it waits to be forgotten.
    pub(crate) fn is_dropped(&self) -> bool {
        matches!(self.pull, PullState::Dropped { .. })
    }

    /// Messages pulled and not begun.
    pub fn cached(&self) -> u64 {
        self.cached.messages()
    }

    /// The first message that is not begun: of the cache, or of the next pull.
    pub(crate) fn first_not_begun(&self) -> QueueOffset {
        self.cached.spans().front().map_or(self.next_pull, |front| front.from)
    }

    /// Takes at most `count` messages of one span.
    pub(crate) fn take_cached(&mut self, count: u64) -> Option<Span> {
        let Span { from, to } = self.cached.pop_front()?;
        let end = to.min(from.saturating_plus(count));
        if end < to {
            self.cached.insert(0, Span::new(end, to));
        }
        Some(Span::new(from, end))
    }

    /// Moves the offset in memory forward, never back (R-OFF-11, R-OFF-13).
    pub(crate) fn advance(&mut self, to: QueueOffset) {
        self.memory_offset = Some(self.memory_offset.map_or(to, |offset| offset.max(to)));
    }
}

/// Messages that are being processed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(crate) struct InHand {
    pub(crate) queue: QueueId,
    pub(crate) take: u32,
    pub(crate) from: QueueOffset,
    pub(crate) to: QueueOffset,
}

/// One client.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Consumer {
    /// Its group.
    pub group: Name,
    /// Its topic.
    pub topic: Name,
    /// Microseconds that a message takes.
    pub processing_us: u64,
    /// Messages cached per queue before it stops pulling (R-PULL-8).
    pub cached_max: u32,
    /// It rests.
    pub paused: bool,
    /// Messages processed.
    pub processed: u64,
    pub(crate) queues: OrderedMap<QueueId, ProcessQueue>,
    pub(crate) in_hand: Option<InHand>,
    /// Its threads, if it has several; written apart (`world::bytes`).
    #[serde(skip)]
    pub(crate) crew: Option<Box<Crew>>,
    /// Timers of an earlier run do nothing.
    pub(crate) run: u32,
    /// The queue that gets the next turn.
    pub(crate) turn: QueueId,
    pub(crate) takes: u32,
    /// Its last rebalance, and which timer brings the next one (R-LB-5).
    pub(crate) rebalanced_at: VirtualTime,
    pub(crate) rebalance_run: u32,
    /// How long a queue taken now waits for its first pull, if not as the profile says.
    pub(crate) first_pull_ms: Option<u64>,
}

impl Consumer {
    /// A client without queues.
    pub fn new(group: Name, topic: Name, processing_us: u64, cached_max: u32) -> Consumer {
        Consumer {
            group,
            topic,
            processing_us,
            cached_max,
            paused: false,
            processed: 0,
            queues: OrderedMap::new(),
            in_hand: None,
            crew: None,
            run: 0,
            turn: 0,
            takes: 0,
            rebalanced_at: VirtualTime(0),
            rebalance_run: 0,
            first_pull_ms: None,
        }
    }

    /// The queues that it owns, ascending.
    pub fn queue_ids(&self) -> impl Iterator<Item = QueueId> + '_ {
        self.queues.keys().copied()
    }

    /// Messages that it has, in work or cached.
    pub fn cached(&self) -> u64 {
        let in_hand: u64 = self.hands().map(|hand| hand.from.distance_to(hand.to)).sum();
        in_hand + self.queues.values().map(ProcessQueue::cached).sum::<u64>()
    }

    /// Takes the next messages to work on, queue by queue in turn, but for queues that wait. Short work is
    /// taken several messages at a time, so that one step never takes less than a millisecond. Gives how long
    /// it will take, in microseconds.
    pub(crate) fn begin_work(&mut self, waiting: &[QueueId]) -> Option<u64> {
        if self.paused || self.in_hand.is_some() {
            return None;
        }
        let at_once = at_once(self.processing_us);
        let order = self.queues.range(self.turn..).chain(self.queues.range(..self.turn));
        let ready =
            |(id, queue): &(&QueueId, &ProcessQueue)| !queue.cached.is_empty() && !waiting.contains(id);
        let queue = order.filter(ready).map(|(&id, _)| id).next()?;
        let process_queue = self.queues.get_mut(&queue)?;
        let Span { from, to } = process_queue.take_cached(at_once)?;
        self.in_hand = Some(InHand { queue, take: process_queue.take, from, to });
        self.turn = queue + 1;
        Some(self.processing_us.saturating_mul(from.distance_to(to)).max(1))
    }
}
