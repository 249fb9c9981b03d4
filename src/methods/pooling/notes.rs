//! How much the studies differ, in words.

use crate::estimate::Note;
use crate::inference::pool::Pooled;
use crate::locale::percent;
use crate::text;

/// Fewer studies than these say little about how much studies differ.
const FEW: usize = 5;
/// Shares of I² in percent from which differences are moderate and large (Higgins and Thompson 2002; Cochrane Handbook, 10.10.2, where bands overlap).
const MODERATE: f64 = 40.0;
/// See [`MODERATE`].
const LARGE: f64 = 75.0;
/// Under this p-value of Q, differences are more than chance; 0.10 because the test is weak with few studies.
const CHANCE: f64 = 0.10;

/// Whether the studies differ by more than chance, and how much of what is seen that is.
pub(super) fn heterogeneity(pooled: &Pooled, studies: usize) -> Option<Note> {
    let (share, p) = (pooled.i2?, pooled.q_p?);
    let more = p < CHANCE || share >= LARGE;
    let note = text!(
        |l| {
            let shown = percent(l, share / 100.0, 0);
            if !more {
                format!("Perbedaan antar-{studies} studi ini tidak lebih besar daripada yang dapat muncul karena kebetulan (I² {shown}).")
            } else if share >= LARGE {
                format!("Studi-studi ini sangat berbeda satu sama lain: {shown} dari keragaman yang terlihat adalah perbedaan nyata, bukan kebetulan (I²).")
            } else if share >= MODERATE {
                format!("Studi-studi ini cukup berbeda satu sama lain: {shown} dari keragaman yang terlihat adalah perbedaan nyata (I²).")
            } else {
                format!("Studi-studi ini sedikit berbeda satu sama lain: {shown} dari keragaman yang terlihat adalah perbedaan nyata (I²).")
            }
        },
        {
            let shown = percent(l, share / 100.0, 0);
            if !more {
                format!("The {studies} studies differ by no more than chance can bring about (I² {shown}).")
            } else if share >= LARGE {
                format!("The studies differ very much from each other: {shown} of the spread that is seen is real difference and not chance (I²).")
            } else if share >= MODERATE {
                format!("The studies differ from each other to some extent: {shown} of the spread that is seen is real difference (I²).")
            } else {
                format!("The studies differ a little from each other: {shown} of the spread that is seen is real difference (I²).")
            }
        }
    );
    Some(Note::new("heterogeneity", note))
}

/// That so few studies say little about how much studies differ.
pub(super) fn few_studies(studies: usize) -> Option<Note> {
    (2..FEW).contains(&studies).then(|| {
        Note::new(
            "few-studies",
            text!(
                "Hanya {studies} studi: seberapa jauh studi berbeda satu sama lain (τ², I²) dan rentang prediksinya baru dapat ditaksir secara kasar.",
                "There are {studies} studies only: how much studies differ (τ², I²) and the prediction interval are rough estimates."
            ),
        )
    })
}
