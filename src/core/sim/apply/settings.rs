//! What the commands that change settings do. Not here: the settings' meaning (`engine`).
//!
//! Invariant: every value is checked before the first one is changed.

use crate::engine::waiting::delay_table::parse_levels;
use crate::engine::{Event, EventSink, Rejected, limits};
use crate::sim::command::{BrokerChange, Command, RetentionSettings, TimerChange};
use crate::sim::world::World;

impl World {
    pub(crate) fn set_retention(
        &mut self,
        settings: &RetentionSettings,
        out: &mut dyn EventSink,
    ) -> Result<(), Rejected> {
        if let Some(bytes) = settings.segment_bytes {
            check_range("segment_bytes", bytes, &limits::SEGMENT_BYTES)?;
        }
        if let Some(bytes) = settings.disk_bytes {
            check_range("disk_bytes", bytes, &(*limits::SEGMENT_BYTES.start()..=i64::MAX as u64))?;
        }
        if let Some(ms) = settings.reserved_ms {
            check_range("reserved_ms", ms, &(0..=i64::MAX as u64))?;
        }
        if let Some(&hour) = settings.delete_hours.iter().flatten().find(|&&hour| hour > 23) {
            return Err(Rejected::out_of_range("delete_hours", i64::from(hour), 0, 23));
        }
        let of_broker = self.broker.settings_mut();
        of_broker.segment_bytes = settings.segment_bytes.unwrap_or(of_broker.segment_bytes);
        of_broker.disk_bytes = settings.disk_bytes.unwrap_or(of_broker.disk_bytes);
        of_broker.reserved_ms = settings.reserved_ms.unwrap_or(of_broker.reserved_ms);
        if let Some(hours) = &settings.delete_hours {
            of_broker.delete_hours = hours.clone();
        }
        out.emit(self.now, Event::RetentionSet);
        Ok(())
    }

    pub(crate) fn set_broker(&mut self, change: &BrokerChange) -> Result<(), Rejected> {
        if let Some(bytes) = change.max_message_bytes {
            check_range("max_message_bytes", bytes.into(), &(1..=limits::MAX_MESSAGE_SIZE.into()))?;
        }
        if let Some(entries) = change.queue_file_entries {
            check_range("queue_file_entries", entries.into(), &(1..=1_000_000))?;
        }
        if let Some(segments) = change.page_cache_segments {
            check_range("page_cache_segments", segments.into(), &(0..=limits::CACHED_SEGMENTS_MAX.into()))?;
        }
        if let Some(ms) = change.cold_read_ms {
            check_range("cold_read_ms", ms, &(0..=limits::COLD_READ_MS_MAX))?;
        }
        if let Some(ms) = change.timer_roll_ms {
            check_range("timer_roll_ms", ms, &(2_000..=limits::TIMER_ROLL_WINDOW_MS))?;
        }
        if let Some(text) = &change.delay_levels {
            let illegal = || Rejected::DelayLevelsIllegal { text: text.clone() };
            self.broker.set_delay_levels(parse_levels(text).ok_or_else(illegal)?);
            self.arm_deliveries();
        }
        self.broker.set_wheel(change.timer_wheel, change.timer_roll_ms);
        let settings = self.broker.settings_mut();
        settings.max_message_bytes = change.max_message_bytes.unwrap_or(settings.max_message_bytes);
        settings.queue_file_entries = change.queue_file_entries.unwrap_or(settings.queue_file_entries);
        settings.resident_by_ratio = change.resident_by_ratio.unwrap_or(settings.resident_by_ratio);
        settings.memory_bytes = change.memory_bytes.unwrap_or(settings.memory_bytes);
        settings.residency = change.residency.unwrap_or(settings.residency);
        settings.page_cache_segments = change.page_cache_segments.unwrap_or(settings.page_cache_segments);
        settings.cold_read_ms = change.cold_read_ms.unwrap_or(settings.cold_read_ms);
        settings.cold_control = change.cold_control.unwrap_or(settings.cold_control);
        settings.cold_group_bytes = change.cold_group_bytes.unwrap_or(settings.cold_group_bytes);
        settings.server_side_reset = change.server_side_reset.unwrap_or(settings.server_side_reset);
        settings.offset_expiry_ms = change.offset_expiry_ms.unwrap_or(settings.offset_expiry_ms);
        Ok(())
    }

    pub(crate) fn set_group(&mut self, command: &Command, out: &mut dyn EventSink) -> Result<(), Rejected> {
        let Command::SetGroup {
            group,
            allocate,
            broadcasting,
            orderly,
            protocol,
            invisible_ms,
            retry_queues,
            retry_max_times,
        } = command
        else {
            unreachable!("only called for a group's settings")
        };
        check_range("retry_queues", retry_queues.unwrap_or(1).into(), &(0..=limits::QUEUES_MAX.into()))?;
        self.set_protocol(group, *protocol, *invisible_ms)?;
        self.broker.set_retry_policy(group, *retry_queues, *retry_max_times)?;
        let broadcast = self.is_broadcasting(group);
        self.broker.set_group(group, *allocate, *broadcasting)?;
        if broadcast != self.is_broadcasting(group) {
            self.uncount_ghosts(group);
        }
        self.set_orderly(group, orderly.unwrap_or(self.is_orderly(group)), out);
        self.subscribe_to_retries(group, out);
        self.rebalance_group(group, out);
        Ok(())
    }

    pub(crate) fn set_timers(&mut self, change: &TimerChange) -> Result<(), Rejected> {
        let TimerChange { persist_ms, hold_ms, rebalance_ms, moved_ms, retention_pass_ms, offset_flush_ms } =
            *change;
        let all = [persist_ms, hold_ms, rebalance_ms, moved_ms, retention_pass_ms, offset_flush_ms];
        for ms in all.into_iter().flatten() {
            check_range("a timer in ms", ms, &limits::TIMER_RANGE_MS)?;
        }
        self.timers.persist_ms = persist_ms.unwrap_or(self.timers.persist_ms);
        self.timers.hold_ms = hold_ms.unwrap_or(self.timers.hold_ms);
        self.timers.rebalance_ms = rebalance_ms.unwrap_or(self.timers.rebalance_ms);
        self.timers.moved_ms = moved_ms.unwrap_or(self.timers.moved_ms);
        self.timers.retention_pass_ms = retention_pass_ms.unwrap_or(self.timers.retention_pass_ms);
        self.timers.offset_flush_ms = offset_flush_ms.unwrap_or(self.timers.offset_flush_ms);
        self.set_broker_timers(1);
        Ok(())
    }
}

/// Refuses a value outside its range.
pub(crate) fn check_range(
    what: &str,
    value: u64,
    range: &core::ops::RangeInclusive<u64>,
) -> Result<(), Rejected> {
    if range.contains(&value) {
        return Ok(());
    }
    let as_i64 = |value: u64| i64::try_from(value).unwrap_or(i64::MAX);
    Err(Rejected::out_of_range(what, as_i64(value), as_i64(*range.start()), as_i64(*range.end())))
}
