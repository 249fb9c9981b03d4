//! Problems of planning a study.

use super::{Exit, Problem};
use crate::locale::Text;
use crate::text;

fn input(code: &'static str, what: Text, hint: Text) -> Problem {
    Problem { code, exit: Exit::Input, what, hint }
}

/// A number that means nothing.
pub fn out_of_range(option: &str) -> Problem {
    input(
        "power::out-of-range",
        text!("nilai {option} di luar rentangnya", "the value of {option} is out of range"),
        text!("Lihat rentangnya dengan dampak power --help.", "See its range with dampak power --help."),
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
pub fn past_too_short(regions: usize, periods: usize, window: usize) -> Problem {
    input(
        "power::past-too-short",
        text!(
            "data lama berisi {regions} wilayah lengkap dan {periods} periode; rencana ini memerlukan sedikitnya 4 wilayah dan {window} periode",
            "past data hold {regions} complete regions and {periods} periods; this plan needs at least 4 regions and {window} periods"
        ),
        text!("Kurangi --before atau --after, atau berikan data yang lebih panjang.", "Use fewer periods in --before or --after, or give longer data."),
    )
}
