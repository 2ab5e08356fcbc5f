//! Small drawings: the buttons' icons and the groups' shapes. Not here: colours (`style.css`).
//!
//! Invariant: an icon is decoration; the button around it has the name.

use yew::prelude::*;

/// Which drawing.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Icon {
    Restart,
    Back,
    Play,
    Pause,
    Step,
    Theme,
    Labs,
    Download,
    Close,
    Plus,
    Send,
    Edit,
    Trash,
    Undo,
    More,
    Check,
    Differs,
    Zoom,
    Closer,
    Wider,
}

impl Icon {
    /// Strokes on a 16 × 16 grid.
    fn path(self) -> &'static str {
        match self {
            Icon::Restart => "M4 3v10M13 3.5L6.5 8l6.5 4.5z",
            Icon::Back => "M10 3.5L5.5 8l4.5 4.5",
            Icon::Play => "M5 3.2v9.6L13 8z",
            Icon::Pause => "M5.5 3.5v9M10.5 3.5v9",
            Icon::Step => "M6 3.5L10.5 8 6 12.5",
            Icon::Theme => "M8 2.5a5.5 5.5 0 1 0 0 11a5.5 5.5 0 1 0 0-11zM8 3v10a5 5 0 0 0 0-10z",
            Icon::Labs => "M2.5 12.5v-9h4l1.5 2h5.5v7z",
            Icon::Download => "M8 2.5v7.5M4.8 7.2L8 10.3l3.2-3.1M3 13.2h10",
            Icon::Close => "M4 4l8 8M12 4l-8 8",
            Icon::Plus => "M8 3v10M3 8h10",
            Icon::Send => "M13.5 2.5L7.3 8.7M13.5 2.5l-4 11-2.2-4.8-4.8-2.2z",
            Icon::Edit => "M3 13l.7-2.8L10.9 3l2.1 2.1-7.2 7.2z",
            Icon::Trash => "M3 4.5h10M6.2 4.2V2.8h3.6v1.4M4.4 4.5l.6 8.7h6l.6-8.7",
            Icon::Undo => "M3 6.5h6.2a3.3 3.3 0 0 1 0 6.6H6M5.6 3.8L2.9 6.5l2.7 2.7",
            Icon::More => "M3.5 8h.01M8 8h.01M12.5 8h.01",
            Icon::Check => "M3.2 8.4l3 3L12.8 5",
            Icon::Zoom => "M7 3a4 4 0 1 0 0 8a4 4 0 1 0 0-8zM10 10l3.5 3.5",
            Icon::Closer => "M7 3a4 4 0 1 0 0 8a4 4 0 1 0 0-8zM10 10l3.5 3.5M7 5.5v3M5.5 7h3",
            Icon::Wider => "M7 3a4 4 0 1 0 0 8a4 4 0 1 0 0-8zM10 10l3.5 3.5M5.5 7h3",
            Icon::Differs => "M3 6h10M3 10h10M11 3.5l-6 9",
        }
    }
}

/// An icon in the colour of the text around it.
pub fn draw(icon: Icon) -> Html {
    html! {
        <svg class="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false">
            <path d={icon.path()} />
        </svg>
    }
}

/// How many shapes and colours there are before they repeat.
pub const SHAPES: u32 = 8;

/// The class that gives a group its colour.
pub fn group_class(ordinal: u32) -> &'static str {
    const CLASSES: [&str; SHAPES as usize] = ["g1", "g2", "g3", "g4", "g5", "g6", "g7", "g8"];
    CLASSES[(ordinal % SHAPES) as usize]
}

/// The class of a value in a group's colour.
pub fn mine_class(ordinal: u32) -> &'static str {
    const CLASSES: [&str; SHAPES as usize] = [
        "num mine g1",
        "num mine g2",
        "num mine g3",
        "num mine g4",
        "num mine g5",
        "num mine g6",
        "num mine g7",
        "num mine g8",
    ];
    CLASSES[(ordinal % SHAPES) as usize]
}

/// The outline of a group's shape around (0, 0), about 12 wide. After eight groups, shapes and colours pair up anew.
pub fn group_shape(ordinal: u32) -> &'static str {
    const OUTLINES: [&str; SHAPES as usize] = [
        "M-6 -5h12L0 5.5z",
        "M0 -6.5L6.5 0 0 6.5-6.5 0z",
        "M0 -5.5a5.5 5.5 0 1 0 .01 0z",
        "M-5 -5h10v10h-10z",
        "M-6 5h12L0 -5.5z",
        "M-6 0l3-5.2h6L6 0 3 5.2h-6z",
        "M-2 -6h4v4h4v4h-4v4h-4v-4h-4v-4h4z",
        "M0 -6.5L6.2 -2 3.8 5.3h-7.6L-6.2 -2z",
    ];
    OUTLINES[((ordinal + ordinal / SHAPES) % SHAPES) as usize]
}

/// A group's shape in its colour, beside its name.
pub fn mark(ordinal: u32) -> Html {
    html! {
        <svg class={["mark ", group_class(ordinal)].concat()} viewBox="-7 -7 14 14" width="14" height="14" aria-hidden="true"
            focusable="false">
            <path d={group_shape(ordinal)} />
        </svg>
    }
}
