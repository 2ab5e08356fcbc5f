//! What the page offers to open: files that are beside it. Not here: fetching or reading them.
//!
//! Invariant: every entry names a file that the build copies.

use crate::ui::text::open::Open;

/// A file to open.
pub struct Entry {
    /// Relative to the document.
    pub path: &'static str,
    /// Title and a few words.
    pub words: fn(&Open) -> [&'static str; 2],
}

/// Labs that tell something.
pub static SCENARIOS: [Entry; 7] = [
    Entry { path: "scenarios/story.json", words: |open| open.story },
    Entry { path: "scenarios/start.json", words: |open| open.start },
    Entry { path: "scenarios/marked.json", words: |open| open.marked },
    Entry { path: "scenarios/again.json", words: |open| open.again },
    Entry { path: "scenarios/new-group.json", words: |open| open.new_group },
    Entry { path: "scenarios/retention.json", words: |open| open.retention },
    Entry { path: "scenarios/edge.json", words: |open| open.edge },
];

/// Guided steps.
pub static LESSONS: [Entry; 1] =
    [Entry { path: "lessons/overtaken.json", words: |open| open.lesson_expired }];

/// What a real broker answered.
pub static RECORDINGS: [Entry; 4] = [
    Entry { path: "recordings/offsets.jsonl", words: |open| open.rec_offsets },
    Entry { path: "recordings/expiry.jsonl", words: |open| open.rec_expiry },
    Entry { path: "recordings/commits.jsonl", words: |open| open.rec_commits },
    Entry { path: "recordings/time_search.jsonl", words: |open| open.rec_time },
];
