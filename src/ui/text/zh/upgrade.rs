//! The words of `text::upgrade` in Simplified Chinese.

use crate::engine::event::InitialRule;
use crate::ui::draw::format::count;
use crate::ui::text::upgrade::{Phrases, Report, Upgrade, has_all};
use alloc::string::{String, ToString};

pub const WORDS: Upgrade = Upgrade {
    title: "升级",
    from: "从",
    to: "到",
    working: "正在逐条试验不同的规则……",
    failed: "无法生成报告。",
    outdated: "此后实验已改变。",
    again: "重新列出",
};

pub const REPORT: Report = Report {
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
    page: "3.x 和 4.x 的初始位点取决于队列的状态；5.x 的初始位点是开始接收时的 Max。升级前，请在启动客户端前确认初始消费位点。",
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
            |n| format!("不再越过 {n} 条"),
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
        choices: CHOICES,
    },
};

const CHOICES: &str = "新分组从哪里开始
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

const _: () = assert!(has_all(CHOICES), "a choice has no words");
