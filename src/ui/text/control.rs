//! The words of the controls over groups, consumers, messages and the broker, in both languages. Not here:
//! the other forms' (`dialogs`).
//!
//! Invariant: what may lose something says so before it is done, with its rule.

use crate::projection::GroupSettings;
use crate::sim::command::{Allocate, Protocol, Residency};
use crate::ui::text::{ChoiceWords, OfText, OfTwo};

/// How the consumers of a group read.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum GroupKind {
    /// Pushed, several messages of a queue at a time.
    #[default]
    Concurrent,
    /// Pushed, one message of a queue after the other.
    Orderly,
    /// Popped.
    Pop,
    /// Pushed, all of them to every consumer.
    Broadcasting,
}

impl GroupKind {
    /// In the order of the list.
    pub const ALL: [GroupKind; 4] =
        [GroupKind::Concurrent, GroupKind::Orderly, GroupKind::Pop, GroupKind::Broadcasting];

    /// How a group with these settings reads.
    pub fn of(settings: &GroupSettings) -> GroupKind {
        if settings.protocol == Protocol::Pop {
            GroupKind::Pop
        } else if settings.broadcasting {
            GroupKind::Broadcasting
        } else if settings.orderly {
            GroupKind::Orderly
        } else {
            GroupKind::Concurrent
        }
    }
}

/// When a message that is sent by hand is delivered.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Delivery {
    #[default]
    AtOnce,
    /// After the time of a delay level.
    AfterDelay,
    AtTime,
}

impl Delivery {
    /// In the order of the list.
    pub const ALL: [Delivery; 3] = [Delivery::AtOnce, Delivery::AfterDelay, Delivery::AtTime];
}

/// How the broker goes down (R-OFF-19).
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum BrokerWay {
    #[default]
    InOrder,
    Kill,
    /// Both offset files are lost.
    KillWithoutOffsets,
    /// The end of the commit log is lost.
    KillWithoutLogTail,
}

impl BrokerWay {
    /// In the order of the choice: what loses nothing comes first.
    pub const ALL: [BrokerWay; 4] =
        [BrokerWay::InOrder, BrokerWay::Kill, BrokerWay::KillWithoutOffsets, BrokerWay::KillWithoutLogTail];
}

/// Controls.
pub struct Control {
    pub change_group: OfText,
    pub kind: &'static str,
    pub group_kind: fn(GroupKind) -> &'static ChoiceWords,
    /// Of a consumer whose group decides: group, kind.
    pub kind_of_group: OfTwo,
    pub invisible_s: &'static str,
    pub invisible_hint: &'static str,
    pub allocate: &'static str,
    pub allocate_name: fn(Allocate) -> &'static str,
    pub retries: &'static str,
    pub retries_hint: &'static str,
    pub retry_queues: &'static str,
    pub retry_queues_hint: &'static str,
    pub fail_percent: &'static str,
    pub fail_hint: &'static str,
    pub percent_bad: &'static str,
    pub poison: &'static str,
    pub poison_hint: &'static str,
    pub poison_bad: &'static str,
    pub suspend_ms: &'static str,
    pub suspend_hint: &'static str,
    pub slow: &'static str,
    pub fast: &'static str,
    pub fails: OfText,
    pub restart: &'static str,
    pub start_again: &'static str,
    /// Of a consumer.
    pub left: &'static str,
    pub crashed: &'static str,
    /// topic and queue
    pub handles: OfText,
    /// what a group's mark says
    pub handle: OfText,
    pub delay: &'static str,
    pub delay_none: &'static str,
    /// level, how long
    pub delay_level: OfTwo,
    pub deliver: &'static str,
    pub delivery: fn(Delivery) -> &'static str,
    pub deliver_time: &'static str,
    pub broker_title: &'static str,
    pub broker_open: &'static str,
    pub broker_way: fn(BrokerWay) -> &'static ChoiceWords,
    pub broker_tail: &'static str,
    pub broker_restart: &'static str,
    pub broker_kill: &'static str,
    pub memory_title: &'static str,
    pub memory_open: &'static str,
    pub cache: &'static str,
    pub cache_hint: &'static str,
    pub cold_ms: &'static str,
    pub cold_ms_hint: &'static str,
    pub cold_control: &'static str,
    pub cold_kib: &'static str,
    pub residency: &'static str,
    pub residency_name: fn(Residency) -> &'static str,
    pub residency_hint: &'static str,
}
