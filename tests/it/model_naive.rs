//! A broker as naive as can be: plain vectors and linear search, written from the specification alone. Not here: any code
//! of the engine; the test that holds one against the other (`model`).
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
}

/// The whole broker. `docs`: the page's rules instead of RocketMQ's.
#[derive(Clone, Debug)]
pub struct Naive {
    pub docs: bool,
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
}

impl Naive {
    pub fn has_topic(&self, topic: &str) -> bool {
        self.topics.iter().any(|known| known.0 == topic)
    }

    pub fn has_group(&self, group: &str) -> bool {
        self.groups.iter().any(|known| known == group)
    }

    pub fn queue_count(&self, topic: &str) -> u32 {
        self.topics.iter().find(|known| known.0 == topic).map_or(0, |known| known.1)
    }

    fn queue(&self, topic: &str, queue: u32) -> Option<&Queue> {
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
                return;
            }
        }
    }

    pub fn flush(&mut self) {
        for row in &mut self.rows {
            row.flushed = row.stored;
        }
    }

    /// R-OFF-19, R-RST-8.
    pub fn restart(&mut self, kill: bool, now: i64) {
        if !kill {
            self.flush();
        }
        for row in &mut self.rows {
            row.stored = row.flushed;
            row.pulled = None;
            if !self.docs {
                row.pending = None;
            }
        }
        (self.next_flush, self.next_pass) = (now + 10_000, now + 60_000);
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
            return Err(29);
        }
        let bytes =
            91 + body + topic.len() as i64 + tag.map_or(0, |tag| "TAGS".len() + 1 + tag.len() + 1) as i64;
        if body > self.body_max {
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
        if !self.has_group(group) {
            return Err(26);
        }
        if !self.has_topic(topic) {
            return Err(17);
        }
        if self.row(group, topic, queue).pending.is_some() {
            return Ok(true);
        }
        if self.docs && self.outside(topic, queue, offset) {
            return Err(1);
        }
        self.row(group, topic, queue).stored = Some(offset);
        Ok(false)
    }

    /// R-OFF-3, R-INIT-1; on JDK 17 every message is in memory (R-INIT-2).
    pub fn query(&mut self, group: &str, topic: &str, queue: u32, set_zero: Option<bool>) -> Option<i64> {
        let row = self.row(group, topic, queue).clone();
        if let Some(known) = row.pending.or(row.stored).filter(|&offset| offset >= 0) {
            return Some(known);
        }
        let young = self.min(topic, queue) <= 0 && self.max(topic, queue) > 0;
        (young && set_zero != Some(false)).then_some(0)
    }

    /// R-RST-2, R-RST-4 and SD-17, each as its sentence says it.
    pub fn search(&self, topic: &str, queue: u32, time: i64, upper: bool) -> i64 {
        let all = self.stored(topic, queue);
        let (Some(first), Some(last)) = (all.first(), all.last()) else { return self.min(topic, queue) };
        if upper {
            return all.iter().rev().find(|message| message.time <= time).unwrap_or(first).offset;
        }
        let at_or_after = all.iter().find(|message| message.time >= time);
        if !self.docs {
            return at_or_after.map_or(self.max(topic, queue), |message| message.offset);
        }
        // Closest; a tie goes to the earlier, so to the left neighbour of the first message at or after the time.
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
                let past_max = if self.docs { 0 } else { 1 };
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
            return Err(29);
        }
        let (min, max) = (self.min(topic, queue), self.max(topic, queue));
        let pending = self.row(group, topic, queue).pending.take();
        let answer = match pending {
            Some(target) => ("OFFSET_RESET", target, vec![]),
            None if max == 0 => ("NO_MESSAGE_IN_QUEUE", 0, vec![]),
            None if offset < min => ("OFFSET_TOO_SMALL", min, vec![]),
            None if offset == max => ("OFFSET_OVERFLOW_ONE", max, vec![]),
            None if offset > max => ("OFFSET_OVERFLOW_BADLY", max, vec![]),
            None => self.scan(pull),
        };
        self.row(group, topic, queue).pulled = Some(answer.1);
        if let Some(commit) = commit.filter(|&commit| !self.docs || !self.outside(topic, queue, commit)) {
            self.row(group, topic, queue).stored = Some(commit);
        }
        let moved =
            ["OFFSET_TOO_SMALL", "OFFSET_OVERFLOW_BADLY"].contains(&answer.0) || max == 0 && offset != 0;
        let stored = self.row(group, topic, queue).stored;
        // SD-14: on the page the server corrects what it has saved.
        if self.docs
            && pending.is_none()
            && moved
            && stored.is_some_and(|stored| self.outside(topic, queue, stored))
        {
            self.row(group, topic, queue).stored = Some(answer.1);
        }
        Ok(answer)
    }

    fn scan(&self, pull: &Pull<'_>) -> (&'static str, i64, Vec<i64>) {
        let (mut next, mut bytes, mut taken) = (pull.offset, 0, vec![]);
        let file_end = (pull.offset / self.queue_file_entries + 1) * self.queue_file_entries;
        for message in
            self.stored(pull.topic, pull.queue).iter().filter(|message| message.offset >= pull.offset)
        {
            let full = taken.len() == pull.max_messages.min(32) || bytes + message.bytes > 262_144;
            if message.offset == file_end || full && !taken.is_empty() {
                break;
            }
            next = message.offset + 1;
            if pull.tag.is_none_or(|tag| message.tag.as_deref() == Some(tag)) {
                taken.push(message.offset);
                bytes += message.bytes;
            }
        }
        (if taken.is_empty() { "NO_MATCHED_MESSAGE" } else { "FOUND" }, next, taken)
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
