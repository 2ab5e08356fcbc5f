//! What the page does with the labs of this browser: long work on files, and what it shows of it. Not here:
//! the list's look (`dialogs::labs`), and the work itself (`player::labs`, `player::lab_files`).
//!
//! Invariant: one piece of long work is under way at a time, and it ends when the list is closed.

use crate::indexed_db::identity;
use crate::player::lab_files;
use crate::player::lab_files::{FileError, FileProgress};
use crate::player::labs;
use crate::player::labs::{Content, LabEntry, LabError, Room};
use crate::player::{News, Session, task};
use crate::storage::StoreError;
use crate::storage::export::FILE_ENDING;
use crate::ui::draw::browser;
use crate::ui::state::context::Ui;
use crate::ui::state::lab::Lab;
use crate::ui::state::{Dialog, UiAction};
use crate::ui::text::labs::Labs as Words;
use alloc::rc::Rc;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::cell::{Cell, RefCell};

/// Something to begin with when the list opens.
pub enum Wish {
    /// A file that was chosen or dropped elsewhere.
    Import(web_sys::File),
    /// The lab on the page as a file.
    Export,
    /// Another one than that which the address names, and which is not here.
    Other(String),
}

/// What a person is about to do with a lab.
#[derive(Clone, PartialEq, Default)]
pub enum Doing {
    #[default]
    Nothing,
    Renaming {
        lab: String,
        title: String,
    },
    Deleting(String),
}

/// Long work under way.
#[derive(Clone)]
pub struct Job {
    pub words: String,
    pub progress: FileProgress,
}

/// The open list.
#[derive(Default)]
pub struct List {
    /// `None`: still looking.
    pub entries: RefCell<Option<Vec<LabEntry>>>,
    pub room: Cell<Room>,
    pub doing: RefCell<Doing>,
    pub job: RefCell<Option<Job>>,
    /// What was done last, or why not; why the list is open, where nobody asked for it.
    pub said: RefCell<String>,
}

/// The list, and how it gets on screen.
#[derive(Clone)]
pub struct Shelf {
    pub ui: Ui,
    pub list: Rc<List>,
    pub redraw: Rc<dyn Fn()>,
}

impl Lab {
    /// Opens the list and begins with this.
    pub fn on_shelf(&self, wish: Wish) {
        *self.wish().borrow_mut() = Some(wish);
        self.tell(UiAction::Open(Dialog::Labs));
    }

    /// The page is up: notes that, and says so where the address named a lab that is not here.
    pub fn opened(&self, named: bool) {
        let Some(session) = self.session().filter(|session| session.is_stored()) else { return };
        identity::note_opened(&session.lab(), labs::now_ms());
        if named && session.is_new() {
            let lab = session.lab();
            if identity::noted().iter().any(|noted| *noted != lab) {
                return self.on_shelf(Wish::Other(lab));
            }
            self.say(&(browser::language().text().labs.no_such)(&lab));
        }
    }

    /// Something about the lab that has to be said.
    pub fn hear(&self, news: News) {
        match news {
            News::TookOver => self.say(browser::language().text().labs.took_over),
            News::Note(note) => self.say(&(browser::language().text().top.stored_note)(&note)),
            News::Store(error) => self.say(&(browser::language().text().top.store_error)(&error)),
        }
    }

    /// Along with the tab that writes the lab, from the moment at which it is.
    pub fn follow_again(&self) {
        if let Some(session) = self.session() {
            session.follow_again();
        }
        self.poke();
    }
}

impl Shelf {
    fn words(&self) -> &'static Words {
        &self.ui.text.labs
    }

    /// What keeps the lab on the page.
    pub fn session(&self) -> Option<Session> {
        self.ui.lab.session().cloned()
    }

    fn say(&self, words: String) {
        *self.list.said.borrow_mut() = words;
        (self.redraw)();
    }

    /// Sets what a person is about to do.
    pub fn set_doing(&self, doing: Doing) {
        *self.list.doing.borrow_mut() = doing;
        self.list.said.borrow_mut().clear();
        (self.redraw)();
    }

    /// Looks at all labs again, and begins with what was wished.
    pub fn begin(&self) {
        self.look();
        match self.ui.lab.wish().borrow_mut().take() {
            Some(Wish::Import(file)) => self.import(file),
            Some(Wish::Export) => self.export_here(),
            Some(Wish::Other(lab)) => self.say((self.words().no_such)(&lab)),
            None => {}
        }
    }

    fn look(&self) {
        let Some(session) = self.session() else { return };
        let shelf = self.clone();
        task::start(async move {
            let entries = labs::all(&session).await;
            let room = labs::room().await;
            *shelf.list.entries.borrow_mut() = Some(entries);
            shelf.list.room.set(room);
            (shelf.redraw)();
        });
    }

    /// A title to show for a lab.
    pub fn title_of(&self, entry: &LabEntry) -> String {
        match &entry.content {
            Content::Whole { title, .. } if !title.is_empty() => title.clone(),
            Content::Whole { .. } => self.words().untitled.to_string(),
            _ => entry.lab.clone(),
        }
    }

    /// Begins long work; `None` while other work is under way.
    fn job(&self, words: String) -> Option<FileProgress> {
        if self.list.job.borrow().is_some() {
            return None;
        }
        let progress = FileProgress::default();
        let redraw = self.redraw.clone();
        progress.on_change(move || redraw());
        *self.list.job.borrow_mut() = Some(Job { words, progress: progress.clone() });
        self.say(String::new());
        Some(progress)
    }

    fn job_done(&self, said: String) {
        *self.list.job.borrow_mut() = None;
        self.say(said);
        self.look();
    }

    /// Ends the work that is under way.
    pub fn cancel(&self) {
        if let Some(job) = &*self.list.job.borrow() {
            job.progress.cancel();
        }
    }

    /// The lab on the page as a file.
    pub fn export_here(&self) {
        if let Some(session) = self.session() {
            self.export(session.lab(), session.title());
        }
    }

    /// A lab as a file, offered to the person.
    pub fn export(&self, lab: String, title: String) {
        let (Some(session), Some(progress)) = (self.session(), self.job((self.words().exporting)(&title)))
        else {
            return;
        };
        let shelf = self.clone();
        task::start(async move {
            let words = shelf.words();
            let said = match lab_files::export(&session, &lab, &progress).await {
                Ok(file) => {
                    let name = format!("{}{}", browser::file_stem(&title), FILE_ENDING);
                    browser::download_blob(&name, &file.blob);
                    let left_out =
                        if file.left_out > 0 { (words.left_out)(file.left_out) } else { String::new() };
                    [(words.exported)(&name), left_out].join(" ").trim_end().to_string()
                }
                Err(error) => shelf.why_no_file(&error, words.not_exported),
            };
            shelf.job_done(said);
        });
    }

    /// A file as a lab, which then comes on the page.
    pub fn import(&self, file: web_sys::File) {
        let Some(progress) = self.job((self.words().importing)(&file.name())) else { return };
        let shelf = self.clone();
        task::start(async move {
            match lab_files::import(&file, None, &progress).await {
                Ok(lab) => go_to(&lab),
                Err(error) => shelf.job_done(shelf.why_no_file(&error, shelf.words().not_imported)),
            }
        });
    }

    /// A copy of a lab.
    pub fn duplicate(&self, lab: String, title: String) {
        let (Some(session), Some(progress)) = (self.session(), self.job((self.words().duplicating)(&title)))
        else {
            return;
        };
        let shelf = self.clone();
        task::start(async move {
            let words = shelf.words();
            let copy = (words.copy_title)(&title);
            let said = match lab_files::duplicate(&session, &lab, &copy, &progress).await {
                Ok(_) => (words.duplicated)(&copy),
                Err(error) => shelf.why_no_file(&error, words.not_done),
            };
            shelf.job_done(said);
        });
    }

    fn why_no_file(&self, error: &FileError, sentence: fn(&str) -> String) -> String {
        let words = self.words();
        match error {
            FileError::Cancelled => words.cancelled.to_string(),
            FileError::File(error) => sentence(&(words.fault)(error)),
            FileError::Lab(error) => sentence(&self.why(error)),
        }
    }

    fn why(&self, error: &LabError) -> String {
        match error {
            LabError::OpenElsewhere => self.words().elsewhere.to_string(),
            LabError::Store(StoreError::Blocked) => self.words().elsewhere.to_string(),
            LabError::Store(error) => (self.ui.text.top.store_error)(error),
        }
    }

    /// Gives a lab the title that was typed.
    pub fn rename(&self, lab: String, title: String) {
        let Some(session) = self.session() else { return };
        let shelf = self.clone();
        task::start(async move {
            let words = shelf.words();
            let said = match labs::rename(&session, &lab, title.clone()).await {
                Ok(()) => (words.renamed)(&title),
                Err(error) => (words.not_done)(&shelf.why(&error)),
            };
            shelf.set_doing(Doing::Nothing);
            shelf.job_done(said);
            shelf.ui.lab.poke();
        });
    }

    /// Deletes a lab. When the one on the page goes, the page begins again.
    pub fn delete(&self, entry: LabEntry) {
        let Some(session) = self.session() else { return };
        let shelf = self.clone();
        task::start(async move {
            let words = shelf.words();
            let said = match labs::delete(&session, &entry.lab).await {
                Ok(()) if entry.here => return go_home(),
                Ok(()) => (words.deleted)(&shelf.title_of(&entry)),
                Err(error) => (words.not_done)(&shelf.why(&error)),
            };
            shelf.set_doing(Doing::Nothing);
            shelf.job_done(said);
        });
    }
}

/// The page of another lab.
fn go_to(lab: &str) {
    if let Some(window) = web_sys::window() {
        // In the place of the dialog's entry: Back goes to the lab that is here.
        let _ = window.location().replace(&format!("?lab={lab}"));
    }
}

/// The page without the name of a lab.
fn go_home() {
    let Some(window) = web_sys::window() else { return };
    if let Ok(path) = window.location().pathname() {
        let _ = window.location().replace(&path);
    }
}
