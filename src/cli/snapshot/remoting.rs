//! RocketMQ's remoting protocol, as much of it as asking takes: a frame with a JSON header and a body, one
//! question at a time. Not here: what is asked (`requests`), and what the answers mean (`answers`).
//!
//! Invariant: nothing is read beyond a limit, no wait is without an end, and each request is counted.

use crate::cli::snapshot::requests::Request;
use crate::cli::snapshot::sign::Keys;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::fmt;
use std::io::{Read, Write};
use std::net::{TcpStream, ToSocketAddrs};
use std::time::{Duration, Instant};

/// Bytes of an answer.
const FRAME_BYTES_MAX: usize = 16 << 20;
/// Requests for one moment.
const REQUESTS_MAX: usize = 5_000;
/// How long one answer, or a connection, may take.
const PATIENCE: Duration = Duration::from_secs(5);
/// RocketMQ's version number in a request, of 4.9.7: each of 3.2 to 5.5 answers it.
const CLIENT_VERSION: i32 = 413;

/// Why there is no answer.
#[derive(Debug)]
pub(crate) enum Trouble {
    /// No connection, or it broke.
    Unreachable { address: String, error: std::io::Error },
    /// An answer that is no answer.
    Unreadable { address: String, what: String },
    /// A refusal, with the broker's own words.
    Refused { address: String, request: &'static str, code: i32, remark: String },
    /// There would be more requests than a snapshot may make.
    TooMany,
    /// The time is up.
    TooLong { seconds: u64 },
    /// The name server knows no broker.
    NoBroker { address: String },
    /// None of what was asked for is there.
    Nothing { what: String },
    /// The file with the keys is not one.
    Keys { path: std::path::PathBuf, what: String },
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Trouble::Unreachable { address, error } => write!(
                f,
                "{address} can't be reached ({error}): brokers are asked at the addresses that the name server has, so \
                 run this where clients run"
            ),
            Trouble::Unreadable { address, what } => {
                write!(f, "{address} did not answer as RocketMQ does ({what}): is this its port?")
            }
            Trouble::Refused { address, request, code, remark } => {
                write!(f, "{address} refused {request} with code {code}: {remark}")?;
                // NO_PERMISSION, and SYSTEM_ERROR with which ACL's faults come.
                let denied = *code == 16 || remark.contains("acl") || remark.contains("AccessKey");
                f.write_str(if denied { "; give the keys of a tools.yml with --acl" } else { "" })
            }
            Trouble::TooMany => write!(
                f,
                "this takes more than {REQUESTS_MAX} requests, so nothing more was asked: choose groups and topics with \
                 --group and --topic"
            ),
            Trouble::TooLong { seconds } => {
                write!(
                    f,
                    "the brokers took more than {seconds} s, so nothing more was asked; --timeout gives them longer"
                )
            }
            Trouble::NoBroker { address } => write!(f, "the name server {address} knows no broker"),
            Trouble::Nothing { what } => {
                write!(f, "{what}: see mqadmin consumerProgress and topicList for the names")
            }
            Trouble::Keys { path, what } => {
                write!(f, "{}: {what}; it needs a line accessKey: … and a line secretKey: …", path.display())
            }
        }
    }
}

/// The header of a request.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Header<'a> {
    code: i32,
    language: &'static str,
    version: i32,
    opaque: i32,
    flag: i32,
    #[serde(rename = "serializeTypeCurrentRPC")]
    serialize_type: &'static str,
    ext_fields: &'a BTreeMap<&'static str, String>,
}

/// The header of an answer.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct AnswerHeader {
    code: i32,
    #[serde(default)]
    opaque: i32,
    #[serde(default)]
    flag: i32,
    #[serde(default)]
    remark: Option<String>,
    #[serde(default)]
    ext_fields: Option<BTreeMap<String, String>>,
}

/// What was answered.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) code: i32,
    pub(crate) fields: BTreeMap<String, String>,
    pub(crate) body: Vec<u8>,
}

/// Everything that is asked in one snapshot: where, how often, until when.
pub(crate) struct Asking {
    keys: Option<Keys>,
    connections: BTreeMap<String, TcpStream>,
    /// How often each request was made.
    pub(crate) counts: BTreeMap<&'static str, usize>,
    /// Requests that may still be made for this moment.
    left: usize,
    opaque: i32,
    seconds: u64,
    until: Instant,
}

impl Asking {
    pub(crate) fn new(keys: Option<Keys>, seconds: u64) -> Asking {
        let until = now() + Duration::from_secs(seconds);
        let (connections, counts) = Default::default();
        Asking { keys, connections, counts, left: REQUESTS_MAX, opaque: 0, seconds, until }
    }

    /// Another moment is read, with the same limits.
    pub(crate) fn renew(&mut self) {
        (self.left, self.until) = (REQUESTS_MAX, now() + Duration::from_secs(self.seconds));
    }

    /// Waits until so long after `begun`.
    pub(crate) fn wait_until(begun: Instant, after: Duration) {
        let wait = (begun + after).saturating_duration_since(now());
        #[expect(clippy::disallowed_methods, reason = "a moment of a live cluster is waited for")]
        std::thread::sleep(wait);
    }

    /// Asks, and takes only SUCCESS for an answer.
    pub(crate) fn ask(&mut self, address: &str, request: &Request<'_>) -> Result<Answer, Trouble> {
        let (answer, remark) = self.exchange(address, request)?;
        if answer.code == 0 {
            return Ok(answer);
        }
        Err(Trouble::Refused { address: address.into(), request: request.name(), code: answer.code, remark })
    }

    fn exchange(&mut self, address: &str, request: &Request<'_>) -> Result<(Answer, String), Trouble> {
        if self.left == 0 {
            return Err(Trouble::TooMany);
        }
        let left = self.until.saturating_duration_since(now());
        if left.is_zero() {
            return Err(Trouble::TooLong { seconds: self.seconds });
        }
        let patience = left.min(PATIENCE);
        let stream = match self.connections.entry(address.to_string()) {
            Entry::Occupied(open) => open.into_mut(),
            Entry::Vacant(place) => place.insert(connect(address, patience)?),
        };
        *self.counts.entry(request.name()).or_default() += 1;
        self.left -= 1;
        self.opaque += 1;
        let (opaque, frame) = (self.opaque, frame(request, self.opaque, self.keys.as_ref()));
        let lost = |error| Trouble::Unreachable { address: address.to_string(), error };
        stream.set_read_timeout(Some(patience)).map_err(lost)?;
        stream.write_all(&frame).map_err(lost)?;
        loop {
            let (header, body) = read_frame(stream, address)?;
            // A server may ask something of its client, too: that goes unanswered.
            if header.opaque == opaque && header.flag & 1 == 1 {
                let fields = header.ext_fields.unwrap_or_default();
                return Ok((Answer { code: header.code, fields, body }, header.remark.unwrap_or_default()));
            }
            if now() >= self.until {
                return Err(Trouble::TooLong { seconds: self.seconds });
            }
        }
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "a live cluster answers in its own time, which has an end here"
)]
pub(crate) fn now() -> Instant {
    Instant::now()
}

fn connect(address: &str, patience: Duration) -> Result<TcpStream, Trouble> {
    let lost = |error| Trouble::Unreachable { address: address.to_string(), error };
    let mut last = std::io::Error::new(std::io::ErrorKind::NotFound, "no address of that name");
    for place in address.to_socket_addrs().map_err(lost)? {
        match TcpStream::connect_timeout(&place, patience) {
            Ok(stream) => {
                stream.set_write_timeout(Some(patience)).map_err(lost)?;
                return Ok(stream);
            }
            Err(error) => last = error,
        }
    }
    Err(lost(last))
}

/// `length, header length, header`: a request has no body.
pub(crate) fn frame(request: &Request<'_>, opaque: i32, keys: Option<&Keys>) -> Vec<u8> {
    let mut fields = request.fields();
    if let Some(keys) = keys {
        keys.sign(&mut fields);
    }
    let header = Header {
        code: request.code(),
        language: "JAVA",
        version: CLIENT_VERSION,
        opaque,
        flag: 0,
        serialize_type: "JSON",
        ext_fields: &fields,
    };
    let header = serde_json::to_vec(&header).expect("a header of numbers and texts is JSON");
    let length = header.len() as u32;
    [&(length + 4).to_be_bytes()[..], &length.to_be_bytes()[..], &header].concat()
}

pub(super) fn read_frame(stream: &mut impl Read, address: &str) -> Result<(AnswerHeader, Vec<u8>), Trouble> {
    let lost = |error| Trouble::Unreachable { address: address.to_string(), error };
    let unreadable = |what: String| Trouble::Unreadable { address: address.to_string(), what };
    let mut lengths = [0; 8];
    stream.read_exact(&mut lengths).map_err(lost)?;
    let [total, header] =
        [&lengths[..4], &lengths[4..]].map(|four| four.iter().fold(0, |all, byte| all << 8 | *byte as usize));
    // The top byte of a header's length says how it is written: 0 is JSON.
    let (written, header) = (header >> 24, header & 0x00FF_FFFF);
    if written != 0 {
        return Err(unreadable(format!("the header is of kind {written}, not JSON")));
    }
    let rest = total.checked_sub(4).filter(|rest| *rest <= FRAME_BYTES_MAX && header <= *rest);
    let rest = rest.ok_or_else(|| unreadable(format!("a frame of {total} bytes with {header} of header")))?;
    let mut bytes = vec![0; rest];
    stream.read_exact(&mut bytes).map_err(lost)?;
    let body = bytes.split_off(header);
    let header = serde_json::from_slice(&bytes).map_err(|error| unreadable(error.to_string()))?;
    Ok((header, body))
}
