//! Commands that move offsets: resetOffsetByTime, skipAccumulatedMessage, cloneGroupOffset. Not here: where a
//! time leads (`engine::broker::reset`).
//!
//! Invariant: the commands leave the offsets that the tool would leave; an offset that it saves before a
//! reset is refused is saved here too (R-CMD-1).

use crate::engine::ids::{EpochMs, Name, QueueId, QueueOffset};
use crate::engine::ordered_map::OrderedMap;
use crate::engine::profile::Profile;
use crate::engine::rejected::{Rejected, code};
use crate::projection::preview_reset;
use crate::sim::command::{Answer, BrokerCall, Command, QueueChoice, ResetTarget};
use crate::terminal::cluster::Place;
use crate::terminal::options::Given;
use crate::terminal::print::{no_route, not_saved, parse_date, queue_refused, refused, refused_with, row};
use crate::terminal::{Done, Failed, Note, Shell};
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

/// A reset of a whole topic.
struct Reset {
    group: Name,
    topic: Name,
    time: EpochMs,
    force: bool,
}

/// How a reset of a whole topic ended, by queue.
enum Moved {
    /// By the broker, or by clients: the target.
    Told(Vec<(Place, QueueOffset)>),
    /// By the tool itself, since no client is online: Max, before, what the time means, and after.
    Saved(Vec<(Place, [QueueOffset; 4])>),
}

/// What the column of offsets after a reset was called up to 4.9.
const ROLLBACK: &str = "#rollbackOffset";
/// Widths of a table whose columns are all alike.
const WIDE: [(usize, usize); 3] = [(40, 2), (40, 2), (40, 0)];
const NARROW: [(usize, usize); 6] = [(20, 2), (20, 2), (20, 2), (20, 2), (20, 2), (20, 0)];

impl Shell {
    pub(super) fn reset_by_time(&mut self, given: &Given) -> Done {
        let typed = given.needed("s");
        let time = self.time(typed)?;
        let (group, topic): (Name, Name) = (given.needed("g").into(), given.needed("t").into());
        if let (Some(address), Some(number)) = (given.get("b"), given.get("q")) {
            let number = number_of(number)?;
            return self.reset_queue(given, (&group, &topic, address, number), (typed, time));
        }
        if given.has('q') || given.has('o') {
            self.note(Note::QueueIgnored);
        }
        self.ignored(given, "c");
        let force = given.get("f").is_none_or(|force| force == "true");
        let reset = Reset { group, topic, time, force };
        let moved = self.reset_topic(&reset)?;
        let (group, topic) = (&reset.group, &reset.topic);
        let rest = format!(
            "topic[{topic}], force[{force}], timestamp(string)[{typed}], timestamp(long)[{}]\n",
            time.0
        );
        let is_old = self.profile.version() < (5, 0, 0);
        let begins = match (&moved, is_old) {
            (Moved::Saved(_), true) => "rollback consumer offset by specified consumerGroup",
            (Moved::Saved(_), false) => "reset consumer offset by specified consumerGroup",
            (Moved::Told(_), true) => "rollback consumer offset by specified group",
            (Moved::Told(_), false) => "start reset consumer offset by specified, group",
        };
        self.say(&format!("{begins}[{group}], {rest}"));
        self.print_moved(&moved, if is_old { ROLLBACK } else { "#resetOffset" });
        Ok(())
    }

    pub(super) fn skip_accumulated(&mut self, given: &Given) -> Done {
        let (group, topic) = (given.needed("g").into(), given.needed("t").into());
        let force = given.get("f").is_none_or(|force| force == "true");
        let moved = self.reset_topic(&Reset { group, topic, time: EpochMs(-1), force })?;
        self.print_moved(&moved, ROLLBACK);
        Ok(())
    }

    /// The time that was typed. What the tool can't read ends it.
    fn time(&mut self, typed: &str) -> Result<EpochMs, Failed> {
        if typed == "now" {
            let sends_minus_one = ((4, 9, 3)..(5, 1, 0)).contains(&self.profile.version());
            if self.profile.tool_resets_now_to_last() {
                self.note(Note::NowIsLast);
            }
            return Ok(if sends_minus_one { EpochMs(-1) } else { self.world.now_ms() });
        }
        if let Ok(ms) = typed.parse() {
            if ms == -1 && !self.profile.minus_one_means_max() {
                self.note(Note::MinusOneIsATime);
            } else if ms < -1 && self.world.broker().resets_itself() {
                self.note(Note::NegativeIsMax);
            }
            return Ok(EpochMs(ms));
        }
        if let Some(time) = parse_date(typed) {
            self.note(Note::Utc);
            return Ok(time);
        }
        self.note(Note::BadTime);
        let why = if self.profile.version() < (5, 0, 0) {
            ": Cannot invoke \"java.util.Date.getTime()\" because the return value of \
             \"org.apache.rocketmq.common.UtilAll.parseDate(String, String)\" is null"
        } else {
            ""
        };
        Err(Failed(format!("java.lang.NullPointerException{why}")))
    }

    fn reset_topic(&mut self, reset: &Reset) -> Result<Moved, Failed> {
        let Reset { group, topic, time, force } = reset;
        let Some(places) = self.places(topic) else { return Err(no_route(topic, self.profile)) };
        if self.profile == Profile::Docs50 && time.0 > 0 {
            self.note(Note::FirstAtOrAfter);
        }
        let by_time = ResetTarget::TimeMs(*time);
        let by_broker = self.world.broker().resets_itself();
        let asked = self.world.reset_targets(group, topic, &QueueChoice::All, &by_time);
        let found = asked.map_err(|rejected| self.not_reset(&rejected))?;
        let stored = |queue: QueueId| {
            let offsets = self.world.broker().consumer_offsets();
            offsets.stored(group, topic, queue).unwrap_or_default()
        };
        let lands = |queue: QueueId| {
            let found = QueueOffset(found.get(&queue).map_or(0, |offset| offset.0.max(0)));
            if by_broker || *force { found } else { found.min(stored(queue)) }
        };
        let befores: Vec<QueueOffset> = places.iter().map(|place| stored(place.queue)).collect();
        let to = match by_broker || *force {
            true => by_time,
            false => {
                ResetTarget::Each(places.iter().map(|place| (place.queue, lands(place.queue))).collect())
            }
        };
        let told: Vec<(Place, QueueOffset)> =
            places.iter().map(|place| (place.clone(), lands(place.queue))).collect();
        if !force {
            self.note(if by_broker { Note::ForceIgnored } else { Note::OnlyBack });
        }
        let is_offline = self.world.consumers_of(group).next().is_none();
        self.obey_reset(group, topic, QueueChoice::All, to)?;
        if by_broker || !is_offline {
            return Ok(Moved::Told(told));
        }
        let max = |place: &Place| self.world.broker().max_offset(topic, place.queue);
        let rows = told.into_iter().zip(befores).map(|((place, after), before)| {
            let means = found.get(&place.queue).copied().unwrap_or_default();
            let offsets = [max(&place), before, means, after];
            (place, offsets)
        });
        Ok(Moved::Saved(rows.collect()))
    }

    /// Obeys a reset, with what it was foretold to do.
    fn obey_reset(&mut self, group: &Name, topic: &Name, queues: QueueChoice, to: ResetTarget) -> Done {
        let preview = preview_reset(&self.world, group, topic, &queues, &to).ok();
        let command = Command::ResetOffset { group: group.clone(), topic: topic.clone(), queues, to };
        match self.obey(command) {
            Ok(_) => self.ran.previews.extend(preview),
            Err(rejected) => return Err(self.not_reset(&rejected)),
        }
        Ok(())
    }

    /// Where clients reset, a group is not looked for, but its offsets are (R-RST-11).
    fn not_reset(&self, rejected: &Rejected) -> Failed {
        if let Rejected::ResetGroupNotExist { group } = rejected
            && !self.world.broker().resets_itself()
        {
            return refused(&Rejected::GroupWithoutOffset { group: group.clone() }, self.profile);
        }
        refused(rejected, self.profile)
    }

    fn print_moved(&mut self, moved: &Moved, after: &str) {
        let out = &mut self.ran.out;
        match moved {
            Moved::Told(rows) => {
                row(out, &["#brokerName", "#queueId", "#offset"], &WIDE);
                for (place, offset) in rows {
                    let (number, offset) = (place.number.to_string(), offset.to_string());
                    row(out, &[&place.broker, &number, &offset], &WIDE);
                }
            }
            Moved::Saved(rows) => {
                let head = [
                    "#brokerName",
                    "#queueId",
                    "#brokerOffset",
                    "#consumerOffset",
                    "#timestampOffset",
                    after,
                ];
                row(out, &head, &NARROW);
                for (place, offsets) in rows {
                    let offsets = offsets.map(|offset| offset.to_string());
                    let [max, before, means, after] = offsets.each_ref().map(String::as_str);
                    let number = place.number.to_string();
                    row(out, &[&place.broker, &number, max, before, means, after], &NARROW);
                }
            }
        }
    }

    /// One queue of one broker, since 5.1 (R-CMD-1).
    fn reset_queue(
        &mut self,
        given: &Given,
        (group, topic, address, number): (&Name, &Name, &str, i64),
        (typed, time): (&str, EpochMs),
    ) -> Done {
        let broker = self.broker_at(address)?;
        let place = self
            .places(topic)
            .unwrap_or_default()
            .into_iter()
            .find(|place| place.broker == broker && i64::from(place.number) == number);
        // A lab of one broker has the broker's numbers, also of queues that are not there.
        let alone = QueueId::try_from(number).ok().filter(|_| self.cluster.brokers.len() == 1);
        let queue = place.map(|place| place.queue).or(alone);
        self.say(&format!(
            "start reset consumer offset by specified, group[{group}], topic[{topic}], queueId[{number}], \
             broker[{address}], timestamp(string)[{typed}], timestamp(long)[{}]\n",
            time.0
        ));
        let offset = match (given.get("o"), queue) {
            (Some(offset), _) => QueueOffset(number_of(offset)?),
            (None, Some(queue)) => {
                let found = self.world.broker().offset_by_time(topic, queue, time);
                found.map_err(|rejected| refused(&rejected, self.profile))?
            }
            (None, None) => QueueOffset(0),
        };
        self.say(&format!("reset consumer offset to {offset}\n"));
        let Some(queue) = queue.filter(|_| offset.0 > 0) else {
            if offset.0 == 0 {
                self.note(Note::ZeroNotSent);
            }
            return Ok(());
        };
        if !self.world.broker().resets_itself() {
            return self.save_then_reset_all((group, topic), queue, offset, address);
        }
        let pending = self.world.broker().consumer_offsets().pending(group, topic, queue).is_some();
        if let Err(why) =
            self.obey_reset(group, topic, QueueChoice::Some(Vec::from([queue])), ResetTarget::Offset(offset))
        {
            // It was saved before the broker was asked for the reset.
            self.save((group, topic), queue, offset, address)?;
            if !pending {
                self.note(Note::SavedAllTheSame { queue, offset });
            }
            let rejected = self.world.broker().check_reset_target(topic, queue, offset).err();
            return Err(rejected.map_or(why, |rejected| queue_refused(&rejected, self.profile)));
        }
        Ok(())
    }

    fn save(
        &mut self,
        (group, topic): (&Name, &Name),
        queue: QueueId,
        offset: QueueOffset,
        address: &str,
    ) -> Result<Answer, Failed> {
        let (group, topic) = (group.clone(), topic.clone());
        let saved = self.obey(Command::Broker(BrokerCall::Commit { group, topic, queue, offset }));
        saved.map_err(|rejected| not_saved(&rejected, address, self.profile))
    }

    /// Where clients reset, the broker does not look at the queue: all of the topic goes to the time 0.
    fn save_then_reset_all(
        &mut self,
        (group, topic): (&Name, &Name),
        queue: QueueId,
        offset: QueueOffset,
        address: &str,
    ) -> Done {
        self.save((group, topic), queue, offset, address)?;
        let queues = self.world.broker().queue_count(topic);
        let none =
            (0..queues).find_map(|queue| self.world.broker().stored_for_clients(group, topic, queue).err());
        if let Some(why) = none {
            self.note(Note::SavedAllTheSame { queue, offset });
            return Err(queue_refused(&why, self.profile));
        }
        if self.world.consumers_of(group).next().is_none() {
            let why =
                Rejected::ConsumerNotOnline { group: group.clone(), topic: topic.clone(), time: EpochMs(0) };
            self.note(Note::SavedAllTheSame { queue, offset });
            return Err(queue_refused(&why, self.profile));
        }
        self.note(Note::WholeTopic);
        self.obey_reset(group, topic, QueueChoice::All, ResetTarget::TimeMs(EpochMs(0)))
    }

    pub(super) fn clone_offsets(&mut self, given: &Given) -> Done {
        let (source, group): (Name, Name) = (given.needed("s").into(), given.needed("d").into());
        let topic: Name = given.needed("t").into();
        let stats = self.stats(&source, None)?;
        if !self.is_topic(&topic) {
            return Err(no_route(&topic, self.profile));
        }
        let mut topics: OrderedMap<Name, u64> = OrderedMap::new();
        for stand in &stats {
            *topics.entry(stand.topic.clone()).or_default() += 1;
            let max = self.profile.tool_clones_max();
            let offset = if max { stand.max } else { stand.consumer };
            if !max && !stand.has_offset {
                self.note(Note::ClonedZeros);
            }
            let address = self.cluster.address(&stand.place.broker);
            self.save((&group, &stand.topic), stand.place.queue, offset, &address)?;
        }
        let others = topics.keys().filter(|of| **of != topic && !of.starts_with("%RETRY%")).count();
        if others > 0 {
            self.note(Note::EveryTopic { topics: topics.len() as u64 });
        }
        if self.profile.tool_clones_max() {
            self.note(Note::ClonedMax);
        }
        self.say(&format!(
            "clone group offset success. srcGroup[{source}], destGroup=[{group}], topic[{topic}]"
        ));
        Ok(())
    }

    /// The name of the broker at an address.
    pub(super) fn broker_at(&mut self, address: &str) -> Result<String, Failed> {
        match self.cluster.broker_at(address).map(|(name, is_own)| (name.to_string(), is_own)) {
            Some((name, is_own)) => {
                if !is_own {
                    self.note(Note::AnyAddress);
                }
                Ok(name)
            }
            None => {
                let names: Vec<String> =
                    self.cluster.brokers.iter().map(|broker| self.cluster.address(broker)).collect();
                self.note(Note::Brokers { names: names.join(", ") });
                Err(Failed(format!(
                    "org.apache.rocketmq.remoting.exception.RemotingConnectException: connect to {address} failed"
                )))
            }
        }
    }

    /// A topic's queues as the cluster calls them, if there is such a topic.
    pub(super) fn places(&self, topic: &str) -> Option<Vec<Place>> {
        let queues = self.world.broker().queue_count(topic);
        (queues > 0).then(|| self.cluster.places(topic, queues))
    }

    /// Says which of these options change nothing here.
    pub(super) fn ignored(&mut self, given: &Given, keys: &str) {
        let options = given.these(keys);
        if !options.is_empty() {
            self.note(Note::WithoutEffect { options });
        }
    }

    /// The group's statistics have no row.
    pub(super) fn nothing_found(&self) -> Failed {
        let says = "Not found the consumer group consume stats, because return offset table is empty, maybe the \
                    consumer not consume any message";
        refused_with(code::CONSUMER_NOT_ONLINE, says, self.profile)
    }
}

/// A number as Java reads it.
pub(super) fn number_of(typed: &str) -> Result<i64, Failed> {
    let why = || Failed(format!("java.lang.NumberFormatException: For input string: \"{typed}\""));
    typed.parse().map_err(|_| why())
}
