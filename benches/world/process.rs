//! The rasid process, and what it costs.

use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail};

/// Ticks of `/proc/PID/stat` in a second: a constant of the kernel's interface on every machine that runs this.
const TICKS_PER_SECOND: u64 = 100;
/// How often a running process is looked at.
const LOOK_EVERY: Duration = Duration::from_millis(10);

/// What a process has cost so far.
#[derive(Debug, Clone, Copy, Default)]
pub struct Usage {
    pub user: Duration,
    pub system: Duration,
    pub peak_kb: u64,
}

impl Usage {
    pub fn cpu(self) -> Duration {
        self.user + self.system
    }

    pub fn in_words(self) -> String {
        let (user, system) = (self.user.as_secs_f64(), self.system.as_secs_f64());
        format!("{:.2} s CPU ({user:.2} user + {system:.2} sys), peak {:.1} MB", user + system, self.peak_kb as f64 / 1024.0)
    }
}

/// A running rasid; killed when dropped.
pub struct Rasid {
    child: Child,
    started: Instant,
    usage: Usage,
}

impl Rasid {
    pub fn start(config: &Path, words: &[&str]) -> anyhow::Result<Self> {
        let child = Command::new(env!("CARGO_BIN_EXE_rasid"))
            .args(["--log", "error", "--config"])
            .arg(config)
            .args(words)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .spawn()
            .context("cannot start rasid")?;
        Ok(Self { child, started: Instant::now(), usage: Usage::default() })
    }

    /// What it has cost; what is no longer to be seen stays as it was seen last.
    pub fn usage(&mut self) -> Usage {
        let folder = format!("/proc/{}", self.child.id());
        if let Some([_, user, system]) = fs::read_to_string(format!("{folder}/stat")).ok().as_deref().and_then(fields) {
            let time = |ticks: &str| ticks.parse().map(|ticks: u64| Duration::from_millis(ticks * 1000 / TICKS_PER_SECOND));
            self.usage.user = time(user).unwrap_or(self.usage.user);
            self.usage.system = time(system).unwrap_or(self.usage.system);
        }
        let status = fs::read_to_string(format!("{folder}/status")).unwrap_or_default();
        let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")?.trim().strip_suffix(" kB")?.parse().ok());
        self.usage.peak_kb = peak.unwrap_or(self.usage.peak_kb);
        self.usage
    }

    /// Whether it has ended; what it cost can still be read.
    pub fn has_ended(&self) -> bool {
        let stat = fs::read_to_string(format!("/proc/{}/stat", self.child.id()));
        stat.ok().as_deref().and_then(fields).is_none_or(|[state, ..]| state == "Z")
    }

    /// Waits for its end; gives how long it ran and what it cost.
    pub async fn ended(mut self) -> anyhow::Result<(Duration, Usage)> {
        while !self.has_ended() {
            self.usage();
            tokio::time::sleep(LOOK_EVERY).await;
        }
        let (wall, usage) = (self.started.elapsed(), self.usage());
        let status = self.child.wait()?;
        // Nothing found is no failure.
        if !matches!(status.code(), Some(0 | 1)) {
            bail!("rasid ended with {status}");
        }
        Ok((wall, usage))
    }

    /// `kill -9`.
    pub fn kill(mut self) -> anyhow::Result<()> {
        self.child.kill()?;
        self.child.wait()?;
        Ok(())
    }
}

impl Drop for Rasid {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// State, user and system ticks; the name before them may hold anything.
fn fields(stat: &str) -> Option<[&str; 3]> {
    let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
    Some([fields.first()?, fields.get(11)?, fields.get(12)?])
}
