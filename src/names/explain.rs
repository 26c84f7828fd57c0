//! Why two names are one or not, for people.

use super::SAME;
use super::align::{Link, WEIGHTS, align};
use super::parse::{Name, Word, surfaces};

/// What comparing two names gave.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// 0 to 1; from [`SAME`] on they count as one.
    pub score: f32,
    /// Words of the one that are read as words of the other, in the order of the first.
    pub agreements: Vec<Agreement>,
    /// Words of each that name and have no partner.
    pub left: [Vec<String>; 2],
    /// Words of each that were not compared: titles, kunyas, articles, "son of".
    pub skipped: [Vec<String>; 2],
    /// In words, for a person.
    pub reasons: Vec<String>,
}

/// Words read as one another.
#[derive(Debug, Clone, PartialEq)]
pub struct Agreement {
    /// One word of the first, or two that are joined in the second …
    pub a: String,
    /// … and of the second.
    pub b: String,
    /// How alike: 0 to 1.
    pub likeness: f32,
    /// In words.
    pub how: &'static str,
}

/// Compares two names and says why.
pub fn compare(a: &str, b: &str) -> Comparison {
    let (x, y) = (Name::of(a), Name::of(b));
    let alignment = align(&x, &y, &WEIGHTS);
    let mut links: Vec<Link> = alignment.links.iter().flatten().copied().collect();
    links.sort_by_key(|link| link.a);
    let (in_a, in_b) = (surfaces(a), surfaces(b));
    let agreements: Vec<Agreement> = links
        .iter()
        .map(|link| {
            let (p, q) = (spelt(&x, link.a, &in_a), spelt(&y, link.b, &in_b));
            Agreement { a: p, b: q, likeness: likeness(link), how: how(link, &x, &y) }
        })
        .collect();
    let left = [left(&x, links.iter().map(|link| link.a), &in_a), left(&y, links.iter().map(|link| link.b), &in_b)];
    let skipped = [skipped(&x, &in_a), skipped(&y, &in_b)];
    let reasons = reasons(alignment.score, &links, &left, &skipped, &x, &y);
    Comparison { score: alignment.score, agreements, left, skipped, reasons }
}

fn likeness(link: &Link) -> f32 {
    (1.0 - f32::from(link.cost) / link.weight.max(1.0)).clamp(0.0, 1.0)
}

fn spelt(name: &Name, (first, n): (u8, u8), surfaces: &[String]) -> String {
    let words = &name.words()[usize::from(first)..usize::from(first + n)];
    words.iter().filter_map(|word| surfaces.get(usize::from(word.at))).map(String::as_str).collect::<Vec<_>>().join(" ")
}

fn how(link: &Link, x: &Name, y: &Name) -> &'static str {
    let word = |name: &Name, at: u8| name.words()[usize::from(at)];
    let (p, q) = (word(x, link.a.0), word(y, link.b.0));
    match () {
        () if link.a.1 != link.b.1 => "joined in one, split in the other",
        () if p.hash == q.hash => "spelt alike",
        () if p.is_initial || q.is_initial => "an initial",
        () if p.script == q.script && link.cost <= 1 => "another spelling of the same sounds",
        () if link.cost <= 2 => "the same sounds",
        () if p.is_patronymic && q.is_patronymic => "patronymics that sound alike",
        () => "sounds that are written for one another",
    }
}

fn left(name: &Name, used: impl Iterator<Item = (u8, u8)> + Clone, surfaces: &[String]) -> Vec<String> {
    let is_used = |at: usize| used.clone().any(|(first, n)| (usize::from(first)..usize::from(first + n)).contains(&at));
    let free = name.words().iter().enumerate().filter(|(at, _)| !is_used(*at));
    free.filter_map(|(_, word)| surfaces.get(usize::from(word.at)).cloned()).collect()
}

fn skipped(name: &Name, surfaces: &[String]) -> Vec<String> {
    let compared = |at: usize| name.words().iter().any(|word| usize::from(word.at) == at);
    surfaces.iter().enumerate().filter(|(at, _)| !compared(*at)).map(|(_, surface)| surface.clone()).collect()
}

fn reasons(score: f32, links: &[Link], left: &[Vec<String>; 2], skipped: &[Vec<String>; 2], x: &Name, y: &Name) -> Vec<String> {
    let mut reasons = Vec::new();
    if links.is_empty() {
        reasons.push("no word of the one sounds like a word of the other".to_owned());
    }
    if links.windows(2).any(|pair| matches!(pair, [p, q] if q.b < p.b)) {
        reasons.push("the words stand in another order".to_owned());
    }
    match (left[0].as_slice(), left[1].as_slice()) {
        ([], []) => {}
        ([], more) | (more, []) if !links.is_empty() => reasons.push(format!("only one name has: {}", more.join(", "))),
        (a, b) => reasons.push(format!("the names differ in: {} / {}", a.join(", "), b.join(", "))),
    }
    let is_patronymic = |word: &Word| word.is_patronymic;
    if x.words().iter().any(is_patronymic) != y.words().iter().any(is_patronymic) {
        reasons.push("one name has a patronymic".to_owned());
    }
    if skipped.iter().any(|words| !words.is_empty()) {
        reasons.push(format!("not compared, since titles, articles and «son of» are often left out: {}", skipped.concat().join(", ")));
    }
    if links.len() == 1 && x.len().min(y.len()) == 1 {
        reasons.push("a single word agrees: many people can bear it".to_owned());
    }
    reasons.push(if SAME <= score { "taken for one name".to_owned() } else { "taken for two names".to_owned() });
    reasons
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_says_why() {
        let found = compare("Dr. Abdullah bin Zayed", "عبد الله بن زايد آل نهيان");
        assert!(SAME <= found.score, "{found:?}");
        assert_eq!(found.agreements[0].a, "Abdullah");
        assert_eq!(found.agreements[0].b, "عبد الله");
        assert_eq!(found.agreements[0].how, "joined in one, split in the other");
        assert!(found.skipped[0].contains(&"Dr".to_owned()), "{found:?}");
        assert!(found.left[1].contains(&"نهيان".to_owned()), "{found:?}");
    }

    #[test]
    fn order_and_leftovers_are_told() {
        let found = compare("Maroufi Hossein", "حسین معروفی");
        assert!(found.reasons.iter().any(|reason| reason.contains("another order")), "{found:?}");
        let found = compare("Ali Larijani", "علي شمخاني");
        assert!(found.score < SAME && found.reasons.iter().any(|reason| reason.contains("Larijani / شمخاني")), "{found:?}");
    }
}
