//! Direct calls to the broker as commands: what a client, an administrator or a recording asks. Not here: the
//! rules.
//!
//! Invariant: each call is one method of the broker, with the world's clock as its time.

use crate::engine::broker::NewMessage;
use crate::engine::broker::pull::{PullRequest, tag_hash};
use crate::engine::broker::retry::SendBack;
use crate::engine::ids::{GroupTopic, PhysicalOffset};
use crate::engine::rejected::code;
use crate::engine::{Event, EventSink};
use crate::sim::command::{Answer, BrokerCall, Outcome};
use crate::sim::world::World;
use alloc::vec::Vec;

impl World {
    pub(crate) fn call(&mut self, call: &BrokerCall, out: &mut dyn EventSink) -> Outcome {
        self.check_known(call)?;
        let (now, now_ms) = (self.now, self.now_ms());
        let mut emit = |event: Event| out.emit(now, event);
        let broker = &mut self.broker;
        Ok(match call {
            BrokerCall::MinOffset(of) => Answer::Offset(broker.min_offset(&of.topic, of.queue)),
            BrokerCall::MaxOffset(of) => Answer::Offset(broker.max_offset(&of.topic, of.queue)),
            BrokerCall::SearchOffset { topic, queue, timestamp_ms, boundary } => {
                Answer::Offset(broker.search_offset(topic, *queue, *timestamp_ms, *boundary)?)
            }
            BrokerCall::QueryOffset { group, topic, queue, set_zero_if_not_found } => {
                let found = broker.query_offset(group, topic, *queue, *set_zero_if_not_found);
                found.map_or(Answer::NotFound, Answer::Offset)
            }
            BrokerCall::Commit { group, topic, queue, offset } => {
                let swallowed = broker.commit(group, topic, *queue, *offset, now_ms, &mut emit)?;
                self.tell_given(group, topic, *queue, *offset);
                Answer::Committed { swallowed }
            }
            BrokerCall::CloneOffset { source, group, topic } => {
                broker.clone_offset(source, group, topic);
                self.tell_cloned(group, topic);
                Answer::Done
            }
            BrokerCall::ConsumeStats { group, topic } => {
                Answer::Stats(broker.consume_stats(group, topic.as_ref()))
            }
            BrokerCall::Connect { client, group, topic } => {
                broker.set_online(client, Some(GroupTopic::new(group, topic)));
                Answer::Done
            }
            BrokerCall::Disconnect { client } => {
                broker.set_online(client, None);
                Answer::Done
            }
            BrokerCall::Segments {} => {
                let starts = broker.log().segments().iter().map(|segment| segment.base).collect();
                Answer::Segments { starts, end: broker.log().end() }
            }
            BrokerCall::ExpireSegments { count } => {
                broker.expire_segments(*count, &mut emit);
                self.mins()
            }
            BrokerCall::CleanExpiredQueues {} => self.clean_expired_queues(),
            BrokerCall::LogAdvanced { to } => {
                broker.log_advanced(*to, now_ms)?;
                Answer::Done
            }
            BrokerCall::Restart { kill } => {
                self.restart_broker(*kill, out);
                self.mins()
            }
            BrokerCall::DeleteTopic { topic } => {
                self.drop_topic(topic, out);
                Answer::Done
            }
            BrokerCall::DeleteGroup { group, remove_offsets } => {
                self.drop_group(group, *remove_offsets, out);
                Answer::Done
            }
            BrokerCall::Send { .. } => return self.call_send(call, out),
            BrokerCall::SendBack { .. } => return self.call_send_back(call, out),
            BrokerCall::Pull { .. } => return self.call_pull(call, out),
            BrokerCall::ResetOffset { .. } => return self.call_reset(call, out),
            BrokerCall::Pop { .. } => return self.call_pop(call, out),
            BrokerCall::Ack { .. } => return self.call_ack(call, out),
            BrokerCall::ChangeInvisible { .. } => return self.call_change_invisible(call),
        })
    }

    fn clean_expired_queues(&mut self) -> Answer {
        let destroyed = self.broker.clean_expired_queues();
        self.tell_destroyed(&destroyed);
        self.mins()
    }

    fn mins(&self) -> Answer {
        let first_segment: PhysicalOffset = self.broker.log().min_physical();
        Answer::Mins { first_segment, mins: self.broker.mins() }
    }

    fn call_send(&mut self, call: &BrokerCall, out: &mut dyn EventSink) -> Outcome {
        let BrokerCall::Send { topic, queue, body_bytes, record_bytes, tag, delay_level } = call else {
            unreachable!("only called for a send")
        };
        let message = NewMessage {
            topic,
            queue: *queue,
            body_bytes: *body_bytes,
            record_bytes: *record_bytes,
            property_bytes: crate::sim::bodies::property_bytes(None, tag.as_deref()),
            tag: tag.as_deref().map_or(0, tag_hash),
        };
        self.send_one(message, *delay_level, None, out)
    }

    fn call_send_back(&mut self, call: &BrokerCall, out: &mut dyn EventSink) -> Outcome {
        let BrokerCall::SendBack { group, topic, queue, offset, delay_level, max_reconsume_times } = call
        else {
            unreachable!("only called for a message that is sent back")
        };
        let (queue, offset, delay_level) = (*queue, *offset, *delay_level);
        let max_reconsume_times = *max_reconsume_times;
        let request = SendBack { group, topic, queue, offset, delay_level, max_reconsume_times, chance: 0 };
        self.send_back(&request, out)?;
        Ok(Answer::Done)
    }

    fn call_pull(&mut self, call: &BrokerCall, out: &mut dyn EventSink) -> Outcome {
        let BrokerCall::Pull {
            group,
            topic,
            queue,
            offset,
            max_messages,
            subscription,
            commit,
            client,
            from_proxy,
            moved_event_of,
        } = call
        else {
            unreachable!("only called for a pull")
        };
        let (now, now_ms) = (self.now, self.now_ms());
        let wanted = subscription.as_deref().filter(|tags| *tags != "*");
        let tags: Vec<i64> =
            wanted.into_iter().flat_map(|tags| tags.split("||")).map(|tag| tag_hash(tag.trim())).collect();
        let (offset, max_messages, commit) = (*offset, *max_messages, *commit);
        let request = PullRequest { group, topic, queue: *queue, offset, max_messages, tags: &tags, commit };
        let mut emit = |event| out.emit(now, event);
        let answer = match client {
            Some(client) => self.broker.pull_broadcasting(&request, client, *from_proxy, now_ms, &mut emit),
            None => self.broker.pull(&request, now_ms, &mut emit),
        };
        let answer = answer?;
        if let Some(broker) = moved_event_of.as_ref().filter(|_| answer.code == code::PULL_OFFSET_MOVED) {
            self.broker.note_moved_pull(&request, answer.next, broker, now_ms);
        }
        Ok(Answer::Pulled(answer))
    }

    fn call_reset(&mut self, call: &BrokerCall, out: &mut dyn EventSink) -> Outcome {
        let BrokerCall::ResetOffset { group, topic, timestamp_ms, force, queue, offset } = call else {
            unreachable!("only called for a reset")
        };
        let (now, now_ms) = (self.now, self.now_ms());
        if !self.broker.resets_itself() {
            let (targets, pushed_to) = self.broker.reset_by_clients(group, topic, *timestamp_ms, *force)?;
            self.tell_reset(group, topic, &targets);
            self.push_reset(topic, &pushed_to, &targets, out);
            return Ok(Answer::Reset { targets, pushed_to });
        }
        let targets = self.broker.reset_targets_of_request(group, topic, *timestamp_ms, *queue, *offset)?;
        self.tell_reset(group, topic, &targets);
        self.broker.apply_reset(group, topic, &targets, now_ms, &mut |event| out.emit(now, event));
        Ok(Answer::Reset { targets, pushed_to: Vec::new() })
    }
}
