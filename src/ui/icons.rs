//! Small drawings: the buttons' icons and the groups' shapes. Not here: colours (`style.css`), and the icons themselves, which are
//! Bootstrap's (`scripts/parts.mjs`).
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
    /// Its place in the page: a symbol of the icon set under the set's own name. `scripts/parts.mjs` reads these names, and puts those
    /// icons into the built page.
    fn place(self) -> &'static str {
        match self {
            Icon::Restart => "#bi-skip-start-fill",
            Icon::Back => "#bi-chevron-left",
            Icon::Play => "#bi-play-fill",
            Icon::Pause => "#bi-pause-fill",
            Icon::Step => "#bi-chevron-right",
            Icon::Theme => "#bi-circle-half",
            Icon::Labs => "#bi-folder",
            Icon::Download => "#bi-download",
            Icon::Close => "#bi-x",
            Icon::Plus => "#bi-plus-lg",
            Icon::Send => "#bi-send",
            Icon::Edit => "#bi-pencil",
            Icon::Trash => "#bi-trash",
            Icon::Undo => "#bi-arrow-counterclockwise",
            Icon::More => "#bi-three-dots",
            Icon::Check => "#bi-check-lg",
            Icon::Zoom => "#bi-search",
            Icon::Closer => "#bi-zoom-in",
            Icon::Wider => "#bi-zoom-out",
            Icon::Differs => "#bi-exclamation-diamond",
        }
    }
}

/// An icon in the colour of the text around it.
pub fn draw(icon: Icon) -> Html {
    html! {
        <svg class="icon" width="16" height="16" aria-hidden="true" focusable="false"><use href={icon.place()} /></svg>
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
