//! The words of `text::profiles` in Simplified Chinese.

use crate::engine::broker_version::{Fit, ProfileOfBroker};
use crate::engine::profile::Profile;
use crate::ui::text::profiles::ProfileWords;
use alloc::string::String;

const START: &str = "仍从 0 开始的队列总是从 0 开始消费，与此处的选择无关（R-INIT-1）。";

const AFTER_REMOVAL: &str = "该分组随后像新分组一样开始：Min 仍为 0 时从 0，否则从 Max（R-EXP-4）。";

/// Simplified Chinese.
pub fn words(profile: Profile) -> &'static ProfileWords {
    match profile {
        Profile::Docs50 => &DOCS50,
        Profile::RocketMq55 => &ROCKETMQ55,
        Profile::RocketMq53 => &ROCKETMQ53,
        Profile::RocketMq51 => &ROCKETMQ51,
        Profile::RocketMq49 => &ROCKETMQ49,
        Profile::RocketMq48 => &ROCKETMQ48,
        Profile::RocketMq32 => &ROCKETMQ32,
    }
}

/// The same in Chinese.
pub fn standing(found: ProfileOfBroker) -> String {
    let why = match found.fit {
        Fit::Measured => "在此版本上实测",
        Fit::SameRules => "此版本遵循同样的规则",
        Fit::Differs(difference) => difference.words_zh(),
    };
    ["采用 ", words(found.profile).name, " 的规则：", why, "。"].concat()
}

static DOCS50: ProfileWords = ProfileWords {
    name: "RocketMQ 5.0 文档",
    short: "5.0 文档",
    note: "逐字按照文档页面：新消费者分组从 Max 开始；按时间重置取时间最接近的消息。",
    by_time: "取时间最接近的消息；一样近时取较早的一条（SD-17）。",
    start: "按文档页面，新消费者分组总是从 Max 开始，与此处的选择无关。",
    after_removal: "按文档页面，该分组随后从 Min 继续（SD-10）。",
    group_deleted: "",
};

static ROCKETMQ55: ProfileWords = ProfileWords {
    name: "RocketMQ 5.5 服务端",
    short: "5.5",
    note: "按照 5.4 与 5.5 服务端的实际行为：同 5.3，但删除主题会一并清除待生效的重置，再次可见的消息\
                   会唤醒等待中的 POP，自行重置的顺序消费客户端不再等待 10 秒。仅 5.5.0：任一消费者分组拉取过\
                   之后，从节点不再同步位点（R-OFF-20），5.5.1 已修复。",
    by_time: "取该时间及之后存储的第一条消息；没有则为 Max（R-RST-2）。",
    start: START,
    after_removal: AFTER_REMOVAL,
    group_deleted: "仅 5.5.0：不带 -r 的 deleteSubGroup 在允许自动创建消费者分组时会立即以默认设置重\
                            新创建该分组（R-EXP-2），5.5.1 已修复。",
};

static ROCKETMQ53: ProfileWords = ProfileWords {
    name: "RocketMQ 5.3 服务端",
    short: "5.3",
    note: "按照 5.3 服务端的实际行为：新消费者分组在 Min 仍为 0 时从 0 开始，否则从 Max 开始；按时间\
                   重置取该时间及之后的第一条消息。",
    by_time: "取该时间及之后存储的第一条消息；没有则为 Max（R-RST-2）。",
    start: START,
    after_removal: AFTER_REMOVAL,
    group_deleted: "",
};

static ROCKETMQ51: ProfileWords = ProfileWords {
    name: "RocketMQ 5.1 服务端",
    short: "5.1",
    note: "按照 5.1 服务端的实际行为：同 5.3，但按时间取最接近的消息，重置由在线客户端在 10 秒后自行\
                   完成。",
    by_time: "取时间最接近的消息，结果不会低于 Min 或高于 Max；晚于最后一条时取最后一条（R-RST-4）。",
    start: START,
    after_removal: AFTER_REMOVAL,
    group_deleted: "",
};

static ROCKETMQ49: ProfileWords = ProfileWords {
    name: "RocketMQ 4.9 服务端",
    short: "4.9",
    note: "按照 4.9.4 到 4.9.8 服务端的实际行为：同 5.1，但消息全部被删除的队列保留旧的 Min。",
    by_time: "取时间最接近的消息，晚于最后一条时取最后一条；结果不会被限制在 Min 与 Max 之间\
                      （R-RST-4）。",
    start: START,
    after_removal: AFTER_REMOVAL,
    group_deleted: "",
};

static ROCKETMQ48: ProfileWords = ProfileWords {
    name: "RocketMQ 4.8 服务端",
    short: "4.8",
    note: "按照 4.2.0 到 4.9.3 服务端的实际行为（以 4.8.0 实测）：同 4.9，但 Min 为 0 时高于 Max 的位\
                   点回到 0，且不能手动删除过期的段。到 4.8 为止，删除消费者分组总是保留其位点；到 4.9.1 为\
                   止，死信主题不可读；到 4.9.2 为止，延迟等级的定时器在消息到期时触发，且 delayOffset.json \
                   中高于 Max 的位点会保留，其下的消息被跳过（R-DLY-6）。仅 4.9.3：重启会再次投递延时消息\
                   （R-DLY-6）。",
    by_time: "取时间最接近的消息，晚于最后一条时取最后一条；结果不会被限制在 Min 与 Max 之间\
                      （R-RST-4）。",
    start: START,
    after_removal: AFTER_REMOVAL,
    group_deleted: "到 4.8 为止，服务端总是保留该分组的位点；deleteSubGroup 自 4.9.0 起才有 -r\
                            （R-EXP-2）。",
};

static ROCKETMQ32: ProfileWords = ProfileWords {
    name: "RocketMQ 3.2 服务端",
    short: "3.2",
    note: "按照 3.2 服务端的实际行为：同 4.9，但高于 Max 的位点可能回到 0，重置到 −1 会回到开头。",
    by_time: "取时间最接近的消息，结果不会被限制在 Min 与 Max 之间；查找遇到日志的第一条记录时返回 0\
                      （R-RST-4、R-CQ-7）。",
    start: START,
    after_removal: AFTER_REMOVAL,
    group_deleted: "",
};
