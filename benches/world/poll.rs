//! Polling alone: 1,000 feeds of 30 items and 60 kB, first all new, then nothing changed.
//!
//! The fetch stage is kept from working without a switch of its own: the items' pages are on another port, which never answers, and one
//! page is asked for at a time. So nothing but polling costs anything, and the items wait in the database as they would in a busy hour.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use anyhow::bail;

use crate::bed::{Bed, now};
use crate::process::Usage;
use crate::server::World;

const N_FEEDS: usize = 1000;
const N_ITEMS: usize = 30;
const FEED_BYTES: usize = 60_000;
const SETTINGS: &str = "[fetch]\nrobots = false\nconcurrency = 1\n";
const TOO_LONG: Duration = Duration::from_secs(300);

pub async fn run() -> anyhow::Result<()> {
    let (world, silent) = (World::start().await?, World::start().await?);
    let urls: Vec<String> = (0..N_FEEDS).map(|number| feed(&world, &silent, number)).collect();
    let bed = Bed::new(SETTINGS)?;
    bed.subscribe(&urls)?;
    let idle = idle_cost().await?;
    println!("start of an idle daemon: {}", idle.in_words());
    let (wall, usage) = polled(&bed).await?;
    let (n_full, n_same) = world.take_counts();
    println!("first poll, {n_full} feeds new, {n_same} unchanged: {:.1} s, {}", wall.as_secs_f64(), usage.in_words());
    let store = bed.store()?;
    for feed in store.list_feeds()? {
        store.poll_now(feed.id, now())?;
    }
    drop(store);
    let (wall, usage) = polled(&bed).await?;
    let (n_full, n_same) = world.take_counts();
    println!("second poll, {n_full} feeds new, {n_same} unchanged: {:.1} s, {}", wall.as_secs_f64(), usage.in_words());
    Ok(())
}

/// What a daemon costs that has nothing to do, for comparison: the figures of the polls include it.
async fn idle_cost() -> anyhow::Result<Usage> {
    let bed = Bed::new(SETTINGS)?;
    let mut rasid = bed.rasid(&["run"])?;
    tokio::time::sleep(Duration::from_secs(2)).await;
    Ok(rasid.usage())
}

/// Runs the daemon until every feed was polled since it started.
async fn polled(bed: &Bed) -> anyhow::Result<(Duration, Usage)> {
    let (begun_at, started) = (now(), Instant::now());
    let mut rasid = bed.rasid(&["run"])?;
    let store = bed.store()?;
    loop {
        tokio::time::sleep(Duration::from_millis(200)).await;
        let usage = rasid.usage();
        let n_polled = store.list_feeds()?.iter().filter(|feed| feed.last_success_at.is_some_and(|at| begun_at <= at)).count();
        if n_polled == N_FEEDS {
            return Ok((started.elapsed(), usage));
        }
        if TOO_LONG < started.elapsed() || rasid.has_ended() {
            bail!("only {n_polled} of {N_FEEDS} feeds were polled");
        }
    }
}

fn feed(world: &World, silent: &World, number: usize) -> String {
    let sentence = "The ministry said on Tuesday that the delegations would meet again before the end of the month in the capital. ";
    let mut body = format!("<rss version=\"2.0\"><channel><title>Feed {number}</title><link>{}</link>\n", world.base());
    for item in 0..N_ITEMS {
        let published = now() - jiff::SignedDuration::from_mins(i64::try_from(item * 40).unwrap_or(0));
        let published = jiff::fmt::rfc2822::to_string(&published.to_zoned_datetime(jiff::tz::TimeZone::UTC)).unwrap_or_default();
        let head = format!(
            "<item><title>Item {item} of feed {number}</title><link>{base}/never/{number}/{item}</link>\
             <guid isPermaLink=\"false\">{number}-{item}</guid><pubDate>{published}</pubDate><description>",
            base = silent.base()
        );
        let room = FEED_BYTES / N_ITEMS - head.len() - "</description></item>\n".len();
        let text: String = sentence.chars().cycle().take(room).collect();
        let _ = writeln!(body, "{head}{text}</description></item>");
    }
    body.push_str("</channel></rss>");
    let path = format!("/feed/{number}.xml");
    world.put(&path, "application/rss+xml; charset=utf-8", body);
    format!("{}{path}", world.base())
}
