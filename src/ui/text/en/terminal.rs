//! The words of `text::terminal` in English.

use crate::terminal::Note;
use crate::ui::draw::format::number;
use crate::ui::text::en::plural;
use alloc::format;
use alloc::string::{String, ToString};

/// A note of a line.
pub fn note(note: &Note) -> String {
    match note {
        Note::NotHere { .. } => "Here are: resetOffsetByTime, skipAccumulatedMessage, cloneGroupOffset, \
                                 consumerProgress, brokerConsumeStats, topicStatus, updateTopic, deleteTopic, \
                                 updateSubGroup, deleteSubGroup; help NAME tells how one is used."
            .to_string(),
        Note::OpenQuote => "A quote is left open.".to_string(),
        Note::OnlyNewer { what } => format!("Newer versions have {what}, this one does not."),
        Note::AnyAddress => "The lab has one broker, so any address is its own.".to_string(),
        Note::Brokers { names } => format!("The lab's brokers are {names}."),
        Note::Utc => "Dates are in UTC here; a real mqadmin takes the zone of its machine.".to_string(),
        Note::BadTime => "The tool takes now, milliseconds since 1970, or a date such as \
                          2025-01-01#00:02:14:300, in just this form."
            .to_string(),
        Note::NegativeIsMax => "Any negative time means Max (R-RST-5).".to_string(),
        Note::MinusOneIsATime => "In 3.x -1 is a time before every message (R-RST-11).".to_string(),
        Note::NowIsLast => "now is the current time, and the closest message is the last one: the group gets \
                            it again (T-7)."
            .to_string(),
        Note::FirstAtOrAfter => "The page's rule takes the closest message; a 5.3 broker takes the first at or \
                                 after that time, else Max (T-7)."
            .to_string(),
        Note::ForceIgnored => "A broker that resets by itself does not look at -f: it goes forwards too (T-9)."
            .to_string(),
        Note::OnlyBack => "With -f false no offset goes forwards (R-RST-13).".to_string(),
        Note::ZeroNotSent => "mqadmin prints 0 and does not send it: use a time (R-CMD-1, T-8).".to_string(),
        Note::QueueIgnored => "Without -b and -q together, -q and -o are not looked at: every queue was reset \
                               (R-CMD-1)."
            .to_string(),
        Note::SavedAllTheSame { queue, offset } => format!(
            "The reset was refused, but mqadmin had saved {} for queue {queue} before: it is the consumer \
             offset now (R-CMD-1).",
            number(offset.0)
        ),
        Note::WholeTopic => "The clients do the reset, and they do not look at the queue: all of the topic \
                             goes to the beginning (R-CMD-1, R-RST-11)."
            .to_string(),
        Note::EveryTopic { topics } => {
            format!("Offsets of {} were copied, whatever -t says (R-CMD-4).", plural(*topics, "topic", "topics"))
        }
        Note::ClonedMax => "Up to 4.9.2 the source's Max is written, not its offset: what lies between is \
                            skipped (R-CMD-4)."
            .to_string(),
        Note::ClonedZeros => "Queues where the source has no offset got 0 (R-CMD-4).".to_string(),
        Note::DiffHasPurged { purged } => {
            format!("{} of Diff are purged: nobody can read them (T-5).", number(*purged))
        }
        Note::DiffBelowZero => "A Diff below 0: the consumer offset is above Max (T-6).".to_string(),
        Note::NoOffsetCounts { queues } => format!(
            "On {} the group has no offset; the tool counts from 0 (T-19).",
            plural(*queues, "queue", "queues")
        ),
        Note::OffsetsStay => {
            "The group's offsets stay: one of the same name goes on at them (T-21).".to_string()
        }
        Note::GroupComesBack => "A real 5.5.0 makes the group again at once, with default settings, unless \
                                 autoCreateSubscriptionGroup is off."
            .to_string(),
        Note::SetToDefaults => "What the line does not name is set to the default: 16 retries, 1 retry queue."
            .to_string(),
        Note::OneNumber { queues } => {
            format!("The lab has one number of queues for reading and writing: {queues}.")
        }
        Note::WithoutEffect { options } => format!("{options}: taken, without effect in the lab."),
    }
}
