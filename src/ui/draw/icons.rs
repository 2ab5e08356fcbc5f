//! Small drawings: the buttons' icons and the groups' shapes. Not here: colours (`style.css`), and the icons
//! themselves, which are Bootstrap's (`scripts/parts.mjs`).
//!
//! Invariant: an icon is decoration; the button around it has the name.

use crate::ui::draw::shapes::{SHAPES, group_class, group_corners, points};
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
    Share,
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
    Up,
    Down,
    Present,
}

impl Icon {
    /// Its place in the page: a symbol of the icon set under the set's own name. `scripts/parts.mjs` reads
    /// these names, and puts those icons into the built page.
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
            Icon::Share => "#bi-share-fill",
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
            Icon::Up => "#bi-chevron-up",
            Icon::Down => "#bi-chevron-down",
            Icon::Present => "#bi-easel",
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

/// A group's shape in its colour, beside its name.
pub fn mark(ordinal: u32) -> Html {
    html! {
        <svg class={["mark ", group_class(ordinal)].concat()} viewBox="-7 -7 14 14" width="14" height="14" aria-hidden="true"
            focusable="false">
            <polygon points={points(group_corners(ordinal, 1.0, (0.0, 0.0)))} />
        </svg>
    }
}
