//! Extract: articles that the engine has not read, to entities and reports.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, PoisonError};

use futures_util::{StreamExt, stream};
use jiff::Timestamp;

use super::article_of::capped;
use super::blocking::words_of;
use super::context::Context;
use super::run::{Stage, StageError, StageReport};
use crate::extract::Extractor;
use crate::knowledge::Knowledge;
use crate::model::{ArticleText, Note};
use crate::store::{DueArticle, Store, StoreError, Unit};
use crate::text::fold;

/// Articles taken from the store at a time, for each worker: enough to keep it busy, few enough to hold in memory.
const TAKEN_PER_WORKER: usize = 8;

/// The extractors that no worker uses at the moment: each knows the words of the articles that it has read.
type Idle = Mutex<Vec<Extractor<Arc<Knowledge>>>>;

/// Reads what is due, on every worker.
pub(super) async fn run_once(context: &Context) -> Result<StageReport, StageError> {
    let (mut done, idle) = (0, Arc::new(Idle::default()));
    while !context.is_stopping() && done < context.batch {
        let limit = (context.n_workers() * TAKEN_PER_WORKER).min(context.batch - done);
        let engine = context.engine.clone();
        let due = context.stored(Stage::Extract, move |store| store.due_articles(&engine, limit)).await?;
        if due.is_empty() {
            return Ok(StageReport { done, ..StageReport::default() });
        }
        let mut reading = stream::iter(due).map(|due| read(context, Arc::clone(&idle), due)).buffer_unordered(context.n_workers());
        while let Some(outcome) = reading.next().await {
            outcome?;
            done += 1;
            context.nudges.done(Stage::Extract);
        }
    }
    Ok(StageReport { done, more_due: true, ..StageReport::default() })
}

/// Reads one article and stores what it says, on a worker's thread.
async fn read(context: &Context, idle: Arc<Idle>, due: DueArticle) -> Result<(), StageError> {
    let (store, knowledge, engine) = (Arc::clone(&context.store), Arc::clone(&context.knowledge), context.engine.clone());
    let (now, max_bytes) = (context.now(), usize::try_from(context.settings.extract.max_text_bytes).unwrap_or(usize::MAX));
    let unit = move || {
        let known = idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let mut extractor = known.unwrap_or_else(|| Extractor::new(knowledge));
        let outcome = read_and_store(&store, &mut extractor, &engine, due, max_bytes, now);
        idle.lock().unwrap_or_else(PoisonError::into_inner).push(extractor);
        outcome
    };
    let stage = Stage::Extract.name();
    match context.compute(unit).await {
        Ok(outcome) => outcome.map_err(|source| StageError::Store { stage, source }),
        Err(message) => Err(StageError::Panic { stage, message }),
    }
}

fn read_and_store(
    store: &Store,
    extractor: &mut Extractor<Arc<Knowledge>>,
    engine: &str,
    due: DueArticle,
    max_bytes: usize,
    now: Timestamp,
) -> Result<(), StoreError> {
    let DueArticle { article, content_hash } = due;
    let id = article.id;
    let n_bytes = article.body.len();
    let body = capped(&article.body, max_bytes).to_owned();
    let n_cut = n_bytes - body.len();
    let text = ArticleText { title: article.title, body, lang: article.lang, published_at: article.published_at };
    let mut extraction = match catch_unwind(AssertUnwindSafe(|| extractor.extract(&text))) {
        Ok(extraction) => extraction,
        Err(panic) => {
            extractor.forget();
            let message = words_of(panic.as_ref());
            let n_tries = store.record_fault(Unit::Article(id), engine, &message, now)?;
            tracing::error!(article.id = %id, n_tries, "reading an article panicked: {message}");
            return Ok(());
        }
    };
    if 0 < n_cut {
        let what = format!("the last {n_cut} of {n_bytes} bytes were not read");
        store.count_drops("the end of a long article was not read", 1, &format!("article {id}: {what}"), now)?;
        extraction.notes.push(Note { what, span: None });
    }
    store.record_extraction((id, &content_hash), engine, &extraction, &fold, now)?;
    tracing::debug!(article.id = %id, n_reports = extraction.reports.len(), "an article was read");
    Ok(())
}
