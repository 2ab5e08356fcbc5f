//! A terminal for a lab: lines of `mqadmin` as people type them on a cluster, with the flags, the columns and
//! the mistakes of the version whose rules the lab obeys. Not here: words of our own (`ui::text::terminal`).
//!
//! What was printed by real tools of 4.8.0, 4.9.7, 5.1.0 and 5.3.3 is in `tests/mqadmin`. Lines of a Java
//! stack are left out.
//!
//! Invariant: nothing is changed here. A line gives the commands that do to the lab what the tool would do to
//! a cluster; they were tried on a copy, so the lab obeys them.

#![deny(clippy::wildcard_enum_match_arm)]

mod administer;
mod cluster;
mod kafka;
mod options;
mod print;
mod progress;
mod reset;
mod usage;

use crate::engine::ids::VirtualTime;
use crate::engine::ids::{Name, QueueId, QueueOffset};
use crate::engine::profile::Profile;
use crate::projection::ResetPreview;
use crate::sim::command::{Command, Outcome};
use crate::sim::formats::journal::Journal;
use crate::sim::{Timeline, World};
use crate::terminal::cluster::Cluster;
use crate::terminal::options::{Given, Sub, Wrong};
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

pub use crate::terminal::options::KNOWN;

/// Rates are those of the last minute (R-LAG-2).
const RATE_US: u64 = 60_000_000;

/// What happened that the tool does not say, or says otherwise.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Note {
    /// The line has no command of this terminal.
    NotHere { name: String },
    /// A quote in the line is left open.
    OpenQuote,
    /// No tool of this version has the command or the option; the newer ones do.
    OnlyNewer { what: String },
    /// The lab has one broker, which is meant whatever address is given.
    AnyAddress,
    /// The lab has no such broker: these are they.
    Brokers { names: String },
    /// Dates are the lab's, in UTC.
    Utc,
    /// The tool can't read the time: a date has a `#` and milliseconds behind a colon.
    BadTime,
    /// A negative time means Max (R-RST-5).
    NegativeIsMax,
    /// -1 is a time like any other here, before every message (R-RST-11).
    MinusOneIsATime,
    /// `now` is the current time, which means the last message and not Max (T-7).
    NowIsLast,
    /// A 5.3 broker takes the first message at or after a time, not the closest (T-7).
    FirstAtOrAfter,
    /// Whoever resets forwards with force false is not heard (T-9).
    ForceIgnored,
    /// Without force the group only goes back (R-RST-13).
    OnlyBack,
    /// 0 is printed and not sent (R-CMD-1, T-8).
    ZeroNotSent,
    /// `-q` or `-o` without `-b` are not looked at: all queues were reset (R-CMD-1).
    QueueIgnored,
    /// The broker refused the reset, but the offset was saved before (R-CMD-1).
    SavedAllTheSame { queue: QueueId, offset: QueueOffset },
    /// The offset was saved, and then the clients reset the whole topic to the beginning: a broker whose
    /// clients do it does not look at the queue.
    WholeTopic,
    /// Each topic of the source was copied, whatever `-t` says (R-CMD-4).
    EveryTopic { topics: u64 },
    /// What was written is the source's Max (R-CMD-4).
    ClonedMax,
    /// Queues without an offset got 0.
    ClonedZeros,
    /// Some of Diff are messages that are gone (T-5).
    DiffHasPurged { purged: i64 },
    /// A Diff below 0: the offset is above Max (T-6).
    DiffBelowZero,
    /// Queues where the group has no offset count from 0 (T-19).
    NoOffsetCounts { queues: u64 },
    /// The group's offsets stay, and a group of the same name goes on at them (T-21).
    OffsetsStay,
    /// 5.5.0 makes the group again at once.
    GroupComesBack,
    /// What the line does not name is set to what a new group has.
    SetToDefaults,
    /// The lab has one number of queues, for reading and writing.
    OneNumber { queues: u32 },
    /// Options that are taken and change nothing in the lab.
    WithoutEffect { options: String },
}

/// What a line did.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Ran {
    /// What the tool prints.
    pub out: String,
    /// What it prints as an error, without the lines of a Java stack.
    pub err: String,
    /// Its exit code, which is 0 even where the broker refused (R-CMD-1).
    pub code: i32,
    /// What does the same to the lab.
    pub commands: Vec<Command>,
    /// What its resets were foretold to do.
    pub previews: Vec<ResetPreview>,
    /// What to know about it.
    pub notes: Vec<Note>,
    /// What does the same on Kafka.
    pub kafka: Option<String>,
}

/// Runs a line on the lab of a journal at an instant.
pub fn run(line: &str, journal: &Journal, until: VirtualTime) -> Ran {
    let mut timeline = Timeline::from_journal(journal.clone());
    timeline.run_until(VirtualTime(until.0.saturating_sub(RATE_US)), &mut ());
    let before = timeline.world().clone();
    timeline.run_until(until, &mut ());
    let profile = journal.header.profile;
    let entries = journal.entries.iter().take_while(|entry| entry.at_us <= until);
    let cluster = Cluster::new(timeline.world(), entries);
    let mut shell = Shell { world: timeline.world().clone(), before, cluster, profile, ran: Ran::default() };
    shell.run(line);
    shell.ran
}

/// A line being run.
struct Shell {
    /// The lab, on which commands are tried.
    world: World,
    /// A minute before.
    before: World,
    cluster: Cluster,
    profile: Profile,
    ran: Ran,
}

/// The words of a line behind the tool's name, and behind what starts the tool.
fn words(line: &str) -> Option<Vec<String>> {
    let line = line.trim().trim_start_matches(['$', '#', '>']).trim_start();
    let words = shlex::split(line)?;
    let is_tool = |word: &String| {
        let word = word.rsplit(['/', '\\']).next().unwrap_or(word);
        word == "mqadmin" || word == "mqadmin.cmd"
    };
    let from = words.iter().position(is_tool).map_or(0, |at| at + 1);
    Some(words[from..].to_vec())
}

impl Shell {
    fn run(&mut self, line: &str) {
        let Some(words) = words(line) else { return self.note(Note::OpenQuote) };
        let Some((name, rest)) = words.split_first() else { return };
        if name.eq_ignore_ascii_case("help") {
            return self.help(rest.first());
        }
        let Some(sub) = Sub::named(name) else {
            if !KNOWN.split(' ').any(|known| known.eq_ignore_ascii_case(name)) {
                self.say(&format!("The sub command {name} not exist.\n"));
            }
            return self.note(Note::NotHere { name: name.clone() });
        };
        if !sub.is_known(self.profile) {
            self.say(&format!("The sub command {name} not exist.\n"));
            return self.note(Note::OnlyNewer { what: sub.name().to_string() });
        }
        let given = match Given::read(sub, self.profile, rest) {
            Ok(given) => given,
            Err(wrong) => return self.not_read(sub, wrong),
        };
        if given.has('h') {
            return self.say(&usage::usage(sub, self.profile));
        }
        self.ran.kafka = kafka::kafka_line(sub, &given);
        let done = match sub {
            Sub::ResetOffsetByTime => self.reset_by_time(&given),
            Sub::SkipAccumulatedMessage => self.skip_accumulated(&given),
            Sub::CloneGroupOffset => self.clone_offsets(&given),
            Sub::ConsumerProgress => self.consumer_progress(&given),
            Sub::BrokerConsumeStats => self.broker_consume_stats(&given),
            Sub::TopicStatus => self.topic_status(&given),
            Sub::UpdateTopic => self.update_topic(&given),
            Sub::DeleteTopic => self.delete_topic(&given),
            Sub::UpdateSubGroup => self.update_group(&given),
            Sub::DeleteSubGroup => self.delete_group(&given),
        };
        if let Err(Failed(why)) = done {
            let class = sub.class();
            self.ran.err = format!(
                "org.apache.rocketmq.tools.command.SubCommandException: {class} command failed\nCaused by: {why}\n"
            );
        }
    }

    fn help(&mut self, of: Option<&String>) {
        match of.and_then(|name| Sub::named(name)).filter(|sub| sub.is_known(self.profile)) {
            Some(sub) => self.say(&usage::usage(sub, self.profile)),
            None => match of {
                Some(name) => self.say(&format!("The sub command {name} not exist.\n")),
                None => self.note(Note::NotHere { name: String::new() }),
            },
        }
    }

    /// What is wrong with the options, and the usage, as the tool prints them.
    fn not_read(&mut self, sub: Sub, wrong: Wrong) {
        if let Wrong::Unrecognized(option) = &wrong
            && options::is_newer(sub, option)
        {
            self.note(Note::OnlyNewer { what: option.clone() });
        }
        self.ran.code = 1;
        // Older tools only show how the command is used.
        if self.profile.version() >= (5, 2, 0) {
            self.ran.err = format!("{wrong}\n");
        }
        self.say(&usage::usage(sub, self.profile));
    }

    fn say(&mut self, text: &str) {
        self.ran.out.push_str(text);
    }

    fn note(&mut self, note: Note) {
        if !self.ran.notes.contains(&note) {
            self.ran.notes.push(note);
        }
    }

    /// Tries a command; the lab will obey those that were not refused.
    fn obey(&mut self, command: Command) -> Outcome {
        let at = self.world.next_command_time();
        let outcome = self.world.apply(at, &command, &mut ());
        if outcome.is_ok() {
            self.ran.commands.push(command);
        }
        outcome
    }

    fn is_group(&self, group: &Name) -> bool {
        self.world.broker().find_group(group).is_some()
    }

    fn is_topic(&self, topic: &str) -> bool {
        self.world.broker().queue_count(topic) > 0
    }
}

/// The cause of an error as the tool prints it.
struct Failed(String);

/// Whether a command went through.
type Done = Result<(), Failed>;
