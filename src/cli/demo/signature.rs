//! Checking an alert's signature as its receiver would: Standard Webhooks, HMAC-SHA256 over id, timestamp and body.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

use super::newsroom::ReceivedAlert;
use crate::model::Secret;

/// Whether one of the alert's signatures is right.
pub(super) fn is_right(alert: &ReceivedAlert, key: &Secret) -> bool {
    let Some(key) = key.expose().strip_prefix("whsec_").and_then(|key| STANDARD.decode(key).ok()) else { return false };
    let (Some(id), Some(timestamp)) = (alert.header("webhook-id"), alert.header("webhook-timestamp")) else { return false };
    let signatures = alert.header("webhook-signature").unwrap_or_default();
    signatures.split(' ').filter_map(|signature| STANDARD.decode(signature.strip_prefix("v1,")?).ok()).any(|signature| {
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(&key) else { return false };
        for part in [id, ".", timestamp, ".", &alert.body] {
            mac.update(part.as_bytes());
        }
        mac.verify_slice(&signature).is_ok()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_schemes_published_example_holds_and_no_other() {
        let headers = [
            ("webhook-id", "msg_p5jXN8AQM9LWM0D4loKWxJek"),
            ("webhook-timestamp", "1614265330"),
            ("webhook-signature", "v1,AAAA v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="),
        ];
        let headers = headers.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec();
        let alert = ReceivedAlert { headers, body: r#"{"test": 2432232314}"#.to_owned() };
        let key = Secret::from("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
        assert!(is_right(&alert, &key));
        assert!(!is_right(&ReceivedAlert { body: r#"{"test": 2432232315}"#.to_owned(), ..alert.clone() }, &key));
        assert!(!is_right(&alert, &Secret::from("whsec_AAAA")));
    }
}
