//! The words of `text::lesson` in Simplified Chinese.

use crate::ui::text::lesson::Lesson;

/// Chinese.
pub const WORDS: Lesson = Lesson {
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
    not_right: "不对。",
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
