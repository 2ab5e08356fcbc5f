//! A request's signature, as RocketMQ's ACL wants it: HMAC-SHA1 of the fields' values in the order of their
//! names. Not here: what is asked (`requests`).
//!
//! Invariant: the secret key is never printed and never sent.

use crate::cli::snapshot::remoting::Trouble;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, Mac};
use std::collections::BTreeMap;
use std::path::Path;

/// An account's two keys.
pub(crate) struct Keys {
    access: String,
    secret: String,
}

impl Keys {
    /// Those of a `tools.yml`, whose two lines are all that is looked for.
    pub(crate) fn read(path: &Path) -> Result<Keys, Trouble> {
        let no = |what: String| Trouble::Keys { path: path.to_path_buf(), what };
        let text = std::fs::read_to_string(path).map_err(|error| no(error.to_string()))?;
        Keys::of(&text).ok_or_else(|| no("there are no keys in it".to_string()))
    }

    /// The same, of the file's text.
    pub(crate) fn of(text: &str) -> Option<Keys> {
        let value = |name: &str| {
            text.lines()
                .filter_map(|line| line.split_once(':'))
                .find(|(key, _)| key.trim() == name)
                .map(|(_, value)| value.trim().trim_matches(['"', '\'']).to_string())
                .filter(|value| !value.is_empty())
        };
        Some(Keys { access: value("accessKey")?, secret: value("secretKey")? })
    }

    /// Adds the account and the signature to a request without a body.
    pub(crate) fn sign(&self, fields: &mut BTreeMap<&'static str, String>) {
        fields.insert("AccessKey", self.access.clone());
        let signed: String = fields.values().map(String::as_str).collect();
        let mut mac = Hmac::<sha1::Sha1>::new_from_slice(self.secret.as_bytes())
            .expect("HMAC takes a key of any length");
        mac.update(signed.as_bytes());
        fields.insert("Signature", STANDARD.encode(mac.finalize().into_bytes()));
    }
}

#[cfg(test)]
mod tests {
    use super::Keys;
    use std::collections::BTreeMap;

    /// The signature is that of another implementation of HMAC-SHA1 over "RocketMQ" and "billing".
    #[test]
    fn values_are_signed_in_the_order_of_their_names() {
        let keys =
            Keys::of("# of the cluster\naccessKey: RocketMQ\nsecretKey: \"12345678\"\n").expect("two keys");
        let mut fields = BTreeMap::from([("consumerGroup", "billing".to_string())]);
        keys.sign(&mut fields);
        assert_eq!(fields["Signature"], "+IXNPI5syNmbVWyPOG/r1gkbCDA=");
        assert_eq!(fields["AccessKey"], "RocketMQ");
    }

    #[test]
    fn a_file_without_both_keys_has_none() {
        for text in ["", "accessKey: a", "accessKey: a\nsecretKey:", "secretKey: b"] {
            assert!(Keys::of(text).is_none(), "{text}");
        }
    }
}
