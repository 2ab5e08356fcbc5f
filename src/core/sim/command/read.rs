//! Reads commands and calls from JSON. Not here: what they mean (`command`), and that a text is JSON at all
//! (`formats::json`).
//!
//! `derive` reads each variant with a piece of code of its own, a kilobyte each: 78 KB of the page's program
//! (docs/benchmarks.md). Here one piece reads the fields of all of them, and a table says which belong where.
//!
//! Invariant: a variant has exactly its fields, each once; another one is an error, as is a missing one.

use super::{BrokerCall, Command, default_cached_max};
use crate::engine::answer::Boundary;
use crate::engine::broker::{Allocate, ConsumeFrom, Protocol};
use crate::engine::ids::{EpochMs, Name, PhysicalOffset, QueueId, QueueOffset};
use crate::engine::log::time_bound::TimeBound;
use crate::sim::command::queue_choice::QueueChoice;
use crate::sim::command::reset_target::ResetTarget;
use crate::sim::command::settings::{Failures, Threads};
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use serde::de::{EnumAccess, Error, MapAccess, VariantAccess, Visitor};
use serde::{Deserialize, Deserializer};

/// What is wrong with a variant's fields.
enum Fault {
    Missing(&'static str),
    Unknown(&'static str),
    NoSuchVariant,
}

impl Fault {
    fn error<E: Error>(self, variant: &str, known: &'static [&'static str]) -> E {
        match self {
            Fault::Missing(field) => E::missing_field(field),
            Fault::Unknown(field) => E::unknown_field(field, &[]),
            Fault::NoSuchVariant => E::unknown_variant(variant, known),
        }
    }
}

macro_rules! fields {
    ($($field:ident: $type:ty,)*) => {
        /// Every field that some variant has. `null` is as good as absent.
        #[derive(Default)]
        struct Fields { $($field: Option<$type>,)* }

        impl Fields {
            /// Takes the value of a field in; `false`: no variant has such a field.
            fn take_in<'de, A: MapAccess<'de>>(&mut self, field: &str, map: &mut A) -> Result<bool, A::Error> {
                match field {
                    $(stringify!($field) => {
                        if self.$field.is_some() {
                            return Err(A::Error::duplicate_field(stringify!($field)));
                        }
                        self.$field = map.next_value()?;
                    })*
                    _ => return Ok(false),
                }
                Ok(true)
            }

            /// A field that the variant did not want.
            fn left(&self) -> Option<&'static str> {
                $(if self.$field.is_some() {
                    return Some(stringify!($field));
                })*
                None
            }
        }
    };
}

fields! {
    allocate: Allocate,
    attempt: String,
    back_level: i32,
    body: String,
    body_bytes: u32,
    boundary: Boundary,
    broadcasting: bool,
    cached_max: u32,
    choice: QueueChoice,
    client: Name,
    commit: QueueOffset,
    consume_from: ConsumeFrom,
    consumer: Name,
    count: u32,
    crash: bool,
    delay_level: u32,
    deliver_at_ms: EpochMs,
    failures: Failures,
    first_offsets: Vec<QueueOffset>,
    force: bool,
    from_min: bool,
    from_proxy: bool,
    group: Name,
    invisible_ms: u64,
    key: String,
    keys: u32,
    kill: bool,
    log_tail: u32,
    max: QueueOffset,
    max_messages: u32,
    max_reconsume_times: i32,
    min: QueueOffset,
    moved_event_of: Name,
    name: String,
    offset: QueueOffset,
    offsets_gone: bool,
    order: bool,
    orderly: bool,
    paused: bool,
    physical: PhysicalOffset,
    popped_at_ms: EpochMs,
    processing_us: u64,
    producer: Name,
    protocol: Protocol,
    queue: QueueId,
    queues: u32,
    rate_per_s: u32,
    record_bytes: u32,
    remove_offsets: bool,
    retry_max_times: u32,
    retry_queues: u32,
    set_zero_if_not_found: bool,
    source: Name,
    subscription: String,
    tag: String,
    target: ResetTarget,
    threads: Threads,
    times: Vec<TimeBound>,
    timestamp_ms: EpochMs,
    topic: Name,
}

/// The field that a name stands for: three names have another type in one variant than in the others.
fn field_of<'a>(variant: &str, name: &'a str) -> &'a str {
    match (variant, name) {
        ("reset_offset", "queues") => "choice",
        ("reset_offset", "to") => "target",
        ("log_advanced", "to") => "physical",
        ("send_back", "delay_level") => "back_level",
        (_, "choice" | "target" | "physical" | "back_level" | "to") => "",
        (_, name) => name,
    }
}

fn need<T>(field: &mut Option<T>, name: &'static str) -> Result<T, Fault> {
    field.take().ok_or(Fault::Missing(name))
}

/// A variant a line: fields that have to be there; those that have a default; those that may be absent.
macro_rules! table {
    ($type:ident, $known:ident, $build:ident, $fields:ident {
        $($name:literal => $variant:ident($($needed:ident),*; $($default:ident),*; $($optional:ident),*),)*
    } else { $($other:literal => $made:expr,)* } and $($newtype:literal)*) => {
        const $known: &[&str] = &[$($name,)* $($other,)* $($newtype,)*];

        #[inline]
        fn $build(variant: &str, $fields: &mut Fields) -> Result<$type, Fault> {
            Ok(match variant {
                $($name => $type::$variant {
                    $($needed: need(&mut $fields.$needed, stringify!($needed))?,)*
                    $($default: $fields.$default.take().unwrap_or_default(),)*
                    $($optional: $fields.$optional.take(),)*
                },)*
                $($other => $made,)*
                _ => return Err(Fault::NoSuchVariant),
            })
        }
    };
}

table! { Command, COMMANDS, command, fields {
    "create_topic" => CreateTopic(topic, queues; first_offsets; ),
    "delete_topic" => DeleteTopic(topic; ; ),
    "create_group" => CreateGroup(group; consume_from; ),
    "set_group" => SetGroup(group; ; allocate, broadcasting, orderly, protocol, invisible_ms, retry_queues, retry_max_times),
    "delete_group" => DeleteGroup(group; remove_offsets; ),
    "add_producer" => AddProducer(producer, topic, rate_per_s, body_bytes; keys, delay_level; ),
    "set_producer" => SetProducer(producer, rate_per_s, body_bytes; keys, delay_level; ),
    "pause_producer" => PauseProducer(producer, paused; ; ),
    "remove_producer" => RemoveProducer(producer; ; ),
    "set_failures" => SetFailures(consumer; failures; ),
    "set_threads" => SetThreads(consumer; threads; ),
    "pause_consumer" => PauseConsumer(consumer, paused; ; ),
    "remove_consumer" => RemoveConsumer(consumer; crash; ),
    "send_message" => SendMessage(topic, queue, body; delay_level; key, tag, deliver_at_ms),
    "remove_offsets" => RemoveOffsets(group, topic; ; ),
    "delete_expired_segments" => DeleteExpiredSegments(; ; ),
    "restart_broker" => RestartBroker(; kill, offsets_gone, log_tail; ),
    "import_queue" => ImportQueue(topic, queue; times; min, max, name),
} else {
    "add_consumer" => Command::AddConsumer {
        consumer: need(&mut fields.consumer, "consumer")?,
        group: need(&mut fields.group, "group")?,
        topic: need(&mut fields.topic, "topic")?,
        processing_us: need(&mut fields.processing_us, "processing_us")?,
        cached_max: fields.cached_max.take().unwrap_or_else(default_cached_max),
    },
    "set_consumer" => Command::SetConsumer {
        consumer: need(&mut fields.consumer, "consumer")?,
        processing_us: need(&mut fields.processing_us, "processing_us")?,
        cached_max: fields.cached_max.take().unwrap_or_else(default_cached_max),
    },
    "reset_offset" => Command::ResetOffset {
        group: need(&mut fields.group, "group")?,
        topic: need(&mut fields.topic, "topic")?,
        queues: need(&mut fields.choice, "queues")?,
        to: need(&mut fields.target, "to")?,
    },
} and "set_retention" "set_broker" "set_timers" "broker" }

table! { BrokerCall, CALLS, call, fields {
    "send" => Send(topic, queue, body_bytes; delay_level; record_bytes, tag),
    "pop" => Pop(group, topic, max_messages, invisible_ms; from_min, order; queue, attempt),
    "ack" => Ack(group, topic, queue, offset, popped_at_ms; order; ),
    "change_invisible" => ChangeInvisible(group, topic, queue, offset, popped_at_ms, invisible_ms; order; ),
    "search_offset" => SearchOffset(topic, queue, timestamp_ms; boundary; ),
    "query_offset" => QueryOffset(group, topic, queue; ; set_zero_if_not_found),
    "commit" => Commit(group, topic, queue, offset; ; ),
    "pull" => Pull(group, topic, queue, offset, max_messages; from_proxy; subscription, commit, client, moved_event_of),
    "reset_offset" => ResetOffset(group, topic, timestamp_ms; force; queue, offset),
    "clone_offset" => CloneOffset(source, group, topic; ; ),
    "consume_stats" => ConsumeStats(group; ; topic),
    "connect" => Connect(client, group, topic; ; ),
    "disconnect" => Disconnect(client; ; ),
    "segments" => Segments(; ; ),
    "expire_segments" => ExpireSegments(count; ; ),
    "clean_expired_queues" => CleanExpiredQueues(; ; ),
    "restart" => Restart(; kill; ),
    "delete_topic" => DeleteTopic(topic; ; ),
    "delete_group" => DeleteGroup(group; remove_offsets; ),
} else {
    "send_back" => BrokerCall::SendBack {
        group: need(&mut fields.group, "group")?,
        topic: need(&mut fields.topic, "topic")?,
        queue: need(&mut fields.queue, "queue")?,
        offset: need(&mut fields.offset, "offset")?,
        delay_level: fields.back_level.take().unwrap_or_default(),
        max_reconsume_times: fields.max_reconsume_times.take(),
    },
    "log_advanced" => BrokerCall::LogAdvanced { to: need(&mut fields.physical, "to")? },
} and "min_offset" "max_offset" }

/// The fields of this variant.
struct Filling<'a>(&'a str);

impl<'de> Visitor<'de> for Filling<'_> {
    type Value = Fields;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object with the fields of ")?;
        f.write_str(self.0)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Fields, A::Error> {
        let mut fields = Fields::default();
        while let Some(name) = map.next_key::<String>()? {
            if !fields.take_in(field_of(self.0, &name), &mut map)? {
                return Err(A::Error::unknown_field(&name, &[]));
            }
        }
        Ok(fields)
    }
}

/// A variant by its name and fields.
fn built<'de, T, V: VariantAccess<'de>>(
    (variant, known): (&str, &'static [&'static str]),
    access: V,
    build: fn(&str, &mut Fields) -> Result<T, Fault>,
) -> Result<T, V::Error> {
    if !known.contains(&variant) {
        return Err(Fault::NoSuchVariant.error(variant, known));
    }
    let mut fields = access.struct_variant(&[], Filling(variant))?;
    let made = build(variant, &mut fields).map_err(|fault| fault.error(variant, known))?;
    match fields.left() {
        Some(field) => Err(Fault::Unknown(field).error(variant, known)),
        None => Ok(made),
    }
}

struct CommandVisitor;

impl<'de> Visitor<'de> for CommandVisitor {
    type Value = Command;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a command")
    }

    fn visit_enum<A: EnumAccess<'de>>(self, access: A) -> Result<Command, A::Error> {
        let (variant, access) = access.variant::<String>()?;
        match variant.as_str() {
            "set_retention" => access.newtype_variant().map(Command::SetRetention),
            "set_broker" => access.newtype_variant().map(Command::SetBroker),
            "set_timers" => access.newtype_variant().map(Command::SetTimers),
            "broker" => access.newtype_variant().map(Command::Broker),
            variant => built((variant, COMMANDS), access, command),
        }
    }
}

impl<'de> Deserialize<'de> for Command {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Command, D::Error> {
        deserializer.deserialize_enum("Command", COMMANDS, CommandVisitor)
    }
}

struct CallVisitor;

impl<'de> Visitor<'de> for CallVisitor {
    type Value = BrokerCall;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a call to the broker")
    }

    fn visit_enum<A: EnumAccess<'de>>(self, access: A) -> Result<BrokerCall, A::Error> {
        let (variant, access) = access.variant::<String>()?;
        match variant.as_str() {
            "min_offset" => access.newtype_variant().map(BrokerCall::MinOffset),
            "max_offset" => access.newtype_variant().map(BrokerCall::MaxOffset),
            variant => built((variant, CALLS), access, call),
        }
    }
}

impl<'de> Deserialize<'de> for BrokerCall {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<BrokerCall, D::Error> {
        deserializer.deserialize_enum("BrokerCall", CALLS, CallVisitor)
    }
}
