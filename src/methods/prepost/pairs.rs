//! Records matched into pairs of before and after.

use super::sample::PrePostSample;
use crate::panel::{DropReason, SampleAccount};

/// Complete pairs and what was left over.
pub(super) struct Matched {
    /// Outcome before, one a pair.
    pub(super) before: Vec<f64>,
    /// Outcome after, in the same order.
    pub(super) after: Vec<f64>,
    /// Records of pairs that lack a side.
    incomplete: u64,
    /// Pairs with more than one record on a side, averaged.
    pub(super) averaged: u64,
}

impl Matched {
    /// Matches the rows by their pair; several records on a side are averaged.
    pub(super) fn of(sample: &PrePostSample, rows: &[u32]) -> Self {
        let mut out = Self { before: Vec::new(), after: Vec::new(), incomplete: 0, averaged: 0 };
        let Some(pairs) = &sample.pair else { return out };
        let mut keyed: Vec<(u32, bool, f64)> =
            rows.iter().filter_map(|row| pairs[*row as usize].map(|pair| (pair, sample.after[*row as usize], sample.outcome[*row as usize]))).collect();
        // The value is part of the order, so that the order of rows cannot change a mean.
        keyed.sort_unstable_by(|a, b| a.0.cmp(&b.0).then(a.1.cmp(&b.1)).then(a.2.total_cmp(&b.2)));
        for group in keyed.chunk_by(|a, b| a.0 == b.0) {
            let middle = group.partition_point(|record| !record.1);
            let (before, after) = group.split_at(middle);
            if before.is_empty() || after.is_empty() {
                out.incomplete += group.len() as u64;
                continue;
            }
            let mean = |side: &[(u32, bool, f64)]| side.iter().map(|record| record.2).sum::<f64>() / side.len() as f64;
            out.before.push(mean(before));
            out.after.push(mean(after));
            out.averaged += u64::from(group.len() > 2);
        }
        out
    }

    /// Counts the incomplete pairs out and the pairs as units.
    pub(super) fn write_account(&self, account: &mut SampleAccount) {
        account.drop_rows(DropReason::IncompletePair, self.incomplete);
        account.units = Some(self.before.len() as u64);
    }
}
