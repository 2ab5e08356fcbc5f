//! Puts a lab into an element: opens what is wanted, and mounts the page. Not here: reading the address
//! (`boot.js`).
//!
//! Invariant: whatever goes wrong on the way, there is a lab on screen and a sentence about it.

use crate::embed::host::{listen, tell_open};
use crate::embed::params::{Freedom, Params, Part, Wanted, read};
use crate::embed::shared::Shared;
use crate::embed::{shared, stopped};
use crate::lesson::Lesson;
use crate::lesson::format::Texts;
use crate::player::input::fetch;
use crate::player::{OpenOptions, Player, SavedState, Session, Start};
use crate::sim::command::Command;
use crate::sim::formats::journal::in_language;
use crate::ui::draw::browser;
use crate::ui::shell::app::{App, AppProps};
use crate::ui::state::context::{Controls, Figure, Show, View};
use crate::ui::state::files;
use crate::ui::state::files::Opened;
use crate::ui::state::lab::{Ground, Lab};
use crate::ui::state::opening::{player_for, player_of, unread};
use crate::ui::state::story::story;
use crate::ui::state::visits::noted_progress;
use crate::ui::text::{Language, Text};
use alloc::boxed::Box;
use alloc::rc::Rc;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::cell::RefCell;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::spawn_local;
use web_sys::Element;
use yew::Renderer;

/// Mounts a lab in `host`. `options` is an object of text, number or boolean values.
pub fn mount(host: Element, options: &JsValue) {
    stopped::begin(&host);
    let names = js_sys::Object::keys::<JsValue>(options.unchecked_ref());
    let mut given: Vec<(String, String)> = Vec::new();
    for name in names.iter().filter_map(|name| name.as_string()) {
        let value = js_sys::Reflect::get(options, &JsValue::from_str(&name)).unwrap_or(JsValue::UNDEFINED);
        if let Some(value) = as_text(&value) {
            given.push((name, value));
        }
    }
    let (params, ignored) = read(given.iter().map(|(name, value)| (name.as_str(), value.clone())));
    let wrong = ignored
        .into_iter()
        .find(|ignored| ignored.0.starts_with("scenario=") || ignored.0.starts_with("lesson="));
    #[expect(
        clippy::disallowed_methods,
        reason = "opening waits for the network and the store, both outside of the lab"
    )]
    spawn_local(async move { open(host, params, wrong.map(|ignored| ignored.0)).await });
}

fn as_text(value: &JsValue) -> Option<String> {
    value.as_string().or_else(|| {
        let number = value.as_f64().map(js_sys::Number::from)?;
        number.to_string_with_radix(10).ok().map(String::from)
    })
}

/// What the page opens by itself.
const STORY: &str = "scenarios/story.json";

/// What could not be opened, and why.
struct Problem {
    name: String,
    words: String,
}

async fn open(host: Element, mut params: Params, wrong: Option<String>) {
    let place = core::mem::take(&mut params.place);
    let language = language_of(&params);
    let text = language.text();
    if !params.embedded
        && browser::theme() == browser::Theme::Auto
        && let Some(theme) = browser::remembered_theme()
    {
        browser::set_theme(theme, false);
    }
    let (opened, shared, problem) = find(&mut params, text, wrong).await;
    let opened_from = shared.as_ref().map(|_| String::new()).or(opened.as_ref().and(params.wanted.path()));
    let opened = opened.unwrap_or_else(|| Opened::Scenario(Box::new(story())));
    let (mut lesson, mut about) = (None, Texts::new());
    let player: Box<dyn FnOnce() -> Player> = match opened {
        Opened::Lesson(opened) => {
            let opened = Rc::new(*opened);
            lesson = Some(opened.clone());
            Box::new(move || Player::open(String::new(), opened.to_journal()))
        }
        Opened::Scenario(scenario) => {
            about = scenario.text.clone();
            Box::new(move || player_of(*scenario, text.key))
        }
        opened => Box::new(move || player_for(opened, text)),
    };
    let named = params.lab.is_some();
    let lab = params.lab.clone().or(params.id.clone()).unwrap_or_else(|| lab_id(&params.wanted));
    let persist = params.persist.unwrap_or(!params.embedded);
    // What is stored is shown without making another lab first.
    let start = Start::StoredOr(player);
    let session = Session::open(OpenOptions { lab, persist, start }).await;
    stopped::watch(&session);
    let lab = lab_of(&session);
    if let Some(speed) = params.speed_percent {
        lab.drive(|player| player.set_speed_percent(speed));
    }
    if session.is_new() {
        lab.set_about(&about);
    }
    shared::begin(shared, (&lab, &session), params.embedded);
    let begins =
        lesson.is_some_and(|lesson| begin_or_resume(&lab, &session, lesson, (&params.wanted, &place), text));
    if !params.embedded {
        let from = match session.is_new() || begins {
            true => opened_from.unwrap_or(STORY.to_string()),
            false => asked_of(&place, "from").or(params.wanted.path()).unwrap_or_default(),
        };
        lab.begin_visits(&host, place, from);
    }
    let problem = problem.or(unknown_queue(&lab, &params, text));
    lab.show_only(params.only.take());
    show(&host, &lab, &params, language);
    tell_of_storage(&session, &lab, language);
    let said = problem.as_ref().map(|problem| problem.words.clone()).unwrap_or_default();
    if let Some(problem) = problem {
        lab.problem(&problem.name, problem.words);
    }
    lab.opened(named);
    tell_open(&host, &said);
}

/// What is wrong with the topic or queue that is asked for: the lab neither has it nor makes it later.
fn unknown_queue(lab: &Lab, params: &Params, text: &Text) -> Option<Problem> {
    let (topic, queue) = params.only.as_ref()?;
    let is_there = lab.read(|player| {
        let queues = player.world().broker().queue_count(topic);
        let makes =
            |command: &Command| matches!(command, Command::CreateTopic { topic: made, .. } if made == topic);
        let mut entries = player.journal().entries.iter();
        queue.is_none_or(|queue| queue < queues) && queues > 0
            || queues == 0 && entries.any(|entry| makes(&entry.command))
    });
    let queue = queue.map(|queue| format!(".{queue}")).unwrap_or_default();
    let name = [topic, queue.as_str()].concat();
    (!is_there).then(|| Problem { words: (text.open.no_queue)(&name), name })
}

/// The lab that the address asks for, and if it came with a link, what is to be done with it then; or why
/// there is none.
async fn find(
    params: &mut Params,
    text: &Text,
    wrong: Option<String>,
) -> (Option<Opened>, Option<Shared>, Option<Problem>) {
    let mut link = None;
    let (mut opened, problem) = match (shared::take(params, text), &params.content, params.wanted.path()) {
        (Some(Ok((lab, shared))), ..) => {
            link = Some(shared);
            (Some(lab), None)
        }
        (Some(Err(words)), ..) => (None, Some(Problem { name: text.top.the_link.to_string(), words })),
        (None, Some(content), _) => opened_from("", content, text),
        (None, None, Some(path)) => opened_at(&path, text).await,
        (None, None, None) => {
            let words = |name: String| Problem { words: (text.open.not_found)(&name), name };
            (None, wrong.map(words))
        }
    };
    if let (Some(Opened::Scenario(scenario)), Some(seed)) = (&mut opened, params.seed) {
        scenario.seed = seed;
    }
    (opened, link, problem)
}

/// A lesson begins at its beginning, but where the address names a step of the one that is on this lab.
/// Whether it did.
fn begin_or_resume(
    lab: &Lab,
    session: &Session,
    lesson: Rc<Lesson>,
    (wanted, place): (&Wanted, &[(String, String)]),
    text: &Text,
) -> bool {
    if let Wanted::Lesson(name) = wanted
        && asked_of(place, "step").is_some()
        && session.writes()
        && !session.is_new()
        && let Some(noted) = noted_progress(&session.lab(), name)
        && lab.resume_lesson(&lesson, &noted)
    {
        return false;
    }
    let title = in_language(&lesson.title, text.key).to_string();
    lab.begin_lesson(lesson, title, false);
    true
}

/// What the address says of a part of the page's place.
fn asked_of(place: &[(String, String)], part: &str) -> Option<String> {
    let asked = place.iter().find(|(name, value)| name == part && !value.is_empty())?;
    Some(asked.1.clone())
}

/// What a link opens is a lab of its own, so that it never replaces the one that a person keeps.
fn lab_id(wanted: &Wanted) -> String {
    match wanted {
        Wanted::Stored => "default".to_string(),
        Wanted::Scenario(name) => format!("scenario-{name}"),
        Wanted::Lesson(name) => format!("lesson-{name}"),
        Wanted::Shared(_) => "shared".to_string(),
    }
}

/// The address' language, else the one chosen before, else the browser's.
fn language_of(params: &Params) -> Language {
    let remembered = || if params.embedded { None } else { browser::recall("offset-lab:language") };
    let tag = params.language.clone().or_else(remembered).or_else(browser::preferred_language);
    Language::from_tag(tag.as_deref().unwrap_or("en"))
}

async fn opened_at(path: &str, text: &Text) -> (Option<Opened>, Option<Problem>) {
    match fetch(path).await {
        Err(why) => (None, Some(Problem { name: path.to_string(), words: unread(why, path, text) })),
        Ok(content) => opened_from(path, &content, text),
    }
}

fn opened_from(name: &str, content: &str, text: &Text) -> (Option<Opened>, Option<Problem>) {
    match files::read(content, text.open.unknown_format) {
        Ok(opened) => (Some(opened), None),
        Err(error) => (None, Some(Problem { name: name.to_string(), words: error.to_string() })),
    }
}

fn lab_of(session: &Session) -> Lab {
    let saving = session.clone();
    let lab = Lab::new(Ground {
        player: session.player(),
        saved: Box::new(move || saving.saved()),
        session: Some(session.clone()),
    });
    let told = lab.clone();
    session.on_change(move || told.poke());
    let told = lab.clone();
    session.on_news(move |news| told.hear(news));
    lab
}

/// Says what a person has to know about how the lab came back and why it is not saved, all of it in one line,
/// each time that it is something else.
fn tell_of_storage(session: &Session, lab: &Lab, language: Language) {
    let (seen, lab, said) = (session.clone(), lab.clone(), RefCell::default());
    let tell = move |language: Language| {
        let failed = match seen.saved() {
            SavedState::Failed(why) => Some(why),
            _ => None,
        };
        let now = (seen.notes(), failed);
        if said.replace(now.clone()) != now {
            let top = &language.text().top;
            let notes = now.0.iter().map(top.stored_note);
            let words: Vec<String> = notes.chain(now.1.as_ref().map(top.store_error)).collect();
            if !words.is_empty() {
                lab.say(&words.join(" "));
            }
        }
    };
    tell(language);
    session.on_change(move || tell(browser::language()));
}

/// Mounts the page in a fresh element, so that nothing of the host's stays and nothing of ours is left
/// behind. The first picture, which is already there, is removed when the page is drawn below it.
fn show(host: &Element, lab: &Lab, params: &Params, language: Language) {
    let view = if params.embedded { View::Embed } else { View::Page };
    let figure = Figure {
        show: match params.part {
            Part::Queue => Show::Queue,
            Part::Chart => Show::Chart,
            Part::Table => Show::Table,
            Part::Lesson => Show::Lesson,
        },
        controls: match params.freedom {
            Freedom::Full => Controls::Full,
            Freedom::Basic => Controls::Basic,
            Freedom::None => Controls::None,
        },
        whole: whole_address(&params.wanted),
    };
    let Ok(place) = gloo::utils::document().create_element("div") else { return };
    place.set_class_name("lab-place");
    let before = host.children();
    let before: Vec<Element> = (0..before.length()).filter_map(|i| before.item(i)).collect();
    for element in &before {
        let _ = element.class_list().add_1("is-leaving");
        let _ = element.set_attribute("inert", "");
    }
    if host.append_child(&place).is_err() {
        return;
    }
    after_frames(FRAMES_TO_DRAW, move || before.iter().for_each(Element::remove));
    listen(host, lab);
    Renderer::<App>::with_root_and_props(place, AppProps { lab: lab.clone(), view, figure, language })
        .render();
}

/// Frames until the page is drawn: in the first the board learns its size, with the second it is on screen.
const FRAMES_TO_DRAW: u32 = 2;

fn after_frames(frames: u32, work: impl FnOnce() + 'static) {
    let next = Closure::once_into_js(move || match frames {
        0 | 1 => work(),
        more => after_frames(more - 1, work),
    });
    let _ = gloo::utils::window().request_animation_frame(next.unchecked_ref());
}

/// The same lab as a page of its own.
fn whole_address(wanted: &Wanted) -> String {
    match wanted {
        Wanted::Stored => "./index.html".to_string(),
        Wanted::Scenario(name) => format!("./index.html?scenario={name}"),
        Wanted::Lesson(name) => format!("./index.html?lesson={name}"),
        // An embed leaves its address as it is.
        Wanted::Shared(_) => {
            ["./index.html", &gloo::utils::window().location().hash().unwrap_or_default()].concat()
        }
    }
}
