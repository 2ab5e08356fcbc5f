//! The `mqadmin` command that does the same on a cluster, and what it would do otherwise. With Kafka's for
//! those who know that one.
//!
//! Invariant: forms that were recorded from a real mqadmin 5.3.3: `-s 0` is Min, `-s -1` is Max, `-o` needs
//! `-b` and `-q`. What another version's tool lacks, or does otherwise, is said; no line is shown that the
//! profile's own tool does not know.

use crate::engine::profile::Profile;
use crate::projection::{PreviewRow, ResetPreview};
use crate::sim::command::{QueueChoice, ResetTarget};
use crate::ui::draw::moments::date;
use crate::ui::state::ResetDraft;
use crate::ui::text::Text;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

/// Lines that are shown of a reset with a line for each queue.
const LINES_MAX: usize = 16;

/// Whose tool it is, and what it calls the topic's queues.
#[derive(Clone, Copy)]
pub struct Tool<'a> {
    pub profile: Profile,
    pub text: &'a Text,
    /// By their numbers in the lab, as `QueueLane::label` has them.
    pub queues: &'a [String],
}

/// The command, and notes about it.
pub struct CommandLine {
    pub lines: Vec<String>,
    pub notes: Vec<&'static str>,
}

/// The commands that take a group back to where it is now, once the reset of this preview is done. A queue
/// without an offset gets it by the reset, and no command removes it again.
pub fn way_back(draft: &ResetDraft, preview: &ResetPreview, tool: Tool<'_>) -> CommandLine {
    let mut rows = preview.rows.clone();
    rows.retain_mut(|row| match row.current {
        Some(current) => {
            row.target = current;
            true
        }
        None => false,
    });
    let to = ResetTarget::Each(rows.iter().map(|row| (row.queue, row.target)).collect());
    let draft = ResetDraft { to, ..draft.clone() };
    command_line(&draft, &rows, tool)
}

/// What Kafka's own tool would do it with; it refuses as long as the group has members.
pub fn kafka_line(draft: &ResetDraft) -> CommandLine {
    let to = match &draft.to {
        ResetTarget::Min => "to-earliest".to_string(),
        ResetTarget::Max => "to-latest".to_string(),
        ResetTarget::Offset(offset) => ["to-offset ", &offset.to_string()].concat(),
        ResetTarget::TimeMs(time) => ["to-datetime ", &date(*time).replace(' ', "T")].concat(),
        ResetTarget::Each(_) => "from-file offsets.csv".to_string(),
    };
    let mut line =
        ["kafka-consumer-groups --bootstrap-server 127.0.0.1:9092 --group ", &draft.group].concat();
    if !matches!(draft.to, ResetTarget::Each(_)) {
        line.push_str(&[" --topic ", &draft.topic].concat());
        if let QueueChoice::Some(queues) = &draft.queues {
            let queues: Vec<String> = queues.iter().map(ToString::to_string).collect();
            line.push_str(&[":", &queues.join(",")].concat());
        }
    }
    line.push_str(&[" --reset-offsets --", &to, " --execute"].concat());
    CommandLine { lines: Vec::from([line]), notes: Vec::new() }
}

/// The command for a reset whose preview has these rows.
pub fn command_line(draft: &ResetDraft, rows: &[PreviewRow], tool: Tool<'_>) -> CommandLine {
    let Tool { profile, text, queues } = tool;
    let words = &text.reset.command_notes;
    let start =
        format!("mqadmin resetOffsetByTime -n 127.0.0.1:9876 -g {} -t {} -s ", draft.group, draft.topic);
    let time = match &draft.to {
        ResetTarget::Min => Some("0".to_string()),
        // In 3.x -1 is a time like any other, before every message (R-RST-11).
        ResetTarget::Max if !profile.minus_one_means_max() => Some("now".to_string()),
        ResetTarget::Max => Some("-1".to_string()),
        ResetTarget::TimeMs(time) => Some(time.0.to_string()),
        ResetTarget::Offset(_) | ResetTarget::Each(_) => None,
    };
    let mut notes = Vec::new();
    if let (Some(time), QueueChoice::All) = (&time, &draft.queues) {
        if matches!(draft.to, ResetTarget::TimeMs(_)) && profile == Profile::Docs50 {
            notes.push(words.first_at_or_after);
        }
        if draft.to == ResetTarget::Max && profile.tool_resets_now_to_last() {
            notes.push(if profile.minus_one_means_max() { words.now_is_last } else { words.only_to_last });
        }
        return CommandLine { lines: Vec::from([[&start, time.as_str()].concat()]), notes };
    }
    if !profile.tool_resets_one_queue() {
        notes.push(words.whole_topic_only);
        if matches!(draft.to, ResetTarget::Each(_)) && profile.tool_clones_max() {
            notes.push(words.clones_max);
        }
        return CommandLine { lines: Vec::new(), notes };
    }
    let mut lines: Vec<String> = Vec::new();
    for row in rows {
        if lines.len() == LINES_MAX {
            lines.push("…".to_string());
            break;
        }
        let name = queues.get(row.queue as usize).map_or("", String::as_str);
        let (number, offset) = (row.queue.to_string(), row.target.to_string());
        // `broker/queue` where a cluster was taken over: the number is the broker's own.
        let (broker, queue) = name.rsplit_once('/').unwrap_or(("127.0.0.1", &number));
        lines.push(format!("{start}0 -b {broker}:10911 -q {queue} -o {offset}"));
    }
    notes.push(words.each_queue);
    if rows.iter().any(|row| row.target.0 == 0) {
        notes.push(words.zero);
    }
    CommandLine { lines, notes }
}
