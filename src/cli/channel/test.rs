//! `rasid channel test`: a real message, and what the other side says to it.

use std::sync::Arc;

use anyhow::Context as _;
use serde::Serialize;

use super::named;
use crate::channel::Message;
use crate::cli::args::ChannelOne;
use crate::cli::print::Format;
use crate::cli::{App, Outcome, access};
use crate::clock::Clock;
use crate::daemon::sink_tools;
use crate::{sink, telemetry};

/// What came of it.
#[derive(Serialize)]
struct TestView {
    channel: String,
    kind: &'static str,
    delivered: bool,
    /// What the other side said, or what went wrong.
    answer: String,
}

pub(super) fn run(app: &mut App, args: &ChannelOne) -> anyhow::Result<Outcome> {
    let config = app.config()?;
    let channel = named(&config, &args.name)?;
    if channel.kind.name == "log" {
        // What this channel does can be seen nowhere else.
        app.start_logging(&config)?;
    }
    let tools = sink_tools(&app.environment, &Arc::new(access::client(&config)?));
    let sink = sink::build(channel, &tools)?;
    // No other test has the same key, so that no receiver takes it for one that it has.
    let message = Message::of_test(&format!("test-{:016x}", rand::random::<u64>()), &channel.name, app.clock.now());
    let outcome = access::block_on(sink.deliver(&message)).context("cannot send")?;
    let (delivered, answer) = match outcome {
        Ok(receipt) => (true, receipt.said),
        Err(error) => (false, telemetry::chain(&error)),
    };
    let view = TestView { channel: channel.name.clone(), kind: channel.kind.name, delivered, answer };
    match app.printer.format() {
        Format::Table if delivered => app.printer.line(&format!("a test message left by {}: {}", view.channel, view.answer))?,
        Format::Table => app.printer.line(&format!("the test message did not leave by {}: {}", view.channel, view.answer))?,
        _ => app.printer.json_line(&view)?,
    }
    Ok(if delivered { Outcome::Done } else { Outcome::Trouble })
}
