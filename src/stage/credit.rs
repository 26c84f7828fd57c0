//! To which news agency an article is credited: by its author, its dateline, its last words, or a line that names the source.

use crate::knowledge::{BodyKind, Knowledge};

/// How far into the text a dateline reaches, and how near to its end a credit in brackets stands, in bytes.
const DATELINE_BYTES: usize = 240;
const CLOSING_BYTES: usize = 80;

/// The longest name that is looked up, in words.
const MAX_NAME_WORDS: usize = 5;

/// What stands around the agency in a dateline: `KYIV (Reuters) -`, `МОСКВА, 19 ноября. /ТАСС/.`, `القاهرة - رويترز:`.
const BORDERS: [char; 11] = ['(', ')', '/', '—', '–', '-', ':', '|', '[', ']', '.'];

/// What the article says of itself, as far as an agency may stand in it.
pub(super) struct Credits<'a> {
    /// By whom it is.
    pub author: Option<&'a str>,
    /// Who carries it.
    pub outlet: Option<&'a str>,
    /// What a line "Source: ..." names.
    pub source: Option<&'a str>,
    /// Plain text.
    pub body: &'a str,
}

/// The canonical name of the agency.
pub(super) fn agency(credits: &Credits, knowledge: &Knowledge) -> Option<String> {
    let named = [credits.outlet, credits.author, credits.source];
    let in_names = named.into_iter().flatten().flat_map(|names| names.split([',', '،', '/', '+', '|', ';', '&', '(', ')', '-']));
    let dateline = &credits.body[..credits.body.floor_char_boundary(DATELINE_BYTES)];
    let dateline = dateline.lines().next().unwrap_or_default();
    let end = credits.body.trim_end();
    let closing = &end[end.ceil_char_boundary(end.len().saturating_sub(CLOSING_BYTES))..];
    let closing = closing.trim_end_matches(['.', ' ']).strip_suffix(')').and_then(|text| text.rsplit_once('(')).map(|(_, last)| last);
    in_names.chain(in_dateline(dateline)).chain(closing).find_map(|name| known_agency(name.trim(), knowledge))
}

/// What stands between two borders of the dateline, the first part aside: that is the place.
fn in_dateline(line: &str) -> impl Iterator<Item = &str> {
    let parts: Vec<&str> = line.split(BORDERS).collect();
    let n_inner = parts.len().saturating_sub(2);
    parts.into_iter().skip(1).take(n_inner)
}

fn known_agency(name: &str, knowledge: &Knowledge) -> Option<String> {
    if name.is_empty() || MAX_NAME_WORDS < name.split_whitespace().count() {
        return None;
    }
    let records = knowledge.find_entities(name).into_iter().map(|id| knowledge.entity(id));
    let mut agencies = records.filter(|record| record.body() == Some(BodyKind::NewsAgency));
    let agency = agencies.next()?;
    // A name that means two agencies credits neither.
    agencies.next().is_none().then(|| agency.name.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(author: Option<&str>, source: Option<&str>, body: &str) -> Option<String> {
        agency(&Credits { author, outlet: Some("The Herald"), source, body }, &Knowledge::builtin())
    }

    #[test]
    fn agencies_are_credited_wherever_they_are_named() {
        let reuters = Some("Reuters".to_owned());
        assert_eq!(check(Some("Reuters"), None, "x"), reuters);
        assert_eq!(check(None, Some("رويترز + وكالات"), "x"), reuters);
        assert_eq!(check(None, None, "KYIV, Nov 19 (Reuters) - The minister said on Thursday that he would go."), reuters);
        assert_eq!(check(None, None, "القاهرة (رويترز) - قال وزير الخارجية إنه سيزور موسكو."), reuters);
        assert_eq!(check(None, None, "БАКУ, 19 ноября. /ТАСС/. Министр прибыл в Баку.").as_deref(), Some("TASS"));
        assert_eq!(check(None, None, "قال الوزير إنه سيزور موسكو الأسبوع المقبل. (رويترز)"), reuters);
    }

    #[test]
    fn who_is_only_quoted_is_not_credited() {
        assert_eq!(check(None, None, "The minister told Reuters on Thursday that he would go - perhaps."), None);
        assert_eq!(check(Some("Jane Doe"), None, "The minister (52) said so."), None);
    }
}
