//! The words of `text::inspector` in Simplified Chinese.

use crate::ui::text::inspector::Inspector;

/// Chinese.
pub const WORDS: Inspector = Inspector {
    nothing: "请选择一个队列或消费者分组。",
    queues: "队列",
    lost: |n| format!("有 {n} 条消息在该分组消费之前已被清理。"),
    below_min: |n| format!("堆积中有 {n} 条已被清理。下次拉取将被纠正到 Min。"),
    reset: "重置位点",
    undo_reset: "撤销重置",
    history: "历史…",
    terminal: "终端…",
    resume_all: "继续",
    pause_all: "暂停",
    add_consumer: "添加消费者",
    crash: "崩溃",
    consumers: "消费者",
    no_consumers: "没有。服务端保留该分组的位点。",
    consumer_work: |cached, processed| format!("缓存 {cached}，已处理 {processed}"),
    thread_count: |threads| format!("{threads} 个线程"),
    owns: |queues| format!("队列 {queues}"),
    why: "这个数字从何而来",
    lag_is: |max, offset, lag| format!("Max 是下一条消息将得到的位点，所以堆积 = {max} − {offset} = {lag}。"),
    groups_here: "此队列上的消费者分组",
    remove_offsets: "删除其位点",
    delete_group: "删除该分组",
    send_to: "向此队列发送一条消息",
    sent: "已发送",
    refused: "被拒绝",
    rate: "速率",
    size: "消息体",
    keys: "Key",
    topic: "主题",
};
