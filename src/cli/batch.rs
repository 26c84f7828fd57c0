//! Batches: a line in, a line out, in order, on every processor.

use std::borrow::Cow;
use std::io::{BufRead, Write};
use std::sync::mpsc;
use std::sync::{Arc, Mutex, PoisonError};

/// Bytes of input, and lines, that make a block handed to a worker at once; large enough that hand-over costs nothing, small
/// enough to keep memory low and all workers busy to the end.
const BLOCK_BYTES: usize = 64 << 10;
const BLOCK_LINES: usize = 16;

/// Lines of input, or of output, with their place among the blocks.
type Block = (usize, Vec<u8>);

/// Buffers that were used and will be again: blocks pass from thread to thread, and a new one each time would be memory that one
/// thread asks for and another gives back.
#[derive(Default)]
struct Buffers(Mutex<Vec<Vec<u8>>>);

impl Buffers {
    fn take(&self) -> Vec<u8> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).pop().unwrap_or_default()
    }

    fn give(&self, mut buffer: Vec<u8>) {
        buffer.clear();
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(buffer);
    }
}

/// Does the work of one line, which is not empty, and appends its line of output.
pub(super) type Work<'w> = Box<dyn FnMut(&str, &mut Vec<u8>) + 'w>;

/// Gives each worker its own.
pub(super) type NewWork<'w> = dyn Fn() -> Work<'w> + Sync + 'w;

/// Reads line by line, does the work on every processor, or on `jobs` of them, and writes the results in the order of the input.
///
/// # Errors
/// An input that cannot be read, a closed output.
pub(super) fn batch(
    new_work: &NewWork<'_>,
    jobs: Option<std::num::NonZero<usize>>,
    input: &mut dyn BufRead,
    output: &mut (dyn Write + Send),
) -> anyhow::Result<()> {
    let workers = jobs.or_else(|| std::thread::available_parallelism().ok()).map_or(1, std::num::NonZero::get);
    let (send_work, receive_work) = mpsc::sync_channel::<Block>(workers * 2);
    let (send_done, receive_done) = mpsc::sync_channel::<Block>(workers * 4);
    // The workers alone own it: when the last has gone, nothing waits to hand over more.
    let receive_work = Arc::new(Mutex::new(receive_work));
    let (inputs, outputs) = (&Buffers::default(), &Buffers::default());
    std::thread::scope(|scope| {
        for _ in 0..workers {
            let (send_done, receive_work) = (send_done.clone(), Arc::clone(&receive_work));
            scope.spawn(move || {
                let mut work = new_work();
                loop {
                    let Ok((number, lines)) = receive_work.lock().unwrap_or_else(PoisonError::into_inner).recv() else { break };
                    let mut results = outputs.take();
                    for line in lines.split(|byte| *byte == b'\n') {
                        // Nearly all input is what it should be, which is told faster than it is mended.
                        let line = std::str::from_utf8(line).map_or_else(|_| String::from_utf8_lossy(line), Cow::Borrowed);
                        let line = line.trim_end();
                        if !line.is_empty() {
                            work(line, &mut results);
                        }
                    }
                    inputs.give(lines);
                    if send_done.send((number, results)).is_err() {
                        break;
                    }
                }
            });
        }
        drop((send_done, receive_work));
        let writer = scope.spawn(move || write_in_order(&receive_done, output, outputs));
        let read = read_blocks(input, &send_work, inputs);
        drop(send_work);
        let written = writer.join().unwrap_or_else(|_| Err(std::io::Error::other("the writer died")));
        read.and(written)
    })?;
    Ok(())
}

/// Cuts the input into blocks of whole lines.
fn read_blocks(input: &mut dyn BufRead, work: &mpsc::SyncSender<Block>, buffers: &Buffers) -> std::io::Result<()> {
    let (mut number, mut n_lines) = (0, 0);
    let mut block = buffers.take();
    loop {
        let read = input.read_until(b'\n', &mut block)?;
        n_lines += 1;
        let is_full = BLOCK_LINES <= n_lines || BLOCK_BYTES <= block.len();
        if is_full || (read == 0 && !block.is_empty()) {
            // Nobody takes work any more where the output is closed.
            if work.send((number, std::mem::replace(&mut block, buffers.take()))).is_err() {
                return Ok(());
            }
            number += 1;
            n_lines = 0;
        }
        if read == 0 {
            return Ok(());
        }
    }
}

fn write_in_order(done: &mpsc::Receiver<Block>, output: &mut dyn Write, buffers: &Buffers) -> std::io::Result<()> {
    let mut waiting = std::collections::BTreeMap::new();
    let mut next = 0;
    for (number, results) in done {
        waiting.insert(number, results);
        while let Some(results) = waiting.remove(&next) {
            output.write_all(&results)?;
            buffers.give(results);
            next += 1;
        }
    }
    output.flush()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An output that nobody reads any more.
    struct Closed;

    impl Write for Closed {
        fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
            Err(std::io::ErrorKind::BrokenPipe.into())
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_closed_output_ends_the_batch_however_much_input_is_left() {
        let new_work = || -> Work<'static> { Box::new(|line, results| results.extend_from_slice(line.as_bytes())) };
        let lines = "a line\n".repeat(100_000);
        assert!(batch(&new_work, std::num::NonZero::new(2), &mut lines.as_bytes(), &mut Closed).is_err());
    }
}
