//! The short hand of the lexicons: `{a,b}` stands for each of its parts, `$NAME` for a macro of the same file.

use std::borrow::Cow;
use std::collections::BTreeMap;

/// The most forms one entry may stand for; more is a slip of the pen.
const MAX_FORMS: usize = 4096;

/// Hands every form that `pattern` stands for to `each`, in order. Errors say what is wrong with the pattern; the forms before the fault
/// were handed over by then.
pub(super) fn expand(pattern: &str, macros: &BTreeMap<String, String>, each: &mut dyn FnMut(&str)) -> Result<(), String> {
    let mut text = Cow::Borrowed(pattern);
    // Macros may use macros; each round replaces one level.
    for _ in 0..8 {
        let Some(at) = text.find('$') else { break };
        let length = text[at + 1..].find(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).unwrap_or(text.len() - at - 1);
        let behind = at + 1 + length;
        let name = &text[at + 1..behind];
        let Some(body) = macros.get(name) else {
            let known = macros.keys().map(|k| format!("${k}")).collect::<Vec<_>>().join(", ");
            return Err(format!("unknown macro ${name} in {pattern:?}; valid: {known}"));
        };
        text.to_mut().replace_range(at..behind, body);
    }
    let mut walk = Walk { form: String::with_capacity(text.len()), n_forms: 0, each };
    walk.run(&text, None).map_err(|what| format!("{what} in {pattern:?}"))
}

/// What of a pattern comes behind the piece that is walked through, the nearest first.
struct Rest<'a> {
    piece: &'a str,
    later: Option<&'a Self>,
}

/// A walk through every choice of alternatives, with the form that the choices so far make.
struct Walk<'e> {
    form: String,
    n_forms: usize,
    each: &'e mut dyn FnMut(&str),
}

impl Walk<'_> {
    /// Goes on with `piece`, and then with what comes later.
    fn run(&mut self, piece: &str, later: Option<&Rest<'_>>) -> Result<(), String> {
        let length = self.form.len();
        match piece.bytes().position(|byte| matches!(byte, b'{' | b'}')) {
            None => {
                self.form.push_str(piece);
                match later {
                    Some(rest) => self.run(rest.piece, rest.later)?,
                    None => self.finish()?,
                }
            }
            Some(open) if piece.as_bytes()[open] == b'{' => {
                let inside = &piece[open + 1..];
                let close = closing_brace(inside)?;
                let rest = Rest { piece: &inside[close + 1..], later };
                self.form.push_str(&piece[..open]);
                let mut from = 0;
                while from <= close {
                    let end = from + end_of_alternative(&inside[from..close]);
                    self.run(&inside[from..end], Some(&rest))?;
                    from = end + 1;
                }
            }
            Some(_) => return Err("} without {".to_owned()),
        }
        self.form.truncate(length);
        Ok(())
    }

    fn finish(&mut self) -> Result<(), String> {
        if !self.form.trim().is_empty() {
            self.n_forms += 1;
            (self.each)(&self.form);
        }
        if MAX_FORMS < self.n_forms { Err(format!("more than {MAX_FORMS} forms")) } else { Ok(()) }
    }
}

/// Where the brace stands that closes the one before `text`.
fn closing_brace(text: &str) -> Result<usize, String> {
    let mut depth = 0_usize;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'{' => depth += 1,
            b'}' if depth == 0 => return Ok(at),
            b'}' => depth -= 1,
            _ => {}
        }
    }
    Err("{ without }".to_owned())
}

/// Where the first of some alternatives ends.
fn end_of_alternative(text: &str) -> usize {
    let mut depth = 0_usize;
    let ends = |byte: u8| {
        match byte {
            b'{' => depth += 1,
            // The braces between two that belong together are in pairs.
            b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        byte == b',' && depth == 0
    };
    text.bytes().position(ends).unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn forms(pattern: &str, macros: &BTreeMap<String, String>) -> Result<Vec<String>, String> {
        let mut forms = Vec::new();
        expand(pattern, macros, &mut |form| forms.push(form.to_owned())).map(|()| forms)
    }

    fn check(pattern: &str, expected: &[&str]) {
        let macros = BTreeMap::from([("V".to_owned(), "{,ت,وا}".to_owned()), ("W".to_owned(), "a$V".to_owned())]);
        assert_eq!(forms(pattern, &macros).expect("a valid pattern"), expected);
    }

    #[test]
    fn expands_braces_and_macros() {
        check("plain words", &["plain words"]);
        check("высла{л,ла,ли}", &["выслал", "выслала", "выслали"]);
        check("طرد$V", &["طرد", "طردت", "طردوا"]);
        check("{,re}open{,s}", &["open", "opens", "reopen", "reopens"]);
        check("a{b{c,d},e}", &["abc", "abd", "ae"]);
        check("hold{ a,} talks", &["hold a talks", "hold talks"]);
        check("{,}", &[]);
        check("$W", &["a", "aت", "aوا"]);
    }

    #[test]
    fn says_what_is_wrong() {
        let none = BTreeMap::new();
        assert!(forms("a{b", &none).expect_err("unclosed").contains("{ without }"));
        assert!(forms("a}b", &none).expect_err("unopened").contains("} without {"));
        assert!(forms("$X", &none).expect_err("no macro").contains("unknown macro $X"));
    }
}
