//! How columns share a terminal's width, and how a text is wrapped into its share.

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// What ends a text that was cut.
const CUT: &str = "…";

/// What a column would like, and what it can bear.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Demand {
    /// Width of its widest cell.
    pub natural: usize,
    /// Least width, at most `natural`.
    pub min: usize,
    /// Left out first where highest; 0 is never left out.
    pub priority: u8,
}

/// The width of each column, or `None` for one that has no room. Columns that must stay may be wider than the terminal.
pub(super) fn shares(demands: &[Demand], width: usize, gap: usize) -> Vec<Option<usize>> {
    let mut kept = vec![true; demands.len()];
    loop {
        let chosen = || demands.iter().zip(&kept).filter(|(_, kept)| **kept).map(|(demand, _)| demand);
        let gaps = gap * chosen().count().saturating_sub(1);
        let room = width.saturating_sub(gaps);
        let least: usize = chosen().map(|demand| demand.min).sum();
        // Of two equally dispensable columns the right one goes.
        let dispensable = demands.iter().enumerate().filter(|(index, demand)| kept[*index] && demand.priority > 0);
        match dispensable.max_by_key(|(index, demand)| (demand.priority, *index)) {
            Some((index, _)) if room < least => kept[index] = false,
            _ => {
                let limit = common_limit(chosen(), room);
                return demands.iter().zip(&kept).map(|(demand, kept)| kept.then(|| demand.natural.min(limit).max(demand.min))).collect();
            }
        }
    }
}

/// The greatest width which, put on every column, lets all fit: so the widest columns give way first.
fn common_limit<'a>(demands: impl Iterator<Item = &'a Demand> + Clone, room: usize) -> usize {
    let widest = demands.clone().map(|demand| demand.natural).max().unwrap_or(0);
    let total = |limit: usize| demands.clone().map(|demand| demand.natural.min(limit).max(demand.min)).sum::<usize>();
    // Halving: `low` fits or is zero, `high` is the first width not yet known to be too wide.
    let (mut low, mut high) = (0, widest + 1);
    while low + 1 < high {
        let middle = low.midpoint(high);
        if total(middle) <= room { low = middle } else { high = middle }
    }
    low
}

/// Splits a text at words into lines of at most `width`; what does not fit into so many lines is cut with an ellipsis.
pub(in crate::cli) fn wrap(text: &str, width: usize, max_lines: usize) -> Vec<String> {
    if text.width() <= width {
        return vec![text.to_owned()];
    }
    let mut lines = Vec::new();
    let mut rest = text.trim();
    while !rest.is_empty() {
        if lines.len() + 1 == max_lines && width < rest.width() {
            let head = &rest[..fitting(rest, width.saturating_sub(CUT.width()))];
            lines.push(format!("{}{CUT}", head.trim_end()));
            break;
        }
        let end = line_end(rest, width);
        lines.push(rest[..end].trim_end().to_owned());
        rest = rest[end..].trim_start();
    }
    lines
}

/// Where the first line of `text` ends: after the last word that fits, or inside a word that is longer than a line.
fn line_end(text: &str, width: usize) -> usize {
    let fits = fitting(text, width);
    if fits == text.len() || text[fits..].starts_with(' ') {
        return fits;
    }
    let at_word = text[..fits].rfind(' ').filter(|at| !text[..*at].trim().is_empty());
    // A line takes at least one character, or wrapping would not end.
    at_word.unwrap_or(fits).max(text.graphemes(true).next().map_or(0, str::len))
}

/// Bytes of the longest beginning of `text` that is at most `width` wide; never inside a character with its marks.
fn fitting(text: &str, width: usize) -> usize {
    let mut used = 0;
    for (at, grapheme) in text.grapheme_indices(true) {
        used += grapheme.width();
        if width < used {
            return at;
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn demand(natural: usize, min: usize, priority: u8) -> Demand {
        Demand { natural, min, priority }
    }

    #[test]
    fn the_widest_columns_give_way_first() {
        let demands = [demand(5, 5, 0), demand(60, 10, 0), demand(30, 10, 0)];
        assert_eq!(shares(&demands, 100, 2), [Some(5), Some(60), Some(30)]);
        assert_eq!(shares(&demands, 80, 2), [Some(5), Some(41), Some(30)]);
        assert_eq!(shares(&demands, 50, 2), [Some(5), Some(20), Some(20)]);
    }

    #[test]
    fn columns_without_room_are_left_out_by_priority() {
        let demands = [demand(10, 10, 0), demand(20, 10, 2), demand(20, 10, 1)];
        assert_eq!(shares(&demands, 24, 2), [Some(10), None, Some(12)]);
        assert_eq!(shares(&demands, 12, 2), [Some(10), None, None]);
        assert_eq!(shares(&demands, 3, 2), [Some(10), None, None]);
    }

    #[test]
    fn texts_are_wrapped_at_words_and_cut() {
        assert_eq!(wrap("the foreign ministers met", 12, 9), ["the foreign", "ministers", "met"]);
        assert_eq!(wrap("the foreign ministers met", 12, 2), ["the foreign", "ministers m…"]);
        assert_eq!(wrap("unbreakable", 4, 9), ["unbr", "eaka", "ble"]);
        assert_eq!(wrap("漢字漢字", 5, 9), ["漢字", "漢字"]);
        assert_eq!(wrap("", 5, 1), [""]);
        assert_eq!(wrap("漢字", 1, 9), ["漢", "字"]);
    }

    #[test]
    fn marks_stay_with_their_letters() {
        let text = "مُحَمَّدٌ";
        assert!(wrap(text, 2, 9).iter().all(|line| !line.starts_with('\u{64f}') && !line.starts_with('\u{64e}')));
    }
}
