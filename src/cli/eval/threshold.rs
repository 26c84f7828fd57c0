//! Precision and recall at rising thresholds of confidence.

use super::gold::GoldArticle;
use super::score::{Count, Figures, score};
use crate::model::Extraction;

/// The thresholds of the table.
pub const THRESHOLDS: [f64; 8] = [0.0, 0.4, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9];

/// How many reports are found and right when only those at least as sure as each of [`THRESHOLDS`] count.
pub fn by_threshold(read: &[(GoldArticle, Extraction)]) -> Vec<(f64, Count)> {
    let at = |threshold: f64| {
        let mut figures = Figures::default();
        for (article, extraction) in read {
            let mut sure = extraction.clone();
            sure.reports.retain(|report| threshold <= report.confidence);
            score(article, &sure, &mut figures, &mut Vec::new());
        }
        (threshold, figures.event)
    };
    THRESHOLDS.into_iter().map(at).collect()
}
