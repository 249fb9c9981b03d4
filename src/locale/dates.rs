//! Dates as people write them: `12 Maret 2024`, `12 March 2024`.

use super::Lang;
use chrono::{Datelike, NaiveDate};

const MONTHS_ID: [&str; 12] = ["Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober", "November", "Desember"];
const MONTHS_EN: [&str; 12] = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

/// The name of a month, 1–12; an empty string outside.
pub fn month_name(lang: Lang, month: u32) -> &'static str {
    let names = match lang {
        Lang::Id => &MONTHS_ID,
        Lang::En => &MONTHS_EN,
    };
    (month as usize).checked_sub(1).and_then(|index| names.get(index)).copied().unwrap_or("")
}

/// `12 Maret 2024` or `12 March 2024`.
pub fn date(lang: Lang, day: NaiveDate) -> String {
    format!("{} {} {}", day.day(), month_name(lang, day.month()), day.year())
}

/// `Maret 2024` or `March 2024`.
pub fn month_year(lang: Lang, year: i32, month: u32) -> String {
    format!("{} {year}", month_name(lang, month))
}
