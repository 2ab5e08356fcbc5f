//! The words of a lesson. Not here: words of other places.
//!
//! Invariant: a word that a language lacks does not compile.

use crate::ui::text::{OfText, OfTwo};

/// Taking a lesson.
pub struct Lesson {
    pub title: &'static str,
    /// step, steps
    pub position: OfTwo,
    pub back: &'static str,
    pub next: &'static str,
    pub run: &'static str,
    pub hint: &'static str,
    pub leave: &'static str,
    pub finished: &'static str,
    pub course: &'static str,
    pub locked: &'static str,
    pub your_guess: &'static str,
    pub actual: &'static str,
    pub right: &'static str,
    pub wrong: OfTwo,
    pub done: &'static str,
    pub not_done: &'static str,
    pub failed: &'static str,
    pub goal: &'static str,
    pub allowed: OfText,
    pub locked_here: &'static str,
    pub reset_of: &'static str,
    /// commands, of how many
    pub used: OfTwo,
    pub left: OfText,
    pub again: &'static str,
    pub show: &'static str,
}

/// English.
pub const EN: Lesson = Lesson {
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

/// Chinese.
pub const ZH: Lesson = Lesson {
    title: "课程",
    position: |n, m| format!("第 {n} 步，共 {m} 步"),
    back: "返回",
    next: "下一步",
    run: "运行",
    hint: "提示",
    leave: "离开课程",
    finished: "完成。你可以继续使用这个实验。",
    course: "继续课程",
    locked: "选择答案之后才能运行。猜错没有代价。",
    your_guess: "你的猜测",
    actual: "实际结果",
    right: "对。",
    wrong: |guess, actual| format!("你猜 {guess}；实际是 {actual}。"),
    done: "完成",
    not_done: "还没有",
    failed: "没有成功。请撤销或重新开始。",
    goal: "目标",
    allowed: |list| format!("可用：{list}。"),
    locked_here: "这一步已锁定。",
    reset_of: "重置 {} 的位点",
    used: |n, m| format!("命令 {n} / {m}"),
    left: |s| format!("还剩 {s} 秒"),
    again: "重新开始",
    show: "看一种解法",
};
