//! Shares by group and time, and how much more one changes among the treated.

/// A share in one group and time.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sided {
    /// Treated or comparison.
    pub treated: bool,
    /// After the start.
    pub after: bool,
    /// Records behind it.
    pub records: u64,
    /// Share of them, 0 to 1.
    pub share: f64,
}

/// The change of the share among the treated minus that in the comparison, where there is one, and its standard error with independent records. None where the
/// treated are not there before and after.
pub(super) fn change(sides: &[Sided]) -> Option<(f64, f64)> {
    let at = |treated: bool, after: bool| sides.iter().find(|side| side.treated == treated && side.after == after && side.records > 0);
    let of = |treated: bool| {
        let (before, after) = (at(treated, false)?, at(treated, true)?);
        let variance = |side: &Sided| side.share * (1.0 - side.share) / side.records as f64;
        Some((after.share - before.share, variance(before) + variance(after)))
    };
    let (own, variance) = of(true)?;
    let (other, more) = of(false).unwrap_or_default();
    Some((own - other, (variance + more).sqrt()))
}
