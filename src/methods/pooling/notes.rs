//! What to know of a pool, in words: who is not in it, how much the studies differ, what could not be computed.

use super::{Pooling, Study};
use crate::estimate::Note;
use crate::inference::pool::{PoolMethod, Pooled};
use crate::locale::{Lang, Text, interval, percent};
use crate::text;

/// The note that Knapp and Hartung's interval is the narrower one.
pub const NARROW: &str = "narrow-interval";
/// Fewer studies than these say little about how much studies differ.
const FEW: usize = 5;
/// Shares of I² in percent from which differences are moderate and large (Higgins and Thompson 2002; Cochrane Handbook, 10.10.2, where bands overlap).
const MODERATE: f64 = 40.0;
/// See [`MODERATE`].
const LARGE: f64 = 75.0;
/// Under this p-value of Q, differences are more than chance; 0.10 because the test is weak with few studies.
const CHANCE: f64 = 0.10;
/// From this ratio of the largest to the smallest sampling variance on, metafor warns that results may not be stable.
const UNEQUAL: f64 = 1e7;
/// More names than these are counted.
const NAMES: usize = 6;

/// All notes that fit.
pub(super) fn all(studies: &[Study], pooled: &Pooled, errors: &[f64], how: Pooling) -> Vec<Note> {
    let count = errors.len();
    [
        left_out(studies),
        same_label(studies),
        single(count),
        no_spread(pooled),
        no_prediction(how.method, count),
        narrow(pooled),
        heterogeneity(pooled, count),
        few_studies(count),
        unequal(errors),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Names with what belongs to them, and how many more there are.
fn listed(names: &[Text], l: Lang) -> String {
    let mut shown: Vec<String> = names.iter().take(NAMES).map(|name| name.get(l).to_owned()).collect();
    if names.len() > NAMES {
        let more = names.len() - NAMES;
        shown.push(text!("dan {more} lagi", "and {more} more").get(l).to_owned());
    }
    shown.join(", ")
}

/// Who is not in the mean, and why.
fn left_out(studies: &[Study]) -> Option<Note> {
    let why = |study: &Study| match (study.estimate.filter(|value| value.is_finite()), study.std_error.filter(|error| error.is_finite())) {
        (None, _) => text!("tanpa taksiran", "no estimate"),
        (_, None) => text!("tanpa galat baku", "no standard error"),
        (_, Some(error)) if error <= 0.0 => text!("galat baku tidak positif", "standard error not positive"),
        _ => text!("galat baku di luar jangkauan bilangan", "standard error beyond what numbers can hold"),
    };
    let named = |study: &Study| {
        let (label, why) = (&study.label, why(study));
        text!(|l| format!("{label} ({})", why.get(l)), format!("{label} ({})", why.get(l)))
    };
    let names: Vec<Text> = studies.iter().filter(|study| study.pair().is_none()).map(named).collect();
    let (count, total) = (names.len(), studies.len());
    (count > 0).then(|| {
        Note::new(
            "not-pooled",
            text!(
                |l| format!("{count} dari {total} taksiran tidak ikut digabung: {}.", listed(&names, l)),
                format!("{count} of {total} estimates are not in the mean: {}.", listed(&names, l)),
            ),
        )
    })
}

/// Labels that stand more than once: estimates of one study are not independent.
fn same_label(studies: &[Study]) -> Option<Note> {
    let mut twice: Vec<&str> = Vec::new();
    for (at, study) in studies.iter().enumerate() {
        if studies[..at].iter().any(|earlier| earlier.label == study.label) && !twice.contains(&study.label.as_str()) {
            twice.push(&study.label);
        }
    }
    let names: Vec<Text> = twice.iter().map(|name| Text::same(*name)).collect();
    (!names.is_empty()).then(|| {
        Note::new(
            "same-label",
            text!(
                |l| format!(
                    "Label yang muncul lebih dari sekali: {}. Taksiran dari satu studi tidak saling bebas, padahal rata-rata ini menganggapnya bebas.",
                    listed(&names, l)
                ),
                format!("Labels that stand more than once: {}. Estimates of one study are not independent, and this mean takes them to be.", listed(&names, l)),
            ),
        )
    })
}

fn single(count: usize) -> Option<Note> {
    (count == 1).then(|| {
        Note::new(
            "single-estimate",
            text!(
                "Hanya ada satu taksiran: rata-ratanya adalah taksiran itu sendiri, dan keragaman antarstudi (τ², I²) serta rentang prediksi tidak terdefinisi.",
                "There is a single estimate: the mean is that estimate, and the spread between studies (τ², I²) and the prediction interval are not defined."
            ),
        )
    })
}

/// That Knapp and Hartung's error would be zero.
fn no_spread(pooled: &Pooled) -> Option<Note> {
    pooled.std_error.is_none().then(|| {
        Note::new(
            "no-spread",
            text!(
                |l| format!(
                    "Semua taksiran sama persis, sehingga galat baku Knapp–Hartung nol dan selangnya tidak terdefinisi; tanpa koreksi itu selangnya {}.",
                    plain(pooled, l)
                ),
                format!(
                    "All estimates are exactly the same, so that the Knapp–Hartung standard error is zero and its interval is not defined; without that correction the interval is {}.",
                    plain(pooled, l)
                ),
            ),
        )
    })
}

fn no_prediction(method: PoolMethod, count: usize) -> Option<Note> {
    (method == PoolMethod::Fe && count > 1).then(|| {
        Note::new(
            "no-prediction",
            text!(
                "Penggabungan efek tetap tidak menaksir keragaman antarstudi, sehingga rentang prediksi tidak terdefinisi.",
                "Fixed-effect pooling does not estimate how much studies differ, so that the prediction interval is not defined."
            ),
        )
    })
}

/// That the estimates differ by less than their errors, which makes Knapp and Hartung's interval narrower than the plain one.
fn narrow(pooled: &Pooled) -> Option<Note> {
    let (low, high) = pooled.conf.filter(|_| pooled.df.is_some())?;
    (high - low < pooled.plain.1 - pooled.plain.0).then(|| {
        Note::new(
            NARROW,
            text!(
                |l| format!(
                    "Taksiran-taksiran ini berbeda lebih kecil daripada galatnya sendiri, sehingga selang Knapp–Hartung lebih sempit daripada selang biasa ({}); pakailah yang lebih lebar bila ragu.",
                    plain(pooled, l)
                ),
                format!(
                    "The estimates differ by less than their own errors, so that the Knapp–Hartung interval is narrower than the plain one ({}); use the wider one where in doubt.",
                    plain(pooled, l)
                ),
            ),
        )
    })
}

/// The plain interval with digits enough to tell its ends apart.
fn plain(pooled: &Pooled, l: Lang) -> String {
    let (low, high) = pooled.plain;
    let decimals = (2.0 - (high - low).log10().floor()).clamp(0.0, 6.0) as usize;
    interval(l, low, high, decimals)
}

/// Whether the studies differ by more than chance, and how much of what is seen that is.
fn heterogeneity(pooled: &Pooled, studies: usize) -> Option<Note> {
    let (share, p) = (pooled.between?.i2, pooled.q_p?);
    let more = p < CHANCE || share >= LARGE;
    let note = text!(
        |l| {
            let shown = percent(l, share / 100.0, 0);
            if !more {
                format!("Perbedaan antar-{studies} taksiran ini tidak lebih besar daripada yang dapat muncul karena kebetulan (I² {shown}).")
            } else if share >= LARGE {
                format!(
                    "Taksiran-taksiran ini sangat berbeda satu sama lain: {shown} dari keragaman yang terlihat adalah perbedaan nyata, bukan kebetulan (I²)."
                )
            } else if share >= MODERATE {
                format!("Taksiran-taksiran ini cukup berbeda satu sama lain: {shown} dari keragaman yang terlihat adalah perbedaan nyata (I²).")
            } else {
                format!("Taksiran-taksiran ini sedikit berbeda satu sama lain: {shown} dari keragaman yang terlihat adalah perbedaan nyata (I²).")
            }
        },
        {
            let shown = percent(l, share / 100.0, 0);
            if !more {
                format!("The {studies} estimates differ by no more than chance can bring about (I² {shown}).")
            } else if share >= LARGE {
                format!("The estimates differ very much from each other: {shown} of the spread that is seen is real difference and not chance (I²).")
            } else if share >= MODERATE {
                format!("The estimates differ from each other to some extent: {shown} of the spread that is seen is real difference (I²).")
            } else {
                format!("The estimates differ a little from each other: {shown} of the spread that is seen is real difference (I²).")
            }
        }
    );
    Some(Note::new("heterogeneity", note))
}

/// That so few studies say little about how much studies differ.
fn few_studies(studies: usize) -> Option<Note> {
    (2..FEW).contains(&studies).then(|| {
        Note::new(
            "few-studies",
            text!(
                "Hanya {studies} taksiran: seberapa jauh mereka berbeda satu sama lain (τ², I²) dan rentang prediksinya baru dapat ditaksir secara kasar.",
                "There are {studies} estimates only: how much they differ (τ², I²) and the prediction interval are rough estimates."
            ),
        )
    })
}

/// That errors differ so much that one estimate decides.
fn unequal(errors: &[f64]) -> Option<Note> {
    let (low, high) = (errors.iter().copied().fold(f64::INFINITY, f64::min), errors.iter().copied().fold(0.0, f64::max));
    ((high / low).powi(2) >= UNEQUAL).then(|| {
        Note::new(
            "unequal-errors",
            text!(
                "Galat baku terbesar ribuan kali galat baku terkecil: periksa apakah semuanya dalam satuan yang sama, karena taksiran yang paling teliti menentukan hampir segalanya.",
                "The largest standard error is thousands of times the smallest: check that all are in one unit, because the most precise estimate decides nearly everything."
            ),
        )
    })
}
