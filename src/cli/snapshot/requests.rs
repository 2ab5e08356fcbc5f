//! What a snapshot asks: reads alone. Not here: the wire (`remoting`), the answers (`answers`).
//!
//! Invariant: no request of this list changes anything in a cluster.

use std::collections::BTreeMap;

/// A question, under RocketMQ's name and code for it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Request<'a> {
    /// Of a name server: the brokers and their addresses.
    BrokerClusterInfo,
    /// Of a name server: the brokers that have a topic, and its queues there.
    RouteInfoByTopic { topic: &'a str },
    /// The version, among other things.
    BrokerRuntimeInfo,
    /// The broker's settings.
    BrokerConfig,
    /// The broker's consumerOffset.json as it is now.
    AllConsumerOffset,
    /// The broker's subscriptionGroup.json.
    AllSubscriptionGroupConfig,
    /// The clients of a group.
    ConsumerListByGroup { group: &'a str },
    /// Min.
    MinOffset { topic: &'a str, queue: u32 },
    /// Max.
    MaxOffset { topic: &'a str, queue: u32 },
    /// Where a reset to a time would land (R-RST-1).
    SearchOffsetByTimestamp { topic: &'a str, queue: u32, time_ms: i64 },
    /// When the oldest message of a queue was stored.
    EarliestMsgStoretime { topic: &'a str, queue: u32 },
    /// When the newest message of each queue was stored, among other things.
    TopicStatsInfo { topic: &'a str },
    /// How far a group's clients have pulled, among other things.
    ConsumeStats { group: &'a str },
}

impl Request<'_> {
    /// RocketMQ's code.
    pub(crate) fn code(&self) -> i32 {
        match self {
            Request::BrokerClusterInfo => 106,
            Request::RouteInfoByTopic { .. } => 105,
            Request::BrokerRuntimeInfo => 28,
            Request::BrokerConfig => 26,
            Request::AllConsumerOffset => 43,
            Request::AllSubscriptionGroupConfig => 201,
            Request::ConsumerListByGroup { .. } => 38,
            Request::MinOffset { .. } => 31,
            Request::MaxOffset { .. } => 30,
            Request::SearchOffsetByTimestamp { .. } => 29,
            Request::EarliestMsgStoretime { .. } => 32,
            Request::TopicStatsInfo { .. } => 202,
            Request::ConsumeStats { .. } => 208,
        }
    }

    /// RocketMQ's name.
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Request::BrokerClusterInfo => "GET_BROKER_CLUSTER_INFO",
            Request::RouteInfoByTopic { .. } => "GET_ROUTEINFO_BY_TOPIC",
            Request::BrokerRuntimeInfo => "GET_BROKER_RUNTIME_INFO",
            Request::BrokerConfig => "GET_BROKER_CONFIG",
            Request::AllConsumerOffset => "GET_ALL_CONSUMER_OFFSET",
            Request::AllSubscriptionGroupConfig => "GET_ALL_SUBSCRIPTIONGROUP_CONFIG",
            Request::ConsumerListByGroup { .. } => "GET_CONSUMER_LIST_BY_GROUP",
            Request::MinOffset { .. } => "GET_MIN_OFFSET",
            Request::MaxOffset { .. } => "GET_MAX_OFFSET",
            Request::SearchOffsetByTimestamp { .. } => "SEARCH_OFFSET_BY_TIMESTAMP",
            Request::EarliestMsgStoretime { .. } => "GET_EARLIEST_MSG_STORETIME",
            Request::TopicStatsInfo { .. } => "GET_TOPIC_STATS_INFO",
            Request::ConsumeStats { .. } => "GET_CONSUME_STATS",
        }
    }

    /// The fields of its header.
    pub(crate) fn fields(&self) -> BTreeMap<&'static str, String> {
        match self {
            Request::BrokerClusterInfo
            | Request::BrokerRuntimeInfo
            | Request::BrokerConfig
            | Request::AllConsumerOffset
            | Request::AllSubscriptionGroupConfig => BTreeMap::new(),
            Request::RouteInfoByTopic { topic } | Request::TopicStatsInfo { topic } => {
                BTreeMap::from([("topic", topic.to_string())])
            }
            Request::ConsumerListByGroup { group } | Request::ConsumeStats { group } => {
                BTreeMap::from([("consumerGroup", group.to_string())])
            }
            Request::MinOffset { topic, queue }
            | Request::MaxOffset { topic, queue }
            | Request::EarliestMsgStoretime { topic, queue } => of_queue(topic, *queue),
            Request::SearchOffsetByTimestamp { topic, queue, time_ms } => {
                let mut fields = of_queue(topic, *queue);
                fields.insert("timestamp", time_ms.to_string());
                fields
            }
        }
    }
}

fn of_queue(topic: &str, queue: u32) -> BTreeMap<&'static str, String> {
    BTreeMap::from([("topic", topic.to_string()), ("queueId", queue.to_string())])
}
