//! What the outside asks of a running daemon.

use tokio::sync::mpsc;

/// Requests that can wait unread; more of the same add nothing.
const PENDING: usize = 8;

/// What is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Request {
    /// To end: gently the first time, at once the second.
    Stop,
    /// To read the settings again.
    Reload,
}

/// Where requests come from: the process's signals, or a program that holds the daemon in its hand.
#[derive(Debug)]
pub struct Signals {
    receiver: mpsc::Receiver<Request>,
    sender: mpsc::Sender<Request>,
}

/// Asks a daemon to stop.
#[derive(Debug, Clone)]
pub struct Stopper(mpsc::Sender<Request>);

impl Stopper {
    /// The first call lets running units finish; a second ends the daemon at once.
    pub fn stop(&self) {
        // A full queue already holds such a request; a closed one means that the daemon has ended.
        let _ = self.0.try_send(Request::Stop);
    }
}

impl Default for Signals {
    fn default() -> Self {
        let (sender, receiver) = mpsc::channel(PENDING);
        Self { receiver, sender }
    }
}

impl Signals {
    /// A handle that asks the daemon to stop.
    pub fn stopper(&self) -> Stopper {
        Stopper(self.sender.clone())
    }

    pub(super) fn sender(&self) -> mpsc::Sender<Request> {
        self.sender.clone()
    }

    pub(super) async fn next(&mut self) -> Request {
        // Never closed: a sender lives beside the receiver.
        self.receiver.recv().await.unwrap_or(Request::Stop)
    }
}

/// Waits until the process is asked to end, by Ctrl-C or SIGTERM, or loses its terminal.
///
/// # Errors
/// Where the system refuses to tell us of signals.
pub async fn asked_to_end() -> std::io::Result<()> {
    Ears::open()?.next().await
}

/// The process's signals, heard from now on.
#[cfg(unix)]
pub(super) struct Ears {
    terminate: tokio::signal::unix::Signal,
    interrupt: tokio::signal::unix::Signal,
    hang_up: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl Ears {
    /// Begins to hear; what came before has ended the process already.
    ///
    /// # Errors
    /// Where the system refuses to tell us of signals.
    pub fn open() -> std::io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Self {
            terminate: signal(SignalKind::terminate())?,
            interrupt: signal(SignalKind::interrupt())?,
            hang_up: signal(SignalKind::hangup())?,
        })
    }

    /// The next one.
    async fn next(&mut self) -> std::io::Result<()> {
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
            _ = self.hang_up.recv() => {}
        }
        Ok(())
    }

    /// Passes on what is heard, for ever.
    pub async fn pass_on(mut self, sender: mpsc::Sender<Request>) {
        loop {
            let request = tokio::select! {
                _ = self.terminate.recv() => Request::Stop,
                _ = self.interrupt.recv() => Request::Stop,
                _ = self.hang_up.recv() => Request::Reload,
            };
            // Nobody to hear it means that the daemon is ending.
            let _ = sender.send(request).await;
        }
    }
}

/// Ctrl-C, where there are no signals.
#[cfg(not(unix))]
pub(super) struct Ears;

#[cfg(not(unix))]
impl Ears {
    pub fn open() -> std::io::Result<Self> {
        Ok(Self)
    }

    async fn next(&mut self) -> std::io::Result<()> {
        tokio::signal::ctrl_c().await
    }

    pub async fn pass_on(self, sender: mpsc::Sender<Request>) {
        while tokio::signal::ctrl_c().await.is_ok() {
            // Nobody to hear it means that the daemon is ending.
            let _ = sender.send(Request::Stop).await;
        }
    }
}
