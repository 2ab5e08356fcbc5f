//! What real brokers do, version by version: the rows of that table in `docs/profiles.md`. Not here: the
//! other tables (`profiles`).
//!
//! Invariant: each cell is asked of the profile.

use crate::cli::profiles::{ProfileRow, either, row};
use crate::engine::profile::{MovedRule, TimeSearchRule};
use crate::engine::rejected::code;
use crate::engine::rules::Choice;

/// The rows, as an operator meets them: finding offsets, progress, resets, clients, POP, the disk.
pub(super) fn broker_rows() -> Vec<ProfileRow> {
    let mut rows = rows_of_queues();
    rows.extend(rows_of_progress());
    rows.extend(rows_of_clients());
    rows.extend(rows_of_tries());
    rows.extend(rows_of_pulls());
    rows.extend(rows_of_pop());
    rows.extend(rows_of_the_disk());
    rows
}

fn rows_of_queues() -> Vec<ProfileRow> {
    Vec::from([
        row("offset by time (R-RST-2 to R-RST-4)", Some(Choice::TimeSearch), |p| {
            match (p.time_search(), p.clamps_time_search()) {
                (TimeSearchRule::Closest, _) => "the closest",
                (TimeSearchRule::LowerBound, _) => "first at or after it",
                (TimeSearchRule::Bisection, true) => "bisection for the closest, brought into [Min, Max]",
                (TimeSearchRule::Bisection, false) => "bisection for the closest",
            }
        }),
        row("the log's very first record (R-CQ-7)", Some(Choice::FirstRecord), |p| {
            either(
                p.reads_the_logs_first_record(),
                "readable",
                "its time can't be read: a search that meets it answers 0",
            )
        }),
        row("a wholly expired queue (R-CQ-4)", Some(Choice::MinOfQueue), |p| {
            either(
                p.keeps_min_of_expired_queue(),
                "Min stays; a pull there answers MESSAGE_WAS_REMOVING; a restart finds Min 0",
                "Min = Max",
            )
        }),
        row("Min after a restart (R-CQ-4, R-CQ-5)", Some(Choice::MinOfQueue), |p| {
            either(
                p.finds_min_anew(),
                "found in the first consume-queue file only: 0 until the next pass where all of it is gone",
                "as it was",
            )
        }),
        row("a time search in a first file that is gone (R-RST-3, R-CQ-7)", Some(Choice::TimeSearch), |p| {
            either(
                p.time_search() == TimeSearchRule::LowerBound,
                "its entries have the time −1: it finds what is stored, and UPPER its last entry",
                "from Min on",
            )
        }),
        row("a pull above Max (R-PULL-2 row 4)", Some(Choice::PullAboveMax), |p| {
            either(p.sends_overflow_to_zero(), "goes to 0 if Min is 0, else to Max", "Max")
        }),
        row("a pull's batch (R-PULL-5)", Some(Choice::Batch), |p| {
            either(p.batch_short_by() > 0, "one message less than asked for", "as asked")
        }),
        row("a pull or send to a queue that is not there (R-PULL-1)", Some(Choice::NoSuchQueue), |p| {
            either(p.no_such_queue_code() == code::INVALID_PARAMETER, "29", "1")
        }),
        row("`maxMessageSize` (R-LOG-5)", Some(Choice::MessageLimit), |p| {
            either(p.limits_whole_record(), "of the whole record", "of the body")
        }),
    ])
}

fn rows_of_progress() -> Vec<ProfileRow> {
    Vec::from([
        row("offset 0 \"in memory\" (R-INIT-2)", Some(Choice::Residency), |p| {
            either(
                p.estimates_residency(),
                "within 40 % of the memory from the log's end; a queue never written counts",
                "the lab's `residency`: always (JDK 17, the default), by estimate, by page cache",
            )
        }),
        row("a query with `setZeroIfNotFound=false` (R-INIT-1)", Some(Choice::SetZero), |p| {
            either(p.obeys_set_zero(), "22", "ignored")
        }),
        row("a commit for an unknown group (R-OFF-4)", Some(Choice::CommitOfUnknown), |p| {
            either(p.commit_needs_group(), "26", "stored")
        }),
        row("a commit for an unknown topic (R-OFF-4)", Some(Choice::CommitOfUnknown), |p| {
            either(p.commit_needs_topic(), "17", "stored")
        }),
        row("a topic is deleted (R-EXP-3)", Some(Choice::TopicDeletion), |p| match () {
            () if p.queues_outlive_topic() => "offsets stay, and the queues too",
            () if p.offsets_outlive_topic() => "offsets stay, numbering begins again",
            () if p.topic_takes_all_tables() => "offsets go, and with them pull offsets and pending resets",
            () => "offsets go",
        }),
        row("a group is deleted with its offsets (R-EXP-2)", Some(Choice::GroupDeletion), |p| match () {
            () if !p.removes_offsets_of_group() => "they stay",
            () if p.removes_all_tables_of_group() => "all three tables",
            () => "they go, pull offsets and pending resets stay",
        }),
        row("a clone by the broker (R-OFF-22)", Some(Choice::Clone), |p| {
            either(
                p.clone_shares_offsets(),
                "both groups have one table from then on",
                "the destination's is replaced",
            )
        }),
        row("a reset (R-RST-5, R-RST-11 to R-RST-13)", Some(Choice::ResetByBroker), |p| match () {
            () if p.server_side_reset_by_default() => "by the broker, else by clients",
            () if p.knows_server_side_reset() => {
                "by online clients, else by the tool; by the broker where `server_side_reset` is set"
            }
            () => "by online clients, else by the tool",
        }),
        row("a reset to the time −1 (R-RST-11)", Some(Choice::ResetToMinusOne), |p| {
            either(p.minus_one_means_max(), "Max", "is a time like any other")
        }),
        row("a reset of an unknown topic", Some(Choice::ResetOfNoTopic), |p| {
            either(p.reset_without_topic_code() == code::TOPIC_NOT_EXIST, "17", "1")
        }),
        row("`mqadmin resetOffsetByTime` (R-CMD-1)", None, |p| {
            either(p.tool_resets_one_queue(), "also one queue, to an offset", "a whole topic to a time")
        }),
        row("`mqadmin resetOffsetByTime -s now` (R-CMD-1)", None, |p| {
            either(p.tool_resets_now_to_last(), "Max − 1", "Max")
        }),
    ])
}

fn rows_of_clients() -> Vec<ProfileRow> {
    Vec::from([
        row("a client whose pull was sent elsewhere (R-PULL-7)", Some(Choice::MovedPull), |p| {
            match p.moved() {
                MovedRule::AtOnce => "at once; first pull 0.5 to 1.0 s later",
                MovedRule::AfterTenSeconds => "saves it after 10 s, takes the queue at its next rebalance",
            }
        }),
        row("a client that resets itself (R-RST-12)", Some(Choice::ClientReset), |p| {
            match (p.saves_reset_at_once(), p.first_pull_after_reset_ms()) {
                (true, _) => "saves the target at once and after 10 s, then pulls",
                (false, Some(_)) => "after 10 s, pulls 1 s later",
                (false, None) => "after 10 s, pulls 0.5 s later",
            }
        }),
        row("an orderly client that resets itself (R-RST-12)", Some(Choice::OrderlyReset), |p| {
            either(
                p.orderly_reset_waits_for_work_only(),
                "when the message in hand is done, at most 10 s",
                "after 10 s",
            )
        }),
        row("a client that stops in order with messages in work (R-OFF-8)", Some(Choice::Shutdown), |p| {
            either(
                p.saves_before_work_ends(),
                "saves, then finishes them: they come again",
                "drops them: they come once",
            )
        }),
        row("first pull of a queue just taken (R-LB-6)", Some(Choice::FirstPull), |p| {
            either(p.first_pull_ms() < 100, "at once", "after 0.5 s")
        }),
        row("first pull of a queue just taken in order (R-LB-7)", Some(Choice::OrderlyFirstPull), |p| {
            either(
                p.orderly_first_pull_waits_for_locks(),
                "1 s after the start, up to 21 s after a hand-over",
                "as any other",
            )
        }),
    ])
}

fn rows_of_tries() -> Vec<ProfileRow> {
    Vec::from([
        row("how many tries a client that sends back may ask for (R-RTY-2)", Some(Choice::MaxTries), |p| {
            match () {
                () if !p.obeys_max_reconsume_times() => "ignored",
                () if p.send_back_needs_max_times() => "as asked; a send-back that does not say answers 1",
                () => "as asked",
            }
        }),
        row("orderly tries (R-RTY-4)", Some(Choice::OrderlyTries), |p| {
            either(p.counts_orderly_tries(), "counted", "not counted")
        }),
        row("a pull of a dead-letter topic (R-RTY-2)", Some(Choice::DeadLetters), |p| {
            either(p.dead_letters_write_only(), "16", "its messages")
        }),
        row(
            "a message that is worked on for more than 15 minutes (R-RTY-1)",
            Some(Choice::ConsumeTimeout),
            |p| either(p.times_out_consumption(), "is sent back with level 3", "goes on"),
        ),
        row("a delayed message (R-DLY-4)", Some(Choice::DelayLevels), |p| {
            either(
                p.delays_fire_when_due(),
                "when it is due; 10 s later when it can't be stored",
                "at the next look, every 100 ms",
            )
        }),
    ])
}

fn rows_of_pulls() -> Vec<ProfileRow> {
    Vec::from([
        row("where broadcasting clients pull (R-OFF-15)", Some(Choice::Broadcasts), |p| {
            either(
                p.tracks_broadcasts(),
                "noted; the slowest is saved as `group@broadcast`, and who comes by another way is told",
                "nobody notes it",
            )
        }),
        row("a held pull (R-PULL-6)", Some(Choice::Hold), |p| {
            either(p.sweeps_a_hold() > 3, "15 to 16 s", "15 to 20 s")
        }),
        row("a pull that is sent elsewhere (R-PULL-7)", Some(Choice::MovedPullNote), |p| match () {
            () if !p.notes_moved_pulls() => "leaves no record",
            () if p.last_property_shorter_by() > 0 => "leaves a record in the log",
            () => "leaves a record in the log, with a separator at its end",
        }),
        row("flow control of cold reads (R-PULL-10)", Some(Choice::ColdControl), |p| {
            either(p.knows_cold_control(), "a setting", "–")
        }),
    ])
}

fn rows_of_pop() -> Vec<ProfileRow> {
    Vec::from([
        row("POP (R-POP)", Some(Choice::Pop), |p| either(p.knows_pop(), "yes", "– (code 3)")),
        row("messages for a time of their own (R-TMR)", Some(Choice::DeliveryTimes), |p| {
            either(p.knows_timers(), "yes", "– (stored at once)")
        }),
        row("a new POP group (R-INIT-5, R-INIT-7)", Some(Choice::PopStart), |p| match () {
            () if !p.knows_pop() => "–",
            () if p.pop_starts_young_queues_at_0() && p.saves_every_first_pop_offset() => {
                "0 while that message is in memory, else the newest; or Min; always saved"
            }
            () => "at the newest message, or at Min, which is not saved",
        }),
        row("a pop over all queues (R-POP-3)", Some(Choice::PopOrder), |p| match () {
            () if !p.knows_pop() => "–",
            () if p.pops_queues_downwards() => "downwards from a random one",
            () => "upwards from a random one",
        }),
        row("a held pop, when a message comes back (R-POP-2)", Some(Choice::RevivalWakes), |p| match () {
            () if !p.knows_pop() => "–",
            () if p.revival_wakes_pops() => "is woken",
            () => "finds it when its wait is over",
        }),
    ])
}

fn rows_of_the_disk() -> Vec<ProfileRow> {
    Vec::from([
        row("writes are refused above 90 % of the disk, from (R-RET-6)", Some(Choice::DiskFull), |p| {
            either(
                p.looks_at_disk_besides(),
                "1 s after the start, every 10 s",
                "60 s after the start, every 10 s",
            )
        }),
        row("writes go on (R-RET-6)", Some(Choice::DiskFull), |p| {
            either(p.looks_at_disk_besides(), "at 90 % or less", "at 85 % or less")
        }),
        row("deleteExpiredCommitLog (R-RET-7)", Some(Choice::ManualDeletion), |p| {
            either(p.knows_manual_deletion(), "yes", "– (code 3)")
        }),
    ])
}
