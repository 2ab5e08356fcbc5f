//! A broker's JSON files. Not strict JSON: queue ids are bare numbers (R-OFF-17), and a client's file has
//! objects as keys (R-OFF-14). Not here: what is in which file (`formats`), and what their numbers mean for a
//! lab.
//!
//! Invariant: a file is read whole or not at all; where it breaks off, the line is said. Nothing nests deeper
//! than `DEPTH_MAX`.

use crate::import::format::{KNOWN, Shape};
use crate::import::formats::offsets::read_version;
use crate::import::words::{Fixed, Words, both};
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

/// Levels of `{` and `[`; the files have three.
const DEPTH_MAX: u32 = 16;

/// Where it ends too soon.
const BREAKS_OFF: Fixed = ("the file breaks off", "文件不完整");

/// Why a file can't be read on.
pub(crate) struct Broken {
    pub line: usize,
    pub words: Words,
}

pub(crate) type Read<T> = Result<T, Broken>;

/// One thing that a broker's file says.
pub(crate) enum Fact {
    /// A group's offset in a queue.
    Offset { topic: String, group: String, queue: i64, offset: i64 },
    /// How many queues a topic has.
    Queues { topic: String, reads: i64, writes: i64 },
    /// A group's settings.
    Group {
        group: String,
        retry_queues: Option<i64>,
        retry_max_times: Option<i64>,
        enabled: bool,
        broadcasts: bool,
    },
}

/// All that one file says.
#[derive(Default)]
pub(crate) struct FileFacts {
    /// The file, for remarks.
    pub file: String,
    /// `dataVersion`: time and counter.
    pub version: Option<(i64, i64)>,
    /// It has the pull offsets that 5.5.0 writes.
    pub has_pulls: bool,
    /// With their lines.
    pub facts: Vec<(usize, Fact)>,
    /// Line, whether it was not read, words.
    pub remarks: Vec<(usize, bool, Words)>,
}

impl FileFacts {
    pub fn add(&mut self, line: usize, fact: Fact) {
        self.facts.push((line, fact));
    }

    pub fn unread(&mut self, line: usize, words: Words) {
        self.remarks.push((line, true, words));
    }

    pub fn note(&mut self, words: impl Into<Words>) {
        self.remarks.push((0, false, words.into()));
    }
}

/// Reads the object at the beginning of a text whose first line has this number. Gives what it says and where
/// it ends.
pub(crate) fn read_json(file: &str, text: &str, line: usize) -> Read<(FileFacts, usize)> {
    let mut facts = FileFacts { file: file.to_string(), ..FileFacts::default() };
    let mut known = false;
    let mut reader = Reader { text: text.as_bytes(), at: 0, line, depth: 0 };
    reader.object(&mut |reader, key, _| {
        if key == "dataVersion" {
            return read_version(reader, &mut facts);
        }
        match KNOWN.iter().find(|(_, shape)| shape.is_field(key)) {
            Some((_, Shape::Field(_, read))) => {
                known = true;
                read(reader, &mut facts)
            }
            Some((_, Shape::Queues(_) | Shape::Rows(..))) | None => reader.skip(),
        }
    })?;
    if !known {
        let words = both(
            "this has neither an offsetTable (consumerOffset.json) nor a topicConfigTable (topics.json)",
            "这里既没有 offsetTable（consumerOffset.json），也没有 topicConfigTable（topics.json）",
        );
        facts.unread(0, words);
    }
    // An older, longer text under a newer one; what follows a prompt is another matter.
    let tail = text[reader.at..].trim_start();
    let first = tail.lines().next().unwrap_or_default();
    if first.starts_with(['}', '"', ',', ':', ']']) || first.contains("\":") {
        reader.peek()?;
        return reader.broken((
            "the file goes on behind its last }, with the end of an older and longer text",
            "文件在最后一个 } 之后还有内容，是旧的、更长文本的结尾",
        ));
    }
    Ok((facts, reader.at))
}

/// Walks through a text.
pub(crate) struct Reader<'a> {
    text: &'a [u8],
    at: usize,
    line: usize,
    depth: u32,
}

/// What to do with a field: its key and the line of it.
pub(crate) type EachField<'a> = &'a mut dyn FnMut(&mut Reader<'_>, &str, usize) -> Read<()>;

impl Reader<'_> {
    fn broken<T>(&self, words: impl Into<Words>) -> Read<T> {
        Err(Broken { line: self.line, words: words.into() })
    }

    /// The next byte that is no space.
    pub fn peek(&mut self) -> Read<u8> {
        while let Some(&byte) = self.text.get(self.at) {
            match byte {
                b'\n' => self.line += 1,
                b' ' | b'\t' | b'\r' => {}
                _ => return Ok(byte),
            }
            self.at += 1;
        }
        self.broken(BREAKS_OFF)
    }

    fn take(&mut self, wanted: u8) -> Read<()> {
        let found = self.peek()?;
        if found != wanted {
            let (found, wanted) = (char::from(found), char::from(wanted));
            return self.broken(both(
                format!("'{found}' where '{wanted}' belongs"),
                format!("此处应为 '{wanted}'，却是 '{found}'"),
            ));
        }
        self.at += 1;
        Ok(())
    }

    /// Whether an object begins with another one in place of a key.
    pub fn opens_twice(&self) -> bool {
        let rest = self.text[self.at..].iter().filter(|byte| !byte.is_ascii_whitespace());
        rest.take(2).all(|byte| *byte == b'{')
    }

    /// Such an object; `each` reads a key, the values are passed over.
    pub fn object_of_objects(&mut self, each: &mut dyn FnMut(&mut Reader<'_>) -> Read<()>) -> Read<()> {
        self.take(b'{')?;
        self.down()?;
        loop {
            each(self)?;
            self.take(b':')?;
            self.skip()?;
            if self.peek()? != b',' {
                break;
            }
            self.at += 1;
        }
        self.depth -= 1;
        self.take(b'}')
    }

    /// `true`, else false.
    pub fn is_true(&mut self) -> Read<bool> {
        self.peek()?;
        let is = self.text[self.at..].starts_with(b"true");
        self.skip()?;
        Ok(is)
    }

    fn down(&mut self) -> Read<()> {
        self.depth += 1;
        if self.depth > DEPTH_MAX {
            self.broken(("the file nests too deep", "文件嵌套过深"))
        } else {
            Ok(())
        }
    }

    /// An object; keys may be bare numbers.
    pub fn object(&mut self, each: EachField<'_>) -> Read<()> {
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
    pub fn string(&mut self) -> Read<String> {
        self.take(b'"')?;
        let mut value = alloc::vec::Vec::new();
        loop {
            let Some(&byte) = self.text.get(self.at) else { return self.broken(BREAKS_OFF) };
            self.at += 1;
            match byte {
                b'"' => break,
                b'\n' => return self.broken(("a name without its closing \"", "名称缺少结尾的 \"")),
                b'\\' => {
                    value.extend(self.text.get(self.at));
                    self.at += 1;
                }
                _ => value.push(byte),
            }
        }
        match String::from_utf8(value) {
            Ok(value) => Ok(value),
            Err(_) => self.broken(("a name that is no text", "名称不是文本")),
        }
    }

    /// The digits of a number, whatever its size, perhaps in quotes. Something must follow: else it may be
    /// cut.
    pub fn number(&mut self) -> Read<String> {
        if self.peek()? == b'"' {
            return self.string();
        }
        let from = self.at;
        while self.text.get(self.at).is_some_and(|byte| byte.is_ascii_digit() || *byte == b'-') {
            self.at += 1;
        }
        if from == self.at {
            let found = char::from(self.peek()?);
            return self.broken(both(
                format!("'{found}' where a number belongs"),
                format!("此处应为数字，却是 '{found}'"),
            ));
        }
        let digits: String = self.text[from..self.at].iter().map(|byte| char::from(*byte)).collect();
        match self.peek()? {
            b',' | b'}' | b']' | b':' => Ok(digits),
            _ => self.broken(both(
                format!("{digits} is not followed by , or }}"),
                format!("{digits} 之后没有 , 或 }}"),
            )),
        }
    }

    /// Any value.
    pub fn skip(&mut self) -> Read<()> {
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
                if from == self.at {
                    self.broken(("something that is no value", "不是值"))
                } else {
                    Ok(())
                }
            }
        }
    }
}
