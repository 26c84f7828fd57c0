//! The HTTP library's errors, sorted by what lies beneath them and cut down to the words that matter.

use std::error::Error;
use std::time::Duration;

use url::Url;

use super::address::Refusal;
use super::error::FetchError;

/// A cause in the words of the library that met it, cut down to its innermost sentence.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Cause(Box<str>);

impl Cause {
    /// A cause in our own words.
    pub fn new(words: impl Into<Box<str>>) -> Self {
        Self(words.into())
    }

    /// The innermost of a chain of errors: the wrappers around it only say that something failed.
    pub(super) fn innermost(error: &(dyn Error + 'static)) -> Self {
        Self(causes(error).last().map(|cause| cause.to_string()).unwrap_or_default().into())
    }
}

/// Sorts a failure of the HTTP library by what is underneath it.
pub(super) fn sort(url: &Url, connect_timeout: Duration, error: &reqwest::Error) -> FetchError {
    let url = shown(url);
    for cause in causes(error) {
        if let Some(refusal) = cause.downcast_ref::<Refusal>() {
            return FetchError::Blocked { url, refusal: refusal.clone() };
        }
        if cause.is::<rustls::Error>() {
            return FetchError::Tls { url, cause: Cause::innermost(cause) };
        }
    }
    if error.is_timeout() {
        return FetchError::Timeout { url, after: connect_timeout };
    }
    let cause = Cause::innermost(error);
    if error.is_dns() {
        FetchError::Dns { url, cause }
    } else if error.is_connect() || causes(error).any(|cause| cause.is::<std::io::Error>()) {
        FetchError::Connect { url, cause }
    } else {
        FetchError::Protocol { url, cause }
    }
}

/// An error and everything beneath it. An I/O error that wraps another hides it from `source`, so it is opened here.
fn causes<'a>(error: &'a (dyn Error + 'static)) -> impl Iterator<Item = &'a (dyn Error + 'static)> {
    std::iter::successors(Some(error), |&error: &&'a (dyn Error + 'static)| {
        let wrapped = error.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref);
        wrapped.map(|inner| inner as &(dyn Error + 'static)).or_else(|| error.source())
    })
}

/// An address as it may be shown: without its password.
pub(super) fn shown(url: &Url) -> Box<str> {
    if url.password().is_none() {
        return url.as_str().into();
    }
    let mut url = url.clone();
    // An address that carries a password has a host, so it can also carry none.
    let _ = url.set_password(None);
    url.as_str().into()
}
