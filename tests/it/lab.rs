//! A lab as tests use it: a `Timeline` with what it reported, and short forms of the commands that tests need
//! most. Not here: any expectation.
//!
//! Invariant: a test changes the World by commands and time only, and `World::check` runs after each of them.

use offset_lab::engine::answer::PullAnswer;
use offset_lab::engine::profile::Profile;
use offset_lab::engine::{Event, Name, QueueId, QueueOffset, Rejected, TimedEvent, VirtualTime};
use offset_lab::projection::lanes::{LaneGroup, QueueLane, board};
use offset_lab::sim::command::Outcome;
use offset_lab::sim::{
    Answer, BrokerCall, Command, JournalHeader, QueueChoice, ResetTarget, Timeline, World,
};

/// The broker's clock at virtual time 0.
pub const START_MS: i64 = 1_735_689_600_000;

/// A running lab.
pub struct Lab {
    /// The lab.
    pub timeline: Timeline,
    /// Everything that it reported.
    pub events: Vec<TimedEvent>,
}

/// A name.
pub fn name(text: &str) -> Name {
    Name::from(text)
}

/// A command from its JSON form.
pub fn command(json: &str) -> Command {
    serde_json::from_str(json).unwrap_or_else(|error| panic!("{json}: {error}"))
}

impl Lab {
    /// An empty lab.
    pub fn new(profile: Profile) -> Lab {
        Lab { timeline: Timeline::new(JournalHeader::new(profile, 7)), events: Vec::new() }
    }

    /// A lab of the documentation page with topic `orders` and group `billing`.
    pub fn docs(queues: u32) -> Lab {
        Lab::with_orders(Profile::Docs50, queues)
    }

    /// The same under any profile.
    pub fn with_orders(profile: Profile, queues: u32) -> Lab {
        let mut lab = Lab::new(profile);
        lab.create_topic("orders", queues);
        lab.create_group("billing");
        lab
    }

    /// The World.
    pub fn world(&self) -> &World {
        self.timeline.world()
    }

    /// Submits a command.
    pub fn obey(&mut self, command: Command) -> Outcome {
        let outcome = self.timeline.submit(command, &mut self.events);
        self.world().check();
        outcome
    }

    /// Submits a command that must succeed.
    pub fn tell(&mut self, command: Command) -> Answer {
        let told = format!("{command:?}");
        self.obey(command).unwrap_or_else(|rejected| panic!("{told}: {rejected}"))
    }

    /// Submits a command in its JSON form that must succeed.
    pub fn tell_json(&mut self, json: &str) -> Answer {
        self.tell(command(json))
    }

    /// Submits a command that must be refused.
    pub fn refused(&mut self, command: Command) -> Rejected {
        let told = format!("{command:?}");
        self.obey(command).expect_err(&told)
    }

    /// Lets virtual time pass.
    pub fn run_ms(&mut self, ms: u64) {
        let until = self.timeline.now().plus_ms(ms);
        self.timeline.run_until(until, &mut self.events);
        self.world().check();
    }

    /// Lets virtual time pass until `ms` after the start.
    pub fn run_to_ms(&mut self, ms: u64) {
        self.timeline.run_until(VirtualTime(ms * 1_000), &mut self.events);
        self.world().check();
    }

    pub fn create_topic(&mut self, topic: &str, queues: u32) {
        self.tell(Command::CreateTopic { topic: name(topic), queues, first_offsets: vec![] });
    }

    pub fn create_group(&mut self, group: &str) {
        self.tell(Command::CreateGroup { group: name(group), consume_from: Default::default() });
    }

    /// Adds a push consumer that takes a millisecond for a message.
    pub fn add_consumer(&mut self, consumer: &str, group: &str, topic: &str) {
        let (consumer, group, topic) = (name(consumer), name(group), name(topic));
        self.tell(Command::AddConsumer { consumer, group, topic, processing_us: 1_000, cached_max: 1_000 });
    }

    pub fn remove_consumer(&mut self, consumer: &str, crash: bool) {
        self.tell(Command::RemoveConsumer { consumer: name(consumer), crash });
    }

    /// Sends a message of `record_bytes` in all; gives its offset.
    pub fn send_sized(&mut self, topic: &str, queue: QueueId, record_bytes: u32) -> i64 {
        let record_bytes = Some(record_bytes);
        let call = BrokerCall::Send {
            topic: name(topic),
            queue,
            body_bytes: 10,
            record_bytes,
            tag: None,
            delay_level: 0,
        };
        match self.tell(Command::Broker(call)) {
            Answer::Sent { queue_offset, .. } => queue_offset.0,
            other => panic!("a send answered {other:?}"),
        }
    }

    /// Sends `count` messages of 508 bytes: two of them fill a segment of 1 KiB. Gives the last one's offset.
    pub fn send(&mut self, topic: &str, queue: QueueId, count: usize) -> i64 {
        (0..count).map(|_| self.send_sized(topic, queue, 508)).last().expect("at least one")
    }

    /// Sends `count` messages to queue 0 that take a segment of 1 KiB each.
    pub fn send_full(&mut self, topic: &str, count: usize) {
        for _ in 0..count {
            self.send_sized(topic, 0, 1016);
        }
    }

    /// Segments of 1 KiB from now on.
    pub fn small_segments(&mut self) {
        self.tell_json(r#"{"set_retention":{"segment_bytes":1024}}"#);
    }

    /// The `count` oldest segments go.
    pub fn expire(&mut self, count: u32) {
        self.tell(Command::Broker(BrokerCall::ExpireSegments { count }));
    }

    /// Pulls up to 32 messages.
    pub fn pull(&mut self, group: &str, topic: &str, queue: QueueId, offset: i64) -> PullAnswer {
        let (group, topic, offset) = (name(group), name(topic), QueueOffset(offset));
        let (subscription, commit, client, from_proxy) = (None, None, None, false);
        let max_messages = 32;
        let call = BrokerCall::Pull {
            group,
            topic,
            queue,
            offset,
            max_messages,
            subscription,
            commit,
            client,
            from_proxy,
            moved_event_of: None,
        };
        match self.tell(Command::Broker(call)) {
            Answer::Pulled(pulled) => pulled,
            other => panic!("a pull answered {other:?}"),
        }
    }

    /// Commits an offset.
    pub fn commit(&mut self, group: &str, topic: &str, queue: QueueId, offset: i64) -> Outcome {
        let (group, topic, offset) = (name(group), name(topic), QueueOffset(offset));
        self.obey(Command::Broker(BrokerCall::Commit { group, topic, queue, offset }))
    }

    /// Resets a group on all queues of a topic.
    pub fn reset(&mut self, group: &str, topic: &str, to: ResetTarget) -> Outcome {
        let (group, topic) = (name(group), name(topic));
        self.obey(Command::ResetOffset { group, topic, queues: QueueChoice::All, to })
    }

    /// What a client that takes the queue up would be told.
    pub fn query(&mut self, group: &str, topic: &str, queue: QueueId) -> Option<i64> {
        let (group, topic) = (name(group), name(topic));
        let call = BrokerCall::QueryOffset { group, topic, queue, set_zero_if_not_found: None };
        match self.tell(Command::Broker(call)) {
            Answer::Offset(offset) => Some(offset.0),
            _ => None,
        }
    }

    /// The offset that a time means.
    pub fn search(&mut self, topic: &str, queue: QueueId, time_ms: i64, upper: bool) -> i64 {
        let boundary = if upper { "upper" } else { "lower" };
        let arguments =
            format!(r#""topic":"{topic}","queue":{queue},"timestamp_ms":{time_ms},"boundary":"{boundary}""#);
        match self.tell_json(&format!(r#"{{"broker":{{"search_offset":{{{arguments}}}}}}}"#)) {
            Answer::Offset(offset) => offset.0,
            other => panic!("a search answered {other:?}"),
        }
    }

    /// A queue as the board shows it.
    pub fn lane(&self, topic: &str, queue: QueueId) -> QueueLane {
        board(self.world(), &name(topic)).lanes.swap_remove(queue as usize)
    }

    /// Min and Max.
    pub fn min_max(&self, topic: &str, queue: QueueId) -> (i64, i64) {
        let lane = self.lane(topic, queue);
        (lane.min.0, lane.max.0)
    }

    /// A group on a queue as the board shows it.
    pub fn progress(&self, group: &str, topic: &str, queue: QueueId) -> Option<LaneGroup> {
        self.lane(topic, queue).groups.into_iter().find(|on_lane| on_lane.group.as_str() == group)
    }

    /// A group's consumer offset.
    pub fn consumer_offset(&self, group: &str, topic: &str, queue: QueueId) -> Option<i64> {
        self.progress(group, topic, queue)?.consumer_offset.map(|offset| offset.0)
    }

    /// The offsets handed out to a client, in order.
    pub fn delivered_to(&self, consumer: &str) -> Vec<i64> {
        let ranges = self.events.iter().filter_map(|timed| match &timed.event {
            Event::Delivered { client, first, next, .. } if client.as_str() == consumer => {
                Some(first.0..next.0)
            }
            _ => None,
        });
        ranges.flatten().collect()
    }

    /// The broker's clock.
    pub fn now_ms(&self) -> i64 {
        self.world().now_ms().0
    }
}
