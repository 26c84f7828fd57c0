//! The cleaning pass: blocks that the page put between or around an article's paragraphs go, the paragraphs stay as they are.

use super::blocks::{Block, Kind, ends_sentence};
use super::date;
use super::markers::{MARKERS, fold};

/// Headlines after a marker are shorter than this, in characters without spaces.
const MAX_HEADLINE_CHARS: usize = 180;

/// A heading that begins with a marker has no more words than this; longer ones are the article's own.
const MAX_HEADING_WORDS: usize = 5;

/// A line that leads up to links is shorter than this, in characters without spaces.
const MAX_LEAD_IN_CHARS: usize = 50;

/// No more headlines than this belong to one marker.
const MAX_HEADLINES: usize = 8;

/// A tool row is shorter than this, in characters without spaces.
const MAX_TOOL_ROW_CHARS: usize = 60;

/// A box that asks to follow or subscribe is shorter than this, in characters without spaces.
const MAX_BOX_CHARS: usize = 260;

/// A line with author or date is shorter than this, in characters without spaces.
const MAX_BYLINE_CHARS: usize = 90;

/// A line that is little more than a date has no more words than this; a dateline with its place and agency has more.
const MAX_DATE_WORDS: usize = 6;

/// A caption or a line of small print is shorter than this, in characters without spaces.
const MAX_SMALL_PRINT_CHARS: usize = 240;

/// A line that only names the source is shorter than this, in characters without spaces.
const MAX_SOURCE_CHARS: usize = 50;

/// What may stand between the end of a paragraph and a teaser set behind it.
const SENTENCE_ENDS: [char; 10] = ['.', '!', '?', '…', '؟', '۔', '»', '"', ')', '('];

/// What is known of the page around the blocks.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Around<'a> {
    /// The headline.
    pub title: Option<&'a str>,
    /// What the site calls itself.
    pub site_name: Option<&'a str>,
}

/// Takes out what is no part of the article; gives back the number of blocks taken out.
pub(super) fn clean(blocks: &mut Vec<Block>, around: &Around) -> usize {
    let before = blocks.len();
    let mut kept: Vec<Block> = Vec::with_capacity(before);
    let mut rest = std::mem::take(blocks).into_iter().peekable();
    let title = around.title.map(|title| fold(start(title)));
    let site_name = around.site_name.map(|name| fold(start(name)));
    while let Some(mut block) = rest.next() {
        let folded = fold(start(&block.text));
        let announces = marker(&folded);
        let is_short_heading = block.kind == Kind::Heading && block.text.split_whitespace().count() <= MAX_HEADING_WORDS;
        match announces {
            Some(Marker::BeforeHeadline(_)) if is_short_heading => {
                while rest.next_if(|next| next.is_mostly_link() || is_teaser_of_list(next)).is_some() {}
                continue;
            }
            Some(Marker::Alone) => {
                let mut n_headlines = 0;
                while n_headlines < MAX_HEADLINES && rest.next_if(|next| is_headline(next, n_headlines)).is_some() {
                    n_headlines += 1;
                }
                continue;
            }
            Some(Marker::BeforeHeadline(strength)) if is_teaser(&block, strength) => {
                let mut n_links = 0;
                while n_links < MAX_HEADLINES && rest.next_if(Block::is_link).is_some() {
                    n_links += 1;
                }
                continue;
            }
            _ => {}
        }
        let is_repeated_title = kept.is_empty() && title.as_ref() == Some(&folded);
        let is_site_name = site_name.as_ref() == Some(&folded);
        if is_repeated_title || is_site_name || is_junk(&block, &folded) {
            continue;
        }
        if is_over_links(&block) && rest.next_if(Block::is_link).is_some() {
            while rest.next_if(Block::is_link).is_some() {}
            continue;
        }
        cut_inline_teaser(&mut block);
        kept.push(block);
    }
    drop_link_runs(&mut kept);
    while kept.last().is_some_and(|block| block.kind == Kind::Heading) {
        kept.pop();
    }
    let removed = before - kept.len();
    *blocks = kept;
    removed
}

/// Whether a line only leads up to what comes after it.
fn is_over_links(block: &Block) -> bool {
    block.chars < MAX_LEAD_IN_CHARS && (block.kind == Kind::Heading || block.text.ends_with(':'))
}

/// A headline or a line of text in a list of other articles.
fn is_teaser_of_list(block: &Block) -> bool {
    matches!(block.kind, Kind::Item | Kind::Heading)
}

/// What a short line "Source: ..." names.
pub(super) fn source_named(blocks: &[Block]) -> Option<String> {
    let line = blocks.iter().find(|block| block.chars < MAX_SOURCE_CHARS && starts_with_any(&fold(&block.text), &MARKERS.source_starts))?;
    line.text.split_once(':').map(|(_, source)| source.trim().to_owned()).filter(|source| !source.is_empty())
}

/// As much of a line as the tables need to be compared with: all of a short one.
fn start(text: &str) -> &str {
    text.char_indices().nth(2 * MAX_BOX_CHARS).map_or(text, |(index, _)| &text[..index])
}

/// How a line announces other articles.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Marker {
    /// The line is the marker.
    Alone,
    /// The headline follows on the same line, after a colon or not.
    BeforeHeadline(Strength),
}

/// How surely a line that begins with a marker is one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Strength {
    /// A colon or a dash stands behind the marker.
    Separated,
    /// The words are rarely anything else.
    Plain,
    /// The words also begin ordinary sentences.
    Weak,
}

fn marker(folded: &str) -> Option<Marker> {
    let mut found = None;
    for marker in &MARKERS.read_also {
        let Some(after) = folded.strip_prefix(marker.as_str()) else { continue };
        if after.chars().next().is_some_and(char::is_alphanumeric) {
            continue;
        }
        if !after.contains(char::is_alphanumeric) {
            return Some(Marker::Alone);
        }
        if after.trim_start().starts_with([':', '|', '-', '–', '—', '>', '»', '«', '…', '.']) {
            return Some(Marker::BeforeHeadline(Strength::Separated));
        }
        let strength = if MARKERS.only_with_colon.contains(marker) { Strength::Weak } else { Strength::Plain };
        found = found.or(Some(Marker::BeforeHeadline(strength)));
    }
    found
}

/// Whether a block that starts with a marker is the marker and its headline, not a paragraph that begins with the same words.
fn is_teaser(block: &Block, strength: Strength) -> bool {
    let is_short = block.chars < MAX_HEADLINE_CHARS;
    block.is_mostly_link()
        || match strength {
            Strength::Separated => is_short,
            Strength::Plain => is_short && !ends_sentence(&block.text),
            Strength::Weak => false,
        }
}

/// Whether a block after a marker is a headline that belongs to it; the first one may be plain text, later ones must look like a list.
fn is_headline(block: &Block, n_before: usize) -> bool {
    if MAX_HEADLINE_CHARS < block.chars {
        return false;
    }
    let is_listed = block.is_mostly_link() || matches!(block.kind, Kind::Item);
    is_listed || n_before == 0 && !ends_sentence(&block.text) && block.kind != Kind::Heading
}

fn is_junk(block: &Block, folded: &str) -> bool {
    block.kind == Kind::Caption
        || block.is_link() && !is_linked_sentence(block)
        || is_tool_row(block, folded)
        || block.chars < MAX_BOX_CHARS && contains_any(folded, &MARKERS.follow_phrases)
        || block.chars < MAX_SMALL_PRINT_CHARS && starts_with_any(folded, &MARKERS.small_print)
        || block.chars < MAX_SMALL_PRINT_CHARS && starts_with_any(folded, &MARKERS.caption_starts)
        || is_byline(block, folded)
        || block.chars < MAX_SOURCE_CHARS && starts_with_any(folded, &MARKERS.source_starts)
        || is_date_line(block)
        || is_hashtag_line(block)
        || block.chars < MAX_BYLINE_CHARS && !ends_sentence(&block.text) && contains_any(folded, &MARKERS.caption_phrases)
        || block.chars < MAX_SMALL_PRINT_CHARS && is_tag_line(block, folded)
}

/// A whole paragraph set as a link is still a paragraph where it is long and ends as a sentence does.
fn is_linked_sentence(block: &Block) -> bool {
    MAX_HEADLINE_CHARS < block.chars && ends_sentence(&block.text)
}

/// Whether the line begins with one of the entries, on a whole word where the entry ends with one.
fn starts_with_any(folded: &str, starts: &[String]) -> bool {
    starts.iter().any(|start| {
        let is_word = start.ends_with(char::is_alphanumeric);
        folded.strip_prefix(start.as_str()).is_some_and(|after| !(is_word && after.starts_with(char::is_alphanumeric)))
    })
}

fn contains_any(folded: &str, phrases: &[String]) -> bool {
    phrases.iter().any(|phrase| folded.contains(phrase.as_str()))
}

fn is_byline(block: &Block, folded: &str) -> bool {
    block.chars < MAX_BYLINE_CHARS
        && block.kind != Kind::Heading
        && !ends_sentence(&block.text)
        && starts_with_any(folded, &MARKERS.byline_starts)
}

fn is_hashtag_line(block: &Block) -> bool {
    block.text.starts_with('#') && block.text.split_whitespace().all(|word| word.starts_with('#'))
}

fn is_tool_row(block: &Block, folded: &str) -> bool {
    block.chars < MAX_TOOL_ROW_CHARS
        && folded
            .split(|c: char| !c.is_alphanumeric() && c != '-')
            .filter(|word| !word.is_empty())
            .all(|word| MARKERS.tool_words.contains(word) || word.bytes().all(|byte| byte.is_ascii_digit()))
}

fn is_date_line(block: &Block) -> bool {
    block.chars < MAX_BYLINE_CHARS
        && block.text.split_whitespace().count() <= MAX_DATE_WORDS
        && !ends_sentence(&block.text)
        && date::in_text(&block.text).is_some()
}

fn is_tag_line(block: &Block, folded: &str) -> bool {
    MARKERS.tag_starts.iter().any(|start| {
        folded.strip_prefix(start.as_str()).is_some_and(|after| {
            let is_whole_word = !after.starts_with(char::is_alphanumeric);
            is_whole_word
                && (start.ends_with(':') || !after.contains(char::is_alphanumeric) || after.starts_with(':') || block.is_mostly_link())
        })
    })
}

/// Cuts "... end of a sentence. Read also: A headline" at the marker.
fn cut_inline_teaser(block: &mut Block) {
    let Some(position) = inline_teaser(&block.text) else { return };
    block.text.truncate(position);
    block.text.truncate(block.text.trim_end().len());
    block.chars = block.text.chars().filter(|c| !c.is_whitespace()).count();
}

/// Where a marker with a colon begins that stands behind a finished sentence and has only a headline after it.
fn inline_teaser(text: &str) -> Option<usize> {
    // Only the last lines of a paragraph are looked at: a headline, and a marker before it.
    let tail = text.char_indices().rev().nth(MAX_HEADLINE_CHARS * 3 / 2).map_or(0, |(index, _)| index);
    let colons = text[tail..].match_indices([':', '：']).map(|(offset, colon)| (tail + offset, colon.len()));
    colons.into_iter().find_map(|(colon, _)| {
        let before = &text[tail..colon];
        let (end, stop) = before.char_indices().rev().find(|(_, c)| SENTENCE_ENDS.contains(c))?;
        let start = tail + end + stop.len_utf8();
        (marker(&fold(&text[start..colon])) == Some(Marker::Alone)).then(|| if stop == '(' { start - 1 } else { start })
    })
}

/// Three or more neighbouring blocks that are mostly link are a list of other pages.
fn drop_link_runs(blocks: &mut Vec<Block>) {
    let mut index = 0;
    while index < blocks.len() {
        let end = index + blocks[index..].iter().take_while(|block| block.is_mostly_link()).count();
        if 3 <= end - index {
            blocks.drain(index..end);
        } else {
            index = end.max(index + 1);
        }
    }
}

#[cfg(test)]
mod tests {
    use dom_query::Document;

    use super::*;

    fn check(html: &str, expected: &[&str]) {
        let document = Document::from(html);
        let mut blocks = super::super::blocks::blocks(&document.root());
        clean(&mut blocks, &Around { title: Some("The title"), site_name: Some("The Wire") });
        let texts: Vec<&str> = blocks.iter().map(|block| block.text.as_str()).collect();
        assert_eq!(texts, expected);
    }

    #[test]
    fn a_marker_takes_its_headlines_with_it() {
        check("<p>One.<p>اقرأ أيضًا:<p><a href=x>بوتين يلتقي ترامب</a><p>Two.", &["One.", "Two."]);
        check("<p>One.<p>Читайте также<ul><li><a href=x>A</a><li><a href=x>B</a></ul><p>Two.", &["One.", "Two."]);
        check("<p>One.<p>Read also<p>President meets nobody<p>Two is a sentence.", &["One.", "Two is a sentence."]);
        check("<p>One.<p>Read more: <a href=x>Minister resigns</a><p>Two.", &["One.", "Two."]);
        check("<p>One.<p>À lire aussi Le ministre démissionne<p>Two.", &["One.", "Two."]);
    }

    #[test]
    fn a_marker_inside_a_paragraph_cuts_its_end() {
        check("<p>The talks ended. اقرأ أيضا: استقالة الوزير</p>", &["The talks ended."]);
        check("<p>Переговоры завершились. (Читайте также: Министр ушёл)</p>", &["Переговоры завершились."]);
        check("<p>He said: go. She said: stay.</p>", &["He said: go. She said: stay."]);
    }

    #[test]
    fn paragraphs_that_begin_like_a_marker_stay() {
        let text = "Related charges were brought against two officers of the service in June.";
        check(&format!("<p>{text}</p>"), &[text]);
        let text = "По теме Украины стороны договорились продолжить консультации.";
        check(&format!("<p>{text}</p>"), &[text]);
    }

    #[test]
    fn rows_boxes_and_small_print_go() {
        check(
            "<p>The title<p>Share on Facebook<p>One.<p>شارك على واتساب<p>Поделиться<p>Подписывайтесь на наш Telegram<p>Фото: ТАСС\
             <p>© 2025 Agency<p>Tags: a, b<p>جميع الحقوق محفوظة<p>Two.<h3>More</h3>",
            &["One.", "Two."],
        );
    }

    #[test]
    fn hashtags_and_archive_pictures_go() {
        check(
            "<p>One.<p>#كوبا #تجسس<p>الوزيران خلال لقاء سابق (أرشيف)<p>The case has the number #3 there.",
            &["One.", "The case has the number #3 there."],
        );
    }

    #[test]
    fn dates_of_the_page_go_and_datelines_stay() {
        check("<p>29 June 2025, 18:05<p>One.", &["One."]);
        let dateline = "القاهرة 3 شعبان الموافق 2 فبراير 2025م (وكالة)";
        check(&format!("<p>{dateline}<p>One."), &[dateline, "One."]);
    }

    #[test]
    fn headings_over_other_articles_take_them_along() {
        check("<p>One.<h2>المزيد من سياسة</h2><ul><li>خبر أول طويل.<li>خبر ثان.</ul><p>Two.", &["One.", "Two."]);
        check("<p>One.<p>Background:<p><a href=x>Another story</a><p><a href=y>A third</a><p>Two.", &["One.", "Two."]);
        check(
            "<p>One.<h2>More trouble for the old harbour of the city</h2><p>Two.",
            &["One.", "More trouble for the old harbour of the city", "Two."],
        );
    }

    #[test]
    fn names_of_site_and_source_go() {
        check("<p>The Wire<p>One.<p>المصدر: وكالات<p>Источник: ТАСС<p>Two.", &["One.", "Two."]);
    }

    #[test]
    fn lines_that_are_one_link_go() {
        check("<p>One.<p><a href=x>Another story about a spy</a><p>Two <a href=x>linked</a> words.", &["One.", "Two linked words."]);
    }
}
