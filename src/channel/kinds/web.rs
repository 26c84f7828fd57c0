//! What kinds that speak HTTP share: where they post.

use url::Url;

use crate::channel::parcel::Reach;
use crate::channel::spec::Values;

/// The receiver of a kind that posts to its `url`.
pub(super) fn reach(values: &Values) -> Reach {
    values.url("url").map_or(Reach::Nothing, |url| Reach::Web(url.clone(), ""))
}

/// The `url` of a kind that cannot be without one.
pub(super) fn url(values: &Values) -> Url {
    // Required, so that it is always there; an address that resolves nowhere stands in for one that is not.
    url_or(values, "http://invalid.invalid/")
}

/// The `url` of a kind, or the address of the service where none is set.
pub(super) fn url_or(values: &Values, service: &'static str) -> Url {
    values.url("url").cloned().unwrap_or_else(|| Url::parse(service).expect("a literal address"))
}

/// An address below another, each part escaped.
pub(super) fn below(mut url: Url, parts: &[&str]) -> Url {
    if let Ok(mut path) = url.path_segments_mut() {
        path.pop_if_empty().extend(parts);
    }
    url
}
