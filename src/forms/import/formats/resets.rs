//! Command lines of `mqadmin resetOffsetByTime`, as tutorials write them: what each does. Not here: a reset
//! in the lab.
//!
//! Invariant: what is said was recorded on 4.9.7 and 5.3.3, or follows from a rule that is named.

use crate::import::command_line::CommandLine;
use crate::import::words::Fixed;

/// What the command does, by version.
pub(crate) fn meaning(command: &CommandLine) -> Option<Fixed> {
    if command.name != "resetoffsetbytime" {
        return None;
    }
    let time = command.time.as_deref()?;
    Some(if command.offset.as_deref() == Some("0") {
        (
            "does nothing at all: 4.9 has no -b, -q and -o and prints its usage; since 5.x offset 0 is printed and \
             not sent (R-CMD-1)",
            "什么都不会发生：4.9 没有 -b、-q 和 -o，只打印用法；5.x 起位点 0 会打印出来，但不会发送（R-CMD-1）",
        )
    } else if time == "now" {
        (
            "to Max: 4.9.3 to 5.0 send −1; 5.2 and later the time, and to Max where every message is older; up to \
             4.9.2 and 5.1.0 to Max − 1 (R-CMD-1)",
            "到 Max：4.9.3 到 5.0 发送 −1；5.2 及之后发送时间，所有消息都更早时到 Max；4.9.2 及之前和 5.1.0 到 Max − 1\
             （R-CMD-1）",
        )
    } else if let Ok(ms) = time.parse::<i64>() {
        match ms {
            -1 => ("to Max, in 4.9 and in 5.2 and later", "到 Max，4.9 以及 5.2 及之后都是"),
            i64::MIN..=-2 => (
                "no time ago: 4.9 goes to the oldest message, 5.2 and later to Max (R-RST-5), so everything is \
                     skipped",
                "并不是“多久以前”：4.9 到最早的消息，5.2 及之后到 Max（R-RST-5），全部跳过",
            ),
            0..100_000_000_000 => (
                "to Min, in 4.9 and in 5.2 and later: it counts milliseconds since 1970",
                "到 Min，4.9 以及 5.2 及之后都是：它是 1970 年以来的毫秒数",
            ),
            _ => ON_TIME,
        }
    } else if is_whole_time(time) {
        ON_TIME
    } else {
        (
            "does nothing at all, in any version: the time must be whole, yyyy-MM-dd#HH:mm:ss:SSS, with # and with \
             milliseconds; else the command ends with a NullPointerException",
            "任何版本都什么都不会发生：时间必须完整，yyyy-MM-dd#HH:mm:ss:SSS，带 # 和毫秒；否则命令以 \
             NullPointerException 结束",
        )
    })
}

const ON_TIME: Fixed = (
    "4.9 goes to the nearest message, and to Max − 1 where all are older; 5.2 and later to the first at or after that \
     time, or Max (R-RST-2, R-RST-4)",
    "4.9 到最接近的消息，全部更早时到 Max − 1；5.2 及之后到该时间及之后的第一条，没有则到 Max（R-RST-2、R-RST-4）",
);

/// `yyyy-MM-dd#HH:mm:ss:SSS`.
fn is_whole_time(text: &str) -> bool {
    let shape = |c: char| if c.is_ascii_digit() { '0' } else { c };
    text.chars().map(shape).eq("0000-00-00#00:00:00:000".chars())
}
