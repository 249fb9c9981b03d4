//! What the reader must know of a synthetic comparison.

use super::Resampling;
use super::balanced::Balanced;
use crate::estimate::Note;
use crate::locale::Text;
use crate::panel::TimeScale;
use crate::text;

/// Names that a note lists.
const LISTED: usize = 10;
/// Comparison units under which placebos say little.
const FEW_PLACEBOS: usize = 20;

/// Why the errors that were asked for cannot be had.
pub(super) fn impossible(how: Resampling) -> Text {
    match how {
        Resampling::Placebo => {
            text!("placebo memerlukan lebih banyak unit pembanding daripada unit program", "placebo needs more comparison units than treated ones")
        }
        Resampling::Jackknife => text!(
            "jackknife memerlukan paling sedikit dua unit program pada setiap kelompok awal dan lebih dari satu unit pembanding berbobot",
            "the jackknife needs two treated units in every cohort and more than one comparison unit with weight"
        ),
        Resampling::Bootstrap => text!(
            "bootstrap memerlukan paling sedikit dua unit program dan dua unit pembanding",
            "the bootstrap needs at least two treated and two comparison units"
        ),
    }
}

/// No test of the time before the start.
pub(super) fn no_pre_trends() -> Note {
    Note::new(
        "pre-trends-fitted",
        text!(
            "Bobot dipilih agar mengikuti jalur program sebelum dimulai, sehingga tidak ada uji gerak sejajar; nilailah dari kecocokan sebelum program dan dari placebo.",
            "Weights are chosen to follow the treated before the start, so there is no test of parallel movement; judge by the fit before the start and by placebos."
        ),
    )
}

/// No errors at all.
pub(super) fn no_errors() -> Note {
    Note::new(
        "no-errors",
        text!(
            "Galat baku tidak terdefinisi: jackknife memerlukan dua unit program pada setiap kelompok, dan placebo memerlukan lebih banyak unit pembanding daripada unit program.",
            "Standard errors are not defined: the jackknife needs two treated units in every cohort, placebo more comparison units than treated ones."
        ),
    )
}

/// No permutation either.
pub(super) fn no_placebos() -> Note {
    Note::new(
        "permute-unavailable",
        text!(
            "Uji permutasi tidak dihitung: placebo memerlukan lebih banyak unit pembanding daripada unit program.",
            "There is no permutation test: placebos need more comparison units than treated ones."
        ),
    )
}

/// Few comparison units bound the permutation p-value from below.
pub(super) fn few_placebos(donors: usize) -> Option<Note> {
    let best = format!("{:.3}", 1.0 / (donors + 1) as f64);
    let best_id = best.replace('.', ",");
    (donors < FEW_PLACEBOS).then(|| {
        Note::new(
            "few-placebos",
            text!(
                "Hanya ada {donors} unit pembanding: nilai p permutasi tidak dapat lebih kecil dari {best_id}, dan galat baku placebo bertumpu pada {donors} angka.",
                "There are only {donors} comparison units: the permutation p-value cannot be below {best}, and the placebo error rests on {donors} numbers."
            ),
        )
    })
}

/// Units without data in some periods: who, why, and how many are left.
pub(super) fn left_out(panel: &Balanced, scale: TimeScale) -> Option<Note> {
    let all = panel.left_out.len();
    if all == 0 {
        return None;
    }
    let mut named: Vec<String> = panel
        .left_out
        .iter()
        .take(LISTED)
        .map(|(label, _, missing)| {
            let shown: Vec<String> = missing.iter().take(3).map(|period| scale.code(*period)).collect();
            let more = if missing.len() > 3 { ", …" } else { "" };
            format!("{label} ({}{more})", shown.join(", "))
        })
        .collect();
    if all > LISTED {
        named.push("…".into());
    }
    let list = named.join("; ");
    let treated: usize = panel.waves.iter().map(|wave| wave.units.len()).sum();
    let (lost_treated, donors) = (panel.left_out.iter().filter(|(_, treated, _)| *treated).count(), panel.donors);
    let lost_donors = all - lost_treated;
    Some(Note::new(
        "units-left-out",
        text!(
            "{all} unit tanpa data pada sebagian periode dikeluarkan ({lost_treated} unit program, {lost_donors} unit pembanding): {list}. Tersisa {treated} unit program dan {donors} unit pembanding.",
            "{all} units without data in some periods were left out ({lost_treated} treated, {lost_donors} comparison): {list}. Left are {treated} treated and {donors} comparison units."
        ),
    ))
}

/// Covariates without variation of their own among the never-treated.
pub(super) fn collinear(names: &[String]) -> Option<Note> {
    let list = names.join(", ");
    (!names.is_empty()).then(|| {
        Note::new(
            "collinear",
            text!(
                "Dikeluarkan karena di antara unit pembanding merupakan kombinasi dari variabel atau efek tetap lain: {list}.",
                "Left out because among the comparison units they are combinations of other variables or fixed effects: {list}."
            ),
        )
    })
}

/// What record weights do here.
pub(super) fn weights_form_means() -> Note {
    Note::new(
        "weights-form-means",
        text!(
            "Bobot catatan hanya membentuk rata-rata unit per periode; setiap unit program berbobot sama.",
            "Weights of records only form the means of units by period; every treated unit counts the same."
        ),
    )
}

/// A synthetic path that does not follow the treated before the start.
pub(super) fn poor_fit(ratio: f64) -> Note {
    let share = format!("{:.0}", 100.0 * ratio);
    Note::new(
        "poor-fit-before",
        text!(
            "Sebelum program, jalur sintetis menyimpang dari jalur program sebesar {share} persen dari simpangan baku hasilnya: pembandingnya kurang menyerupai.",
            "Before the start the synthetic path is off by {share} percent of the outcome's standard deviation: the comparison is not much like the treated."
        ),
    )
}
