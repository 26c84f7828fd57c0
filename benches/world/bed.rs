//! A folder with a configuration and a database of its own.

use std::path::PathBuf;

use anyhow::Context as _;
use jiff::Timestamp;
use rasid::clock::{Clock, SystemClock};
use rasid::store::{FeedOptions, NewWatch, Store};
use tempfile::TempDir;

use crate::process::Rasid;

/// Settings that every case shares: the world is on loopback, one host, and may be asked as fast as it answers.
const SETTINGS: &str = "[net]\nallow_private = [\"127.0.0.0/8\"]\nper_host_concurrency = 16\nper_host_spacing = \"0ms\"\n\
                        [alerts]\nmax_age = \"3650d\"\n";

pub struct Bed {
    folder: TempDir,
}

pub fn now() -> Timestamp {
    SystemClock.now()
}

impl Bed {
    /// `settings` are further tables.
    pub fn new(settings: &str) -> anyhow::Result<Self> {
        Self::with_alerts(&format!("[log]\nlevel = \"error\"\n{settings}"))
    }

    /// `settings` begin with further settings of alerts.
    pub fn with_alerts(settings: &str) -> anyhow::Result<Self> {
        let bed = Self { folder: tempfile::tempdir()? };
        std::fs::write(bed.config(), format!("[database]\npath = {:?}\n{SETTINGS}{settings}", bed.database()))?;
        Ok(bed)
    }

    pub fn config(&self) -> PathBuf {
        self.folder.path().join("rasid.toml")
    }

    pub fn database(&self) -> PathBuf {
        self.folder.path().join("rasid.db")
    }

    pub fn store(&self) -> anyhow::Result<Store> {
        Store::open(&self.database(), now()).context("cannot open the database")
    }

    pub fn subscribe(&self, urls: &[String]) -> anyhow::Result<()> {
        let store = self.store()?;
        for url in urls {
            store.add_feed(url, &FeedOptions::default(), now())?;
        }
        Ok(())
    }

    pub fn watch(&self, names: &[&str], channel: &str) -> anyhow::Result<()> {
        let store = self.store()?;
        for name in names {
            let watch = NewWatch { name: (*name).to_owned(), channels: vec![channel.to_owned()], ..NewWatch::default() };
            store.add_watch(&watch, Timestamp::MIN, now())?;
        }
        Ok(())
    }

    /// How many rows each table has.
    pub fn counts<const N: usize>(&self, tables: [&str; N]) -> anyhow::Result<[i64; N]> {
        let db = rusqlite::Connection::open(self.database())?;
        let mut counts = [0; N];
        for (count, table) in counts.iter_mut().zip(tables) {
            *count = db.query_row(&format!("select count(*) from {table}"), [], |row| row.get(0))?;
        }
        Ok(counts)
    }

    /// What a question for one number gives.
    pub fn count(&self, question: &str) -> anyhow::Result<i64> {
        Ok(rusqlite::Connection::open(self.database())?.query_row(question, [], |row| row.get(0))?)
    }

    pub fn rasid(&self, words: &[&str]) -> anyhow::Result<Rasid> {
        Rasid::start(&self.config(), words)
    }
}
