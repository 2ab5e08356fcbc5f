//! The sub-commands and their options, by version, and reading a line by them as `mqadmin` does. Not here:
//! the page that says how a command is used (`usage`), what a command does.
//!
//! Invariant: a version knows the options that its own tool printed. Model: 3.2 has those of 4.8.

use crate::engine::broker_version::Version;
use crate::engine::profile::Profile;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

/// The other sub-commands that a real tool knows, which this terminal does not do.
pub const KNOWN: &str = "addBroker addWritePerm allocateMQ brokerStatus checkMsgSendRT cleanExpiredCQ \
    cleanUnusedTopic clusterList clusterRT consumeMessage consumerConnection consumerStatus copyAcl copyUser \
    createAcl createUser deleteAcl deleteExpiredCommitLog deleteKvConfig deleteUser exportConfigs \
    exportMetadata exportMetrics getAcl getBrokerConfig getColdDataFlowCtrInfo getConsumerConfig \
    getNamesrvConfig getUser haStatus listAcl listUser printMsg printMsgByQueue producer producerConnection \
    queryCq queryMsgById queryMsgByKey queryMsgByOffset queryMsgByUniqueKey queryMsgTraceById \
    remappingStaticTopic removeBroker removeColdDataFlowCtrGroupConfig resetMasterFlushOffset sendMessage \
    sendMsgStatus setConsumeMode startMonitoring statsAll topicClusterList topicList topicRoute updateAcl \
    updateBrokerConfig updateColdDataFlowCtrGroupConfig updateKvConfig updateNamesrvConfig updateOrderConf \
    updateStaticTopic updateTopicList updateTopicPerm updateUser wipeWritePerm";

/// A sub-command that this terminal does.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Sub {
    ResetOffsetByTime,
    SkipAccumulatedMessage,
    CloneGroupOffset,
    ConsumerProgress,
    BrokerConsumeStats,
    TopicStatus,
    UpdateTopic,
    DeleteTopic,
    UpdateSubGroup,
    DeleteSubGroup,
}

impl Sub {
    const ALL: [Sub; 10] = [
        Sub::ResetOffsetByTime,
        Sub::SkipAccumulatedMessage,
        Sub::CloneGroupOffset,
        Sub::ConsumerProgress,
        Sub::BrokerConsumeStats,
        Sub::TopicStatus,
        Sub::UpdateTopic,
        Sub::DeleteTopic,
        Sub::UpdateSubGroup,
        Sub::DeleteSubGroup,
    ];

    /// The one that a word means, in whatever case.
    pub(super) fn named(word: &str) -> Option<Sub> {
        Sub::ALL.into_iter().find(|sub| sub.name().eq_ignore_ascii_case(word))
    }

    /// Its name.
    pub(super) fn name(self) -> &'static str {
        match self {
            Sub::ResetOffsetByTime => "resetOffsetByTime",
            Sub::SkipAccumulatedMessage => "skipAccumulatedMessage",
            Sub::CloneGroupOffset => "cloneGroupOffset",
            Sub::ConsumerProgress => "consumerProgress",
            Sub::BrokerConsumeStats => "brokerConsumeStats",
            Sub::TopicStatus => "topicStatus",
            Sub::UpdateTopic => "updateTopic",
            Sub::DeleteTopic => "deleteTopic",
            Sub::UpdateSubGroup => "updateSubGroup",
            Sub::DeleteSubGroup => "deleteSubGroup",
        }
    }

    /// Its class, as errors name it.
    pub(super) fn class(self) -> &'static str {
        match self {
            Sub::ResetOffsetByTime => "ResetOffsetByTimeCommand",
            Sub::SkipAccumulatedMessage => "SkipAccumulationSubCommand",
            Sub::CloneGroupOffset => "CloneGroupOffsetCommand",
            Sub::ConsumerProgress => "ConsumerProgressSubCommand",
            Sub::BrokerConsumeStats => "BrokerConsumeStatsSubCommad",
            Sub::TopicStatus => "TopicStatusSubCommand",
            Sub::UpdateTopic => "UpdateTopicSubCommand",
            Sub::DeleteTopic => "DeleteTopicSubCommand",
            Sub::UpdateSubGroup => "UpdateSubGroupSubCommand",
            Sub::DeleteSubGroup => "DeleteSubscriptionGroupCommand",
        }
    }

    /// Whether the tool of this version has it.
    pub(super) fn is_known(self, profile: Profile) -> bool {
        self != Sub::SkipAccumulatedMessage || profile.version() >= (4, 9, 3)
    }

    /// Its options in this version, in the order in which the tool declares them.
    pub(super) fn options(self, profile: Profile) -> Vec<Opt> {
        let known = |option: &&Opt| (option.from..option.to).contains(&profile.version());
        HELP.iter().chain(self.table()).filter(known).copied().collect()
    }

    fn table(self) -> &'static [Opt] {
        match self {
            Sub::ResetOffsetByTime => RESET,
            Sub::SkipAccumulatedMessage => SKIP,
            Sub::CloneGroupOffset => CLONE,
            Sub::ConsumerProgress => PROGRESS,
            Sub::BrokerConsumeStats => STATS,
            Sub::TopicStatus => STATUS,
            Sub::UpdateTopic => TOPIC,
            Sub::DeleteTopic => NO_TOPIC,
            Sub::UpdateSubGroup => GROUP,
            Sub::DeleteSubGroup => NO_GROUP,
        }
    }
}

/// An option.
#[derive(Clone, Copy, Debug)]
pub(super) struct Opt {
    /// Without one, only its long name is known.
    pub short: &'static str,
    pub long: &'static str,
    pub takes: bool,
    pub needed: bool,
    /// It or the other of its kind has to be there.
    pub either: bool,
    from: Version,
    to: Version,
    pub says: &'static str,
}

const FIRST: Version = (0, 0, 0);
const LAST: Version = (u32::MAX, 0, 0);

impl Opt {
    /// Its name in a map of options, by which they are sorted.
    pub(super) fn key(&self) -> &'static str {
        if self.short.is_empty() { self.long } else { self.short }
    }

    const fn since(self, from: Version) -> Opt {
        Opt { from, ..self }
    }

    const fn before(self, to: Version) -> Opt {
        Opt { to, ..self }
    }

    const fn flag(self) -> Opt {
        Opt { takes: false, ..self }
    }

    const fn either(self) -> Opt {
        Opt { either: true, ..self }
    }
}

const fn may(short: &'static str, long: &'static str, says: &'static str) -> Opt {
    Opt { short, long, takes: true, needed: false, either: false, from: FIRST, to: LAST, says }
}

const fn must(short: &'static str, long: &'static str, says: &'static str) -> Opt {
    Opt { needed: true, ..may(short, long, says) }
}

const LMQ: &str = "Cluster name or lmq parent topic, lmq is used to find the route.";
const NAMESRV: &str = "Name server address list, eg: '192.168.0.1:9876;192.168.0.2:9876'";
const NAMESRV_BARE: &str = "Name server address list, eg: 192.168.0.1:9876;192.168.0.2:9876";
const FORCE: &str = "set the force rollback by timestamp switch[true|false]";

const HELP: &[Opt] = &[
    may("h", "help", "Print help").flag(),
    may("n", "namesrvAddr", NAMESRV_BARE).before((4, 9, 3)),
    may("n", "namesrvAddr", NAMESRV).since((4, 9, 3)),
];

const RESET: &[Opt] = &[
    must("g", "group", "set the consumer group"),
    must("t", "topic", "set the topic"),
    must("s", "timestamp", "set the timestamp[now|currentTimeMillis|yyyy-MM-dd#HH:mm:ss:SSS]"),
    may("f", "force", FORCE).before((5, 0, 0)),
    may("f", "force", "set the force rollback by timestamp switch[true|false]. Deprecated.").since((5, 0, 0)),
    may("c", "cplus", "reset c++ client offset").flag().before((5, 0, 0)),
    may("c", "cplus", "reset c++ client offset. Deprecated.").flag().since((5, 0, 0)).before((5, 2, 0)),
    may("c", "cluster", LMQ).since((5, 2, 0)),
    may("b", "broker", "broker addr").since((5, 1, 0)),
    may("q", "queue", "queue id").since((5, 1, 0)),
    may("o", "offset", "Expect queue offset, not support old version broker").since((5, 1, 0)),
];

const SKIP: &[Opt] = &[
    must("g", "group", "set the consumer group"),
    must("t", "topic", "set the topic"),
    may("f", "force", FORCE),
    may("c", "cluster", LMQ).since((5, 2, 0)),
];

const CLONE: &[Opt] = &[
    must("s", "srcGroup", "set source consumer group"),
    must("d", "destGroup", "set destination consumer group"),
    must("t", "topic", "set the topic"),
    may("o", "offline", "the group or the topic is offline"),
];

const PROGRESS: &[Opt] = &[
    may("g", "groupName", "consumer group name"),
    may("t", "topicName", "topic name").since((5, 0, 0)),
    may("s", "showClientIP", "Show Client IP per Queue"),
    may("c", "cluster", LMQ).since((5, 2, 0)),
];

const STATS: &[Opt] = &[
    must("b", "brokerAddr", "Broker address"),
    may("t", "timeoutMillis", "request timeout Millis"),
    may("l", "level", "threshold of print diff"),
    may("o", "order", "order topic"),
];

const STATUS: &[Opt] = &[
    must("t", "topic", "topic name"),
    may("c", "cluster", "cluster name or lmq parent topic, lmq is used to find the route.").since((5, 2, 0)),
];

const TOPIC: &[Opt] = &[
    may("b", "brokerAddr", "create topic to which broker").either(),
    may("c", "clusterName", "create topic to which cluster").either(),
    must("t", "topic", "topic name"),
    may("r", "readQueueNums", "set read queue nums"),
    may("w", "writeQueueNums", "set write queue nums"),
    may("a", "attributes", "attribute(+a=b,+c=d,-e)").since((5, 0, 0)),
    may("p", "perm", "set topic's permission(2|4|6), intro[2:W 4:R; 6:RW]"),
    may("o", "order", "set topic's order(true|false)"),
    may("u", "unit", "is unit topic (true|false)"),
    may("s", "hasUnitSub", "has unit sub (true|false)"),
];

const NO_TOPIC: &[Opt] =
    &[must("t", "topic", "topic name"), must("c", "clusterName", "delete topic from which cluster")];

const POLICY: &str = "the json string of retry policy ( exp: \
    {\"type\":\"EXPONENTIAL\",\"exponentialRetryPolicy\":{\"initial\":5000,\"max\":7200000,\"multiplier\":2}} \
    {\"type\":\"CUSTOMIZED\",\"customizedRetryPolicy\":{\"next\":[1000,5000,10000]}} )";

const GROUP: &[Opt] = &[
    may("b", "brokerAddr", "create subscription group to which broker"),
    may("c", "clusterName", "create subscription group to which cluster"),
    must("g", "groupName", "consumer group name"),
    may("s", "consumeEnable", "consume enable"),
    may("m", "consumeFromMinEnable", "from min offset"),
    may("d", "consumeBroadcastEnable", "broadcast"),
    may("o", "consumeMessageOrderly", "consume message orderly").since((5, 0, 0)),
    may("q", "retryQueueNums", "retry queue nums"),
    may("r", "retryMaxTimes", "retry max times"),
    may("p", "groupRetryPolicy", POLICY).since((5, 0, 0)),
    may("i", "brokerId", "consumer from which broker id"),
    may("w", "whichBrokerWhenConsumeSlowly", "which broker id when consume slowly"),
    may("a", "notifyConsumerIdsChanged", "notify consumerId changed"),
    may("", "attributes", "attribute(+a=b,+c=d,-e)").since((5, 2, 0)),
];

const NO_GROUP: &[Opt] = &[
    may("b", "brokerAddr", "delete subscription group from which broker"),
    may("c", "clusterName", "delete subscription group from which cluster"),
    must("g", "groupName", "subscription group name"),
    may("r", "removeOffset", "remove offset").since((4, 9, 0)),
];

/// Whether a later version of the command has an option.
pub(super) fn is_newer(sub: Sub, option: &str) -> bool {
    let name = option.trim_start_matches('-');
    sub.table().iter().any(|known| known.short == name || known.long == name)
}

/// What is wrong with the options of a line, in the tool's words.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Wrong {
    Unrecognized(String),
    NoArgument(&'static str),
    Missing(Vec<&'static str>),
    /// One of these.
    MissingEither(Vec<String>),
}

impl fmt::Display for Wrong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Wrong::Unrecognized(option) => write!(f, "Unrecognized option: {option}"),
            Wrong::NoArgument(option) => write!(f, "Missing argument for option: {option}"),
            Wrong::Missing(options) => {
                let many = if options.len() == 1 { "" } else { "s" };
                write!(f, "Missing required option{many}: {}", options.join(", "))
            }
            Wrong::MissingEither(options) => write!(f, "Missing required option: [{}]", options.join(", ")),
        }
    }
}

/// The options of a line.
pub(super) struct Given(Vec<(&'static str, String)>);

impl Given {
    /// Reads the words behind a sub-command; words that belong to no option are passed over.
    pub(super) fn read(sub: Sub, profile: Profile, words: &[String]) -> Result<Given, Wrong> {
        let options = sub.options(profile);
        let mut given = Given(Vec::new());
        let mut words = words.iter();
        while let Some(word) = words.next() {
            let Some(name) = word.strip_prefix('-').filter(|name| !name.is_empty()) else { continue };
            let (option, mut value) =
                find(&options, name).ok_or_else(|| Wrong::Unrecognized(word.clone()))?;
            if option.takes && value.is_none() {
                let is_option = |word: &&String| word.starts_with('-') && exact(&options, word).is_some();
                let next = words.as_slice().first().filter(|word| !is_option(word));
                value = Some(next.ok_or(Wrong::NoArgument(option.key()))?.clone());
                words.next();
            }
            let value = value.unwrap_or_default();
            given.0.push((option.key(), value.trim_matches(['"', '\'']).trim().to_string()));
        }
        given.check(&options)?;
        Ok(given)
    }

    fn check(&self, options: &[Opt]) -> Result<(), Wrong> {
        let is_there = |option: &&Opt| self.get(option.key()).is_some();
        let either: Vec<&Opt> = options.iter().filter(|option| option.either).collect();
        if !either.is_empty() && !either.iter().any(is_there) {
            let each = either.iter().map(|option| ["-", option.short, " ", option.says].concat());
            return Err(Wrong::MissingEither(each.collect()));
        }
        let missing = options.iter().filter(|option| option.needed && !is_there(option));
        let missing: Vec<&str> = missing.map(Opt::key).collect();
        if missing.is_empty() { Ok(()) } else { Err(Wrong::Missing(missing)) }
    }

    /// The value of an option; of several the first.
    pub(super) fn get(&self, key: &str) -> Option<&str> {
        self.0.iter().find(|(of, _)| *of == key).map(|(_, value)| value.as_str())
    }

    /// The value of one that the tool needs.
    pub(super) fn needed(&self, key: &str) -> &str {
        self.get(key).unwrap_or_default()
    }

    /// Whether an option is there.
    pub(super) fn has(&self, key: char) -> bool {
        self.0.iter().any(|(of, _)| of.chars().eq([key]))
    }

    /// Those of `keys` that are there, as they are typed.
    pub(super) fn these(&self, keys: &str) -> String {
        let there = keys.chars().filter(|key| self.has(*key)).map(|key| String::from_iter(['-', key]));
        there.collect::<Vec<_>>().join(" ")
    }
}

fn exact<'a>(options: &'a [Opt], word: &str) -> Option<&'a Opt> {
    let name = word.trim_start_matches('-');
    options.iter().find(|option| option.long == name || !option.short.is_empty() && option.short == name)
}

/// The option of a word without its first hyphen, and what is behind it in the same word.
fn find<'a>(options: &'a [Opt], name: &str) -> Option<(&'a Opt, Option<String>)> {
    if let Some(option) = exact(options, name) {
        return Some((option, None));
    }
    if let Some((name, value)) = name.strip_prefix('-').and_then(|name| name.split_once('=')) {
        return exact(options, name).map(|option| (option, Some(value.to_string())));
    }
    let letter = &name[..name.chars().next()?.len_utf8()];
    let option = options.iter().find(|option| option.short == letter && option.takes)?;
    Some((option, Some(name[letter.len()..].to_string())))
}
