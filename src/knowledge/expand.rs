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
    let mut forms = Vec::new();
    braces(&text, &mut forms).map_err(|what| format!("{what} in {pattern:?}"))?;
    for form in &mut forms {
        *form = form.split_whitespace().collect::<Vec<_>>().join(" ");
    }
    forms.retain(|form| !form.is_empty());
    Ok(forms)
}

fn braces(text: &str, out: &mut Vec<String>) -> Result<(), String> {
    let Some(open) = text.find('{') else {
        if text.contains('}') {
            return Err("} without {".to_owned());
        }
        out.push(text.to_owned());
        return if out.len() > MAX_FORMS { Err(format!("more than {MAX_FORMS} forms")) } else { Ok(()) };
    };
    let (mut depth, mut close, mut cuts) = (0usize, None, vec![open + 1]);
    for (at, c) in text[open..].char_indices().map(|(i, c)| (open + i, c)) {
        match c {
            '{' => depth += 1,
            '}' if depth == 1 => {
                close = Some(at);
                break;
            }
            '}' => depth = depth.saturating_sub(1),
            ',' if depth == 1 => cuts.push(at + 1),
            _ => {}
        }
    }
    let close = close.ok_or("{ without }")?;
    cuts.push(close + 1);
    for pair in cuts.windows(2) {
        let part = &text[pair[0]..pair[1] - 1];
        braces(&format!("{}{part}{}", &text[..open], &text[close + 1..]), out)?;
    }
    Ok(())
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
