//! What brokers before 5.2 do otherwise, as naive as `model_naive`: Min of an expired queue, the search by
//! bisection, the scan over lost records, resets by clients. Not here: any code of the engine.
//!
//! Invariant: written from the specification (sections 1, 6, 7 and 14) alone.

use crate::model_naive::{Message, Naive, Pull, Queue};

impl Naive {
    /// Min after files went (R-CQ-4) and the leading queue files whose last record is gone (R-RET-9). Only
    /// when the log's minimum has grown since the last time or since the boot (R-CQ-5).
    pub fn correct_min(&mut self) {
        if self.log_min() <= self.corrected_to {
            return;
        }
        self.corrected_to = self.log_min();
        let (log_min, entries) = (self.log_min(), self.queue_file_entries);
        let keeps_min = self.before((5, 0, 0));
        for queue in self.queues.iter_mut().filter(|queue| !queue.messages.is_empty()) {
            let last_file = (queue.next - 1) / entries;
            while queue.files_from / entries < last_file
                && queue.messages[(queue.files_from + entries - 1) as usize].physical < log_min
            {
                queue.files_from += entries;
            }
            let live = queue.messages.iter().find(|message| message.physical >= log_min);
            let expired = if keeps_min { queue.min } else { queue.next };
            queue.min = live.map_or(expired, |message| message.offset.max(queue.min));
        }
    }

    /// A boot finds Min anew, in the first queue file only; of a wholly expired queue it is Max, up to 4.9 it
    /// is 0.
    pub fn boot_min(&mut self) {
        self.corrected_to = 0;
        let (log_min, entries) = (self.log_min(), self.queue_file_entries);
        let keeps_min = self.before((5, 0, 0));
        for queue in &mut self.queues {
            let in_first_file = |message: &&Message| message.offset / entries == queue.files_from / entries;
            let mut first_file = queue.messages.iter().filter(in_first_file);
            queue.min = match first_file.find(|message| message.physical >= log_min) {
                Some(message) => message.offset,
                None if keeps_min || queue.messages.iter().any(|message| message.physical >= log_min) => 0,
                None => queue.next,
            };
        }
    }

    /// R-RST-3, R-RST-4: the file, then halving until the neighbours are known.
    pub fn bisect(&self, queue: &Queue, time: i64) -> i64 {
        let (entries, log_min) = (self.queue_file_entries, self.log_min());
        let (first, last) = (queue.files_from / entries, (queue.next - 1) / entries);
        let last_of = |file: i64| &queue.messages[((file + 1) * entries).min(queue.next) as usize - 1];
        let file = (first..=last).find(|&file| last_of(file).time >= time).unwrap_or(last) * entries;
        let (mut low, mut high) = (queue.min.max(file), (file + entries).min(queue.next) - 1);
        let (mut left, mut right): (Option<&Message>, Option<&Message>) = (None, None);
        while low <= high {
            let middle = &queue.messages[((low + high) / 2) as usize];
            if middle.physical < log_min {
                low = middle.offset + 1;
            } else if middle.physical == log_min && self.before((4, 0, 0)) {
                return 0;
            } else if middle.time == time {
                return middle.offset;
            } else if middle.time > time {
                (high, right) = (middle.offset - 1, Some(middle));
            } else {
                (low, left) = (middle.offset + 1, Some(middle));
            }
        }
        match (left, right) {
            (Some(left), Some(right)) if time - left.time > right.time - time => right.offset,
            (Some(left), _) => left.offset,
            (None, Some(right)) => right.offset,
            (None, None) => (file - 1).max(0),
        }
    }

    /// R-RST-11: what is told to the clients, or the code of the refusal.
    pub fn reset_by_clients(&mut self, group: &str, topic: &str, time: i64) -> Result<Vec<(u32, i64)>, i32> {
        if !self.has_topic(topic) {
            return Err(if self.before((5, 2, 0)) { 1 } else { 17 });
        }
        let mut targets = Vec::new();
        for queue in 0..self.queue_count(topic) {
            let stored = self.row(group, topic, queue).stored.filter(|&offset| offset != -1).ok_or(1)?;
            let target = match time {
                -1 if !self.before((4, 0, 0)) => self.max(topic, queue),
                _ => self.search(topic, queue, time, false).max(0),
            };
            targets.push((queue, target.min(stored)));
        }
        if self.online.iter().any(|online| online == group) { Ok(targets) } else { Err(206) }
    }

    /// Rows 5 to 8 with lost records on the way (R-PULL-3).
    pub fn scan_with_lost(&self, pull: &Pull<'_>, queue: &Queue) -> (&'static str, i64, Vec<i64>) {
        let (log_min, entries) = (self.log_min(), self.queue_file_entries);
        let file_end = (pull.offset / entries + 1) * entries;
        if pull.offset < queue.files_from {
            return ("OFFSET_FOUND_NULL", file_end, vec![]);
        }
        // Of what is asked for, 3.x hands out one less.
        let wanted = pull.max_messages - usize::from(self.before((4, 0, 0)));
        let (mut taken, mut found, mut bytes, mut skip_to) = (vec![], 0, 0, 0);
        let (mut next, mut status) = (pull.offset, "NO_MATCHED_MESSAGE");
        let (bytes_max, count_max) = if self.resident { (262_144, 32) } else { (65_536, 8) };
        while next < file_end.min(queue.next) {
            let message = &queue.messages[next as usize];
            if message.physical < skip_to {
                next += 1;
                continue;
            }
            let full = found >= wanted.min(count_max) || bytes + message.bytes > bytes_max;
            if found > 0 && full {
                break;
            }
            next += 1;
            if pull.tag.is_some_and(|tag| message.tag.as_deref() != Some(tag)) {
                status = "NO_MATCHED_MESSAGE";
            } else if message.physical < log_min && message.physical > 0 {
                status = "MESSAGE_WAS_REMOVING";
                skip_to = (message.physical / self.file_bytes + 1) * self.file_bytes;
            } else {
                (found, bytes) = (found + 1, bytes + message.bytes);
                // Byte 0 of the log is gone: the bytes of another record come, which nobody can use.
                if message.physical >= log_min {
                    taken.push(message.offset);
                }
            }
        }
        (if found > 0 { "FOUND" } else { status }, next, taken)
    }
}
