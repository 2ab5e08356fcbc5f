//! The few things that the page asks of the browser besides elements: clipboard, downloads, theme, text
//! widths. Not here: reading files and the network (`player::outside`), storage of labs.
//!
//! Invariant: whatever the browser refuses is done without; nothing here panics.

use crate::engine::ordered_map::OrderedMap;
use crate::ui::draw::letters::FONT_PX;
use crate::ui::text::Language;
use alloc::string::String;
use alloc::vec::Vec;
use core::cell::RefCell;
use wasm_bindgen::{JsCast, JsValue};

/// How long the address of a file that is offered stays good.
const DOWNLOAD_BEGINS_MS: u32 = 60_000;

/// Chosen by a person, for the whole page.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Theme {
    #[default]
    Auto,
    Light,
    Dark,
}

impl Theme {
    /// The next one of the button.
    pub fn next(self) -> Theme {
        match self {
            Theme::Auto => Theme::Light,
            Theme::Light => Theme::Dark,
            Theme::Dark => Theme::Auto,
        }
    }

    fn id(self) -> &'static str {
        match self {
            Theme::Auto => "auto",
            Theme::Light => "light",
            Theme::Dark => "dark",
        }
    }
}

fn document() -> Option<web_sys::Document> {
    web_sys::window()?.document()
}

/// The theme that <html> has now.
pub fn theme() -> Theme {
    let name = document().and_then(|document| document.document_element()?.get_attribute("data-theme"));
    match name.as_deref() {
        Some("light") => Theme::Light,
        Some("dark") => Theme::Dark,
        _ => Theme::Auto,
    }
}

/// Whether the page is on such a medium.
pub fn holds(media: &str) -> bool {
    let query = web_sys::window().and_then(|window| window.match_media(media).ok()?);
    query.is_some_and(|query| query.matches())
}

/// A number that changes whenever the page turns light or dark, or takes the system's own colours.
pub fn look() -> u8 {
    let system = |media: &str| u8::from(holds(media));
    theme() as u8 * 4 + system("(prefers-color-scheme: dark)") * 2 + system("(forced-colors: active)")
}

/// Whether the page is dark now.
pub fn is_dark() -> bool {
    match theme() {
        Theme::Light => false,
        Theme::Dark => true,
        Theme::Auto => holds("(prefers-color-scheme: dark)"),
    }
}

/// Sets the theme of <html>; with `keep` also for the next visit.
pub fn set_theme(theme: Theme, keep: bool) {
    let Some(root) = document().and_then(|document| document.document_element()) else { return };
    let _ = match theme {
        Theme::Auto => root.remove_attribute("data-theme"),
        chosen => root.set_attribute("data-theme", chosen.id()),
    };
    if keep {
        remember("offset-lab:theme", theme.id());
    }
}

/// The theme of the last visit, when it was chosen.
pub fn remembered_theme() -> Option<Theme> {
    match recall("offset-lab:theme")?.as_str() {
        "light" => Some(Theme::Light),
        "dark" => Some(Theme::Dark),
        _ => None,
    }
}

/// Keeps a setting of the page; without storage it is forgotten.
pub fn remember(key: &str, value: &str) {
    if let Some(storage) = storage() {
        let _ = storage.set_item(key, value);
    }
}

/// A setting that was kept.
pub fn recall(key: &str) -> Option<String> {
    storage()?.get_item(key).ok()?
}

fn storage() -> Option<web_sys::Storage> {
    web_sys::window()?.local_storage().ok()?
}

/// The language that the page's address, or else the browser, asks for.
pub fn preferred_language() -> Option<String> {
    web_sys::window()?.navigator().language()
}

/// The language that the page has now.
pub fn language() -> Language {
    let tag = document().and_then(|document| document.document_element()?.get_attribute("lang"));
    Language::from_tag(&tag.unwrap_or_default())
}

/// Tells the browser and a screen reader which language the page has, and the caller whether that is another
/// one.
pub fn set_language(tag: &str) -> bool {
    let root = document().and_then(|document| document.document_element());
    let root = root.filter(|root| root.get_attribute("lang").as_deref() != Some(tag));
    root.is_some_and(|root| root.set_attribute("lang", tag).is_ok())
}

/// Puts text on the clipboard, and tells whether the browser allowed it.
pub fn copied(text: &str, told: impl FnOnce(bool) + 'static) {
    let Some(window) = web_sys::window() else { return told(false) };
    let clipboard = window.navigator().clipboard();
    // Outside a secure context there is none.
    if clipboard.is_undefined() {
        return told(false);
    }
    let writing = clipboard.write_text(text);
    crate::player::task::start(async move {
        told(wasm_bindgen_futures::JsFuture::from(writing).await.is_ok());
    });
}

/// Offers text as a file.
pub fn download(name: &str, kind: &str, text: &str) -> Option<()> {
    let parts = js_sys::Array::of1(&JsValue::from_str(text));
    let options = web_sys::BlobPropertyBag::new();
    options.set_type(kind);
    download_blob(name, &web_sys::Blob::new_with_str_sequence_and_options(&parts, &options).ok()?)
}

/// Offers bytes as a file.
pub fn download_blob(name: &str, blob: &web_sys::Blob) -> Option<()> {
    let url = web_sys::Url::create_object_url_with_blob(blob).ok()?;
    let link: web_sys::HtmlAnchorElement = document()?.create_element("a").ok()?.dyn_into().ok()?;
    link.set_href(&url);
    link.set_download(name);
    link.click();
    // The browser reads the file after this turn; the address is let go of when it has surely begun.
    gloo::timers::callback::Timeout::new(DOWNLOAD_BEGINS_MS, move || {
        let _ = web_sys::Url::revoke_object_url(&url);
    })
    .forget();
    Some(())
}

/// A name for a file, without what file systems and addresses refuse.
pub fn file_stem(title: &str) -> String {
    let refused = |c: char| c.is_whitespace() || c.is_control() || "\\/:*?\"<>|.,;!–，。：；？！".contains(c);
    let words = title.split(refused).filter(|word| !word.is_empty()).collect::<Vec<_>>().join("-");
    let stem: String = words.chars().take(60).collect();
    let stem = stem.trim_end_matches('-');
    String::from(if stem.is_empty() { "offset-lab" } else { stem })
}

/// Whether a person asked for less motion.
pub fn reduced_motion() -> bool {
    let query =
        web_sys::window().and_then(|window| window.match_media("(prefers-reduced-motion: reduce)").ok()?);
    query.is_some_and(|query| query.matches())
}

/// Whether there is such an element on the page.
pub fn has(selector: &str) -> bool {
    document().is_some_and(|document| matches!(document.query_selector(selector), Ok(Some(_))))
}

/// How much larger the page is drawn than its own pixels: the style's `--zoom`, for a large screen.
pub fn zoom() -> f64 {
    let window = web_sys::window();
    let style = window.and_then(|window| window.get_computed_style(&document()?.document_element()?).ok()?);
    // The browser reads the number: our own reading of floats is ten kilobytes of program.
    let zoom = style.and_then(|style| style.get_property_value("--zoom").ok());
    zoom.map(|zoom| js_sys::Number::parse_float(&zoom)).filter(|zoom| *zoom > 0.0).unwrap_or(1.0)
}

/// Where a pointer is in an element: pixels of the page from its left edge.
pub fn x_within(event: &web_sys::MouseEvent, element: &web_sys::Element) -> f64 {
    (f64::from(event.client_x()) - element.get_bounding_client_rect().left()) / zoom()
}

/// The page alone on the screen, or not any more. Only from within what a person does.
pub fn full_screen(wanted: bool) {
    let Some(document) = document() else { return };
    if wanted && let Some(root) = document.document_element() {
        // A browser that has no full screen, or lets no frame have it, presents in the window.
        let _ = root.request_fullscreen();
    } else if document.fullscreen_element().is_some() {
        document.exit_fullscreen();
    }
}

/// Pixels of the screen for a pixel of the page.
pub fn pixel_ratio() -> f64 {
    let ratio = web_sys::window().map_or(1.0, |window| window.device_pixel_ratio()) * zoom();
    // Not `clamp`: the words of its panic print floats, which takes six kilobytes of program.
    if ratio < 1.0 { 1.0 } else { ratio.min(4.0) }
}

thread_local! {
    static METER: Meter = Meter::new();
}

/// Knows how wide a character of the page's font is. Each is measured once.
struct Meter {
    context: Option<web_sys::CanvasRenderingContext2d>,
    widths: RefCell<OrderedMap<char, f64>>,
}

impl Meter {
    fn new() -> Meter {
        let context = document()
            .and_then(|document| document.create_element("canvas").ok()?.dyn_into().ok())
            .and_then(|canvas: web_sys::HtmlCanvasElement| canvas.get_context("2d").ok()??.dyn_into().ok());
        Meter { context, widths: RefCell::default() }
    }

    fn width(&self, character: char) -> f64 {
        *self.widths.borrow_mut().entry(character).or_insert_with(|| {
            // Numbers are set in tabular figures; the widest figure stands for all.
            let shown = if character.is_ascii_digit() { '0' } else { character };
            let measure = |context: &web_sys::CanvasRenderingContext2d| {
                context.set_font(&font_of_page(FONT_PX));
                Some(context.measure_text(shown.encode_utf8(&mut [0; 4])).ok()?.width())
            };
            self.context.as_ref().and_then(measure).unwrap_or(FONT_PX * 0.62)
        })
    }
}

/// The page's font in a canvas' form.
pub fn font_of_page(px: f64) -> String {
    let mut font = js_sys::Number::from(px).to_string_with_radix(10).map(String::from).unwrap_or_default();
    font.push_str("px system-ui, -apple-system, \"Segoe UI\", \"Noto Sans\", \"Noto Sans SC\", sans-serif");
    font
}

/// Pixels of a text in the labels' font.
pub fn text_width(text: &str) -> f64 {
    METER.with(|meter| text.chars().map(|character| meter.width(character)).sum())
}
