//! What an element's name means, under any spelling of its namespace, with or without a prefix.

use super::scan::Tag;

/// A family of elements.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Space {
    /// RSS of any version, Atom of any version, CDF, sitemaps: what names without prefix mean.
    Core,
    /// Dublin Core, elements and terms.
    Dublin,
    /// The content module.
    Content,
    /// Media RSS.
    Media,
    /// Podcast elements.
    Itunes,
    /// The syndication module.
    Syndication,
    /// News sitemaps.
    News,
    /// FeedBurner.
    Burner,
    /// Anything else.
    Other,
}

/// What an element holds, for a reader of news.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Field {
    Title,
    Link,
    Guid,
    Summary,
    Content,
    Author,
    Published,
    Updated,
    Language,
    /// Poll hints of the feed: ttl, skip hours and days, sy:update*.
    Hint,
    /// Holds titles and links that are not the item's own.
    Foreign,
}

/// An element's meaning, and its place among others of the same meaning: the lowest wins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Meaning {
    pub field: Field,
    pub rank: u8,
}

/// Namespace addresses by what is left of them without scheme, `www.` and trailing signs.
const ADDRESSES: [(&str, Space); 16] = [
    ("w3.org/2005/atom", Space::Core),
    ("purl.org/atom", Space::Core),
    ("purl.org/rss/1.0/modules/content", Space::Content),
    ("purl.org/rss/1.0/modules/syndication", Space::Syndication),
    ("purl.org/rss/1.0/modules", Space::Other),
    ("purl.org/rss", Space::Core),
    ("purl.org/net/rss", Space::Core),
    ("my.netscape.com", Space::Core),
    ("channel.netscape.com", Space::Core),
    ("purl.org/dc", Space::Dublin),
    ("search.yahoo.com/mrss", Space::Media),
    ("itunes.com/dtds", Space::Itunes),
    ("google.com/schemas/sitemap-news", Space::News),
    ("sitemaps.org/schemas", Space::Core),
    ("backend.userland.com", Space::Core),
    ("rssnamespace.org/feedburner", Space::Burner),
];
/// Prefixes that feeds use without declaring them, and the ones that are always meant so.
const PREFIXES: [(&str, Space); 14] = [
    ("atom", Space::Core),
    ("a10", Space::Core),
    ("atom10", Space::Core),
    ("rss", Space::Core),
    ("dc", Space::Dublin),
    ("dcterms", Space::Dublin),
    ("content", Space::Content),
    ("media", Space::Media),
    ("itunes", Space::Itunes),
    ("sy", Space::Syndication),
    ("news", Space::News),
    ("feedburner", Space::Burner),
    ("xhtml", Space::Core),
    ("yandex", Space::Core),
];
/// More declared prefixes than this no feed has.
const MAX_PREFIXES: usize = 64;

/// The prefixes of a document.
#[derive(Debug, Default)]
pub(super) struct Names<'a>(Vec<(&'a str, Space)>);

impl<'a> Names<'a> {
    /// Learns the prefixes that a tag declares. A declaration counts for the whole document: feeds do not change them.
    pub(super) fn learn(&mut self, tag: &Tag<'a>) {
        if !tag.attributes.contains("xmlns:") {
            return;
        }
        for (name, value) in tag.all() {
            if let Some(prefix) = name.strip_prefix("xmlns:")
                && self.0.len() < MAX_PREFIXES
                && self.0.iter().all(|(known, _)| *known != prefix)
            {
                let well_known = PREFIXES.iter().find(|(known, _)| *known == prefix).map(|(_, space)| *space);
                self.0.push((prefix, space_of(value).or(well_known).unwrap_or(Space::Other)));
            }
        }
    }

    fn space(&self, prefix: &str) -> Space {
        let known = self.0.iter().find(|(known, _)| *known == prefix).map(|(_, space)| *space);
        known
            .or_else(|| PREFIXES.iter().find(|(known, _)| known.eq_ignore_ascii_case(prefix)).map(|(_, space)| *space))
            .unwrap_or(Space::Other)
    }

    /// What the element means; nothing where it means nothing here.
    pub(super) fn meaning(&self, name: &str) -> Option<Meaning> {
        let (space, local) = match name.split_once(':') {
            Some((prefix, local)) => (self.space(prefix), local),
            None => (Space::Core, name),
        };
        let (field, rank) = meaning_of(space, local).or_else(|| {
            local.bytes().any(|byte| byte.is_ascii_uppercase()).then(|| meaning_of(space, &local.to_ascii_lowercase())).flatten()
        })?;
        Some(Meaning { field, rank })
    }

    /// Whether the name is that of an item, whatever the family of feeds calls it.
    pub(super) fn is_item(&self, name: &str, in_sitemap: bool) -> bool {
        let local = local(name);
        let is_one = if in_sitemap { local == "url" } else { local.eq_ignore_ascii_case("item") || local.eq_ignore_ascii_case("entry") };
        is_one
            && name.split_once(':').is_none_or(|(prefix, _)| match self.space(prefix) {
                Space::Core => true,
                // A prefix that nobody declared says nothing.
                Space::Other => self.0.iter().all(|(known, _)| *known != prefix),
                _ => false,
            })
    }
}

/// The name without its prefix.
pub(super) fn local(name: &str) -> &str {
    name.rsplit_once(':').map_or(name, |(_, local)| local)
}

fn space_of(address: &str) -> Option<Space> {
    let bare = address.trim().to_ascii_lowercase();
    let bare = bare.strip_prefix("https://").or_else(|| bare.strip_prefix("http://")).unwrap_or(&bare);
    let bare = bare.strip_prefix("www.").unwrap_or(bare);
    ADDRESSES.iter().find(|(known, _)| bare.starts_with(known)).map(|(_, space)| *space)
}

#[rustfmt::skip]
fn meaning_of(space: Space, local: &str) -> Option<(Field, u8)> {
    use Field::{Author, Content, Foreign, Guid, Hint, Language, Link, Published, Summary, Title, Updated};
    Some(match space {
        Space::Core => match local {
            "title" => (Title, 0),
            "link" => (Link, 0),
            "guid" | "id" => (Guid, 0),
            "description" | "summary" | "abstract" | "subtitle" | "tagline" => (Summary, 0),
            "content" | "body" | "full-text" | "fulltext" => (Content, 1),
            "author" | "managingEditor" => (Author, 0),
            "pubDate" | "pubdate" | "published" => (Published, 0),
            "issued" => (Published, 2),
            "date" | "created" | "publishedDate" | "publisheddate" | "publication_date" | "dateTime" => (Published, 4),
            "updated" | "modified" => (Updated, 0),
            "lastmod" | "lastBuildDate" => (Updated, 3),
            "language" => (Language, 0),
            "loc" | "url" => (Link, 5),
            "a" => (Link, 6),
            "name" => (Author, 6),
            "ttl" | "hour" | "day" => (Hint, 0),
            "source" | "image" | "textInput" | "textinput" | "contributor" | "category" | "comments" | "generator" | "rights"
            | "copyright" | "docs" | "logo" | "icon" | "webMaster" => (Foreign, 0),
            _ => return None,
        },
        Space::Dublin => match local {
            "title" => (Title, 2),
            "creator" => (Author, 1),
            "publisher" => (Author, 8),
            "date" | "issued" | "available" => (Published, 1),
            "created" => (Published, 3),
            "modified" => (Updated, 1),
            "description" | "abstract" => (Summary, 2),
            "identifier" => (Guid, 3),
            "language" => (Language, 1),
            _ => return None,
        },
        Space::Content => match local {
            "encoded" => (Content, 0),
            _ => return None,
        },
        Space::Media => match local {
            "title" => (Title, 5),
            "description" | "text" => (Summary, 5),
            "credit" => (Author, 5),
            "thumbnail" | "comments" | "category" | "keywords" => (Foreign, 0),
            _ => return None,
        },
        Space::Itunes => match local {
            "title" => (Title, 4),
            "summary" => (Summary, 3),
            "subtitle" => (Summary, 4),
            "author" => (Author, 4),
            "owner" | "category" | "keywords" => (Foreign, 0),
            _ => return None,
        },
        Space::Syndication => match local {
            "updatePeriod" | "updateFrequency" | "updateperiod" | "updatefrequency" => (Hint, 0),
            _ => return None,
        },
        Space::News => match local {
            "title" => (Title, 1),
            "publication_date" => (Published, 0),
            "language" => (Language, 2),
            "name" => (Author, 9),
            "keywords" => (Foreign, 0),
            _ => return None,
        },
        Space::Burner => match local {
            "origLink" | "origlink" => (Link, 8),
            _ => return None,
        },
        Space::Other => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(attributes: &str) -> Names<'_> {
        let mut names = Names::default();
        names.learn(&Tag { name: "rss", attributes, is_empty: false });
        names
    }

    #[test]
    fn namespaces_are_known_by_any_spelling() {
        let names = names(" xmlns:d='https://purl.org/dc/elements/1.1' xmlns:x=\"http://www.w3.org/2005/Atom/\" xmlns:dc='urn:odd'");
        assert_eq!(names.meaning("d:creator").map(|meaning| meaning.field), Some(Field::Author));
        assert_eq!(names.meaning("x:updated").map(|meaning| meaning.field), Some(Field::Updated));
        assert_eq!(names.meaning("dc:date").map(|meaning| meaning.field), Some(Field::Published));
        assert_eq!(names.meaning("PubDate").map(|meaning| meaning.field), Some(Field::Published));
        assert_eq!(names.meaning("y:title"), None);
    }

    #[test]
    fn items_are_known_by_their_name() {
        let names = names(" xmlns:x='urn:shop'");
        assert!(names.is_item("item", false) && names.is_item("ITEM", false) && names.is_item("atom:entry", false));
        assert!(!names.is_item("x:item", false) && !names.is_item("url", false) && names.is_item("url", true));
    }
}
