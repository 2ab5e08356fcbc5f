//! A World as bytes and its digest. Not here: the envelope of a record (`storage`).
//!
//! Invariant: what a lab does not use leaves no trace: the pockets are written behind the World's own form,
//! and only where there is something in them does the digest cover them.

use crate::engine::ids::Name;
use crate::engine::log::index::Index;
use crate::engine::ordered_map::OrderedMap;
use crate::sim::clients::pop::PopClient;
use crate::sim::clients::threads::Crew;
use crate::sim::world::World;
use crate::sim::world::digest::{digest_of, encode};
use alloc::boxed::Box;
use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

/// The layout of a World's bytes. It counts up with every change of a type that is written there: what a
/// newer build opens without running its past again is what has its own number (`tests/it/stored_forms.rs`
/// tells when that was forgotten).
pub const WORLD_LAYOUT: u32 = 2;

/// What a World has besides its plain form: an empty one leaves no trace.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Aside {
    /// Delay levels of producers, where they are not 0.
    levels: OrderedMap<Name, u32>,
    /// Clients that pop.
    pub(crate) clients: OrderedMap<Name, PopClient>,
}

impl Aside {
    /// A producer's delay level.
    pub fn level(&self, producer: &str) -> u32 {
        self.levels.get(producer).copied().unwrap_or(0)
    }

    pub(crate) fn set_level(&mut self, producer: &Name, level: u32) {
        if level > 0 {
            self.levels.insert(producer.clone(), level);
        } else {
            self.levels.remove(producer);
        }
    }
}

impl World {
    /// A producer's delay level; 0: none.
    pub fn delay_level(&self, producer: &str) -> u32 {
        self.aside.level(producer)
    }

    /// 64 bits that stand for the whole state. The tallies follow from the rest: alone they are left out.
    pub fn digest(&self) -> u64 {
        let (pockets, crews) = (self.broker.pockets(), self.crews());
        if !crews.is_empty() {
            return digest_of(&(self, pockets, &self.aside, &self.newer, crews));
        }
        if self.newer.in_use {
            return digest_of(&(self, pockets, &self.aside, &self.newer));
        }
        if pockets.is_unused() && self.aside == Aside::default() {
            return digest_of(self);
        }
        digest_of(&(self, pockets, &self.aside))
    }

    /// The World behind `head`; its clients' threads last, if there are any.
    #[inline]
    pub fn to_bytes(&self, head: Vec<u8>) -> Vec<u8> {
        let bytes = encode(&(self, self.broker.pockets(), &self.aside, &self.newer), head);
        match self.crews() {
            crews if crews.is_empty() => bytes,
            crews => encode(&crews, bytes),
        }
    }

    /// A World from all of these bytes; `None`: they are none.
    #[inline]
    pub fn from_bytes(bytes: &[u8]) -> Option<World> {
        let (parts, mut rest) = postcard::take_from_bytes::<(World, _, _, _)>(bytes).ok()?;
        let (mut world, pockets, aside, newer) = parts;
        (world.aside, world.newer) = (aside, newer);
        *world.broker.pockets_mut() = pockets;
        if !rest.is_empty() {
            let crews: Vec<(Name, Crew)>;
            (crews, rest) = postcard::take_from_bytes(rest).ok()?;
            for (name, crew) in crews {
                world.consumers.get_mut(&name)?.crew = Some(Box::new(crew));
            }
        }
        rest.is_empty().then_some(world)
    }

    /// The World without what grows with its messages, and that. A clone: sealed blocks are shared.
    pub fn apart(&self) -> (World, Index) {
        let mut world = self.clone();
        let index = world.broker.take_index();
        (world, index)
    }

    /// A World that `apart` gave, whole again; `None`: the index is another's.
    pub fn joined(mut self, index: Index) -> Option<World> {
        self.broker.put_index(index).then_some(self)
    }
}
