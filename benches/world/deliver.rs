//! 10,000 alerts through a receiver that fails one time in three, while the daemon is killed at 50 random moments: every alert arrives,
//! doubled only under its own key, and never one on an event before an earlier one, or after a later one.

use std::collections::{BTreeMap, HashMap};
use std::time::{Duration, Instant};

use anyhow::{Context as _, ensure};
use rand::{RngExt as _, SeedableRng as _};
use rasid::model::{EventId, NewAlert, Severity};
use rasid::store::{Matched, NewWatch};

use crate::bed::{Bed, now};
use crate::server::World;

const N_EVENTS: i64 = 2_500;
/// Alerts on each event, one a watch.
const N_WATCHES: i64 = 4;
const N_KILLS: usize = 50;
/// A daemon lives no longer than this before it is killed.
const LONGEST_LIFE: Duration = Duration::from_millis(1_500);
/// The same moments every time.
const SEED: u64 = 20_261_123;
/// What has not come by then is lost.
const TOO_LONG: Duration = Duration::from_secs(500);

const SETTINGS: &str = "retry_min = \"1s\"\nretry_max = \"1s\"\nmax_tries = 1000\nconcurrency = 16\n[channels.desk]\nkind = \"webhook\"\n";

pub async fn run() -> anyhow::Result<()> {
    let world = World::start().await?;
    let bed = Bed::with_alerts(&format!("{SETTINGS}url = \"{}/shaky\"\n", world.base()))?;
    let expected = raise(&bed)?;
    let n_alerts = expected.values().map(Vec::len).sum::<usize>();
    let mut random = rand::rngs::StdRng::seed_from_u64(SEED);
    let started = Instant::now();
    let mut n_kills = 0;
    while n_kills < N_KILLS && world.n_keys() < n_alerts {
        let rasid = bed.rasid(&["run"])?;
        tokio::time::sleep(LONGEST_LIFE.mul_f64(random.random_range(0.0..1.0))).await;
        rasid.kill()?;
        n_kills += 1;
    }
    println!("{n_kills} kills in {:.0} s, after which {} of {n_alerts} alerts had come", started.elapsed().as_secs_f64(), world.n_keys());
    let rasid = bed.rasid(&["run"])?;
    while bed.count("select count(*) from deliveries where state <> 'delivered'")? != 0 {
        ensure!(started.elapsed() < TOO_LONG, "{} of {n_alerts} alerts came in time", world.n_keys());
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    rasid.kill()?;
    let came: Vec<String> = world.delivered().into_iter().map(|alert| alert.key).collect();
    check(&expected, &came)?;
    println!(
        "all {n_alerts} alerts came in {:.0} s, {} of them again under the same key, those of each event in order",
        started.elapsed().as_secs_f64(),
        came.len() - n_alerts
    );
    Ok(())
}

/// The keys of the alerts that are raised, by event, in order.
fn raise(bed: &Bed) -> anyhow::Result<BTreeMap<i64, Vec<String>>> {
    let store = bed.store()?;
    let mut expected: BTreeMap<i64, Vec<String>> = BTreeMap::new();
    let names = (0..N_WATCHES).map(|n| NewWatch { name: format!("Watch {n}"), ..NewWatch::default() });
    let watches = names.map(|watch| store.add_watch(&watch, now(), now())).collect::<Result<Vec<_>, _>>()?;
    for event in 1..=N_EVENTS {
        let alert = |watch_id| NewAlert {
            watch_id,
            change: String::new(),
            channels: vec!["desk".to_owned()],
            reason: "it is a test".to_owned(),
            payload: format!(r#"{{"type":"event","event":{{"id":{event}}}}}"#),
            severity: Severity::Normal,
        };
        let alerts: Vec<NewAlert> = watches.iter().copied().map(alert).collect();
        store.record_matches(EventId(event), Matched { version: 0, watches_version: 0 }, &alerts, &[], now())?;
        expected.insert(event, watches.iter().map(|watch| store.alert_key(*watch, EventId(event))).collect());
    }
    Ok(expected)
}

fn check(expected: &BTreeMap<i64, Vec<String>>, came: &[String]) -> anyhow::Result<()> {
    let place: HashMap<&str, (i64, usize)> =
        expected.iter().flat_map(|(event, keys)| keys.iter().enumerate().map(move |(n, key)| (key.as_str(), (*event, n)))).collect();
    let mut furthest: HashMap<i64, usize> = HashMap::new();
    for key in came {
        let (event, n) = *place.get(key.as_str()).with_context(|| format!("{key} is the key of no alert"))?;
        let next = furthest.get(&event).map_or(0, |last| last + 1);
        // The next one, or once more the last.
        ensure!(n == next || n + 1 == next, "event {event}: alert {n} came when {next} was next");
        furthest.insert(event, n.max(next.saturating_sub(1)));
    }
    let lost = expected.iter().filter(|(event, keys)| furthest.get(event).is_none_or(|last| last + 1 != keys.len())).count();
    ensure!(lost == 0, "{lost} events have lost an alert");
    Ok(())
}
