//! What the importer says, in English and in Chinese. Not here: what is said where.
//!
//! Invariant: the two say the same thing, with the same names and numbers.

use alloc::format;
use alloc::string::{String, ToString};

/// A sentence without its end, in both languages.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Words {
    /// English.
    pub en: String,
    /// Chinese.
    pub zh: String,
}

/// The same in both languages.
pub fn both(en: impl Into<String>, zh: impl Into<String>) -> Words {
    Words { en: en.into(), zh: zh.into() }
}

/// What is in only one language: the broker's own words.
impl From<String> for Words {
    fn from(words: String) -> Words {
        Words { zh: words.clone(), en: words }
    }
}

/// Words that are in the program.
pub type Fixed = (&'static str, &'static str);

impl From<Fixed> for Words {
    fn from((en, zh): Fixed) -> Words {
        both(en, zh)
    }
}

impl Words {
    /// In one of the languages.
    pub fn of(&self, is_chinese: bool) -> &str {
        if is_chinese { &self.zh } else { &self.en }
    }

    /// With this behind it.
    pub(crate) fn and(self, then: Words) -> Words {
        both(self.en + &then.en, self.zh + &then.zh)
    }
}

/// `1 queue`, `2 queues`. What has more words is counted by its first.
pub(crate) fn many(count: usize, what: &str) -> String {
    let (first, rest) = match what.split_once(' ') {
        Some((first, rest)) => (first, format!(" {rest}")),
        None => (what, String::new()),
    };
    let plural = if count == 1 { "" } else { "s" };
    [&count.to_string(), " ", first, plural, &rest].concat()
}

/// A list of at most five, with the number of the rest.
pub fn listed(names: &[String]) -> String {
    let mut text = names.iter().take(5).cloned().collect::<alloc::vec::Vec<_>>().join(", ");
    if names.len() > 5 {
        text.push_str(&format!(", … +{}", names.len() - 5));
    }
    text
}
