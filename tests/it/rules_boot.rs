//! What a broker finds when it starts again, by rule. Not here: what happens to offsets then (`rules_reset`,
//! `sd_versions`).
//!
//! Invariant: queue files hold few entries, so that a boot has several to look into.

use crate::clients::REAL;
use crate::lab::Lab;
use offset_lab::engine::profile::Profile;

/// One message a segment, five entries a queue file, `expired` of `sent` segments gone; then more messages
/// and a restart.
fn after_a_boot(profile: Profile, sent: u32, expired: u32, more: u32) -> Lab {
    let mut lab = Lab::with_orders(profile, 1);
    lab.tell_json(r#"{"set_broker":{"queue_file_entries":5}}"#);
    lab.tell_json(r#"{"set_retention":{"segment_bytes":1024}}"#);
    for _ in 0..sent {
        lab.send_sized("orders", 0, 900);
    }
    lab.tell_json(&format!(r#"{{"broker":{{"expire_segments":{{"count":{expired}}}}}}}"#));
    for _ in 0..more {
        lab.send_sized("orders", 0, 900);
    }
    lab.tell_json(r#"{"restart_broker":{}}"#);
    lab
}

/// The first file's last record is gone, so the file is too: a boot looks into the next one.
#[test]
fn r_ret_9_a_queue_file_goes_when_its_last_record_is_gone() {
    for profile in REAL {
        assert_eq!(after_a_boot(profile, 12, 7, 0).min_max("orders", 0), (7, 12), "{profile:?}");
    }
}

/// The last file stays although all of its records are gone, and a boot looks into the first file only: Min
/// is 0 until the first pass has deleted that file. So did a 5.3.3 broker
/// (`tests/conformance/5.3.3/walk_2.jsonl`).
#[test]
fn r_cq_4_a_boot_that_finds_a_dead_first_file_sets_min_to_0_until_the_first_pass() {
    for profile in REAL {
        let mut lab = Lab::with_orders(profile, 2);
        lab.tell_json(r#"{"set_broker":{"queue_file_entries":5}}"#);
        lab.tell_json(r#"{"set_retention":{"segment_bytes":1024}}"#);
        for _ in 0..5 {
            lab.send_sized("orders", 0, 900);
        }
        for _ in 0..3 {
            lab.send_sized("orders", 1, 900);
        }
        lab.tell_json(r#"{"broker":{"expire_segments":{"count":6}}}"#);
        for _ in 0..3 {
            lab.send_sized("orders", 0, 900);
        }
        lab.tell_json(r#"{"restart_broker":{}}"#);
        assert_eq!(lab.min_max("orders", 0), (0, 8), "{profile:?}");
        let boot_ms = lab.world().now().whole_ms() as u64;
        lab.run_to_ms(boot_ms + 60_001);
        assert_eq!(lab.min_max("orders", 0), (5, 8), "{profile:?}");
    }
}

/// On the page a queue has no files: a restart changes no Min.
#[test]
fn sd_5_on_the_page_a_restart_leaves_min_where_it_is() {
    assert_eq!(after_a_boot(Profile::Docs50, 12, 7, 0).min_max("orders", 0), (7, 12));
}
