//! `rasid extract --batch`: articles in and extractions out, on every processor.

use std::io::{BufRead, Write};
use std::sync::Mutex;
use std::sync::mpsc;

use crate::extract::extract;
use crate::knowledge::Knowledge;

use super::contract;

/// Lines handed to a worker at once; large enough that hand-over costs nothing, small enough to keep memory low.
const BATCH_LINES: usize = 16;

/// Reads articles line by line, extracts on every processor, and writes the results in the order of the input.
///
/// # Errors
/// An input that cannot be read, a closed output.
pub(super) fn batch(knowledge: &Knowledge, input: &mut dyn BufRead, output: &mut (dyn Write + Send)) -> anyhow::Result<()> {
    let workers = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let (send_work, receive_work) = mpsc::sync_channel::<(usize, Vec<String>)>(workers * 2);
    let (send_done, receive_done) = mpsc::sync_channel::<(usize, String)>(workers * 4);
    let receive_work = &Mutex::new(receive_work);
    std::thread::scope(|scope| {
        for _ in 0..workers {
            let send_done = send_done.clone();
            scope.spawn(move || {
                loop {
                    let Ok((number, lines)) = receive_work.lock().unwrap_or_else(std::sync::PoisonError::into_inner).recv() else { break };
                    let text: String = lines.iter().map(|line| one(knowledge, line)).collect();
                    if send_done.send((number, text)).is_err() {
                        break;
                    }
                }
            });
        }
        drop(send_done);
        let writer = scope.spawn(move || write_in_order(&receive_done, output));
        let read = read_batches(input, &send_work);
        drop(send_work);
        let written = writer.join().unwrap_or_else(|_| Err(std::io::Error::other("the writer died")));
        read.and(written)
    })?;
    Ok(())
}

fn one(knowledge: &Knowledge, line: &str) -> String {
    let (id, article) = contract::read_article(line);
    let value = match article {
        Ok(article) => contract::line(&id, &article, &extract(&article, knowledge)),
        Err(error) => contract::error_line(&id, &error),
    };
    format!("{value}\n")
}

fn read_batches(input: &mut dyn BufRead, work: &mpsc::SyncSender<(usize, Vec<String>)>) -> std::io::Result<()> {
    let (mut number, mut lines) = (0, Vec::new());
    let mut bytes = Vec::new();
    loop {
        bytes.clear();
        let read = input.read_until(b'\n', &mut bytes)?;
        let line = String::from_utf8_lossy(&bytes);
        if !line.trim().is_empty() {
            lines.push(line.trim_end().to_owned());
        }
        if BATCH_LINES <= lines.len() || (read == 0 && !lines.is_empty()) {
            // Nobody takes work any more where the output is closed.
            if work.send((number, std::mem::take(&mut lines))).is_err() {
                return Ok(());
            }
            number += 1;
        }
        if read == 0 {
            return Ok(());
        }
    }
}

fn write_in_order(done: &mpsc::Receiver<(usize, String)>, output: &mut dyn Write) -> std::io::Result<()> {
    let mut waiting = std::collections::BTreeMap::new();
    let mut next = 0;
    for (number, text) in done {
        waiting.insert(number, text);
        while let Some(text) = waiting.remove(&next) {
            output.write_all(text.as_bytes())?;
            next += 1;
        }
    }
    output.flush()
}
