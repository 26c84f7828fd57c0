//! Durations and sizes as people write them: `90s`, `15m`, `7d`, `15MiB`.

use std::time::Duration;

/// Milliseconds of each unit of time, largest first.
const TIME_UNITS: [(&str, u64); 6] = [("w", 7 * 86_400_000), ("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1_000), ("ms", 1)];

/// Bytes of each unit of size; the first that divides a size evenly is the one it is shown in.
const SIZE_UNITS: [(&str, u64); 7] =
    [("GiB", 1 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10), ("GB", 1_000_000_000), ("MB", 1_000_000), ("kB", 1_000), ("B", 1)];

/// Reads `90s`, `15m`, `12h`, `7d`, `2w`, `250ms` or a sum such as `1h30m`; the error says what would be valid.
pub fn parse_duration(text: &str) -> Result<Duration, String> {
    parse_milliseconds(text).map(Duration::from_millis).ok_or_else(|| "a duration such as 250ms, 90s, 15m, 12h, 7d or 2w".to_owned())
}

fn parse_milliseconds(text: &str) -> Option<u64> {
    let mut rest = text.trim();
    if rest == "0" {
        return Some(0);
    }
    let mut total: u64 = 0;
    loop {
        let digits = rest.find(|c: char| !c.is_ascii_digit())?;
        let (number, tail) = rest.split_at(digits);
        let unit = tail.find(|c: char| c.is_ascii_digit()).unwrap_or(tail.len());
        let (name, tail) = tail.split_at(unit);
        let (_, factor) = TIME_UNITS.iter().find(|(known, _)| *known == name.trim())?;
        total = total.checked_add(number.parse::<u64>().ok()?.checked_mul(*factor)?)?;
        if tail.is_empty() {
            return Some(total);
        }
        rest = tail;
    }
}

/// Writes a duration in the largest unit that divides it evenly; parts of a millisecond are dropped.
pub fn show_duration(duration: Duration) -> String {
    let milliseconds = u64::try_from(duration.as_millis()).unwrap_or(u64::MAX);
    if milliseconds == 0 {
        return "0s".to_owned();
    }
    let (unit, factor) = TIME_UNITS.into_iter().find(|(_, factor)| milliseconds.is_multiple_of(*factor)).unwrap_or(("ms", 1));
    format!("{}{unit}", milliseconds / factor)
}

/// Reads `15MiB`, `256KiB`, `10MB`, `2GB` or a bare number of bytes; the error says what would be valid.
pub fn parse_size(text: &str) -> Result<u64, String> {
    let text = text.trim();
    let digits = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (number, unit) = text.split_at(digits);
    let unit = if unit.is_empty() { "B" } else { unit.trim() };
    let factor = SIZE_UNITS.iter().find(|(known, _)| known.eq_ignore_ascii_case(unit)).map(|(_, factor)| *factor);
    number
        .parse::<u64>()
        .ok()
        .zip(factor)
        .and_then(|(number, factor)| number.checked_mul(factor))
        .ok_or_else(|| "a size such as 500kB, 256KiB, 15MiB or 1GiB".to_owned())
}

/// Writes a size in bytes in the largest unit that divides it evenly.
pub fn show_size(bytes: u64) -> String {
    if bytes == 0 {
        return "0B".to_owned();
    }
    let (unit, factor) = SIZE_UNITS.into_iter().find(|(_, factor)| bytes.is_multiple_of(*factor)).unwrap_or(("B", 1));
    format!("{}{unit}", bytes / factor)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_read_and_written() {
        for (text, seconds, shown) in [
            ("90s", 90, "90s"),
            ("15m", 900, "15m"),
            ("12h", 43_200, "12h"),
            ("7d", 604_800, "1w"),
            ("2w", 1_209_600, "2w"),
            ("1h30m", 5_400, "90m"),
        ] {
            let duration = parse_duration(text).unwrap();
            assert_eq!((duration.as_secs(), show_duration(duration)), (seconds, shown.to_owned()));
        }
        assert_eq!(parse_duration("250ms").map(show_duration).as_deref(), Ok("250ms"));
        assert_eq!(parse_duration("0").map(show_duration).as_deref(), Ok("0s"));
    }

    #[test]
    fn what_is_no_duration_is_refused() {
        for text in ["", "15", "m", "15 parsecs", "-3s", "1.5h", "3m4", "99999999999999999999w", "9999999999999999w", "١٥m"] {
            assert!(parse_duration(text).is_err(), "{text:?}");
        }
    }

    #[test]
    fn sizes_are_read_and_written() {
        for (text, bytes, shown) in
            [("15MiB", 15 << 20, "15MiB"), ("512", 512, "512B"), ("10 MB", 10_000_000, "10MB"), ("256kib", 256 << 10, "256KiB")]
        {
            assert_eq!(parse_size(text), Ok(bytes));
            assert_eq!(show_size(bytes), shown);
        }
        for text in ["", "MiB", "-1", "1.5MiB", "10 parsecs", "99999999999GiB"] {
            assert!(parse_size(text).is_err(), "{text:?}");
        }
    }
}
