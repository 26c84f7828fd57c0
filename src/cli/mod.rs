//! One file a command, one printer.
//!
//! Answers go to standard output, everything else to standard error. The exit status is 0 for success, 1 where nothing was found,
//! 2 for trouble; a reader who closes the pipe is no trouble.

mod access;
mod alerts;
pub mod args;
mod articles;
mod batch;
mod channel;
mod completions;
mod config_cmd;
mod contract;
pub mod demo;
mod doctor;
mod entities;
pub mod eval;
mod events;
mod explain;
mod extract;
mod feed;
mod find;
mod init;
mod knowledge_cmd;
pub mod names_cmd;
mod output;
mod page_batch;
mod pages;
pub mod print;
mod run;
mod show;
mod source;
mod status;
mod views;
mod watch;
pub mod when;
mod who;

use std::io::{self, Write};
use std::process::ExitCode;

use anyhow::Context;
use clap::Parser;
use jiff::tz::TimeZone;

use crate::clock::{Clock, SystemClock};
use crate::config::{Config, ConfigErrors, Environment, FlagValue, Sources};
use crate::telemetry::{self, LogColours};
use args::{Cli, Command, GlobalArgs};
use print::{Look, Printer, Times, clean_lines, colours_wanted};

/// How a command ended that had no trouble.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It did or found something.
    Done,
    /// There was nothing to find.
    NothingFound,
    /// It found and told what is wrong, as it was asked to; the exit status is that of trouble.
    Trouble,
}

impl Outcome {
    /// [`Done`](Self::Done) for a list that has something in it.
    pub const fn of_list<T>(found: &[T]) -> Self {
        if found.is_empty() { Self::NothingFound } else { Self::Done }
    }
}

/// What every command has at hand.
pub struct App {
    /// Flags that every command takes.
    pub global: GlobalArgs,
    /// The process's environment.
    pub environment: Environment,
    /// Where answers go.
    pub printer: Printer,
    /// What time it is.
    pub clock: SystemClock,
}

impl App {
    fn new(global: GlobalArgs) -> Self {
        let environment = Environment::of_process();
        let look = Look::of_stdout(&environment, global.no_color);
        let printer = Printer::to_stdout(look, global.format, global.quiet);
        Self { global, environment, printer, clock: SystemClock }
    }

    /// Where settings come from, flags among them.
    pub fn sources(&self) -> Sources {
        let flag = |flag, key, value: Option<String>| value.map(|value| FlagValue { flag, key, value });
        let quiet = (self.global.quiet && self.global.log.is_none()).then(|| "error".to_owned());
        let flags = [
            flag("--db", "database.path", self.global.db.clone()),
            flag("--log", "log.level", self.global.log.clone()),
            flag("--quiet", "log.level", quiet),
        ];
        Sources {
            file: self.global.config.clone(),
            flags: flags.into_iter().flatten().collect(),
            environment: self.environment.clone(),
            ..Sources::default()
        }
    }

    /// The settings.
    ///
    /// # Errors
    /// Everything that is wrong with them, at once.
    pub fn config(&self) -> Result<Config, ConfigErrors> {
        Config::load(&self.sources())
    }

    /// Begins to log to standard error; for commands that run long enough to have something to log.
    ///
    /// # Errors
    /// Logging that was begun before.
    pub fn start_logging(&self, config: &Config) -> anyhow::Result<()> {
        let terminal = io::IsTerminal::is_terminal(&io::stderr());
        let colours = if terminal && colours_wanted(&self.environment, self.global.no_color) { LogColours::On } else { LogColours::Off };
        telemetry::init(&config.log, colours).context("cannot begin to log")
    }

    /// Prints times as seen from now, in the machine's time zone or that of `TZ`.
    pub fn times(&self) -> Times {
        Times { now: self.clock.now(), zone: TimeZone::system() }
    }
}

/// Runs the command line of this process.
pub fn run() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            if error.use_stderr() {
                // Wrong words come from anywhere; nobody can be told that standard error is closed.
                let _ = writeln!(io::stderr(), "{}", shortened(&clean_lines(&error.to_string())));
                return ExitCode::from(2);
            }
            // Help; nobody can be told that standard output is closed.
            let _ = error.print();
            return ExitCode::SUCCESS;
        }
    };
    let mut app = App::new(cli.global);
    let outcome = dispatch(&mut app, cli.command).and_then(|outcome| {
        app.printer.flush()?;
        Ok(outcome)
    });
    match outcome {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::NothingFound) => {
            app.printer.note("nothing found");
            ExitCode::from(1)
        }
        Ok(Outcome::Trouble) => ExitCode::from(2),
        Err(error) if is_closed_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            // Nobody can be told that standard error is closed.
            let _ = writeln!(io::stderr(), "rasid: {}", shortened(&clean_lines(&in_words(&error))));
            ExitCode::from(2)
        }
    }
}

/// Hands a command to its file.
fn dispatch(app: &mut App, command: Command) -> anyhow::Result<Outcome> {
    match command {
        // Set-up.
        Command::Init(args) => init::run(app, &args),
        Command::Config(command) => config_cmd::run(app, &command),
        Command::Knowledge(command) => knowledge_cmd::run(app, &command),
        Command::Completions(args) => completions::run(app, &args),
        // Running.
        Command::Run(args) => run::run(app, &args),
        Command::Demo(args) => demo::run(app, &args),
        Command::Status => status::run(app),
        Command::Doctor(args) => doctor::run(app, &args),
        // Feeds and watches.
        Command::Feed(command) => feed::run(app, &command),
        Command::Watch(command) => watch::run(app, &command),
        Command::Channel(command) => channel::run(app, &command),
        // Questions.
        Command::Events(args) => events::run(app, &args),
        Command::Show(args) => show::run(app, &args),
        Command::Articles(args) => articles::list(app, &args),
        Command::Article(args) => articles::show(app, &args),
        Command::Entities(args) => entities::run(app, &args),
        Command::Alerts(args) => alerts::run(app, &args),
        // Texts.
        Command::Extract(args) => extract::run(app, &args),
        Command::Explain(args) => explain::run(app, &args),
        Command::Eval(args) => eval::run(app, &args),
        Command::Names(command) => names_cmd::run(app, &command),
    }
}

/// An error with its causes; faults in the settings are a list of lines.
fn in_words(error: &anyhow::Error) -> String {
    match error.downcast_ref::<ConfigErrors>() {
        Some(errors) => format!("the settings are wrong:\n{errors}"),
        None => telemetry::chain(error.as_ref()),
    }
}

/// A message with the middle of its long lines left out: a wrong word may be a whole page, and what is wrong stands after it.
fn shortened(text: &str) -> String {
    const MAX_CHARS: usize = 2_000;
    const HEAD_CHARS: usize = 300;
    const TAIL_CHARS: usize = 1_000;
    let short = |line: &str| {
        let n_chars = line.chars().count();
        if n_chars <= MAX_CHARS {
            return line.to_owned();
        }
        let head: String = line.chars().take(HEAD_CHARS).collect();
        let tail: String = line.chars().skip(n_chars - TAIL_CHARS).collect();
        format!("{head} … {tail}")
    };
    text.lines().map(short).collect::<Vec<_>>().join("\n")
}

/// Whether the reader of our output went away.
fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error.chain().filter_map(|cause| cause.downcast_ref::<io::Error>()).any(|error| error.kind() == io::ErrorKind::BrokenPipe)
}
