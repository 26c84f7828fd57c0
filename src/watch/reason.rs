//! Why a watch matched, in words for a person.

use super::entities::{Bond, Met, Watched};
use super::heard::Heard;
use crate::model::{EntityKind, Participant};

/// Where words were found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Found {
    /// In the name of a participant.
    Participant,
    /// In the sentence that tells the event.
    Evidence,
    /// In the text of an article.
    Body,
    /// In the title of an article.
    Title,
}

/// Why an entity matched. `others` are those that the watched name can also mean.
pub(super) fn of_entity(met: &Met<'_>, participant: &Participant, watched_name: &str, others: Option<&str>) -> String {
    let (text, entity) = (&participant.text, met.entity);
    let office = participant.office.as_deref().or(participant.organisation.as_deref()).unwrap_or("officer");
    let mut reason = match met.bond {
        Bond::Itself => of_named(text, entity, watched_name, None),
        Bond::ActsFor => format!("«{text}» acts for {}, which the watch names", entity.name),
        Bond::OfficerOf => format!("«{text}» ({office}) acts for {}, the country that the watch names", entity.name),
        Bond::OrganOf => format!("«{text}» is a body of {}, the country that the watch names", entity.name),
    };
    if met.bond == Bond::Itself && entity.kind != EntityKind::Country {
        reason.push_str(&format!(", {} here", participant.role));
    }
    add_others(&mut reason, watched_name, others);
    reason
}

/// Why an entity that is named matched.
pub(super) fn of_named(text: &str, entity: &Watched, watched_name: &str, others: Option<&str>) -> String {
    let mut reason = format!("«{text}» names {} ({} of the knowledge base)", entity.name, entity.kind);
    add_others(&mut reason, watched_name, others);
    reason
}

fn add_others(reason: &mut String, watched_name: &str, others: Option<&str>) {
    if let Some(others) = others {
        reason.push_str(&format!("; «{watched_name}» can mean several: {others}"));
    }
}

/// Why words matched.
pub(super) fn of_text(matched: &str, watched_name: &str, place: Found, outlet: Option<&str>) -> String {
    format!("«{matched}» {} stands for «{watched_name}» (free text)", in_words(place, outlet))
}

/// Why somebody matched who bears a watched name, and is none of those whom the knowledge knows by it.
pub(super) fn of_namesake(stranger: &str, watched_name: &str) -> String {
    format!("«{stranger}» bears the name «{watched_name}» and is nobody of the knowledge base: a match of one part of a name")
}

/// Why a name matched by its sounds.
pub(super) fn of_sound(matched: &str, watched_name: &str, heard: Heard, place: Found, outlet: Option<&str>) -> String {
    let place = in_words(place, outlet);
    let percent = (heard.score * 100.0).round();
    let single = if heard.is_single { "; it is a match of one word only, perhaps a surname that others bear too" } else { "" };
    format!("«{matched}» {place} sounds like «{watched_name}» ({percent} of 100){single}")
}

fn in_words(place: Found, outlet: Option<&str>) -> String {
    let outlet = outlet.map(|outlet| format!(" ({outlet})")).unwrap_or_default();
    match place {
        Found::Participant => "in the name of a participant".to_owned(),
        Found::Evidence => format!("in the sentence that tells it{outlet}"),
        Found::Body => format!("in the article{outlet}"),
        Found::Title => format!("in an article's title{outlet}"),
    }
}
