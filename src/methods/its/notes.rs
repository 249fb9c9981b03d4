//! What the reader of an interrupted series must know.

use super::fit::Fitted;
use super::model::{Part, Regressor};
use super::series::Series;
use super::{Errors, ItsSettings};
use crate::estimate::Note;
use crate::panel::{Period, TimeScale};
use crate::text;

/// With fewer periods on a side, a slope is little more than its noise.
const FEW_PERIODS: usize = 8;

/// All notes of a result.
pub(super) fn of(series: &Series, starts: &[Period], regressors: &[Regressor], fitted: &Fitted, settings: &ItsSettings) -> Vec<Note> {
    let mut out = Vec::new();
    if series.compared {
        out.push(Note::new(
            "comparison-terms",
            text!(
                "pre-slope, level-change, dan slope-change milik deret pembanding; difference-… adalah selisih deret program dari pembanding.",
                "pre-slope, level-change and slope-change are the comparison's; difference-… are the interrupted series' minus the comparison's."
            ),
        ));
    } else {
        out.push(Note::new(
            "no-comparison-series",
            text!(
                "Tanpa deret pembanding, apa pun yang berubah bersamaan dengan program ikut terhitung sebagai dampaknya.",
                "Without a comparison series, whatever else changed at the same time counts as the effect."
            ),
        ));
    }
    if let Some(first) = starts.first() {
        let [before, after] = series.sides(*first);
        if before.min(after) < FEW_PERIODS {
            out.push(Note::new(
                "few-periods",
                text!(
                    "Hanya {before} periode sebelum dan {after} periode sesudah program: kemiringan dan galat bakunya sangat tidak pasti.",
                    "Only {before} periods before and {after} after: slopes and their errors are very uncertain."
                ),
            ));
        }
    }
    let gaps = fitted.line.gaps();
    if gaps > 0 {
        out.push(Note::new(
            "gaps-in-series",
            text!(
                "{gaps} periode di tengah deret tidak mempunyai catatan; periode itu tidak diisi, dan jarak waktunya tetap diperhitungkan.",
                "{gaps} periods within the series have no records; they are not filled in, and their distance in time counts."
            ),
        ));
    }
    out.extend(dropped(regressors, fitted));
    out.extend(lag(fitted, settings));
    if settings.ramadan {
        out.extend(ramadan(series));
    }
    out
}

fn dropped(regressors: &[Regressor], fitted: &Fitted) -> Option<Note> {
    let gone: Vec<&str> =
        regressors.iter().enumerate().filter(|(j, _)| fitted.coefficients[*j].is_none()).map(|(_, regressor)| regressor.term.as_str()).collect();
    if gone.is_empty() {
        return None;
    }
    let list = gone.join(", ");
    let seasons = regressors.iter().any(|regressor| regressor.part == Part::Season && gone.contains(&regressor.term.as_str()));
    let why_id = if seasons { " Musim memerlukan beberapa tahun data." } else { "" };
    let why_en = if seasons { " Seasons need some years of data." } else { "" };
    Some(Note::new(
        "not-told-apart",
        text!(
            "Tidak dapat dibedakan dari suku lain dan tidak dihitung: {list}.{why_id}",
            "Not told apart from other terms by these data and not computed: {list}.{why_en}"
        ),
    ))
}

fn lag(fitted: &Fitted, settings: &ItsSettings) -> Option<Note> {
    if let Some(rho) = fitted.rho {
        return Some(Note::new(
            "autoregressive-errors",
            text!(
                |l| format!("Galat antarperiode dimodelkan berkorelasi {} dengan periode sebelumnya.", crate::locale::number(l, rho, 2)),
                format!("Errors of neighbouring periods are modelled with a correlation of {rho:.2}."),
            ),
        ));
    }
    if fitted.not_white {
        return Some(Note::new(
            "not-prewhitened",
            text!(
                "Kelambanan otomatis dipilih tanpa pemutihan karena skor tidak dapat diputihkan; tetapkan --lag untuk memastikannya.",
                "The automatic lag was chosen without prewhitening, which the scores did not allow; give --lag to be sure of it."
            ),
        ));
    }
    let lag = fitted.lag.filter(|_| settings.errors == Errors::NeweyWest && settings.lag.is_none())?;
    Some(Note::new(
        "automatic-lag",
        text!(
            "Kelambanan galat Newey–West dipilih otomatis sesudah pemutihan: {lag}. Tetapkan sendiri dengan --lag.",
            "The lag of the Newey–West errors was chosen automatically after prewhitening: {lag}. Set it with --lag."
        ),
    ))
}

fn ramadan(series: &Series) -> Option<Note> {
    let note = |text| Some(Note::new("ramadan-not-used", text));
    if series.scale == TimeScale::Integer || series.scale == TimeScale::Year {
        return note(text!("Ramadan tidak dapat diperhitungkan: periode bukan tanggal.", "Ramadan cannot be adjusted for: periods are no dates."));
    }
    let calendar = crate::measure::calendar::official();
    let unknown = series.periods.iter().filter_map(|period| series.scale.first_day(*period)).any(|day| !calendar.covers(chrono::Datelike::year(&day)));
    if unknown {
        return note(text!(
            "Ramadan tidak diketahui untuk sebagian tahun data; tahun itu dihitung tanpa Ramadan.",
            "Ramadan is not known for some years of the data; those count as without it."
        ));
    }
    None
}
