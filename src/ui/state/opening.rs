//! Puts another lab on screen: a file, an entry of the catalog, an empty one, a copy. Not here: reading
//! formats (`files`).
//!
//! Invariant: a text that can't be opened gets a dialog with its place, and the lab on screen stays as it
//! was.

use crate::engine::EpochMs;
use crate::engine::ids::VirtualTime;
use crate::engine::limits::FILE_BYTES_MAX;
use crate::engine::ordered_map::OrderedMap;
use crate::engine::profile::Profile;
use crate::import::{Given, wire};
use crate::lesson::format::Texts;
use crate::player::input::{Unread, fetch_then, read_then};
use crate::player::lab_files::is_lab_file;
use crate::player::{Player, importer, task};
use crate::sim::formats::journal::{Journal, JournalHeader, Scenario, in_language, to_json};
use crate::storage::checkpoint::engine_id;
use crate::ui::draw::browser::language;
use crate::ui::draw::format::bytes;
use crate::ui::state::catalog::RECORDINGS;
use crate::ui::state::files::{Again, Opened, Refused, read, read_answer, read_own};
use crate::ui::state::lab::Lab;
use crate::ui::state::labs::Wish;
use crate::ui::state::visits::BLANK;
use crate::ui::state::{Dialog, UiAction};
use crate::ui::text::Text;
use alloc::rc::Rc;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

/// Files that are opened at once.
const FILES_MAX: u32 = 200;

impl Lab {
    /// Opens a file beside the page.
    pub fn open_path(&self, path: &str, text: &'static Text) {
        let (lab, name) = (self.clone(), path.to_string());
        fetch_then(name.clone(), move |result| lab.open_result(&name, result, text));
    }

    /// Opens the files that a person chose or dropped: one of a lab, or several of a cluster.
    pub fn open_files(&self, files: web_sys::FileList, text: &'static Text) {
        if files.length() == 0 {
            return;
        }
        let files: Vec<web_sys::File> =
            (0..files.length().min(FILES_MAX)).filter_map(|i| files.get(i)).collect();
        // What a file says was so by the time it was written.
        let written = files.iter().map(|file| file.last_modified() as i64).max().map(EpochMs);
        let lab = self.clone();
        task::start(async move {
            match files.first() {
                Some(file) if is_lab_file(file).await => lab.on_shelf(Wish::Import(file.clone())),
                _ => read_then(files, move |result| match result {
                    Ok(texts) => {
                        let again = Again { texts, given: Given::default(), written, question: None };
                        lab.open_texts(again, text);
                    }
                    Err((name, unread)) => lab.open_result(&name, Err(unread), text),
                }),
            }
        });
    }

    /// Opens what was pasted.
    pub fn open_pasted(&self, pasted: String, text: &'static Text) {
        if self.may_change() && !pasted.trim().is_empty() {
            let texts = Vec::from([(String::new(), pasted)]);
            self.open_texts(Again { texts, given: Given::default(), written: None, question: None }, text);
        }
    }

    /// Opens texts that belong together.
    pub fn open_texts(&self, mut again: Again, text: &'static Text) {
        if let Some(own) = read_own(&again.texts, text) {
            return self.open_read(own, again, text);
        }
        let lab = self.clone();
        task::start(async move {
            again.given.zone = Some(importer::minutes_ahead_of_utc());
            let question = wire::question(&again.texts, &again.given, again.written, text.tag);
            match importer::ask(&question).await {
                Ok(answer) => lab.open_read(read_answer(&answer, &again.texts, text), again, text),
                Err(why) => lab.problem(importer::FILE, unread(why, importer::FILE, text)),
            }
        });
    }

    fn open_read(&self, read: Result<Opened, Refused>, mut again: Again, text: &'static Text) {
        match read {
            Ok(opened) => {
                let name = again.texts.first().map_or("", |(name, _)| name);
                let name = if name.is_empty() { text.open.pasted_name } else { name };
                self.open_lab(name, opened, text);
            }
            Err(Refused { name, problem, question }) => {
                again.question = question;
                let repeats = again.question.is_some() || name.is_empty();
                self.problem_with(&name, problem, repeats.then(|| Rc::new(again)));
            }
        }
    }

    fn open_result(&self, name: &str, result: Result<String, Unread>, text: &'static Text) {
        match result {
            Ok(content) => self.open_text(name, &content, text),
            Err(why) => self.problem(name, unread(why, name, text)),
        }
    }

    /// Opens a text.
    pub fn open_text(&self, name: &str, content: &str, text: &'static Text) {
        if let Err(why) = self.open_or_why(name, content, text) {
            self.problem(name, why);
        }
    }

    /// The same, but that it is not opened is only answered.
    pub fn open_or_why(&self, name: &str, content: &str, text: &'static Text) -> Result<(), String> {
        let opened = read(content, text.open.unknown_format).map_err(|error| error.to_string())?;
        self.open_lab(name, opened, text);
        Ok(())
    }

    /// What the lab on the page was opened from, again.
    pub(crate) fn open_again(&self, from: &str) {
        let text = language().text();
        match from {
            BLANK => self.open_blank(text, false),
            path => self.open_path(path, text),
        }
    }

    fn open_lab(&self, name: &str, opened: Opened, text: &Text) {
        let keep = self.is_kept();
        // A person's file has no folder in its name, and can't be opened again.
        self.visit(if name.contains('/') { name } else { "" });
        *self.lesson().borrow_mut() = None;
        match opened {
            Opened::Scenario(scenario) => {
                let (about, open_at_us) = (scenario.text.clone(), scenario.open_at_us);
                self.open_at(at_beginning(*scenario, text.key), open_at_us, keep);
                self.set_about(&about);
            }
            Opened::Journal(journal) => self.another(Player::open(stem(name), journal), keep),
            Opened::Recording(recording) => {
                let title = recording_title(name, &recording.header.title, text);
                self.another(Player::open_recording(title, *recording), keep);
            }
            Opened::Lesson(lesson) => {
                let title = in_language(&lesson.title, text.key).to_string();
                self.begin_lesson(Rc::new(*lesson), title, keep);
            }
        }
        self.tell(UiAction::NewLab);
    }

    /// Says why a file was not opened.
    pub fn problem(&self, name: &str, problem: String) {
        self.problem_with(name, problem, None);
    }

    fn problem_with(&self, name: &str, problem: String, again: Option<Rc<Again>>) {
        self.stay();
        self.tell(UiAction::Open(Dialog::Problem { name: name.to_string(), problem, again }));
    }

    /// An empty lab by the present rules; with `keep` beside the one on the page, however little that is.
    pub fn open_blank(&self, text: &Text, keep: bool) {
        let profile = self.read(|player| player.world().header().profile);
        let keep = keep || self.is_kept();
        self.visit(BLANK);
        *self.lesson().borrow_mut() = None;
        let journal = Journal::new(JournalHeader::new(profile, 1));
        self.another(Player::open(text.open.blank_title.to_string(), journal), keep);
        self.tell(UiAction::NewLab);
    }

    /// A lab of its own with what happened up to now.
    pub fn open_fork(&self, text: &Text) {
        if !self.may_change() {
            return;
        }
        let (copy, now) = self.read(|player| {
            let mut copy = Player::open((text.open.fork_title)(player.title()), player.fork());
            copy.set_speed_percent(player.speed_percent());
            (copy, player.now())
        });
        self.visit("");
        self.open_at(copy, now, true);
        self.tell(UiAction::NewLab);
        self.say(text.open.forked);
    }

    /// Puts a lab on the page, at this moment. What can't be run at once is run in the frames to come.
    fn open_at(&self, mut player: Player, at: VirtualTime, keep: bool) {
        self.read(|before| player.take_clock_of(before));
        player.travel_to(at);
        self.another(player, keep);
    }

    /// The lab as a scenario file, which names the engine that made it.
    pub fn to_scenario(&self, text: &Text) -> String {
        self.read(|player| {
            let title: Texts = OrderedMap::from_iter([(text.key.to_string(), player.title().to_string())]);
            let mut scenario = player.journal().clone().into_scenario(title);
            scenario.speed_percent = player.speed_percent();
            scenario.open_at_us = player.now();
            scenario.engine = Some(engine_id());
            to_json(&scenario)
        })
    }
}

/// Why there is no text, in words.
pub fn unread(why: Unread, name: &str, text: &Text) -> String {
    match why {
        Unread::NotFound => (text.open.not_found)(name),
        Unread::Offline => (text.open.offline)(name),
        Unread::TooLarge => (text.open.too_large)(&bytes(FILE_BYTES_MAX as u64)),
    }
}

/// A recording's title: that of the catalog, which is in every language, or the file's own.
fn recording_title(path: &str, own: &str, text: &Text) -> String {
    match RECORDINGS.iter().find(|entry| entry.path == path) {
        Some(entry) => (entry.words)(&text.open).join(text.open.title_joint),
        None => own.to_string(),
    }
}

/// A player at the moment at which a scenario opens.
pub fn player_of(scenario: Scenario, language: &str) -> Player {
    let open_at_us = scenario.open_at_us;
    let mut player = at_beginning(scenario, language);
    player.seek(open_at_us);
    player
}

fn at_beginning(scenario: Scenario, language: &str) -> Player {
    let speed_percent = scenario.speed_percent;
    let mut player = Player::open(scenario.title_in(language).to_string(), scenario.into_journal());
    player.set_speed_percent(speed_percent);
    player
}

/// A player for what was opened; a lesson brings its own when it begins.
pub fn player_for(opened: Opened, text: &Text) -> Player {
    match opened {
        Opened::Scenario(scenario) => player_of(*scenario, text.key),
        Opened::Journal(journal) => Player::open(String::new(), journal),
        Opened::Recording(recording) => Player::open_recording(recording.header.title.clone(), *recording),
        Opened::Lesson(lesson) => Player::open(String::new(), lesson.to_journal()),
    }
}

/// A player with nothing in it.
pub fn blank_player(title: &str) -> Player {
    Player::open(title.to_string(), Journal::new(JournalHeader::new(Profile::default(), 1)))
}

fn stem(name: &str) -> String {
    let file = name.rsplit('/').next().unwrap_or(name);
    file.split('.').next().unwrap_or(file).to_string()
}
