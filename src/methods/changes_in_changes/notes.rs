//! What the reader of changes-in-changes must know, in words.

use crate::estimate::Note;
use crate::text;

/// The outcome has many equal values.
pub(super) fn discrete() -> Note {
    Note::new(
        "discrete-outcome",
        text!(
            "Banyak catatan bernilai sama: di antara nilai-nilai itu dampak hanya diketahui dalam batas. Baris discrete-lower dan discrete-upper memuat batasnya (Athey dan Imbens, bagian 4); dampak rata-rata di atas adalah batas bawahnya, dan galat bakunya dari bootstrap lebih dapat dipercaya.",
            "Many records share their values: between these the effect is only known within bounds. The rows discrete-lower and discrete-upper give them (Athey and Imbens, section 4); the mean effect above is the lower one, and the bootstrap's standard errors are the ones to trust."
        ),
    )
}

/// Some comparisons have an empty side.
pub(super) fn undefined(count: usize) -> Option<Note> {
    (count > 0).then(|| {
        Note::new(
            "effects-undefined",
            text!(
                "{count} dampak kelompok/periode tidak mempunyai catatan pada keempat sisinya dan dikosongkan.",
                "{count} cohort/period effects have a side without records and are left empty."
            ),
        )
    })
}

/// Quantile effects need every comparison.
pub(super) fn no_quantiles() -> Note {
    Note::new(
        "quantiles-undefined",
        text!(
            "Dampak pada kuantil tidak dihitung: ada kelompok dan periode tanpa catatan pembanding.",
            "Effects on quantiles were not computed: a cohort and period has no comparison records."
        ),
    )
}

/// Too many draws left a side empty.
pub(super) fn few_draws(used: usize, draws: u32) -> Note {
    Note::new(
        "few-draws",
        text!(
            "Hanya {used} dari {draws} pengambilan ulang yang dapat dihitung; galat baku dampak pada kuantil dikosongkan.",
            "Only {used} of {draws} bootstrap draws could be computed; standard errors of effects on quantiles are left empty."
        ),
    )
}
