//! Several regions at once: p-values adjusted over them, term by term and test by test.

use super::part::{Part, Place, finite};
use crate::inference::multiple::MultipleTesting;
use std::collections::BTreeSet;

/// Adds `p_adjusted` to the rows and tests of regions; the overall rows answer one question and stay as they are.
pub(super) fn adjust(parts: &mut [Part], how: MultipleTesting) {
    let terms: BTreeSet<String> = parts.iter().flat_map(|part| part.effects.iter().map(|row| row.key.term.clone())).collect();
    for term in terms {
        let mut rows: Vec<_> =
            parts.iter_mut().filter(|part| part.place != Place::Overall).flat_map(|part| &mut part.effects).filter(|row| row.key.term == term).collect();
        let p: Vec<_> = rows.iter().map(|row| row.p_value).collect();
        for (row, adjusted) in rows.iter_mut().zip(how.adjust(&p)) {
            row.extra.insert("p_adjusted".into(), finite(adjusted));
        }
    }
    let names: BTreeSet<String> = parts.iter().flat_map(|part| part.tests.iter().map(|test| test.name.clone())).collect();
    for name in names {
        let mut tests: Vec<_> =
            parts.iter_mut().filter(|part| part.place != Place::Overall).flat_map(|part| &mut part.tests).filter(|test| test.name == name).collect();
        let p: Vec<_> = tests.iter().map(|test| test.p_value).collect();
        for (test, adjusted) in tests.iter_mut().zip(how.adjust(&p)) {
            test.extra.insert("p_adjusted".into(), finite(adjusted));
        }
    }
}
