//! Whole pages in, whole results out.

use url::Url;

use super::*;
use crate::model::{PageContent, PageProblem};

const ARABIC: &str = include_str!("../../tests/fixtures/pages/ar-call.html");
const ENGLISH: &str = include_str!("../../tests/fixtures/pages/en-meeting.html");
const RUSSIAN: &str = include_str!("../../tests/fixtures/pages/ru-expulsion.html");

fn extract(html: impl AsRef<[u8]>) -> PageContent {
    let url = Url::parse("https://www.example.org/news/123").expect("a valid address");
    extract_page(html.as_ref(), Some("text/html"), &url, &PageLimits::DEFAULT)
}

/// The body's lines are the page's lines that are marked with `data-text`, in order.
fn check_body(html: &str) {
    let expected: Vec<String> = html
        .split("data-text>")
        .skip(1)
        .map(|rest| plain_text(&rest[..rest.find("</p>").or_else(|| rest.find("</h2>")).unwrap_or(rest.len())]))
        .collect();
    let found = extract(html);
    let lines: Vec<&str> = found.body.lines().collect();
    assert_eq!(lines, expected, "{:?}", found.notes);
}

#[test]
fn an_arabic_page() {
    check_body(ARABIC);
    let page = extract(ARABIC);
    assert_eq!(page.title.as_deref(), Some("وزيرا خارجية مصر والأردن يبحثان هاتفيًا تطورات المنطقة"));
    assert_eq!(page.lang.as_deref(), Some("ar"));
    assert_eq!(page.author.as_deref(), Some("قسم الأخبار"));
    assert_eq!(page.site_name.as_deref(), Some("شبكة المنارة"));
    assert_eq!(page.published.map(|found| found.to_string()).as_deref(), Some("2025-06-29T18:30:00+03:00"));
    assert_eq!(page.canonical_url.as_deref(), Some("https://www.example.org/news/123"));
    assert!(page.body.contains("المعابر"), "presentation forms become letters");
    assert!(!page.body.contains(['\u{200F}', '\u{0640}', '\u{202B}']), "no direction marks or tatweel");
}

#[test]
fn an_english_page() {
    check_body(ENGLISH);
    let page = extract(ENGLISH);
    assert_eq!(page.title.as_deref(), Some("Foreign ministers of Norway and Kenya meet in Nairobi"));
    assert_eq!(page.author.as_deref(), Some("Jane Example"));
    assert_eq!(page.published.map(|found| found.at.to_string()).as_deref(), Some("2025-05-14T09:05:00Z"));
    assert_eq!(page.problem, None);
}

#[test]
fn a_russian_page_in_any_charset() {
    check_body(RUSSIAN);
    let expected = extract(RUSSIAN);
    assert_eq!(expected.title.as_deref(), Some("МИД объявил о высылке двух сотрудников посольства"));
    assert_eq!(expected.published.map(|found| found.at.to_string()).as_deref(), Some("2025-04-02T10:20:00Z"));
    for encoding in [encoding_rs::WINDOWS_1251, encoding_rs::KOI8_R] {
        let (bytes, ..) = encoding.encode(RUSSIAN);
        assert_eq!(extract(&bytes).body, expected.body);
    }
}

#[test]
fn pages_in_front_of_an_article_are_no_article() {
    let cases = [
        ("<title>Just a moment...</title><p>Enable JavaScript and cookies to continue", PageProblem::Challenge),
        ("<title>example.org</title><script>window._cf_chl_opt={}</script><p>Please wait", PageProblem::Challenge),
        ("<title>Проверка браузера</title><p>Подождите несколько секунд, мы проверяем ваш браузер.", PageProblem::Challenge),
        ("<title>Before you continue</title><p>We and our partners use cookies and data to deliver services.", PageProblem::Consent),
        ("<title>Страница не найдена</title><p>К сожалению, такой страницы нет. Попробуйте начать с главной.", PageProblem::ErrorPage),
        (
            "<title>Minister resigns</title><article><p>The minister resigned on Monday after a long dispute over the budget.\
             <p>This article is for subscribers. Already a subscriber? Log in.</article>",
            PageProblem::Paywall,
        ),
        ("<title>x</title>", PageProblem::NoText),
        ("", PageProblem::NoText),
    ];
    for (html, problem) in cases {
        let page = extract(html);
        assert_eq!(page.problem, Some(problem), "{html}");
        assert_eq!(page.body.is_empty(), problem != PageProblem::Paywall, "the open beginning of what is paid for is kept: {html}");
        assert!(!page.notes.is_empty());
    }
}

#[test]
fn walls_are_told_by_what_they_are_built_like() {
    let teaser = "<p>The minister resigned on Monday after a long dispute over the budget, his office said in a statement.";
    let long = format!("<article>{}</article>", teaser.repeat(12));
    let ld = |more: &str| format!("<script type=application/ld+json>{{\"@type\":\"NewsArticle\",\"headline\":\"H\",{more}}}</script>");
    let part = "\"hasPart\":[{\"@type\":\"WebPageElement\",\"isAccessibleForFree\":\"False\",\"cssSelector\":\".paid\"}]";
    let cases = [
        (ld("\"isAccessibleForFree\":false") + teaser, Some(PageProblem::Paywall)),
        (ld("\"isAccessibleForFree\":\"http://schema.org/False\"") + teaser, Some(PageProblem::Paywall)),
        (ld(part) + teaser, Some(PageProblem::Paywall)),
        (format!("<meta property=article:content_tier content=locked>{teaser}"), Some(PageProblem::Paywall)),
        (format!("<meta property=article:content_tier content=free>{teaser}"), None),
        // Where the data says that it is paid for, and the whole text is there all the same, it is an article.
        (ld("\"isAccessibleForFree\":false") + &long, None),
        (ld("\"isAccessibleForFree\":false,\"wordCount\":\"1200\"") + &long, Some(PageProblem::Paywall)),
        (ld("\"isAccessibleForFree\":false") + &long.replace("</article>", "<p>And then the talks…</article>"), Some(PageProblem::Paywall)),
        (
            "<meta http-equiv=refresh content='0; url=https://consent.google.com/m?continue=x'><p>Moved".to_owned(),
            Some(PageProblem::Consent),
        ),
        ("<meta http-equiv=Refresh content='0;URL=/.well-known/sgcaptcha/?r=x'>".to_owned(), Some(PageProblem::Challenge)),
        (
            "<form action=\"/v2/collectConsent?sessionId=1\"><p>Yahoo ist Teil der Markenfamilie</form>".to_owned(),
            Some(PageProblem::Consent),
        ),
        ("<noscript><h1>Enable JavaScript and cookies to continue</h1></noscript>".to_owned(), Some(PageProblem::Challenge)),
        (
            "<div id=app></div><noscript>You need to enable JavaScript to run this app.</noscript>".to_owned(),
            Some(PageProblem::NeedsScripts),
        ),
        ("<div id=root></div><noscript>يرجى تفعيل جافا سكريبت لعرض الموقع</noscript>".to_owned(), Some(PageProblem::NeedsScripts)),
        ("<div id=root></div><noscript>Для работы сайта включите JavaScript</noscript>".to_owned(), Some(PageProblem::NeedsScripts)),
        (format!("{long}<noscript>Please enable JavaScript to view the comments.</noscript>"), None),
        ("<script id=\"anubis_challenge\" type=\"application/json\">{}</script><p>Loading".to_owned(), Some(PageProblem::Challenge)),
    ];
    for (html, problem) in cases {
        assert_eq!(extract(&html).problem, problem, "{html}");
    }
    let consent = Url::parse("https://consent.yahoo.com/v2/collectConsent?sessionId=1").expect("a valid address");
    assert_eq!(extract_page(long.as_bytes(), None, &consent, &PageLimits::DEFAULT).problem, Some(PageProblem::Consent));
}

#[test]
fn walls_are_told_by_what_they_say_in_many_languages() {
    let open = "Le ministre a quitté ses fonctions lundi après un long différend sur le budget, a indiqué son cabinet";
    let cases = [
        ("<title>Vérification de sécurité</title><p>Un instant".to_owned(), PageProblem::Challenge),
        ("<title>x</title><p>אנא הוכיחו שאינכם רובוט כדי להמשיך לאתר".to_owned(), PageProblem::Challenge),
        ("<title>x</title><p>لطفا صبر کنید، در حال بررسی مرورگر شما هستیم".to_owned(), PageProblem::Challenge),
        ("<title>x</title><p>Докажите. Подтвердите, что запросы отправляли вы, а не робот".to_owned(), PageProblem::Challenge),
        ("<title>x</title><p>نحن وشركاؤنا نخزن المعلومات على الأجهزة ونصل إليها".to_owned(), PageProblem::Consent),
        ("<title>x</title><p>Wir verwenden Cookies und ähnliche Technologien auf unserer Seite.".to_owned(), PageProblem::Consent),
        ("<title>Ustawienia prywatności</title><p>Szanowni Państwo".to_owned(), PageProblem::Consent),
        (format!("<title>x</title><article><p>{open}…<p>Cet article est réservé aux abonnés.</article>"), PageProblem::Paywall),
        (
            "<title>خبر</title><article><p>استقال الوزير يوم الاثنين بعد خلاف طويل…<p>هذا المحتوى للمشتركين فقط</article>".to_owned(),
            PageProblem::Paywall,
        ),
        (
            "<title>Министр ушёл</title><article><p>Министр ушёл в отставку в понедельник…<p>Материал доступен по подписке</article>"
                .to_owned(),
            PageProblem::Paywall,
        ),
        (
            "<title>הדף</title><article><p>השר התפטר ביום שני לאחר מחלוקת ארוכה…<p>כתבה זו מיועדת למנויים בלבד</article>".to_owned(),
            PageProblem::Paywall,
        ),
        ("<title>صفحه مورد نظر یافت نشد</title><p>به صفحه نخست بروید".to_owned(), PageProblem::ErrorPage),
    ];
    for (html, problem) in cases {
        assert_eq!(extract(&html).problem, Some(problem), "{html}");
    }
}

#[test]
fn json_ld_stands_in_for_a_body_that_scripts_would_build() {
    let text = "The two ministers met in Geneva on Tuesday and agreed to continue their talks next month. ".repeat(4);
    let html = format!(r#"<div id=app></div><script type="application/ld+json">{{"@type":"NewsArticle","articleBody":"{text}"}}</script>"#);
    assert_eq!(extract(&html).body, text.trim());
}

#[test]
fn feed_texts_become_paragraphs() {
    let base = Url::parse("https://example.org/feed").expect("a valid address");
    let check = |html: &str, expected: &str| assert_eq!(from_feed_html(html, &base), expected);
    check("<p>One.</p><p>Читайте также: <a href=x>Другое</a></p><p>Two &amp; three.</p>", "One.\nTwo & three.");
    check("Plain text with a < b.", "Plain text with a < b.");
    check("&lt;p&gt;Twice escaped.&lt;/p&gt;&lt;p&gt;Still.&lt;/p&gt;", "Twice escaped.\nStill.");
    check("one line\n\nanother line", "one line\nanother line");
    check("", "");
    assert_eq!(plain_text("a<br>b <b>c</b>&nbsp;d"), "a b c d");
}

#[test]
fn full_texts_are_told_from_summaries() {
    let paragraph =
        format!("<p>{}</p>", "The ministers discussed the situation on the border and agreed to meet again in the autumn. ".repeat(3));
    let full = paragraph.repeat(5);
    assert!(looks_full(&full, Some("The ministers discussed the situation.")));
    assert!(looks_full(&full, None));
    assert!(!looks_full(&full, Some(&full)));
    assert!(!looks_full(&paragraph, None));
    assert!(!looks_full(&format!("{full}<p>The ministers then went to…</p>"), None));
    assert!(!looks_full(&format!("{full}<p><a href=x>Read more</a></p>"), None));
}

#[test]
fn a_page_cut_anywhere_still_gives_a_result() {
    for page in [ARABIC, ENGLISH, RUSSIAN] {
        for end in (0..page.len()).step_by(97) {
            let found = extract(&page.as_bytes()[..end]);
            assert!(found.problem.is_none() != found.body.is_empty());
        }
    }
}

#[test]
fn bytes_over_the_limit_are_cut_and_noted() {
    let url = Url::parse("https://example.org/").expect("a valid address");
    let limits = PageLimits { max_bytes: 1000, ..PageLimits::DEFAULT };
    let page = extract_page(&[b'x'; 5000], None, &url, &limits);
    assert!(page.notes[0].contains("from 5000 to 1000 bytes"));
}
