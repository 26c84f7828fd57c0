//! Rules for single sites, as data: where the body stands on their pages, and what does not belong to it.
//!
//! Most sites need none; one is for a site whose pages the general way reads badly. Built-in rules are `config/sites/*.toml`; a user's
//! own go before them.

use std::collections::HashMap;
use std::sync::LazyLock;

use dom_query::{Document, Matcher};
use include_dir::{Dir, include_dir};
use serde::Deserialize;
use url::Url;

use super::blocks::{self, Block};
use super::strip;

static FILES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/config/sites");
static BUILTIN: LazyLock<SiteRules> = LazyLock::new(|| {
    let files: Vec<SiteFile> = FILES
        .files()
        .filter_map(|file| Some(SiteFile { path: file.path().display().to_string(), text: file.contents_utf8()?.to_owned() }))
        .collect();
    // A test holds the built-in files without faults.
    SiteRules::read(&files).unwrap_or_default()
});

/// Less text than this in the element that a rule names, in characters: the site has changed, and the rule is none.
const MIN_BODY_CHARS: usize = 150;

/// A file of rules.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SiteFile {
    /// What it is called in faults.
    pub path: String,
    /// TOML.
    pub text: String,
}

/// A mistake in a file of rules.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{path}:{line}: {what}")]
pub struct SiteFault {
    /// The file.
    pub path: String,
    /// The line, from 1.
    pub line: usize,
    /// What is wrong, and what would be valid.
    pub what: String,
}

/// The rules, by host.
#[derive(Default)]
pub struct SiteRules {
    by_host: HashMap<String, SiteRule>,
    /// The hosts of each rule, in the order of the files.
    groups: Vec<Vec<String>>,
}

/// Where things stand on the pages of one site.
#[derive(Clone)]
struct SiteRule {
    body: Vec<Matcher>,
    remove: Vec<Matcher>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawFile {
    site: Vec<toml::Spanned<RawSite>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawSite {
    hosts: Vec<String>,
    #[serde(default)]
    body: Vec<String>,
    #[serde(default)]
    remove: Vec<String>,
}

impl SiteRules {
    /// The rules that come with the program.
    pub fn builtin() -> &'static Self {
        &BUILTIN
    }

    /// The built-in rules, with a user's files over them.
    ///
    /// # Errors
    /// Every fault in the files.
    pub fn with(files: &[SiteFile]) -> Result<Self, Vec<SiteFault>> {
        let mut rules = Self { by_host: BUILTIN.by_host.clone(), groups: BUILTIN.groups.clone() };
        let own = Self::read(files)?;
        rules.by_host.extend(own.by_host);
        rules.groups.extend(own.groups);
        Ok(rules)
    }

    /// Reads files of rules.
    ///
    /// # Errors
    /// Every fault in them.
    pub fn read(files: &[SiteFile]) -> Result<Self, Vec<SiteFault>> {
        let (mut rules, mut faults) = (Self::default(), Vec::new());
        for file in files {
            let line_of = |at: usize| file.text.as_bytes().iter().take(at).filter(|byte| **byte == b'\n').count() + 1;
            let fault = |at: usize, what: String| SiteFault { path: file.path.clone(), line: line_of(at), what };
            match toml::from_str::<RawFile>(&file.text) {
                Err(error) => {
                    faults.push(fault(
                        error.span().map_or(0, |span| span.start),
                        format!("{}; valid: [[site]] with hosts, body, remove", error.message()),
                    ));
                }
                Ok(raw) => {
                    for site in raw.site {
                        let at = site.span().start;
                        rules.add(site.into_inner(), &mut |what| faults.push(fault(at, what)));
                    }
                }
            }
        }
        if faults.is_empty() { Ok(rules) } else { Err(faults) }
    }

    fn add(&mut self, site: RawSite, fault: &mut dyn FnMut(String)) {
        let mut compiled = |selectors: &[String]| -> Vec<Matcher> {
            let compile = |selector: &String| {
                let found = Matcher::new(selector).ok();
                if found.is_none() {
                    fault(format!("{selector:?} is no CSS selector"));
                }
                found
            };
            selectors.iter().filter_map(compile).collect()
        };
        let rule = SiteRule { body: compiled(&site.body), remove: compiled(&site.remove) };
        if site.hosts.is_empty() || site.body.is_empty() && site.remove.is_empty() {
            fault("a site wants hosts, and body or remove".to_owned());
        }
        self.groups.push(site.hosts.clone());
        for host in site.hosts {
            let host = host.to_ascii_lowercase();
            if host.contains('/') || self.by_host.insert(host.clone(), rule.clone()).is_some() {
                fault(format!("{host:?} is no host, or has a rule already"));
            }
        }
    }

    /// The hosts that have a rule, sorted.
    pub fn hosts(&self) -> Vec<&str> {
        let mut hosts: Vec<&str> = self.by_host.keys().map(String::as_str).collect();
        hosts.sort_unstable();
        hosts
    }

    /// The hosts of each rule, in the order of the files.
    pub fn groups(&self) -> Vec<Vec<&str>> {
        self.groups.iter().map(|hosts| hosts.iter().map(String::as_str).collect()).collect()
    }

    /// The rule for an address: of its host, else of the nearest domain above it.
    fn of(&self, url: &Url) -> Option<&SiteRule> {
        let mut host = url.host_str()?;
        loop {
            if let Some(rule) = self.by_host.get(host) {
                return Some(rule);
            }
            host = host.split_once('.')?.1;
        }
    }

    /// Takes out of the tree what a rule says, and gives the blocks of the element that it names; `None` where no rule names one, or
    /// the page has none.
    pub(super) fn apply(&self, document: &Document, url: &Url) -> Option<Vec<Block>> {
        let rule = self.of(url)?;
        for matcher in &rule.remove {
            document.select_matcher(matcher).remove();
        }
        rule.body.iter().find_map(|matcher| {
            let found = document.select_matcher(matcher);
            if found.is_empty() {
                return None;
            }
            strip::strip(document);
            let blocks: Vec<Block> = outermost(found.nodes()).into_iter().flat_map(|node| blocks::blocks(&node)).collect();
            (MIN_BODY_CHARS <= blocks.iter().map(|block| block.chars).sum()).then_some(blocks)
        })
    }
}

/// The nodes that do not stand inside another one of them.
fn outermost<'a>(nodes: &[dom_query::NodeRef<'a>]) -> Vec<dom_query::NodeRef<'a>> {
    let ids: std::collections::HashSet<_> = nodes.iter().map(|node| node.id).collect();
    nodes.iter().filter(|node| !node.ancestors_it(None).any(|above| ids.contains(&above.id))).copied().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(text: &str) -> SiteFile {
        SiteFile { path: "own.toml".to_owned(), text: text.to_owned() }
    }

    #[test]
    fn built_in_files_have_no_faults() {
        let files: Vec<SiteFile> = FILES
            .files()
            .map(|file| SiteFile { path: file.path().display().to_string(), text: file.contents_utf8().unwrap_or_default().to_owned() })
            .collect();
        assert_eq!(SiteRules::read(&files).err(), None);
        assert!(!SiteRules::builtin().hosts().is_empty());
    }

    #[test]
    fn faults_have_their_place() {
        let faults =
            |text: &str| SiteRules::read(&[file(text)]).err().unwrap_or_default().iter().map(ToString::to_string).collect::<Vec<_>>();
        assert!(faults("[[site]]\nhosts = [\"a.example\"]\nbdy = []\n")[0].starts_with("own.toml:"));
        assert_eq!(faults("# x\n[[site]]\nhosts = [\"a.example\"]\nbody = [\"p[[\"]\n"), ["own.toml:2: \"p[[\" is no CSS selector"]);
        assert_eq!(faults("[[site]]\nhosts = [\"a.example\"]\n").len(), 1);
    }

    #[test]
    fn the_nearest_domain_counts() {
        let own = "[[site]]\nhosts = [\"news.example\"]\nbody = [\".story\"]\nremove = [\".box\"]\n";
        let rules = SiteRules::with(&[file(own)]).unwrap_or_default();
        let text = "A sentence that is long enough to be counted as the text of an article by the rules. ".repeat(3);
        let document = Document::from(format!("<div class=story><p>{text}</p><p class=box>No.</p></div><p>Around it.</p>"));
        let of = |address: &str| rules.apply(&document, &Url::parse(address).expect("an address")).map(|blocks| blocks.len());
        assert_eq!(of("https://other.example/1"), None);
        assert_eq!(of("https://m.news.example/1"), Some(1));
    }
}
