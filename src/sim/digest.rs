//! 64 bits that stand for a whole World. Not here: what a World is.
//!
//! Invariant: equal Worlds give equal digests on every platform: the bytes hashed are postcard's, whose integers do not
//! depend on the machine's.

use postcard::ser_flavors::Flavor;
use serde::Serialize;
use xxhash_rust::xxh3::Xxh3;

/// Hashes what postcard writes, without keeping it.
struct Hashing(Xxh3);

impl Flavor for Hashing {
    type Output = u64;

    fn try_push(&mut self, byte: u8) -> postcard::Result<()> {
        self.0.update(&[byte]);
        Ok(())
    }

    fn try_extend(&mut self, bytes: &[u8]) -> postcard::Result<()> {
        self.0.update(bytes);
        Ok(())
    }

    fn finalize(self) -> postcard::Result<u64> {
        Ok(self.0.digest())
    }
}

/// The digest of plain data. Our types have known lengths, so postcard can't refuse them.
pub fn digest_of<T: Serialize>(value: &T) -> u64 {
    postcard::serialize_with_flavor(value, Hashing(Xxh3::new())).expect("only maps and lists of known length")
}
