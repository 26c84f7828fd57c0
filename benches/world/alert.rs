//! From an item's appearance in a feed to the alert at a webhook: counted from the answer that first holds the item.

use std::time::Duration;

use anyhow::Context as _;

use crate::bed::{Bed, now};
use crate::server::World;
use crate::texts::day_of;

const N_RUNS: usize = 20;
const PAGE_BYTES: usize = 100_000;
/// An alert that is not there by then is lost.
const TOO_LONG: Duration = Duration::from_secs(30);

pub async fn run() -> anyhow::Result<()> {
    let world = World::start().await?;
    let bed = Bed::new(&format!("[channels.desk]\nkind = \"webhook\"\nurl = \"{}/hook\"\n", world.base()))?;
    bed.watch(&["John Ratcliffe"], "desk")?;
    let _rasid = bed.rasid(&["run"])?;
    let mut waits = Vec::new();
    for day in 0..N_RUNS {
        let n_before = world.delivered().len();
        // The English outlet of a day tells one call of the watched man.
        let url = day_of(&world, day, PAGE_BYTES).swap_remove(1);
        bed.subscribe(std::slice::from_ref(&url))?;
        let delivered = tokio::time::timeout(TOO_LONG, world.wait_for_delivered(n_before + 1)).await;
        let delivered = delivered.with_context(|| format!("no alert for the item of {url}"))?;
        let path = url.strip_prefix(world.base()).unwrap_or(&url);
        let served_at = world.served_at(path).context("the feed was never asked")?;
        waits.push(delivered[n_before].at.saturating_duration_since(served_at));
        // An article tells an earlier call as well: let what belongs to this item come in before the next.
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
    waits.sort();
    let seconds = |wait: &Duration| wait.as_secs_f64();
    println!(
        "{N_RUNS} items ({} alerts): median {:.3} s, max {:.3} s; at {}",
        world.delivered().len(),
        seconds(&waits[N_RUNS / 2]),
        seconds(&waits[N_RUNS - 1]),
        now()
    );
    Ok(())
}
