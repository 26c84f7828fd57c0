//! Any text is read as a date without a panic, the same way twice, and what is read lies in the years of the news.

#![no_main]

use libfuzzer_sys::fuzz_target;
use rasid::feed::parse_date;

fuzz_target!(|data: &[u8]| {
    let text = String::from_utf8_lossy(data);
    let found = parse_date(&text);
    assert_eq!(found, parse_date(&text));
    let Some(at) = found else { return };
    let year = jiff::tz::Offset::UTC.to_datetime(at).year();
    assert!((1990..2100).contains(&year), "{text:?} is {at}");
    // What is read is read again from its own standard form; feeds know no more than nanoseconds either.
    assert_eq!(parse_date(&at.to_string()), Some(at), "{text:?}");
});
