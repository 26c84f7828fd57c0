//! `rasid init`: a commented configuration, a database, and the starter feeds.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, BufRead, ErrorKind, IsTerminal, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};

use super::args::{InitArgs, StarterFeeds, starter_feeds};
use super::feed::subscribe_all;
use super::{App, Outcome};
use crate::config::{Config, TEMPLATE};
use crate::feed::opml::{self, Opml};
use crate::store::Store;

/// The starter list of public feeds.
const STARTER_FEEDS: &str = include_str!("../../config/feeds.opml");
/// How often a question is asked again before its answer is taken for a no.
const MAX_QUESTIONS: usize = 3;

pub(super) fn run(app: &mut App, args: &InitArgs) -> anyhow::Result<Outcome> {
    let path = config_path(app)?;
    let wants_feeds = args.feeds.as_ref().is_some_and(|feeds| *feeds != StarterFeeds::None);
    if !args.force && wants_feeds && path.exists() {
        app.printer.line(&format!("{} is there already and stays as it is", path.display()))?;
    } else {
        write_config(&path, args.force)?;
        app.printer.line(&format!("wrote {}", path.display()))?;
    }
    let config = app.config()?;
    let store = app.store_to_write(&config)?;
    app.printer.line(&format!("the database is {}", config.database.path.display()))?;
    offer_feeds(app, args, &config, &store)?;
    app.printer.note("next: `rasid watch add NAME`, `rasid run`; `rasid doctor` checks that all is well");
    Ok(Outcome::Done)
}

/// Subscribes to the feeds of the starter list that are wanted; asks on a terminal, and nowhere else.
fn offer_feeds(app: &mut App, args: &InitArgs, config: &Config, store: &Store) -> anyhow::Result<()> {
    let mut list = opml::read(STARTER_FEEDS.as_bytes());
    let wanted = match &args.feeds {
        Some(wanted) => wanted.clone(),
        None if io::stdin().is_terminal() && io::stderr().is_terminal() => {
            // What was said so far stands before the question.
            app.printer.flush()?;
            ask(&list)?
        }
        None => {
            app.printer.note(&format!("a starter list of public feeds: `rasid init --feeds all`, or by language ({})", by_language(&list)));
            StarterFeeds::None
        }
    };
    let languages = match &wanted {
        StarterFeeds::None => return Ok(()),
        StarterFeeds::All => None,
        StarterFeeds::Languages(languages) => Some(languages),
    };
    if let Some(languages) = languages {
        let has = |code: &String| list.feeds.iter().any(|feed| feed.lang.as_ref() == Some(code));
        if let Some(unknown) = languages.iter().find(|code| !has(code)) {
            bail!("the starter list has no feed in {unknown:?}; valid: {}", by_language(&list));
        }
        list.feeds.retain(|feed| feed.lang.as_ref().is_some_and(|lang| languages.contains(lang)));
    }
    let view = subscribe_all(app, config, store, &list, &["starter".to_owned()])?;
    app.printer.line(&format!("{} feeds of the starter list added, {} subscribed already", view.added, view.already))?;
    Ok(())
}

/// `ar 20, en 30`.
fn by_language(list: &Opml) -> String {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for feed in &list.feeds {
        *counts.entry(feed.lang.as_deref().unwrap_or("other")).or_default() += 1;
    }
    counts.into_iter().map(|(lang, count)| format!("{lang} {count}")).collect::<Vec<_>>().join(", ")
}

fn ask(list: &Opml) -> anyhow::Result<StarterFeeds> {
    for _ in 0..MAX_QUESTIONS {
        eprint!(
            "Subscribe to the starter list of {} public feeds ({})? all, none, or languages such as ar,en [none]: ",
            list.feeds.len(),
            by_language(list)
        );
        io::stderr().flush()?;
        let mut answer = String::new();
        if io::stdin().lock().read_line(&mut answer)? == 0 || answer.trim().is_empty() {
            return Ok(StarterFeeds::None);
        }
        match starter_feeds(&answer) {
            Ok(wanted) => return Ok(wanted),
            Err(error) => eprintln!("{}", super::print::clean(&error)),
        }
    }
    Ok(StarterFeeds::None)
}

/// Where the configuration will be found.
fn config_path(app: &App) -> anyhow::Result<PathBuf> {
    match app.sources().new_file() {
        Some(path) => Ok(path),
        None => bail!("neither XDG_CONFIG_HOME nor HOME is set; say where with --config FILE"),
    }
}

/// Writes the commented file, and never over one that is there unless `force` says so.
fn write_config(path: &Path, force: bool) -> anyhow::Result<()> {
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        fs::create_dir_all(folder).with_context(|| format!("cannot make the folder {}", folder.display()))?;
    }
    match write_file(path, force) {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => bail!("{} is there already; --force writes over it", path.display()),
        outcome => outcome.with_context(|| format!("cannot write {}", path.display())),
    }
}

fn write_file(path: &Path, force: bool) -> std::io::Result<()> {
    let mut options = fs::OpenOptions::new();
    options.write(true);
    if force {
        options.create(true).truncate(true)
    } else {
        options.create_new(true)
    };
    let mut file = options.open(path)?;
    file.write_all(TEMPLATE.as_bytes())?;
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_is_there_is_not_written_over() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("rasid.toml");
        fs::write(&path, "mine").unwrap();
        assert_eq!(write_file(&path, false).unwrap_err().kind(), ErrorKind::AlreadyExists);
        assert_eq!(fs::read_to_string(&path).unwrap(), "mine");
        write_file(&path, true).unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), TEMPLATE);
    }

    #[test]
    fn the_starter_list_is_faultless_and_large() {
        let list = opml::read(STARTER_FEEDS.as_bytes());
        assert_eq!(list.faults, []);
        assert!(60 <= list.feeds.len() && list.feeds.iter().all(|feed| feed.lang.is_some()));
    }
}
