//! What timers do: producers send, consumers work and save. Not here: pulls (`clients::pull`), who owns which
//! queue (`clients::rebalance`), the broker's decisions (`engine`) and what users ask for (`apply`).
//!
//! Invariant: an actor changes the broker only by the calls that a real client has.

use crate::engine::broker::NewMessage;
use crate::engine::ids::{Name, QueueId, QueueOffset};
use crate::engine::{Event, EventSink};
use crate::sim::accounting::ranges::Span;
use crate::sim::bodies;
use crate::sim::clients::consume_timeout::CONSUME_TIMEOUT_MS;
use crate::sim::clients::consumer::{InHand, ProcessQueue};
use crate::sim::world::scheduler::Timer;
use crate::sim::world::{FIRST_FLUSH_PERIODS, World};
use alloc::vec::Vec;

/// Work that is done: whose it was, and on which messages.
pub(crate) struct Worked {
    pub(crate) name: Name,
    pub(crate) group: Name,
    pub(crate) topic: Name,
    pub(crate) queue: QueueId,
    pub(crate) take: u32,
    pub(crate) from: QueueOffset,
    pub(crate) to: QueueOffset,
}

/// "Caught up" is news only after a lag of at least one pull.
const NEWS_LAG: i64 = 32;

impl World {
    pub(crate) fn fire(&mut self, timer: Timer, out: &mut dyn EventSink) {
        match timer {
            Timer::Produce { producer, run } => self.produce(&producer, run, out),
            Timer::Pull { consumer, queue, take } => self.pull(&consumer, queue, take, out),
            Timer::HoldEnds { consumer, queue, take, hold } => {
                self.end_hold(&consumer, queue, take, hold, out);
            }
            Timer::Rebalance { consumer, run } => {
                let current = self.consumers.get(&consumer).is_some_and(|c| c.rebalance_run == run);
                if current {
                    self.rebalance_one(&consumer, out);
                }
            }
            Timer::Work { consumer, run } => self.finish_work(&consumer, run, out),
            Timer::ThreadDone { consumer, run, number } => self.end_thread(&consumer, run, number, out),
            Timer::Persist { consumer, run } => {
                let current = self.consumers.get(&consumer).is_some_and(|consumer| consumer.run == run);
                if current {
                    self.persist(&consumer, out);
                    self.scheduler
                        .set(self.now.plus_ms(self.timers.persist_ms), Timer::Persist { consumer, run });
                }
            }
            Timer::RetentionPass { run } if run == self.timer_run => {
                let (now, now_ms) = (self.now, self.now_ms());
                self.broker.retention_pass(now_ms, &mut |event| out.emit(now, event));
                self.scheduler.set(now.plus_ms(self.timers.retention_pass_ms), Timer::RetentionPass { run });
            }
            Timer::OffsetFlush { run } if run == self.timer_run => {
                // Model: the broker saves its broadcasting groups (R-OFF-15) as often, and at the same time.
                if !self.broker.pockets().broadcasts.is_unused() {
                    let now_ms = self.now_ms();
                    self.broker.save_broadcasts(now_ms);
                }
                self.broker.flush_offsets();
                self.scheduler.set(self.now.plus_ms(self.timers.offset_flush_ms), Timer::OffsetFlush { run });
            }
            Timer::LookAtDisk { run } if run == self.timer_run => self.look_at_disk(out),
            Timer::RetentionPass { .. } | Timer::OffsetFlush { .. } | Timer::LookAtDisk { .. } => {}
            Timer::ExpireOffsets { .. } => self.expire_offsets(out),
            Timer::DropEnds { consumer, queue, take } => self.end_drop(&consumer, queue, take, out),
            Timer::TryAgain { consumer, queue, take, from } => self.put_back(&consumer, queue, take, from),
            Timer::RenewLocks { consumer, run } => {
                let current = self.consumers.get(&consumer).is_some_and(|consumer| consumer.run == run);
                if current {
                    self.renew_locks(&consumer, out);
                }
            }
            Timer::Unlock { consumer, queue } => self.unlock_lost(&consumer, queue),
            Timer::ConsumeTimeout { consumer } => self.time_out(&consumer, out),
            Timer::DeliverDelayed { level } => self.deliver_delayed(level, out),
            Timer::Revive => self.revive(out),
            Timer::TurnWheel => self.turn_wheel(out),
            Timer::PopStep { consumer, run } => self.pop_step(&consumer, run, out),
        }
    }

    /// Sets the producer's next timer, if it has one.
    pub(crate) fn schedule_producer(&mut self, name: &Name) {
        let Some(producer) = self.producers.get(name) else { return };
        if let Some(due) = producer.next_due(self.now) {
            self.scheduler.set(due, Timer::Produce { producer: name.clone(), run: producer.run });
        }
    }

    fn produce(&mut self, name: &Name, run: u32, out: &mut dyn EventSink) {
        let (now, now_ms) = (self.now, self.now_ms());
        let Some(producer) = self.producers.get_mut(name).filter(|producer| producer.run == run) else {
            return;
        };
        let queues = self.broker.queue_count(&producer.topic);
        let level = self.aside.level(name);
        let mut woken: Vec<QueueId> = Vec::new();
        while let Some((queue, key)) = producer.take_due(now, queues) {
            let key = key.map(bodies::key_of);
            let message = NewMessage {
                topic: &producer.topic,
                queue,
                body_bytes: producer.body_bytes,
                record_bytes: None,
                property_bytes: bodies::property_bytes(key.as_deref(), None),
                tag: 0,
            };
            let mut emit = |event| out.emit(now, event);
            let sent = match level {
                0 => self.broker.send(message, now_ms, &mut emit).map(|_| ()),
                _ => self.broker.send_later(message, level, now_ms, &mut emit).map(|_| ()),
            };
            match sent {
                Ok(()) => {
                    producer.sent += 1;
                    if level == 0 && !woken.contains(&queue) {
                        woken.push(queue);
                    }
                }
                Err(rejected) => {
                    producer.refused += 1;
                    let (producer, topic) = (Some(name.clone()), producer.topic.clone());
                    out.emit(now, Event::SendRefused { producer, topic, rejected });
                }
            }
        }
        let topic = producer.topic.clone();
        if level > 0 {
            self.arm_deliveries();
        }
        self.schedule_producer(name);
        for queue in woken {
            self.wake(&topic, queue);
        }
    }

    pub(crate) fn begin_work(&mut self, name: &Name) {
        let waiting = if self.newer.waits.is_empty() { Vec::new() } else { self.suspended(name) };
        let Some(consumer) = self.consumers.get_mut(name) else { return };
        if consumer.crew.is_some() {
            return self.begin_threads(name, &waiting);
        }
        if let Some(us) = consumer.begin_work(&waiting) {
            let timer = Timer::Work { consumer: name.clone(), run: consumer.run };
            self.scheduler.set(self.now.plus_us(us), timer);
            if us > CONSUME_TIMEOUT_MS * 1_000 || !self.newer.slow.is_empty() {
                self.watch_slow_work(name, us);
            }
        }
    }

    fn finish_work(&mut self, name: &Name, run: u32, out: &mut dyn EventSink) {
        let Some(consumer) = self.consumers.get_mut(name).filter(|consumer| consumer.run == run) else {
            return;
        };
        if let Some(hand) = consumer.in_hand.take() {
            self.end_work(name, hand, out);
        }
    }

    /// Messages are done: counted, sent back where they failed, and the client's offset moves.
    pub(crate) fn end_work(&mut self, name: &Name, hand: InHand, out: &mut dyn EventSink) {
        let InHand { queue, take, from, to } = hand;
        let Some(consumer) = self.consumers.get(name) else { return };
        let in_turn = consumer.crew.is_none();
        let (group, topic) = (consumer.group.clone(), consumer.topic.clone());
        let worked = Worked { name: name.clone(), group, topic, queue, take, from, to };
        let failed = match self.newer.failing.is_empty() {
            true => Vec::new(),
            false => self.failed_of(&worked),
        };
        let in_order = failed.first().copied().filter(|_| self.is_orderly(&worked.group));
        self.count_work(&worked, in_order.unwrap_or(to), &failed);
        // R-LB-6: the result for a queue that was given up meanwhile is dropped.
        let owned = |queue: &&ProcessQueue| queue.take == take && !queue.is_dropped();
        if self.consumers.get(name).and_then(|c| c.queues.get(&queue)).filter(owned).is_some() {
            let reached = match in_order {
                Some(failed) => self.fail_in_order(&worked, failed, out),
                None if failed.is_empty() && self.newer.waits.is_empty() && in_turn => to,
                None => {
                    self.fail_each(&worked, &failed, out);
                    self.finished_to(&worked)
                }
            };
            self.move_on(worked, reached, out);
        } else if !self.newer.orderly.is_empty() {
            self.unlock_lost(name, queue);
            self.end_reset_after_work(name, queue, out);
        }
        self.begin_work(name);
    }

    /// A client that stops finishes what it has in work, when it has saved already (R-OFF-8, up to 4.9).
    ///
    /// Model: at once. A real one takes as long as the messages do.
    pub(crate) fn finish_in_hand(&mut self, name: &Name) {
        let Some(consumer) = self.consumers.get_mut(name) else { return };
        let (group, topic) = (consumer.group.clone(), consumer.topic.clone());
        for InHand { queue, take, from, to } in consumer.take_hands() {
            let (group, topic) = (group.clone(), topic.clone());
            let worked = Worked { name: name.clone(), group, topic, queue, take, from, to };
            let failed = self.failed_of(&worked);
            self.count_work(&worked, to, &failed);
        }
    }

    /// Counts the messages up to `to` that did not fail.
    fn count_work(&mut self, worked: &Worked, to: QueueOffset, failed: &[QueueOffset]) {
        let Worked { name, queue, take, from, .. } = worked;
        let mut at = *from;
        for &end in failed.iter().take_while(|failed| **failed < to).chain([&to]) {
            if at < end {
                self.tell_worked(name, (*queue, *take), Span::new(at, end));
                if let Some(consumer) = self.consumers.get_mut(name) {
                    consumer.processed += at.distance_to(end);
                }
            }
            at = end.saturating_next();
        }
    }

    /// The client's offset of a queue moves: forwards (R-OFF-11), and in an orderly group to just there
    /// (R-OFF-12).
    fn move_on(&mut self, worked: Worked, reached: QueueOffset, out: &mut dyn EventSink) {
        let Worked { name, group, topic, queue, .. } = worked;
        let orderly = self.is_orderly(&group);
        let owned = self.consumers.get_mut(&name).and_then(|consumer| consumer.queues.get_mut(&queue));
        let Some(process_queue) = owned else { return };
        process_queue.advance(reached);
        if orderly {
            process_queue.memory_offset = Some(reached);
        }
        let max = self.broker.max_offset(&topic, queue);
        if reached == max && process_queue.behind_max >= NEWS_LAG {
            out.emit(self.now, Event::CaughtUp { group, topic, queue, offset: reached });
        }
        if reached == max {
            process_queue.behind_max = 0;
        }
    }

    /// Saves the offsets of the queues that a client owns (R-OFF-8).
    pub(crate) fn persist(&mut self, name: &Name, out: &mut dyn EventSink) {
        let Some(consumer) = self.consumers.get(name) else { return };
        let in_memory =
            consumer.queues.iter().filter_map(|(&queue, known)| Some((queue, known.memory_offset?)));
        let in_memory: Vec<(QueueId, QueueOffset)> = in_memory.collect();
        for (queue, offset) in in_memory {
            if self.save(name, queue, offset, out)
                && let Some(process_queue) =
                    self.consumers.get_mut(name).and_then(|c| c.queues.get_mut(&queue))
            {
                process_queue.saved_offset = Some(offset);
            }
        }
    }

    /// Starts a client's timers: the first save comes after twice the period (R-OFF-8).
    pub(crate) fn start_consumer(&mut self, name: &Name) {
        self.scheduler.forget_consumer(name);
        if !self.newer.orderly.is_empty() {
            self.start_renewing(name);
        }
        let Some(consumer) = self.consumers.get(name) else { return };
        let first = self.timers.persist_ms.saturating_mul(FIRST_FLUSH_PERIODS);
        let timer = Timer::Persist { consumer: name.clone(), run: consumer.run };
        self.scheduler.set(self.now.plus_ms(first), timer);
    }
}
