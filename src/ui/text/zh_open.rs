//! What can be opened, in Chinese. Not here: everything else (`zh`).
//!
//! Invariant: every entry of `catalog` has its words here.

use super::Open;
use alloc::string::ToString;

/// The words of the dialog that opens.
pub const OPEN: Open = Open {
    title: "打开",
    scenarios: "场景",
    lessons: "课程",
    recordings: "真实服务端的录制",
    recordings_note: "RocketMQ 5.3.3 对每次调用的回答，与本实验台的回答并列。",
    title_joint: "：",
    file: "选择文件",
    file_hint: "场景、操作日志、录制、课程或导出的实验，或集群的 consumerOffset.json、topics.json 与 mqadmin 输出（可多选）；也可以拖放到页面任意位置",
    pasted: "或粘贴到这里",
    pasted_hint: "mqadmin topicStatus -t 和 consumerProgress -g 的输出（连同命令行），或以上任何文件的内容",
    cluster: |broker| {
        if broker.is_empty() { "导入的集群".to_string() } else { ["从 ", broker, " 导入"].concat() }
    },
    instead: "或者从已有的内容开始：",
    blank: "新的空实验",
    blank_note: "没有主题，没有消费者组",
    blank_title: "空实验",
    story: ["文档页面的故事", "一个生产者、两个组，保存策略推动 Min"],
    start: ["客户端从哪里开始？", "有进度、没有进度、进度被删除之后"],
    marked: ["已消费的消息如何标记？", "慢消息、崩溃与消费位点"],
    again: ["能否再次消费？", "异常之后：重试、死信、顺序消费"],
    new_group: ["新的消费者组", "从哪里开始：文档的规则与 5.3 服务端的规则"],
    retention: ["消息保存", "安静的主题因为繁忙的主题写满段而丢失消息"],
    edge: ["取值范围的尽头", "接近 9 223 372 036 854 775 807 的位点"],
    lesson_expired: ["组停了，清理没停。", "它会从哪里继续？"],
    rec_offsets: ["位点", "提交、查询、重置"],
    rec_expiry: ["过期", "段被删除，Min 前移"],
    rec_commits: ["提交", "什么样的提交会被接受"],
    rec_time: ["按时间查找", "由时间得到位点"],
    replaces: "打开后会替换屏幕上的实验，你还没有改动过它。",
    keeps: "屏幕上的实验会保留，可在“实验”中找到。",
    problem: |name| ["无法打开 ", name].concat(),
    problem_keep: "屏幕上的实验保持不变。",
    unknown_format: "这不是场景、操作日志、录制或课程：第一行没有本实验台认识的 \"format\"。",
    too_large: |limit| ["文件超过 ", limit, "，超出可读取的上限。"].concat(),
    not_found: |name| ["在本页旁边找不到 ", name, "。"].concat(),
    fork_title: |title| [title, "（副本）"].concat(),
};
