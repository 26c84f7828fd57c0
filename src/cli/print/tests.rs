use std::cell::RefCell;
use std::rc::Rc;

use unicode_width::UnicodeWidthStr;

use super::*;

#[derive(Serialize)]
struct Row {
    id: u32,
    name: &'static str,
    note: &'static str,
}

/// A sink whose content the test can read afterwards.
#[derive(Clone, Default)]
struct Page(Rc<RefCell<Vec<u8>>>);

impl Write for Page {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

const ROWS: [Row; 3] = [
    Row { id: 7, name: "Sergey Naryshkin", note: "spoke by telephone, \"at length\"" },
    Row { id: 12, name: "سيرغي ناريشكين", note: "a\u{1b}[31mred\nline" },
    Row { id: 300, name: "Сергей Нарышкин", note: "" },
];

fn columns() -> Vec<Column<'static, Row>> {
    vec![
        Column::new("id", |row: &Row| Cell::new(row.id)).right(),
        Column::new("name", |row: &Row| Cell::new(row.name).strong()).between(8, 40),
        Column::new("note", |row: &Row| Cell::new(row.note)).between(10, 60).wrapped(2).optional(1),
    ]
}

fn printed(format: Format, width: Option<usize>, colours: bool) -> String {
    let page = Page::default();
    let mut printer = Printer::new(Box::new(page.clone()), Look { width, colours }, format, true);
    printer.list(&columns(), &ROWS).unwrap();
    let bytes = page.0.borrow().clone();
    String::from_utf8(bytes).unwrap()
}

#[test]
fn piped_tables_are_plain_aligned_and_whole() {
    assert_eq!(
        printed(Format::Table, None, false),
        " id  name              note\n  \
          7  Sergey Naryshkin  spoke by telephone, \"at length\"\n \
          12  سيرغي ناريشكين    a[31mred line\n\
         300  Сергей Нарышкин   -\n"
    );
}

#[test]
fn terminal_tables_fit_and_isolate_right_to_left_names() {
    for width in [25, 30, 40, 60, 100] {
        let table = printed(Format::Table, Some(width), false);
        assert!(table.lines().all(|line| line.width() <= width), "{width}\n{table}");
        assert!(!table.contains('\u{1b}'));
    }
    assert_eq!(
        printed(Format::Table, Some(45), false),
        " id  name              note\n  \
          7  Sergey Naryshkin  spoke by telephone,\n                       \"at length\"\n \
          12  \u{2068}سيرغي ناريشكين\u{2069}    a[31mred line\n\
         300  Сергей Нарышкин\n"
    );
}

#[test]
fn columns_without_room_are_left_out() {
    let table = printed(Format::Table, Some(20), false);
    assert_eq!(table.lines().next(), Some(" id  name"));
}

#[test]
fn colours_come_only_when_wanted() {
    let coloured = printed(Format::Table, Some(45), true);
    assert!(coloured.contains("\u{1b}[1m"));
    let mut plain = coloured;
    for code in ["\u{1b}[0m", "\u{1b}[1m", "\u{1b}[39m"] {
        plain = plain.replace(code, "");
    }
    assert!(!plain.contains('\u{1b}'), "{plain:?}");
    assert!(plain.lines().all(|line| line.width() <= 45), "{plain}");
    assert!(!printed(Format::Table, Some(80), false).contains('\u{1b}'));
}

#[test]
fn json_has_the_shape_of_the_values() {
    let value: serde_json::Value = serde_json::from_str(&printed(Format::Json, None, false)).unwrap();
    assert_eq!(value[1]["note"], "a\u{1b}[31mred\nline");
    let lines = printed(Format::Ndjson, Some(80), false);
    assert_eq!(lines.lines().next(), Some(r#"{"id":7,"name":"Sergey Naryshkin","note":"spoke by telephone, \"at length\""}"#));
    assert_eq!(lines.lines().count(), 3);
}

#[test]
fn csv_quotes_what_needs_it() {
    assert_eq!(
        printed(Format::Csv, None, false),
        "id,name,note\r\n7,Sergey Naryshkin,\"spoke by telephone, \"\"at length\"\"\"\r\n12,سيرغي ناريشكين,\"a\u{1b}[31mred\nline\"\r\n300,Сергей Нарышкин,\r\n"
    );
    assert!(!printed(Format::Csv, Some(80), false).contains('\u{1b}'));
}

#[test]
fn one_value_is_a_record() {
    let page = Page::default();
    let mut printer = Printer::new(Box::new(page.clone()), Look { width: Some(40), colours: false }, Format::Table, true);
    printer.heading("Somebody").unwrap();
    printer.record(&columns(), &ROWS[0]).unwrap();
    let text = String::from_utf8(page.0.borrow().clone()).unwrap();
    assert_eq!(text, "Somebody\nid    7\nname  Sergey Naryshkin\nnote  spoke by telephone, \"at length\"\n");
}

#[test]
fn no_color_is_honoured() {
    let with = |pairs: &[(&'static str, &'static str)]| Environment::of_pairs(pairs.iter().copied());
    assert!(colours_wanted(&with(&[]), false));
    assert!(colours_wanted(&with(&[("NO_COLOR", "")]), false));
    assert!(!colours_wanted(&with(&[("NO_COLOR", "1")]), false));
    assert!(!colours_wanted(&with(&[("TERM", "dumb")]), false));
    assert!(!colours_wanted(&with(&[]), true));
}
