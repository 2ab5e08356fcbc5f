//! What a page or an embed is asked to show, as plain data. Not here: where the values come from (`mount`).
//!
//! Invariant: pure; an unknown name or a bad value changes nothing and is reported.

use crate::engine::ids::{Name, QueueId};
use crate::engine::limits::NAME_BYTES_MAX as TOPIC_BYTES_MAX;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

/// Longest name of a scenario or lesson.
const NAME_BYTES_MAX: usize = 64;

/// What to open.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub enum Wanted {
    /// What is stored, or the story.
    #[default]
    Stored,
    /// A file of `scenarios/`.
    Scenario(String),
    /// A file of `lessons/`.
    Lesson(String),
    /// The text that a link held.
    Shared(String),
}

impl Wanted {
    /// The file's place beside the document.
    pub fn path(&self) -> Option<String> {
        match self {
            Wanted::Stored | Wanted::Shared(_) => None,
            Wanted::Scenario(name) => Some(format!("scenarios/{name}.json")),
            Wanted::Lesson(name) => Some(format!("lessons/{name}.json")),
        }
    }
}

/// What an embed shows of the lab.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Part {
    #[default]
    Queue,
    Chart,
    Table,
    Lesson,
}

/// How much an embed lets a reader do.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Freedom {
    #[default]
    Full,
    Basic,
    None,
}

/// Everything that can be asked for.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Params {
    /// A figure in another page.
    pub embedded: bool,
    pub wanted: Wanted,
    pub part: Part,
    pub freedom: Freedom,
    pub speed_percent: Option<u32>,
    /// Another random seed than the scenario's.
    pub seed: Option<u64>,
    /// What to open, as the host's own text.
    pub content: Option<String>,
    /// The topic that is shown alone, or the queue of it.
    pub only: Option<(Name, Option<QueueId>)>,
    pub language: Option<String>,
    pub persist: Option<bool>,
    pub id: Option<String>,
    /// The lab's name in this browser.
    pub lab: Option<String>,
    /// What `www/share.js` says of a link: where its lab came from, and in another line the same where
    /// another engine made it; or why it has none.
    pub said: Option<String>,
    /// What the page's address and its entry in the history say of its place.
    pub place: Vec<(String, String)>,
}

/// A value that was not taken, for the console.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Ignored(pub String);

/// Reads the options of `mount`, each as text.
pub fn read<'a>(options: impl IntoIterator<Item = (&'a str, String)>) -> (Params, Vec<Ignored>) {
    let mut params = Params::default();
    let mut ignored = Vec::new();
    for (name, value) in options {
        if take(&mut params, name, &value).is_none() {
            ignored.push(Ignored(format!("{name}={value}")));
        }
    }
    (params, ignored)
}

fn take(params: &mut Params, name: &str, value: &str) -> Option<()> {
    match (name, value) {
        ("view", "page") => params.embedded = false,
        ("view", "embed") => params.embedded = true,
        ("scenario", name) => params.wanted = Wanted::Scenario(file_name(name)?),
        ("lesson", name) => params.wanted = Wanted::Lesson(file_name(name)?),
        ("shared", text) => params.wanted = Wanted::Shared(text.to_string()),
        ("said", words) => params.said = Some(words.to_string()),
        ("show", "queue") => params.part = Part::Queue,
        ("show", "chart") => params.part = Part::Chart,
        ("show", "table") => params.part = Part::Table,
        ("show", "lesson") => params.part = Part::Lesson,
        ("controls", "full") => params.freedom = Freedom::Full,
        ("controls", "basic") => params.freedom = Freedom::Basic,
        ("controls", "none") => params.freedom = Freedom::None,
        ("speed", speed) => params.speed_percent = Some(speed_percent(speed)?),
        ("seed", seed) => params.seed = Some(seed.parse().ok()?),
        ("content", text) => params.content = Some(text.to_string()),
        ("queue", queue) => params.only = Some(only(queue)?),
        ("lang", tag) => params.language = Some(tag.to_string()),
        ("persist", "none") => params.persist = Some(false),
        ("persist", "local") => params.persist = Some(true),
        ("id", id) => params.id = Some(file_name(id)?),
        ("lab", lab) => params.lab = Some(file_name(lab)?),
        ("tab" | "chart" | "select" | "step" | "open" | "from", value) => {
            params.place.push((name.to_string(), value.to_string()));
        }
        // The theme is the document's own attribute; the script that starts the lab sets it.
        ("theme", _) => {}
        _ => return None,
    }
    Some(())
}

/// A name that can only be a file beside the page.
fn file_name(name: &str) -> Option<String> {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    let fits =
        !name.is_empty() && name.len() <= NAME_BYTES_MAX && name.chars().all(plain) && !name.starts_with('.');
    fits.then(|| name.to_string())
}

/// `orders`, or `orders.0` for a queue of it, as in the page's own address.
fn only(text: &str) -> Option<(Name, Option<QueueId>)> {
    let (topic, queue) = text.split_once('.').map_or((text, None), |(topic, queue)| (topic, Some(queue)));
    let queue = match queue {
        Some(queue) => Some(queue.parse().ok()?),
        None => None,
    };
    (!topic.is_empty() && topic.len() <= TOPIC_BYTES_MAX).then(|| (topic.into(), queue))
}

/// Hundredths of a speed such as `0.5` or `100`.
pub fn speed_percent(text: &str) -> Option<u32> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    if !digits(whole) || !digits(fraction) || text.len() > 12 {
        return None;
    }
    let whole: u32 = if whole.is_empty() { 0 } else { whole.parse().ok()? };
    let mut percent = whole.checked_mul(100)?;
    for (i, unit) in [10, 1].into_iter().enumerate() {
        percent += fraction.as_bytes().get(i).map_or(0, |b| u32::from(b - b'0')) * unit;
    }
    (10..=1_000_000).contains(&percent).then_some(percent)
}
