//! What servers answer, as values: their JSON, which is not strict, and what of it a snapshot takes. Not
//! here: asking (`remoting`), and the lab (`crate::import`).
//!
//! Invariant: what an answer does not say is absent; nothing is guessed.

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

/// JSON as RFC 8259 has it: the keys of fastjson's maps may be bare numbers (R-OFF-17).
pub(crate) fn strict(text: &str) -> String {
    let mut strict = String::with_capacity(text.len() + text.len() / 8);
    let (mut quoted, mut escaped, mut key_may_come) = (false, false, false);
    let mut number = String::new();
    for c in text.chars() {
        if !quoted && key_may_come && (c.is_ascii_digit() || c == '-' && number.is_empty()) {
            number.push(c);
            continue;
        }
        if !number.is_empty() {
            // In a list a number stands there as well, and no colon behind it.
            let key = c == ':';
            strict.push_str(&if key { format!("\"{number}\"") } else { std::mem::take(&mut number) });
            number.clear();
        }
        strict.push(c);
        if quoted {
            (quoted, escaped) = (escaped || c != '"', !escaped && c == '\\');
            continue;
        }
        quoted = c == '"';
        key_may_come = matches!(c, '{' | ',') || key_may_come && c.is_ascii_whitespace();
    }
    strict.push_str(&number);
    strict
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
            ("", ""),
            ("{1", "{1"),
        ] {
            assert_eq!(strict(text), expected);
        }
    }
}
