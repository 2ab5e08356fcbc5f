//! One random stream per actor, from the lab's seed and the actor's name. Not here: the host's randomness.
//!
//! Invariant: adding an actor never changes another actor's stream.

use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::xxh3_64_with_seed;

/// A SplitMix64 stream (Steele, Lea, Flood 2014).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Rng {
    state: u64,
}

impl Rng {
    /// The stream of the actor with this name.
    pub fn of_actor(seed: u64, name: &str) -> Rng {
        Rng { state: xxh3_64_with_seed(name.as_bytes(), seed) }
    }

    /// The next 64 bits.
    pub fn next_u64(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number below `bound`; 0 for a bound of 0. The bias is below 2^-32 for the bounds that a lab allows.
    pub fn below(&mut self, bound: u32) -> u32 {
        ((u128::from(self.next_u64()) * u128::from(bound)) >> 64) as u32
    }
}
