//! Bodies: read as a stream, decoded, and counted on both sides of the decoder.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use async_compression::tokio::bufread::{BrotliDecoder, DeflateDecoder, GzipDecoder, ZlibDecoder, ZstdDecoder};
use async_compression::zstd::DParameter;
use futures_util::{StreamExt, TryStreamExt};
use reqwest::header::{CONTENT_ENCODING, HeaderMap};
use tokio::io::{AsyncBufRead, AsyncBufReadExt, AsyncRead, AsyncReadExt};
use tokio_util::io::StreamReader;

use super::error::Size;

/// The encodings we can read, as `Accept-Encoding` offers them.
pub(super) const ACCEPT_ENCODING: &str = "gzip, br, zstd, deflate";

/// The largest window a zstd body may ask for, as the standard for zstd over HTTP (RFC 9659) has it: 8 MiB.
const ZSTD_WINDOW_LOG: u32 = 23;

/// Room made for a read; small enough that an overshoot costs nothing.
const READ_BYTES: usize = 16 * 1024;

/// How much of a body is taken.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limits {
    /// Decoded bytes.
    pub decoded: usize,
    /// Bytes on the wire.
    pub wire: usize,
    /// What to do with a body that decodes to more.
    pub excess: Excess,
}

/// What to do with a body beyond its limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Excess {
    /// Fail: half a feed is worse than none.
    Refuse,
    /// Cut it and keep the beginning.
    Cut,
}

/// A body as read.
#[derive(Debug)]
pub(super) struct Body {
    pub bytes: Vec<u8>,
    pub wire_bytes: u64,
    pub truncated: bool,
}

/// Why a body could not be read.
#[derive(Debug)]
pub(super) enum BodyError {
    /// It passed a limit.
    TooLarge { limit_bytes: usize, size: Size },
    /// It is encoded in a way that was not offered, or more than once.
    Encoding(String),
    /// The encoded data are damaged.
    Damaged(io::Error),
    /// The connection failed.
    Transport(reqwest::Error),
}

/// Reads the body of an answer within the limits. The caller bounds the time.
pub(super) async fn read(response: reqwest::Response, limits: Limits) -> Result<Body, BodyError> {
    let coding = Coding::of(response.headers())?;
    let wire_limit =
        if coding == Coding::Identity && limits.excess == Excess::Refuse { limits.wire.min(limits.decoded) } else { limits.wire };
    let declared = response.content_length();
    if limits.excess == Excess::Refuse && declared.is_some_and(|declared| (wire_limit as u64) < declared) {
        return Err(BodyError::TooLarge { limit_bytes: wire_limit, size: Size::Declared });
    }
    let counter = Arc::new(AtomicU64::new(0));
    let counted = Arc::clone(&counter);
    let stream = response.bytes_stream().map(move |chunk| {
        let chunk = chunk.map_err(|error| io::Error::other(BodyFault::Transport(error)))?;
        let before = counted.fetch_add(chunk.len() as u64, Ordering::Relaxed);
        // What is to be cut may overshoot by a piece, or the piece would be lost in whole.
        let total = if limits.excess == Excess::Cut { before } else { before + chunk.len() as u64 };
        if (wire_limit as u64) < total { Err(io::Error::other(BodyFault::TooLarge(wire_limit))) } else { Ok(chunk) }
    });
    let mut decoder = coding.decoder(StreamReader::new(stream.into_stream().boxed())).await.map_err(BodyError::from)?;
    let mut bytes = Vec::with_capacity(declared.map_or(READ_BYTES, |declared| (declared as usize).min(limits.decoded)).max(READ_BYTES));
    let mut truncated = false;
    loop {
        if bytes.capacity() - bytes.len() < READ_BYTES / 2 {
            bytes.reserve(READ_BYTES);
        }
        let n_read = match decoder.read_buf(&mut bytes).await.map_err(BodyError::from) {
            Ok(n_read) => n_read,
            Err(BodyError::TooLarge { .. }) if limits.excess == Excess::Cut => {
                truncated = true;
                0
            }
            Err(error) => return Err(error),
        };
        if limits.decoded < bytes.len() {
            if limits.excess == Excess::Refuse {
                return Err(BodyError::TooLarge { limit_bytes: limits.decoded, size: Size::Decoded });
            }
            bytes.truncate(limits.decoded);
            truncated = true;
        }
        if n_read == 0 || truncated {
            return Ok(Body { bytes, wire_bytes: counter.load(Ordering::Relaxed), truncated });
        }
    }
}

/// A fault inside the byte stream, on its way through the decoder.
#[derive(Debug, thiserror::Error)]
enum BodyFault {
    #[error("more than {0} bytes on the wire")]
    TooLarge(usize),
    #[error("the connection failed")]
    Transport(#[source] reqwest::Error),
}

impl From<io::Error> for BodyError {
    fn from(error: io::Error) -> Self {
        match error.downcast::<BodyFault>() {
            Ok(BodyFault::TooLarge(limit_bytes)) => Self::TooLarge { limit_bytes, size: Size::Wire },
            Ok(BodyFault::Transport(error)) => Self::Transport(error),
            Err(error) => Self::Damaged(error),
        }
    }
}

/// How a body is encoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Coding {
    Identity,
    Gzip,
    Brotli,
    Zstd,
    Deflate,
}

type Source = Pin<Box<dyn AsyncRead + Send>>;

impl Coding {
    /// The one coding of an answer. Two on top of each other were never offered and are how a bomb hides.
    fn of(headers: &HeaderMap) -> Result<Self, BodyError> {
        let mut coding = Self::Identity;
        for value in headers.get_all(CONTENT_ENCODING) {
            let value = String::from_utf8_lossy(value.as_bytes());
            for name in value.split(',') {
                let next = match name.trim().to_ascii_lowercase().as_str() {
                    "" | "identity" | "none" | "utf-8" => continue,
                    "gzip" | "x-gzip" => Self::Gzip,
                    "br" => Self::Brotli,
                    "zstd" => Self::Zstd,
                    "deflate" => Self::Deflate,
                    _ => return Err(BodyError::Encoding(value.into_owned())),
                };
                if coding != Self::Identity {
                    return Err(BodyError::Encoding(value.into_owned()));
                }
                coding = next;
            }
        }
        Ok(coding)
    }

    async fn decoder(self, mut source: impl AsyncBufRead + Send + Unpin + 'static) -> io::Result<Source> {
        // An empty body is empty in every coding, though strictly none of them allows it.
        if self == Self::Identity || source.fill_buf().await?.is_empty() {
            return Ok(Box::pin(source));
        }
        Ok(match self {
            Self::Gzip => {
                let mut decoder = GzipDecoder::new(source);
                decoder.multiple_members(true);
                Box::pin(decoder)
            }
            Self::Brotli => Box::pin(BrotliDecoder::new(source)),
            Self::Zstd => {
                let mut decoder = ZstdDecoder::with_params(source, &[DParameter::window_log_max(ZSTD_WINDOW_LOG)]);
                decoder.multiple_members(true);
                Box::pin(decoder)
            }
            // The standard says zlib, some servers send the bare stream; the first byte tells them apart.
            Self::Deflate if source.fill_buf().await?.first().is_some_and(|byte| byte & 0x0f == 8) => Box::pin(ZlibDecoder::new(source)),
            Self::Deflate => Box::pin(DeflateDecoder::new(source)),
            Self::Identity => Box::pin(source),
        })
    }
}

#[cfg(test)]
mod tests {
    use reqwest::header::HeaderValue;

    use super::*;

    fn coding(values: &[&'static str]) -> Option<Coding> {
        let mut headers = HeaderMap::new();
        for value in values {
            headers.append(CONTENT_ENCODING, HeaderValue::from_static(value));
        }
        Coding::of(&headers).ok()
    }

    #[test]
    fn one_coding_is_read_and_more_are_refused() {
        assert_eq!(coding(&[]), Some(Coding::Identity));
        assert_eq!(coding(&["GZIP"]), Some(Coding::Gzip));
        assert_eq!(coding(&["identity, br"]), Some(Coding::Brotli));
        assert_eq!(coding(&["gzip, gzip"]), None);
        assert_eq!(coding(&["gzip", "gzip"]), None);
        assert_eq!(coding(&["compress"]), None);
    }
}
