//! The naive broker's administration and its clock: topics, groups, files that go, restarts. Not here:
//! sending, pulling, committing (`model_naive`).
//!
//! Invariant: written from the specification alone; nothing is shared with what it checks.

use crate::model_calls::{Call, GROUPS, TOPICS};
use crate::model_naive::{Naive, Queue, Row};

impl Naive {
    /// Time passes: flushes of the offset table, and retention by age (R-OFF-16, R-RET-2, R-RET-3).
    pub fn pass_time(&mut self, now: i64) {
        loop {
            let next = self.next_flush.min(self.next_pass);
            // At one instant commands come before timers.
            if next >= now {
                return;
            }
            // The pass was set first, and neither sees what the other does.
            if next == self.next_pass {
                self.retain(next);
                self.next_pass += 10_000;
            } else {
                self.flush();
                self.next_flush += 5_000;
            }
        }
    }

    fn retain(&mut self, now: i64) {
        for _ in 0..10 {
            if self.files.len() > 1 && now >= self.files[0].modified + self.reserved_ms {
                self.files.remove(0);
            } else {
                break;
            }
        }
        self.correct_min();
    }

    fn flush(&mut self) {
        for row in &mut self.rows {
            row.flushed = row.stored;
        }
    }

    /// R-OFF-19, R-RST-8.
    fn restart(&mut self, kill: bool, now: i64) {
        if !kill {
            self.flush();
        }
        let docs = self.docs();
        for row in &mut self.rows {
            (row.stored, row.pulled, row.share) = (row.flushed, None, 0);
            if !docs {
                row.pending = None;
            }
        }
        self.online.clear();
        self.boot_min();
        (self.next_flush, self.next_pass) = (now + 10_000, now + 60_000);
    }

    pub fn forget(&mut self, which: impl Fn(&Row) -> bool) {
        for row in self.rows.iter_mut().filter(|row| which(row)) {
            (row.stored, row.pulled, row.pending, row.share) = (None, None, None, 0);
        }
    }

    pub fn administrate(&mut self, call: &Call, now: i64) {
        match *call {
            Call::Expire { count } => {
                let count = (count as usize).min(self.files.len().saturating_sub(1));
                self.files.drain(..count);
                self.correct_min();
            }
            Call::Restart { kill } => self.restart(kill, now),
            Call::CreateTopic { topic, queues } => self.create_topic(TOPICS[topic], queues),
            Call::DeleteTopic { topic } => self.delete_topic(TOPICS[topic]),
            Call::CreateGroup { group } if self.has_group(GROUPS[group]) => {}
            Call::CreateGroup { group } => self.groups.push(GROUPS[group].into()),
            Call::DeleteGroup { group, remove_offsets } => {
                self.groups.retain(|known| known != GROUPS[group]);
                // Up to 4.8 the offsets stay all the same, and up to 5.1 the other tables stay.
                if remove_offsets && !self.before((4, 9, 0)) {
                    let all_tables = !self.before((5, 2, 0));
                    for row in self.rows.iter_mut().filter(|row| row.group == GROUPS[group]) {
                        row.stored = None;
                        if all_tables {
                            (row.pulled, row.pending) = (None, None);
                        }
                    }
                }
            }
            Call::Clone { source, group, topic } => {
                self.clone_offsets(GROUPS[source], GROUPS[group], TOPICS[topic])
            }
            Call::Online { group, online } => {
                self.online.retain(|known| known != GROUPS[group]);
                if online {
                    self.online.push(GROUPS[group].to_string());
                }
            }
            Call::CleanQueues => self.clean_queues(),
            _ => unreachable!("{call:?} has an answer of its own"),
        }
    }

    fn create_topic(&mut self, topic: &str, queues: u32) {
        self.topics.retain(|known| known.0 != topic);
        self.topics.push((topic.to_string(), queues));
        for id in 0..queues {
            if self.queue(topic, id).is_none() {
                let messages = vec![];
                self.queues.push(Queue { topic: topic.into(), id, next: 0, messages, min: 0, files_from: 0 });
            }
        }
    }

    fn delete_topic(&mut self, topic: &str) {
        self.topics.retain(|known| known.0 != topic);
        if !self.before((4, 0, 0)) {
            self.queues.retain(|queue| queue.topic != topic);
        }
        if self.before((5, 0, 0)) {
            return;
        }
        let docs = self.docs();
        // Since 5.4 pull offsets and pending resets go too, of groups with an offset on the topic.
        let (rows, new) = (&self.rows, !docs && !self.before((5, 4, 0)));
        let with_offsets = rows.iter().filter(|row| row.topic == topic && row.stored.is_some());
        let groups: Vec<String> = with_offsets.filter(|_| new).map(|row| row.group.clone()).collect();
        for row in self.rows.iter_mut().filter(|row| row.topic == topic) {
            if groups.contains(&row.group) {
                (row.pulled, row.pending) = (None, None);
            }
            row.stored = None;
            // R-EXP-3: the other two tables stay, and so does the file until the next flush. Not on the page.
            if docs {
                (row.pulled, row.pending, row.flushed) = (None, None, None);
            }
        }
    }

    /// R-OFF-22: replaced as a whole; without any there, nothing happens.
    fn clone_offsets(&mut self, from: &str, to: &str, topic: &str) {
        let copied: Vec<_> = (0..9).map(|queue| self.row(from, topic, queue).stored).collect();
        if from == to || copied.iter().all(Option::is_none) {
            return;
        }
        for (queue, stored) in (0..9).zip(copied) {
            self.row(to, topic, queue).stored = stored;
        }
        // 3.x: one table for both from now on.
        let rows = || self.rows.iter().filter(|row| row.topic == topic);
        let known = rows().find(|row| row.group == from && row.share > 0).map(|row| row.share);
        let share = known.unwrap_or_else(|| 1 + rows().map(|row| row.share).max().unwrap_or(0));
        let share = if self.before((4, 0, 0)) { share } else { 0 };
        for row in self.rows.iter_mut().filter(|row| row.topic == topic) {
            if row.group == to || row.group == from && share > 0 {
                row.share = share;
            }
        }
    }

    /// R-RET-11.
    fn clean_queues(&mut self) {
        let (log_min, docs) = (self.log_min(), self.docs());
        for queue in &mut self.queues {
            if queue.messages.last().is_none_or(|last| last.physical >= log_min) {
                continue;
            }
            (queue.next, queue.min, queue.files_from, queue.messages) = (0, 0, 0, vec![]);
            let same = |row: &&mut Row| row.topic == queue.topic && row.queue == queue.id;
            for row in self.rows.iter_mut().filter(same).filter(|_| docs) {
                (row.stored, row.pulled, row.pending, row.flushed) = (None, None, None, None);
            }
        }
    }
}
