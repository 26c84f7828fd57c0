//! Pages that stand in front of an article and are none: bot checks, consent walls, paywalls, error pages.

use super::blocks;
use crate::model::PageProblem;

/// A body of at least this many characters is an article, whatever else the page says.
const ARTICLE_CHARS: usize = 900;

/// A body of fewer characters may be no more than the beginning of an article that is paid for.
const TEASER_CHARS: usize = 300;

/// What a page's title says when it is a bot check, in lower case.
const CHALLENGE_TITLES: &[&str] = &[
    "just a moment",
    "attention required",
    "ddos-guard",
    "ddos protection",
    "access denied",
    "access to this page has been denied",
    "are you a robot",
    "are you human",
    "robot check",
    "security check",
    "human verification",
    "verifying you are human",
    "verify you are human",
    "one moment, please",
    "please wait...",
    "pardon our interruption",
    "captcha",
    "checking your browser",
    "bot verification",
    "проверка браузера",
    "вы не робот",
    "доступ ограничен",
    "подтвердите, что запросы",
    "لحظة",
    "تحقق من أنك",
];

/// What the markup of a bot check holds.
const CHALLENGE_MARKUP: &[&str] = &[
    "/cdn-cgi/challenge-platform/h/",
    "cf-browser-verification",
    "cf_chl_opt",
    "cf-challenge-running",
    "_incapsula_resource",
    "px-captcha",
    "captcha-delivery.com",
    "geo.captcha-delivery",
    "ddos-guard/js-challenge",
    "/.well-known/ddos-guard/",
    "g-recaptcha",
    "h-captcha",
    "cf-turnstile",
    "showcaptcha",
    "smartcaptcha",
    "__qrator",
];

/// What the text of a bot check says, in lower case.
const CHALLENGE_TEXT: &[&str] = &[
    "перед переходом на сайт",
    "ваш браузер скоро будет перенаправлен",
    "التحقق من أنك لست روبوت",
    "مراجعة أمان اتصالك",
    "vérification que vous êtes humain",
    "vous êtes humain",
    "verificando que usted es humano",
    "überprüfung, ob sie ein mensch",
    "sprawdzamy, czy",
    "güvenlik doğrulaması",
    "перевірка браузера",
    "подтвердите, что запросы отправляли вы",
    "press & hold to confirm",
    "performing security verification",
    "javascript is disabled in your browser",
    "enable javascript and cookies to continue",
    "checking your browser before accessing",
    "checking if the site connection is secure",
    "needs to review the security of your connection",
    "verify you are human",
    "verify that you are not a robot",
    "you have been blocked",
    "unusual traffic from your computer",
    "подтвердите, что вы не робот",
    "проверяем ваш браузер",
    "أثبت أنك لست روبوت",
    "تأكد من أنك لست روبوت",
    "التحقق من أنك إنسان",
];

const CONSENT_TITLES: &[&str] = &[
    "zustimmung erforderlich",
    "bevor sie fortfahren",
    "avant de continuer",
    "antes de continuar",
    "prima di continuare",
    "privacy gate",
    "cookie wall",
    "einwilligung",
    "zgoda na",
    "согласие на обработку",
    "uw privacy",
    "voordat je verdergaat",
    "before you continue",
    "cookie consent",
    "consent",
    "your privacy choices",
    "we value your privacy",
    "privacy settings",
];

const CONSENT_TEXT: &[&str] = &[
    "partner speichern und verarbeiten",
    "mithilfe von cookies",
    "ohne werbetracking",
    "wie gewohnt mit werbung",
    "nos partenaires et nous",
    "nous et nos partenaires",
    "utilisons des cookies",
    "nosotros y nuestros socios",
    "noi e i nostri partner",
    "my i nasi partnerzy",
    "используем cookie",
    "использует файлы cookie",
    "файлы cookie для",
    "يستخدم هذا الموقع ملفات",
    "ملفات تعريف الارتباط لتحسين",
    "cerezleri kullan",
    "çerezleri kullan",
    "store and access information on your device",
    "before you continue to",
    "we and our partners store and/or access information",
    "we and our partners",
    "we use cookies and data to",
    "accept all cookies",
    "accept all",
    "мы используем файлы cookie",
    "نستخدم ملفات تعريف الارتباط",
    "nous utilisons des cookies",
];

const PAYWALL_TEXT: &[&str] = &[
    "réservée aux abonnés",
    "réservés aux abonnés",
    "il vous reste",
    "pour lire la suite",
    "lire la suite de cet article",
    "suscríbete para seguir leyendo",
    "solo para suscriptores",
    "exklusiv für abonnenten",
    "weiterlesen mit",
    "jetzt weiterlesen",
    "nur für abonnenten",
    "tylko dla prenumeratorów",
    "dostęp dla subskrybentów",
    "riservato agli abbonati",
    "exclusivo para assinantes",
    "abonelere özel",
    "доступно по подписке",
    "полный текст доступен",
    "для продолжения чтения",
    "читать дальше можно по подписке",
    "матеріал доступний передплатникам",
    "هذا المحتوى للمشتركين",
    "هذا المقال للمشتركين",
    "أكمل القراءة بالاشتراك",
    "כתבה זו מיועדת למנויים",
    "למנויים בלבד",
    "continue reading with a subscription",
    "register to continue reading",
    "subscribe for full access",
    "this content is for subscribers",
    "to read the full story",
    "become a subscriber to",
    "you have reached your limit",
    "free articles remaining",
    "subscribe to continue reading",
    "subscribe to read",
    "subscribers only",
    "for subscribers only",
    "to continue reading, subscribe",
    "already a subscriber",
    "this article is for subscribers",
    "sign in to continue reading",
    "log in to continue reading",
    "create a free account to continue",
    "доступно только подписчикам",
    "материал доступен по подписке",
    "оформите подписку, чтобы",
    "المقال متاح للمشتركين",
    "للمشتركين فقط",
    "اشترك لمتابعة القراءة",
    "réservé aux abonnés",
    "contenido exclusivo para suscriptores",
];

const ERROR_TITLES: &[&str] = &[
    "404",
    "page not found",
    "not found",
    "error 40",
    "error 50",
    "500 internal",
    "502 bad gateway",
    "503 service",
    "страница не найдена",
    "ошибка 404",
    "الصفحة غير موجودة",
    "الصفحة المطلوبة غير موجودة",
    "page introuvable",
    "página no encontrada",
];

/// What a page shows of itself.
pub(super) struct Signs<'a> {
    /// `<title>`.
    pub title: &'a str,
    /// The page's own markup, after the pre-pass or before it.
    pub html: &'a str,
    /// All text of the page.
    pub text: &'a str,
    /// The article's body, as far as one was found.
    pub body: &'a str,
    /// JSON-LD says that the article is not free.
    pub is_paid: bool,
}

/// Names what stands in front of the article; `None` for an article (with a body long enough, always).
pub(super) fn recognise(signs: &Signs) -> Option<PageProblem> {
    let body_chars = signs.body.chars().count();
    if ARTICLE_CHARS <= body_chars {
        return None;
    }
    let title = signs.title.to_lowercase();
    let text = signs.text.to_lowercase();
    let has = |phrases: &[&str], text: &str| phrases.iter().any(|phrase| text.contains(phrase));
    let starts = |phrases: &[&str]| phrases.iter().any(|phrase| title.trim().starts_with(phrase));
    let is_bare = text.chars().count() < 4 * ARTICLE_CHARS;
    if is_bare
        && (starts(CHALLENGE_TITLES) || has(CHALLENGE_TEXT, &text) || body_chars < 200 && has(CHALLENGE_MARKUP, &signs.html.to_lowercase()))
    {
        Some(PageProblem::Challenge)
    } else if starts(ERROR_TITLES) {
        Some(PageProblem::ErrorPage)
    } else if is_bare
        && (starts(CONSENT_TITLES) || has(CONSENT_TEXT, &signs.body.to_lowercase()) && body_chars < 600 && has(CONSENT_TEXT, &text))
    {
        Some(PageProblem::Consent)
    } else if signs.is_paid || is_cut(signs.body) && has(PAYWALL_TEXT, &text) {
        Some(PageProblem::Paywall)
    } else {
        None
    }
}

/// Whether a text breaks off: a menu that offers subscriptions stands over many a short article that is all there.
fn is_cut(body: &str) -> bool {
    let end = body.trim_end();
    body.chars().count() < TEASER_CHARS || !blocks::ends_sentence(end) || end.ends_with('…') || end.ends_with("...")
}

/// A note for people.
pub(super) fn note(problem: PageProblem) -> &'static str {
    match problem {
        PageProblem::Challenge => "a bot check stands in front of the page",
        PageProblem::Consent => "a consent wall stands in front of the page",
        PageProblem::Paywall => "the text is kept for subscribers",
        PageProblem::ErrorPage => "the page says that it could not be found or shown",
        PageProblem::NoText => "no running text was found on the page",
    }
}
