//! The greatest size of everything that grows. Not here: the rules that refuse at a limit.
//!
//! Invariant: no collection of the engine or the simulation is without an entry here.

/// Bytes of a topic, group, producer or client name (R-LOG-5 allows a topic 127).
pub const NAME_BYTES_MAX: usize = 127;
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
/// Bytes of a message body unless a lab sets less (R-LOG-5).
pub const BODY_BYTES_MAX: u32 = 4_194_304;
/// Messages of one pull (a client's default is 32).
pub const PULL_MESSAGES_MAX: u32 = 1_024;
/// Smallest and greatest commit-log segment, in bytes.
pub const SEGMENT_BYTES: core::ops::RangeInclusive<u64> = 1_024..=1_073_741_824;
/// Entries of one journal.
pub const JOURNAL_ENTRIES_MAX: usize = 100_000;
/// Bytes of a file or text read from outside.
pub const FILE_BYTES_MAX: usize = 1_048_576;
/// Messages that a consumer caches per queue before it stops pulling (R-PULL-8).
pub const CACHED_MESSAGES_MAX: usize = 1_000;
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
/// Remarks about what could not be read of a cluster's files.
pub const IMPORT_REMARKS_MAX: usize = 200;
/// Messages with a set delivery time that wait.
pub const TIMER_MESSAGES_MAX: usize = 65_536;
/// Messages on which one consumer always fails.
pub const POISON_MAX: usize = 64;
/// Spans in which a group's work on one queue is told apart.
pub const RANGES_MAX: usize = 4_096;
/// Topics that a broker makes for retries and dead letters.
pub const INTERNAL_TOPICS_MAX: usize = 512;
