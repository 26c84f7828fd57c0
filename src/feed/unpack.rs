//! Feeds that are compressed files: `feed.xml.gz`, or an answer that was packed twice.

use std::borrow::Cow;
use std::io::Read as _;

use flate2::read::MultiGzDecoder;

use super::error::FeedError;

/// How gzip data begins.
const GZIP_MARK: &[u8] = &[0x1F, 0x8B];

/// The bytes, unpacked where they are packed. A file that is cut or damaged gives what stands before the fault.
///
/// # Errors
/// [`FeedError::TooLarge`] where more than `max_bytes` come out; nothing beyond them is unpacked.
pub(super) fn unpack(bytes: &[u8], max_bytes: usize) -> Result<Cow<'_, [u8]>, FeedError> {
    if !bytes.starts_with(GZIP_MARK) {
        return Ok(Cow::Borrowed(bytes));
    }
    let mut unpacked = Vec::new();
    let wanted = u64::try_from(max_bytes).unwrap_or(u64::MAX).saturating_add(1);
    let result = MultiGzDecoder::new(bytes).take(wanted).read_to_end(&mut unpacked);
    if max_bytes < unpacked.len() {
        return Err(FeedError::TooLarge { max_bytes });
    }
    match result {
        Err(error) if unpacked.is_empty() => Err(FeedError::NotAFeed { found: format!("broken gzip ({error})") }),
        _ => Ok(Cow::Owned(unpacked)),
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use flate2::Compression;
    use flate2::write::GzEncoder;

    use super::*;

    fn packed(bytes: &[u8]) -> Vec<u8> {
        let mut packer = GzEncoder::new(Vec::new(), Compression::best());
        packer.write_all(bytes).expect("memory takes all");
        packer.finish().expect("memory takes all")
    }

    #[test]
    fn packed_files_are_unpacked_up_to_the_limit() {
        let feed = b"<rss version='2.0'></rss>".repeat(9);
        assert_eq!(unpack(&feed, 1).as_deref(), Ok(&*feed));
        assert_eq!(unpack(&packed(&feed), feed.len()).as_deref(), Ok(&*feed));
        assert_eq!(unpack(&packed(&feed), feed.len() - 1), Err(FeedError::TooLarge { max_bytes: feed.len() - 1 }));
        assert!(matches!(unpack(&[0x1F, 0x8B, 8, 0], 9), Err(FeedError::NotAFeed { .. })));
    }

    #[test]
    fn what_stands_before_a_cut_is_kept() {
        let whole = packed(&(0..9_999).flat_map(|n: u32| n.to_string().into_bytes()).collect::<Vec<u8>>());
        let found = unpack(&whole[..whole.len() / 2], 1 << 20).expect("a part");
        assert!(found.starts_with(b"0123456789"));
    }
}
