//! What an upgrade changes in a lab, in sentences of both languages; the command line has the English ones.
//! Not here: finding it (`projection::upgrade`), and what each version does (`docs/profiles.md`).
//!
//! Invariant: every number is the report's, and every choice has its words in every language.

use crate::engine::event::InitialRule;
use crate::engine::ids::{Name, QueueId, VirtualTime};
use crate::engine::rules::Choice;
use crate::projection::upgrade::lines::{FateLine, Line, StartLine, StartPlace};
use crate::ui::draw::format::count;
use crate::ui::text::{OfText, OfTwo};
use alloc::string::{String, ToString};
use alloc::vec::Vec;

/// The words of the page around a report.
pub struct Upgrade {
    pub title: &'static str,
    pub from: &'static str,
    pub to: &'static str,
    pub working: &'static str,
    pub failed: &'static str,
    /// Of a report about the journal as it was.
    pub outdated: &'static str,
    pub again: &'static str,
}

/// The words of a report. The page's own program has none of them: it asks another one for reports.
pub struct Report {
    /// the end, how many messages
    pub about: OfTwo,
    /// the end
    pub nothing: OfText,
    pub affected: fn(u64) -> String,
    /// It acts with another rule only.
    pub together: &'static str,
    pub first: &'static str,
    pub rest: &'static str,
    pub nothing_then: &'static str,
    pub other_answer: &'static str,
    pub not_attributed: &'static str,
    pub unchanged: &'static str,
    /// groups
    pub same_groups: OfText,
    /// rules
    pub still: OfText,
    /// SD-20.
    pub page: &'static str,
    /// T-3.
    pub measured: &'static str,
    pub phrases: &'static Phrases,
}

/// Parts of the sentences.
pub struct Phrases {
    second: &'static str,
    /// Between the items of a list, before its last one, after a part of a sentence.
    pub comma: &'static str,
    and: &'static str,
    pub semicolon: &'static str,
    /// group, client
    client_of: OfTwo,
    /// queues, topic, whether it is one queue
    queues: fn(&str, &str, bool) -> String,
    /// who, place, what happens
    fate: fn(&str, &str, &str) -> String,
    /// In the order of `FateLine::counts`.
    counts: [OfText; 4],
    /// after, before
    changed: [OfTwo; 2],
    /// topic, after, before
    stored: fn(&str, &str, &str) -> String,
    /// group, place, where after, where before
    starts: fn(&str, &str, Option<String>, Option<String>) -> String,
    place: fn(InitialRule, &str) -> String,
    /// place, time
    first_at: OfTwo,
    /// One a line, in the order of `Choice::ALL`.
    choices: &'static str,
}

impl Phrases {
    /// What a rule is about.
    pub fn choice(&self, choice: Choice) -> &'static str {
        self.choices.lines().nth(choice as usize).unwrap_or_default()
    }

    /// `20.5 s`.
    pub fn instant(&self, at: VirtualTime) -> String {
        let (seconds, us) = (at.0 / 1_000_000, at.0 % 1_000_000);
        let padded = (1_000_000 + us).to_string();
        let digits = padded[1..].trim_end_matches('0');
        let dot = if digits.is_empty() { "" } else { "." };
        [&seconds.to_string(), dot, digits, " ", self.second].concat()
    }

    /// `a, b and c`.
    pub fn list<T: ToString>(&self, items: &[T]) -> String {
        let mut text = String::new();
        for (i, item) in items.iter().enumerate() {
            let last = i > 0 && i + 1 == items.len();
            text.push_str(if i == 0 {
                ""
            } else if last {
                self.and
            } else {
                self.comma
            });
            text.push_str(&item.to_string());
        }
        text
    }

    fn queues_of(&self, topic: &Name, queues: &[QueueId]) -> String {
        (self.queues)(&self.list(queues), topic, queues.len() == 1)
    }

    /// A line as a sentence without its end.
    pub fn line(&self, line: &Line) -> String {
        match line {
            Line::Start(line) => self.start(line),
            Line::Fate(line) => self.fate(line),
            Line::Stored(topic, [before, after]) => (self.stored)(topic, &count(*after), &count(*before)),
        }
    }

    /// A line about first starts.
    pub fn start(&self, line: &StartLine) -> String {
        let [before, after] = line.sides.each_ref().map(|side| side.as_ref().map(|side| self.place_of(side)));
        (self.starts)(&line.group, &self.queues_of(&line.topic, &line.queues), after, before)
    }

    fn place_of(&self, StartPlace { rule, at, offsets }: &StartPlace) -> String {
        let offsets: Vec<String> = offsets.iter().map(|offset| count(offset.0.max(0) as u64)).collect();
        (self.first_at)(&(self.place)(*rule, &offsets.join(", ")), &self.instant(*at))
    }

    fn fate(&self, line: &FateLine) -> String {
        let counts = line.counts.iter().zip(self.counts).filter(|(n, _)| **n > 0);
        let mut parts: Vec<String> = counts.map(|(n, words)| words(&count(*n))).collect();
        let changed = line.changed.iter().zip(self.changed).filter(|([before, after], _)| before != after);
        parts.extend(changed.map(|([before, after], words)| words(&count(*after), &count(*before))));
        let who = match &line.client {
            Some(client) => (self.client_of)(&line.group, client),
            None => line.group.to_string(),
        };
        (self.fate)(&who, &self.queues_of(&line.topic, &line.queues), &parts.join(self.semicolon))
    }
}

pub const EN: Upgrade = Upgrade {
    title: "Upgrade",
    from: "From",
    to: "To",
    working: "Trying each rule that differs…",
    failed: "No report could be made.",
    outdated: "The lab has changed since.",
    again: "List again",
};

pub static EN_REPORT: Report = Report {
    about: |end, messages| {
        format!(
            "Up to {end}, with all of these rules together, {messages}. Each version runs the whole journal with its \
             own clients; each rule is counted as if it alone had changed."
        )
    },
    nothing: |end| {
        format!("Nothing differs in this lab up to {end}: every event and every answer is the same.")
    },
    affected: |n| match n {
        0 => "no message is affected".to_string(),
        1 => "1 message is affected".to_string(),
        n => format!("{} messages are affected", count(n)),
    },
    together: "together with another of these rules",
    first: "First",
    rest: "nothing yet",
    nothing_then: "nothing, then or later",
    other_answer: "a command is answered differently",
    not_attributed: "Not attributed to one rule:",
    unchanged: "What does not change",
    same_groups: |groups| format!("No message of {groups} is affected."),
    still: |rules| format!("These rules differ and change nothing here: {rules}."),
    page: "In 3.x and 4.x the initial offset depends on the state of the queue. In 5.x it is Max at the time when \
           receiving starts.",
    measured: "Only the page says so of 5.x: measured brokers still decide by the state of the queue (T-3).",
    phrases: &Phrases {
        second: "s",
        comma: ", ",
        and: " and ",
        semicolon: "; ",
        client_of: |group, client| format!("{client} of {group}"),
        queues: |queues, topic, one| format!("queue{} {queues} of {topic}", if one { "" } else { "s" }),
        fate: |who, place, what| format!("{who} on {place}: {what}"),
        counts: [
            |n| format!("{n} skipped"),
            |n| format!("{n} lost"),
            |n| format!("{n} not read"),
            |n| format!("{n} processed that were lost or skipped before"),
        ],
        changed: [
            |after, before| format!("{after} processed again, before {before}"),
            |after, before| format!("{after} dead letters, before {before}"),
        ],
        stored: |topic, after, before| format!("{topic} stores {after} messages, before {before}"),
        starts: |group, place, after, before| {
            let (what, after) = after.map_or(("does not start", String::new()), |after| ("starts ", after));
            let before = before.unwrap_or_else(|| "not at all".to_string());
            format!("{group} on {place} {what}{after}; before {before}")
        },
        place: |rule, offsets| match rule {
            InitialRule::BrokerZero => "at 0".to_string(),
            InitialRule::DocsMax | InitialRule::ClientLast => format!("at Max ({offsets})"),
            InitialRule::DocsRemovedMin | InitialRule::PopMin => format!("at Min ({offsets})"),
            InitialRule::ClientFirst => format!("at the first offset ({offsets})"),
            InitialRule::ClientTimestamp => format!("by time ({offsets})"),
            InitialRule::PopLast => format!("at the newest message ({offsets})"),
        },
        first_at: |place, at| format!("{place}, first at {at}"),
        choices: EN_CHOICES,
    },
};

const EN_CHOICES: &str = "Where a new group starts
What counts as in memory
A query that forbids the answer 0
Where a new POP group starts
Offsets outside [Min, Max]
Who saves a corrected offset
Whether progress expires
What a client does with a corrected pull
A pull above Max
How many messages a pull brings
Which offset a time means
The log’s first record
Min of an expired queue, and after a restart
Whether broker or clients do a reset
A reset to the time −1
A reset of an unknown topic
How long a client waits at its own reset
The same of an orderly client
A pending reset after a restart
Commits of unknown groups and topics
What goes with a deleted topic
What goes with a deleted group
Clones of a group’s progress
A client that stops in order
Where broadcasting clients are
First pull of a queue just assigned
The same of an orderly client
How long a pull is held
Flow control of cold reads
Tries of a message that is sent back
Tries of an orderly message
Messages in work for too long
Pulls of dead letters
When a delayed message is delivered
Messages with a delivery time
POP
The order of queues in a pop
What wakes a held pop
When a full disk refuses writes
Deletion of segments by hand
What the message size limit is of
The code for a queue that is not there
Records that corrected pulls leave in the log";

pub const ZH: Upgrade = Upgrade {
    title: "升级",
    from: "从",
    to: "到",
    working: "正在逐条试验不同的规则……",
    failed: "无法生成报告。",
    outdated: "此后实验已改变。",
    again: "重新列出",
};

pub static ZH_REPORT: Report = Report {
    about: |end, messages| {
        format!(
            "截至 {end}，所有这些规则合在一起，{messages}。两个版本各自用其客户端运行整个操作日志；每条规则都按只有它改变来计数。"
        )
    },
    nothing: |end| format!("截至 {end}，本实验没有任何不同：事件和应答全部一致。"),
    affected: |n| match n {
        0 => "没有消息受影响".to_string(),
        n => format!("{} 条消息受影响", count(n)),
    },
    together: "与其中另一条规则共同起作用",
    first: "首次",
    rest: "尚无",
    nothing_then: "此时和以后都没有",
    other_answer: "对命令的应答不同",
    not_attributed: "不能归于某一条规则：",
    unchanged: "不变的部分",
    same_groups: |groups| format!("{groups} 没有消息受影响。"),
    still: |rules| format!("下列规则不同，但在此没有任何影响：{rules}。"),
    page: "3.x 和 4.x 的初始位点取决于队列的状态；5.x 的初始位点是开始接收时的 Max。",
    measured: "只有文档对 5.x 这样说：实测的服务端仍按队列的状态决定（T-3）。",
    phrases: &Phrases {
        second: "秒",
        comma: "、",
        and: "、",
        semicolon: "；",
        client_of: |group, client| format!("{group} 的 {client}"),
        queues: |queues, topic, _| format!("{topic} 的队列 {queues}"),
        fate: |who, place, what| format!("{who} 在 {place}：{what}"),
        counts: [
            |n| format!("跳过 {n} 条"),
            |n| format!("{n} 条丢失"),
            |n| format!("{n} 条未读取"),
            |n| format!("多处理 {n} 条以前丢失或跳过的"),
        ],
        changed: [
            |after, before| format!("重复处理 {after} 条，以前 {before} 条"),
            |after, before| format!("死信 {after} 条，以前 {before} 条"),
        ],
        stored: |topic, after, before| format!("{topic} 存储 {after} 条消息，以前 {before} 条"),
        starts: |group, place, after, before| {
            let or_not = |place: Option<String>| {
                place.map_or_else(|| "不开始消费".to_string(), |place| ["从", &place, "开始"].concat())
            };
            format!("{group} 在 {place} {}；以前{}", or_not(after), or_not(before))
        },
        place: |rule, offsets| match rule {
            InitialRule::BrokerZero => " 0 ".to_string(),
            InitialRule::DocsMax | InitialRule::ClientLast => format!(" Max（{offsets}）"),
            InitialRule::DocsRemovedMin | InitialRule::PopMin => format!(" Min（{offsets}）"),
            InitialRule::ClientFirst => format!("第一个位点（{offsets}）"),
            InitialRule::ClientTimestamp => format!("按时间的位点（{offsets}）"),
            InitialRule::PopLast => format!("最新一条消息（{offsets}）"),
        },
        first_at: |place, at| format!("{place}（首次在 {at}）"),
        choices: ZH_CHOICES,
    },
};

const ZH_CHOICES: &str = "新分组从哪里开始
哪些消息算在内存中
不允许返回 0 的查询
新 POP 分组从哪里开始
[Min, Max] 之外的位点
由谁保存纠正后的位点
消费进度是否过期
拉取被纠正后客户端的做法
高于 Max 的拉取
一次拉取多少条
时间对应哪个位点
CommitLog 的第一条记录
全部过期的队列的 Min，以及重启之后的 Min
重置由服务端还是客户端完成
重置到时间 −1
重置未知主题
客户端自行重置时等待多久
顺序消费客户端自行重置时等待多久
重启之后待生效的重置
未知分组和主题的提交
删除主题时一并删除什么
删除消费者分组时一并删除什么
克隆分组的消费进度
正常退出的客户端
广播消费的客户端在哪里
新分配的队列的首次拉取
顺序消费时新分配的队列的首次拉取
拉取挂起多久
冷读流控
发回的消息的重试次数
顺序消息的重试次数
处理过久的消息
拉取死信
延时消息何时投递
指定投递时间的消息
POP
POP 访问队列的次序
什么唤醒挂起的 POP
磁盘满时何时拒绝写入
手动删除段
消息大小限制的对象
不存在的队列的返回码
被纠正的拉取在 CommitLog 中留下的记录";

const fn has_all(choices: &str) -> bool {
    let (bytes, mut i, mut lines) = (choices.as_bytes(), 0, 1);
    while i < bytes.len() {
        if bytes[i] == b'\n' {
            lines += 1;
        }
        i += 1;
    }
    lines == Choice::ALL.len()
}

const _: () = assert!(has_all(EN_CHOICES) && has_all(ZH_CHOICES), "a choice has no words");
