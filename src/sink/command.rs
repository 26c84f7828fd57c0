//! A command: JSON on a program's standard input. No shell, an environment of its own, a limit on time and output.

use std::ffi::OsStr;
use std::path::Path;
use std::pin::pin;
use std::process::{ExitStatus, Stdio};
use std::time::Duration;

use futures_util::future::join;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::process::{Child, ChildStderr, ChildStdin, Command};
use tokio::time::timeout;

use super::Receipt;
use super::error::{Keep, SinkError, one_line};

/// The variable that carries the idempotency key.
const KEY_VARIABLE: &str = "RASID_ALERT_KEY";

/// Bytes of standard error that are kept, from its end.
const TAIL_BYTES: usize = 2048;

/// Time for the last words of a program that has ended: a child it left behind may hold the pipe for ever.
const LAST_WORDS: Duration = Duration::from_millis(200);

/// Time for a killed program to be gone, so that it leaves no entry behind.
const REAPING: Duration = Duration::from_secs(1);

/// A program to be run once.
pub(super) struct Run<'a> {
    pub program: &'a Path,
    pub args: &'a [String],
    pub env: &'a [(String, String)],
    pub key: &'a str,
    pub timeout: Duration,
}

impl Run<'_> {
    /// Runs it with this on its standard input.
    pub async fn with(&self, input: String) -> Result<Receipt, SinkError> {
        let program = || self.program.to_owned();
        let failed = |source| SinkError::Run { program: program(), source };
        let mut child = self.spawn().map_err(failed)?;
        let mut tail = Vec::new();
        let status = timeout(self.timeout, watch(&mut child, input, &mut tail)).await;
        let said = one_line(&String::from_utf8_lossy(&tail), Keep::End);
        match status {
            Ok(Ok(status)) if status.success() => {
                Ok(Receipt { said: format!("{} ended well {said}", self.program.display()).trim_end().to_owned() })
            }
            Ok(Ok(status)) => Err(SinkError::Failed { program: program(), status, said }),
            Ok(Err(error)) => Err(failed(error)),
            Err(_) => {
                // What counts is the time-out; that the kill failed as well would change nothing for anybody.
                let _ = timeout(REAPING, child.kill()).await;
                Err(SinkError::TimedOut { program: program(), after: self.timeout, said })
            }
        }
    }

    fn spawn(&self) -> std::io::Result<Child> {
        let mut command = Command::new(self.program);
        command.args(self.args).env_clear().envs(self.env.iter().map(|(name, value)| (OsStr::new(name), OsStr::new(value))));
        command.env(KEY_VARIABLE, self.key);
        command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped()).kill_on_drop(true);
        // A group of its own: Ctrl-C at the daemon's terminal lets a delivery under way finish.
        #[cfg(unix)]
        command.process_group(0);
        command.spawn()
    }
}

/// Hands over the input and keeps the end of standard error while waiting for the program's end.
async fn watch(child: &mut Child, input: String, tail: &mut Vec<u8>) -> std::io::Result<ExitStatus> {
    let (stdin, stderr) = (child.stdin.take(), child.stderr.take());
    let mut talk = pin!(join(hand_over(stdin, input), keep_tail(stderr, tail)));
    let status = tokio::select! {
        status = child.wait() => status?,
        _ = &mut talk => return child.wait().await,
    };
    // The status has decided; the last words are kept if they come soon.
    let _ = timeout(LAST_WORDS, talk).await;
    Ok(status)
}

/// A program need not read what it is given: its exit status decides, not a closed pipe.
async fn hand_over(stdin: Option<ChildStdin>, input: String) {
    if let Some(mut stdin) = stdin {
        let _ = stdin.write_all(input.as_bytes()).await;
    }
}

async fn keep_tail(stderr: Option<ChildStderr>, tail: &mut Vec<u8>) {
    let Some(mut stderr) = stderr else { return };
    let mut piece = [0; TAIL_BYTES];
    while let Ok(n_read) = stderr.read(&mut piece).await {
        if n_read == 0 {
            return;
        }
        tail.extend_from_slice(&piece[..n_read]);
        tail.drain(..tail.len().saturating_sub(TAIL_BYTES));
    }
}
