//! The stretch of a queue's offsets that a person looks at, and how it moves and grows. Not here: pixels
//! (`axis`), the controls (`board::look`).
//!
//! Invariant: it never leaves what there is; one that reaches the newest message follows it.

/// Fewer messages than this are never all that is shown.
pub const SPAN_MIN: i64 = 5;

/// A stretch of offsets.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Window {
    /// So many messages; 0: all.
    pub span: i64,
    /// From here on; `None`: the last ones, as the head moves.
    pub from: Option<i64>,
}

/// Where there is anything: the first offset, and the end.
pub type Bounds = (i64, i64);

impl Window {
    /// The last so many messages; 0: all.
    pub fn last(span: i64) -> Window {
        Window { span, from: None }
    }

    /// The first offset that it shows, and how many.
    pub fn shown(self, (first, end): Bounds) -> (i64, i64) {
        if self.span == 0 {
            return (first, end.saturating_sub(first).max(1));
        }
        (self.from.unwrap_or(end.saturating_sub(self.span)).max(first), self.span)
    }

    /// Moved by so many offsets, to the newer ones where that is above 0.
    pub fn moved(self, bounds: Bounds, by: i64) -> Window {
        let (from, span) = self.shown(bounds);
        if self.span == 0 { self } else { settled(i128::from(from) + i128::from(by), span, bounds) }
    }

    /// Begun at an offset.
    pub fn begun_at(self, bounds: Bounds, from: i64) -> Window {
        if self.span == 0 { self } else { settled(i128::from(from), self.span, bounds) }
    }

    /// So many times as wide, `times` over `parts`; what is at `about` stays where it is.
    pub fn zoomed(self, bounds: Bounds, about: i64, (times, parts): (i64, i64)) -> Window {
        let (from, span) = self.shown(bounds);
        let whole = i128::from(bounds.1) - i128::from(bounds.0);
        let mut wide = i128::from(span) * i128::from(times) / i128::from(parts);
        if times > parts {
            wide = wide.max(i128::from(span) + 1);
        }
        let wide = wide.max(i128::from(SPAN_MIN));
        // What is nearly all is all.
        if wide + wide / 50 >= whole {
            return Window::last(0);
        }
        let before = (i128::from(about) - i128::from(from)).clamp(0, i128::from(span));
        let from = i128::from(from) + before - before * wide / i128::from(span);
        settled(from, wide as i64, bounds)
    }
}

fn settled(from: i128, span: i64, (first, end): Bounds) -> Window {
    let newest = i128::from(end) - i128::from(span);
    let from = from.max(i128::from(first));
    Window { span, from: if from >= newest { None } else { Some(from as i64) } }
}
