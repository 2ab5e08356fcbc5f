//! A broker as naive as can be: plain vectors and linear search, written from the specification alone. Not
//! here: any code of the engine; the test that holds one against the other (`model`).
//!
//! Invariant: nothing here is clever, and nothing is shared with what it checks.

/// A stored message.
#[derive(Clone, Debug)]
pub struct Message {
    pub offset: i64,
    pub physical: i64,
    pub bytes: i64,
    pub time: i64,
    pub tag: Option<String>,
}

/// A queue with every message that it ever had.
#[derive(Clone, Debug)]
pub struct Queue {
    pub topic: String,
    pub id: u32,
    pub next: i64,
    pub messages: Vec<Message>,
    /// Of real brokers: Min, and where the first queue file begins that is still there.
    pub min: i64,
    pub files_from: i64,
}

/// One file of the log: base, bytes used, last write.
#[derive(Clone, Debug)]
pub struct File {
    pub base: i64,
    pub used: i64,
    pub modified: i64,
}

/// One group on one queue.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Row {
    pub group: String,
    pub topic: String,
    pub queue: u32,
    pub stored: Option<i64>,
    pub pulled: Option<i64>,
    pub pending: Option<i64>,
    pub flushed: Option<i64>,
    /// Rows of one topic with the same number, not 0, are one (3.x after a clone).
    pub share: u32,
}

/// The whole broker. Version 5.0: the page's rules instead of RocketMQ's.
#[derive(Clone, Debug)]
pub struct Naive {
    pub version: (u8, u8, u8),
    pub server_side_reset: bool,
    pub resident: bool,
    pub online: Vec<String>,
    pub file_bytes: i64,
    pub body_max: i64,
    pub queue_file_entries: i64,
    pub reserved_ms: i64,
    pub topics: Vec<(String, u32)>,
    pub groups: Vec<String>,
    pub queues: Vec<Queue>,
    pub files: Vec<File>,
    pub rows: Vec<Row>,
    pub next_flush: i64,
    pub next_pass: i64,
    /// The log's minimum when Min was last corrected.
    pub corrected_to: i64,
}

impl Naive {
    pub fn docs(&self) -> bool {
        self.version == (5, 0, 0)
    }

    /// A real broker before this version; the page goes by 5.3 where it says nothing.
    pub fn before(&self, version: (u8, u8, u8)) -> bool {
        !self.docs() && self.version < version
    }

    pub fn has_topic(&self, topic: &str) -> bool {
        self.topics.iter().any(|known| known.0 == topic)
    }

    pub fn has_group(&self, group: &str) -> bool {
        self.groups.iter().any(|known| known == group)
    }

    pub fn queue_count(&self, topic: &str) -> u32 {
        self.topics.iter().find(|known| known.0 == topic).map_or(0, |known| known.1)
    }

    pub fn queue(&self, topic: &str, queue: u32) -> Option<&Queue> {
        self.queues.iter().find(|known| known.topic == topic && known.id == queue)
    }

    /// R-CQ-6.
    pub fn log_min(&self) -> i64 {
        self.files.first().map_or(0, |file| file.base)
    }

    /// Messages whose record is still in the log.
    pub fn stored(&self, topic: &str, queue: u32) -> Vec<Message> {
        let all = self.queue(topic, queue).map_or(vec![], |queue| queue.messages.clone());
        all.into_iter().filter(|message| message.physical >= self.log_min()).collect()
    }

    /// R-CQ-3: the offset that the next message gets.
    pub fn max(&self, topic: &str, queue: u32) -> i64 {
        self.queue(topic, queue).map_or(0, |queue| queue.next)
    }

    /// R-CQ-3: the first message that is there, else Max.
    pub fn min(&self, topic: &str, queue: u32) -> i64 {
        if !self.docs() {
            return self.queue(topic, queue).map_or(0, |queue| queue.min);
        }
        self.stored(topic, queue).first().map_or(self.max(topic, queue), |message| message.offset)
    }

    pub fn row(&mut self, group: &str, topic: &str, queue: u32) -> &mut Row {
        let same = |row: &Row| row.group == group && row.topic == topic && row.queue == queue;
        let at = self.rows.iter().position(same).unwrap_or_else(|| {
            self.rows.push(Row { group: group.into(), topic: topic.into(), queue, ..Row::default() });
            self.rows.len() - 1
        });
        &mut self.rows[at]
    }

    /// Queue offset and physical offset, or the code of the refusal (R-LOG-4, R-LOG-5, R-LOG-6).
    pub fn send(
        &mut self,
        topic: &str,
        queue: u32,
        body: i64,
        tag: Option<&str>,
        now: i64,
    ) -> Result<(i64, i64), i32> {
        if !self.has_topic(topic) {
            return Err(17);
        }
        if queue >= self.queue_count(topic) {
            return Err(if self.before((5, 2, 0)) { 1 } else { 29 });
        }
        let bytes =
            91 + body + topic.len() as i64 + tag.map_or(0, |tag| "TAGS".len() + 1 + tag.len() + 1) as i64;
        // In 4.x up to 4.9.3 the limit is of the whole record.
        let whole_record = self.before((4, 9, 4)) && !self.before((4, 0, 0));
        if if whole_record { bytes } else { body } > self.body_max {
            return Err(13);
        }
        let roll = self.files.last().is_none_or(|file| bytes + 8 > self.file_bytes - file.used);
        if roll {
            let base = self.files.last().map_or(0, |file| file.base + self.file_bytes);
            self.files.push(File { base, used: 0, modified: now });
        }
        let file = self.files.last_mut().unwrap();
        let physical = file.base + file.used;
        file.used += bytes;
        file.modified = now;
        let known = self.queues.iter_mut().find(|known| known.topic == topic && known.id == queue).unwrap();
        let offset = known.next;
        known.next += 1;
        known.messages.push(Message { offset, physical, bytes, time: now, tag: tag.map(str::to_string) });
        Ok((offset, physical))
    }

    fn outside(&self, topic: &str, queue: u32, offset: i64) -> bool {
        offset < self.min(topic, queue) || offset > self.max(topic, queue)
    }

    /// `true`: swallowed (R-OFF-2, R-OFF-4; SD-12, SD-14).
    pub fn commit(&mut self, group: &str, topic: &str, queue: u32, offset: i64) -> Result<bool, i32> {
        if !self.has_group(group) && !self.before((5, 2, 0)) {
            return Err(26);
        }
        if !self.has_topic(topic) && !self.before((5, 1, 0)) {
            return Err(17);
        }
        if self.row(group, topic, queue).pending.is_some() {
            return Ok(true);
        }
        if self.docs() && self.outside(topic, queue, offset) {
            return Err(1);
        }
        self.store(group, topic, queue, offset);
        Ok(false)
    }

    /// Into the table, and into every row that is one with it.
    fn store(&mut self, group: &str, topic: &str, queue: u32, offset: i64) {
        self.row(group, topic, queue).stored = Some(offset);
        let groups = self.sharing(group, topic);
        for other in groups {
            self.row(&other, topic, queue).stored = Some(offset);
        }
    }

    fn sharing(&self, group: &str, topic: &str) -> Vec<String> {
        let rows = || self.rows.iter().filter(|row| row.topic == topic);
        let share = rows().filter(|row| row.group == group).map(|row| row.share).max().unwrap_or(0);
        rows().filter(|row| share > 0 && row.share == share).map(|row| row.group.clone()).collect()
    }

    /// R-OFF-3, R-INIT-1; on JDK 17 every message is in memory (R-INIT-2).
    pub fn query(&mut self, group: &str, topic: &str, queue: u32, set_zero: Option<bool>) -> Option<i64> {
        let row = self.row(group, topic, queue).clone();
        if let Some(known) = row.pending.or(row.stored).filter(|&offset| offset >= 0) {
            return Some(known);
        }
        if set_zero == Some(false) && !self.before((5, 0, 0)) || self.min(topic, queue) > 0 {
            return None;
        }
        if !self.before((5, 1, 0)) {
            return (self.max(topic, queue) > 0).then_some(0);
        }
        // Up to 5.0: by the distance from the log's end; what has no first entry counts as in memory.
        let first = self.queue(topic, queue).filter(|queue| queue.files_from == 0 && queue.next > 0);
        let end = self.files.last().map_or(0, |file| file.base + file.used);
        let on_disk = first.is_some_and(|queue| !self.resident && queue.messages[0].physical < end);
        (!on_disk).then_some(0)
    }

    /// R-RST-2, R-RST-4 and SD-17, each as its sentence says it.
    pub fn search(&self, topic: &str, queue: u32, time: i64, upper: bool) -> i64 {
        if self.before((5, 2, 0)) {
            let Some(known) = self.queue(topic, queue).filter(|known| known.next > 0) else { return 0 };
            let found = self.bisect(known, time);
            let (min, max) = (self.min(topic, queue), self.max(topic, queue));
            return if self.before((5, 0, 0)) { found } else { found.clamp(min, max) };
        }
        let all = self.stored(topic, queue);
        let (Some(first), Some(last)) = (all.first(), all.last()) else { return self.min(topic, queue) };
        if let Some(known) = self.queue(topic, queue).filter(|_| upper && !self.docs())
            && time < first.time
            && first.offset > self.min(topic, queue)
        {
            // A boot left Min before a file of which nothing is there: its last entry is the one that has no
            // later time.
            return (first.offset - 1).max(known.min);
        }
        if upper {
            return all.iter().rev().find(|message| message.time <= time).unwrap_or(first).offset;
        }
        let at_or_after = all.iter().find(|message| message.time >= time);
        if !self.docs() {
            return at_or_after.map_or(self.max(topic, queue), |message| message.offset);
        }
        // Closest; a tie goes to the earlier, so to the left neighbour of the first message at or after the
        // time.
        let before = all.iter().rev().find(|message| message.time < time);
        match (before, at_or_after) {
            (None, _) => first.offset,
            (_, None) => last.offset,
            (Some(left), Some(right)) if time - left.time <= right.time - time => left.offset,
            (_, Some(right)) => right.offset,
        }
    }

    /// Request 222 (R-RST-5); `queue` and `offset` absent as in the request.
    pub fn reset(
        &mut self,
        group: &str,
        topic: &str,
        time: i64,
        queue: Option<u32>,
        offset: Option<i64>,
    ) -> Result<Vec<(u32, i64)>, i32> {
        if !self.server_side_reset || self.before((5, 1, 0)) {
            return self.reset_by_clients(group, topic, time);
        }
        if !self.has_topic(topic) {
            return Err(17);
        }
        if !self.has_group(group) {
            return Err(26);
        }
        let by_time = |naive: &Naive, queue| match time {
            ..0 => naive.max(topic, queue),
            _ => naive.search(topic, queue, time, false),
        };
        let targets = match (queue, offset.filter(|&offset| offset != -1)) {
            (None, _) => (0..self.queue_count(topic)).map(|queue| (queue, by_time(self, queue))).collect(),
            (Some(queue), None) => vec![(queue, by_time(self, queue))],
            (Some(queue), Some(offset)) => {
                let past_max = if self.docs() { 0 } else { 1 };
                if offset < self.min(topic, queue) || offset > self.max(topic, queue) + past_max {
                    return Err(1);
                }
                vec![(queue, offset)]
            }
        };
        for &(queue, target) in &targets {
            let row = self.row(group, topic, queue);
            (row.stored, row.pending) = (Some(target), Some(target));
        }
        Ok(targets)
    }

    /// Status, next, offsets handed out (R-PULL-1, R-PULL-2, R-PULL-5).
    pub fn pull(&mut self, pull: &Pull<'_>) -> Result<(&'static str, i64, Vec<i64>), i32> {
        let Pull { group, topic, queue, offset, commit, .. } = *pull;
        if !self.has_group(group) {
            return Err(26);
        }
        if !self.has_topic(topic) {
            return Err(17);
        }
        if queue >= self.queue_count(topic) {
            return Err(if self.before((5, 2, 0)) { 1 } else { 29 });
        }
        let (min, max) = (self.min(topic, queue), self.max(topic, queue));
        let pending = self.row(group, topic, queue).pending.take();
        let answer = match pending {
            Some(target) => ("OFFSET_RESET", target, vec![]),
            None if max == 0 => ("NO_MESSAGE_IN_QUEUE", 0, vec![]),
            None if offset < min => ("OFFSET_TOO_SMALL", min, vec![]),
            None if offset == max => ("OFFSET_OVERFLOW_ONE", max, vec![]),
            None if offset > max && min == 0 && self.before((4, 9, 4)) => {
                ("OFFSET_OVERFLOW_BADLY", 0, vec![])
            }
            None if offset > max => ("OFFSET_OVERFLOW_BADLY", max, vec![]),
            None => self.scan(pull),
        };
        self.row(group, topic, queue).pulled = Some(answer.1);
        if let Some(commit) = commit.filter(|&commit| !self.docs() || !self.outside(topic, queue, commit)) {
            self.store(group, topic, queue, commit);
        }
        let moved =
            ["OFFSET_TOO_SMALL", "OFFSET_OVERFLOW_BADLY"].contains(&answer.0) || max == 0 && offset != 0;
        let stored = self.row(group, topic, queue).stored;
        // SD-14: on the page the server corrects what it has saved.
        if self.docs()
            && pending.is_none()
            && moved
            && stored.is_some_and(|stored| self.outside(topic, queue, stored))
        {
            self.row(group, topic, queue).stored = Some(answer.1);
        }
        Ok(answer)
    }

    fn scan(&self, pull: &Pull<'_>) -> (&'static str, i64, Vec<i64>) {
        let queue = self.queue(pull.topic, pull.queue).expect("Max is above 0");
        self.scan_with_lost(pull, queue)
    }
}

/// What a client asks for.
#[derive(Clone, Copy, Debug)]
pub struct Pull<'a> {
    pub group: &'a str,
    pub topic: &'a str,
    pub queue: u32,
    pub offset: i64,
    pub max_messages: usize,
    pub tag: Option<&'a str>,
    pub commit: Option<i64>,
}
