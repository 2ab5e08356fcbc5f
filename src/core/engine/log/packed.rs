//! An immutable column of integers, each in as few bits as the widest of them needs. Not here: what they
//! mean.
//!
//! Invariant: `get(i)` gives back exactly what was put in, in constant time, for every `i64`.

use alloc::rc::Rc;
use alloc::vec;
use serde::{Deserialize, Serialize};

/// Integers as distances from the least of them.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct PackedColumn {
    least: i64,
    /// Bits of one distance, 0 to 64.
    width: u32,
    words: Rc<[u64]>,
}

impl PackedColumn {
    /// Packs the values. They may be in any order.
    pub fn pack(values: impl Iterator<Item = i64> + Clone) -> PackedColumn {
        let (mut least, mut greatest, mut count) = (i64::MAX, i64::MIN, 0usize);
        for value in values.clone() {
            least = least.min(value);
            greatest = greatest.max(value);
            count += 1;
        }
        let span = if count == 0 { 0 } else { greatest.wrapping_sub(least) as u64 };
        let width = 64 - span.leading_zeros();
        let mut words = vec![0u64; PackedColumn::words_for(count, width)];
        if width > 0 {
            for (i, value) in values.enumerate() {
                let distance = value.wrapping_sub(least) as u64;
                let bit = i * width as usize;
                let (word, shift) = (bit / 64, (bit % 64) as u32);
                words[word] |= distance << shift;
                if shift + width > 64 {
                    words[word + 1] |= distance >> (64 - shift);
                }
            }
        }
        PackedColumn { least, width, words: words.into() }
    }

    /// The value at `i`; `i` must be less than the number of values packed.
    #[inline(always)]
    pub fn get(&self, i: usize) -> i64 {
        if self.width == 0 {
            return self.least;
        }
        let bit = i * self.width as usize;
        let (word, shift) = (bit / 64, (bit % 64) as u32);
        let mut distance = self.words[word] >> shift;
        if shift + self.width > 64 {
            distance |= self.words[word + 1] << (64 - shift);
        }
        if self.width < 64 {
            distance &= (1 << self.width) - 1;
        }
        self.least.wrapping_add(distance as i64)
    }

    /// A column of these parts: as many words as the values at this width need.
    pub fn of_parts(least: i64, width: u32, words: impl Iterator<Item = u64>) -> PackedColumn {
        PackedColumn { least, width, words: words.collect() }
    }

    /// Words that `count` values of `width` bits take.
    pub fn words_for(count: usize, width: u32) -> usize {
        (count * width as usize).div_ceil(64)
    }

    /// Bits of one value.
    pub fn width(&self) -> u32 {
        self.width
    }

    /// The packed bits.
    pub fn words(&self) -> &[u64] {
        &self.words
    }

    /// The least value.
    pub fn least(&self) -> i64 {
        self.least
    }

    /// How many of the first `count` values are less than `limit`; they must ascend.
    pub fn partition_point(&self, count: usize, limit: i64) -> usize {
        let (mut low, mut high) = (0, count);
        while low < high {
            let middle = (low + high) / 2;
            if self.get(middle) < limit {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        low
    }

    /// Bytes that the packed values take.
    pub fn bytes(&self) -> usize {
        self.words.len() * 8
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::vec::Vec;

    #[test]
    fn every_value_comes_back() {
        let columns: [Vec<i64>; 5] = [
            vec![7; 100],
            (0..512).map(|i| i * 341).collect(),
            vec![i64::MIN, i64::MAX, 0, -1, 1],
            (0..200).map(|i| (i as i64).wrapping_mul(0x9E37_79B9_7F4A_7C15_u64 as i64)).collect(),
            vec![],
        ];
        for values in columns {
            let packed = PackedColumn::pack(values.iter().copied());
            assert!(values.iter().enumerate().all(|(i, &value)| packed.get(i) == value));
        }
    }

    #[test]
    fn ascending_values_are_bisected() {
        let values: [i64; 7] = [-5, -5, 0, 3, 3, 3, i64::MAX];
        let packed = PackedColumn::pack(values.into_iter());
        for limit in [i64::MIN, -5, -4, 0, 3, 4, i64::MAX] {
            assert_eq!(
                packed.partition_point(7, limit),
                values.partition_point(|&value| value < limit),
                "{limit}"
            );
        }
        assert_eq!(packed.least(), -5);
    }

    #[test]
    fn a_steady_column_takes_next_to_nothing() {
        assert_eq!(PackedColumn::pack([1024; 512].into_iter()).bytes(), 0);
    }
}
