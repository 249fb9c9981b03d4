//! What the reader of a power calculation must know.

use super::{AUTOCORRELATION, ICC, PowerSettings};
use crate::estimate::Note;
use crate::locale::{integer, number};
use crate::text;

/// Numbers that were assumed and not given.
pub(super) fn assumed(settings: &PowerSettings, regions: bool) -> Option<Note> {
    let mut list = Vec::new();
    if settings.records.is_some() && settings.icc.is_none() {
        list.push(("--icc", ICC));
    }
    if regions && settings.autocorrelation.is_none() {
        list.push(("--autocorrelation", AUTOCORRELATION));
    }
    (!list.is_empty()).then(|| {
        let words = move |lang| list.iter().map(|(option, value)| format!("{option} {}", number(lang, *value, 2))).collect::<Vec<_>>().join(", ");
        Note::new(
            "assumed",
            text!(
                |l| format!(
                    "Angka yang dianggap, bukan diberikan: {}. Hasilnya sangat bergantung padanya; perkirakan dari data lama (beri berkasnya).",
                    words(l)
                ),
                format!("Assumed, not given: {}. The result depends on them a lot; take them from past data (give the file).", words(l)),
            ),
        )
    })
}

/// Too few regions or people for any test.
pub(super) fn too_few() -> Note {
    Note::new(
        "too-few",
        text!(
            "Jumlah wilayah atau orang terlalu sedikit untuk uji apa pun; dampak terkecil dikosongkan.",
            "Too few regions or people for any test; the smallest effect is left empty."
        ),
    )
}

/// More periods do not help enough.
pub(super) fn never_enough(most: u64) -> Note {
    Note::new(
        "periods-not-enough",
        text!(
            "Sampai {most} periode sebelum dan sesudah pun dampak itu tidak terdeteksi dengan kekuatan yang diminta: tambahkan wilayah.",
            "Even {most} periods before and after do not find that effect with the wanted power: add regions."
        ),
    )
}

/// The table of the regulation is about something else.
pub(super) fn krejcie_morgan(population: Option<u64>, needed: Option<u64>) -> Note {
    let [id, en] = match population.zip(needed) {
        Some((population, needed)) => [
            format!("Tabel Krejcie–Morgan meminta {needed} responden untuk populasi {population}. "),
            format!("The table of Krejcie and Morgan asks for {needed} respondents of a population of {population}. "),
        ],
        None => [String::new(), String::new()],
    };
    Note::new(
        "krejcie-morgan",
        text!(
            "{id}Tabel itu menjamin selang ±5 poin untuk satu proporsi pada satu survei, bukan untuk menemukan perubahan antardua survei.",
            "{en}That table promises ±5 points for one share in one survey, not the finding of a change between two."
        ),
    )
}

/// Where the simulated numbers come from.
pub(super) fn past(draws: usize, regions: usize, periods: usize) -> Note {
    Note::new(
        "past-data",
        text!(
            |l| format!(
                "Simulasi: {} program tiruan dalam data lama ({regions} wilayah lengkap, {periods} periode), dengan wilayah dan waktu mulai acak.",
                integer(l, draws as u64)
            ),
            format!(
                "Simulation: {} programs that never were, in past data ({regions} complete regions, {periods} periods), with regions and starts by lot.",
                integer(l, draws as u64)
            ),
        ),
    )
}
