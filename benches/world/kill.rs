//! `kill -9` at random moments of runs over 300 articles, until it was done 200 times: what stands in the end is what an undisturbed run
//! leaves, every alert came, and none came under two keys.

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

use anyhow::ensure;
use rand::{RngExt as _, SeedableRng as _};
use rusqlite::Connection;

use crate::bed::Bed;
use crate::process::Rasid;
use crate::server::World;
use crate::texts::newsroom;

const N_KILLS: usize = 200;
const N_DAYS: usize = 17;
const PAGE_BYTES: usize = 100_000;
/// After this many kills a run may end undisturbed.
const MAX_KILLS_A_RUN: usize = 25;
/// The same moments every time.
const SEED: u64 = 20_261_123;

pub async fn run() -> anyhow::Result<()> {
    let world = World::start().await?;
    let urls = newsroom(&world, N_DAYS, PAGE_BYTES);
    let undisturbed = bed(&world, &urls)?;
    let started = Instant::now();
    undisturbed.rasid(&["run", "--once"])?.ended().await?;
    let whole = started.elapsed();
    let expected = State::of(&undisturbed, &world)?;
    println!("undisturbed: {:.1} s, {}", whole.as_secs_f64(), expected.in_words());
    let mut random = rand::rngs::StdRng::seed_from_u64(SEED);
    let (mut n_kills, mut n_runs) = (0, 0);
    while n_kills < N_KILLS {
        world.forget_delivered();
        let bed = bed(&world, &urls)?;
        let mut n_here = 0;
        while n_here < MAX_KILLS_A_RUN && n_kills < N_KILLS {
            let moment = whole.mul_f64(random.random_range(0.0..0.6));
            let rasid = bed.rasid(&["run", "--once"])?;
            if !killed(rasid, moment).await? {
                break;
            }
            n_here += 1;
            n_kills += 1;
        }
        // What was written off as waiting for later is due when it is due: nothing here is.
        bed.rasid(&["run", "--once"])?.ended().await?;
        n_runs += 1;
        let found = State::of(&bed, &world)?;
        let differences = expected.differences(&found);
        ensure!(differences.is_empty(), "after {n_here} kills in run {n_runs}:\n{}", differences.join("\n"));
    }
    println!("{n_kills} kills in {n_runs} runs: every end state is that of the undisturbed run, every alert came, each under one key");
    Ok(())
}

fn bed(world: &World, urls: &[String]) -> anyhow::Result<Bed> {
    let bed = Bed::new(&format!("[channels.desk]\nkind = \"webhook\"\nurl = \"{}/hook\"\n", world.base()))?;
    bed.subscribe(urls)?;
    bed.watch(&["Sergey Naryshkin", "Poland", "Saudi Arabia", "Iran"], "desk")?;
    Ok(bed)
}

/// Whether it was killed before its end.
async fn killed(rasid: Rasid, moment: Duration) -> anyhow::Result<bool> {
    let end = Instant::now() + moment;
    while Instant::now() < end {
        if rasid.has_ended() {
            rasid.ended().await?;
            return Ok(false);
        }
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    rasid.kill()?;
    Ok(true)
}

/// What a run leaves, without row numbers and times, in no order.
#[derive(Debug)]
struct State {
    rows: BTreeMap<String, usize>,
    n_alerts: usize,
}

/// Each gives one text a row; together they are all that a user can ask for.
const QUESTIONS: [&str; 4] = [
    "select 'item ' || coalesce(link, key) || ' ' || state || ' ' || (article_id is null) from items",
    "select 'article ' || coalesce(url, '') || ' ' || content_hash || ' ' || body_source || ' '
        || (select count(*) from article_entities where article_id = a.id) from articles a",
    "select 'event ' || e.event_type || ' ' || e.status || ' ' || coalesce(e.when_start, '') || '..' || coalesce(e.when_end, '') || ' '
        || e.n_reports || ' ' || e.n_sources || ' ' || e.recount || ' ' || (e.version = e.matched_version) || ' '
        || (select group_concat(told, '; ') from (
            select a.url || ' ' || r.position as told from reports r join articles a on a.id = r.article_id
            where r.event_id = e.id order by a.url, r.position)) || ' '
        || coalesce((select group_concat(who, '; ') from (
            select role || ' ' || name as who from event_participants where event_id = e.id order by 1)), '') from events e",
    "select 'alert ' || watch_name || ' ' || (
            select min(a.url || ' ' || r.position) from reports r join articles a on a.id = r.article_id where r.event_id = alerts.event_id)
        || ' ' || (select group_concat(channel || ' ' || state, '; ') from deliveries where alert_id = alerts.id) from alerts",
];

impl State {
    fn of(bed: &Bed, world: &World) -> anyhow::Result<Self> {
        let db = Connection::open(bed.database())?;
        let mut rows = BTreeMap::new();
        for question in QUESTIONS {
            let mut statement = db.prepare(question)?;
            for row in statement.query_map([], |row| row.get::<_, Option<String>>(0))? {
                *rows.entry(row?.unwrap_or_default()).or_default() += 1;
            }
        }
        let keys = db.prepare("select key from alerts")?.query_map([], |row| row.get(0))?.collect::<Result<BTreeSet<String>, _>>()?;
        let delivered: BTreeSet<String> = world.delivered().into_iter().map(|alert| alert.key).collect();
        let (lost, strange) = (keys.difference(&delivered).count(), delivered.difference(&keys).count());
        ensure!(lost == 0, "{lost} of {} alerts never came", keys.len());
        ensure!(strange == 0, "{strange} alerts came under keys that no alert has");
        Ok(Self { rows, n_alerts: keys.len() })
    }

    fn in_words(&self) -> String {
        let count = |kind: &str| self.rows.iter().filter(|(row, _)| row.starts_with(kind)).map(|(_, n)| n).sum::<usize>();
        format!("{} items, {} articles, {} events, {} alerts", count("item"), count("article"), count("event"), self.n_alerts)
    }

    fn differences(&self, other: &Self) -> Vec<String> {
        let rows: BTreeSet<&String> = self.rows.keys().chain(other.rows.keys()).collect();
        let count = |state: &Self, row: &str| state.rows.get(row).copied().unwrap_or(0);
        let differing = rows.into_iter().filter(|row| count(self, row) != count(other, row));
        differing.map(|row| format!("{} times undisturbed, {} times now: {row}", count(self, row), count(other, row))).collect()
    }
}
