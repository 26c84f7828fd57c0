//! The one printer: answers go to standard output as a table, JSON, NDJSON or CSV; remarks go to standard error.
//!
//! A table fits the terminal; piped, it is plain aligned text, whole and without colours. JSON and NDJSON have the shape of the
//! serialised values and never that of the table's cells. Texts of feeds are hostile: nothing in them reaches a terminal that
//! could steer it.

mod bidi;
mod csv;
mod fit;
mod plain;
mod table;
mod times;

use std::io::{self, BufWriter, IsTerminal, Write};

use clap::ValueEnum;
use serde::Serialize;

pub(in crate::cli) use bidi::isolate;
pub use bidi::{clean, clean_lines};
pub(in crate::cli) use fit::wrap;
pub(in crate::cli) use table::paint;
pub use table::{Align, Cell, Column, Tone};
pub use times::Times;

use crate::config::Environment;

/// Width of a terminal that does not say how wide it is, in columns.
const USUAL_WIDTH: usize = 80;

/// Form of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people.
    Table,
    /// One JSON value: an array for a list.
    Json,
    /// One JSON object a line.
    Ndjson,
    /// Comma-separated values with a header line (RFC 4180).
    Csv,
}

/// What the output can show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Look {
    /// Columns of the terminal, or `None` where the output is no terminal.
    pub width: Option<usize>,
    /// Whether colours are wanted.
    pub colours: bool,
}

impl Look {
    /// The look of standard output; `no_color` is the flag.
    pub fn of_stdout(environment: &Environment, no_color: bool) -> Self {
        let width = io::stdout().is_terminal().then(|| comfy_table::Table::new().width().map_or(USUAL_WIDTH, usize::from));
        Self { width, colours: width.is_some() && colours_wanted(environment, no_color) }
    }
}

/// Whether colours are wanted at all: not with `--no-color`, a non-empty `NO_COLOR`, or a terminal that knows none.
pub fn colours_wanted(environment: &Environment, no_color: bool) -> bool {
    let refused = environment.get("NO_COLOR").is_some_and(|value| !value.is_empty()) || environment.get("TERM") == Some("dumb");
    !no_color && !refused
}

/// Writes answers.
pub struct Printer {
    out: Box<dyn Write>,
    look: Look,
    format: Format,
    quiet: bool,
}

impl Printer {
    /// A printer to standard output, buffered until [`flush`](Self::flush).
    pub fn to_stdout(look: Look, format: Format, quiet: bool) -> Self {
        Self::new(Box::new(BufWriter::new(io::stdout())), look, format, quiet)
    }

    /// A printer to anywhere.
    pub fn new(out: Box<dyn Write>, look: Look, format: Format, quiet: bool) -> Self {
        Self { out, look, format, quiet }
    }

    /// The form of the answer, for commands that write more than lists.
    pub const fn format(&self) -> Format {
        self.format
    }

    /// What the output can show.
    pub const fn look(&self) -> Look {
        self.look
    }

    /// A list of values of one kind. An empty one is `[]`, nothing, or a header, but never an error.
    ///
    /// # Errors
    /// Output that cannot be written; a closed pipe among them.
    pub fn list<T: Serialize>(&mut self, columns: &[Column<'_, T>], rows: &[T]) -> io::Result<()> {
        match self.format {
            Format::Json => self.json(&rows),
            Format::Ndjson => rows.iter().try_for_each(|row| self.json_line(row)),
            Format::Csv => csv::write(&mut self.out, columns, rows, self.look),
            Format::Table if rows.is_empty() => Ok(()),
            Format::Table => match self.look.width {
                None => plain::write(&mut self.out, columns, rows),
                Some(width) => {
                    let left_out = table::write(&mut self.out, columns, rows, width, self.look.colours)?;
                    if !left_out.is_empty() {
                        self.note(&format!("too narrow for: {} (a wider terminal or --format csv has them)", left_out.join(", ")));
                    }
                    Ok(())
                }
            },
        }
    }

    /// One value: its fields below one another, or an object.
    ///
    /// # Errors
    /// Output that cannot be written.
    pub fn record<T: Serialize>(&mut self, columns: &[Column<'_, T>], value: &T) -> io::Result<()> {
        match self.format {
            Format::Json => self.json(value),
            Format::Ndjson => self.json_line(value),
            Format::Csv => csv::write(&mut self.out, columns, std::slice::from_ref(value), self.look),
            Format::Table => table::write_record(&mut self.out, columns, value, self.look),
        }
    }

    /// A heading above a table; nothing in the other forms.
    ///
    /// # Errors
    /// Output that cannot be written.
    pub fn heading(&mut self, text: &str) -> io::Result<()> {
        let text = Cell::from(text).strong();
        self.table_line(&text)
    }

    /// A line of text among tables; nothing in the other forms.
    ///
    /// # Errors
    /// Output that cannot be written.
    pub fn line(&mut self, text: &str) -> io::Result<()> {
        self.table_line(&Cell::from(text))
    }

    fn table_line(&mut self, cell: &Cell) -> io::Result<()> {
        match self.format {
            Format::Table => writeln!(self.out, "{}", table::paint(cell.shown(self.look.width.is_some()), cell.tone, self.look.colours)),
            Format::Json | Format::Ndjson | Format::Csv => Ok(()),
        }
    }

    /// Any value as JSON over several lines, whatever the form asked for.
    ///
    /// # Errors
    /// Output that cannot be written, or a value that is no JSON.
    pub fn json<T: Serialize + ?Sized>(&mut self, value: &T) -> io::Result<()> {
        let text = serde_json::to_string_pretty(value)?;
        self.json_text(&text)
    }

    /// Any value as JSON on one line, whatever the form asked for.
    ///
    /// # Errors
    /// Output that cannot be written, or a value that is no JSON.
    pub fn json_line<T: Serialize + ?Sized>(&mut self, value: &T) -> io::Result<()> {
        let text = serde_json::to_string(value)?;
        self.json_text(&text)
    }

    fn json_text(&mut self, text: &str) -> io::Result<()> {
        match self.look.width {
            Some(_) => writeln!(self.out, "{}", bidi::escape_json(text)),
            None => writeln!(self.out, "{text}"),
        }
    }

    /// Text of our own making as it stands: a script, a file's content.
    ///
    /// # Errors
    /// Output that cannot be written.
    pub fn raw(&mut self, text: &str) -> io::Result<()> {
        self.out.write_all(text.as_bytes())
    }

    /// A remark on standard error, for people; nothing with `--quiet`.
    pub fn note(&self, text: &str) {
        if !self.quiet {
            // Nobody can be told that standard error is closed.
            let _ = writeln!(io::stderr(), "{}", clean_lines(text));
        }
    }

    /// Hands everything written so far to the reader.
    ///
    /// # Errors
    /// Output that cannot be written.
    pub fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

#[cfg(test)]
mod tests;
