//! Articles a second through fetch, extract, link and match: pages of 100 kB in three languages, until nothing is due.

use crate::bed::Bed;
use crate::server::World;
use crate::texts::newsroom;

const N_DAYS: usize = 60;
const PAGE_BYTES: usize = 100_000;
const N_CORES: f64 = 2.0;

pub async fn run() -> anyhow::Result<()> {
    let world = World::start().await?;
    let urls = newsroom(&world, N_DAYS, PAGE_BYTES);
    let bed = Bed::new(&format!("[channels.desk]\nkind = \"webhook\"\nurl = \"{}/hook\"\n", world.base()))?;
    bed.subscribe(&urls)?;
    bed.watch(&["Sergey Naryshkin", "Poland", "Saudi Arabia"], "desk")?;
    let (wall, usage) = bed.rasid(&["run", "--once"])?.ended().await?;
    let [n_articles, n_reports, n_events, n_alerts] = bed.counts(["articles", "reports", "events", "alerts"])?;
    println!(
        "{} feeds, {n_articles} articles, {n_reports} reports, {n_events} events, {n_alerts} alerts ({} delivered)",
        urls.len(),
        world.delivered().len()
    );
    let n_articles = n_articles as f64;
    println!("{:.1} s, {}", wall.as_secs_f64(), usage.in_words());
    println!(
        "{:.0} articles/s as run here, start included; {:.0} articles/s on {N_CORES} cores that do nothing else",
        n_articles / wall.as_secs_f64(),
        N_CORES * n_articles / usage.cpu().as_secs_f64()
    );
    Ok(())
}
