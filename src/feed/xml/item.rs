//! An item while it is read: the best value so far for each thing it may say.

use jiff::Timestamp;

use super::names::{Field, Meaning};
use crate::feed::dates;
use crate::feed::raw::{RawItem, RawLink};

/// A value with its rank, the lowest of which wins.
#[derive(Debug)]
struct Best<T>(Option<(u8, T)>);

impl<T> Default for Best<T> {
    fn default() -> Self {
        Self(None)
    }
}

impl<T> Best<T> {
    fn offer(&mut self, rank: u8, value: T) {
        if self.0.as_ref().is_none_or(|(known, _)| rank < *known) {
            self.0 = Some((rank, value));
        }
    }

    fn take(self) -> Option<T> {
        self.0.map(|(_, value)| value)
    }
}

/// What an item has said so far.
#[derive(Debug, Default)]
pub(super) struct Item {
    pub base: Option<String>,
    pub lang: Option<String>,
    guid: Best<String>,
    title: Best<String>,
    summary: Best<String>,
    content: Best<String>,
    author: Best<String>,
    said_lang: Best<String>,
    published: Best<Timestamp>,
    updated: Best<Timestamp>,
    links: Vec<(u8, RawLink)>,
    /// Dates that are none.
    pub n_bad_dates: usize,
}

impl Item {
    /// Takes what an element says; nothing is not taken.
    pub(super) fn take(&mut self, meaning: Meaning, value: String) {
        if value.trim().is_empty() {
            return;
        }
        let rank = meaning.rank;
        match meaning.field {
            Field::Title => self.title.offer(rank, value),
            Field::Guid => self.guid.offer(rank, value),
            Field::Summary => self.summary.offer(rank, value),
            Field::Content => self.take_content(rank, value),
            Field::Author => self.author.offer(rank, value),
            Field::Language => self.said_lang.offer(rank, value),
            Field::Published | Field::Updated => match dates::parse_date(&value) {
                Some(at) if meaning.field == Field::Published => self.published.offer(rank, at),
                Some(at) => self.updated.offer(rank, at),
                None => self.n_bad_dates += 1,
            },
            Field::Link => self.take_link(rank, RawLink { href: value, ..RawLink::default() }),
            Field::Hint | Field::Foreign => {}
        }
    }

    /// Of several contents of one kind the longest is the article.
    fn take_content(&mut self, rank: u8, value: String) {
        match &mut self.content.0 {
            Some((known, text)) if *known == rank => {
                if text.len() < value.len() {
                    *text = value;
                }
            }
            _ => self.content.offer(rank, value),
        }
    }

    pub(super) fn take_link(&mut self, rank: u8, link: RawLink) {
        self.links.push((rank, link));
    }

    /// Whether it says anything that is worth an item.
    pub(super) fn says_something(&self) -> bool {
        self.is_told_apart() || self.title.0.is_some() || self.summary.0.is_some() || self.content.0.is_some()
    }

    /// Whether it is known which item this is, though the rest of it be missing.
    pub(super) fn is_known(&self) -> bool {
        self.is_told_apart() && self.title.0.is_some()
    }

    fn is_told_apart(&self) -> bool {
        self.guid.0.is_some() || !self.links.is_empty()
    }

    /// The item as read.
    pub(super) fn finish(mut self) -> RawItem {
        self.links.sort_by_key(|(rank, _)| *rank);
        let published_at = self.published.take();
        RawItem {
            guid: self.guid.take(),
            links: self.links.into_iter().map(|(_, link)| link).collect(),
            title: self.title.take(),
            author: self.author.take(),
            published_at,
            updated_at: self.updated.take().filter(|at| Some(*at) != published_at),
            summary: self.summary.take(),
            content: self.content.take(),
            lang: self.said_lang.take().or(self.lang),
            base: self.base,
        }
    }
}
