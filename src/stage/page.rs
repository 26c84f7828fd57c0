//! Getting the page of an item, or why not.

use std::sync::Arc;
use std::time::Duration;

use url::Url;

use super::context::Context;
use crate::model::{FailureKind, PageProblem};
use crate::net::{ErrorClass, FetchError, Kind, Request, Response};
use crate::store::DueItem;
use crate::telemetry;

/// A page that was had.
pub(super) struct Page {
    pub response: Response,
}

/// Why there is no page.
pub(super) struct NoPage {
    pub kind: FailureKind,
    pub text: String,
    /// What the page is instead of an article, where that is known.
    pub problem: Option<PageProblem>,
    /// Whether it is worth while to ask again.
    pub may_come: bool,
    /// When, from now, if the server says so.
    pub retry_after: Option<Duration>,
}

impl NoPage {
    /// Our own fault.
    pub fn stumbled(message: &str) -> Self {
        let text = format!("rasid stumbled over this page: {message}");
        Self { kind: FailureKind::Internal, text, problem: None, may_come: true, retry_after: None }
    }

    /// What was had is no article. Walls are asked for again, with the usual waits: many stand there for some readers or some hours only.
    pub fn problem(problem: PageProblem, url: &Url) -> Self {
        let (kind, what, may_come) = match problem {
            PageProblem::Challenge => (FailureKind::Challenge, "a check for browsers stands in front of", true),
            PageProblem::Consent => (FailureKind::Challenge, "a consent wall stands in front of", true),
            PageProblem::Paywall => (FailureKind::NoArticle, "a paywall stands in front of", true),
            PageProblem::ErrorPage => (FailureKind::NoArticle, "an error page stands in place of", false),
            PageProblem::NeedsScripts => (FailureKind::NoArticle, "nothing but scripts is in", false),
            PageProblem::NoText => (FailureKind::NoArticle, "no running text was found in", false),
        };
        Self { kind, text: format!("{what} {url}"), problem: Some(problem), may_come, retry_after: None }
    }

    fn of_error(error: &FetchError) -> Self {
        let (may_come, retry_after) = match error.class() {
            ErrorClass::Transient => (true, None),
            ErrorClass::Limited { retry_after } => (true, retry_after),
            ErrorClass::Permanent => (error.kind() == FailureKind::Challenge, None),
            ErrorClass::Gone => (false, None),
        };
        let problem = (error.kind() == FailureKind::Challenge).then_some(PageProblem::Challenge);
        Self { kind: error.kind(), text: telemetry::chain(error), problem, may_come, retry_after }
    }
}

/// The address of an item's page.
pub(super) fn link_of(item: &DueItem) -> Result<Url, NoPage> {
    let none = |text: String| NoPage { kind: FailureKind::Address, text, problem: None, may_come: false, retry_after: None };
    let link = item.item.item.link.as_ref().ok_or_else(|| none("the feed gives no address for this item".to_owned()))?;
    Url::parse(link).map_err(|error| none(format!("{link:?} is no address: {error}")))
}

/// Fetches a page of an item, if its site allows that.
pub(super) async fn get(context: &Context, item: &Arc<DueItem>, url: Url) -> Result<Page, NoPage> {
    let none = |kind, text: String| NoPage { kind, text, problem: None, may_come: false, retry_after: None };
    let spacing = match &context.robots {
        Some(robots) => robots.permit(&url).await.map_err(|error| NoPage::of_error(&error))?,
        None => None,
    };
    let request = Request { user_agent: item.user_agent.clone(), spacing, ..Request::new(url, Kind::Page) };
    let response = context.fetch.fetch(request).await.map_err(|error| NoPage::of_error(&error))?;
    if let Some(media) = response.content_type.as_deref().filter(|media| !may_be_page(media)) {
        return Err(none(FailureKind::NoArticle, format!("{} is {media}, not a page", response.final_url)));
    }
    Ok(Page { response })
}

/// Whether text can be looked for in what a server calls so; labels lie, so only what is surely something else is refused.
fn may_be_page(media: &str) -> bool {
    let media = media.trim().to_ascii_lowercase();
    let others = ["image/", "audio/", "video/", "font/", "application/pdf", "application/zip", "application/msword", "application/vnd."];
    !others.iter().any(|other| media.starts_with(other))
}
