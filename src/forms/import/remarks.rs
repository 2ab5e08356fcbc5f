//! What only all texts together tell. Not here: what one line or file tells.
//!
//! Invariant: each remark stands once, however many queues it is about, and says what to do or what follows.

use crate::engine::ids::Name;
use crate::import::cluster::{BrokerQueue, Cluster, Differing, GroupSettings, ListedOffset};
use crate::import::table::Place;
use crate::import::words::{Fixed, both, listed, many};
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

impl Cluster {
    /// What follows from all texts.
    pub(crate) fn settle(&mut self) {
        for queues in self.groups.values_mut().flat_map(|topics| topics.values_mut()) {
            let listed = queues.values().any(|progress| progress.of_broker);
            // The broker's own file has this topic and not this queue: the group has no offset there.
            queues.retain(|_, progress| progress.of_broker || progress.offset != 0 || !listed);
        }
        // Where there is no message yet, it makes no difference.
        let zero = |(_, topic, at, progress): &(&Name, &Name, &BrokerQueue, &ListedOffset)| {
            !progress.of_broker && progress.offset == 0 && self.max_of(topic, at) != Some(0)
        };
        let zeros = self.each_offset().filter(zero).count();
        if zeros > 0 {
            let is = if zeros == 1 { "is" } else { "are" };
            self.note(both(
                format!(
                    "{} {is} 0: consumerProgress prints 0 also for a group without an offset (R-LAG-1), as a \
                     broadcasting group is, whose clients keep their own; consumerOffset.json would tell",
                    many(zeros, "offset of consumers")
                ),
                format!(
                    "{zeros} 个消费位点为 0：没有位点的消费者分组在 consumerProgress 中也显示 0（R-LAG-1），例如广播消费，\
                     其客户端自己保存位点；consumerOffset.json 能区分"
                ),
            ));
        }
        let Differing { bounds, offsets } = self.differing;
        if bounds > 0 {
            let differs = if bounds == 1 { "differs" } else { "differ" };
            self.note(both(
                format!(
                    "Max of {} {differs} between the files: they are of different moments, and the greater one is \
                     the later one (SD-6)",
                    many(bounds, "queue")
                ),
                format!("{bounds} 个队列的 Max 在文件之间不同：它们取自不同时刻，较大的更晚（SD-6）"),
            ));
        }
        if offsets > 0 {
            let differs = if offsets == 1 { "differs" } else { "differ" };
            self.note(both(
                format!(
                    "{} {differs} between the files: that of the file named last counts",
                    many(offsets, "offset of consumers")
                ),
                format!("{offsets} 个消费位点在文件之间不同：以最后给出的文件为准"),
            ));
        }
        self.remark_beyond();
        self.remark_refused();
        self.remark_starts();
        if let (Some((file, line)), groups) = core::mem::take(&mut self.groups_seen) {
            let groups = listed(&groups);
            let words = both(
                format!(
                    "this is all groups at once, which has no queues: consumerProgress -g GROUP prints a group's. \
                     Groups: {groups}"
                ),
                format!(
                    "这是所有消费者分组的汇总，没有队列：consumerProgress -g GROUP 输出单个分组的进度。消费者分组：{groups}"
                ),
            );
            self.note_at(Place { file: &file, line }, words);
        }
    }

    fn max_of(&self, topic: &Name, at: &BrokerQueue) -> Option<i64> {
        self.topics.get(topic)?.queues.get(at)?.max
    }

    /// Groups that may not consume.
    fn remark_refused(&mut self) {
        let refused = |may: fn(&GroupSettings) -> bool| -> Vec<String> {
            let here =
                self.settings.iter().filter(|(group, of)| self.groups.contains_key(*group) && !may(of));
            here.map(|(group, _)| group.to_string()).collect()
        };
        let kinds: [(Fixed, Vec<String>); 2] = [
            (
                (
                    "consumeEnable is false: pulls are refused with code 16 (R-PULL-1), in the lab not",
                    "consumeEnable 为 false：拉取会被拒绝，返回码 16（R-PULL-1），实验中不会",
                ),
                refused(|of| of.enabled),
            ),
            (
                (
                    "consumeBroadcastEnable is false: no broadcasting",
                    "consumeBroadcastEnable 为 false：不允许广播消费",
                ),
                refused(|of| of.broadcasts),
            ),
        ];
        for ((en, zh), groups) in kinds.iter().filter(|(_, groups)| !groups.is_empty()) {
            let groups = listed(groups);
            self.note(both(format!("{groups}: {en}"), format!("{groups}：{zh}")));
        }
    }

    /// Offsets above Max.
    fn remark_beyond(&mut self) {
        let (mut beyond, mut beyond_zh) = (Vec::new(), Vec::new());
        for (group, topic, at, progress) in self.each_offset() {
            if let Some(max) = self.max_of(topic, at).filter(|max| *max < progress.offset) {
                let (queue, by) = (at.1, i128::from(progress.offset) - i128::from(max));
                beyond.push(format!("{group} in {topic}/{queue} by {by}"));
                beyond_zh.push(format!("{group} 在 {topic}/{queue} 超出 {by}"));
            }
        }
        if beyond.is_empty() {
            return;
        }
        let is = if beyond.len() == 1 { "is" } else { "are" };
        let (offsets, places, places_zh) = (beyond.len(), listed(&beyond), listed(&beyond_zh));
        self.note(both(
            format!(
                "{} {is} beyond Max: {places}. The log has lost its end, or the topic was made anew. The next pull goes \
                 on at Max; with 4.0 to 4.9.3 at 0 where Min is 0, and everything comes again (R-PULL-2)",
                many(offsets, "offset of consumers"),
            ),
            format!(
                "{offsets} 个消费位点大于 Max：{places_zh}。日志丢失了末尾，或主题被重新创建。下一次拉取从 Max 继续；\
                 4.0 到 4.9.3 在 Min 为 0 时从 0 开始，全部消息再次投递（R-PULL-2）"
            ),
        ));
    }

    fn each_offset(&self) -> impl Iterator<Item = (&Name, &Name, &BrokerQueue, &ListedOffset)> {
        self.groups.iter().flat_map(|(group, topics)| {
            topics.iter().flat_map(move |(topic, queues)| {
                queues.iter().map(move |(at, progress)| (group, topic, at, progress))
            })
        })
    }

    /// Where a group starts in queues without an offset of its.
    fn remark_starts(&mut self) {
        let mut missing: Vec<String> = Vec::new();
        let mut mixed: Vec<String> = Vec::new();
        for (name, topic) in &self.topics {
            let begins = |zero: bool| {
                topic
                    .queues
                    .values()
                    .filter(move |bounds| bounds.min.is_some_and(|min| (min == 0) == zero))
                    .count()
            };
            let consumed = self.groups.values().any(|topics| topics.contains_key(name));
            if !consumed && begins(true) > 0 && begins(false) > 0 {
                mixed.push(name.to_string());
            }
            for (group, topics) in &self.groups {
                let Some(offsets) = topics.get(name).filter(|offsets| offsets.values().any(|o| o.of_broker))
                else {
                    continue;
                };
                let without = topic
                    .queues
                    .iter()
                    .filter(|(at, bounds)| bounds.min.is_some() && !offsets.contains_key(*at));
                let queues: Vec<String> = without
                    .map(|(at, bounds)| {
                        format!("{} ({})", at.1, if bounds.min == Some(0) { "0" } else { "Max" })
                    })
                    .collect();
                if !queues.is_empty() {
                    missing.push(format!("{group} in {name}: {}", queues.join(", ")));
                }
            }
        }
        let rule = "a client that starts without an offset begins at Max, but at 0 where the queue still begins at 0 \
                    and message 0 is in memory (R-INIT-1)";
        let rule_zh =
            "没有位点的客户端从 Max 开始，但队列仍从 0 开始且消息 0 在内存中时从 0 开始（R-INIT-1）";
        if !missing.is_empty() {
            let missing = missing.join("; ");
            self.note(both(
                format!("no offset yet, and in brackets where a start would begin: {missing}; {rule}"),
                format!("尚无位点，括号内为启动时的起点：{missing}；{rule_zh}"),
            ));
        } else if !mixed.is_empty() {
            let topics = listed(&mixed);
            self.note(both(
                format!("some queues of {topics} begin at 0 and others do not: {rule}"),
                format!("{topics} 的部分队列从 0 开始，其余不是：{rule_zh}"),
            ));
        }
    }
}
