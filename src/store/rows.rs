//! Between Rust values and SQL values: the wrappers for times, vocabularies and lists, and the reader of a row's columns.

use std::str::FromStr;
use std::time::Duration;

use jiff::Timestamp;
use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ValueRef};
use rusqlite::{Connection, OptionalExtension, Params, Row};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::error::{Fault, StoreError};

/// What a piece of work inside a unit gives.
pub(super) type Outcome<T> = Result<T, Fault>;

/// A time as SQL keeps it: integer milliseconds.
pub(super) fn ms(time: Timestamp) -> i64 {
    time.as_millisecond()
}

/// A length of time as SQL keeps it: integer milliseconds.
pub(super) fn duration_ms(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}

/// A limit as SQL takes it.
pub(super) fn limit_of(limit: usize) -> i64 {
    i64::try_from(limit).unwrap_or(i64::MAX)
}

/// A list or record as JSON text.
pub(super) fn to_json<T: Serialize + ?Sized>(what: &'static str, value: &T) -> Outcome<String> {
    serde_json::to_string(value).map_err(|source| Fault::Store(StoreError::Encode { what, source }))
}

/// A time, read from milliseconds.
pub(super) struct Ms(pub(super) Timestamp);

impl FromSql for Ms {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        Timestamp::from_millisecond(value.as_i64()?).map(Self).map_err(FromSqlError::other)
    }
}

/// A length of time, read from milliseconds.
pub(super) struct Span(pub(super) Duration);

impl FromSql for Span {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        u64::try_from(value.as_i64()?).map(|ms| Self(Duration::from_millis(ms))).map_err(FromSqlError::other)
    }
}

/// A number of rows.
pub(super) struct Count(pub(super) u64);

impl FromSql for Count {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        u64::try_from(value.as_i64()?).map(Self).map_err(FromSqlError::other)
    }
}

/// Anything with a spelling of its own, read from text.
pub(super) struct Word<T>(pub(super) T);

impl<T: FromStr<Err: std::error::Error + Send + Sync + 'static>> FromSql for Word<T> {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        value.as_str()?.parse().map(Self).map_err(FromSqlError::other)
    }
}

/// A list or record, read from JSON text.
pub(super) struct Json<T>(pub(super) T);

impl<T: DeserializeOwned> FromSql for Json<T> {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        serde_json::from_str(value.as_str()?).map(Self).map_err(FromSqlError::other)
    }
}

/// Takes a row's columns one after the other, so that a struct literal in the order of the SQL reads the row.
///
/// The first column must be the row's id (or that of the row it belongs to): a value that cannot be is reported with it.
pub(super) struct Columns<'r> {
    row: &'r Row<'r>,
    table: &'static str,
    next: usize,
}

impl<'r> Columns<'r> {
    /// Starts at the first column of a row of `table`.
    pub(super) const fn of(table: &'static str, row: &'r Row<'r>) -> Self {
        Self { row, table, next: 0 }
    }

    /// The next column.
    pub(super) fn take<T: FromSql>(&mut self) -> Outcome<T> {
        let index = self.next;
        self.next += 1;
        self.row.get(index).map_err(|source| {
            Fault::Store(StoreError::Corrupt {
                table: self.table,
                column: self.row.as_ref().column_name(index).unwrap_or("?").to_owned(),
                row: self.row.get(0).unwrap_or(-1),
                source,
            })
        })
    }

    /// The next column, a time.
    pub(super) fn time(&mut self) -> Outcome<Timestamp> {
        Ok(self.take::<Ms>()?.0)
    }

    /// The next column, a time or nothing.
    pub(super) fn maybe_time(&mut self) -> Outcome<Option<Timestamp>> {
        Ok(self.take::<Option<Ms>>()?.map(|ms| ms.0))
    }

    /// The next column, a word of a vocabulary.
    pub(super) fn word<T: FromStr<Err: std::error::Error + Send + Sync + 'static>>(&mut self) -> Outcome<T> {
        Ok(self.take::<Word<T>>()?.0)
    }

    /// The next column, a word of a vocabulary or nothing.
    pub(super) fn maybe_word<T: FromStr<Err: std::error::Error + Send + Sync + 'static>>(&mut self) -> Outcome<Option<T>> {
        Ok(self.take::<Option<Word<T>>>()?.map(|word| word.0))
    }

    /// The next column, a number of rows.
    pub(super) fn count(&mut self) -> Outcome<u64> {
        Ok(self.take::<Count>()?.0)
    }

    /// The next column, JSON.
    pub(super) fn json<T: DeserializeOwned>(&mut self) -> Outcome<T> {
        Ok(self.take::<Json<T>>()?.0)
    }
}

/// Every row of a query.
pub(super) fn all<T>(db: &Connection, sql: &str, params: impl Params, read: impl Fn(&Row<'_>) -> Outcome<T>) -> Outcome<Vec<T>> {
    let mut statement = db.prepare_cached(sql)?;
    let mut rows = statement.query(params)?;
    let mut values = Vec::new();
    while let Some(row) = rows.next()? {
        values.push(read(row)?);
    }
    Ok(values)
}

/// The first row of a query, if it has one.
pub(super) fn first<T>(db: &Connection, sql: &str, params: impl Params, read: impl Fn(&Row<'_>) -> Outcome<T>) -> Outcome<Option<T>> {
    let mut statement = db.prepare_cached(sql)?;
    let mut rows = statement.query(params)?;
    rows.next()?.map(read).transpose()
}

/// The first column of a query's first row, if it has one.
pub(super) fn value<T: FromSql>(db: &Connection, sql: &str, params: impl Params) -> Outcome<Option<T>> {
    Ok(db.prepare_cached(sql)?.query_row(params, |row| row.get(0)).optional()?)
}

/// Runs a statement that changes rows, and says how many.
pub(super) fn run(db: &Connection, sql: &str, params: impl Params) -> Outcome<usize> {
    Ok(db.prepare_cached(sql)?.execute(params)?)
}
