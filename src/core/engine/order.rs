//! Puts a short list in order, by insertion: the library's sort is four kilobytes of program for each kind of
//! list. Not here: lists that may be long and in any order.
//!
//! Invariant: stable.

/// Sorts by a rule that says whether one comes before another.
pub fn put_in_order<T>(list: &mut [T], is_before: impl Fn(&T, &T) -> bool) {
    for end in 1..list.len() {
        let mut at = end;
        while at > 0 && is_before(&list[at], &list[at - 1]) {
            list.swap(at - 1, at);
            at -= 1;
        }
    }
}
