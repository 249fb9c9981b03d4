//! What the reader of effects of switching must know, in words.

use super::effects::Effects;
use super::panel::Panel;
use crate::estimate::Note;
use crate::panel::DropReason;
use crate::text;

/// Rows that left, by reason.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Gone {
    pub always: u64,
    pub no_comparison: u64,
    pub unknown: u64,
    pub both_ways: u64,
}

impl Gone {
    /// For the account.
    pub(super) fn reasons(&self) -> Vec<(DropReason, u64)> {
        let other = DropReason::Other;
        vec![
            (
                other(text!(
                    "perlakuan pernah di atas dan pernah di bawah perlakuan awalnya",
                    "treatment has been both above and below that of the first period"
                )),
                self.both_ways,
            ),
            (
                other(text!(
                    "periode berubahnya perlakuan tidak diketahui (unit tidak teramati tepat sebelumnya)",
                    "the period in which treatment changed is not known (the unit is not there just before)"
                )),
                self.unknown,
            ),
            (DropReason::AlwaysTreated, self.always),
            (
                other(text!(
                    "tidak ada unit dengan perlakuan awal yang sama yang belum berubah",
                    "no unit that began with the same treatment and has not changed yet"
                )),
                self.no_comparison,
            ),
        ]
    }
}

/// How many units change, and how many are compared with.
pub(super) fn groups(panel: &Panel) -> Note {
    let count = |wanted: &dyn Fn(f64) -> bool| (0..panel.units()).filter(|unit| wanted(panel.direction(*unit))).count();
    let (more, less, rest) = (count(&|d| d > 0.0), count(&|d| d < 0.0), count(&|d| d == 0.0));
    Note::new(
        "groups",
        text!(
            "Perlakuan {more} unit bertambah dan {less} unit berkurang; {rest} unit tidak berubah dan hanya menjadi pembanding.",
            "Treatment goes up in {more} units and down in {less}; {rest} units do not change and serve for comparison only."
        ),
    )
}

/// What the numbers of units that go down mean.
pub(super) fn signs(effects: &Effects) -> Option<Note> {
    effects.comparisons.iter().any(|one| one.plan.direction < 0.0).then(|| {
        Note::new(
            "sign-turned",
            text!(
                "Untuk unit yang perlakuannya berkurang, tanda dampak dibalik: semua angka adalah dampak dari perlakuan yang lebih banyak.",
                "For units whose treatment goes down the sign is turned: all numbers are effects of more treatment."
            ),
        )
    })
}

/// Options that this method has no use for.
pub(super) fn unused(options: &[&str]) -> Option<Note> {
    let list = options.join(", ");
    (!options.is_empty()).then(|| Note::new("option-unused", text!("Metode ini tidak memakai {list}.", "This method does not use {list}.")))
}
