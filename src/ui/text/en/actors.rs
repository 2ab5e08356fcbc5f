//! The words of `text::actors` in English.

use crate::ui::text::actors::Actors;
use crate::ui::text::en::plural;

/// English.
pub const WORDS: Actors = Actors {
    title: "Actors",
    producers: "Producers",
    groups: "Consumer groups",
    broker: "Broker",
    no_producers: "No producers.",
    no_groups: "No consumer groups.",
    lag: |lag| format!("lag {lag}"),
    lag_and_none: |lag, n| format!("{lag}, and {} without an offset", plural(n, "queue", "queues")),
    per_second: |n| format!("{n}/s"),
    keys: |size, keys| format!("{size}, {keys} keys"),
    no_keys: |size| format!("{size}, round robin"),
    consumers: |n| plural(n, "consumer", "consumers"),
    consumers_each: |consumers, each| format!("{consumers}, {each} each"),
    and: ", ",
    paused: "paused",
    caught_up: "caught up",
    stopped: "no consumer",
    below_min: "below Min",
    not_started: "not started",
    refused: |n| format!("{n} refused"),
};
