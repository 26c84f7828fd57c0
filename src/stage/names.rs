//! What those who take part are called in the languages of messages, from the knowledge.

use std::collections::BTreeMap;

use crate::knowledge::Knowledge;
use crate::model::{Attribution, Event};
use crate::text::Script;

/// Names by language, by the id of an entity or the code of a state.
pub(super) type Names = BTreeMap<String, BTreeMap<&'static str, String>>;

/// The language that a watch's name is written in, of those that messages are written in.
pub(super) fn language_of(name: &str) -> &'static str {
    let letter = name.chars().map(Script::of).find(|script| *script != Script::Other);
    match letter {
        Some(Script::Arabic) => "ar",
        Some(Script::Cyrillic) => "ru",
        _ => "en",
    }
}

/// The names of all whom an event's message names, as far as they are known.
pub(super) fn names_of(event: &Event, attribution: &[&Attribution], knowledge: &Knowledge) -> Names {
    let mut names = Names::new();
    let entities = event.participants.iter().filter_map(|who| who.entity.as_ref());
    let sources = attribution.iter().filter_map(|source| source.entity.as_ref());
    for reference in entities.chain(sources) {
        add(&mut names, reference.0.clone(), knowledge.by_reference(reference), knowledge);
    }
    let of_people = event.participants.iter().filter_map(|who| who.country.as_deref());
    let of_place = event.place.as_ref().and_then(|place| place.country.as_deref());
    for code in of_people.chain(of_place) {
        add(&mut names, code.to_owned(), knowledge.country(code), knowledge);
    }
    names
}

fn add(names: &mut Names, key: String, id: Option<crate::knowledge::EntityId>, knowledge: &Knowledge) {
    let Some(id) = id else { return };
    let record = knowledge.entity(id);
    // The first name in a script is the canonical one there.
    let first_in = |script: Script| {
        record.names.iter().find(|name| name.chars().map(Script::of).find(|found| *found != Script::Other) == Some(script))
    };
    let mut known = BTreeMap::from([("en", record.name.clone())]);
    for (lang, script) in [("ar", Script::Arabic), ("ru", Script::Cyrillic)] {
        known.extend(first_in(script).map(|name| (lang, name.clone())));
    }
    names.insert(key, known);
}
