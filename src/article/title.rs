//! Titles without the name of the site.

/// What sites put between a title and their name.
const SEPARATORS: [&str; 7] = [" | ", " - ", " – ", " — ", " :: ", " » ", " • "];

/// Drops the site's name from either end of a title, where it is known to be that.
pub(super) fn without_site(title: &str, is_site: &dyn Fn(&str) -> bool) -> String {
    for separator in SEPARATORS {
        if let Some((title, site)) = title.rsplit_once(separator)
            && is_site(site)
        {
            return title.trim().to_owned();
        }
        if let Some((site, title)) = title.split_once(separator)
            && is_site(site)
        {
            return title.trim().to_owned();
        }
    }
    title.trim().to_owned()
}

/// For `<title>`: also drops a short last part after a separator when enough is left in front of it.
pub(super) fn without_last_part(title: &str, is_site: &dyn Fn(&str) -> bool) -> String {
    let title = without_site(title, is_site);
    for separator in SEPARATORS {
        if let Some((front, site)) = title.rsplit_once(separator)
            && site.split_whitespace().count() <= 4
            && 4 <= front.split_whitespace().count()
        {
            return front.trim().to_owned();
        }
    }
    title
}
