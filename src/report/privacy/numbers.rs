//! A report without identity numbers (NIK), wherever they stand: as the name of a unit or cluster, inside a text, in the name of a column or file.

use super::walk::{self, Texts};
use crate::estimate::Estimate;
use crate::locale::replace_identity_numbers;
use crate::study::{PoolResult, StudyResult};
use std::collections::HashMap;

/// Identity numbers in the order in which they are met: what stands for one is the same everywhere.
#[derive(Default)]
struct Numbers(HashMap<String, usize>);

impl Texts for Numbers {
    fn string(&mut self, text: &mut String) {
        let known = &mut self.0;
        let changed = replace_identity_numbers(text, |number| {
            let next = known.len() + 1;
            format!("NIK#{}", known.entry(number.to_owned()).or_insert(next))
        });
        if let Some(changed) = changed {
            *text = changed;
        }
    }
}

pub(super) fn of_study(result: &mut StudyResult) {
    walk::study(&mut Numbers::default(), result);
}

pub(super) fn of_pool(result: &mut PoolResult) {
    walk::pool(&mut Numbers::default(), result);
}

/// An estimate without identity numbers in its texts.
pub fn without_identity_numbers(estimate: &mut Estimate) {
    walk::estimate(&mut Numbers::default(), estimate);
}
