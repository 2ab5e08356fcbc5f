//! How wide a text is where no browser can be asked: in a file, and on the command line. Not here: the page,
//! which asks its canvas (`browser::text_width`).
//!
//! Invariant: a function of the text alone. The widths are those of DejaVu Sans, which is wider than the
//! fonts of most systems, so that labels in a file have room wherever it is shown; they are not exact for any
//! other font.

/// Size of the labels in pictures.
pub const FONT_PX: f64 = 12.0;

/// Hundredths of the font's size, from the space to the tilde.
const ASCII: [u8; 95] = [
    32, 40, 46, 84, 64, 95, 78, 27, 39, 39, 50, 84, 32, 36, 32, 34, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64,
    34, 34, 84, 84, 84, 53, 100, 68, 69, 70, 77, 63, 58, 77, 75, 29, 29, 66, 56, 86, 75, 79, 60, 79, 69, 63,
    61, 73, 68, 99, 69, 61, 69, 39, 34, 39, 84, 50, 50, 61, 63, 55, 63, 62, 35, 63, 63, 28, 28, 58, 28, 97,
    63, 61, 63, 63, 41, 52, 39, 63, 59, 82, 59, 59, 52, 64, 34, 64, 84,
];

/// Hundredths of the font's size that a letter takes.
fn hundredths(letter: char) -> u8 {
    let at = (letter as u32).checked_sub(32).and_then(|at| ASCII.get(at as usize));
    match (at, letter) {
        (Some(width), _) => *width,
        (None, '\u{202f}') => 20,
        (None, '\u{a0}' | '·' | '’' | '‘') => 32,
        (None, '–' | '▸') => 50,
        (None, '→' | '←' | '×' | '−') => 84,
        (None, '…' | '—') => 100,
        // Chinese, Japanese, Korean and their signs are as wide as they are high, and so is what few fonts
        // have.
        (None, '\u{1100}'..) => 100,
        (None, _) => 64,
    }
}

/// Pixels of a text in the labels' font.
pub fn text_width(text: &str) -> f64 {
    width_at(text, FONT_PX)
}

/// Pixels of a text in a font of another size.
pub fn width_at(text: &str, px: f64) -> f64 {
    let hundredths: u32 = text.chars().map(|letter| u32::from(hundredths(letter))).sum();
    f64::from(hundredths) * px / 100.0
}
