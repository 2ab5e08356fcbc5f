//! The broker stops and starts, in order or not, and may find things missing (R-OFF-19, R-RST-8). Not here:
//! what is missing then (`engine::broker::loss`), and a client that crashes (`apply`).
//!
//! Invariant: clients stay; what they know in memory is theirs and no restart touches it.

use crate::engine::event::Again;
use crate::engine::ids::GroupTopic;
use crate::engine::progress::queue_locks::QueueLocks;
use crate::engine::{EventSink, Rejected};
use crate::sim::clients::consumer::PullState;
use crate::sim::clients::retry_topic::is_part;
use crate::sim::world::World;
use crate::sim::world::scheduler::Timer;
use alloc::string::ToString;

/// A client whose connection broke asks again after this.
const RECONNECT_MS: u64 = 1_000;

impl World {
    pub(crate) fn check_losses(&self, kill: bool, offsets_gone: bool, log_tail: u32) -> Result<(), Rejected> {
        let what = if offsets_gone { "offsets_gone" } else { "log_tail" };
        if !kill && (offsets_gone || log_tail > 0) {
            return Err(Rejected::NeedsKill { what: what.to_string() });
        }
        self.broker.check_log_tail(log_tail.into())
    }

    /// Takes away what the broker will not find; gives what that was.
    pub(crate) fn lose(
        &mut self,
        offsets_gone: bool,
        log_tail: u32,
        out: &mut dyn EventSink,
    ) -> Option<Again> {
        let (now, now_ms) = (self.now, self.now_ms());
        if offsets_gone {
            self.newer.in_use = true;
            self.broker.lose_offset_files();
        }
        if log_tail > 0 {
            self.newer.in_use = true;
            let ends = self.broker.lose_log_tail(log_tail.into(), &mut |event| out.emit(now, event));
            self.broker.bring_offsets_to_max(&ends, now_ms, &mut |event| out.emit(now, event));
            for end in ends {
                self.tell_numbers_end(end);
            }
        }
        match (log_tail > 0, offsets_gone) {
            (_, true) => Some(Again::OffsetsGone),
            (true, false) => Some(Again::LogTailGone),
            (false, false) => None,
        }
    }

    pub(crate) fn tell_losses(&mut self, why: Option<Again>) {
        if let Some(why) = why {
            self.tell_turned(why, |_| true);
        }
    }

    /// The broker stops and starts; clients stay, lose their held pulls and connect again.
    pub(crate) fn restart_broker(&mut self, kill: bool, out: &mut dyn EventSink) {
        let now = self.now;
        self.broker.restart(kill, &mut |event| out.emit(now, event));
        if kill {
            self.tell_turned(Again::BrokerDied, |_| true);
            self.tell_pops_fell_back();
        }
        let now_ms = self.now_ms();
        self.broker.restart_pockets(kill, now_ms);
        self.arm_pockets();
        self.reconnect_pop_clients();
        self.restart_broker_timers();
        self.held.clear();
        // Locks live in the broker's memory; each client's next renewal takes its own again (R-LB-7).
        self.newer.locks = QueueLocks::default();
        for (name, consumer) in &mut self.consumers {
            if !is_part(name) {
                self.broker.set_online(name, Some(GroupTopic::new(&consumer.group, &consumer.topic)));
            }
            for (&queue, process_queue) in &mut consumer.queues {
                if matches!(process_queue.pull, PullState::RunAgain) {
                    // Its timer is set already.
                    process_queue.pull = PullState::Scheduled;
                }
                if matches!(process_queue.pull, PullState::Held(_)) {
                    process_queue.pull = PullState::Scheduled;
                    let timer = Timer::Pull { consumer: name.clone(), queue, take: process_queue.take };
                    self.scheduler.set(now.plus_ms(RECONNECT_MS), timer);
                }
            }
        }
    }
}
