//! Resetting a group's offsets (section 7 of the specification). Not here: the preview (`projection`) and the
//! clients.
//!
//! Invariant: all targets are checked before the first one is set.

use crate::engine::answer::Boundary;
use crate::engine::broker::{Broker, Emit};
use crate::engine::event::Event;
use crate::engine::ids::{EpochMs, GroupQueue, Name, QueueId, QueueOffset};
use crate::engine::log::time_bound::Between;
use crate::engine::log::time_search::{SearchRule, offset_by_time};
use crate::engine::ordered_map::OrderedMap;
use crate::engine::profile::Profile;
use crate::engine::rejected::{Rejected, code};
use crate::engine::rules::Rules;
use alloc::vec::Vec;

/// The target of each queue.
pub type Targets = OrderedMap<QueueId, QueueOffset>;

/// The offset between these two, where there is only one.
fn only((from, to): Between) -> Option<QueueOffset> {
    (from == to).then_some(from)
}

impl Broker {
    /// The offset that `time` means in a queue. A negative time means Max (R-RST-5); where clients reset,
    /// only -1 does (R-RST-11), and not in 3.x (section 14).
    pub fn offset_by_time(
        &self,
        topic: &str,
        queue: QueueId,
        time: EpochMs,
    ) -> Result<QueueOffset, Rejected> {
        let found = self.time_target(topic, queue, time)?;
        only(found).ok_or_else(|| Rejected::TimesUnknown { topic: topic.into(), queue })
    }

    /// The same where only part of an imported queue's times is known: the first offset that it may be, which
    /// a reset takes, and the last.
    pub fn time_target(&self, topic: &str, queue: QueueId, time: EpochMs) -> Result<Between, Rejected> {
        self.check_bounds(topic, queue)?;
        let max = if self.resets_itself() { time.0 < 0 } else { time.0 == -1 };
        if max && self.profile.minus_one_means_max() {
            let max = self.max_offset(topic, queue);
            return Ok((max, max));
        }
        self.search_between(topic, queue, time, Boundary::Lower)
    }

    /// SEARCH_OFFSET_BY_TIMESTAMP (R-RST-1, R-RST-2); 0 for an unknown queue.
    pub fn search_offset(
        &self,
        topic: &str,
        queue: QueueId,
        time: EpochMs,
        boundary: Boundary,
    ) -> Result<QueueOffset, Rejected> {
        let found = self.search_between(topic, queue, time, boundary)?;
        only(found).ok_or_else(|| Rejected::TimesUnknown { topic: topic.into(), queue })
    }

    fn search_between(
        &self,
        topic: &str,
        queue: QueueId,
        time: EpochMs,
        boundary: Boundary,
    ) -> Result<Between, Rejected> {
        self.check_bounds(topic, queue)?;
        let (profile, log_min) = (self.profile, self.log.min_physical());
        let rule = SearchRule { profile, log_min, file_entries: self.settings.file_entries() };
        let Some(found) = self.queue(topic, queue) else { return Ok(Between::default()) };
        offset_by_time(found, time, boundary, rule)
            .ok_or_else(|| Rejected::TimesUnknown { topic: topic.into(), queue })
    }

    /// The first message stored at or after a time, or Max; `None`: there is no such queue.
    pub fn first_stored_at(&self, topic: &str, queue: QueueId, time: EpochMs) -> Option<QueueOffset> {
        Some(self.queue(topic, queue)?.first_stored_at(time))
    }

    /// What a broker of another profile finds in this queue; `None`: that depends on times nobody knows.
    pub fn search_offset_as(
        &self,
        profile: Profile,
        topic: &str,
        queue: QueueId,
        time: EpochMs,
    ) -> Option<QueueOffset> {
        let (profile, log_min) = (Rules::from(profile), self.log.min_physical());
        let rule = SearchRule { profile, log_min, file_entries: self.settings.file_entries() };
        offset_by_time(self.queue(topic, queue)?, time, Boundary::Lower, rule).and_then(only)
    }

    /// Refuses a target outside the queue (R-RST-5 step 4; SD-16 and SD-12 on the page).
    pub fn check_reset_target(
        &self,
        topic: &str,
        queue: QueueId,
        target: QueueOffset,
    ) -> Result<(), Rejected> {
        self.check_bounds(topic, queue)?;
        let (min, max) = (self.min_offset(topic, queue), self.max_offset(topic, queue));
        if target < min || target.saturating_lead(max) > self.profile.reset_past_max() {
            return Err(Rejected::TargetOutsideQueue { queue, target, min, max });
        }
        Ok(())
    }

    /// Where a pull from `offset` finds its first message: below Min and where records are gone it is sent
    /// on, and above Max to where the profile says (R-PULL-2, R-PULL-3).
    pub fn goes_on_at(&self, topic: &str, queue: QueueId, offset: QueueOffset) -> QueueOffset {
        let (min, max) = (self.min_offset(topic, queue), self.max_offset(topic, queue));
        if offset <= max {
            offset.max(self.first_stored(topic, queue))
        } else if min.0 == 0 && self.profile.sends_overflow_to_zero() {
            self.first_stored(topic, queue)
        } else {
            max
        }
    }

    /// Steps 2 and 3 of R-RST-5: the topic, then the group. Gives the number of queues.
    pub fn check_reset(&self, group: &Name, topic: &Name) -> Result<u32, Rejected> {
        let queues = self.check_reset_topic(topic)?;
        self.group(group).map_err(|_| Rejected::ResetGroupNotExist { group: group.clone() })?;
        Ok(queues)
    }

    fn check_reset_topic(&self, topic: &Name) -> Result<u32, Rejected> {
        let of_clients = self.profile.reset_without_topic_code();
        let code = if self.resets_itself() { code::TOPIC_NOT_EXIST } else { of_clients };
        let missing = |_| Rejected::ResetTopicNotExist { topic: topic.clone(), code };
        self.topic(topic).map(|topic| topic.queue_count).map_err(missing)
    }

    /// Sets consumer offset and pending reset of every queue in `targets` (R-RST-5 step 7). The caller has
    /// checked them.
    pub fn apply_reset(
        &mut self,
        group: &Name,
        topic: &Name,
        targets: &Targets,
        now: EpochMs,
        emit: Emit<'_>,
    ) {
        let progress = self.offsets.progress_mut(group, topic);
        progress.touched_at = now;
        for (&queue, &to) in targets {
            progress.pending.insert(queue, to);
            let from = progress.stored.insert(queue, to);
            self.pockets.pop.clear_in_flight(&GroupQueue::new(group, topic, queue));
            emit(Event::OffsetReset { group: group.clone(), topic: topic.clone(), queue, from, to });
        }
    }

    /// Request 222 as a client sends it: `queue` absent means all, `offset` absent or -1 means by time.
    pub fn reset_targets_of_request(
        &self,
        group: &Name,
        topic: &Name,
        time: EpochMs,
        queue: Option<QueueId>,
        offset: Option<QueueOffset>,
    ) -> Result<Targets, Rejected> {
        let queues = self.check_reset(group, topic)?;
        let Some(queue) = queue else {
            let mut targets = Targets::new();
            for queue in 0..queues {
                targets.insert(queue, self.offset_by_time(topic, queue, time)?);
            }
            return Ok(targets);
        };
        let target = match offset.filter(|offset| offset.0 != -1) {
            Some(offset) => {
                self.check_reset_target(topic, queue, offset)?;
                offset
            }
            None => self.offset_by_time(topic, queue, time)?,
        };
        let mut targets = Targets::new();
        targets.insert(queue, target);
        Ok(targets)
    }

    /// The client-side reset (R-RST-11): what is sent, and to whom. The broker's own table stays as it is.
    pub fn reset_by_clients(
        &self,
        group: &Name,
        topic: &Name,
        time: EpochMs,
        force: bool,
    ) -> Result<(Targets, Vec<Name>), Rejected> {
        let queues = self.check_reset_topic(topic)?;
        let mut targets = Targets::new();
        for queue in 0..queues {
            let stored = self.stored_for_clients(group, topic, queue)?;
            let target = QueueOffset(self.offset_by_time(topic, queue, time)?.0.max(0));
            targets.insert(queue, if force || target < stored { target } else { stored });
        }
        let clients: Vec<Name> = self
            .online
            .iter()
            .filter(|(_, of)| of.group == *group)
            .map(|(client, _)| client.clone())
            .collect();
        if clients.is_empty() {
            let (group, topic) = (group.clone(), topic.clone());
            return Err(Rejected::ConsumerNotOnline { group, topic, time });
        }
        Ok((targets, clients))
    }

    /// The stored offset without which a client-side reset does not begin (R-RST-11).
    pub fn stored_for_clients(
        &self,
        group: &Name,
        topic: &Name,
        queue: QueueId,
    ) -> Result<QueueOffset, Rejected> {
        let stored = self.offsets.stored(group, topic, queue).filter(|offset| offset.0 != -1);
        stored.ok_or_else(|| Rejected::GroupWithoutOffset { group: group.clone() })
    }

    /// Whether resets are the broker's own work (R-RST-5) or its clients' (R-RST-11).
    pub fn resets_itself(&self) -> bool {
        self.settings.server_side_reset && self.profile.knows_server_side_reset()
    }
}
