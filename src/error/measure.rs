//! Problems of the working calendar and of satisfaction scores.

use super::{Exit, Problem};
use crate::locale::Text;
use crate::text;

fn input(code: &'static str, what: Text, hint: Text) -> Problem {
    Problem { code, exit: Exit::Input, what, hint }
}

/// A time or a span of hours in the calendar that cannot be read, or spans that overlap.
pub fn calendar_hours(key: &str, given: &str) -> Problem {
    input(
        "measure::calendar-hours",
        text!(
            "kalender kerja, {key}: jam \"{given}\" tidak dapat dibaca atau saling bertumpuk",
            "working calendar, {key}: the hours \"{given}\" cannot be read or overlap"
        ),
        text!(
            "Tulis jam sebagai \"07:30\" dan rentang sebagai \"07:30-12:00\", urut dan dalam satu hari.",
            "Write a time as \"07:30\" and a span as \"07:30-12:00\", in order and within one day."
        ),
    )
}

/// A date or a span of dates in the calendar that cannot be read.
pub fn calendar_date(key: &str, given: &str) -> Problem {
    input(
        "measure::calendar-date",
        text!("kalender kerja, {key}: tanggal \"{given}\" tidak dapat dibaca", "working calendar, {key}: the date \"{given}\" cannot be read"),
        text!(
            "Tulis tanggal sebagai 2024-12-30 dan rentang sebagai \"2024-12-30/2025-01-02\", antara tahun 1970 dan 2099.",
            "Write a date as 2024-12-30 and a span as \"2024-12-30/2025-01-02\", between 1970 and 2099."
        ),
    )
}

/// Weekly hours that do not fit into the days open.
pub fn calendar_week(key: &str) -> Problem {
    input(
        "measure::calendar-week",
        text!(
            "kalender kerja, {key}: jumlah jam seminggu tidak muat pada hari buka",
            "working calendar, {key}: the weekly hours do not fit into the days open"
        ),
        text!(
            "Periksa days (5, 6, atau daftar hari), week, opens, dan saturday_length; atau tulis jam tiap hari, misalnya monday = [\"08:00-12:00\", \"13:00-16:00\"].",
            "Check days (5, 6 or a list of weekdays), week, opens and saturday_length; or write the hours of each day, say monday = [\"08:00-12:00\", \"13:00-16:00\"]."
        ),
    )
}

/// A date that is both an own closure and an extra open day.
pub fn calendar_conflict(day: &str) -> Problem {
    input(
        "measure::calendar-conflict",
        text!("kalender kerja: {day} ada di closures dan juga di extra_open", "working calendar: {day} is both in closures and in extra_open"),
        text!("Hapus tanggal itu dari salah satunya.", "Remove the date from one of them."),
    )
}

/// A satisfaction score outside 1–4.
pub fn score_outside_scale(item: &str, row: usize, value: f64) -> Problem {
    input(
        "measure::score-outside-scale",
        text!("unsur {item}, baris {row}: skor {value} di luar skala 1–4", "element {item}, row {row}: the score {value} is outside the scale 1–4"),
        text!(
            "Indeks SKM memakai skala 1–4 (Permenpan RB 14/2017). Ubah skala lain ke 1–4 atau kosongkan nilai yang salah.",
            "The SKM index is on the scale 1–4 (Permenpan RB 14/2017). Convert another scale to 1–4, or empty values that are wrong."
        ),
    )
}

/// Columns of scores that are empty, missing or of unequal length.
pub fn scores_missing(item: &str) -> Problem {
    input(
        "measure::scores-missing",
        text!("unsur {item}: tidak ada satu pun skor yang dapat dipakai", "element {item}: there is no score that can be used"),
        text!("Periksa kolom unsur itu, atau keluarkan dari daftar unsur.", "Check the column of that element, or leave it out of the list of elements."),
    )
}

/// Answers in words whose order on the scale 1–4 cannot be told.
pub fn answers_not_ordered(column: &str, reason: &Text) -> Problem {
    input(
        "measure::answers-not-ordered",
        Text::by(|l| match l {
            crate::locale::Lang::Id => format!("kolom \"{column}\": jawaban tidak dapat diubah menjadi skor 1–4 ({})", reason.get(l)),
            crate::locale::Lang::En => format!("column \"{column}\": the answers cannot be turned into scores 1–4 ({})", reason.get(l)),
        }),
        text!("Sebutkan skor tiap jawaban dalam berkas studi.", "Give the score of each answer in the study file."),
    )
}

/// Why answers in words cannot be ordered: five levels, or words that are not known.
pub fn five_levels() -> Text {
    text!("ada lima tingkat jawaban, sedangkan SKM memakai empat", "there are five levels, where the SKM uses four")
}

/// Why answers in words cannot be ordered: a word that is not known.
pub fn unknown_answer(answer: &str) -> Text {
    text!("jawaban \"{answer}\" tidak dikenal", "the answer \"{answer}\" is not known")
}

/// Why an answer cannot be scored: its number and its words say different things.
pub fn contradicting_answer(answer: &str) -> Text {
    text!("angka dan kata pada jawaban \"{answer}\" bertentangan", "number and words of the answer \"{answer}\" contradict each other")
}

/// Labels of periods that cannot be put in the order of time.
pub fn periods_not_ordered(column: &str, labels: &str) -> Problem {
    input(
        "measure::periods-not-ordered",
        text!(
            "kolom \"{column}\": urutan waktu periode tidak dapat dikenali (\"{labels}\")",
            "column \"{column}\": the order in time of the periods cannot be told (\"{labels}\")"
        ),
        text!(
            "Tulis periode seragam sebagai 0/1, sebelum/sesudah, tahun, 2024-03, 2024-Q1, Semester 1 2024, atau tanggal.",
            "Write periods in one way: 0/1, before/after, years, 2024-03, 2024-Q1, Semester 1 2024 or dates."
        ),
    )
}

/// Periods that asked different items and are not to be compared.
pub fn items_differ(partly: &str, common: &str) -> Problem {
    let (id, en) = if common.is_empty() { ("tidak ada", "none") } else { (common, common) };
    input(
        "measure::items-differ",
        text!(
            "unsur yang ditanyakan berbeda antarperiode ({partly}); unsur yang ditanyakan di semua periode: {id}",
            "periods asked different items ({partly}); items asked in all of them: {en}"
        ),
        text!(
            "Bandingkan periode dengan kuesioner yang sama, atau sebutkan hanya unsur yang ditanyakan di semua periode.",
            "Compare periods with the same questionnaire, or name only the items that all of them asked."
        ),
    )
}

/// No column of a file is an element of satisfaction.
pub fn elements_not_found() -> Problem {
    input(
        "measure::elements-not-found",
        text!("tidak ada kolom yang dikenali sebagai unsur kepuasan U1–U9", "no column is recognised as an element of satisfaction U1–U9"),
        text!("Sebutkan kolomnya berurutan: --elements KOLOM1,KOLOM2,…", "Name the columns in their order: --elements COL1,COL2,…"),
    )
}

/// Columns of importance that are not one for each item.
pub fn importance_columns(given: usize, items: usize) -> Problem {
    input(
        "measure::importance-columns",
        text!("{given} kolom kepentingan disebutkan untuk {items} unsur", "{given} columns of importance are named for {items} elements"),
        text!(
            "Sebutkan satu kolom kepentingan untuk setiap unsur, dalam urutan unsur: --importance KOLOM1,KOLOM2,…",
            "Name one column of importance for each element, in the order of the elements: --importance COL1,COL2,…"
        ),
    )
}

/// A column that was named as an element and is not there.
pub fn element_column_missing(column: &str) -> Problem {
    input(
        "measure::element-column-missing",
        text!("kolom unsur \"{column}\" tidak ada dalam data", "the column \"{column}\" of an element is not in the data"),
        text!("Periksa ejaan nama kolom pada daftar unsur.", "Check the spelling of the column in the list of elements."),
    )
}
