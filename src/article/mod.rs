//! HTML to an article's body, title, date, author, language and canonical address.
