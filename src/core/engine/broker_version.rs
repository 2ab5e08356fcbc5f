//! Which profile stands for a broker's version, and why that one. Not here: what the profiles do
//! (`engine::profile`), and these sentences in other languages (`ui::text::profiles`).
//!
//! Invariant: the whole version number decides; a version that a profile does not match in everything comes
//! with a sentence.

use crate::engine::profile::Profile;

/// A broker's version: major, minor, patch.
pub type Version = (u32, u32, u32);

/// The profile that stands for a version.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ProfileOfBroker {
    /// Whose rules are taken.
    pub profile: Profile,
    /// How well they fit.
    pub fit: Fit,
}

/// How well a profile fits a version.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Fit {
    /// The profile was measured on this very version.
    Measured,
    /// The rules are the same, as far as the sources tell.
    SameRules,
    /// The profile is the nearest one, and something differs.
    Differs(Difference),
}

/// What a version does otherwise than the profile that stands for it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Difference {
    /// 3.x other than 3.2.6: nobody compared them.
    OtherThree,
    /// 4.0 and 4.1.
    ShortBatch,
    /// 4.2.0 to 4.7.0.
    DiskAsInFive,
    /// 4.9.0 and 4.9.1.
    GroupOffsetsGo,
    /// 4.9.2.
    DeadLettersReadable,
    /// 4.9.3.
    LastBeforeOverflowToMax,
    /// 4.9.4.
    OrderlyFirstPullWaits,
    /// 5.0.x.
    FirstFive,
    /// 5.1.1 and later ones of 5.1.
    SearchForFirstAtOrAfter,
    /// 5.2.x.
    NotMeasured52,
    /// 5.4.x.
    OrderlyClientsWait,
    /// 5.6 and later.
    Newer,
}

impl Difference {
    /// In one English sentence.
    pub fn words(self) -> &'static str {
        match self {
            Difference::OtherThree => "of 3.x only 3.2.6 was measured",
            Difference::ShortBatch => "4.0 and 4.1 give one message less than a pull asks for (R-PULL-5)",
            Difference::DiskAsInFive => {
                "up to 4.7.0 a full disk takes messages again at 85 %, not at 90 % (R-RET-6)"
            }
            Difference::GroupOffsetsGo => {
                "since 4.9.0 deleting a group with its offsets does remove them (R-EXP-2)"
            }
            Difference::DeadLettersReadable => {
                "4.9.2 removes a group's offsets when asked (R-EXP-2), its dead-letter topics can be read \
                 (R-RTY-2), and it rounds the disk's use up (R-RET-5)"
            }
            Difference::LastBeforeOverflowToMax => {
                "4.9.3 differs as 4.9.2 does, looks for due messages every 100 ms (R-DLY-4), repeats delayed \
                 messages after a restart (R-DLY-6), and its mqadmin resets to now and clones as that of \
                 4.9.4 does (R-CMD-1, R-CMD-4)"
            }
            Difference::OrderlyFirstPullWaits => {
                "an orderly client of 4.9.4 first pulls a queue that it has just taken after its next round of \
                 locks (R-LB-7)"
            }
            Difference::FirstFive => {
                "5.0 stores commits for unknown topics (R-OFF-4), estimates what is in memory (R-INIT-2), \
                 and can't reset by itself (R-RST-5)"
            }
            Difference::SearchForFirstAtOrAfter => {
                "5.1.1 and later search by time as 5.3 does, for the first message at or after it (R-RST-2); \
                 since 5.1.4 a POP group starts a young queue at 0 (R-INIT-7)"
            }
            Difference::NotMeasured52 => "5.2 was not measured; it is nearer to 5.3 than to 5.1",
            Difference::OrderlyClientsWait => {
                "clients of 5.4 wait 10 s at a reset by clients for orderly groups too (R-RST-12)"
            }
            Difference::Newer => "this version is newer than all that were measured",
        }
    }

    /// In one Chinese sentence.
    pub fn words_zh(self) -> &'static str {
        match self {
            Difference::OtherThree => "3.x 中只实测了 3.2.6",
            Difference::ShortBatch => "4.0 和 4.1 每次拉取比请求的少一条（R-PULL-5）",
            Difference::DiskAsInFive => {
                "到 4.7.0 为止，磁盘写满后降到 85 % 才恢复写入，而不是 90 %（R-RET-6）"
            }
            Difference::GroupOffsetsGo => "自 4.9.0 起，连同位点删除消费者分组时位点确实会被删除（R-EXP-2）",
            Difference::DeadLettersReadable => {
                "4.9.2 按请求删除消费者分组的位点（R-EXP-2），死信主题可读（R-RTY-2），磁盘用量向上取整\
                 （R-RET-5）"
            }
            Difference::LastBeforeOverflowToMax => {
                "4.9.3 的不同同 4.9.2，并且每 100 毫秒查找到期的消息（R-DLY-4），重启后重复投递延时消息\
                 （R-DLY-6），其 mqadmin 重置到 now 和克隆位点与 4.9.4 相同（R-CMD-1、R-CMD-4）"
            }
            Difference::OrderlyFirstPullWaits => {
                "4.9.4 的顺序消费客户端在下一轮加锁之后才首次拉取刚分到的队列（R-LB-7）"
            }
            Difference::FirstFive => {
                "5.0 会保存未知主题的提交（R-OFF-4），以估算判断消息是否在内存（R-INIT-2），且不能自行重置\
                 （R-RST-5）"
            }
            Difference::SearchForFirstAtOrAfter => {
                "5.1.1 及之后按时间查找与 5.3 相同，取该时间及之后的第一条消息（R-RST-2）；\
                 自 5.1.4 起，POP 消费者分组在新队列上从 0 开始（R-INIT-7）"
            }
            Difference::NotMeasured52 => "5.2 没有实测；它更接近 5.3 而不是 5.1",
            Difference::OrderlyClientsWait => {
                "5.4 的客户端在由客户端重置时，顺序消费分组也等待 10 秒\
                                               （R-RST-12）"
            }
            Difference::Newer => "此版本比所有实测过的版本都新",
        }
    }
}

/// `5.3.3`, `V4_9_7` or `5.5.0-SNAPSHOT` as three numbers; two are not enough.
pub fn parse_version(text: &str) -> Option<Version> {
    let text = text.trim().trim_start_matches(['v', 'V']);
    let mut parts = text.splitn(3, ['.', '_']);
    let (major, minor, rest) = (parts.next()?, parts.next()?, parts.next()?);
    let digits = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    let number = |text: &str| text.bytes().all(|b| b.is_ascii_digit()).then(|| text.parse().ok()).flatten();
    Some((number(major)?, number(minor)?, number(&rest[..digits])?))
}

impl Profile {
    /// The profile that stands for a broker's version, and how well. None stands for 2.x or 6.x.
    pub fn standing_for(version: &str) -> Option<ProfileOfBroker> {
        use Difference as D;
        let version = parse_version(version)?;
        let (profile, difference) = match version {
            (3, 2, 6) => (Profile::RocketMq32, None),
            (3, ..) => (Profile::RocketMq32, Some(D::OtherThree)),
            (4, 0..=1, _) => (Profile::RocketMq48, Some(D::ShortBatch)),
            (4, 2..=6, _) | (4, 7, 0) => (Profile::RocketMq48, Some(D::DiskAsInFive)),
            (4, 7..=8, _) => (Profile::RocketMq48, None),
            (4, 9, 0..=1) => (Profile::RocketMq48, Some(D::GroupOffsetsGo)),
            (4, 9, 2) => (Profile::RocketMq48, Some(D::DeadLettersReadable)),
            (4, 9, 3) => (Profile::RocketMq48, Some(D::LastBeforeOverflowToMax)),
            (4, 9, 4) => (Profile::RocketMq49, Some(D::OrderlyFirstPullWaits)),
            (4, ..) => (Profile::RocketMq49, None),
            (5, 0, _) => (Profile::RocketMq51, Some(D::FirstFive)),
            (5, 1, 0) => (Profile::RocketMq51, None),
            (5, 1, _) => (Profile::RocketMq51, Some(D::SearchForFirstAtOrAfter)),
            (5, 2, _) => (Profile::RocketMq53, Some(D::NotMeasured52)),
            (5, 3, _) => (Profile::RocketMq53, None),
            (5, 4, _) => (Profile::RocketMq55, Some(D::OrderlyClientsWait)),
            (5, 5, _) => (Profile::RocketMq55, None),
            (5, ..) => (Profile::RocketMq55, Some(D::Newer)),
            _ => return None,
        };
        let fit = match difference {
            Some(difference) => Fit::Differs(difference),
            None if version == profile.version() => Fit::Measured,
            None => Fit::SameRules,
        };
        Some(ProfileOfBroker { profile, fit })
    }

    /// The profile of a recorded broker's version.
    pub fn of_broker(version: &str) -> Option<Profile> {
        Profile::standing_for(version).map(|found| found.profile)
    }
}
