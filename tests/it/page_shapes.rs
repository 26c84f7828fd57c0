//! Pages of the shapes that sites have today, written for this test: each says at its top what must be found in it.

use std::fs;
use std::path::{Path, PathBuf};

use rasid::article::{PageLimits, extract_page};
use rasid::model::PageContent;
use url::Url;

/// What a page says of itself in its first comment, a `key: value` a line; `body` once for each paragraph.
struct Expected {
    fields: Vec<(String, String)>,
}

impl Expected {
    fn of(page: &str) -> Self {
        let start = page.find("<!-- expect\n").expect("the page begins with what is expected") + "<!-- expect\n".len();
        let end = start + page[start..].find("-->").expect("the comment ends");
        let fields =
            page[start..end].lines().filter_map(|line| line.split_once(": ")).map(|(key, value)| (key.to_owned(), value.to_owned()));
        Self { fields: fields.collect() }
    }

    fn all(&self, key: &str) -> Vec<&str> {
        self.fields.iter().filter(|(found, _)| found == key).map(|(_, value)| value.as_str()).collect()
    }
}

fn field(page: &PageContent, key: &str) -> Option<String> {
    match key {
        "title" => page.title.clone(),
        "subtitle" => page.subtitle.clone(),
        "author" => page.author.clone(),
        "published" => page.published.map(|time| time.to_string()),
        "modified" => page.modified.map(|time| time.to_string()),
        "section" => page.section.clone(),
        "image" => page.image_url.clone(),
        "canonical" => page.canonical_url.clone(),
        "problem" => page.problem.map(|problem| problem.to_string()),
        "means" => page.means.map(|means| means.to_string()),
        _ => panic!("no such field: {key}"),
    }
}

fn check(path: &Path) -> Vec<String> {
    let bytes = fs::read(path).expect("the page can be read");
    let text = match path.file_stem().and_then(|stem| stem.to_str()) {
        Some("br-ar") => encoding_rs::WINDOWS_1256.decode(&bytes).0,
        Some("table-ru") => encoding_rs::WINDOWS_1251.decode(&bytes).0,
        _ => String::from_utf8_lossy(&bytes),
    };
    let expected = Expected::of(&text);
    let url = Url::parse(expected.all("url")[0]).expect("an address");
    let page = extract_page(&bytes, None, &url, &PageLimits::DEFAULT);
    let mut faults = Vec::new();
    for (key, value) in expected.fields.iter().filter(|(key, _)| !matches!(key.as_str(), "url" | "body")) {
        let found = field(&page, key).unwrap_or_default();
        // A day is enough where the page gives no time.
        let is_day = key == "published" && value.len() == 10;
        let is_right = if is_day { found.starts_with(value.as_str()) } else { found == *value };
        if !is_right {
            faults.push(format!("{key}: {found:?}, not {value:?}"));
        }
    }
    let lines: Vec<&str> = page.body.lines().collect();
    if lines != expected.all("body") {
        faults.push(format!("body:\n{}\n", lines.join("\n")));
    }
    faults
}

#[test]
fn pages_of_all_shapes_give_their_article() {
    let paths = pages_in("shapes");
    assert!(20 < paths.len());
    check_all(&paths);
}

#[test]
fn every_rule_for_a_site_has_a_page_and_reads_it() {
    let paths = pages_in("sites");
    check_all(&paths);
    // A rule may hold for several hosts: a page of one of them is enough.
    let hosts: Vec<String> =
        paths.iter().filter_map(|path| path.file_stem()?.to_str().map(|host| host.trim_start_matches("www.").to_owned())).collect();
    let rules = rasid::article::SiteRules::builtin();
    assert!(hosts.iter().all(|host| rules.hosts().contains(&host.as_str())), "{hosts:?}");
    let untested: Vec<&str> =
        rules.groups().into_iter().filter(|group| !group.iter().any(|host| hosts.iter().any(|page| page == host))).flatten().collect();
    assert!(untested.is_empty(), "no page for {untested:?}");
}

fn pages_in(folder: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/pages").join(folder);
    let mut paths: Vec<PathBuf> = fs::read_dir(folder).expect("there are pages").map(|entry| entry.expect("a page").path()).collect();
    paths.sort();
    paths
}

fn check_all(paths: &[PathBuf]) {
    let faults: Vec<String> = paths
        .iter()
        .flat_map(|path| check(path).into_iter().map(|fault| format!("{}: {fault}", path.file_stem().unwrap_or_default().display())))
        .collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
