//! The short hand of the lexicons: `{a,b}` stands for each of its parts, `$NAME` for a macro of the same file.

use std::collections::BTreeMap;

/// The most forms one entry may stand for; more is a slip of the pen.
const MAX_FORMS: usize = 4096;

/// Every form that `pattern` stands for, in order. Errors say what is wrong with the pattern.
pub(super) fn expand(pattern: &str, macros: &BTreeMap<String, String>) -> Result<Vec<String>, String> {
    let mut text = pattern.to_owned();
    // Macros may use macros; each round replaces one level.
    for _ in 0..8 {
        let Some(at) = text.find('$') else { break };
        let name: String = text[at + 1..].chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
        let Some(body) = macros.get(&name) else {
            let known = macros.keys().map(|k| format!("${k}")).collect::<Vec<_>>().join(", ");
            return Err(format!("unknown macro ${name} in {pattern:?}; valid: {known}"));
        };
        text.replace_range(at..at + 1 + name.len(), body);
    }
    let mut walk = Walk { form: String::new(), forms: Vec::new() };
    walk.run(&[text.as_str()]).map_err(|what| format!("{what} in {pattern:?}"))?;
    Ok(walk.forms)
}

/// A walk through every choice of alternatives, with the form that the choices so far make.
struct Walk {
    form: String,
    forms: Vec<String>,
}

impl Walk {
    /// Goes on with `rest`, the pieces of the pattern that are still to come, the next one last.
    fn run(&mut self, rest: &[&str]) -> Result<(), String> {
        let Some((piece, later)) = rest.split_last() else {
            if !self.form.trim().is_empty() {
                self.forms.push(self.form.clone());
            }
            return if MAX_FORMS < self.forms.len() { Err(format!("more than {MAX_FORMS} forms")) } else { Ok(()) };
        };
        let length = self.form.len();
        match piece.find(['{', '}']) {
            None => {
                self.form.push_str(piece);
                self.run(later)?;
            }
            Some(open) if piece[open..].starts_with('{') => {
                let (alternatives, after) = alternatives(&piece[open + 1..])?;
                self.form.push_str(&piece[..open]);
                let mut pieces = [later, &[after]].concat();
                for alternative in alternatives {
                    pieces.push(alternative);
                    self.run(&pieces)?;
                    pieces.pop();
                }
            }
            Some(_) => return Err("} without {".to_owned()),
        }
        self.form.truncate(length);
        Ok(())
    }
}

/// The alternatives up to the closing brace, and what follows it.
fn alternatives(text: &str) -> Result<(Vec<&str>, &str), String> {
    let (mut depth, mut from, mut found) = (0usize, 0, Vec::new());
    for (at, c) in text.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => {
                found.push(&text[from..at]);
                return Ok((found, &text[at + 1..]));
            }
            '}' => depth -= 1,
            ',' if depth == 0 => {
                found.push(&text[from..at]);
                from = at + 1;
            }
            _ => {}
        }
    }
    Err("{ without }".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(pattern: &str, expected: &[&str]) {
        let macros = BTreeMap::from([("V".to_owned(), "{,ت,وا}".to_owned()), ("W".to_owned(), "a$V".to_owned())]);
        assert_eq!(expand(pattern, &macros).expect("a valid pattern"), expected);
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
        assert!(expand("a{b", &none).expect_err("unclosed").contains("{ without }"));
        assert!(expand("a}b", &none).expect_err("unopened").contains("} without {"));
        assert!(expand("$X", &none).expect_err("no macro").contains("unknown macro $X"));
    }
}
