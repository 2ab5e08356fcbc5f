//! What is shown by itself where nobody has chosen: what lags most. Not here: how much something lags (`projection`).
//!
//! Invariant: what is chosen stays so while numbers that are about as large overtake each other.

/// The first whose number is nearly the greatest, which is within a tenth of it.
pub fn first_of_worst<T>(mut found: impl Iterator<Item = (T, i64)> + Clone) -> Option<T> {
    let most = found.clone().map(|(_, lag)| lag).max()?;
    let nearly = most.saturating_sub((most / 10).saturating_abs());
    found.find(|(_, lag)| *lag >= nearly).map(|(what, _)| what)
}
