//! What a feed says about itself before its first item and feed-rs does not pass on: language, and when to poll.

use std::time::Duration;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::raw::RawFeed;

/// A feed's head is short; what is longer hides something else.
const MAX_HEADER_BYTES: usize = 64 * 1024;
const HOUR: Duration = Duration::from_secs(3600);

/// A duration of whole minutes; `None` for zero, which some feeds write for "I do not know".
pub(super) fn minutes(n_minutes: u32) -> Option<Duration> {
    (0 < n_minutes).then(|| Duration::from_secs(u64::from(n_minutes) * 60))
}

/// Reads the text before the first item into `feed`, filling only what is still empty.
///
/// Damage ends the reading early and is no error: what was understood until then counts.
pub(super) fn read_header(head: &str, feed: &mut RawFeed) {
    let mut reader = Reader::from_str(&head[..head.floor_char_boundary(MAX_HEADER_BYTES)]);
    reader.config_mut().check_end_names = false;
    reader.config_mut().allow_unmatched_ends = true;
    reader.config_mut().allow_dangling_amp = true;
    let mut field = String::new();
    let mut period = None;
    let mut frequency = 1;
    let mut is_root = true;
    while let Ok(event) = reader.read_event() {
        match event {
            Event::Start(tag) => {
                if std::mem::take(&mut is_root) && feed.lang.is_none() {
                    feed.lang = xml_lang(&tag);
                }
                tag.local_name().as_ref().clone_into(&mut field);
            }
            Event::End(_) => field.clear(),
            Event::Text(text) => take_field(&field, text.trim(), feed, &mut period, &mut frequency),
            Event::CData(text) => take_field(&field, text.trim(), feed, &mut period, &mut frequency),
            Event::Eof => break,
            _ => {}
        }
    }
    if let Some(period) = period {
        let from_module = period / frequency;
        feed.min_interval = Some(feed.min_interval.map_or(from_module, |ttl| ttl.max(from_module)));
    }
}

fn xml_lang(root: &BytesStart<'_>) -> Option<String> {
    let attribute = root.try_get_attribute("xml:lang").ok().flatten()?;
    Some(attribute.value.as_ref().to_owned())
}

fn take_field(field: &str, text: &str, feed: &mut RawFeed, period: &mut Option<Duration>, frequency: &mut u32) {
    match field {
        "language" if feed.lang.is_none() && !text.is_empty() => feed.lang = Some(text.to_owned()),
        "ttl" if feed.min_interval.is_none() => feed.min_interval = text.parse().ok().and_then(minutes),
        "updatePeriod" => *period = named_period(text),
        "updateFrequency" => *frequency = text.parse().unwrap_or(1).max(1),
        // The specification counts hours from 0 to 23, older ones from 1 to 24.
        "hour" => feed.skip_hours.extend(text.parse::<i8>().ok().filter(|hour| (0..=24).contains(hour)).map(|hour| hour % 24)),
        "day" => feed.skip_days.extend(weekday(text)),
        _ => {}
    }
}

fn named_period(text: &str) -> Option<Duration> {
    let hours = match text.to_ascii_lowercase().as_str() {
        "hourly" => 1,
        "daily" => 24,
        "weekly" => 7 * 24,
        "monthly" => 30 * 24,
        "yearly" => 365 * 24,
        _ => return None,
    };
    Some(HOUR * hours)
}

fn weekday(text: &str) -> Option<i8> {
    const DAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    let day = DAYS.iter().position(|day| day.eq_ignore_ascii_case(text))?;
    i8::try_from(day + 1).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_head_tells_when_to_poll() {
        let mut feed = RawFeed::default();
        let head = "<rss><channel><dc:language>ar-EG</dc:language><sy:updatePeriod> hourly </sy:updatePeriod>\
            <sy:updateFrequency>2</sy:updateFrequency><ttl>15</ttl>\
            <skipHours><hour>24</hour><hour>3</hour><hour>99</hour></skipHours><skipDays><day>Sunday</day></skipDays>";
        read_header(head, &mut feed);
        assert_eq!(feed.lang.as_deref(), Some("ar-EG"));
        assert_eq!(feed.min_interval, Some(Duration::from_secs(1800)));
        assert_eq!(feed.skip_hours, [0, 3]);
        assert_eq!(feed.skip_days, [7]);
    }

    #[test]
    fn the_root_names_the_language() {
        let mut feed = RawFeed::default();
        read_header("<feed xml:lang='ru'><title>x & y</titel>", &mut feed);
        assert_eq!(feed.lang.as_deref(), Some("ru"));
    }
}
