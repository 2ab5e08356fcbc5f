//! A client's messages that take too long are sent back (R-RTY-1). Not here: failing (`clients::failures`).
//!
//! Invariant: who was sent back is still worked on, and only its result comes one time too many.

use crate::engine::EventSink;
use crate::engine::broker::retry::SendBack;
use crate::engine::ids::{Name, QueueOffset};
use crate::sim::accounting::ranges::Span;
use crate::sim::clients::consumer::InHand;
use crate::sim::world::World;
use crate::sim::world::scheduler::Timer;
use alloc::vec::Vec;

/// `consumeTimeout`: a message that takes longer is sent back (R-RTY-1).
pub(crate) const CONSUME_TIMEOUT_MS: u64 = 900_000;
/// With this delay level.
const TIMED_OUT_LEVEL: i32 = 3;

impl World {
    /// A client begins work of so many microseconds.
    pub(crate) fn watch_slow_work(&mut self, name: &Name, us: u64) {
        if us <= CONSUME_TIMEOUT_MS * 1_000 || !self.broker.profile().times_out_consumption() {
            self.newer.slow.remove(name);
            return;
        }
        self.newer.in_use = true;
        // Model: a client looks every 15 minutes, so that a message is found out after 15 to 30.
        let at = self.now.plus_ms(CONSUME_TIMEOUT_MS);
        self.newer.slow.insert(name.clone(), at);
        self.scheduler.set(at, Timer::ConsumeTimeout { consumer: name.clone() });
    }

    /// A message has been held too long: it is sent back, and the work continues anyway (R-RTY-1).
    pub(crate) fn time_out(&mut self, name: &Name, out: &mut dyn EventSink) {
        let due = self.newer.slow.get(name) == Some(&self.now);
        let Some(consumer) = self.consumers.get(name) else { return };
        let of_threads = consumer.crew.iter().flat_map(|crew| crew.in_work_for(CONSUME_TIMEOUT_MS, self.now));
        let hands: Vec<InHand> = consumer.in_hand.filter(|_| due).into_iter().chain(of_threads).collect();
        for hand in hands {
            self.time_out_hand(name, hand, out);
        }
    }

    fn time_out_hand(&mut self, name: &Name, hand: InHand, out: &mut dyn EventSink) {
        let Some(consumer) = self.consumers.get(name) else { return };
        let (group, topic) = (consumer.group.clone(), consumer.topic.clone());
        let owned = consumer.queues.get(&hand.queue);
        let lost = owned.is_none_or(|owned| owned.take != hand.take || owned.is_dropped());
        if lost || self.is_orderly(&group) || self.is_broadcasting(&group) {
            return;
        }
        let max_reconsume_times = self.max_times_sent(name, &group);
        let sent_back = |offset: i64| {
            let request = SendBack {
                group: &group,
                topic: &topic,
                queue: hand.queue,
                offset: QueueOffset(offset),
                delay_level: TIMED_OUT_LEVEL,
                max_reconsume_times,
                chance: 0,
            };
            self.give_back(name, (hand.queue, hand.take), &request, out).is_ok()
        };
        // Of a batch each message, as long as the broker takes them.
        let count = (hand.from.0..hand.to.0).map(sent_back).take_while(|taken| *taken).count() as u64;
        if count > 0 {
            let gone = Span::new(hand.from, hand.from.saturating_plus(count));
            self.tell_timed_out(name, hand.queue, gone);
        }
        let crew = self.consumers.get_mut(name).and_then(|consumer| consumer.crew.as_deref_mut());
        if let Some(crew) = crew.filter(|_| count == hand.from.distance_to(hand.to)) {
            crew.time_out(hand);
        }
    }
}
