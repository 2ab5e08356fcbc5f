//! `run`: the projections of a lab at one instant, as a table or as JSON. Not here: the projections.
//!
//! Invariant: the table and the JSON have the same numbers.

use crate::cli::{Failure, read_journal};
use crate::engine::ids::VirtualTime;
use crate::projection::lanes::{LaneGroup, QueueLane};
use crate::projection::pockets::Wait;
use crate::projection::{Counts, GroupDeliveries, GroupPocket, TopicBoard};
use crate::projection::{boards, broker_view, deliveries, name_queues, pockets};
use crate::sim::World;
use crate::sim::timeline::Timeline;
use comfy_table::{Table, presets};
use serde_json::{Value, json};
use std::path::Path;

pub(super) fn run(path: &Path, until: VirtualTime, as_json: bool) -> Result<(), Failure> {
    let mut timeline = Timeline::from_journal(read_journal(path)?);
    let outcomes = timeline.run_until(until, &mut ());
    for rejected in outcomes.iter().filter_map(|outcome| outcome.as_ref().err()) {
        eprintln!("refused: {rejected}");
    }
    if as_json {
        println!("{}", serde_json::to_string_pretty(&to_json(timeline.world())).unwrap_or_default());
    } else {
        println!("{}", to_table(&named_boards(&timeline)));
        if let Some(table) = counts_table(timeline.world()) {
            println!("\n{table}");
        }
        for of in pockets(timeline.world()).topics {
            println!("scheduled for {}: {}", of.topic, of.wait.count);
        }
    }
    Ok(())
}

/// The boards, with the names that imported queues have.
pub(super) fn named_boards(timeline: &Timeline) -> Vec<TopicBoard> {
    let mut boards = boards(timeline.world());
    name_queues(&mut boards, &timeline.journal().entries);
    boards
}

pub(super) fn to_table(boards: &[TopicBoard]) -> Table {
    let mut table = Table::new();
    table.load_preset(presets::NOTHING);
    table.set_header(["topic", "queue", "min", "max", "group", "consumer", "pull", "lag", "purged"]);
    let or_dash = |value: Option<i64>| value.map_or_else(|| "-".to_string(), |value| value.to_string());
    let or_unknown =
        |value: Option<i64>| value.map_or_else(|| "unknown".to_string(), |value| value.to_string());
    for board in boards {
        for lane in &board.lanes {
            let bounds = [lane.known_min(), lane.known_max()].map(|offset| or_unknown(offset.map(|o| o.0)));
            let [min, max] = bounds;
            let queue = [board.topic.to_string(), lane.label(), min, max];
            if lane.groups.is_empty() {
                table.add_row(queue.clone());
            }
            for group in &lane.groups {
                let (consumer, pull) = (group.consumer_offset.map(|o| o.0), group.pull_offset.map(|o| o.0));
                // Without Max the lag is unknown, without Min its purged part.
                let lag = if lane.max_known { or_dash(group.lag) } else { or_unknown(None) };
                let purged = or_unknown(Some(group.lag_purged).filter(|_| lane.min_known));
                let numbers = [or_dash(consumer), or_dash(pull), lag, purged];
                table.add_row(queue.iter().cloned().chain([group.group.to_string()]).chain(numbers));
            }
        }
    }
    table
}

/// What happened to each group's messages, and what is outside the queues; `None`: of no group yet.
fn counts_table(world: &World) -> Option<Table> {
    let mut table = Table::new();
    table.load_preset(presets::NOTHING);
    table.set_header([
        "group",
        "delivered",
        "processed",
        "duplicates",
        "lost",
        "skipped",
        "sent_back",
        "revived",
        "in_retry",
        "dead",
        "hidden",
    ]);
    let aside = pockets(world);
    for GroupDeliveries { group, total, in_retry, .. } in deliveries(world) {
        let pocket = aside.groups.iter().find(|pocket| pocket.group == group);
        let hidden = pocket.map_or(0, hidden);
        let Counts { delivered, processed, duplicates, lost, skipped, sent_back, revived, dead, .. } = total;
        let numbers =
            [delivered, processed, duplicates, lost, skipped, sent_back, revived, in_retry, dead, hidden];
        let numbers = numbers.map(|number| number.to_string());
        table.add_row([group.to_string()].into_iter().chain(numbers));
    }
    let any = deliveries(world).iter().any(|of| of.total != Counts::default());
    (any || !aside.groups.is_empty()).then_some(table)
}

fn hidden(pocket: &GroupPocket) -> u64 {
    pocket.hidden.iter().map(|span| span.count).sum()
}

fn wait(wait: &Wait) -> Value {
    json!({"count": wait.count, "next_due_ms": wait.next_due_ms})
}

fn deliveries_json(world: &World) -> Vec<Value> {
    let aside = pockets(world);
    let of_group = |of: GroupDeliveries| {
        let pocket = aside.groups.iter().find(|pocket| pocket.group == of.group);
        let Counts { delivered, processed, duplicates, duplicates_by, .. } = &of.total;
        let Counts { lost, skipped, sent_back, revived, dead, .. } = &of.total;
        json!({
            "group": of.group, "delivered": delivered, "processed": processed, "duplicates": duplicates,
            "duplicates_by": duplicates_by, "lost": lost, "skipped": skipped, "sent_back": sent_back,
            "revived": revived, "in_retry": of.in_retry, "dead": dead,
            "retrying": pocket.map(|pocket| wait(&pocket.retrying)),
            "dead_letters": pocket.map_or(0, |pocket| pocket.dead_letters),
            "hidden": pocket.map_or(0, hidden),
        })
    };
    deliveries(world).into_iter().map(of_group).collect()
}

fn to_json(world: &World) -> Value {
    let broker = broker_view(world);
    let topics: Vec<Value> = boards(world)
        .iter()
        .map(
            |board| json!({"topic": board.topic, "queues": board.lanes.iter().map(lane).collect::<Vec<_>>()}),
        )
        .collect();
    json!({
        "profile": world.header().profile, "now_us": world.now(), "digest": format!("{:016x}", world.digest()),
        "topics": topics,
        "groups": deliveries_json(world),
        "scheduled": pockets(world).topics.iter().map(|of| json!({"topic": of.topic, "wait": wait(&of.wait)})).collect::<Vec<_>>(),
        "broker": {
            "used_bytes": broker.used_bytes, "used_percent": broker.used_percent, "disk_full": broker.disk_full,
            "segments": broker.segments.len(),
        },
    })
}

fn lane(lane: &QueueLane) -> Value {
    json!({
        "queue": lane.queue, "min_offset": lane.known_min(), "max_offset": lane.known_max(),
        "groups": lane.groups.iter().map(|here| group(here, lane.min_known)).collect::<Vec<_>>(),
    })
}

fn group(group: &LaneGroup, min_known: bool) -> Value {
    json!({
        "group": group.group, "consumer_offset": group.consumer_offset, "pull_offset": group.pull_offset,
        "pending_reset": group.pending_reset, "lag": group.lag, "lag_ms": group.lag_ms,
        "purged": Some(group.lag_purged).filter(|_| min_known),
        "lost": group.lost, "owner": group.owner,
    })
}
