//! Times as people read them, in their own time zone.

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use super::table::Cell;

/// Prints times against one "now" in one time zone.
#[derive(Debug, Clone)]
pub struct Times {
    /// What relative times are measured from.
    pub now: Timestamp,
    /// The zone of absolute times: the machine's, or that of `TZ`.
    pub zone: TimeZone,
}

impl Times {
    /// `2025-06-29 18:00`, in the zone.
    pub fn absolute(&self, at: Timestamp) -> String {
        at.to_zoned_datetime(self.zone.clone()).strftime("%Y-%m-%d %H:%M").to_string()
    }

    /// `2025-06-29T18:00:00+03:00`, in the zone, to the second.
    pub fn exact(&self, at: Timestamp) -> String {
        at.to_zoned_datetime(self.zone.clone()).strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
    }

    /// `now`, `45 s ago`, `12 min ago`, `in 3 h`, `2 d ago`.
    pub fn relative(&self, at: Timestamp) -> String {
        let distance = self.now.duration_since(at);
        let text = Self::length(distance.abs());
        if distance.abs() < SignedDuration::from_secs(1) {
            "now".to_owned()
        } else if distance.is_negative() {
            format!("in {text}")
        } else {
            format!("{text} ago")
        }
    }

    /// `45 s`, `12 min`, `3 h`, `2 d`: the largest unit that is full at least twice, else the next smaller.
    pub fn length(length: SignedDuration) -> String {
        let seconds = length.as_secs();
        match seconds {
            ..120 => format!("{seconds} s"),
            120..7_200 => format!("{} min", seconds / 60),
            7_200..172_800 => format!("{} h", seconds / 3_600),
            _ => format!("{} d", seconds / 86_400),
        }
    }

    /// A cell with a relative time; CSV has the full one in UTC.
    pub fn relative_cell(&self, at: Option<Timestamp>) -> Cell {
        at.map(|at| Cell::from(self.relative(at)).data(at)).unwrap_or_default()
    }

    /// A cell with an absolute time; CSV has the full one in UTC.
    pub fn absolute_cell(&self, at: Option<Timestamp>) -> Cell {
        at.map(|at| Cell::from(self.absolute(at)).data(at)).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_told_from_now_and_in_the_zone() {
        let now: Timestamp = "2025-06-29T15:00:00Z".parse().unwrap();
        let times = Times { now, zone: TimeZone::fixed(jiff::tz::offset(3)) };
        let after = |seconds: i64| times.relative(now + SignedDuration::from_secs(seconds));
        assert_eq!([0, -45, -720, 10_800, -172_800].map(after), ["now", "45 s ago", "12 min ago", "in 3 h", "2 d ago"]);
        assert_eq!(times.absolute(now), "2025-06-29 18:00");
        assert_eq!(times.exact(now), "2025-06-29T18:00:00+03:00");
        assert_eq!(times.absolute_cell(Some(now)).data.as_deref(), Some("2025-06-29T15:00:00Z"));
    }
}
