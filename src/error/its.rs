//! Problems of an interrupted series and of times to completion: choices that do not go together, too few periods.

use super::{Exit, Problem};
use crate::text;

fn problem(code: &'static str, exit: Exit, what: crate::locale::Text, hint: crate::locale::Text) -> Problem {
    Problem { code, exit, what, hint }
}

/// Harmonics of no season.
pub fn harmonics_without_season() -> Problem {
    problem(
        "its::harmonics-without-season",
        Exit::Input,
        text!("--harmonics memerlukan --season", "--harmonics needs --season"),
        text!("Sebutkan panjang musim, misalnya --season 12 untuk data bulanan.", "Say how long the season is, for instance --season 12 for months."),
    )
}

/// A season that cannot be.
pub fn bad_season(season: f64, harmonics: u32) -> Problem {
    problem(
        "its::bad-season",
        Exit::Input,
        text!(
            "musim sepanjang {season} periode dengan {harmonics} pasang harmonik tidak dapat dipakai",
            "a season of {season} periods with {harmonics} harmonics cannot be used"
        ),
        text!(
            "Musim lebih panjang dari satu periode, bilangan bulat bila tanpa --harmonics, dan pasang harmonik paling banyak separuhnya.",
            "A season is longer than one period, a whole number without --harmonics, and has at most half as many harmonics."
        ),
    )
}

/// Weights by records with modelled autocorrelation.
pub fn weights_with_autoregression(errors: &str) -> Problem {
    problem(
        "its::weights-with-autoregression",
        Exit::Input,
        text!("--period-weights records tidak dapat dipakai bersama --errors {errors}", "--period-weights records does not go with --errors {errors}"),
        text!("Gunakan --errors newey-west, atau hapus --period-weights.", "Use --errors newey-west, or leave out --period-weights."),
    )
}

/// A lag for errors that have none.
pub fn lag_unused(errors: &str) -> Problem {
    problem(
        "its::lag-unused",
        Exit::Input,
        text!("--lag diberikan bersama --errors {errors} yang tidak memakainya", "--lag was given together with --errors {errors}, which does not use it"),
        text!("Hapus --lag, atau gunakan --errors newey-west.", "Leave out --lag, or use --errors newey-west."),
    )
}

/// A logarithm of zero.
pub fn log_of_nothing(outcome: &str, periods: u64) -> Problem {
    problem(
        "its::log-of-nothing",
        Exit::Input,
        text!(
            "rata-rata \"{outcome}\" nol atau negatif pada {periods} periode: tidak ada logaritmanya",
            "the mean of \"{outcome}\" is zero or negative in {periods} periods: it has no logarithm"
        ),
        text!("Hapus --log.", "Leave out --log."),
    )
}

/// Fewer periods than coefficients.
pub fn too_few_periods(periods: u64, coefficients: u64) -> Problem {
    problem(
        "its::too-few-periods",
        Exit::NotIdentified,
        text!("{periods} periode tidak cukup untuk {coefficients} koefisien", "{periods} periods are not enough for {coefficients} coefficients"),
        text!(
            "Pakai periode yang lebih pendek (--every week), kurangi musim atau kovariat, atau tambahkan data.",
            "Use shorter periods (--every week), fewer seasons or covariates, or add data."
        ),
    )
}

/// Interruptions after the last period.
pub fn start_after_the_end(starts: &[String]) -> Problem {
    let list = starts.join(", ");
    problem(
        "its::start-after-the-end",
        Exit::NotIdentified,
        text!("awal program {list} terletak sesudah periode terakhir", "the start {list} lies after the last period"),
        text!("Periksa --start, atau tambahkan data sesudahnya.", "Check --start, or add data from after it."),
    )
}

/// A group column without a comparison.
pub fn no_comparison_series() -> Problem {
    problem(
        "its::no-comparison-series",
        Exit::NotIdentified,
        text!("kolom --group hanya berisi deret program", "the column of --group has the interrupted series only"),
        text!("Hapus --group, atau sertakan deret pembanding (0).", "Leave out --group, or include the comparison series (0)."),
    )
}

/// A start that is no period of the time column.
pub fn start_not_a_period(start: &str) -> Problem {
    problem(
        "its::start-not-a-period",
        Exit::Input,
        text!("--start \"{start}\" bukan periode pada skala kolom waktu", "--start \"{start}\" is not a period on the scale of the time column"),
        text!(
            "Tulis seperti dalam data: 2024-01-15, 2024-01, 2024-Q1, 2024, atau bilangan bulat.",
            "Write it as in the data: 2024-01-15, 2024-01, 2024-Q1, 2024, or a whole number."
        ),
    )
}

/// A date of the data that is none.
pub fn until_not_a_date(typed: &str) -> Problem {
    problem(
        "its::until-not-a-date",
        Exit::Input,
        text!("--until \"{typed}\" bukan tanggal", "--until \"{typed}\" is not a date"),
        text!("Tulis tanggal data diambil, misalnya 2024-12-31.", "Write the date when the data were taken, such as 2024-12-31."),
    )
}
