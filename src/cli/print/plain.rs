//! The table for a pipe: aligned, whole, no colours.

use std::io::{self, Write};

use unicode_width::UnicodeWidthStr;

use super::table::{Align, Column, GAP};

/// What stands for an empty cell, so that every line has the same number of words at the same place.
const EMPTY: &str = "-";

pub(super) fn write<T>(out: &mut dyn Write, columns: &[Column<'_, T>], rows: &[T]) -> io::Result<()> {
    let mut lines: Vec<Vec<String>> = vec![columns.iter().map(|column| column.name.to_owned()).collect()];
    lines.extend(rows.iter().map(|row| {
        let cells = columns.iter().map(|column| (column.cell)(row).shown(false));
        cells.map(|text| if text.trim().is_empty() { EMPTY.to_owned() } else { text }).collect()
    }));
    let widths: Vec<usize> = (0..columns.len()).map(|index| lines.iter().map(|line| line[index].width()).max().unwrap_or(0)).collect();
    for line in &lines {
        let mut text = String::new();
        for ((column, cell), width) in columns.iter().zip(line).zip(&widths) {
            let padding = " ".repeat(width - cell.width());
            match column.align {
                Align::Left => text.extend([cell.as_str(), &padding]),
                Align::Right => text.extend([&padding, cell.as_str()]),
            }
            text.push_str(&" ".repeat(GAP));
        }
        writeln!(out, "{}", text.trim_end())?;
    }
    Ok(())
}
