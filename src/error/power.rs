//! Problems of planning a study.

use super::{Exit, Problem};
use crate::locale::Text;
use crate::text;

fn input(code: &'static str, what: Text, hint: Text) -> Problem {
    Problem { code, exit: Exit::Input, what, hint }
}

/// A number that means nothing; `range` says which do.
pub fn out_of_range(option: &str, range: &Text) -> Problem {
    input(
        "power::out-of-range",
        text!("nilai {option} di luar rentangnya", "the value of {option} is out of range"),
        text!(|l| format!("Isi {option}: {}.", range.get(l)), format!("{option} takes: {}.", range.get(l))),
    )
}

/// Too few programs that never were.
pub fn too_few_draws(least: u32) -> Problem {
    input(
        "power::too-few-draws",
        text!("nilai --draws terlalu kecil", "the value of --draws is too small"),
        text!("Peluang baru dapat dibaca dari sedikitnya {least} kali percobaan.", "A probability can be read from {least} tries or more."),
    )
}

/// Past answers without the column of answers.
pub fn needs_outcome() -> Problem {
    input(
        "power::needs-outcome",
        text!("simulasi dari data lama memerlukan --outcome", "simulation from past data needs --outcome"),
        text!(
            "Sebutkan kolom hasilnya; --unit juga bila responden berkelompok menurut wilayah.",
            "Name the column of the outcome; --unit, too, where respondents come by region."
        ),
    )
}

/// Past data of a handful of answers.
pub fn past_too_few(count: usize) -> Problem {
    input(
        "power::past-too-few",
        text!("data lama hanya berisi {count} jawaban", "past data hold {count} answers only"),
        text!("Berikan data lama dengan lebih banyak jawaban, atau --sd.", "Give past data with more answers, or --sd."),
    )
}

/// Past data in which nothing varies.
pub fn no_variation(column: &str) -> Problem {
    input(
        "power::no-variation",
        text!("\"{column}\" tidak bervariasi dalam data lama", "\"{column}\" does not vary in past data"),
        text!(
            "Periksa kolomnya: perubahan wilayah selain beda tetap antarwilayah dan antarperiode tidak ada, sehingga tidak ada yang dapat disimulasikan. Atau berikan --sd.",
            "Check the column: beyond permanent differences of regions and of periods nothing moves, so there is nothing to simulate. Or give --sd."
        ),
    )
}

/// Neither a standard deviation nor past data.
pub fn needs_sd() -> Problem {
    input(
        "power::needs-sd",
        text!("simpangan baku hasil belum diberikan", "the standard deviation of the outcome was not given"),
        text!(
            "Berikan --sd, atau data lama tanpa program: dampak power DATA --outcome KOLOM --unit KOLOM --time KOLOM.",
            "Give --sd, or past data without the program: dampak power DATA --outcome COL --unit COL --time COL."
        ),
    )
}

/// Neither a size nor an effect.
pub fn needs_size(option: &str) -> Problem {
    input(
        "power::needs-size",
        text!("jumlah wilayah, orang, atau responden belum diberikan", "the number of regions, people or respondents was not given"),
        text!(
            "Berikan {option} untuk dampak terkecil, atau --effect untuk jumlah yang diperlukan.",
            "Give {option} for the smallest effect, or --effect for the number that it takes."
        ),
    )
}

/// Past data without units and periods.
pub fn needs_panel() -> Problem {
    input(
        "power::needs-panel",
        text!("simulasi dari data lama memerlukan --outcome, --unit, dan --time", "simulation from past data needs --outcome, --unit and --time"),
        text!("Sebutkan ketiga kolomnya.", "Name the three columns."),
    )
}

/// Past data that do not hold one placebo program.
pub fn past_too_short(regions: usize, incomplete: usize, periods: usize, window: usize) -> Problem {
    input(
        "power::past-too-short",
        text!(
            "data lama berisi {regions} wilayah lengkap, {incomplete} yang tidak lengkap, dan {periods} periode; rencana ini memerlukan sedikitnya 4 wilayah lengkap dan {window} periode",
            "past data hold {regions} complete regions, {incomplete} with gaps and {periods} periods; this plan needs at least 4 complete regions and {window} periods"
        ),
        text!(
            "Kurangi --before atau --after, satukan tanggal dengan --every, atau berikan data yang lebih panjang.",
            "Use fewer periods in --before or --after, take dates together with --every, or give longer data."
        ),
    )
}
