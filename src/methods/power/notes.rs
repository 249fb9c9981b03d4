//! What the reader of a power calculation must know.

use super::past::{Past, Variation};
use super::{AUTOCORRELATION, ICC, PowerDesign, PowerSettings};
use crate::estimate::Note;
use crate::locale::{Lang, integer, number, percent, significant};
use crate::text;

/// Numbers that were assumed and not given.
pub(super) fn assumed(settings: &PowerSettings) -> Option<Note> {
    let mut list = Vec::new();
    if settings.records.is_some() && settings.icc.is_none() {
        list.push(("--icc", ICC));
    }
    if settings.of_regions() && settings.autocorrelation.is_none() {
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

/// Not even very many are enough.
pub(super) fn size_not_enough(most: u64) -> Note {
    Note::new(
        "size-not-enough",
        text!(
            |l| format!("Sampai {} pun dampak itu tidak terdeteksi dengan kekuatan yang diminta; jumlah yang diperlukan dikosongkan.", integer(l, most)),
            format!("Even {} do not find that effect with the wanted power; the number needed is left empty.", integer(l, most)),
        ),
    )
}

/// More records of the same regions do not help: what they share stays.
pub(super) fn records_not_enough() -> Note {
    Note::new(
        "records-not-enough",
        text!(
            "Catatan sebanyak apa pun per wilayah tidak cukup: guncangan yang dialami bersama oleh satu wilayah tidak berkurang olehnya. Tambahkan wilayah atau periode.",
            "No number of records a region is enough: shocks that a whole region shares do not shrink with them. Add regions or periods."
        ),
    )
}

/// Options without a use.
pub(super) fn not_used(options: &[&'static str]) -> Option<Note> {
    let list = options.join(", ");
    (!options.is_empty()).then(|| Note::new("not-used", text!("Tidak dipakai oleh rancangan ini: {list}.", "This design has no use for: {list}.")))
}

/// What before and after cannot see.
pub(super) fn no_comparison() -> Note {
    Note::new(
        "no-comparison",
        text!(
            "Tanpa pembanding, perubahan lain yang terjadi pada waktu yang sama ikut terhitung sebagai dampak; kekuatan uji ini menganggap perubahan seperti itu tidak ada.",
            "Without a comparison, whatever else changes at the same time is counted as the effect; this power supposes that nothing does."
        ),
    )
}

/// The test finds what is not there.
pub(super) fn false_positives(share: f64, error: f64, settings: &PowerSettings) -> Option<Note> {
    let promised = 1.0 - settings.level;
    if share <= promised + 3.0 * error.max(1e-9) {
        return None;
    }
    let (did, survey) = (settings.design == PowerDesign::Did, settings.design == PowerDesign::Survey);
    let words = move |l: Lang| (percent(l, share, 1), percent(l, promised, 0));
    let advice = move |l: Lang| match (l, did) {
        (Lang::Id, _) if survey => "Perkirakan dengan lebih banyak wilayah atau responden.",
        (Lang::En, _) if survey => "Plan with more regions or respondents.",
        (Lang::Id, false) => "Periode berbeda satu sama lain lebih daripada yang diperhitungkan uji ini: gunakan kelompok pembanding.",
        (Lang::En, false) => "Periods differ by more than this test allows for: use a comparison group.",
        (Lang::Id, true) => "Wilayahnya terlalu sedikit atau terlalu berbeda untuk uji ini: tambahkan wilayah.",
        (Lang::En, true) => "There are too few regions for this test, or they are too unlike: add regions.",
    };
    Some(Note::new(
        "false-positives",
        text!(
            |l| {
                let ((found, promised), advice) = (words(l), advice(l));
                format!(
                    "Dalam data lama, {found} program tiruan dinyatakan berdampak, padahal yang dijanjikan {promised}; kekuatan ujinya terlalu indah. {advice}"
                )
            },
            {
                let ((found, promised), advice) = (words(l), advice(l));
                format!(
                    "In past data {found} of the programs that never were are found to have an effect, where {promised} was promised; their power is too good to be true. {advice}"
                )
            },
        ),
    ))
}

/// The plan does not fit into the past data.
pub(super) fn not_tried() -> Note {
    Note::new(
        "not-tried",
        text!(
            "Rencana ini tidak dapat dicoba dalam data lama: wilayah atau orangnya terlalu sedikit untuk uji apa pun.",
            "This plan cannot be tried in past data: too few regions or people for any test."
        ),
    )
}

/// Not even very many regions like those of the past are enough.
pub(super) fn size_not_enough_in_past(most: u64) -> Note {
    Note::new(
        "size-not-enough-in-past-data",
        text!(
            |l| format!("Dalam data lama, sampai {} pun dampak itu tidak terdeteksi dengan kekuatan yang diminta.", integer(l, most)),
            format!("In past data even {} do not find that effect with the wanted power.", integer(l, most)),
        ),
    )
}

/// The past is too short to say how many periods it takes.
pub(super) fn past_not_long_enough(longest: u64) -> Note {
    Note::new(
        "past-not-long-enough",
        text!(
            "Data lama hanya memuat {longest} periode sebelum dan {longest} sesudah; dengan itu kekuatan yang diminta belum tercapai.",
            "Past data hold no more than {longest} periods before and {longest} after; with these the wanted power is not reached."
        ),
    )
}

/// Where the simulated numbers come from.
pub(super) fn past(past: &Past, draws: usize, settings: &PowerSettings) -> Note {
    let words = match past {
        Past::Panel(panel) if settings.of_regions() => {
            let (regions, periods, left_out) = (panel.rows.len(), panel.periods(), panel.incomplete);
            let waves = settings.starts > 1;
            text!(
                |l| format!(
                    "Simulasi: {} program tiruan dalam data lama ({regions} wilayah lengkap, {periods} periode), dengan wilayah dan waktu mulai acak{}.{}",
                    integer(l, draws as u64),
                    if waves { " dan mulai bergelombang" } else { "" },
                    if left_out > 0 { format!(" {left_out} wilayah tidak dipakai karena tidak punya data di setiap periode.") } else { String::new() }
                ),
                format!(
                    "Simulation: {} programs that never were, in past data ({regions} complete regions, {periods} periods), with regions and starts by lot{}.{}",
                    integer(l, draws as u64),
                    if waves { " and waves of starts" } else { "" },
                    if left_out > 0 { format!(" {left_out} regions are not used, because they lack data in some period.") } else { String::new() }
                ),
            )
        }
        Past::Panel(panel) => {
            let people = panel.rows.len() as u64;
            text!(
                |l| format!(
                    "Simulasi: {} kali orang diambil acak dari {} orang dalam data lama, masing-masing dalam dua periode berurutan.",
                    integer(l, draws as u64),
                    integer(l, people)
                ),
                format!(
                    "Simulation: people by lot, {} times, from {} in past data, each in two neighbouring periods.",
                    integer(l, draws as u64),
                    integer(l, people)
                ),
            )
        }
        Past::Answers(answers) => {
            let count = answers.iter().map(Vec::len).sum::<usize>() as u64;
            text!(
                |l| format!("Simulasi: {} kali dua putaran diambil acak dari {} jawaban dalam data lama.", integer(l, draws as u64), integer(l, count)),
                format!("Simulation: two rounds by lot, {} times, from {} answers in past data.", integer(l, draws as u64), integer(l, count)),
            )
        }
    };
    Note::new("past-data", words)
}

/// The variation of the formula comes from the data.
pub(super) fn estimated(own: &Variation) -> Note {
    let own = *own;
    let list = move |l: Lang| {
        let named = [
            ("--sd", Some(own.sd)),
            ("--records", own.records),
            ("--icc", own.icc),
            ("--autocorrelation", own.autocorrelation),
            ("--correlation", own.correlation),
        ];
        let known = named.into_iter().filter_map(|(option, value)| Some(format!("{option} {}", significant(l, value?, 3))));
        known.collect::<Vec<_>>().join(", ")
    };
    Note::new(
        "estimated",
        text!(
            |l| format!("Ditaksir dari data lama untuk rumus, kecuali yang diberikan: {}.", list(l)),
            format!("Taken from past data for the formula, where not given: {}.", list(l)),
        ),
    )
}
