//! The records of a before/after comparison, and which of them can be used.

use super::PrePostSettings;
use crate::panel::{DropReason, SampleAccount};

/// Labels as codes into a list of names.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Labels {
    /// Code of each row; none where the label is missing.
    pub codes: Vec<Option<u32>>,
    /// Name of each code.
    pub names: Vec<String>,
}

/// Records as plain slices of one length.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct PrePostSample {
    /// Outcome; NaN where missing.
    pub outcome: Vec<f64>,
    /// Whether the record is from after the start.
    pub after: Vec<bool>,
    /// Code of the pair (person, office) where the same are measured twice.
    pub pair: Option<Vec<Option<u32>>>,
    /// Code of the cluster within which records depend on each other: codes from 0.
    pub cluster: Option<Vec<Option<u32>>>,
    /// Region, document or element.
    pub region: Option<Labels>,
    /// Weights.
    pub weight: Option<Vec<f64>>,
    /// Cases not finished when the data were taken, before and after: they have no outcome and are not in the means.
    pub unfinished: Option<[u64; 2]>,
    /// Rows so far; counted from the slices where it is empty.
    pub account: SampleAccount,
}

impl PrePostSample {
    /// Two samples and nothing else.
    pub fn new(outcome: Vec<f64>, after: Vec<bool>) -> Self {
        Self { outcome, after, ..Self::default() }
    }

    /// Which comparison these records allow.
    pub(super) fn form(&self) -> &'static str {
        match (&self.pair, &self.weight) {
            (Some(_), _) => "paired",
            (None, Some(_)) => "weighted",
            (None, None) => "unpaired",
        }
    }

    /// The weight of a row, 1 where there are none.
    pub(super) fn weight_at(&self, row: usize) -> f64 {
        self.weight.as_ref().map_or(1.0, |weights| weights[row])
    }

    /// The cluster of a row.
    pub(super) fn cluster_at(&self, row: usize) -> Option<u32> {
        self.cluster.as_ref().and_then(|clusters| clusters[row])
    }

    /// Rows that can be used, in their order, and the account of the others.
    pub(super) fn kept(&self, settings: &PrePostSettings) -> (Vec<u32>, SampleAccount) {
        let mut account = self.account.clone();
        if account.rows_read == 0 {
            account.rows_read = self.outcome.len() as u64;
            account.rows_used = account.rows_read;
        }
        let column = |name: &Option<String>, role: &str| name.clone().unwrap_or_else(|| role.to_owned());
        let reasons = [
            DropReason::Missing(settings.outcome.clone()),
            DropReason::NonPositiveWeight,
            DropReason::Missing(column(&settings.cluster, "cluster")),
            DropReason::Missing(column(&settings.pair, "pair")),
        ];
        let mut dropped = [0_u64; 4];
        let mut kept = Vec::with_capacity(self.outcome.len());
        for row in 0..self.outcome.len() {
            let weight = self.weight_at(row);
            let faults = [
                !self.outcome[row].is_finite(),
                !(weight > 0.0 && weight.is_finite()) && self.pair.is_none(),
                self.cluster.is_some() && self.cluster_at(row).is_none(),
                self.pair.as_ref().is_some_and(|pairs| pairs[row].is_none()),
            ];
            match faults.iter().position(|fault| *fault) {
                Some(fault) => dropped[fault] += 1,
                None => kept.push(row as u32),
            }
        }
        for (reason, rows) in reasons.into_iter().zip(dropped) {
            account.drop_rows(reason, rows);
        }
        (kept, account)
    }

    /// The rows of each region in the order of the names; regions without any row are left out.
    pub(super) fn regions(&self, kept: &[u32]) -> Vec<(String, Vec<u32>)> {
        let Some(labels) = &self.region else { return Vec::new() };
        let mut rows = vec![Vec::new(); labels.names.len()];
        for row in kept {
            if let Some(code) = labels.codes[*row as usize] {
                rows[code as usize].push(*row);
            }
        }
        let mut out: Vec<(String, Vec<u32>)> = labels.names.iter().cloned().zip(rows).filter(|(_, rows)| !rows.is_empty()).collect();
        out.sort_by(|a, b| a.0.cmp(&b.0));
        out
    }

    /// Kept rows without a region.
    pub(super) fn without_region(&self) -> u64 {
        self.region
            .as_ref()
            .map_or(0, |labels| labels.codes.iter().zip(&self.outcome).filter(|(code, value)| code.is_none() && value.is_finite()).count() as u64)
    }
}
