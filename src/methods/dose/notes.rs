//! What the reader of a dose curve must know, in words.

use crate::estimate::Note;
use crate::text;

/// Too few different doses for a cubic curve.
pub(super) fn degree_lowered(degree: u32) -> Note {
    Note::new(
        "degree-lowered",
        text!(
            "Dosis yang berbeda terlalu sedikit untuk kurva derajat 3; dipakai derajat {degree}.",
            "There are too few different doses for a curve of degree 3; degree {degree} is used."
        ),
    )
}

/// Units that are never treated but have a dose.
pub(super) fn idle(units: usize) -> Note {
    Note::new(
        "dose-without-program",
        text!(
            "{units} unit tidak pernah mengikuti program dalam data ini tetapi mempunyai dosis; mereka dianggap berdosis 0.",
            "{units} units are never treated in these data but have a dose; they count as having a dose of 0."
        ),
    )
}

/// Comparisons whose doses carry no curve.
pub(super) fn without_curve(count: usize) -> Note {
    Note::new(
        "effects-undefined",
        text!(
            "{count} perbandingan tidak mempunyai cukup dosis yang berbeda dan tidak masuk ke dalam kurva.",
            "{count} comparisons have too few different doses and are not part of the curve."
        ),
    )
}
