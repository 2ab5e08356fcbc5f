//! The words of `text::open` in Simplified Chinese.

use crate::ui::text::open::Open;
use alloc::string::ToString;

/// Chinese.
pub const WORDS: Open = Open {
    title: "打开",
    scenarios: "场景",
    lessons: "课程",
    recordings: "真实服务端的录制",
    recordings_note: "RocketMQ 5.3.3 对每次调用的回答，与本实验的回答对照。",
    title_joint: "：",
    file: "选择文件",
    file_hint: "场景、操作日志、录制、课程或导出的实验，或集群的 consumerOffset.json、topics.json 与 mqadmin \
                输出（可多选）；也可以拖放到页面任意位置",
    pasted: "或粘贴到这里",
    pasted_hint: "mqadmin topicStatus -t 和 consumerProgress -g 的输出（连同命令行），或以上任何文件的内容",
    pasted_name: "粘贴的内容",
    cluster: |broker| {
        if broker.is_empty() { "导入的集群".to_string() } else { format!("从 {broker} 导入") }
    },
    instead: "或者从已有的内容开始：",
    blank: "新的空实验",
    blank_note: "没有主题，没有消费者分组",
    blank_title: "空实验",
    story: ["消费进度全貌", "一个生产者、两个消费者分组，消息清理推动 Min 前移"],
    start: ["客户端从哪里开始？", "有进度、没有进度、进度被删除之后"],
    marked: ["已消费的消息如何标记？", "慢消息、崩溃与消费位点"],
    again: ["能否再次消费？", "异常之后：重试、死信、顺序消费"],
    new_group: ["新的消费者分组", "从哪里开始：按文档与按 5.3 服务端"],
    retention: ["消息清理", "繁忙的主题写满段，使安静的主题丢失消息"],
    edge: ["位点范围的上限", "接近 9 223 372 036 854 775 807 的位点"],
    lesson_expired: ["消费者分组停了，消息清理没停。", "它从哪里继续？"],
    rec_offsets: ["位点", "提交、查询、重置"],
    rec_expiry: ["过期", "段被删除，Min 前移"],
    rec_commits: ["提交", "什么样的提交会被接受"],
    rec_time: ["按时间查找", "由时间得到位点"],
    replaces: "打开后会替换屏幕上的实验，你还没有改动过它。",
    keeps: "屏幕上的实验会保留，可在“实验”中找到。",
    problem: |name| format!("无法打开 {name}"),
    problem_keep: "屏幕上的实验保持不变。",
    unknown_format: "这不是场景、操作日志、录制或课程：第一行没有本实验能识别的 \"format\"。",
    too_large: |limit| format!("文件超过上限 {limit}。"),
    not_found: |name| format!("无法从本页所在的服务器加载 {name}。"),
    offline: |name| format!("浏览器处于离线状态，或服务器没有响应。请在网络恢复后再次打开 {name}。"),
    no_queue: |name| format!("此实验没有队列 {name}：请写主题名，或主题加队列，例如 orders.0。"),
    fork_title: |title| format!("{title}（副本）"),
    forked: "这是从此刻分叉的副本。原来的实验没有改变，在“实验”中。",
};
