//! The elements that are open, and what may stand in which.

use super::scan::{Open, Repair};
use super::tag::{self, Tag};
use super::{Dialect, Repaired};

/// Elements nested deeper than this are dropped (their text stays): no feed needs them, and the stack stays small.
const MAX_DEPTH: usize = 128;

impl<'a> Repair<'a> {
    /// How many elements around the items stay open until the end.
    pub(super) const fn n_containers(&self) -> usize {
        match self.dialect {
            Dialect::Rss => 2,
            Dialect::Rdf | Dialect::Atom => 1,
        }
    }

    /// Brings the stack into the state in which element `name` may begin; false where it may not.
    pub(super) fn prepare_place(&mut self, name: &str) -> bool {
        let is_item = self.is_item(name);
        if self.stack.is_empty() {
            self.open_missing_root(name);
        } else if name == self.stack[0].name || (name == "channel" && self.stack.iter().any(|open| open.name == "channel")) {
            // A second root or channel is the first one going on.
            return self.stack.len() > self.n_containers() + 1;
        }
        if is_item && !self.stack.is_empty() {
            if self.n_items == self.max_items {
                self.close_to(self.n_containers());
                self.is_full = true;
                return false;
            }
            if self.n_containers() < self.stack.len() {
                if self.stack.iter().skip(1).any(|open| self.is_item(open.name)) {
                    self.fault("items that were not closed");
                }
                self.close_to(self.n_containers());
            }
            if self.dialect == Dialect::Rss && self.stack.len() == 1 {
                self.open(Tag::named("channel"));
            }
            self.n_items += 1;
            // Behind the end of the feed goes on what can break off again.
            self.has_ended = false;
        } else if self.stack.last().is_some_and(|open| is_leaf(open.name)) && is_item_child(name) {
            self.fault("elements that were not closed");
            self.close_to(self.stack.len() - 1);
        }
        true
    }

    pub(super) fn open_missing_root(&mut self, name: &str) {
        if self.dialect == Dialect::Rss && name != "rss" {
            self.fault("missing root elements");
            self.open(Tag::named("rss"));
            if name != "channel" {
                self.open(Tag::named("channel"));
            }
        }
    }

    pub(super) fn is_item(&self, name: &str) -> bool {
        let wanted = if self.dialect == Dialect::Atom { "entry" } else { "item" };
        local(name) == wanted && matches!(prefix(name), "" | "rss" | "rss1" | "atom" | "a" | "rdf" | "r")
    }

    pub(super) fn open(&mut self, tag: Tag<'a>) {
        if MAX_DEPTH <= self.stack.len() {
            self.n_too_deep += usize::from(!tag.is_empty);
            return;
        }
        let is_dropped = tag::is_dropped(&tag);
        let start = self.out.len();
        let is_empty = tag.is_empty;
        let (name, written) = (tag.name, tag::renamed(tag.name, self.is_atom03));
        if self.n_dropped_open == 0 && !is_dropped {
            let is_root = self.stack.is_empty();
            tag::write_start(&tag, written, self.dialect, is_root, self.stack.len(), &mut self.out);
        }
        self.n_dropped_open += usize::from(is_dropped);
        self.has_channel |= name == "channel";
        self.stack.push(Open { name, written, is_dropped, start, inner: self.out.len() });
        if is_empty {
            self.close_to(self.stack.len() - 1);
        }
    }

    pub(super) fn close_to(&mut self, depth: usize) {
        self.n_too_deep = 0;
        while depth < self.stack.len() {
            let Some(open) = self.stack.pop() else { return };
            if open.is_dropped {
                self.n_dropped_open -= 1;
            } else if self.n_dropped_open == 0 {
                let is_bare = self.out.len() == open.inner;
                if is_bare && self.dialect == Dialect::Atom && tag::is_atom_text(open.name) {
                    // An empty text construct makes feed-rs lose the feed.
                    self.out.truncate(open.start);
                } else {
                    self.out.push_str("</");
                    self.out.push_str(open.written);
                    self.out.push('>');
                }
            }
        }
    }

    pub(super) fn finish(mut self) -> Repaired {
        let open_item = (1..self.stack.len()).find(|&at| self.is_item(self.stack[at].name));
        let mut notes = Vec::new();
        if let Some(at) = open_item
            && !self.has_ended
            && !self.is_full
        {
            // What there is of it may be half a sentence; the next poll brings it whole.
            self.out.truncate(self.stack[at].start);
            self.stack.truncate(at);
            self.n_dropped_open = self.stack.iter().filter(|open| open.is_dropped).count();
            notes.push("breaks off; its last item was left for the next poll".to_owned());
        } else if !self.has_ended && !self.is_full {
            notes.push("breaks off".to_owned());
        }
        if self.dialect == Dialect::Rss && self.stack.len() == 1 && !self.has_channel {
            self.open(Tag::named("channel"));
        }
        self.close_to(0);
        if self.is_full {
            notes.push(format!("has more items than allowed; only the first {} were read", self.max_items));
        }
        notes.extend(self.faults.iter().map(|(what, n)| format!("repaired: {what} ({n})")));
        Repaired { text: self.out, notes }
    }
}

pub(super) fn local(name: &str) -> &str {
    name.rsplit_once(':').map_or(name, |(_, local)| local)
}

fn prefix(name: &str) -> &str {
    name.rsplit_once(':').map_or("", |(prefix, _)| prefix)
}

/// Elements of an item that hold text and nothing else.
fn is_leaf(name: &str) -> bool {
    matches!(name, "title" | "link" | "guid" | "pubDate" | "dc:date" | "dc:creator" | "updated" | "published" | "id")
}

/// Elements that begin a new part of an item, so that an open leaf before them was never closed.
fn is_item_child(name: &str) -> bool {
    is_leaf(name) || matches!(name, "description" | "content:encoded" | "category" | "author" | "summary" | "content" | "enclosure")
}
