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
        let BrokerCall::Pop { group, topic, queue, max_messages, invisible_ms, from_min, order, attempt } =
            call
        else {
            unreachable!("only called for a pop")
        };
        check_range("invisible_ms", *invisible_ms, &POP_INVISIBLE_TIME_RANGE_MS)?;
        let chance = self.pop_chance();
        let request = PopRequest {
            group,
            topic,
            queue: *queue,
            max_messages: *max_messages,
            invisible_ms: *invisible_ms,
            from_min: *from_min,
            order: *order,
            attempt: attempt.as_deref(),
            chance,
        };
        let answer = self.pop(&request, out)?;
        self.tell_popped(&request, None, &answer, out);
        Ok(Answer::Popped(answer))
    }

    pub(crate) fn call_ack(&mut self, call: &BrokerCall, out: &mut dyn EventSink) -> Outcome {
        let BrokerCall::Ack { group, topic, queue, offset, popped_at_ms, order } = call else {
            unreachable!("only called for an acknowledgement")
        };
        let (now, now_ms) = (self.now, self.now_ms());
        let (queue, offset, popped_at, order) = (*queue, *offset, *popped_at_ms, *order);
        let handle = PopHandle { group, topic, queue, offset, popped_at, order };
        self.broker.ack(&handle, now_ms, &mut |event| out.emit(now, event))?;
        self.tell_acked(None, &GroupQueue::new(group, topic, queue), offset);
        // An orderly queue may be free again.
        self.wake_pop_clients(topic);
        Ok(Answer::Done)
    }

    pub(crate) fn call_change_invisible(&mut self, call: &BrokerCall) -> Outcome {
        let BrokerCall::ChangeInvisible { group, topic, queue, offset, popped_at_ms, order, invisible_ms } =
            call
        else {
            unreachable!("only called to hide a message again")
        };
        check_range("invisible_ms", *invisible_ms, &POP_INVISIBLE_TIME_RANGE_MS)?;
        let now_ms = self.now_ms();
        let (queue, offset, popped_at, order) = (*queue, *offset, *popped_at_ms, *order);
        let handle = PopHandle { group, topic, queue, offset, popped_at, order };
        let popped_at_ms = self.broker.change_invisible(&handle, *invisible_ms, now_ms)?;
        if !order {
            self.arm_revive(Some(now_ms.plus_ms(*invisible_ms)));
        }
        Ok(Answer::Hidden { popped_at_ms })
    }
}
