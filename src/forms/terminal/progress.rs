//! Commands that only look: consumerProgress, brokerConsumeStats, topicStatus. Not here: what Diff is made of
//! (`engine::progress::lag`).
//!
//! Invariant: the numbers are the tool's, which shows 0 where there is no offset and does not clamp
//! (R-LAG-1).

use crate::engine::ids::{EpochMs, Name, QueueOffset};
use crate::projection::deliveries;
use crate::sim::World;
use crate::terminal::cluster::Place;
use crate::terminal::options::Given;
use crate::terminal::print::{date, no_route, rate, row};
use crate::terminal::reset::number_of;
use crate::terminal::{Done, Failed, Note, Shell};
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

/// A group on one queue, as GET_CONSUME_STATS has it.
pub(super) struct Stand {
    pub topic: Name,
    pub place: Place,
    pub max: QueueOffset,
    pub consumer: QueueOffset,
    pull: QueueOffset,
    last: EpochMs,
    /// 0 stands for none.
    pub has_offset: bool,
}

impl Stand {
    fn diff(&self) -> i64 {
        self.max.saturating_lead(self.consumer)
    }

    fn inflight(&self) -> i64 {
        self.pull.saturating_lead(self.consumer)
    }
}

impl Shell {
    /// A group's statistics, as the tool asks its brokers for them, or why there are none.
    pub(super) fn stats(&self, group: &Name, topic: Option<&Name>) -> Result<Vec<Stand>, Failed> {
        if !self.cluster.has_retry_topic(group) && !topic.is_some_and(|topic| self.is_topic(topic)) {
            return Err(no_route(&format!("%RETRY%{group}"), self.profile));
        }
        let stands = self.stands(group, topic);
        if stands.is_empty() { Err(self.nothing_found()) } else { Ok(stands) }
    }

    /// The same of what the brokers have; topics in order, and of an online group only what it consumes
    /// (R-LAG-2).
    fn stands(&self, group: &Name, only: Option<&Name>) -> Vec<Stand> {
        let broker = self.world.broker();
        let is_online = self.world.consumers_of(group).next().is_some();
        let consumed = self.world.topics_of(group);
        let mut topics = match only {
            Some(topic) => Vec::from([topic.clone()]),
            None => broker.consumer_offsets().topics_of(group),
        };
        topics.sort();
        topics.retain(|topic| !is_online || consumed.contains(topic) || topic.starts_with("%RETRY%"));
        let mut stands = Vec::new();
        for topic in topics {
            let rows = broker.consume_stats(group, Some(&topic));
            for place in self.places(&topic).unwrap_or_default() {
                let Some(stats) = rows.get(format!("{topic}:{}", place.queue).as_str()) else { continue };
                let has_offset = broker.consumer_offsets().stored(group, &topic, place.queue).is_some();
                stands.push(Stand {
                    topic: topic.clone(),
                    max: stats.max,
                    consumer: stats.consumer,
                    pull: stats.pull,
                    last: stats.last_timestamp,
                    has_offset,
                    place,
                });
            }
        }
        stands
    }

    pub(super) fn consumer_progress(&mut self, given: &Given) -> Done {
        self.ignored(given, "c");
        let Some(group) = given.get("g").map(Name::from) else {
            self.all_groups();
            return Ok(());
        };
        let topic = given.get("t").map(Name::from);
        let stands = self.stats(&group, topic.as_ref())?;
        let has_inflight = self.profile.version() >= (5, 0, 0);
        // Up to 4.8 the column is always there.
        let shows_ip = given.get("s") == Some("true") || self.profile.version() < (4, 9, 0);
        let wide = self.name_width();
        let mut widths = Vec::from([(wide, 2), (32, 2), (4, 2), (20, 2), (20, 2)]);
        let mut head = Vec::from(["#Topic", "#Broker Name", "#QID", "#Broker Offset", "#Consumer Offset"]);
        if shows_ip {
            head.push("#Client IP");
            widths.push((20, 1));
        }
        head.push("#Diff");
        widths.push((20, if has_inflight { 1 } else { 2 }));
        if has_inflight {
            head.push("#Inflight");
            widths.push((20, 0));
        }
        head.push("#LastTime");
        row(&mut self.ran.out, &head, &widths);
        // The head is a letter narrower than its rows.
        if has_inflight && let Some((_, gap)) = widths.last_mut() {
            *gap = 1;
        }
        for stand in &stands {
            let owner = self.world.owner(&group, &stand.topic, stand.place.queue);
            let texts = [
                stand.topic.to_string(),
                stand.place.broker.clone(),
                stand.place.number.to_string(),
                stand.max.to_string(),
                stand.consumer.to_string(),
                if owner.is_some() { "127.0.0.1" } else { "N/A" }.to_string(),
                stand.diff().to_string(),
                stand.inflight().to_string(),
                if stand.last.0 == 0 { "N/A".to_string() } else { date(stand.last, false) },
            ];
            let shown = |i: &usize| (*i != 5 || shows_ip) && (*i != 7 || has_inflight);
            let cells: Vec<&str> = (0..texts.len()).filter(shown).map(|i| texts[i].as_str()).collect();
            row(&mut self.ran.out, &cells, &widths);
        }
        let sum = |of: fn(&Stand) -> i64| stands.iter().map(of).fold(0i64, i64::saturating_add);
        let tps = rate(self.delivered_in_a_minute(&group));
        self.say(&match has_inflight {
            true => format!(
                "\nConsume TPS: {tps}\nConsume Diff Total: {}\nConsume Inflight Total: {}\n",
                sum(Stand::diff),
                sum(Stand::inflight)
            ),
            false => format!("\nConsume TPS: {tps}\nDiff Total: {}\n", sum(Stand::diff)),
        });
        self.explain(&stands);
        Ok(())
    }

    /// What a Diff does not tell.
    fn explain(&mut self, stands: &[Stand]) {
        let broker = self.world.broker();
        let mut purged = 0i64;
        for stand in stands.iter().filter(|stand| stand.has_offset) {
            let min = broker.min_offset(&stand.topic, stand.place.queue);
            purged = purged.saturating_add(min.saturating_lead(stand.consumer).max(0));
        }
        if purged > 0 {
            self.note(Note::DiffHasPurged { purged });
        }
        if stands.iter().any(|stand| stand.diff() < 0) {
            self.note(Note::DiffBelowZero);
        }
        let queues = stands.iter().filter(|stand| !stand.has_offset).count() as u64;
        if queues > 0 {
            self.note(Note::NoOffsetCounts { queues });
        }
    }

    /// A group's name or a topic's: 64 letters wide since 4.9.3.
    fn name_width(&self) -> usize {
        if self.profile.version() >= (4, 9, 3) { 64 } else { 32 }
    }

    fn delivered_in_a_minute(&self, group: &Name) -> u64 {
        let delivered = |world: &World| -> u64 {
            deliveries(world).iter().find(|of| of.group == *group).map_or(0, |of| of.total.delivered)
        };
        delivered(&self.world).saturating_sub(delivered(&self.before))
    }

    fn all_groups(&mut self) {
        let widths = [(self.name_width(), 2), (6, 2), (24, 1), (5, 2), (14, 2), (7, 2), (0, 0)];
        let head = ["#Group", "#Count", "#Version", "#Type", "#Model", "#TPS", "#Diff Total"];
        row(&mut self.ran.out, &head, &widths);
        let (major, minor, patch) = self.profile.version();
        let version = format!("V{major}_{minor}_{patch}");
        let groups = self.world.broker().groups();
        let groups: Vec<(Name, bool)> =
            groups.map(|(name, group)| (name.clone(), group.broadcasting)).collect();
        for (group, broadcasting) in groups {
            if !self.cluster.has_retry_topic(&group) {
                continue;
            }
            let stands = self.stands(&group, None);
            let clients = self.world.consumers_of(&group).count();
            let diff = stands.iter().map(Stand::diff).fold(0i64, i64::saturating_add);
            let model = if broadcasting { "BROADCASTING" } else { "CLUSTERING" };
            let what = if clients > 0 { [version.as_str(), "PUSH", model] } else { ["OFFLINE", "", ""] };
            let tps = self.delivered_in_a_minute(&group) / 60;
            let (clients, tps, diff) = (clients.to_string(), tps.to_string(), diff.to_string());
            let cells = [&group, clients.as_str(), what[0], what[1], what[2], &tps, &diff];
            row(&mut self.ran.out, &cells, &widths);
        }
    }

    pub(super) fn broker_consume_stats(&mut self, given: &Given) -> Done {
        let broker = self.broker_at(given.needed("b"))?;
        let level = given.get("l").map_or(Ok(0), number_of)?;
        self.ignored(given, "ot");
        let wide = self.name_width();
        let widths = [(wide, 2), (wide, 2), (32, 2), (4, 2), (20, 2), (20, 2), (20, 2)];
        let head = [
            "#Topic",
            "#Group",
            "#Broker Name",
            "#QID",
            "#Broker Offset",
            "#Consumer Offset",
            "#Diff",
            "#LastTime",
        ];
        row(&mut self.ran.out, &head, &widths);
        let mut total = 0i64;
        let groups: Vec<Name> = self.world.broker().groups().map(|(group, _)| group.clone()).collect();
        for group in groups {
            for stand in self.stands(&group, None).iter().filter(|stand| stand.place.broker == broker) {
                total = total.saturating_add(stand.diff());
                // Where nothing was consumed the tool shows no line.
                if stand.last.0 == 0 || stand.diff() < level {
                    continue;
                }
                let numbers = [
                    stand.place.number.to_string(),
                    stand.max.to_string(),
                    stand.consumer.to_string(),
                    stand.diff().to_string(),
                ];
                let [number, max, consumer, diff] = numbers.each_ref().map(String::as_str);
                let last = date(stand.last, false);
                let cells = [&*stand.topic, &*group, &broker, number, max, consumer, diff, &last];
                row(&mut self.ran.out, &cells, &widths);
            }
        }
        self.say(&format!("\nDiff Total: {total}\n"));
        Ok(())
    }

    pub(super) fn topic_status(&mut self, given: &Given) -> Done {
        let topic: Name = given.needed("t").into();
        self.ignored(given, "c");
        let Some(places) = self.places(&topic) else { return Err(no_route(&topic, self.profile)) };
        let widths = [(32, 2), (4, 2), (20, 2), (20, 4)];
        let head = ["#Broker Name", "#QID", "#Min Offset", "#Max Offset", "#Last Updated"];
        row(&mut self.ran.out, &head, &widths);
        let mut sent = 0;
        for place in &places {
            let broker = self.world.broker();
            let (min, max) = (broker.min_offset(&topic, place.queue), broker.max_offset(&topic, place.queue));
            sent +=
                self.before.broker().max_offset(&topic, place.queue).checked_distance_to(max).unwrap_or(0);
            let last = broker.store_time(&topic, place.queue, max.saturating_minus(1));
            let last = last.filter(|_| max > min).map_or_else(String::new, |at| date(at, true));
            let (number, min, max) = (place.number.to_string(), min.to_string(), max.to_string());
            row(&mut self.ran.out, &[&place.broker, &number, &min, &max, &last], &widths);
        }
        if self.profile.version() >= (5, 2, 0) {
            self.say(&format!("\nTopic Put TPS: {}.{}\n", sent / 60, sent * 10 / 60 % 10));
        }
        Ok(())
    }
}
