//! Moments as people type them and as they are shown. Not here: where the fields are
//! (`tests/e2e/reset.test.mjs`).
//!
//! Invariant: nothing that is typed panics, and what is shown can be typed.

use offset_lab::engine::ids::EpochMs;
use offset_lab::ui::draw::moments::{date, parse_moment};

#[test]
fn a_moment_is_typed_as_a_date_a_clock_or_milliseconds() {
    let start = EpochMs(1_735_689_600_000);
    let read = |text: &str| parse_moment(text, start).map(|at| at.0 - start.0);
    let same = [
        "00:02:14.300",
        "2:14.3",
        "1735689734300",
        "2025-01-01 00:02:14.300",
        "2025-01-01T00:02:14.300Z",
        "2025-01-01#00:02:14:300",
        "2025-01-01 08:02:14.300+08:00",
        "2024-12-31T19:02:14.3-05:00",
        " 2025-01-01 00:02:14.300 ",
    ];
    for text in same {
        assert_eq!(read(text), Some(134_300), "{text}");
    }
    assert_eq!(read("2025-01-02"), Some(86_400_000));
    assert_eq!(read("1000:10:30"), Some((1_000 * 3_600 + 630) * 1_000), "hours, and no date");
    assert_eq!(read("2025-01-01 01:15"), Some(75 * 60_000), "hours and minutes, not minutes and seconds");
    assert_eq!(read("1735689637"), Some(1_735_689_637 - start.0), "seconds are no milliseconds");
    let wrong = [
        "",
        "-",
        "yesterday",
        "2025-02-29",
        "2025-13-01",
        "2025-1-1",
        "2025-01-01 24:00",
        "2025-01-01 1:60",
        "2025-01-01 01:02:03:04:05",
        "2025-01-01 01:02:03.1234",
        "99999999999999999999",
        "½",
        "2025-01-01½",
    ];
    for text in wrong {
        assert_eq!(read(text), None, "{text}");
    }
}

#[test]
fn a_date_is_shown_as_it_is_typed() {
    assert_eq!(date(EpochMs(1_735_689_734_300)), "2025-01-01 00:02:14.300");
    assert_eq!(date(EpochMs(-1)), "1969-12-31 23:59:59.999");
    assert_eq!(date(EpochMs(951_782_400_000)), "2000-02-29 00:00:00.000");
    let mut at = EpochMs(-2_208_988_800_000);
    while at.0 < 4_102_444_800_000 {
        assert_eq!(parse_moment(&date(at), EpochMs(0)), Some(at));
        at.0 += 86_399_999 * 3;
    }
    for far in [i64::MIN, i64::MAX] {
        assert!(!date(EpochMs(far)).is_empty(), "it does not panic");
    }
}
