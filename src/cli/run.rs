//! `run`: the projections of a lab at one instant, as a table or as JSON. Not here: the projections.
//!
//! Invariant: the table and the JSON have the same numbers.

use super::{Failure, read_journal};
use crate::engine::ids::VirtualTime;
use crate::projection::lanes::{LaneGroup, QueueLane};
use crate::projection::{TopicBoard, boards, broker_view};
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
        println!("{}", to_table(&boards(timeline.world())));
    }
    Ok(())
}

fn to_table(boards: &[TopicBoard]) -> Table {
    let mut table = Table::new();
    table.load_preset(presets::NOTHING);
    table.set_header(["topic", "queue", "min", "max", "group", "consumer", "pull", "lag", "purged"]);
    let or_dash = |value: Option<i64>| value.map_or_else(|| "-".to_string(), |value| value.to_string());
    for board in boards {
        for lane in &board.lanes {
            let queue =
                [board.topic.to_string(), lane.queue.to_string(), lane.min.to_string(), lane.max.to_string()];
            if lane.groups.is_empty() {
                table.add_row(queue.clone());
            }
            for group in &lane.groups {
                let (consumer, pull) = (group.consumer_offset.map(|o| o.0), group.pull_offset.map(|o| o.0));
                let numbers =
                    [or_dash(consumer), or_dash(pull), or_dash(group.lag), group.lag_purged.to_string()];
                table.add_row(queue.iter().cloned().chain([group.group.to_string()]).chain(numbers));
            }
        }
    }
    table
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
        "broker": {
            "used_bytes": broker.used_bytes, "used_percent": broker.used_percent, "disk_full": broker.disk_full,
            "segments": broker.segments.len(),
        },
    })
}

fn lane(lane: &QueueLane) -> Value {
    json!({
        "queue": lane.queue, "min_offset": lane.min, "max_offset": lane.max,
        "groups": lane.groups.iter().map(group).collect::<Vec<_>>(),
    })
}

fn group(group: &LaneGroup) -> Value {
    json!({
        "group": group.group, "consumer_offset": group.consumer_offset, "pull_offset": group.pull_offset,
        "pending_reset": group.pending_reset, "lag": group.lag, "lag_ms": group.lag_ms, "purged": group.lag_purged,
        "lost": group.lost, "owner": group.owner,
    })
}
