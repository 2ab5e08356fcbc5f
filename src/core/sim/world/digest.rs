//! Plain data as bytes, and 64 bits that stand for them. Not here: what the data is, and the envelope of a
//! record (`storage::record`).
//!
//! Invariant: equal values give equal bytes and digests on every platform: the form is postcard's, whose
//! integers do not depend on the machine's.

use alloc::boxed::Box;
use alloc::vec::Vec;
use postcard::ser_flavors::Flavor;
use serde::Serialize;
use xxhash_rust::xxh3::Xxh3;

/// Where the bytes go. One type for both, so that a World's serializer is compiled once: it is the largest
/// there is.
enum Sink {
    /// Hashed, without keeping them.
    Hash(Box<Xxh3>),
    /// Behind what is there.
    Bytes(Vec<u8>),
}

impl Flavor for Sink {
    type Output = Sink;

    fn try_push(&mut self, byte: u8) -> postcard::Result<()> {
        self.try_extend(&[byte])
    }

    #[inline(never)]
    fn try_extend(&mut self, bytes: &[u8]) -> postcard::Result<()> {
        match self {
            Sink::Hash(hash) => hash.update(bytes),
            Sink::Bytes(kept) => kept.extend_from_slice(bytes),
        }
        Ok(())
    }

    fn finalize(self) -> postcard::Result<Sink> {
        Ok(self)
    }
}

/// The digest of plain data.
pub fn digest_of<T: Serialize>(value: &T) -> u64 {
    match postcard::serialize_with_flavor(value, Sink::Hash(Box::new(Xxh3::new()))) {
        Ok(Sink::Hash(hash)) => hash.digest(),
        Ok(Sink::Bytes(_)) | Err(_) => {
            unreachable!("our types have known lengths, so postcard can't refuse them")
        }
    }
}

/// Plain data as bytes behind `head`.
pub fn encode<T: Serialize>(value: &T, head: Vec<u8>) -> Vec<u8> {
    match postcard::serialize_with_flavor(value, Sink::Bytes(head)) {
        Ok(Sink::Bytes(bytes)) => bytes,
        Ok(Sink::Hash(_)) | Err(_) => {
            unreachable!("our types have known lengths, so postcard can't refuse them")
        }
    }
}
