//! The greatest size of everything that grows, and RocketMQ's own numbers that more than one place needs. Not
//! here: the rules that refuse at a limit, and numbers of one rule alone (beside that rule).
//!
//! Invariant: no collection of the engine or the simulation is without an entry here, and no number is in two
//! places.

/// Bytes of a topic, group, producer or client name (R-LOG-5 allows a topic 127).
pub const NAME_BYTES_MAX: usize = 127;
/// Bytes of the name of a queue that was taken over, `broker/queue`.
pub const QUEUE_NAME_BYTES_MAX: usize = 255;
/// Topics in one lab.
pub const TOPICS_MAX: usize = 64;
/// Queues in one topic.
pub const QUEUES_MAX: u32 = 64;
/// Consumer groups in one lab.
pub const GROUPS_MAX: usize = 64;
/// Producers in one lab.
pub const PRODUCERS_MAX: usize = 64;
/// Consumers in one lab.
pub const CONSUMERS_MAX: usize = 256;
/// Messages a second of one producer.
pub const RATE_PER_S_MAX: u32 = 1_000_000;
/// `maxMessageSize`: bytes of a message body unless a lab sets less (R-LOG-5).
pub const MAX_MESSAGE_SIZE: u32 = 4_194_304;
/// Messages of one pull; a client's default is `PULL_BATCH_SIZE`.
pub const PULL_MESSAGES_MAX: u32 = 1_024;
/// Smallest and greatest commit-log segment, in bytes.
pub const SEGMENT_BYTES: core::ops::RangeInclusive<u64> = 1_024..=1_073_741_824;
/// Entries of one journal.
pub const JOURNAL_ENTRIES_MAX: usize = 100_000;
/// Bytes of a file or text read from outside.
pub const FILE_BYTES_MAX: usize = 1_048_576;
/// Characters of a lab in a link, and bytes of what it unpacks to.
pub const LINK_CHARS_MAX: usize = 8_192;
pub const LINK_TEXT_BYTES_MAX: usize = 262_144;
/// `pullThresholdForQueue`: messages that a consumer caches per queue before it stops pulling (R-PULL-8).
pub const PULL_THRESHOLD_FOR_QUEUE: usize = 1_000;
/// Distinct keys or tags of one producer.
pub const KEYS_MAX: u32 = 1_000_000;
/// Offset files of broadcasting clients (R-OFF-14).
pub const OFFSET_FILES_MAX: usize = 1_024;
/// Segments that the page cache takes.
pub const CACHED_SEGMENTS_MAX: u32 = 1_024;
/// Segments of which a queue lists the edges; more can't be told apart on a screen.
pub const SEGMENTS_TOLD_APART: usize = 512;
/// Edges that the queues of one topic list together: each is looked for in the index, many times a second
/// while a lab plays.
pub const SEGMENT_EDGES_MAX: usize = 8_192;
/// What is known of the times of one imported queue.
pub const TIME_BOUNDS_MAX: usize = 256;
/// Remarks about what could not be read of a cluster's files.
pub const IMPORT_REMARKS_MAX: usize = 200;
/// Messages with a set delivery time that wait.
pub const TIMER_MESSAGES_MAX: usize = 65_536;
/// Messages on which one consumer always fails.
pub const POISON_MAX: usize = 64;
/// Threads of one consumer.
pub const CONSUME_THREADS_MAX: u64 = 64;
/// `consumeMessageBatchMaxSize` at most, as RocketMQ's client checks it.
pub const CONSUME_BATCH_MAX: u64 = 1_024;
/// Messages of one consumer that take a time of their own.
pub const SLOW_MESSAGES_MAX: usize = 64;
/// Spans in which a group's work on one queue is told apart.
pub const RANGES_MAX: usize = 4_096;
/// Topics that a broker makes for retries and dead letters.
pub const INTERNAL_TOPICS_MAX: usize = 512;
/// The longest work on one message: an hour.
pub const PROCESSING_US_MAX: u64 = 3_600_000_000;
/// The slowest read of a segment from the disk.
pub const COLD_READ_MS_MAX: u64 = 60_000;

/// Least and greatest period of a timer that a lab may set.
pub const TIMER_RANGE_MS: core::ops::RangeInclusive<u64> = 10..=3_600_000;

/// `retryMaxTimes` and `maxReconsumeTimes`: retries of a message unless a group says otherwise (R-RTY-2).
pub const RETRY_MAX_TIMES: u32 = 16;
/// `suspendCurrentQueueTimeMillis`: how long an orderly queue waits for the next try (R-RTY-4).
pub const SUSPEND_CURRENT_QUEUE_TIME_MS: u64 = 1_000;
/// The shortest and longest that a client may ask for.
pub const SUSPEND_CURRENT_QUEUE_TIME_RANGE_MS: core::ops::RangeInclusive<u64> = 10..=30_000;
/// `pullBatchSize`: messages that a client asks for in one pull.
pub const PULL_BATCH_SIZE: u32 = 32;
/// `popBatchNums`: messages that a client asks for in one pop, and the most that a broker allows (R-POP-3).
pub const POP_BATCH_NUMS: u32 = 32;
/// `popInvisibleTime`: how long a popped message is hidden unless a client says otherwise (R-POP-2).
pub const POP_INVISIBLE_TIME_MS: u64 = 60_000;
/// What a client may ask for: up to the proxy's `maxInvisibleTimeMills`, 12 hours.
pub const POP_INVISIBLE_TIME_RANGE_MS: core::ops::RangeInclusive<u64> = 10..=43_200_000;
/// `maxTransferBytesOnMessageInMemory`: bytes of one pull (R-PULL-5).
pub const MAX_TRANSFER_BYTES_ON_MESSAGE_IN_MEMORY: u64 = 262_144;
/// `maxTransferCountOnMessageInMemory`: messages of one pull.
pub const MAX_TRANSFER_COUNT_ON_MESSAGE_IN_MEMORY: usize = 32;
/// `maxTransferBytesOnMessageInDisk`: the same where the next message counts as on disk.
pub const MAX_TRANSFER_BYTES_ON_MESSAGE_IN_DISK: u64 = 65_536;
/// `maxTransferCountOnMessageInDisk`.
pub const MAX_TRANSFER_COUNT_ON_MESSAGE_IN_DISK: usize = 8;
/// `maxFilterMessageSize`: bytes of a consume queue that one pull looks at, unless it asks for more
/// (R-PULL-3).
pub const MAX_FILTER_MESSAGE_SIZE: u64 = 16_000;
/// `timerRollWindowSlot`: 2 days of seconds; a message further ahead is parked again on its way (R-TMR-2).
pub const TIMER_ROLL_WINDOW_MS: u64 = 172_800_000;
/// `timerMaxDelaySec`: how far ahead a message's delivery time may be (R-TMR-1).
pub const TIMER_MAX_DELAY_MS: u64 = 259_200_000;
/// `diskSpaceCleanForciblyRatio`: above this, deletion is forced (R-RET-5).
pub const DISK_SPACE_CLEAN_FORCIBLY_PERCENT: u64 = 85;
