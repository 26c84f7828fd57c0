//! Columns and cells, and the table for a terminal.

use std::fmt::Display;
use std::io::{self, Write};

use comfy_table::{Attribute, CellAlignment, Color, ContentArrangement, Table, presets};
use unicode_width::UnicodeWidthStr;

use super::Look;
use super::bidi::{clean, isolate};
use super::fit::{Demand, shares, wrap};

/// Spaces between two columns.
pub(super) const GAP: usize = GAP_U16 as usize;
const GAP_U16: u16 = 2;

/// What a cell's look says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tone {
    /// Nothing in particular.
    #[default]
    Plain,
    /// As it should be.
    Good,
    /// Worth a look.
    Warning,
    /// A person should act.
    Bad,
    /// Of less weight.
    Dim,
    /// Of more weight.
    Strong,
}

/// One cell: its text for people, and for CSV where that differs.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Cell {
    /// What people read; foreign text is fine, it is cleaned when it is printed.
    pub text: String,
    /// What CSV has in its place (a full time for "3 min ago").
    pub data: Option<String>,
    /// How it looks.
    pub tone: Tone,
}

impl Cell {
    /// A cell with the text of any value.
    pub fn new(value: impl Display) -> Self {
        Self { text: value.to_string(), ..Self::default() }
    }

    /// A value, or an empty cell.
    pub fn option(value: Option<impl Display>) -> Self {
        value.map(Self::new).unwrap_or_default()
    }

    /// Words split by commas.
    pub fn list(values: impl IntoIterator<Item = impl Display>) -> Self {
        Self::new(values.into_iter().map(|value| value.to_string()).collect::<Vec<_>>().join(", "))
    }

    /// The same with a tone.
    #[must_use]
    pub fn tone(self, tone: Tone) -> Self {
        Self { tone, ..self }
    }

    /// The same, of more weight.
    #[must_use]
    pub fn strong(self) -> Self {
        self.tone(Tone::Strong)
    }

    /// The same, of less weight.
    #[must_use]
    pub fn dim(self) -> Self {
        self.tone(Tone::Dim)
    }

    /// The same with other text for CSV.
    #[must_use]
    pub fn data(self, data: impl Display) -> Self {
        Self { data: Some(data.to_string()), ..self }
    }

    /// The text on one line, clean, and isolated for a terminal.
    pub(super) fn shown(&self, terminal: bool) -> String {
        let text = clean(&self.text);
        if terminal { isolate(&text).into_owned() } else { text.into_owned() }
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self { text, ..Self::default() }
    }
}

/// On which side of its column a cell stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    /// Words.
    Left,
    /// Numbers.
    Right,
}

/// A column: its name, its cells, and how it gives way when the terminal is narrow.
pub struct Column<'a, T: ?Sized> {
    pub(super) name: &'static str,
    pub(super) cell: Box<dyn Fn(&T) -> Cell + 'a>,
    pub(super) align: Align,
    pub(super) min: usize,
    pub(super) max: usize,
    pub(super) lines: usize,
    pub(super) priority: u8,
}

impl<'a, T: ?Sized> Column<'a, T> {
    /// A left-aligned column of one line a cell, which is never narrower than its name and never left out.
    /// The name is that of the JSON field.
    pub fn new(name: &'static str, cell: impl Fn(&T) -> Cell + 'a) -> Self {
        Self { name, cell: Box::new(cell), align: Align::Left, min: name.width(), max: usize::MAX, lines: 1, priority: 0 }
    }

    /// The same for numbers: right-aligned and never shortened.
    #[must_use]
    pub fn right(self) -> Self {
        Self { align: Align::Right, min: usize::MAX, ..self }
    }

    /// The same, never shortened.
    #[must_use]
    pub fn whole(self) -> Self {
        Self { min: usize::MAX, ..self }
    }

    /// The same, shortened to no less than `min` columns and never wider than `max`.
    #[must_use]
    pub fn between(self, min: usize, max: usize) -> Self {
        Self { min, max, ..self }
    }

    /// The same, wrapped over at most so many lines before it is cut.
    #[must_use]
    pub fn wrapped(self, lines: usize) -> Self {
        Self { lines: lines.max(1), ..self }
    }

    /// The same, left out on a narrow terminal: the highest priority number first; 0 stays.
    #[must_use]
    pub fn optional(self, priority: u8) -> Self {
        Self { priority, ..self }
    }

    fn demand(&self, cells: &[Cell]) -> Demand {
        let widest = cells.iter().map(|cell| cell.text.width()).max().unwrap_or(0).max(self.name.width());
        let natural = widest.min(self.max.max(self.name.width()));
        Demand { natural, min: self.min.min(natural), priority: self.priority }
    }
}

/// Writes a table no wider than `width` and gives the names of the columns that had no room.
pub(super) fn write<T>(
    out: &mut dyn Write,
    columns: &[Column<'_, T>],
    rows: &[T],
    width: usize,
    colours: bool,
) -> io::Result<Vec<&'static str>> {
    let filled: Vec<(&Column<'_, T>, Vec<Cell>)> = columns
        .iter()
        .map(|column| {
            let cells = rows.iter().map(|row| (column.cell)(row)).map(|cell| Cell { text: clean(&cell.text).into_owned(), ..cell });
            (column, cells.collect())
        })
        .collect();
    let demands: Vec<Demand> = filled.iter().map(|(column, cells)| column.demand(cells)).collect();
    let given = shares(&demands, width, GAP);
    let shown: Vec<_> = filled.iter().zip(&given).filter_map(|(column, share)| Some((column, (*share)?))).collect();

    let mut table = Table::new();
    table.load_style(presets::NOTHING).set_content_arrangement(ContentArrangement::Disabled);
    if colours {
        table.enforce_styling();
    } else {
        table.force_no_tty();
    }
    table.set_header(shown.iter().map(|((column, _), _)| styled(column.name.to_owned(), Tone::Strong, column.align)));
    for index in 0..rows.len() {
        table.add_row(shown.iter().map(|((column, cells), share)| {
            let lines = wrap(&cells[index].text, *share, column.lines);
            let text = lines.iter().map(|line| isolate(line)).collect::<Vec<_>>().join("\n");
            styled(text, cells[index].tone, column.align)
        }));
    }
    let last = shown.len().saturating_sub(1);
    for (index, column) in table.column_iter_mut().enumerate() {
        // A gap after the last column would reach over the terminal's edge.
        column.set_padding((0, if index == last { 0 } else { GAP_U16 }));
    }
    for line in table.lines() {
        writeln!(out, "{}", line.trim_end())?;
    }
    Ok(columns.iter().zip(&given).filter(|(_, share)| share.is_none()).map(|(column, _)| column.name).collect())
}

/// Writes one value's fields below one another, wrapped beside their names.
pub(super) fn write_record<T>(out: &mut dyn Write, columns: &[Column<'_, T>], value: &T, look: Look) -> io::Result<()> {
    let names = columns.iter().map(|column| column.name.width()).max().unwrap_or(0);
    for column in columns {
        let cell = (column.cell)(value);
        if cell.text.is_empty() {
            continue;
        }
        let text = clean(&cell.text);
        let lines = match look.width {
            None => vec![text.into_owned()],
            Some(width) => wrap(&text, width.saturating_sub(names + GAP).max(20), usize::MAX)
                .into_iter()
                .map(|line| isolate(&line).into_owned())
                .collect(),
        };
        for (index, line) in lines.into_iter().enumerate() {
            let name = if index == 0 { column.name } else { "" };
            let padding = " ".repeat(names + GAP - name.width());
            writeln!(out, "{}{padding}{}", paint(name.to_owned(), Tone::Dim, look.colours), paint(line, cell.tone, look.colours))?;
        }
    }
    Ok(())
}

/// A text in the colour of its tone.
pub(in crate::cli) fn paint(text: String, tone: Tone, colours: bool) -> String {
    let code = match tone {
        Tone::Plain => return text,
        Tone::Good => "32",
        Tone::Warning => "33",
        Tone::Bad => "31",
        Tone::Dim => "2",
        Tone::Strong => "1",
    };
    if colours && !text.is_empty() { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text }
}

fn styled(text: String, tone: Tone, align: Align) -> comfy_table::Cell {
    let cell = comfy_table::Cell::new(text).set_alignment(match align {
        Align::Left => CellAlignment::Left,
        Align::Right => CellAlignment::Right,
    });
    match tone {
        Tone::Plain => cell,
        Tone::Good => cell.fg(Color::DarkGreen),
        Tone::Warning => cell.fg(Color::DarkYellow),
        Tone::Bad => cell.fg(Color::DarkRed),
        Tone::Dim => cell.add_attribute(Attribute::Dim),
        Tone::Strong => cell.add_attribute(Attribute::Bold),
    }
}
