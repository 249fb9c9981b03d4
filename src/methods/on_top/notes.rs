//! What could not be added to an estimate, in words.

use crate::estimate::Note;
use crate::text;

/// The estimator is no regression.
pub(super) fn wild_unavailable() -> Note {
    Note::new(
        "wild-unavailable",
        text!(
            "Bootstrap liar tidak dihitung: dampak metode ini bukan koefisien satu regresi, sehingga galatnya tidak dapat dibalik tandanya per klaster. Gunakan --bands (bootstrap pengali) atau --permute.",
            "The wild bootstrap was not computed: the effects of this method are no coefficients of one regression, so there are no residuals whose sign could be turned by cluster. Use --bands (multiplier bootstrap) or --permute."
        ),
    )
}

/// Nothing to redraw.
pub(super) fn permute_unavailable() -> Note {
    Note::new(
        "permute-unavailable",
        text!(
            "Inferensi randomisasi tidak dihitung: tidak ada unit atau klaster yang jalur programnya dapat dipertukarkan.",
            "Randomization inference was not computed: there are no units or clusters whose treatment could be exchanged."
        ),
    )
}

/// No effects by event time in the window.
pub(super) fn no_window() -> Note {
    Note::new(
        "window-unavailable",
        text!(
            "Rata-rata jendela (--window) tidak dihitung: metode ini tidak memberi dampak per waktu kejadian di dalamnya.",
            "The average over --window was not computed: this method gives no effects by event time in it."
        ),
    )
}

/// No error to make bands of.
pub(super) fn no_bands() -> Note {
    Note::new(
        "bands-unavailable",
        text!(
            "Pita serentak tidak dihitung: tidak ada dampak dengan fungsi pengaruh atau kovarians.",
            "Simultaneous bands were not computed: no effect has influence functions or a covariance."
        ),
    )
}

/// Units that change their cluster.
pub(super) fn cluster_changes(column: &str, unit: &str, units: usize) -> Note {
    Note::new(
        "cluster-varies",
        text!(
            "Klaster \"{column}\" berubah antarwaktu pada {units} unit (misalnya \"{unit}\"): catatan satu unit lalu dihitung saling bebas. Pilih klaster yang tetap untuk setiap unit.",
            "The cluster \"{column}\" changes over time in {units} units (\"{unit}\", for one): records of one unit then count as independent. Choose a cluster that each unit stays in."
        ),
    )
}
