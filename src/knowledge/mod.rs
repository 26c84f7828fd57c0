//! Who is who, and what words do: people, organisations, countries, places, offices, and the lexicons of the languages.
//!
//! All of it is data under `config/`, compiled into the binary and added to or overridden by the user's own
//! directory. Loading is the only thing here that can fail, and it tells every fault at once, with file and line.
//! This room decides nothing about texts: it answers what a phrase can stand for.

mod builtin;
mod cue;
mod entry;
mod error;
mod expand;
mod inflect;
mod interner;
mod lexicon;
mod lexicon_file;
mod lexicon_load;
mod load;
mod names_load;
mod records;
mod table;
mod trie;

use std::sync::{Arc, LazyLock};

use rustc_hash::FxHashMap;

use crate::model::EntityRef;

pub use builtin::builtin_files;
pub use cue::{Cue, Shape, Slot};
pub use error::{Fault, KnowledgeErrors};
pub use inflect::{Cases, GivenName, WordClass};
pub(crate) use interner::Interner;
pub use lexicon::{Agreement, CliticRules, Grammar, Lexicon, NounClass, RoleSlots, Sense, Trigger, WordOrder};
pub use load::{Draft, NamesPart, WordsPart, version_of};
pub use records::{
    BodyKind, Detail, EntityId, EntityRecord, NameSense, NameUse, OfficeId, OfficeKind, OfficeRecord, PlaceId, PlaceRecord, Term,
};
pub use table::DataFile;
pub use trie::{TokenId, Trie, Vocabulary, bit};

/// Everything known, ready for look-up; immutable once loaded and shared between threads.
#[derive(Debug)]
pub struct Knowledge {
    entities: Vec<EntityRecord>,
    entity_ids: FxHashMap<String, EntityId>,
    states: FxHashMap<String, State>,
    /// For each entity the state that it belongs to.
    state_of: Vec<Option<EntityId>>,
    offices: Vec<OfficeRecord>,
    places: Vec<PlaceRecord>,
    names: Trie<NameSense>,
    vocabulary: Vocabulary,
    given_names: FxHashMap<TokenId, GivenName>,
    lexicons: Vec<Lexicon>,
    version: String,
}

impl Knowledge {
    /// The built-in knowledge, loaded once.
    pub fn builtin() -> Arc<Self> {
        static BUILTIN: LazyLock<Arc<Knowledge>> =
            LazyLock::new(|| Arc::new(Knowledge::load(&builtin_files()).expect("the built-in files are held faultless by a test")));
        Arc::clone(&BUILTIN)
    }

    /// Loads and checks data files; every fault found in any of them is told.
    pub fn load(files: &[DataFile]) -> Result<Self, KnowledgeErrors> {
        let draft = Draft::read(files);
        let (words, names) = (draft.words(), draft.names());
        draft.finish(words, names)
    }

    /// A hash of all data, 16 hex digits: part of the engine version that is stored with each article.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// The lexicon of a language, by ISO 639-1 code.
    pub fn lexicon(&self, lang: &str) -> Option<&Lexicon> {
        self.lexicons.iter().find(|lexicon| lexicon.lang == lang)
    }

    /// The languages whose texts can be understood.
    pub fn languages(&self) -> impl Iterator<Item = &str> {
        self.lexicons.iter().map(|lexicon| lexicon.lang.as_str())
    }

    /// The record of an entity.
    pub fn entity(&self, id: EntityId) -> &EntityRecord {
        &self.entities[id.0 as usize]
    }

    /// The record of an office.
    pub fn office(&self, id: OfficeId) -> &OfficeRecord {
        &self.offices[id.0 as usize]
    }

    /// The record of a place.
    pub fn place(&self, id: PlaceId) -> &PlaceRecord {
        &self.places[id.0 as usize]
    }

    /// Every entity, in the order of the files.
    pub fn entities(&self) -> &[EntityRecord] {
        &self.entities
    }

    /// Every place, in the order of the files.
    pub fn places(&self) -> &[PlaceRecord] {
        &self.places
    }

    /// An entity by its stable id.
    pub fn by_reference(&self, reference: &EntityRef) -> Option<EntityId> {
        self.entity_ids.get(&reference.0).copied()
    }

    /// The entity of a state, by ISO code.
    pub fn country(&self, code: &str) -> Option<EntityId> {
        self.states.get(code)?.entity
    }

    /// The state that an entity is or belongs to.
    pub fn state_of(&self, id: EntityId) -> Option<EntityId> {
        self.state_of.get(id.0 as usize).copied().flatten()
    }

    /// The body of a kind in a state, where there is exactly one of the kind.
    pub fn body_of(&self, kind: BodyKind, country: &str) -> Option<EntityId> {
        let mut found = self.states.get(country)?.bodies.iter().filter(|(known, _)| *known == kind);
        let (_, only) = found.next()?;
        found.next().is_none().then_some(*only)
    }

    /// All names as phrases.
    pub fn names(&self) -> &Trie<NameSense> {
        &self.names
    }

    /// Numbers of folded tokens.
    pub fn vocabulary(&self) -> &Vocabulary {
        &self.vocabulary
    }

    /// Whether a folded token is a name that some person of the knowledge is called by before the surname.
    pub fn is_given_name(&self, id: TokenId) -> bool {
        self.given_names.contains_key(&id)
    }

    /// In which cases a folded token is such a name, of men and of women.
    pub fn given_name(&self, id: TokenId) -> Option<GivenName> {
        self.given_names.get(&id).copied()
    }

    /// What a whole name can stand for: its senses, without repeats.
    pub fn senses_of(&self, name: &str) -> Vec<NameUse> {
        let tokens = crate::text::tokenize(name);
        let mut node = Trie::<NameSense>::ROOT;
        for index in 0..tokens.len() {
            let step = self.vocabulary.get(tokens.folded(index)).and_then(|id| self.names.step(node, id));
            let Some(next) = step else { return Vec::new() };
            node = next;
        }
        let mut senses = Vec::new();
        for sense in self.names.values(node) {
            if !senses.contains(&sense.what) {
                senses.push(sense.what);
            }
        }
        senses
    }

    /// The entities that a name can stand for: by full name first, else by the part used alone.
    pub fn find_entities(&self, name: &str) -> Vec<EntityId> {
        let senses = self.senses_of(name);
        let pick = |wanted: fn(&NameUse) -> Option<EntityId>| senses.iter().filter_map(wanted).collect::<Vec<_>>();
        let full = pick(|sense| if let NameUse::Full(id) = sense { Some(*id) } else { None });
        if full.is_empty() { pick(|sense| if let NameUse::Short(id) = sense { Some(*id) } else { None }) } else { full }
    }
}

/// A state, as texts ask for it all the time.
#[derive(Debug, Default)]
struct State {
    entity: Option<EntityId>,
    /// Its bodies, in the order of the files.
    bodies: Vec<(BodyKind, EntityId)>,
}

/// The states by their codes.
fn states_of(entities: &[EntityRecord]) -> FxHashMap<String, State> {
    let mut states: FxHashMap<String, State> = FxHashMap::default();
    for (number, entity) in entities.iter().enumerate() {
        let id = EntityId(u32::try_from(number).unwrap_or(u32::MAX));
        if let Some(code) = entity.reference.0.strip_prefix("country:") {
            states.entry(code.to_owned()).or_default().entity = Some(id);
        }
        if let (Some(kind), Some(country)) = (entity.body(), &entity.country) {
            states.entry(country.clone()).or_default().bodies.push((kind, id));
        }
    }
    states
}
