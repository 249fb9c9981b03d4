//! What the reader of an index must know, in words.

use super::Work;
use crate::estimate::Note;
use crate::locale::integer;
use crate::measure::satisfaction::{AnswerFact, Element, NumberOrder, Regime};
use crate::text;

/// Elements of the regulation.
const ELEMENTS: usize = 9;

/// How items were weighted, which grades, who has no region.
pub(super) fn of_the_survey(work: &Work, notes: &mut Vec<Note>) {
    let k = work.items.len();
    notes.push(if k == ELEMENTS {
        Note::new(
            "exact-weights",
            text!(
                "Setiap unsur berbobot tepat 1/9. Lembar kerja dengan bobot 0,11 atau 0,111 memberi nilai yang lebih rendah untuk jawaban yang sama.",
                "Every element weighs exactly 1/9. Worksheets with 0.11 or 0.111 give a lower value for the same answers."
            ),
        )
    } else {
        Note::new(
            "not-nine-elements",
            text!(
                "Indeks dihitung dari {k} unsur, masing-masing berbobot 1/{k}, sehingga tidak sebanding dengan IKM sembilan unsur Permenpan RB 14/2017.",
                "The index is made of {k} items, each weighing 1/{k}, so it does not compare with the nine-element index of Permenpan RB 14/2017."
            ),
        )
    });
    if work.settings.regime == Regime::Kepmenpan2004 {
        notes.push(Note::new(
            "grades-of-2004",
            text!(
                "Mutu pelayanan memakai batas Kepmenpan 25/2004, bukan Permenpan RB 14/2017 yang berlaku; nilai yang sama dapat mendapat mutu lebih tinggi.",
                "Grades use the bands of Kepmenpan 25/2004 and not those of Permenpan RB 14/2017 in force; the same value may get a better grade."
            ),
        ));
    }
    if work.used.without_region > 0 {
        let n = work.used.without_region;
        notes.push(Note::new(
            "region-missing",
            text!(
                |l| format!("{} responden tanpa keterangan wilayah dihitung dalam keseluruhan saja.", integer(l, n)),
                format!("{} respondents without a region count in the whole only.", integer(l, n)),
            ),
        ));
    }
}

pub(super) fn items_differ(partly: &str, common: &str) -> Note {
    Note::new(
        "items-differ",
        text!(
            "Unsur yang ditanyakan tidak sama di semua periode ({partly}). Perbandingan dibatasi pada unsur yang ditanyakan di semua periode ({common}); nilai tiap periode menurut unsurnya sendiri ada di own_value.",
            "Periods did not ask the same items ({partly}). The comparison is restricted to the items of all periods ({common}); own_value has each period's value on its own items."
        ),
    )
}

pub(super) fn respondents_as_clusters() -> Note {
    Note::new(
        "respondents-independent",
        text!(
            "Tanpa kolom unit layanan, responden dianggap saling bebas; bila mereka berasal dari beberapa unit, selang kepercayaan terlalu sempit.",
            "Without a column of units, respondents are taken as independent; where they come from several units the interval is too narrow."
        ),
    )
}

pub(super) fn one_unit() -> Note {
    Note::new(
        "one-unit",
        text!(
            "Semua responden berasal dari satu unit: selang kepercayaan berlaku untuk unit itu, tidak untuk unit lain.",
            "All respondents are of one unit: the interval is about that unit and no other."
        ),
    )
}

pub(super) fn few_clusters(units: usize) -> Note {
    Note::new(
        "few-clusters",
        text!(
            "Hanya ada {units} unit; selang kepercayaan bersandar pada sebaran t dengan derajat bebas yang sedikit.",
            "There are {units} units only; the interval leans on t with few degrees of freedom."
        ),
    )
}

pub(super) fn one_respondent() -> Note {
    Note::new(
        "no-standard-error",
        text!("Hanya ada satu responden: galat baku tidak terdefinisi.", "There is one respondent only: the standard error is not defined."),
    )
}

pub(super) fn no_standard_error() -> Note {
    Note::new(
        "no-standard-error",
        text!(
            "Salah satu periode hanya mempunyai satu responden: galat baku selisih tidak terdefinisi.",
            "One period has a single respondent: the standard error of the difference is not defined."
        ),
    )
}

pub(super) fn no_spread() -> Note {
    Note::new(
        "no-spread",
        text!(
            "Semua jawaban dalam setiap periode sama sehingga galat baku nol dan nilai p tidak terdefinisi.",
            "All answers within each period are the same, so the standard error is zero and the p-value is not defined."
        ),
    )
}

pub(super) fn regions_undefined(regions: &str) -> Note {
    Note::new(
        "regions-undefined",
        text!(
            "Indeks tidak terdefinisi untuk {regions}: pada salah satu periode ada unsur yang tidak dijawab seorang pun di sana.",
            "The index is not defined for {regions}: in some period nobody there answered one of the elements."
        ),
    )
}

pub(super) fn last_minus_first() -> Note {
    Note::new(
        "last-minus-first",
        text!(
            "Ada lebih dari dua periode dan awal program tidak disebutkan: selisih utama adalah periode terakhir dikurangi periode pertama.",
            "There are more than two periods and no start was given: the main difference is the last period minus the first."
        ),
    )
}

pub(super) fn order_assumed(order: NumberOrder, columns: &str) -> Note {
    let words = match order {
        NumberOrder::Regulation => {
            text!("urutan peraturan (8 penanganan pengaduan, 9 sarana dan prasarana)", "the order of the regulation (8 complaints, 9 facilities)")
        }
        NumberOrder::Questionnaire => text!(
            "urutan contoh kuesioner (8 sarana dan prasarana, 9 penanganan pengaduan)",
            "the order of the sample questionnaire (8 facilities, 9 complaints)"
        ),
    };
    Note::new(
        "order-assumed",
        text!(
            |l| format!("Kolom {columns} hanya bernomor; dibaca menurut {}. Periksa bila kuesioner Anda memakai urutan lain.", words.get(l)),
            format!("The columns {columns} have numbers only and were read in {}. Check whether your questionnaire has another order.", words.get(l)),
        ),
    )
}

pub(super) fn number_contradicts_label(column: &str, element: Element) -> Note {
    let code = element.code();
    Note::new(
        "number-contradicts-label",
        text!(
            |l| format!("Nomor pada kolom \"{column}\" tidak cocok dengan kata-katanya; kolom itu dibaca sebagai {code} {}.", element.name().get(l)),
            format!("The number of column \"{column}\" does not fit its words; it was read as {code} {}.", element.name().get(l)),
        ),
    )
}

pub(super) fn several_columns(element: Element, columns: &str) -> Note {
    let code = element.code();
    Note::new(
        "several-columns",
        text!(
            "Unsur {code} ditanyakan dengan beberapa kolom ({columns}); rata-ratanya per responden dipakai agar bobot unsur tetap.",
            "The element {code} has several columns ({columns}); their mean by respondent is used, so that the element keeps its weight."
        ),
    )
}

pub(super) fn other_instrument(items: u32) -> Note {
    Note::new(
        "other-instrument",
        text!(
            "Nomor pertanyaan sampai {items}: instrumennya bukan sembilan unsur, sehingga nomor saja tidak dipakai untuk mengenali unsur.",
            "Questions are numbered up to {items}: this is not the nine-element instrument, so numbers alone were not taken as elements."
        ),
    )
}

pub(super) fn elements_missing(elements: &str) -> Note {
    Note::new("elements-missing", text!("Tidak ada kolom untuk unsur {elements}.", "There is no column for the elements {elements}."))
}

pub(super) fn order_contradicts_labels(columns: &str) -> Note {
    Note::new(
        "order-contradicts-labels",
        text!(
            "Kata-kata pada kolom {columns} menunjuk unsur lain daripada urutan yang diberikan; urutan itu yang dipakai. Periksa terutama U8 dan U9.",
            "The words of the columns {columns} name another element than the order that was given; the order was followed. Check U8 and U9 above all."
        ),
    )
}

pub(super) fn vocabulary(column: &str, fact: AnswerFact) -> Note {
    match fact {
        AnswerFact::PerhapsTwoLevels => Note::new(
            "perhaps-two-levels",
            text!(
                "Kolom \"{column}\" hanya memuat jawaban \"X\" dan \"tidak X\", dibaca sebagai 3 dan 1; mungkin pertanyaannya memang hanya berpilihan dua.",
                "Column \"{column}\" holds the answers \"X\" and \"not X\" only, read as 3 and 1; the question may have had two answers."
            ),
        ),
        AnswerFact::LowestAssumed => Note::new(
            "lowest-assumed",
            text!(
                "Pada kolom \"{column}\", jawaban \"tidak X\" dibaca sebagai nilai 1 karena tidak ada jawaban yang lebih rendah.",
                "In column \"{column}\" the answer \"not X\" was read as 1, as there is no lower answer."
            ),
        ),
    }
}
