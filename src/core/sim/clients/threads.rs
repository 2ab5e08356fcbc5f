//! A client's threads: several messages in work at once, each done in its own time, so that they finish out
//! of order (R-OFF-11). Not here: a client with one thread (`clients::consumer`), and what becomes of a
//! message that is done (`clients::work`).
//!
//! Model: the part of a client for its retries, and a client that pops, work with one thread. A message that
//! takes too long is sent back for itself, also when it is not the first of its queue.
//!
//! Invariant: at most `count` messages or batches are in work, and of an orderly group's queue only one.

use crate::engine::event::ActorChange;
use crate::engine::ids::{Name, QueueId, QueueOffset, VirtualTime};
use crate::engine::{EventSink, Rejected, limits};
use crate::sim::accounting::ranges::Span;
use crate::sim::apply::settings::check_range;
use crate::sim::clients::consume_timeout::CONSUME_TIMEOUT_MS;
use crate::sim::clients::consumer::{Consumer, InHand};
use crate::sim::command::{SlowMessage, Threads};
use crate::sim::world::World;
use crate::sim::world::scheduler::Timer;
use alloc::boxed::Box;
use alloc::string::ToString;
use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

/// What is in work on one thread.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(crate) struct Thread {
    /// Tells this work from what the client had in hand before.
    number: u32,
    hand: InHand,
    begun_at: VirtualTime,
    /// It took too long and was sent back: what is behind it need not wait any more (R-RTY-1).
    timed_out: bool,
}

/// The threads of a client.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Crew {
    /// Threads.
    pub count: u32,
    /// `consumeMessageBatchMaxSize`.
    pub batch_max: u32,
    /// Messages that take longer than the others.
    pub slow: Vec<SlowMessage>,
    at_work: Vec<Thread>,
    begun: u32,
}

impl Crew {
    /// What is in work.
    pub(crate) fn hands(&self) -> impl Iterator<Item = InHand> + '_ {
        self.at_work.iter().map(|thread| thread.hand)
    }

    /// What has been in work for just so long and was not sent back.
    pub(crate) fn in_work_for(&self, ms: u64, now: VirtualTime) -> impl Iterator<Item = InHand> + '_ {
        let due = move |thread: &&Thread| thread.begun_at.plus_ms(ms) == now && !thread.timed_out;
        self.at_work.iter().filter(due).map(|thread| thread.hand)
    }

    /// This was sent back.
    pub(crate) fn time_out(&mut self, hand: InHand) {
        self.at_work
            .iter_mut()
            .filter(|thread| thread.hand == hand)
            .for_each(|thread| thread.timed_out = true);
    }

    /// Microseconds that a message takes.
    fn message_us(&self, queue: QueueId, offset: QueueOffset, usual_us: u64) -> u64 {
        let slow = self.slow.iter().find(|slow| (slow.queue, slow.offset) == (queue, offset));
        slow.map_or(usual_us, |slow| slow.processing_us)
    }

    /// The first slow message of a span behind its first message: short work that is taken several messages
    /// at a time ends there.
    fn before_slow(&self, queue: QueueId, Span { from, to }: Span) -> QueueOffset {
        let in_span = |slow: &&SlowMessage| slow.queue == queue && from <= slow.offset && slow.offset < to;
        let ends = self
            .slow
            .iter()
            .filter(in_span)
            .map(|slow| if slow.offset == from { from.saturating_next() } else { slow.offset });
        ends.min().unwrap_or(to)
    }
}

/// Work that a thread has begun.
struct Begun {
    number: u32,
    us: u64,
}

impl Consumer {
    /// How its threads were set.
    pub fn threads(&self) -> Threads {
        let of_crew =
            |crew: &Crew| Threads { count: crew.count, batch_max: crew.batch_max, slow: crew.slow.clone() };
        self.crew.as_deref().map(of_crew).unwrap_or_default()
    }

    /// What it is working on, on whichever thread.
    pub(crate) fn hands(&self) -> impl Iterator<Item = InHand> + '_ {
        self.in_hand.into_iter().chain(self.crew.iter().flat_map(|crew| crew.hands()))
    }

    /// Takes what it is working on out of its hands.
    pub(crate) fn take_hands(&mut self) -> Vec<InHand> {
        let hands = self.hands().collect();
        self.in_hand = None;
        if let Some(crew) = self.crew.as_deref_mut() {
            crew.at_work.clear();
        }
        hands
    }

    /// Panics when a thread works on what is still cached, or on what another one has.
    pub(crate) fn check_threads(&self, name: &Name) {
        for (queue, process_queue) in &self.queues {
            let mut spans: Vec<Span> = process_queue.cached.spans().iter().copied().collect();
            let hands = self.hands().filter(|hand| (hand.queue, hand.take) == (*queue, process_queue.take));
            for hand in hands {
                let at = spans.partition_point(|span| span.from < hand.from);
                spans.insert(at, Span::new(hand.from, hand.to));
            }
            let apart = spans.windows(2).all(|pair| pair[0].to <= pair[1].from);
            assert!(apart, "{name} has messages of queue {queue} twice: {spans:?}");
        }
    }

    /// Whether it works on messages of a queue.
    pub(crate) fn works_on(&self, queue: QueueId) -> bool {
        self.hands().any(|hand| hand.queue == queue)
    }

    /// The first message of a take that is in work.
    pub(crate) fn least_in_work(&self, queue: QueueId, take: u32) -> Option<QueueOffset> {
        let threads = self.crew.iter().flat_map(|crew| &crew.at_work).filter(|thread| !thread.timed_out);
        let hands = self.in_hand.into_iter().chain(threads.map(|thread| thread.hand));
        hands.filter(|hand| (hand.queue, hand.take) == (queue, take)).map(|hand| hand.from).min()
    }

    /// Messages of a queue that its threads have: they count as cached until they are finished (R-PULL-8).
    pub(crate) fn on_threads(&self, queue: QueueId) -> u64 {
        let hands = self.crew.iter().flat_map(|crew| crew.hands()).filter(|hand| hand.queue == queue);
        hands.map(|hand| hand.from.distance_to(hand.to)).sum()
    }

    /// Gives a thread that is free the next messages, queue by queue in turn. `alone`: of a queue only one
    /// thread works.
    fn begin_thread(&mut self, now: VirtualTime, waiting: &[QueueId], alone: bool) -> Option<Begun> {
        let crew = self.crew.as_deref()?;
        if self.paused || self.hands().count() >= crew.count as usize {
            return None;
        }
        let order = self.queues.range(self.turn..).chain(self.queues.range(..self.turn));
        let mut ready = order.filter(|(id, queue)| {
            !queue.cached.is_empty() && !waiting.contains(id) && (!alone || !self.works_on(**id))
        });
        let (&queue, process_queue) = ready.next()?;
        let next = *process_queue.cached.spans().front()?;
        let (usual_us, batch_max) = (self.processing_us, u64::from(crew.batch_max));
        // As with one thread, short work is taken several messages at a time.
        let most = match batch_max {
            1 => crew.before_slow(queue, next).0.abs_diff(next.from.0).min(at_once(usual_us)),
            _ => batch_max,
        };
        let take = process_queue.take;
        let Span { from, to } = self.queues.get_mut(&queue)?.take_cached(most)?;
        let crew = self.crew.as_deref_mut()?;
        let each = (from.0..to.0).map(|offset| crew.message_us(queue, QueueOffset(offset), usual_us));
        let us = each.fold(0_u64, u64::saturating_add).max(1);
        crew.begun = crew.begun.wrapping_add(1);
        let hand = InHand { queue, take, from, to };
        crew.at_work.push(Thread { number: crew.begun, hand, begun_at: now, timed_out: false });
        self.turn = queue + 1;
        Some(Begun { number: crew.begun, us })
    }
}

/// Messages that are taken at a time, so that one step never takes less than a millisecond.
pub(crate) fn at_once(processing_us: u64) -> u64 {
    (1_000 / processing_us.max(1)).clamp(1, 1_000)
}

impl World {
    pub(crate) fn set_threads(
        &mut self,
        name: &Name,
        how: &Threads,
        out: &mut dyn EventSink,
    ) -> Result<(), Rejected> {
        check_range("threads", how.count.into(), &(1..=limits::CONSUME_THREADS_MAX))?;
        check_range("batch_max", how.batch_max.into(), &(1..=limits::CONSUME_BATCH_MAX))?;
        if how.slow.len() > limits::SLOW_MESSAGES_MAX {
            let (what, limit) = ("slow messages of a consumer".to_string(), limits::SLOW_MESSAGES_MAX as u64);
            return Err(Rejected::TooMany { what, limit });
        }
        for slow in &how.slow {
            check_range("processing_us", slow.processing_us, &(0..=limits::PROCESSING_US_MAX))?;
        }
        let Threads { count, batch_max, slow } = how.clone();
        let consumer = self.consumer_mut(name)?;
        let (at_work, begun) =
            consumer.crew.take().map(|crew| (crew.at_work, crew.begun)).unwrap_or_default();
        if *how != Threads::default() || !at_work.is_empty() {
            consumer.crew = Some(Box::new(Crew { count, batch_max, slow, at_work, begun }));
        }
        self.tell_consumer(name, ActorChange::Changed, out);
        self.begin_work(name);
        Ok(())
    }

    /// Every thread that is free begins, as far as there are messages.
    pub(crate) fn begin_threads(&mut self, name: &Name, waiting: &[QueueId]) {
        let now = self.now;
        let alone = self.consumers.get(name).is_some_and(|consumer| self.is_orderly(&consumer.group));
        loop {
            let Some(consumer) = self.consumers.get_mut(name) else { return };
            let run = consumer.run;
            let Some(Begun { number, us }) = consumer.begin_thread(now, waiting, alone) else { return };
            let timer = Timer::ThreadDone { consumer: name.clone(), run, number };
            self.scheduler.set(now.plus_us(us), timer);
            if us > CONSUME_TIMEOUT_MS * 1_000 && self.broker.profile().times_out_consumption() {
                let timer = Timer::ConsumeTimeout { consumer: name.clone() };
                self.scheduler.set(now.plus_ms(CONSUME_TIMEOUT_MS), timer);
            }
        }
    }

    /// A thread has finished what it had.
    pub(crate) fn end_thread(&mut self, name: &Name, run: u32, number: u32, out: &mut dyn EventSink) {
        let Some(consumer) = self.consumers.get_mut(name).filter(|consumer| consumer.run == run) else {
            return;
        };
        let Some(crew) = consumer.crew.as_deref_mut() else { return };
        let Some(place) = crew.at_work.iter().position(|thread| thread.number == number) else { return };
        let Thread { hand, .. } = crew.at_work.remove(place);
        self.end_work(name, hand, out);
    }

    /// Clients with threads, as a World's bytes have them.
    pub(crate) fn crews(&self) -> Vec<(&Name, &Crew)> {
        self.consumers.iter().filter_map(|(name, consumer)| Some((name, consumer.crew.as_deref()?))).collect()
    }
}
