//! What servers answer, as values: their JSON, which is not strict, and what of it a snapshot takes. Not
//! here: asking (`remoting`), and the lab (`crate::import`).
//!
//! Invariant: what an answer does not say is absent; nothing is guessed.

use crate::import::cluster::GroupSettings;
use serde::Deserialize;
use std::collections::BTreeMap;

/// The brokers that a name server knows.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ClusterInfo {
    pub(crate) broker_addr_table: BTreeMap<String, BrokerAddresses>,
}

/// A broker's addresses by its id, of which 0 is the master.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct BrokerAddresses {
    broker_addrs: BTreeMap<String, String>,
}

impl BrokerAddresses {
    /// Where its master is, if it has one.
    pub(crate) fn master(&self) -> Option<&String> {
        self.broker_addrs.get("0")
    }
}

/// Where a topic's queues are.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Route {
    pub(crate) queue_datas: Vec<QueueData>,
}

/// A topic on one broker.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct QueueData {
    pub(crate) broker_name: String,
    pub(crate) read_queue_nums: u32,
    pub(crate) write_queue_nums: u32,
}

/// Consumer offsets by `topic@group` and queue.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ConsumerOffsets {
    #[serde(default)]
    pub(crate) offset_table: BTreeMap<String, BTreeMap<u32, i64>>,
}

/// The groups' settings.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SubscriptionGroups {
    #[serde(default)]
    pub(crate) subscription_group_table: BTreeMap<String, SubscriptionGroup>,
}

/// A group's settings.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SubscriptionGroup {
    #[serde(default)]
    pub(crate) retry_queue_nums: Option<u32>,
    #[serde(default)]
    pub(crate) retry_max_times: Option<i64>,
    #[serde(default = "yes")]
    pub(crate) consume_enable: bool,
    #[serde(default = "yes")]
    pub(crate) consume_broadcast_enable: bool,
}

impl SubscriptionGroup {
    /// What of them a lab takes.
    pub(crate) fn read(&self) -> GroupSettings {
        GroupSettings {
            retry_queues: self.retry_queue_nums,
            // -1: the client's 16.
            retry_max_times: self.retry_max_times.and_then(|times| u32::try_from(times).ok()),
            enabled: self.consume_enable,
            broadcasts: self.consume_broadcast_enable,
        }
    }
}

fn yes() -> bool {
    true
}

/// A group's clients.
#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ConsumerList {
    #[serde(default)]
    pub(crate) consumer_id_list: Vec<String>,
}

/// A queue as a key of a map, which fastjson writes as the object that it is.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct MessageQueue {
    pub(crate) topic: String,
    pub(crate) queue_id: u32,
}

/// A queue from such a key.
pub(crate) fn message_queue(key: &str) -> Option<MessageQueue> {
    serde_json::from_str(key).ok()
}

/// A topic's status, by queue.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct TopicStats {
    #[serde(default)]
    pub(crate) offset_table: BTreeMap<String, TopicOffset>,
}

/// A queue's status.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct TopicOffset {
    pub(crate) last_update_timestamp: i64,
}

/// A group's progress, by queue.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ConsumeStats {
    #[serde(default)]
    pub(crate) offset_table: BTreeMap<String, OffsetWrapper>,
}

/// A group's progress in a queue.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct OffsetWrapper {
    pub(crate) consumer_offset: i64,
    /// Since 5.0.
    #[serde(default)]
    pub(crate) pull_offset: Option<i64>,
}

/// What a broker says of itself.
#[derive(Deserialize, Default)]
pub(crate) struct RuntimeInfo {
    #[serde(default)]
    pub(crate) table: BTreeMap<String, String>,
}

/// Reads a body.
pub(crate) fn read<T: for<'de> Deserialize<'de>>(body: &[u8]) -> Result<T, String> {
    let text = std::str::from_utf8(body).map_err(|error| error.to_string())?;
    serde_json::from_str(&strict(text)).map_err(|error| error.to_string())
}

/// The value of a setting in a broker's `key=value` lines.
pub(crate) fn setting<'a>(config: &'a str, name: &str) -> Option<&'a str> {
    config
        .lines()
        .filter_map(|line| line.split_once('='))
        .find(|(key, _)| *key == name)
        .map(|(_, value)| value)
}

/// JSON as RFC 8259 has it: the keys of fastjson's maps may be bare numbers (R-OFF-17) or objects (R-OFF-14).
/// Both become texts.
pub(crate) fn strict(text: &str) -> String {
    let mut strict = String::with_capacity(text.len() + text.len() / 8);
    // Of each `{` and `[` that is open, whether it is `{`.
    let mut open: Vec<bool> = Vec::new();
    let mut key_may_come = false;
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let length = match c {
            '"' => string_length(rest),
            '{' if key_may_come => object_length(rest),
            c if c == '-' || c.is_ascii_digit() => {
                rest.find(|c: char| c != '-' && !c.is_ascii_digit()).unwrap_or(rest.len())
            }
            c => c.len_utf8(),
        };
        let (token, after) = rest.split_at(length);
        let is_bare_key = key_may_come && (c == '{' || c == '-' || c.is_ascii_digit());
        if is_bare_key && after.trim_start().starts_with(':') {
            strict.push_str(&serde_json::Value::from(token).to_string());
        } else {
            strict.push_str(token);
        }
        match c {
            '{' | '[' if !is_bare_key => open.push(c == '{'),
            '}' | ']' => _ = open.pop(),
            _ => {}
        }
        let in_object = open.last() == Some(&true);
        key_may_come =
            in_object && (c == ',' || c == '{' && !is_bare_key) || key_may_come && c.is_whitespace();
        rest = after;
    }
    strict
}

/// Bytes of the string at the beginning.
fn string_length(text: &str) -> usize {
    let mut escaped = true;
    let end = text.bytes().position(|byte| {
        let ends = byte == b'"' && !escaped;
        escaped = byte == b'\\' && !escaped;
        ends
    });
    end.map_or(text.len(), |end| end + 1)
}

/// Bytes of the object at the beginning.
fn object_length(text: &str) -> usize {
    let (mut depth, mut at) = (0, 0);
    while let Some(c) = text[at..].chars().next() {
        at += if c == '"' { string_length(&text[at..]) } else { c.len_utf8() };
        depth += i32::from(c == '{') - i32::from(c == '}');
        if depth == 0 {
            break;
        }
    }
    at
}

#[cfg(test)]
mod tests {
    use super::strict;

    #[test]
    fn bare_keys_become_texts_and_nothing_else_changes() {
        for (text, expected) in [
            (r#"{"t":{0:1,12:-3}}"#, r#"{"t":{"0":1,"12":-3}}"#),
            ("{ 0: 1,\n 1:2}", "{ \"0\": 1,\n \"1\":2}"),
            (r#"{-1:"a"}"#, r#"{"-1":"a"}"#),
            (r#"[1,2,-3,4.5,{"a":[0]}]"#, r#"[1,2,-3,4.5,{"a":[0]}]"#),
            (r#"{"{0:1,\"2:":",3:"}"#, r#"{"{0:1,\"2:":",3:"}"#),
            (
                r#"{"t":{{"queueId":0,"topic":"a\"}"}:{"min":1},{"queueId":1}:2},"n":3}"#,
                r#"{"t":{"{\"queueId\":0,\"topic\":\"a\\\"}\"}":{"min":1},"{\"queueId\":1}":2},"n":3}"#,
            ),
            (r#"[{"a":[{1:2},{"b":3}]}]"#, r#"[{"a":[{"1":2},{"b":3}]}]"#),
            ("", ""),
            ("{1", "{1"),
            ("{{", "{{"),
        ] {
            assert_eq!(strict(text), expected);
        }
    }
}
