//! A broker's `consumerOffset.json` and `topics.json`. Not strict JSON: queue ids are bare numbers
//! (R-OFF-17). Not here: what their numbers mean for a lab (`import`).
//!
//! Invariant: a file is read whole or not at all; where it breaks off, the line is said. Nothing nests deeper
//! than `DEPTH_MAX`.

use crate::sim::formats::import::{Cluster, ListedOffset, Source, SourceLine};
use alloc::format;
use alloc::string::{String, ToString};

/// Levels of `{` and `[`; the files have three.
const DEPTH_MAX: u32 = 16;

/// Why a file can't be read on.
struct Broken {
    line: usize,
    words: String,
}

type Read<T> = Result<T, Broken>;

/// Reads one of the two files, told apart by what is in it.
pub(crate) fn read_json(source: &Source<'_>, cluster: &mut Cluster) {
    // Into a copy, so that a file which breaks off half-way leaves nothing.
    let mut read = cluster.clone();
    let mut known = false;
    let mut reader = Reader { text: source.text.as_bytes(), at: 0, line: 1, depth: 0 };
    let done = reader.object(&mut |reader, key, _| match key {
        "offsetTable" => {
            known = true;
            offset_table(reader, source.name, &mut read)
        }
        "topicConfigTable" => {
            known = true;
            topic_table(reader, source.name, &mut read)
        }
        // 5.5.0 alone writes its pull offsets, and reads them back as little as any other version (R-OFF-17).
        "pullOffsetTable" => {
            let mut entries = 0;
            reader.object(&mut |reader, _, _| {
                entries += 1;
                reader.skip()
            })?;
            if entries > 0 {
                read.read_version(source.name, "5.5.0", true);
            }
            Ok(())
        }
        _ => reader.skip(),
    });
    match done.and_then(|()| reader.end()) {
        Err(Broken { line, words }) => {
            let words = format!("{words}; nothing of this file was read: copy it again");
            cluster.unread(SourceLine { file: source.name, line }, words);
        }
        Ok(()) if !known => {
            let words =
                "this has neither an offsetTable (consumerOffset.json) nor a topicConfigTable (topics.json)";
            cluster.unread(SourceLine { file: source.name, line: 0 }, words.to_string());
        }
        Ok(()) => *cluster = read,
    }
}

/// `"topic@group": {0: 250, 1: 250}` and so on.
fn offset_table(reader: &mut Reader<'_>, file: &str, cluster: &mut Cluster) -> Read<()> {
    reader.object(&mut |reader, key, line| {
        let place = SourceLine { file, line };
        if reader.peek()? != b'{' {
            cluster
                .unread(place, format!("{key} is no topic@group; is this delayOffset.json? It isn't needed"));
            return reader.skip();
        }
        let mut parts = key.split('@');
        let (Some(topic), Some(group), None) = (parts.next(), parts.next(), parts.next()) else {
            cluster.unread(
                place,
                format!("{key} is no topic@group (a broadcasting group's clients keep their own)"),
            );
            return reader.skip();
        };
        reader.object(&mut |reader, queue, line| {
            let place = SourceLine { file, line };
            let offset = reader.number()?;
            match (queue.parse(), offset.parse::<i64>()) {
                (Ok(queue), Ok(offset)) if offset >= 0 => {
                    let progress = ListedOffset { offset, of_broker: true };
                    cluster.read_progress(place, (group, topic), queue, progress);
                }
                (Ok(_), _) => {
                    let words = format!("{offset} of {key}, queue {queue}, is no offset: 0 to {}", i64::MAX);
                    cluster.unread(place, words);
                }
                (Err(_), _) => cluster.unread(place, format!("{queue} of {key} is no queue")),
            }
            Ok(())
        })
    })
}

/// `"orders": {"readQueueNums": 4, "writeQueueNums": 4, …}` and so on.
fn topic_table(reader: &mut Reader<'_>, file: &str, cluster: &mut Cluster) -> Read<()> {
    reader.object(&mut |reader, topic, line| {
        let place = SourceLine { file, line };
        let mut queues: Option<i64> = None;
        reader.object(&mut |reader, key, _| {
            if !matches!(key, "readQueueNums" | "writeQueueNums") {
                return reader.skip();
            }
            queues = queues.max(reader.number()?.parse().ok());
            Ok(())
        })?;
        match queues {
            Some(queues) if queues > 0 => cluster.read_queue_count(place, topic, queues, true),
            _ => cluster.unread(place, format!("{topic} has no readQueueNums")),
        }
        Ok(())
    })
}

/// Walks through a text.
struct Reader<'a> {
    text: &'a [u8],
    at: usize,
    line: usize,
    depth: u32,
}

/// What to do with a field: its key and the line of it.
type EachField<'a> = &'a mut dyn FnMut(&mut Reader<'_>, &str, usize) -> Read<()>;

impl Reader<'_> {
    fn broken<T>(&self, words: &str) -> Read<T> {
        Err(Broken { line: self.line, words: words.to_string() })
    }

    /// The next byte that is no space.
    fn peek(&mut self) -> Read<u8> {
        while let Some(&byte) = self.text.get(self.at) {
            match byte {
                b'\n' => self.line += 1,
                b' ' | b'\t' | b'\r' => {}
                _ => return Ok(byte),
            }
            self.at += 1;
        }
        self.broken("the file breaks off")
    }

    fn take(&mut self, wanted: u8) -> Read<()> {
        let found = self.peek()?;
        if found != wanted {
            return self.broken(&format!("'{}' where '{}' belongs", char::from(found), char::from(wanted)));
        }
        self.at += 1;
        Ok(())
    }

    fn end(&mut self) -> Read<()> {
        match self.peek() {
            Ok(_) => self.broken("the file goes on behind its last }"),
            Err(_) => Ok(()),
        }
    }

    fn down(&mut self) -> Read<()> {
        self.depth += 1;
        if self.depth > DEPTH_MAX { self.broken("the file nests too deep") } else { Ok(()) }
    }

    /// An object; keys may be bare numbers.
    fn object(&mut self, each: EachField<'_>) -> Read<()> {
        self.take(b'{')?;
        self.down()?;
        if self.peek()? != b'}' {
            loop {
                let (first, line) = (self.peek()?, self.line);
                let key = if first == b'"' { self.string()? } else { self.number()? };
                self.take(b':')?;
                each(self, &key, line)?;
                if self.peek()? != b',' {
                    break;
                }
                self.at += 1;
            }
        }
        self.depth -= 1;
        self.take(b'}')
    }

    /// A string; escapes are left as they are but for `\"` and `\\`, which are all that a name could need.
    fn string(&mut self) -> Read<String> {
        self.take(b'"')?;
        let mut value = alloc::vec::Vec::new();
        loop {
            let Some(&byte) = self.text.get(self.at) else { return self.broken("the file breaks off") };
            self.at += 1;
            match byte {
                b'"' => break,
                b'\n' => return self.broken("a name without its closing \""),
                b'\\' => {
                    value.extend(self.text.get(self.at));
                    self.at += 1;
                }
                _ => value.push(byte),
            }
        }
        match String::from_utf8(value) {
            Ok(value) => Ok(value),
            Err(_) => self.broken("a name that is no text"),
        }
    }

    /// The digits of a number, whatever its size, perhaps in quotes. Something must follow: else it may be
    /// cut.
    fn number(&mut self) -> Read<String> {
        if self.peek()? == b'"' {
            return self.string();
        }
        let from = self.at;
        while self.text.get(self.at).is_some_and(|byte| byte.is_ascii_digit() || *byte == b'-') {
            self.at += 1;
        }
        if from == self.at {
            let found = char::from(self.peek()?);
            return self.broken(&format!("'{found}' where a number belongs"));
        }
        let digits: String = self.text[from..self.at].iter().map(|byte| char::from(*byte)).collect();
        match self.peek()? {
            b',' | b'}' | b']' | b':' => Ok(digits),
            _ => self.broken(&format!("{digits} is not followed by , or }}")),
        }
    }

    /// Any value.
    fn skip(&mut self) -> Read<()> {
        match self.peek()? {
            b'{' => self.object(&mut |reader, _, _| reader.skip()),
            b'[' => {
                self.at += 1;
                self.down()?;
                if self.peek()? != b']' {
                    self.skip()?;
                    while self.peek()? == b',' {
                        self.at += 1;
                        self.skip()?;
                    }
                }
                self.depth -= 1;
                self.take(b']')
            }
            b'"' => self.string().map(|_| ()),
            // A number, true, false or null.
            _ => {
                let from = self.at;
                while self
                    .text
                    .get(self.at)
                    .is_some_and(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(byte))
                {
                    self.at += 1;
                }
                if from == self.at { self.broken("something that is no value") } else { Ok(()) }
            }
        }
    }
}
