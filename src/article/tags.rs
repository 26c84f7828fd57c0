//! What the pre-pass and the block walk need to know about HTML's element names.

/// Elements whose content is never part of an article: they go before the parser sees them.
pub(super) fn is_dropped_with_content(name: &str) -> bool {
    matches!(
        name,
        "script"
            | "style"
            | "svg"
            | "math"
            | "noscript"
            | "template"
            | "iframe"
            | "canvas"
            | "audio"
            | "video"
            | "object"
            | "select"
            | "textarea"
            | "button"
            | "dialog"
            | "datalist"
            | "noembed"
            | "noframes"
            | "xmp"
    )
}

/// Elements whose content is raw text: where their end is missing, the rest of the page is theirs.
pub(super) fn is_raw_text(name: &str) -> bool {
    matches!(name, "script" | "style" | "iframe" | "noembed" | "noframes" | "textarea" | "xmp" | "title")
}

/// Elements that never have content.
pub(super) fn is_void(name: &str) -> bool {
    matches!(
        name,
        "area" | "base" | "br" | "col" | "embed" | "hr" | "img" | "input" | "link" | "meta" | "param" | "source" | "track" | "wbr"
    )
}

/// Void elements that neither text nor metadata needs.
pub(super) fn is_useless(name: &str) -> bool {
    matches!(name, "area" | "col" | "embed" | "input" | "param" | "source" | "track" | "wbr" | "frame" | "frameset" | "plaintext")
}

/// Elements that stand on lines of their own.
pub(super) fn is_block(name: &str) -> bool {
    matches!(
        name,
        "address"
            | "article"
            | "aside"
            | "blockquote"
            | "body"
            | "caption"
            | "center"
            | "dd"
            | "details"
            | "dir"
            | "div"
            | "dl"
            | "dt"
            | "fieldset"
            | "figcaption"
            | "figure"
            | "footer"
            | "form"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "header"
            | "hgroup"
            | "hr"
            | "html"
            | "legend"
            | "li"
            | "listing"
            | "main"
            | "menu"
            | "nav"
            | "ol"
            | "p"
            | "pre"
            | "search"
            | "section"
            | "summary"
            | "table"
            | "tbody"
            | "td"
            | "tfoot"
            | "th"
            | "thead"
            | "tr"
            | "ul"
    )
}

/// Whether `name` is `h1` to `h6`.
pub(super) fn is_heading(name: &str) -> bool {
    matches!(name, "h1" | "h2" | "h3" | "h4" | "h5" | "h6")
}

/// The elements that a start tag of `name` closes where they are open, and those at which the search for them ends.
pub(super) fn implied_end(name: &str) -> Option<(&'static [&'static str], &'static [&'static str])> {
    const LIST: &[&str] = &["ul", "ol", "menu", "dir", "table", "td", "th"];
    match name {
        "li" => Some((&["li"], LIST)),
        "dd" | "dt" => Some((&["dd", "dt"], &["dl", "table", "td", "th"])),
        "td" | "th" => Some((&["td", "th"], &["tr", "table"])),
        "tr" => Some((&["tr"], &["table", "tbody", "thead", "tfoot"])),
        "tbody" | "thead" | "tfoot" => Some((&["tbody", "thead", "tfoot"], &["table"])),
        "a" => Some((&["a"], &["td", "th", "table"])),
        _ if is_block(name) => Some((&["p"], &["td", "th", "table", "li", "div", "section", "article", "blockquote", "dd"])),
        _ => None,
    }
}

/// Elements out of which no end tag from inside reaches.
pub(super) fn is_scope(name: &str) -> bool {
    matches!(name, "td" | "th" | "caption" | "table")
}

/// Elements that only belong to tables; their end tags cross every scope but the table's own.
pub(super) fn is_table_part(name: &str) -> bool {
    matches!(name, "table" | "tr" | "td" | "th" | "tbody" | "thead" | "tfoot" | "caption" | "colgroup")
}
