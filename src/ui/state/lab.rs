//! The one way in which components read and change the lab on screen. Not here: opening others (`opening`),
//! lessons (`lesson_run`), resets (`resets`), and what a command does (`sim`).
//!
//! Invariant: nobody borrows the player across a call back into Yew, and a change in the past is asked about
//! first.

use crate::engine::ids::{Name, QueueId, VirtualTime};
use crate::engine::rejected::Rejected;
use crate::indexed_db::breaking::Moment;
use crate::indexed_db::{breaking, door};
use crate::lesson::format::Texts;
use crate::player::playing::{FRAME_BUDGET_US, PICTURE_BUDGET_US};
use crate::player::{Player, SavedState, Session};
use crate::sim::command::{Answer, Command, Outcome};
use crate::sim::formats::journal::to_json;
use crate::ui::draw::browser::{language, look};
use crate::ui::state::labs::Wish;
use crate::ui::state::lesson_run::LessonRun;
use crate::ui::state::snapshot::Snapshot;
use crate::ui::state::upgrading::Upgrading;
use crate::ui::state::visits::Visits;
use crate::ui::state::{Dialog, Question, UiAction};
use crate::ui::text::Text;
use alloc::boxed::Box;
use alloc::rc::Rc;
use alloc::string::ToString;
use core::cell::{Cell, RefCell};
use yew::Callback;

/// What happened to a command.
pub enum Submitted {
    /// The World answered.
    Done(Answer),
    /// The World refused.
    Refused(Rejected),
    /// It would drop what comes later: the person is being asked. Or another tab has the lab, and the person
    /// is told.
    Asked,
}

/// What a lab stands on: the player, whether it is saved, and what keeps it, if anything does.
pub struct Ground {
    pub player: Rc<RefCell<Player>>,
    pub saved: Box<dyn Fn() -> SavedState>,
    pub session: Option<Session>,
}

struct Inner {
    ground: Ground,
    /// Something a person did is not on screen yet.
    urgent: Cell<bool>,
    /// The latest place that the scrubber asked for.
    seek_to: Cell<Option<VirtualTime>>,
    /// The clock ran when a dialog was opened.
    resting: Cell<bool>,
    lesson: RefCell<Option<LessonRun>>,
    /// What to look at, in the words of the scenario.
    about: RefCell<Option<Rc<Texts>>>,
    page: RefCell<Option<Callback<UiAction>>>,
    /// Takes what the board shows.
    board: RefCell<Option<Callback<Rc<Snapshot>>>>,
    /// What the list of labs begins with.
    wish: RefCell<Option<Wish>>,
    visits: Visits,
    /// What was to be told before the page was there.
    waiting: RefCell<alloc::vec::Vec<UiAction>>,
    /// Asks what an upgrade changes.
    upgrading: RefCell<Option<Upgrading>>,
    /// A figure shows this topic alone, or this queue of it.
    only: RefCell<Option<(Name, Option<QueueId>)>>,
}

/// A handle; all clones are the same lab.
#[derive(Clone)]
pub struct Lab(Rc<Inner>);

impl PartialEq for Lab {
    fn eq(&self, other: &Lab) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl Lab {
    /// The lab on this ground.
    pub fn new(ground: Ground) -> Lab {
        let (urgent, seek_to, resting) = (Cell::new(true), Cell::new(None), Cell::new(false));
        let (lesson, about, page) = (RefCell::default(), RefCell::default(), RefCell::default());
        let (wish, waiting, board) = (RefCell::default(), RefCell::default(), RefCell::default());
        let visits = Visits::default();
        Lab(Rc::new(Inner {
            ground,
            urgent,
            seek_to,
            resting,
            lesson,
            about,
            page,
            board,
            wish,
            visits,
            waiting,
            upgrading: RefCell::default(),
            only: RefCell::default(),
        }))
    }

    /// Tells the lab how to reach the page's state.
    pub fn on_page(&self, page: Callback<UiAction>) {
        *self.0.page.borrow_mut() = Some(page);
        for action in self.0.waiting.take() {
            self.tell(action);
        }
    }

    /// Tells the lab how to reach the board, as long as there is one.
    pub fn on_board(&self, board: Option<Callback<Rc<Snapshot>>>) {
        *self.0.board.borrow_mut() = board;
    }

    /// Puts a picture on the board.
    pub fn show_on_board(&self, snapshot: Rc<Snapshot>) {
        let board = self.0.board.borrow().clone();
        if let Some(board) = board {
            board.emit(snapshot);
        }
    }

    /// Changes the page's state.
    pub fn tell(&self, action: UiAction) {
        let page = self.0.page.borrow().clone();
        match page {
            Some(page) => page.emit(action),
            None => self.0.waiting.borrow_mut().push(action),
        }
    }

    /// Reads the player.
    pub fn read<R>(&self, read: impl FnOnce(&Player) -> R) -> R {
        read(&self.0.ground.player.borrow())
    }

    /// Drives the player; what it does is on screen in the next frame.
    pub fn drive<R>(&self, drive: impl FnOnce(&mut Player) -> R) -> R {
        self.0.urgent.set(true);
        drive(&mut self.0.ground.player.borrow_mut())
    }

    /// Whether what is on screen is out of date, asked once a frame.
    pub fn take_urgent(&self) -> bool {
        self.0.urgent.replace(false)
    }

    /// The same, and it stays so.
    pub fn is_urgent(&self) -> bool {
        self.0.urgent.get()
    }

    /// What is on screen is out of date.
    pub fn poke(&self) {
        self.0.urgent.set(true);
    }

    /// What is on screen now; `before` lends its unchanged parts.
    pub fn snapshot(&self, before: Option<&Snapshot>) -> Snapshot {
        self.0.ground.player.borrow_mut().follow_beside();
        let (lesson, saved) = (self.lesson_view(), self.saved());
        let mut snapshot = self.read(|player| Snapshot::take(player, saved, lesson, before));
        snapshot.about = self.about();
        if let Some((topic, queue)) = &*self.0.only.borrow() {
            snapshot.keep_only(topic, *queue);
        }
        snapshot
    }

    /// Shows only this from now on.
    pub fn show_only(&self, only: Option<(Name, Option<QueueId>)>) {
        *self.0.only.borrow_mut() = only;
    }

    /// Whether something that a snapshot shows has changed.
    pub fn differs_from(&self, shown: &Snapshot) -> bool {
        self.read(|player| player.version()) != shown.version
            || self.saved() != shown.saved
            || look() != shown.look
    }

    /// Whether the lab would survive now.
    pub fn saved(&self) -> SavedState {
        (self.0.ground.saved)()
    }

    /// What to look at in the lab on screen, if it says so.
    pub fn about(&self) -> Option<Rc<Texts>> {
        self.0.about.borrow().clone()
    }

    /// Says what to look at; an empty text is none.
    pub fn set_about(&self, about: &Texts) {
        *self.0.about.borrow_mut() = (!about.is_empty()).then(|| Rc::new(about.clone()));
        self.poke();
    }

    pub(crate) fn replace(&self, player: Player) {
        self.0.about.take();
        self.0.upgrading.take();
        match &self.0.ground.session {
            Some(session) => session.replace(player),
            None => *self.0.ground.player.borrow_mut() = player,
        }
        self.poke();
    }

    /// Puts another lab on the page. The one before is kept where a person has changed it, or `keep` says so.
    pub(crate) fn another(&self, player: Player, keep: bool) {
        self.0.about.take();
        self.0.upgrading.take();
        match &self.0.ground.session {
            Some(session) => session.another(player, keep),
            None => *self.0.ground.player.borrow_mut() = player,
        }
        self.poke();
    }

    /// What keeps the lab.
    pub(crate) fn session(&self) -> Option<&Session> {
        self.0.ground.session.as_ref()
    }

    pub(crate) fn wish(&self) -> &RefCell<Option<Wish>> {
        &self.0.wish
    }

    pub(crate) fn upgrading(&self) -> &RefCell<Option<Upgrading>> {
        &self.0.upgrading
    }

    pub(crate) fn visits(&self) -> &Visits {
        &self.0.visits
    }

    pub(crate) fn lesson(&self) -> &RefCell<Option<LessonRun>> {
        &self.0.lesson
    }

    /// One frame: the scrubber's wish, then the player's work, of which there is less where a picture is due.
    pub fn frame(&self, now_ms: f64, picture: bool) {
        let budget_us = if picture { PICTURE_BUDGET_US } else { FRAME_BUDGET_US };
        match self.0.seek_to.take() {
            // Its first moment is a frame's work.
            Some(at) => self.drive(|player| player.travel_to(at)),
            None => {
                let mut player = self.0.ground.player.borrow_mut();
                breaking::at(Moment::Frame);
                player.frame_within((now_ms * 1_000.0) as u64, budget_us);
            }
        }
        self.lesson_frame();
    }

    /// Play or pause. During a lesson's Run the lab runs by itself.
    pub fn toggle(&self) {
        if self.is_running_lesson() {
            return;
        }
        self.drive(|player| if player.playing() { player.pause() } else { player.play() });
    }

    /// To the next event.
    pub fn step(&self) {
        if !self.is_running_lesson() {
            self.drive(|player| {
                player.pause();
                player.step();
            });
        }
    }

    /// To the event before, or a second back where the log does not reach.
    pub fn step_back(&self) {
        let to = self.read(|player| {
            let now = player.now();
            let before = player.log().lines().rev().map(|line| line.at).find(|at| *at < now);
            before.unwrap_or(VirtualTime(now.0.saturating_sub(1_000_000)))
        });
        self.seek(to);
    }

    /// To the start.
    pub fn restart(&self) {
        self.drive(|player| player.restart());
    }

    /// To a moment, and the clock rests there.
    pub fn seek(&self, at: VirtualTime) {
        if self.is_running_lesson() {
            return;
        }
        self.drive(|player| {
            player.pause();
            player.travel_to(at);
        });
    }

    /// To a moment in the next frame; of several wishes in one frame the last wins.
    pub fn seek_soon(&self, at: VirtualTime) {
        if !self.is_running_lesson() {
            self.drive(|player| player.pause());
            self.0.seek_to.set(Some(at));
        }
    }

    /// A dialog opened: the clock rests until it is closed.
    pub fn rest(&self, rest: bool) {
        let plays = self.read(|player| player.playing());
        if rest && plays {
            self.0.resting.set(true);
            self.drive(|player| player.pause());
        } else if !rest && self.0.resting.take() {
            self.drive(|player| player.play());
        }
    }

    /// Obeys commands in order until one is refused; asks once for all of them if they would drop what comes
    /// later.
    pub fn submit_all(&self, commands: alloc::vec::Vec<Command>) -> Submitted {
        if !self.may_change() || self.is_locked(&|step| commands.iter().all(|command| step.allows(command))) {
            return Submitted::Asked;
        }
        // In a lesson what comes later is its script, which goes on after the command.
        let asks = self.lesson().borrow().is_none();
        if asks && self.read(|player| player.changes_after_now()) > 0 {
            self.tell(UiAction::Open(Dialog::Ask(Question::Rewind(commands.into()))));
            return Submitted::Asked;
        }
        let mut last = Submitted::Done(Answer::Done);
        for command in commands {
            last = Self::submitted(self.submit_now(command));
            if matches!(last, Submitted::Refused(_)) {
                break;
            }
        }
        last
    }

    /// Obeys a command and drops what comes later.
    pub fn submit_now(&self, command: Command) -> Outcome {
        // Should it break the program, it is known which one did.
        door::tell("asked", [to_json(&command)]);
        self.drive(|player| {
            player.rewind();
            breaking::at(Moment::Command);
            player.submit(command)
        })
    }

    fn submitted(outcome: Outcome) -> Submitted {
        match outcome {
            Ok(answer) => Submitted::Done(answer),
            Err(rejected) => Submitted::Refused(rejected),
        }
    }

    /// Obeys commands of a button: a refusal becomes a line on the page.
    pub fn commands(&self, commands: alloc::vec::Vec<Command>, text: &Text) {
        if let Submitted::Refused(rejected) = self.submit_all(commands) {
            self.say_refused(&rejected, text);
        }
    }

    /// Obeys a command of a button.
    pub fn command(&self, command: Command, text: &Text) {
        self.commands(alloc::vec![command], text);
    }

    /// Says that something was refused, with RocketMQ's words and code.
    pub fn say_refused(&self, rejected: &Rejected, text: &Text) {
        let words = (text.common.refused)(&(text.remark)(rejected), &rejected.code().to_string());
        self.tell(UiAction::Notice { text: words, refused: true, undo: false });
    }

    /// Whether the lab may be changed now; where another tab has it, or it is on its way, says so and what to
    /// do.
    pub fn may_change(&self) -> bool {
        let text = if matches!(self.saved(), SavedState::ReadOnly { .. }) {
            language().text().top.read_only_why
        } else if self.read(|player| player.travel().is_some()) {
            language().text().way.busy
        } else {
            return true;
        };
        self.tell(UiAction::Notice { text: text.to_string(), refused: true, undo: false });
        false
    }

    /// Says what was done.
    pub fn say(&self, words: &str) {
        self.tell(UiAction::Notice { text: words.to_string(), refused: false, undo: false });
    }
}
