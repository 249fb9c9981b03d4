//! What the reader of a regression must know, in words.

use crate::estimate::Note;
use crate::locale::integer;
use crate::text;

/// Clusters under which the usual errors are too small.
const FEW: usize = 50;
/// Clusters under which they mislead.
pub(super) const VERY_FEW: usize = 10;

/// The note on few clusters, where there are few.
pub(super) fn few_clusters(clusters: usize) -> Option<Note> {
    if clusters >= FEW {
        return None;
    }
    let df = clusters.saturating_sub(1);
    let text = if clusters < VERY_FEW {
        text!(
            "Hanya ada {clusters} klaster: galat baku berklaster biasa menyesatkan, dan tabel normal tidak dipakai (t dengan {df} derajat bebas). Percayai bootstrap liar (wild) atau galat baku cr2.",
            "There are only {clusters} clusters: ordinary clustered errors mislead, and the normal table is not used (t with {df} degrees of freedom). Rely on the wild bootstrap or on cr2 errors."
        )
    } else {
        text!(
            "Hanya ada {clusters} klaster: galat baku berklaster cenderung terlalu kecil. Bandingkan dengan bootstrap liar (wild) atau galat baku cr2.",
            "There are only {clusters} clusters: clustered errors tend to be too small. Compare with the wild bootstrap or with cr2 errors."
        )
    };
    Some(Note::new("few-clusters", text))
}

/// Regressors that are combinations of others.
pub(super) fn collinear(names: &[&str]) -> Option<Note> {
    if names.is_empty() {
        return None;
    }
    let list = names.join(", ");
    Some(Note::new(
        "collinear",
        text!(
            "Dikeluarkan karena merupakan kombinasi dari variabel atau efek tetap lain: {list}.",
            "Left out because they are combinations of other variables or fixed effects: {list}."
        ),
    ))
}

/// A two-way matrix that was not positive semidefinite.
pub(super) fn mended() -> Note {
    Note::new(
        "covariance-mended",
        text!(
            "Matriks ragam dua arah tidak semidefinit positif; nilai eigen negatif dijadikan nol.",
            "The two-way covariance matrix was not positive semidefinite; its negative eigenvalues were put to zero."
        ),
    )
}

/// How many of each group are behind the estimate.
pub(in crate::methods) fn groups(treated: u64, comparison: u64, units: bool) -> Note {
    let text = if units {
        text!(
            |l| format!("{} unit mengikuti program dan {} unit pembanding.", integer(l, treated), integer(l, comparison)),
            format!("{} treated units and {} comparison units.", integer(l, treated), integer(l, comparison)),
        )
    } else {
        text!(
            |l| format!("{} catatan kelompok program dan {} catatan pembanding.", integer(l, treated), integer(l, comparison)),
            format!("{} records of the treated and {} of the comparison group.", integer(l, treated), integer(l, comparison)),
        )
    };
    Note::new("groups", text)
}

/// The wild bootstrap or its interval could not be computed.
pub(super) fn wild_unbounded() -> Note {
    Note::new(
        "wild-unbounded",
        text!(
            "Selang wild bootstrap tidak berujung pada satu sisi: dengan klaster sesedikit ini tidak ada nilai yang dapat ditolak di sana.",
            "The wild bootstrap interval has no end on one side: with so few clusters no value can be rejected there."
        ),
    )
}

/// The wild bootstrap is of coefficients.
pub(super) fn wild_unavailable() -> Note {
    Note::new(
        "wild-unavailable",
        text!(
            "Bootstrap liar tidak dihitung: dampak keseluruhan bukan kombinasi koefisien yang semuanya dapat ditaksir.",
            "The wild bootstrap was not computed: the overall effect is no combination of coefficients that can all be estimated."
        ),
    )
}

/// An effect without variance.
pub(super) fn no_variance() -> Note {
    Note::new(
        "no-variance",
        text!(
            "Galat baku sebuah dampak adalah nol atau tidak terdefinisi; statistik dan nilai p-nya dikosongkan.",
            "The standard error of an effect is zero or undefined; its statistic and p-value are left empty."
        ),
    )
}
