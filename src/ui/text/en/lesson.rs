//! The words of `text::lesson` in English.

use crate::ui::text::lesson::Lesson;

/// English.
pub const WORDS: Lesson = Lesson {
    title: "Lesson",
    position: |n, m| format!("step {n} of {m}"),
    back: "Back",
    next: "Next",
    run: "Run",
    hint: "Hint",
    leave: "Leave the lesson",
    finished: "Done. You can keep working with this lab.",
    course: "Go on in the course",
    locked: "Choose an answer to enable Run. A wrong guess costs nothing.",
    your_guess: "your guess",
    actual: "what happened",
    right: "Yes.",
    not_right: "Not right.",
    wrong: |guess, actual| format!("You guessed {guess}; it was {actual}."),
    done: "Done",
    not_done: "Not yet",
    failed: "Failed. Undo, or begin again.",
    goal: "goal",
    allowed: |list| format!("Allowed: {list}."),
    locked_here: "Locked in this step.",
    reset_of: "Reset offset of {}",
    used: |n, m| format!("commands {n} / {m}"),
    left: |s| format!("{s} s left"),
    again: "Begin again",
    show: "Show a solution",
};
