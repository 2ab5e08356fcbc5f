//! What a snapshot reads, in which order, and what follows: the same `Cluster` that imported files become.
//! Not here: the wire (`remoting`).
//!
//! Invariant: a number in the cluster is one that a broker answered; a request that a broker refuses costs
//! what only that request would have told, and is said.

use crate::cli::snapshot::Instant;
use crate::cli::snapshot::answers::{
    ClusterInfo, ConsumeStats, ConsumerList, ConsumerOffsets, Route, RuntimeInfo, SubscriptionGroups,
    TopicOffset, TopicStats, message_queue, read, setting,
};
use crate::cli::snapshot::remoting::{Answer, Asking, Trouble};
use crate::cli::snapshot::requests::Request;
use crate::import::cluster::{Bounds, ListedOffset, Told};
use crate::import::words::listed;
use crate::import::{Cluster, Place, both};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

/// Topics of the broker itself, which no group of users consumes.
const SYSTEM_TOPICS: [&str; 9] = [
    "SCHEDULE_TOPIC_XXXX",
    "RMQ_SYS_",
    "rmq_sys_",
    "TBW102",
    "BenchmarkTest",
    "SELF_TEST_TOPIC",
    "OFFSET_MOVED_EVENT",
    "TRANS_CHECK_MAX_TIME_TOPIC",
    "DefaultHeartBeatSyncerTopic",
];
/// Groups of the broker itself and of tools.
const SYSTEM_GROUPS: [&str; 2] = ["CID_RMQ_SYS_", "TOOLS_CONSUMER"];

/// What to read.
#[derive(Clone, Copy)]
pub(super) struct Chosen<'a> {
    pub(super) groups: &'a [String],
    pub(super) topics: &'a [String],
    pub(super) times: &'a [Instant],
    /// How often to sample each queue's times.
    pub(super) samples: usize,
}

/// What was read.
#[derive(Default)]
pub(super) struct Found {
    /// Queues, offsets, settings.
    pub(super) cluster: Cluster,
    /// Where the times were found, a line for each queue.
    pub(super) times: Vec<String>,
    /// `fileReservedTime`, of the broker that keeps longest.
    pub(super) reserved_ms: Option<u64>,
}

pub(super) struct Reading<'a> {
    pub(super) asking: &'a mut Asking,
    chosen: Chosen<'a>,
    namesrv: String,
    /// Names and addresses of the masters, by name.
    masters: Vec<(String, String)>,
    /// What was read since this began, or since the moment before.
    pub(super) found: Found,
    /// By master.
    pub(super) versions: BTreeMap<usize, String>,
    /// By topic and master, the store time of each queue's newest message.
    pub(super) latest: BTreeMap<(String, usize), BTreeMap<u32, i64>>,
}

impl<'a> Reading<'a> {
    /// Finds the cluster's masters.
    pub(super) fn begin(
        asking: &'a mut Asking,
        namesrv: &str,
        chosen: Chosen<'a>,
    ) -> Result<Reading<'a>, Trouble> {
        let (namesrv, masters) = masters(asking, namesrv)?;
        let (versions, latest) = Default::default();
        let mut reading =
            Reading { asking, chosen, namesrv, masters, found: Found::default(), versions, latest };
        reading.clear();
        Ok(reading)
    }

    fn clear(&mut self) -> Found {
        let mut found = Found::default();
        found.cluster.brokers = self.masters.iter().map(|(name, _)| name.clone()).collect();
        found.cluster.broker = Some(found.cluster.brokers.join(", "));
        core::mem::replace(&mut self.found, found)
    }

    /// Reads all of it.
    pub(super) fn read_cluster(&mut self) -> Result<Found, Trouble> {
        self.read_brokers()?;
        let topics = self.read_offsets()?;
        for topic in &topics {
            self.read_topic(topic)?;
        }
        self.read_groups()?;
        if self.chosen.samples > 0 {
            self.read_pulls()?;
            self.read_times(self.chosen.samples)?;
        }
        Ok(self.clear())
    }

    /// Reads again what moves: offsets, Min and Max.
    pub(super) fn read_moment(&mut self) -> Result<Found, Trouble> {
        self.asking.renew();
        self.chosen.times = &[];
        for topic in &self.read_offsets()? {
            self.read_topic(topic)?;
        }
        Ok(self.clear())
    }

    /// Version and retention of each broker.
    fn read_brokers(&mut self) -> Result<(), Trouble> {
        let mut versions = BTreeSet::new();
        for (broker, (name, address)) in self.masters.clone().into_iter().enumerate() {
            if let Some(info) = self.tell::<RuntimeInfo>(&address, &Request::BrokerRuntimeInfo)?
                && let Some(version) = info.table.get("brokerVersionDesc")
            {
                self.found.cluster.read_version(&name, version, Told::Printed);
                versions.insert(version.clone());
                self.versions.insert(broker, version.clone());
            }
            if let Some(config) = self.tell_text(&address, &Request::BrokerConfig)? {
                let hours: Option<u64> =
                    setting(&config, "fileReservedTime").and_then(|hours| hours.parse().ok());
                self.found.reserved_ms =
                    self.found.reserved_ms.max(hours.map(|hours| hours.saturating_mul(3_600_000)));
            }
        }
        if versions.len() > 1 {
            let versions: Vec<&str> = versions.iter().map(String::as_str).collect();
            let versions = versions.join(", ");
            self.found.cluster.note(both(
                format!("the brokers have several versions: {versions}"),
                format!("各服务端版本不同：{versions}"),
            ));
        }
        Ok(())
    }

    /// The groups' offsets; gives the topics to read.
    fn read_offsets(&mut self) -> Result<BTreeSet<String>, Trouble> {
        let mut topics: BTreeSet<String> = self.chosen.topics.iter().cloned().collect();
        let mut seen = BTreeSet::new();
        for (broker, (name, address)) in self.masters.clone().into_iter().enumerate() {
            // Without a broker's offsets the lab would be a part of the cluster that looks like all of it.
            let answer = self.asking.ask(&address, &Request::AllConsumerOffset)?;
            let offsets: ConsumerOffsets =
                read(&answer.body).map_err(|what| Trouble::Unreadable { address: address.clone(), what })?;
            for (key, queues) in &offsets.offset_table {
                let Some((topic, group)) = key.split_once('@') else { continue };
                if !self.wants(topic, group) {
                    continue;
                }
                seen.insert(group.to_string());
                topics.insert(topic.to_string());
                for (&queue, &offset) in queues {
                    let progress = ListedOffset { offset, of_broker: true };
                    let at = (broker, i64::from(queue));
                    self.found.cluster.read_progress(
                        Place { file: &name, line: 0 },
                        (group, topic),
                        at,
                        progress,
                    );
                }
            }
        }
        let missing: Vec<&str> =
            self.chosen.groups.iter().filter(|group| !seen.contains(*group)).map(String::as_str).collect();
        if topics.is_empty() {
            let what = match missing[..] {
                [] => "no group has an offset".to_string(),
                _ => format!("no broker has an offset of {}", missing.join(", ")),
            };
            return Err(Trouble::Nothing { what });
        }
        for group in missing {
            self.found.cluster.note(both(
                format!("no broker has an offset of {group} there"),
                format!("没有服务端在那里有 {group} 的位点"),
            ));
        }
        Ok(topics)
    }

    fn wants(&self, topic: &str, group: &str) -> bool {
        let all = |chosen: &[String], name: &str, system: &[&str]| match chosen {
            [] => !system.iter().any(|start| name.starts_with(start)),
            chosen => chosen.iter().any(|one| one == name),
        };
        all(self.chosen.groups, group, &SYSTEM_GROUPS) && all(self.chosen.topics, topic, &SYSTEM_TOPICS)
    }

    /// Min and Max of a topic's queues, and where times are found in them.
    fn read_topic(&mut self, topic: &str) -> Result<(), Trouble> {
        let namesrv = self.namesrv.clone();
        let Some(mut route) = self.tell::<Route>(&namesrv, &Request::RouteInfoByTopic { topic })? else {
            return Ok(());
        };
        route.queue_datas.sort_by(|one, other| one.broker_name.cmp(&other.broker_name));
        for of_broker in route.queue_datas {
            let name = &of_broker.broker_name;
            let Some(broker) = self.masters.iter().position(|(master, _)| master == name) else {
                self.found.cluster.note(both(
                    format!("{topic} has queues on {name}, which has no master now"),
                    format!("{topic} 在 {name} 上有队列，而它现在没有主节点"),
                ));
                continue;
            };
            let (reads, writes) = (of_broker.read_queue_nums, of_broker.write_queue_nums);
            let place = Place { file: name, line: 0 };
            self.found.cluster.read_queue_count(place, topic, reads.into(), Some(writes.into()));
            for queue in 0..reads {
                let bounds = self.bounds(broker, topic, queue)?;
                self.found.cluster.read_bounds(place, topic, (broker, queue.into()), bounds);
                self.search(broker, topic, queue)?;
            }
        }
        Ok(())
    }

    /// Min is asked first: both only grow (SD-6), so Min is never above Max.
    fn bounds(&mut self, broker: usize, topic: &str, queue: u32) -> Result<Bounds, Trouble> {
        let min = self.offset(broker, &Request::MinOffset { topic, queue })?;
        let max = self.offset(broker, &Request::MaxOffset { topic, queue })?;
        Ok(Bounds { min: Some(min), max: Some(max) })
    }

    fn search(&mut self, broker: usize, topic: &str, queue: u32) -> Result<(), Trouble> {
        for time in self.chosen.times {
            let request = Request::SearchOffsetByTimestamp { topic, queue, time_ms: time.at_ms };
            let offset = self.offset(broker, &request)?;
            let name = &self.masters[broker].0;
            self.found.times.push(format!("{}: {topic} {name}/{queue} at {offset}", time.words));
        }
        Ok(())
    }

    pub(super) fn offset(&mut self, broker: usize, request: &Request<'_>) -> Result<i64, Trouble> {
        self.field(broker, request, "offset")
    }

    /// The number that an answer has under this name.
    pub(super) fn field(&mut self, broker: usize, request: &Request<'_>, name: &str) -> Result<i64, Trouble> {
        let address = &self.masters[broker].1;
        let Answer { fields, .. } = self.asking.ask(address, request)?;
        fields.get(name).and_then(|number| number.parse().ok()).ok_or_else(|| Trouble::Unreadable {
            address: address.clone(),
            what: format!("{} without {name}", request.name()),
        })
    }

    /// When each queue's newest message was stored.
    pub(super) fn topic_stats(&mut self, broker: usize, topic: &str) -> Result<BTreeMap<u32, i64>, Trouble> {
        let address = self.masters[broker].1.clone();
        let answer = self.asking.ask(&address, &Request::TopicStatsInfo { topic })?;
        let stats: TopicStats =
            read(&answer.body).map_err(|what| Trouble::Unreadable { address: address.clone(), what })?;
        let of = |(queue, of): (&String, &TopicOffset)| {
            Some((message_queue(queue)?.queue_id, of.last_update_timestamp))
        };
        Ok(stats.offset_table.iter().filter_map(of).collect())
    }

    /// How far clients have pulled, where a broker knows it (since 5.0): more than they have confirmed is
    /// said.
    fn read_pulls(&mut self) -> Result<(), Trouble> {
        let groups: Vec<String> = self.found.cluster.groups.keys().map(ToString::to_string).collect();
        for group in groups {
            let mut ahead = Vec::new();
            for (name, address) in self.masters.clone() {
                let answer = match self.asking.ask(&address, &Request::ConsumeStats { group: &group }) {
                    Ok(answer) => answer,
                    // Nothing of the group is there.
                    Err(Trouble::Refused { .. }) => continue,
                    Err(trouble) => return Err(trouble),
                };
                let stats: ConsumeStats = read(&answer.body)
                    .map_err(|what| Trouble::Unreadable { address: address.clone(), what })?;
                for (queue, of) in &stats.offset_table {
                    let pulled = of.pull_offset.filter(|pulled| *pulled > of.consumer_offset);
                    if let (Some(pulled), Some(queue)) = (pulled, message_queue(queue))
                        && self.wants(&queue.topic, &group)
                    {
                        ahead.push(format!("{} {name}/{} {pulled}", queue.topic, queue.queue_id));
                    }
                }
            }
            if !ahead.is_empty() {
                let ahead = listed(&ahead);
                self.found.cluster.note(both(
                    format!("clients of {group} have pulled beyond their consumer offset, up to: {ahead}"),
                    format!("{group} 的客户端已拉取到消费位点之后：{ahead}"),
                ));
            }
        }
        Ok(())
    }

    /// Settings and clients of the groups that were read.
    fn read_groups(&mut self) -> Result<(), Trouble> {
        let groups: Vec<String> = self.found.cluster.groups.keys().map(ToString::to_string).collect();
        let mut clients: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for (_, address) in self.masters.clone() {
            if let Some(all) =
                self.tell::<SubscriptionGroups>(&address, &Request::AllSubscriptionGroupConfig)?
            {
                for (group, settings) in &all.subscription_group_table {
                    if groups.contains(group) {
                        self.found.cluster.settings.insert(group.as_str().into(), settings.read());
                    }
                }
            }
            for group in &groups {
                // A broker that no client of the group is connected to refuses.
                let list = self.asking.ask(&address, &Request::ConsumerListByGroup { group });
                let list = match list {
                    Ok(answer) => read::<ConsumerList>(&answer.body).unwrap_or_default(),
                    Err(Trouble::Refused { .. }) => ConsumerList::default(),
                    Err(trouble) => return Err(trouble),
                };
                clients.entry(group.clone()).or_default().extend(list.consumer_id_list);
            }
        }
        for (group, clients) in clients {
            let names: Vec<&str> = clients.iter().map(String::as_str).collect();
            self.found.cluster.note(match names[..] {
                [] => both(format!("{group} has no client now"), format!("{group} 现在没有客户端")),
                _ => both(
                    format!("{group} has clients now, which the lab does not have: {}", names.join(", ")),
                    format!("{group} 现在有客户端，实验中没有：{}", names.join(", ")),
                ),
            });
        }
        Ok(())
    }

    /// What a server tells; none, and a remark, where it refuses.
    fn tell<T: for<'de> Deserialize<'de>>(
        &mut self,
        address: &str,
        request: &Request<'_>,
    ) -> Result<Option<T>, Trouble> {
        let unreadable = |what| Trouble::Unreadable { address: address.to_string(), what };
        let body = self.body(address, request)?;
        body.map(|body| read(&body)).transpose().map_err(unreadable)
    }

    fn tell_text(&mut self, address: &str, request: &Request<'_>) -> Result<Option<String>, Trouble> {
        Ok(self.body(address, request)?.map(|body| String::from_utf8_lossy(&body).into_owned()))
    }

    fn body(&mut self, address: &str, request: &Request<'_>) -> Result<Option<Vec<u8>>, Trouble> {
        match self.asking.ask(address, request) {
            Ok(answer) => Ok(Some(answer.body)),
            Err(refused @ Trouble::Refused { .. }) => {
                self.found.cluster.unread(Place { file: "", line: 0 }, refused.to_string());
                Ok(None)
            }
            Err(trouble) => Err(trouble),
        }
    }
}

/// The name server that answered, and the masters that it knows.
fn masters(asking: &mut Asking, namesrv: &str) -> Result<(String, Vec<(String, String)>), Trouble> {
    let mut last = Trouble::NoBroker { address: namesrv.to_string() };
    for address in namesrv.split([';', ',']).map(str::trim).filter(|address| !address.is_empty()) {
        match asking.ask(address, &Request::BrokerClusterInfo) {
            Ok(answer) => {
                let unreadable = |what| Trouble::Unreadable { address: address.to_string(), what };
                let info: ClusterInfo = read(&answer.body).map_err(unreadable)?;
                let masters: Vec<(String, String)> = info
                    .broker_addr_table
                    .iter()
                    .filter_map(|(name, addresses)| Some((name.clone(), addresses.master()?.clone())))
                    .collect();
                if masters.is_empty() {
                    return Err(Trouble::NoBroker { address: address.to_string() });
                }
                return Ok((address.to_string(), masters));
            }
            Err(trouble) => last = trouble,
        }
    }
    Err(last)
}
