//! Commands that make and delete topics and groups. Not here: what that takes with it (`engine::broker`).
//!
//! Invariant: what the lab can't do is said, and nothing of it is done.

use crate::engine::broker::retry::{dead_letter_topic, retry_topic};
use crate::engine::ids::Name;
use crate::engine::limits;
use crate::engine::rejected::{Rejected, code};
use crate::sim::command::{BrokerCall, Command};
use crate::terminal::cluster::CLUSTER;
use crate::terminal::options::{Given, Sub};
use crate::terminal::print::{refused, refused_with};
use crate::terminal::reset::number_of;
use crate::terminal::usage::usage;
use crate::terminal::{Done, Failed, Note, Shell};
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

/// Printed without an end of the line.
const NO_CLUSTER: &str =
    "[error] Make sure the specified clusterName exists or the name server connected to is correct.";
/// Queues that the tool asks for where the line does not say.
const QUEUES: i64 = 8;

/// Where a command goes.
enum Where {
    /// To these addresses, in a cluster if one was named.
    Brokers(Vec<String>),
    /// To a cluster that nobody knows.
    Nowhere,
    /// The line does not say.
    Unsaid,
}

impl Shell {
    /// The brokers of `-b` or `-c`. Model: a lab has one table of groups and topics, so one broker is all.
    fn targets(&mut self, given: &Given) -> Result<Where, Failed> {
        if let Some(address) = given.get("b") {
            self.broker_at(address)?;
            return Ok(Where::Brokers(Vec::from([address.to_string()])));
        }
        let Some(cluster) = given.get("c") else { return Ok(Where::Unsaid) };
        // A lab that was taken over does not know its cluster's name.
        let is_known = cluster == CLUSTER || self.cluster.is_imported();
        let brokers = self.cluster.brokers.iter().map(|broker| self.cluster.address(broker));
        Ok(if is_known { Where::Brokers(brokers.collect()) } else { Where::Nowhere })
    }

    pub(super) fn update_topic(&mut self, given: &Given) -> Done {
        let topic: Name = given.needed("t").into();
        let count = |key: &str| given.get(key).map_or(Ok(QUEUES), number_of);
        let (read, write) = (count("r")?, count("w")?);
        let perm = match given.get("p").unwrap_or("6") {
            "2" => "-W-",
            "4" => "R--",
            _ => "RW-",
        };
        let targets = self.targets(given)?;
        if let Where::Brokers(addresses) = &targets {
            let queues = u32::try_from(write).unwrap_or(u32::MAX);
            let command = Command::CreateTopic { topic: topic.clone(), queues, first_offsets: Vec::new() };
            match self.obey(command) {
                Ok(_) => {}
                Err(Rejected::NameIllegal { .. }) => return Err(self.bad_name()),
                Err(rejected) => return Err(refused(&rejected, self.profile)),
            }
            if read != write {
                self.note(Note::OneNumber { queues });
            }
            for address in addresses {
                self.say(&format!("create topic to {address} success.\n"));
            }
            self.ignored(given, "aopsu");
        } else {
            self.say(NO_CLUSTER);
        }
        let attributes = if self.profile.version() >= (5, 0, 0) { ", attributes={}" } else { "" };
        let order = given.get("o") == Some("true");
        self.say(&format!(
            "TopicConfig [topicName={topic}, readQueueNums={read}, writeQueueNums={write}, perm={perm}, \
             topicFilterType=SINGLE_TAG, topicSysFlag=0, order={order}{attributes}]"
        ));
        Ok(())
    }

    fn bad_name(&self) -> Failed {
        let says = "The specified topic contains illegal characters, allowing only ^[%|a-zA-Z0-9_-]+$";
        let code =
            if self.profile.version() < (5, 2, 0) { code::SYSTEM_ERROR } else { code::INVALID_PARAMETER };
        refused_with(code, says, self.profile)
    }

    pub(super) fn delete_topic(&mut self, given: &Given) -> Done {
        let topic: Name = given.needed("t").into();
        let cluster = given.needed("c").to_string();
        match self.targets(given)? {
            Where::Nowhere => self.say(NO_CLUSTER),
            Where::Unsaid | Where::Brokers(_) if self.is_topic(&topic) => {
                let deleted = self.obey(Command::DeleteTopic { topic: topic.clone() });
                deleted.map_err(|rejected| refused(&rejected, self.profile))?;
            }
            Where::Unsaid | Where::Brokers(_) => {}
        }
        self.say_deleted(&topic, &cluster);
        Ok(())
    }

    pub(super) fn update_group(&mut self, given: &Given) -> Done {
        let group: Name = given.needed("g").into();
        let number = |key: &str, otherwise: i64| given.get(key).map_or(Ok(otherwise), number_of);
        let (queues, times) = (number("q", 1)?, number("r", i64::from(limits::RETRY_MAX_TIMES))?);
        let Where::Brokers(addresses) = self.targets(given)? else {
            if given.get("c").is_none() {
                self.say(&usage(Sub::UpdateSubGroup, self.profile));
            }
            return Ok(());
        };
        if !self.is_group(&group) {
            let made =
                self.obey(Command::CreateGroup { group: group.clone(), consume_from: Default::default() });
            made.map_err(|rejected| refused(&rejected, self.profile))?;
        }
        let count = |number: i64| Some(u32::try_from(number).unwrap_or(u32::MAX));
        let set = self.obey(Command::SetGroup {
            group: group.clone(),
            allocate: None,
            broadcasting: None,
            orderly: None,
            protocol: None,
            invisible_ms: None,
            retry_queues: count(queues),
            retry_max_times: count(times),
        });
        set.map_err(|rejected| refused(&rejected, self.profile))?;
        if !(given.has('q') && given.has('r')) {
            self.note(Note::SetToDefaults);
        }
        self.ignored(given, "adimopsw");
        for address in addresses {
            self.say(&format!("create subscription group to {address} success.\n"));
        }
        self.say(&self.group_config(given, (&group, queues, times)));
        Ok(())
    }

    fn group_config(&self, given: &Given, (group, queues, times): (&str, i64, i64)) -> String {
        let is = |key: &str, otherwise: bool| given.get(key).map_or(otherwise, |value| value == "true");
        let (enabled, from_min, broadcast) = (is("s", true), is("m", false), is("d", false));
        let told = is("a", true);
        let (broker, slowly) = (given.get("i").unwrap_or("0"), given.get("w").unwrap_or("1"));
        let begins = format!(
            "groupName={group}, consumeEnable={enabled}, consumeFromMinEnable={from_min}, \
             consumeBroadcastEnable={broadcast}, "
        );
        let ends = format!(
            "brokerId={broker}, whichBrokerWhenConsumeSlowly={slowly}, notifyConsumerIdsChangedEnable={told}"
        );
        if self.profile.version() < (5, 0, 0) {
            return format!(
                "SubscriptionGroupConfig [{begins}retryQueueNums={queues}, retryMaxTimes={times}, {ends}]"
            );
        }
        let orderly = is("o", false);
        let is_first = self.profile.version() < (5, 2, 0);
        let begins = if is_first { begins.replacen(group, &format!("'{group}'"), 1) } else { begins };
        let rest = match is_first {
            true => "groupSysFlag=0",
            false => "groupSysFlag=0, consumeTimeoutMinute=15, subscriptionDataSet=null, attributes={}",
        };
        format!(
            "SubscriptionGroupConfig{{{begins}consumeMessageOrderly={orderly}, retryQueueNums={queues}, \
             retryMaxTimes={times}, groupRetryPolicy=GroupRetryPolicy{{type=CUSTOMIZED, \
             exponentialRetryPolicy=null, customizedRetryPolicy=null}}, {ends}, {rest}}}"
        )
    }

    pub(super) fn delete_group(&mut self, given: &Given) -> Done {
        let group: Name = given.needed("g").into();
        let removes = given.get("r") == Some("true");
        let Where::Brokers(addresses) = self.targets(given)? else {
            if given.get("c").is_none() {
                self.say(&usage(Sub::DeleteSubGroup, self.profile));
            }
            return Ok(());
        };
        let has_offsets = !self.world.broker().consumer_offsets().topics_of(&group).is_empty();
        if self.is_group(&group) {
            let deleted = self.obey(Command::DeleteGroup { group: group.clone(), remove_offsets: removes });
            deleted.map_err(|rejected| refused(&rejected, self.profile))?;
        } else if removes && has_offsets {
            let call = BrokerCall::DeleteGroup { group: group.clone(), remove_offsets: true };
            self.obey(Command::Broker(call)).map_err(|rejected| refused(&rejected, self.profile))?;
        }
        if has_offsets && !self.world.broker().consumer_offsets().topics_of(&group).is_empty() {
            self.note(Note::OffsetsStay);
        }
        if !removes && self.profile.version() >= (5, 5, 0) {
            self.note(Note::GroupComesBack);
        }
        for address in addresses {
            let cluster = given.get("c").filter(|_| !given.has('b'));
            let of = cluster.map_or_else(String::new, |cluster| format!(" in cluster [{cluster}]"));
            self.say(&format!("delete subscription group [{group}] from broker [{address}]{of} success.\n"));
        }
        match given.get("c").filter(|_| !given.has('b') && self.profile.version() < (5, 0, 0)) {
            Some(cluster) => self.delete_topics_of(&group, cluster),
            None => Ok(()),
        }
    }

    /// Up to 4.9 a group's own topics go with it where a whole cluster is meant.
    fn delete_topics_of(&mut self, group: &Name, cluster: &str) -> Done {
        for topic in [retry_topic(group), dead_letter_topic(group)] {
            if self.is_topic(&topic) {
                let deleted = self.obey(Command::DeleteTopic { topic: topic.clone() });
                deleted.map_err(|rejected| refused(&rejected, self.profile))?;
            }
            self.say_deleted(&topic, cluster);
        }
        Ok(())
    }

    fn say_deleted(&mut self, topic: &str, cluster: &str) {
        self.say(&format!(
            "delete topic [{topic}] from cluster [{cluster}] success.\ndelete topic [{topic}] from NameServer \
             success.\n"
        ));
    }
}
