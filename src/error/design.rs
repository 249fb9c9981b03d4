//! Problems of the comparison: no control group, no period before, one cluster.

use super::{Exit, Problem};
use crate::locale::Text;
use crate::text;

pub(super) fn input(code: &'static str, what: Text, hint: Text) -> Problem {
    Problem { code, exit: Exit::Input, what, hint }
}

pub(super) fn unidentified(code: &'static str, what: Text, hint: Text) -> Problem {
    Problem { code, exit: Exit::NotIdentified, what, hint }
}

/// A method of the table that this version does not have.
pub fn method_not_available(method: &str, available: &[&str]) -> Problem {
    let list = available.join(", ");
    input(
        "design::method-not-available",
        text!("metode \"{method}\" belum tersedia dalam versi ini", "the method \"{method}\" is not available in this version"),
        text!("Metode yang tersedia: {list}. Pilih dengan --method.", "Methods there are: {list}. Choose one with --method."),
    )
}

/// An option that a method has no place for; leaving it out silently would answer another question.
pub fn option_not_for_method(option: &str, method: &str) -> Problem {
    input(
        "design::option-not-for-method",
        text!("metode {method} tidak memakai {option}", "the method {method} does not take {option}"),
        text!("Hapus {option}, atau pilih metode lain dengan --method.", "Leave out {option}, or choose another method with --method."),
    )
}

/// No start has all event times of the window together with comparison units that stay untreated through it.
pub fn no_sub_experiment(window: Option<(i64, i64)>) -> Problem {
    let [id, en] = match window {
        Some((from, to)) => [format!(" dengan waktu kejadian {from} sampai {to}"), format!(" over event times {from} to {to}")],
        None => [String::new(), String::new()],
    };
    unidentified(
        "design::no-sub-experiment",
        text!("tidak ada waktu mulai yang mempunyai pembanding bersih{id}", "no start has clean comparison units{en}"),
        text!("Persempit jendela dengan --window A:B, atau gunakan --control not-yet.", "Make the window shorter with --window A:B, or use --control not-yet."),
    )
}

/// A column that the design needs was not named.
pub fn missing_role(option: &str) -> Problem {
    input(
        "design::missing-role",
        text!("analisis ini memerlukan {option}", "this analysis needs {option}"),
        text!("Sebutkan kolomnya dengan {option} KOLOM.", "Name the column with {option} COL."),
    )
}

/// Clusters were named for a variance that does not use them.
pub fn cluster_unused() -> Problem {
    input(
        "design::cluster-unused",
        text!("--cluster diberikan bersama --vcov yang tidak memakai klaster", "--cluster was given together with a --vcov that does not use clusters"),
        text!("Gunakan --vcov cr1 (atau cr0, cr2, cr3), atau hapus --cluster.", "Use --vcov cr1 (or cr0, cr2, cr3), or leave out --cluster."),
    )
}

/// More than two cluster columns.
pub fn too_many_cluster_columns() -> Problem {
    input(
        "design::too-many-cluster-columns",
        text!("lebih dari dua kolom klaster", "more than two cluster columns"),
        text!("Berikan paling banyak dua kolom pada --cluster.", "Give at most two columns to --cluster."),
    )
}

/// A level outside (0, 1).
pub fn bad_level(level: f64) -> Problem {
    input(
        "design::bad-level",
        text!("tingkat kepercayaan {level} tidak berada di antara 0 dan 1", "the confidence level {level} is not between 0 and 1"),
        text!("Berikan misalnya --level 0.95.", "Give for instance --level 0.95."),
    )
}

/// A quantile outside (0, 1).
pub fn bad_quantile(quantile: f64) -> Problem {
    input(
        "design::bad-quantile",
        text!("kuantil {quantile} tidak berada di antara 0 dan 1", "the quantile {quantile} is not between 0 and 1"),
        text!("Berikan misalnya --quantiles 0.1,0.5,0.9.", "Give for instance --quantiles 0.1,0.5,0.9."),
    )
}

/// A method that cannot adjust for covariates.
pub fn covariates_not_available(method: &str) -> Problem {
    input(
        "design::covariates-not-available",
        text!("metode \"{method}\" tidak dapat memakai kovariat", "the method \"{method}\" cannot use covariates"),
        text!(
            "Hapus --covariates, bandingkan per kelompok dengan --by, atau pilih callaway-santanna.",
            "Leave out --covariates, compare within groups with --by, or choose callaway-santanna."
        ),
    )
}

/// A dose that changes over time.
pub fn dose_varies(column: &str, unit: &str) -> Problem {
    input(
        "design::dose-varies",
        text!("dosis \"{column}\" dari unit \"{unit}\" berubah antarbaris", "the dose \"{column}\" of unit \"{unit}\" is not the same on all its rows"),
        text!(
            "Dosis sebuah unit harus tetap; untuk keikutsertaan yang berubah gunakan --participation.",
            "A unit has one dose; for participation that changes over time use --participation."
        ),
    )
}

/// A dose that is no number, or less than nothing.
pub fn bad_dose(column: &str, value: &str) -> Problem {
    input(
        "design::bad-dose",
        text!("dosis \"{value}\" pada \"{column}\" bukan angka nol atau lebih", "the dose \"{value}\" in \"{column}\" is not a number of zero or more"),
        text!(
            "Isi 0 untuk unit tanpa program dan angka positif untuk unit program.",
            "Give 0 for units without the program and a positive number for treated units."
        ),
    )
}

/// Not enough different doses for the spline.
pub fn too_few_doses(doses: usize, columns: usize) -> Problem {
    unidentified(
        "design::too-few-doses",
        text!(
            "{doses} dosis yang berbeda tidak cukup untuk kurva dengan {columns} koefisien",
            "{doses} different doses do not carry a curve with {columns} coefficients"
        ),
        text!("Turunkan --degree atau --knots.", "Lower --degree or --knots."),
    )
}

/// The program did not move participation at all.
pub fn no_take_up() -> Problem {
    unidentified(
        "design::no-take-up",
        text!("program tidak mengubah keikutsertaan sama sekali", "the program did not change participation at all"),
        text!(
            "Periksa kolom --participation: pada kelompok program ia harus naik setelah program dimulai.",
            "Check the column --participation: in the treated group it must rise after the start."
        ),
    )
}

/// No unit is ever treated.
pub fn no_treated_group() -> Problem {
    unidentified(
        "design::no-treated-group",
        text!("tidak ada unit yang mengikuti program dalam data ini", "no unit is treated in these data"),
        text!("Periksa kolom perlakuan dan penanda kelompoknya.", "Check the treatment column and how it marks the treated."),
    )
}

/// No unit to compare with.
pub fn no_control_group() -> Problem {
    unidentified(
        "design::no-control-group",
        text!(
            "tidak ada kelompok pembanding: semua unit mengikuti program sejak periode yang sama",
            "there is no comparison group: all units are treated from the same period on"
        ),
        text!(
            "Tambahkan unit yang tidak mengikuti program, atau gunakan dampak prepost untuk perbandingan sebelum–sesudah.",
            "Add units without the program, or use dampak prepost for a before/after comparison."
        ),
    )
}

/// Never-treated units were asked for and there are none.
pub fn no_never_treated() -> Problem {
    unidentified(
        "design::no-never-treated",
        text!("tidak ada unit yang tidak pernah mengikuti program", "no unit is never treated"),
        text!(
            "Gunakan --control not-yet untuk membandingkan dengan unit yang belum mengikuti program.",
            "Use --control not-yet to compare with units that are not yet treated."
        ),
    )
}

/// A unit that changes its cluster.
pub fn cluster_varies(column: &str, unit: &str) -> Problem {
    input(
        "design::cluster-varies",
        text!("klaster \"{column}\" dari unit \"{unit}\" berubah antarwaktu", "the cluster \"{column}\" of unit \"{unit}\" changes over time"),
        text!(
            "Klaster harus tetap untuk setiap unit; perbaiki kolomnya atau pilih klaster lain dengan --cluster.",
            "A unit must stay in one cluster; correct the column or choose another one with --cluster."
        ),
    )
}

/// No period before the start.
pub fn no_period_before() -> Problem {
    unidentified(
        "design::no-period-before",
        text!("tidak ada periode sebelum program dimulai", "there is no period before the program starts"),
        text!(
            "Tambahkan data dari masa sebelum program, atau periksa kolom awal program.",
            "Add data from before the program, or check the column with its start."
        ),
    )
}

/// No period after the start.
pub fn no_period_after() -> Problem {
    unidentified(
        "design::no-period-after",
        text!("tidak ada periode sesudah program dimulai", "there is no period after the program starts"),
        text!(
            "Tambahkan data dari masa sesudah program, atau periksa kolom awal program.",
            "Add data from after the program, or check the column with its start."
        ),
    )
}

/// One of the four cells of the 2×2 holds no record.
pub fn empty_cell(treated: bool, after: bool) -> Problem {
    let id = format!("{} {}", if treated { "kelompok program" } else { "kelompok pembanding" }, if after { "sesudah" } else { "sebelum" });
    let en = format!("{} {}", if treated { "the treated" } else { "the comparison group" }, if after { "after the start" } else { "before the start" });
    unidentified(
        "design::empty-cell",
        Text { id: format!("tidak ada catatan yang dapat dipakai untuk {id}"), en: format!("there is no usable record of {en}") },
        text!(
            "Keempat kelompok (program/pembanding × sebelum/sesudah) harus terisi; lihat jumlah baris yang gugur dan alasannya.",
            "All four groups (treated/comparison × before/after) must have records; look at what was dropped and why."
        ),
    )
}

/// The 2×2 was asked for on more than two periods.
pub fn two_periods_needed(periods: usize) -> Problem {
    input(
        "design::two-periods-needed",
        text!("metode 2x2 memerlukan tepat dua periode; data memuat {periods}", "the method 2x2 needs exactly two periods; the data have {periods}"),
        text!(
            "Tandai masa sesudah dengan --group dan --post, atau gunakan --method twfe atau event-study.",
            "Mark the time after with --group and --post, or use --method twfe or event-study."
        ),
    )
}

/// Fewer than two clusters.
pub fn one_cluster(column: &str) -> Problem {
    input(
        "design::one-cluster",
        text!("hanya ada satu klaster pada \"{column}\"", "there is only one cluster in \"{column}\""),
        text!(
            "Galat baku berklaster memerlukan sedikitnya dua klaster; pilih klaster lain dengan --cluster, atau --vcov hc1.",
            "Clustered standard errors need at least two clusters; choose others with --cluster, or --vcov hc1."
        ),
    )
}

/// Two starts in one unit.
pub fn cohort_varies(unit: &str, units: usize) -> Problem {
    let [id, en] = and_others(units);
    input(
        "design::cohort-varies",
        text!("unit \"{unit}\" mempunyai lebih dari satu awal program{id}", "unit \"{unit}\" has more than one start of treatment{en}"),
        text!("Awal program harus sama pada semua baris satu unit.", "The start must be the same on all rows of a unit."),
    )
}

/// The treatment is a combination of the other regressors.
pub fn not_identified(term: &str, with: &str) -> Problem {
    unidentified(
        "design::not-identified",
        text!("\"{term}\" tidak dapat dipisahkan dari {with}", "\"{term}\" cannot be told apart from {with}"),
        text!(
            "Tidak ada variasi program yang tersisa setelah efek tetap dan kovariat. Kurangi efek tetap atau kovariat, atau tambahkan unit pembanding.",
            "No variation of the treatment is left after the fixed effects and covariates. Use fewer of them, or add comparison units."
        ),
    )
}

/// A nonlinear model whose likelihood has no maximum.
pub fn no_maximum(family: &str) -> Problem {
    unidentified(
        "design::no-maximum",
        text!(
            "model {family} tidak mempunyai maksimum: dalam suatu kelompok atau periode, semua hasil tanpa program sama pada batasnya (0, atau 1)",
            "the {family} model has no maximum: in some cohort or period all untreated outcomes lie on the bound (0, or 1)"
        ),
        text!(
            "Gabungkan kelompok mulai atau periode, kurangi kovariat, atau gunakan --family gaussian.",
            "Join starting groups or periods, use fewer covariates, or use --family gaussian."
        ),
    )
}

/// Outcomes that a nonlinear model cannot have.
pub fn outcome_out_of_range(column: &str, cells: usize, share: bool) -> Problem {
    let (id, en) = if share { ("di antara 0 dan 1", "between 0 and 1") } else { ("0 atau lebih", "0 or more") };
    input(
        "design::outcome-out-of-range",
        text!("\"{column}\" harus {id}, tetapi {cells} sel tidak demikian", "\"{column}\" must be {en}, but {cells} cells are not"),
        text!("Gunakan --family gaussian, atau periksa kolom hasil.", "Use --family gaussian, or check the outcome column."),
    )
}

/// Fewer records than coefficients.
pub fn too_few_records(records: u64, coefficients: usize) -> Problem {
    unidentified(
        "design::too-few-records",
        text!("{records} catatan tidak cukup untuk {coefficients} koefisien", "{records} records are not enough for {coefficients} coefficients"),
        text!("Kurangi kovariat atau efek tetap, atau tambahkan data.", "Use fewer covariates or fixed effects, or add data."),
    )
}

/// No record is left.
pub fn no_records() -> Problem {
    input(
        "design::no-records",
        text!("tidak ada catatan yang tersisa untuk dianalisis", "no record is left to analyse"),
        text!(
            "Lihat alasan baris gugur; periksa kolom, saringan, dan nilai yang kosong.",
            "Look at why rows were dropped; check columns, filters and missing values."
        ),
    )
}

/// How many units beside the one that is named, in Indonesian and English; nothing where it is the only one.
pub(super) fn and_others(units: usize) -> [String; 2] {
    match units.saturating_sub(1) {
        0 => [String::new(), String::new()],
        1 => [" (dan 1 unit lain serupa)".into(), " (and 1 more unit like it)".into()],
        others => [format!(" (dan {others} unit lain serupa)"), format!(" (and {others} more units like it)")],
    }
}

/// No record at all, and what took them: reasons with their rows.
pub fn no_records_because(reasons: &[(Text, u64)]) -> Problem {
    if reasons.is_empty() {
        return no_records();
    }
    let list = |id: bool| {
        let parts = reasons.iter().map(|(reason, rows)| format!("{} ({rows})", if id { &reason.id } else { &reason.en }));
        parts.collect::<Vec<_>>().join("; ")
    };
    let (id, en) = (list(true), list(false));
    input(
        "design::no-records",
        text!("tidak ada catatan yang tersisa untuk dianalisis; baris gugur karena: {id}", "no record is left to analyse; rows left because: {en}"),
        text!("Periksa kolom, saringan, dan nilai yang kosong.", "Check columns, filters and missing values."),
    )
}

/// A variance that is not defined for this design.
pub fn variance_not_available(kind: &str, why: &Text) -> Problem {
    input(
        "design::variance-not-available",
        text!(|l| format!("ragam {kind} tidak tersedia di sini: {}", why.get(l)), format!("the variance {kind} is not available here: {}", why.get(l))),
        text!("Gunakan --vcov cr1 atau hc1.", "Use --vcov cr1 or hc1."),
    )
}

/// The records are needed a second time and are not there.
pub fn records_needed(kind: &str) -> Problem {
    input(
        "design::records-needed",
        text!(
            "ragam {kind} dengan kovariat yang berubah-ubah di dalam sel memerlukan pembacaan data sekali lagi",
            "the variance {kind} with covariates that vary within cells needs the records a second time"
        ),
        text!("Berikan berkas (bukan masukan standar), atau gunakan --vcov cr1.", "Give a file (not standard input), or use --vcov cr1."),
    )
}

/// A marker column with something else than 0 and 1.
pub fn not_binary(column: &str, found: &str) -> Problem {
    input(
        "design::not-binary",
        text!("kolom \"{column}\" harus berisi 0 dan 1; ditemukan \"{found}\"", "the column \"{column}\" must hold 0 and 1; found \"{found}\""),
        text!("Ubah isinya menjadi 0 dan 1.", "Turn its values into 0 and 1."),
    )
}

/// Fixed effects that would have to be written out as dummies are too many.
pub fn too_many_levels(levels: usize, limit: usize) -> Problem {
    input(
        "design::too-many-levels",
        text!("perhitungan ini memerlukan {levels} variabel boneka; batasnya {limit}", "this computation needs {levels} dummy variables; the limit is {limit}"),
        text!("Gunakan --vcov cr1 atau hc1, atau kurangi efek tetap.", "Use --vcov cr1 or hc1, or fewer fixed effects."),
    )
}

/// A value or weight that is not a finite number.
pub fn unusable_numbers(variable: &str, cells: usize) -> Problem {
    input(
        "design::unusable-numbers",
        text!(
            "\"{variable}\" memuat nilai yang bukan bilangan hingga ({cells} sel)",
            "\"{variable}\" holds values that are not finite numbers ({cells} cells)"
        ),
        text!("Hapus atau perbaiki nilai itu.", "Remove or correct these values."),
    )
}

/// A combination of effects that is not written as one.
pub fn bad_combination(typed: &str) -> Problem {
    input(
        "design::bad-combination",
        text!("\"{typed}\" bukan kombinasi dampak", "\"{typed}\" is not a combination of effects"),
        text!(
            "Tulis misalnya --combine \"akhir: 0.5*[event-time 3] + 0.5*[event-time 4]\".",
            "Write for instance --combine \"late: 0.5*[event-time 3] + 0.5*[event-time 4]\"."
        ),
    )
}

/// A combination of effects names one that the result does not have.
pub fn unknown_effect(name: &str, known: &[String]) -> Problem {
    let list = known.join(", ");
    input(
        "design::unknown-effect",
        text!("hasil ini tidak mempunyai dampak [{name}]", "the result has no effect [{name}]"),
        text!("Dampak yang ada: {list}.", "The effects there are: {list}."),
    )
}

/// Errors of a synthetic method that the design or the method does not allow.
pub fn errors_not_available(kind: &str, why: &Text) -> Problem {
    input(
        "design::errors-not-available",
        text!(|l| format!("galat baku {kind} tidak tersedia di sini: {}", why.get(l)), format!("{kind} errors are not available here: {}", why.get(l))),
        text!(
            "Gunakan --errors placebo, jackknife, atau bootstrap; tanpa pilihan, program memilih yang cocok.",
            "Use --errors placebo, jackknife or bootstrap; without a choice the one that fits is taken."
        ),
    )
}

/// No unit of a group has data in every period; the first one is named with its missing periods.
pub fn no_complete_unit(treated: bool, first: &str, units: usize) -> Problem {
    let [id, en] = and_others(units);
    let (group_id, group_en) = if treated { ("unit program", "treated unit") } else { ("unit pembanding", "comparison unit") };
    unidentified(
        "design::no-complete-unit",
        text!(
            "tidak ada {group_id} yang datanya lengkap pada semua periode; kosong: {first}{id}",
            "no {group_en} has data in every period; missing: {first}{en}"
        ),
        text!(
            "Batasi ke periode yang lengkap, periksa apakah kunci unit berganti di tengah data (misalnya kode wilayah), atau gunakan metode yang menerima panel tidak seimbang, misalnya imputation.",
            "Restrict the data to complete periods, see whether the key of the unit changes on the way (the code of a region, say), or use a method for unbalanced panels such as imputation."
        ),
    )
}
