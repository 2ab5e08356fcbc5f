//! Direct calls about POP as commands. Not here: the rules (`engine::broker::pop`), a client that pops by
//! itself (`clients::pop`).
//!
//! Invariant: each call is one method of the broker, with the world's clock as its time.

use crate::engine::EventSink;
use crate::engine::broker::pop::{PopHandle, PopRequest};
use crate::engine::ids::GroupQueue;
use crate::engine::limits::POP_INVISIBLE_TIME_RANGE_MS;
use crate::sim::apply::settings::check_range;
use crate::sim::command::{Answer, BrokerCall, Outcome};
use crate::sim::world::World;

impl World {
    pub(crate) fn call_pop(&mut self, call: &BrokerCall, out: &mut dyn EventSink) -> Outcome {
        let (now, now_ms) = (self.now, self.now_ms());
        match call {
            BrokerCall::Pop { group, topic, queue, max_messages, invisible_ms, from_min, order, attempt } => {
                check_range("invisible_ms", *invisible_ms, &POP_INVISIBLE_TIME_RANGE_MS)?;
                let (queue, max_messages, invisible_ms) = (*queue, *max_messages, *invisible_ms);
                let (from_min, order, attempt) = (*from_min, *order, attempt.as_deref());
                let chance = self.pop_chance();
                let request = PopRequest {
                    group,
                    topic,
                    queue,
                    max_messages,
                    invisible_ms,
                    from_min,
                    order,
                    attempt,
                    chance,
                };
                let answer = self.pop(&request, out)?;
                self.tell_popped(&request, None, &answer, out);
                Ok(Answer::Popped(answer))
            }
            BrokerCall::Ack { group, topic, queue, offset, popped_at_ms, order } => {
                let (queue, offset, popped_at, order) = (*queue, *offset, *popped_at_ms, *order);
                let handle = PopHandle { group, topic, queue, offset, popped_at, order };
                self.broker.ack(&handle, now_ms, &mut |event| out.emit(now, event))?;
                self.tell_acked(None, &GroupQueue::new(group, topic, queue), offset);
                // An orderly queue may be free again.
                self.wake_pop_clients(topic);
                Ok(Answer::Done)
            }
            BrokerCall::ChangeInvisible {
                group,
                topic,
                queue,
                offset,
                popped_at_ms,
                order,
                invisible_ms,
            } => {
                check_range("invisible_ms", *invisible_ms, &POP_INVISIBLE_TIME_RANGE_MS)?;
                let (queue, offset, popped_at, order) = (*queue, *offset, *popped_at_ms, *order);
                let handle = PopHandle { group, topic, queue, offset, popped_at, order };
                let popped_at_ms = self.broker.change_invisible(&handle, *invisible_ms, now_ms)?;
                if !order {
                    self.arm_revive(Some(now_ms.plus_ms(*invisible_ms)));
                }
                Ok(Answer::Hidden { popped_at_ms })
            }
            _ => unreachable!("only called for POP"),
        }
    }
}
