//! One datagram to a socket of this machine: the system's log and systemd's journal.

use std::io;
use std::path::Path;
use std::time::Duration;

use tokio::time::timeout;

use super::Receipt;
use super::error::SinkError;

/// A reader that takes nothing for so long is stuck.
const PATIENCE: Duration = Duration::from_secs(5);

/// Sends a datagram.
pub(super) async fn send(socket: &Path, bytes: &[u8]) -> Result<Receipt, SinkError> {
    let failed = |source| SinkError::Socket { path: socket.to_owned(), source };
    let late = |_| failed(io::ErrorKind::TimedOut.into());
    let n_sent = timeout(PATIENCE, write(socket, bytes)).await.map_err(late)?.map_err(failed)?;
    Ok(Receipt { said: format!("{} took {n_sent} bytes", socket.display()) })
}

#[cfg(unix)]
async fn write(socket: &Path, bytes: &[u8]) -> io::Result<usize> {
    tokio::net::UnixDatagram::unbound()?.send_to(bytes, socket).await
}

#[cfg(not(unix))]
async fn write(_socket: &Path, _bytes: &[u8]) -> io::Result<usize> {
    Err(io::ErrorKind::Unsupported.into())
}
