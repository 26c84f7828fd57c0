//! A loopback world around the real binary: what rasid costs where its work is whole.
//!
//! `cargo bench --bench world -- CASE...`, all cases where none is named. The release binary runs as a child process, so that its
//! processor time and peak memory are its own, read from `/proc`; the world that it polls lives in this process, on loopback.

mod alert;
mod articles;
mod bed;
mod deliver;
mod events;
mod kill;
mod poll;
mod process;
mod server;
mod texts;

use std::process::ExitCode;

use tokio::runtime::Builder;

const CASES: [&str; 6] = ["poll", "articles", "alert", "events", "kill", "deliver"];

fn main() -> ExitCode {
    let named: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with("--")).collect();
    if let Some(strange) = named.iter().find(|name| !CASES.contains(&name.as_str())) {
        eprintln!("no case {strange:?}; valid: {}", CASES.join(", "));
        return ExitCode::FAILURE;
    }
    let runtime = Builder::new_multi_thread().worker_threads(1).enable_all().build().expect("a machine that can start a thread");
    let mut is_good = true;
    for case in CASES.into_iter().filter(|case| named.is_empty() || named.iter().any(|name| name == case)) {
        println!("== {case}");
        let outcome = match case {
            "poll" => runtime.block_on(poll::run()),
            "articles" => runtime.block_on(articles::run()),
            "alert" => runtime.block_on(alert::run()),
            "events" => runtime.block_on(events::run()),
            "kill" => runtime.block_on(kill::run()),
            _ => runtime.block_on(deliver::run()),
        };
        if let Err(error) = outcome {
            println!("{case}: {error:#}");
            is_good = false;
        }
    }
    if is_good { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
