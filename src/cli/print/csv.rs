//! Comma-separated values as RFC 4180 has them.

use std::borrow::Cow;
use std::io::{self, Write};

use super::Look;
use super::bidi::clean;
use super::table::Column;

pub(super) fn write<T>(out: &mut dyn Write, columns: &[Column<'_, T>], rows: &[T], look: Look) -> io::Result<()> {
    let header = columns.iter().map(|column| column.name.to_owned());
    write_line(out, header, look)?;
    for row in rows {
        let cells = columns.iter().map(|column| {
            let cell = (column.cell)(row);
            cell.data.unwrap_or(cell.text)
        });
        write_line(out, cells, look)?;
    }
    Ok(())
}

fn write_line(out: &mut dyn Write, fields: impl Iterator<Item = String>, look: Look) -> io::Result<()> {
    for (index, field) in fields.enumerate() {
        // A program gets every character; a terminal must not be steered.
        let field = if look.width.is_some() { clean(&field) } else { Cow::Borrowed(field.as_str()) };
        let comma = if index == 0 { "" } else { "," };
        if field.contains(['"', ',', '\r', '\n']) {
            write!(out, "{comma}\"{}\"", field.replace('"', "\"\""))?;
        } else {
            write!(out, "{comma}{field}")?;
        }
    }
    out.write_all(b"\r\n")
}
