//! Whatever happens to the process, the next start carries on from the rows: the same end, no alert lost, none under two keys.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use rasid::clock::{Clock, SystemClock};
use rasid::stage::Stage;
use rasid::store::{FeedOptions, Store};

use crate::test_bed::{TestBed, World, run};
use crate::test_bed_story::{alerts, state_of, tell, watched};

/// How often the program is killed.
const KILLS: u64 = 20;

async fn bed_with_story() -> TestBed {
    let bed = TestBed::new().await;
    for path in tell(&bed.world, bed.clock.now()) {
        bed.add_feed(&path);
    }
    for watch in watched() {
        bed.store.add_watch(&watch, bed.now(), bed.now()).unwrap();
    }
    bed
}

#[tokio::test]
async fn a_restart_after_every_single_unit_ends_the_same() {
    let calm = bed_with_story().await;
    calm.drain(&calm.context()).await;
    let expected = state_of(&calm.store, &calm.world);
    assert!(9 <= alerts(&calm.store).len(), "{expected:#?}");

    let restless = bed_with_story().await;
    // From the end of the flow to its beginning, so that every stage meets the others' work half done.
    let mut n_units = 0;
    loop {
        let mut done = 0;
        for stage in Stage::ALL.into_iter().rev() {
            let mut context = restless.context();
            context.batch = 1;
            done += run(&context, stage).await.done;
        }
        n_units += done;
        if done == 0 {
            break;
        }
    }
    assert!(50 < n_units, "{n_units}");
    assert_eq!(state_of(&restless.store, &restless.world), expected);
    let keys: BTreeSet<String> = restless.taken().into_iter().map(|alert| alert.key).collect();
    assert_eq!((keys.len(), restless.taken().len()), (alerts(&calm.store).len(), alerts(&calm.store).len()));
}

/// Starts the real program on a folder's settings and database.
fn start(folder: &Path, words: &[&str]) -> Child {
    let mut command = Command::new(env!("CARGO_BIN_EXE_rasid"));
    command.env_clear().env("HOME", folder).current_dir(folder).args(["--quiet", "run"]).args(words);
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
}

/// A folder with settings, a database, the story's feeds and the watches.
fn set_up(world: &World) -> (tempfile::TempDir, Store) {
    let folder = tempfile::tempdir().unwrap();
    let settings = format!(
        "[database]\npath = \"rasid.db\"\n[net]\nallow_private = [\"127.0.0.0/8\"]\nper_host_spacing = \"5ms\"\n\
         [alerts]\ndefault_channels = [\"hook\"]\n[channels.hook]\nkind = \"webhook\"\nurl = \"{}\"\nsecret = \"hush\"\n",
        world.url("/hook")
    );
    std::fs::write(folder.path().join("rasid.toml"), settings).unwrap();
    let now = SystemClock.now();
    let store = Store::open(&folder.path().join("rasid.db"), now).unwrap();
    for path in tell(world, now) {
        store.add_feed(&world.url(&path), &FeedOptions::default(), now).unwrap();
    }
    for watch in watched() {
        store.add_watch(&watch, now, now).unwrap();
    }
    (folder, store)
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_at_random_moments_it_ends_the_same() {
    let calm_world = World::start().await;
    let (calm_folder, calm_store) = set_up(&calm_world);
    assert!(start(calm_folder.path(), &["--once"]).wait().unwrap().success());
    let expected = state_of(&calm_store, &calm_world);
    assert!(9 <= alerts(&calm_store).len(), "{expected:#?}");

    let world = World::start().await;
    let (folder, store) = set_up(&world);
    for n in 0..KILLS {
        let mut child = start(folder.path(), &[]);
        // Some moments are counted in requests, others in time: the latter hit what happens between requests.
        let n_seen = world.n_seen();
        let limit = if n % 2 == 0 { Duration::from_secs(2) } else { Duration::from_millis(rand::random_range(1..1_500)) };
        let n_more = if n % 2 == 0 { rand::random_range(1..4) } else { usize::MAX - n_seen };
        // Running into the time limit is one of the two ways in which the moment comes.
        let _ = tokio::time::timeout(limit, world.wait_for_requests(n_seen + n_more)).await;
        child.kill().unwrap();
        child.wait().unwrap();
    }
    assert!(start(folder.path(), &["--once"]).wait().unwrap().success());
    assert_eq!(state_of(&store, &world), expected);
    assert_eq!(store.integrity_check().unwrap(), Vec::<String>::new());

    let sent: BTreeSet<String> = world.seen("/hook").iter().map(|seen| seen.header("webhook-id").unwrap().to_owned()).collect();
    let raised: BTreeSet<String> = alerts(&store).into_iter().map(|alert| alert.key).collect();
    assert_eq!(sent, raised, "every alert went out, and none under another key");
}
