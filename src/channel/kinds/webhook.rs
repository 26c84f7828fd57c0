//! A webhook: JSON by POST, with the headers and the signature of the Standard Webhooks scheme.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use serde_json::Value;
use sha2::Sha256;

use super::{Kind, Wrong, web};
use crate::channel::parcel::{Occasion, Parcel, Reach, Request};
use crate::channel::spec::{Field, HOOK, Shape, TIMEOUT, Values};
use crate::model::Secret;

const FIELDS: &[Field] =
    &[HOOK, Field::optional("secret", "the signing key, whsec_ and base64 or any text; unsigned without", Shape::Secret), TIMEOUT];

pub(super) const KIND: Kind = Kind::new("webhook", "JSON by POST, signed as standardwebhooks.com lays down", FIELDS, reach, parcel)
    .checked(|values| key_of(values).map(drop).map_err(|what| Wrong::new("secret", what)));

/// What the scheme puts before a key in base64.
const SECRET_PREFIX: &str = "whsec_";

fn reach(values: &Values) -> Reach {
    let signed = if values.secret("secret").is_some() { "signed" } else { "not signed (secret is not set)" };
    values.url("url").map_or(Reach::Nothing, |url| Reach::Web(url.clone(), signed))
}

fn key_of(values: &Values) -> Result<Option<Hmac<Sha256>>, &'static str> {
    let bytes = match values.secret("secret").map(Secret::expose) {
        None => return Ok(None),
        Some("" | SECRET_PREFIX) => return Err("is empty"),
        Some(secret) => match secret.strip_prefix(SECRET_PREFIX) {
            Some(encoded) => STANDARD.decode(encoded).map_err(|_| "begins with whsec_ but goes on with no base64")?,
            None => secret.as_bytes().to_vec(),
        },
    };
    Hmac::new_from_slice(&bytes).map(Some).map_err(|_| "is no key")
}

fn parcel(occasion: &Occasion<'_>) -> Parcel {
    let (key, timestamp) = (&occasion.message.key, occasion.now.as_second().to_string());
    let mut request = Request::json(occasion.values, web::url(occasion.values), &Value::Null);
    request.body.clone_from(&occasion.message.line);
    let mut request = request.with_header("webhook-id", key.clone()).with_header("webhook-timestamp", timestamp.clone());
    // A key that is none was refused when the channel was made.
    if let Ok(Some(mac)) = key_of(occasion.values) {
        let signature = signature(mac, key, &timestamp, &request.body);
        request = request.with_header("webhook-signature", signature);
    }
    request.into()
}

fn signature(mut mac: Hmac<Sha256>, id: &str, timestamp: &str, body: &str) -> String {
    for part in [id, ".", timestamp, ".", body] {
        mac.update(part.as_bytes());
    }
    format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_signature_is_that_of_the_scheme() {
        // The published example of the scheme's reference libraries.
        let key = STANDARD.decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").expect("base64");
        let key = Hmac::new_from_slice(&key).expect("a key");
        let found = signature(key, "msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", r#"{"test": 2432232314}"#);
        assert_eq!(found, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }
}
