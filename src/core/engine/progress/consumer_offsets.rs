//! The broker's tables of progress: consumer offsets, pull offsets, pending resets, by topic and group
//! (R-OFF-1, R-OFF-5, R-OFF-6). Not here: whether a commit or a reset is allowed (`broker`).
//!
//! Invariant: a stored value is kept as it is, whatever the queue does (R-RET-10).

use crate::engine::ids::{EpochMs, GroupTopic, Name, QueueId, QueueOffset};
use crate::engine::ordered_map::OrderedMap;
use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

/// Offsets by queue.
pub type OffsetMap = OrderedMap<QueueId, QueueOffset>;

/// What the broker knows of one group on one topic.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct GroupOffsets {
    /// `offsetTable`: the next offset to consume.
    pub stored: OffsetMap,
    /// `pullOffsetTable`: where the last pull's answer ended. Only in memory.
    pub pulled: OffsetMap,
    /// `resetOffsetTable`: targets that no pull has applied. Only in memory.
    pub pending: OffsetMap,
    /// The stored offsets as they were flushed last (R-OFF-16); a kill leaves these.
    pub flushed: OffsetMap,
    /// Groups with the same number here, not 0, have one and the same offset table (R-OFF-22 in 3.x, section
    /// 14).
    pub share: u32,
    /// Progress was here and was removed, by an administrator or by expiry (SD-10 on the page).
    pub removed: bool,
    /// Last commit or pull.
    pub touched_at: EpochMs,
}

/// All progress: topic, then group.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct ConsumerOffsets {
    topics: OrderedMap<Name, OrderedMap<Name, GroupOffsets>>,
}

impl ConsumerOffsets {
    fn progress(&self, group: &str, topic: &str) -> Option<&GroupOffsets> {
        self.topics.get(topic)?.get(group)
    }

    /// The progress of a group on a topic, made when missing.
    pub fn progress_mut(&mut self, group: &Name, topic: &Name) -> &mut GroupOffsets {
        if !self.topics.contains_key(topic) {
            self.topics.insert(topic.clone(), OrderedMap::new());
        }
        let groups = self.topics.get_mut(topic).expect("inserted above");
        if !groups.contains_key(group) {
            groups.insert(group.clone(), GroupOffsets::default());
        }
        groups.get_mut(group).expect("inserted above")
    }

    /// The consumer offset in the table, pending resets aside.
    pub fn stored(&self, group: &str, topic: &str, queue: QueueId) -> Option<QueueOffset> {
        self.progress(group, topic)?.stored.get(&queue).copied()
    }

    /// The pull offset.
    pub fn pulled(&self, group: &str, topic: &str, queue: QueueId) -> Option<QueueOffset> {
        self.progress(group, topic)?.pulled.get(&queue).copied()
    }

    /// The pending reset.
    pub fn pending(&self, group: &str, topic: &str, queue: QueueId) -> Option<QueueOffset> {
        self.progress(group, topic)?.pending.get(&queue).copied()
    }

    /// What a query answers: a pending reset, else the stored value (R-OFF-3). A negative value counts as
    /// none.
    pub fn query(&self, group: &str, topic: &str, queue: QueueId) -> Option<QueueOffset> {
        let found = self.pending(group, topic, queue).or_else(|| self.stored(group, topic, queue));
        found.filter(|offset| offset.0 >= 0)
    }

    /// Whether progress was here and was removed.
    pub fn was_removed(&self, group: &str, topic: &str) -> bool {
        self.progress(group, topic).is_some_and(|progress| progress.removed)
    }

    /// Topics on which the group has stored offsets, by name.
    pub fn topics_of(&self, group: &str) -> Vec<Name> {
        let has = |groups: &OrderedMap<Name, GroupOffsets>| {
            groups.get(group).is_some_and(|progress| !progress.stored.is_empty())
        };
        self.topics.iter().filter(|(_, groups)| has(groups)).map(|(topic, _)| topic.clone()).collect()
    }

    /// Every group with progress on a topic.
    pub fn groups_on(&self, topic: &str) -> impl Iterator<Item = (&Name, &GroupOffsets)> {
        self.topics.get(topic).into_iter().flatten()
    }

    /// Groups and topics whose progress was last touched before `time`.
    pub fn untouched_since(&self, time: EpochMs) -> Vec<GroupTopic> {
        let all = self
            .topics
            .iter()
            .flat_map(|(topic, groups)| groups.iter().map(move |(group, p)| (topic, group, p)));
        let old = all.filter(|(_, _, progress)| !progress.stored.is_empty() && progress.touched_at < time);
        old.map(|(topic, group, _)| GroupTopic::new(group, topic)).collect()
    }

    /// When the progress was last touched that was so longest ago, of groups and topics that are not
    /// `online`.
    pub fn last_touched(&self, online: impl Fn(&Name, &Name) -> bool) -> Option<EpochMs> {
        let all = self
            .topics
            .iter()
            .flat_map(|(topic, groups)| groups.iter().map(move |(group, p)| (topic, group, p)));
        let offline = all.filter(|(topic, group, p)| !p.stored.is_empty() && !online(group, topic));
        offline.map(|(.., progress)| progress.touched_at).min()
    }

    /// Removes the stored offsets and pull offsets of a group on a topic; says whether there were any.
    pub fn remove(&mut self, group: &str, topic: &str, with_pending: bool) -> bool {
        let Some(progress) = self.topics.get_mut(topic).and_then(|groups| groups.get_mut(group)) else {
            return false;
        };
        let any = !progress.stored.is_empty();
        progress.removed |= any;
        progress.share = 0;
        progress.stored.clear();
        progress.pulled.clear();
        if with_pending {
            progress.pending.clear();
        }
        any
    }

    /// Removes a group's stored offsets on every topic; with `all_tables` its pull offsets and pending resets
    /// too (R-EXP-2).
    pub fn remove_group(&mut self, group: &str, all_tables: bool) {
        for progress in self.topics.values_mut().filter_map(|groups| groups.get_mut(group)) {
            progress.removed |= !progress.stored.is_empty();
            progress.stored.clear();
            if all_tables {
                progress.pulled.clear();
                progress.pending.clear();
            }
        }
    }

    /// Brings an offset that a group has stored to those with which it shares its table.
    pub fn share(&mut self, group: &str, topic: &str, queue: QueueId, to: QueueOffset) {
        let share = self.progress(group, topic).map_or(0, |progress| progress.share);
        let groups = self.topics.get_mut(topic).into_iter().flat_map(OrderedMap::values_mut);
        for progress in groups.filter(|progress| share > 0 && progress.share == share) {
            progress.stored.insert(queue, to);
        }
    }

    /// Removes the stored offsets of a topic. With `all_tables` the pull offsets and pending resets of the
    /// groups that had some go too, else they stay (R-EXP-3).
    pub fn remove_topic(&mut self, topic: &str, all_tables: bool) {
        for progress in self.topics.get_mut(topic).into_iter().flat_map(OrderedMap::values_mut) {
            if all_tables && !progress.stored.is_empty() {
                progress.pulled.clear();
                progress.pending.clear();
            }
            progress.stored.clear();
            progress.removed = false;
        }
    }

    /// Forgets all progress on a topic, or on one of its queues, in memory and in the offset file.
    pub fn forget(&mut self, topic: &str, queue: Option<QueueId>) {
        let forget =
            |offsets: &mut OffsetMap| offsets.retain(|&known, _| queue.is_some_and(|queue| known != queue));
        for progress in self.topics.get_mut(topic).into_iter().flat_map(OrderedMap::values_mut) {
            let GroupOffsets { stored, pulled, pending, flushed, .. } = progress;
            [stored, pulled, pending, flushed].into_iter().for_each(forget);
        }
    }

    /// Replaces the destination's offsets of a topic by the source's; without any there, nothing happens
    /// (R-OFF-22). With `shared` both have one table from then on.
    pub fn clone_topic(&mut self, source: &Name, group: &Name, topic: &Name, shared: bool) {
        let Some(offsets) = self.progress(source, topic).map(|progress| progress.stored.clone()) else {
            return;
        };
        if offsets.is_empty() || source == group {
            return;
        }
        let mut share = 0;
        if shared {
            let taken = self.groups_on(topic).map(|(_, progress)| progress.share).max().unwrap_or(0);
            let of_source = self.progress_mut(source, topic);
            if of_source.share == 0 {
                of_source.share = taken + 1;
            }
            share = of_source.share;
        }
        let destination = self.progress_mut(group, topic);
        (destination.stored, destination.share) = (offsets, share);
    }

    /// The offset file and its `.bak` are lost; where there was progress it counts as removed.
    pub fn lose_files(&mut self) {
        for progress in self.topics.values_mut().flat_map(OrderedMap::values_mut) {
            progress.removed |= !progress.stored.is_empty();
            progress.flushed.clear();
            progress.pending.clear();
        }
    }

    /// Brings what is flushed or pending above `max` down to it; gives the groups whose stored offset is
    /// above it.
    pub fn cut(&mut self, topic: &str, queue: QueueId, max: QueueOffset) -> Vec<(Name, QueueOffset)> {
        let mut above = Vec::new();
        for (group, progress) in self.topics.get_mut(topic).into_iter().flatten() {
            for offset in
                [&mut progress.flushed, &mut progress.pending].into_iter().filter_map(|of| of.get_mut(&queue))
            {
                *offset = max.min(*offset);
            }
            above.extend(
                progress
                    .stored
                    .get(&queue)
                    .filter(|stored| **stored > max)
                    .map(|from| (group.clone(), *from)),
            );
        }
        above
    }

    /// Writes the offset file (R-OFF-16).
    pub fn flush(&mut self) {
        for progress in self.topics.values_mut().flat_map(OrderedMap::values_mut) {
            progress.flushed = progress.stored.clone();
        }
    }

    /// The broker starts again: what was in memory only is lost, and after a kill also what was not flushed
    /// (R-OFF-19, R-RST-8). Gives how many stored offsets changed.
    pub fn restart(&mut self, kill: bool, keep_pending: bool) -> u32 {
        if !kill {
            self.flush();
        }
        let mut lost = 0;
        for progress in self.topics.values_mut().flat_map(OrderedMap::values_mut) {
            let kept = progress.flushed.clone();
            lost += progress.stored.iter().filter(|(queue, offset)| kept.get(queue) != Some(offset)).count()
                as u32;
            progress.stored = kept;
            progress.share = 0;
            progress.pulled.clear();
            if !keep_pending {
                progress.pending.clear();
            }
        }
        lost
    }
}
