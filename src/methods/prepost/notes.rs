//! What the reader of a before/after comparison must know.

use super::part::{Gap, Part, Place};
use super::sample::PrePostSample;
use super::settings::PrePostSettings;
use crate::estimate::Note;
use crate::locale::integer;
use crate::text;

/// Clusters below which their standard error is itself uncertain.
const FEW_CLUSTERS: u64 = 50;

/// All notes of a comparison; the first is always that before/after alone is not the effect.
pub(super) fn of(sample: &PrePostSample, settings: &PrePostSettings, parts: &[Part]) -> Vec<Note> {
    let mut out = vec![before_after_only()];
    if let Some([before, after]) = sample.unfinished.filter(|counts| counts.iter().sum::<u64>() > 0) {
        out.push(Note::new(
            "unfinished-cases",
            text!(
                |l| format!(
                    "{} kasus sebelum dan {} kasus sesudah belum selesai saat data diambil; kasus itu tidak masuk rata-rata, sehingga lama layanan yang sebenarnya dapat lebih panjang.",
                    integer(l, before),
                    integer(l, after)
                ),
                format!(
                    "{} cases before and {} after were not finished when the data were taken; they are not in the means, so true durations may be longer.",
                    integer(l, before),
                    integer(l, after)
                )
            ),
        ));
    }
    let Some(overall) = parts.first() else { return out };
    if let Some(clusters) = overall.clusters {
        out.extend(clustered(sample, clusters));
    }
    if sample.weight.is_some() {
        out.push(weights(sample.pair.is_some()));
    }
    if overall.averaged > 0 {
        out.push(Note::new(
            "pairs-averaged",
            text!(
                |l| format!("{} pasangan memiliki lebih dari satu catatan pada salah satu sisi; catatan itu dirata-ratakan.", integer(l, overall.averaged)),
                format!("{} pairs have more than one record on a side; these were averaged.", integer(l, overall.averaged))
            ),
        ));
    }
    if overall.zeros > 0 {
        let zeros = overall.zeros as u64;
        out.push(Note::new(
            "zero-differences",
            text!(
                |l| format!(
                    "{} pasangan tidak berubah sama sekali; seperti lazimnya, uji peringkat bertanda Wilcoxon dan median selisihnya tidak menghitungnya.",
                    integer(l, zeros)
                ),
                format!("{} pairs did not change at all; as is usual, Wilcoxon's signed-rank test and its median shift leave them out.", integer(l, zeros))
            ),
        ));
    }
    if overall.bootstrap_left_out {
        out.push(Note::new(
            "bootstrap-left-out",
            text!(
                "Bootstrap tidak dijalankan karena datanya besar; pada ukuran ini selang t sudah setara.",
                "The bootstrap was left out because the data are large; at this size the t interval says the same."
            ),
        ));
    }
    out.extend(gaps(parts));
    let without = sample.without_region();
    if without > 0 {
        let column = settings.by.clone().unwrap_or_default();
        out.push(Note::new(
            "no-region",
            text!(
                |l| format!("{} baris tanpa isi kolom \"{column}\": dihitung dalam keseluruhan, tidak dalam kelompok mana pun.", integer(l, without)),
                format!("{} rows have no \"{column}\": they count in the whole and in none of the groups.", integer(l, without))
            ),
        ));
    }
    if parts.len() > 2 {
        let groups = (parts.len() - 1) as u64;
        let how = match settings.adjust {
            crate::inference::multiple::MultipleTesting::Holm => "Holm",
            crate::inference::multiple::MultipleTesting::BenjaminiHochberg => "Benjamini–Hochberg",
        };
        out.push(Note::new(
            "adjusted-p-values",
            text!(
                |l| format!(
                    "Nilai p untuk {} kelompok juga diberikan setelah penyesuaian {how} (p_adjusted), karena banyak uji dilakukan sekaligus.",
                    integer(l, groups)
                ),
                format!("For the {} groups, p-values are also given adjusted by {how} (p_adjusted), because many tests are made at once.", integer(l, groups))
            ),
        ));
    }
    out
}

/// The sentence that must stand beside every before/after number.
fn before_after_only() -> Note {
    Note::new(
        "before-after-only",
        text!(
            "Perbandingan sebelum dan sesudah saja tidak dapat memisahkan dampak program dari semua hal lain yang ikut berubah pada waktu yang sama; untuk itu diperlukan kelompok pembanding.",
            "Before and after alone does not separate the program from everything else that changed at the same time; that takes a comparison group."
        ),
    )
}

fn clustered(sample: &PrePostSample, clusters: u64) -> Vec<Note> {
    let mut out = Vec::new();
    if sample.pair.is_none() && sample.weight.is_none() {
        out.push(Note::new(
            "dependent-records",
            text!(
                |l| format!(
                    "Catatan dalam unit yang sama saling bergantung: baris mean-difference-clustered menghitung galat baku menurut {} unit dan lebih hati-hati daripada uji Welch.",
                    integer(l, clusters)
                ),
                format!(
                    "Records of one unit depend on each other: the row mean-difference-clustered takes its error from {} units and is more careful than Welch's test.",
                    integer(l, clusters)
                )
            ),
        ));
    }
    if clusters < FEW_CLUSTERS {
        out.push(Note::new(
            "few-clusters",
            text!(
                |l| format!("Hanya ada {} klaster; galat baku menurut klaster kurang andal bila jumlahnya di bawah 50.", integer(l, clusters)),
                format!("There are only {} clusters; clustered standard errors are unreliable below 50.", integer(l, clusters))
            ),
        ));
    }
    out
}

fn weights(paired: bool) -> Note {
    if paired {
        return Note::new("weights-not-used", text!("Bobot tidak dipakai dalam perbandingan berpasangan.", "Weights are not used in a paired comparison."));
    }
    Note::new(
        "weights-no-ranks",
        text!(
            "Dengan bobot hanya rata-rata dan persentase yang dihitung; uji peringkat, kuantil, dan ukuran efek tidak punya bentuk berbobot yang disepakati dan dikosongkan.",
            "With weights only means and shares are computed; rank tests, quantiles and effect sizes have no agreed weighted form and are left empty."
        ),
    )
}

fn gaps(parts: &[Part]) -> Vec<Note> {
    let mut out = Vec::new();
    for gap in [Gap::TooFew, Gap::NoVariation, Gap::NoOverlap, Gap::CoarseQuantile] {
        let here: Vec<&Part> = parts.iter().filter(|part| part.gaps.contains(&gap)).collect();
        if here.is_empty() {
            continue;
        }
        let where_id = places(&here, "seluruh data");
        let where_en = places(&here, "all records");
        out.push(match gap {
            Gap::TooFew => Note::new(
                "too-few-records",
                text!(
                    "Kurang dari dua catatan pada salah satu sisi ({where_id}): galat baku dan ujinya tidak terdefinisi.",
                    "Fewer than two records on a side ({where_en}): the standard error and the tests are not defined."
                ),
            ),
            Gap::NoVariation => Note::new(
                "no-variation",
                text!(
                    "Semua nilai sama ({where_id}): galat baku nol, ujinya tidak terdefinisi.",
                    "All values are equal ({where_en}): the standard error is zero and the test is not defined."
                ),
            ),
            Gap::NoOverlap => Note::new(
                "no-overlap",
                text!(
                    "Nilai sebelum dan sesudah sama sekali tidak tumpang-tindih ({where_id}): uji Brunner–Munzel tidak terdefinisi; gunakan uji Mann–Whitney.",
                    "Values before and after do not overlap at all ({where_en}): the Brunner–Munzel test is not defined; use Mann–Whitney."
                ),
            ),
            Gap::CoarseQuantile => Note::new(
                "coarse-quantiles",
                text!(
                    "Data terlalu kasar di sekitar beberapa kuantil ({where_id}): galat bakunya tidak terdefinisi.",
                    "The data are too coarse around some quantiles ({where_en}): their standard errors are not defined."
                ),
            ),
        });
    }
    out
}

/// Names of the parts, at most eight of them.
fn places(parts: &[&Part], whole: &str) -> String {
    const MOST: usize = 8;
    let names: Vec<&str> = parts
        .iter()
        .take(MOST)
        .map(|part| match &part.place {
            Place::Overall => whole,
            Place::Region(name) => name,
        })
        .collect();
    let rest = if parts.len() > MOST { format!(", … (+{})", parts.len() - MOST) } else { String::new() };
    names.join(", ") + &rest
}
