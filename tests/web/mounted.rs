//! A page mounted on a lab of its own, and what a person finds and presses there. Not here: what is checked.
//!
//! Invariant: it lives in an element of its own, which goes with it.

use offset_lab::player::{NotPersisted, Player, SavedState};
use offset_lab::ui::shell::app::{App, AppProps};
use offset_lab::ui::state::context::{Figure, View};
use offset_lab::ui::state::lab::{Ground, Lab};
use offset_lab::ui::text::Language;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Element, HtmlElement};

/// A mounted page.
pub struct Mounted {
    pub host: Element,
    pub lab: Lab,
    pub player: Rc<RefCell<Player>>,
    app: Option<yew::AppHandle<App>>,
}

impl Mounted {
    /// The page of a lab, drawn.
    pub async fn new(player: Player, view: View) -> Mounted {
        let player = Rc::new(RefCell::new(player));
        let lab = Lab::new(Ground {
            player: player.clone(),
            saved: Box::new(|| SavedState::NotPersisted(NotPersisted::NotAsked)),
            session: None,
        });
        let host = gloo::utils::document().create_element("div").unwrap();
        gloo::utils::body().append_child(&host).unwrap();
        let (figure, language) = (Figure::default(), Language::En);
        let props = AppProps { lab: lab.clone(), view, figure, language };
        let app = yew::Renderer::<App>::with_root_and_props(host.clone(), props).render();
        let mounted = Mounted { host, lab, player, app: Some(app) };
        mounted.settle().await;
        mounted
    }

    /// Waits for three frames: sizes are measured after the first, and what follows is drawn in the next.
    pub async fn settle(&self) {
        for _ in 0..3 {
            let frame = js_sys::Promise::new(&mut |done, _| {
                gloo::utils::window().request_animation_frame(&done).unwrap();
            });
            JsFuture::from(frame).await.unwrap();
            yew::scheduler::flush().await;
        }
    }

    /// The first that the selector names.
    pub fn find(&self, selector: &str) -> Element {
        self.host.query_selector(selector).unwrap().unwrap_or_else(|| panic!("no {selector}"))
    }

    /// How many the selector names.
    pub fn count(&self, selector: &str) -> u32 {
        self.host.query_selector_all(selector).unwrap().length()
    }

    /// The button with this word or name.
    pub fn button(&self, name: &str) -> HtmlElement {
        let all = self.host.query_selector_all("button").unwrap();
        let is_name = |text: Option<String>| text.is_some_and(|text| plain(&text).trim() == name);
        let is_it =
            |button: &Element| is_name(button.text_content()) || is_name(button.get_attribute("aria-label"));
        (0..all.length())
            .filter_map(|i| all.item(i)?.dyn_into::<Element>().ok())
            .find(is_it)
            .unwrap_or_else(|| panic!("no button {name}"))
            .unchecked_into()
    }

    /// Presses the button with this word or name.
    pub async fn press(&self, name: &str) {
        self.button(name).click();
        self.settle().await;
    }

    /// Everything that the element says, with ordinary spaces.
    pub fn says(&self, selector: &str) -> String {
        plain(&self.find(selector).text_content().unwrap_or_default())
    }
}

/// With ordinary spaces, as a person reads it.
pub fn plain(text: &str) -> String {
    text.replace(['\u{202f}', '\u{a0}'], " ")
}

impl Drop for Mounted {
    fn drop(&mut self) {
        if let Some(app) = self.app.take() {
            app.destroy();
        }
        self.host.remove();
    }
}
