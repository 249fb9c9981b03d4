//! Randomization inference for every method: units (or clusters) exchange their whole treatment paths, and the estimator runs again.

use super::notes;
use crate::design::Treatment;
use crate::estimate::{Note, TestResult};
use crate::inference::permute::permute;
use crate::linalg::compact;
use crate::methods::{DidSettings, Estimator, MethodInput};
use crate::panel::{Cells, Levels};

/// Who holds which path of the treatment key over the periods.
struct Paths {
    /// Positions of the treatment key, and of the dose where there is one, among the keys of the cells.
    keys: Vec<usize>,
    /// Number of periods.
    periods: usize,
    /// Holder (cluster or unit) of each cell.
    holder: Vec<u32>,
    /// Code of the period of each cell.
    period: Vec<u32>,
    /// Path of each holder, index into `paths`.
    labels: Vec<u32>,
    /// Codes by period, one key after the other.
    #[allow(clippy::struct_field_names)] // a path is what is exchanged
    paths: Vec<Vec<u32>>,
}

impl Paths {
    /// The paths that the levels of a column hold; none where two cells of a holder differ in one period, or where all hold the same.
    fn of(cells: &Cells, settings: &DidSettings, column: &str) -> Option<Self> {
        let treatment = match &settings.treatment {
            Treatment::Cohort(column) | Treatment::Status(column) => column,
            Treatment::GroupPost { group, .. } => group,
            #[allow(unreachable_patterns)]
            _ => return None,
        };
        // A dose goes with its path: without the program a unit has none.
        let named: Vec<&String> = std::iter::once(treatment).chain(settings.dose.as_ref().filter(|dose| *dose != treatment)).collect();
        let keys = named.into_iter().map(|name| cells.keys.iter().position(|key| key.name == *name)).collect::<Option<Vec<usize>>>()?;
        let (holder, holders) = compact(&cells.key(column)?.codes);
        let time = settings.time.as_deref().and_then(|time| cells.key(time));
        let period: Vec<u32> = time.map_or_else(|| vec![0; cells.len()], |time| time.codes.clone());
        let periods = period.iter().max().map_or(0, |last| *last as usize + 1);
        let mut held: Vec<Vec<Vec<Option<u32>>>> = vec![vec![vec![None; periods]; keys.len()]; holders];
        for (place, key) in keys.iter().enumerate() {
            for (i, code) in cells.keys[*key].codes.iter().enumerate() {
                if *held[holder[i] as usize][place][period[i] as usize].get_or_insert(*code) != *code {
                    return None;
                }
            }
        }
        let mut paths: Vec<Vec<u32>> = Vec::new();
        let mut labels = Vec::with_capacity(holders);
        for own in &held {
            let path = own.iter().map(|path| filled(path)).collect::<Option<Vec<_>>>()?.concat();
            let at = paths.iter().position(|known| *known == path).unwrap_or(paths.len());
            if at == paths.len() {
                paths.push(path);
            }
            labels.push(at as u32);
        }
        (paths.len() > 1).then_some(Self { keys, periods, holder, period, labels, paths })
    }

    /// The cells under other labels.
    fn redrawn(&self, cells: &Cells, labels: &[u32]) -> Cells {
        let mut out = cells.clone();
        for (place, key) in self.keys.iter().enumerate() {
            let code = |(holder, period): (&u32, &u32)| self.paths[labels[*holder as usize] as usize][place * self.periods + *period as usize];
            out.keys[*key].codes = self.holder.iter().zip(&self.period).map(code).collect();
        }
        out
    }
}

/// A path without gaps: a period without records has the treatment of the last one with any, or of the first.
fn filled(path: &[Option<u32>]) -> Option<Vec<u32>> {
    let mut last = path.iter().flatten().next().copied()?;
    Some(path.iter().map(|code| *(code.as_ref().inspect(|code| last = **code).unwrap_or(&last))).collect())
}

/// The test: the share of assignments whose effect is at least as large. Clusters exchange their paths where each has one, else units do. None where
/// nothing can be exchanged.
pub(super) fn randomization(input: &MethodInput, estimator: &dyn Estimator, draws: u32) -> Option<TestResult> {
    let settings = input.settings;
    let mut columns = settings.clusters().into_iter().take(1).chain(settings.unit.clone());
    let (column, paths) = columns.find_map(|column| Some((column.clone(), Paths::of(input.cells, settings, &column)?)))?;
    // Only the estimate counts.
    let mut plain = settings.clone();
    (plain.wild, plain.permute, plain.bands, plain.covariance) = (None, None, None, false);
    plain.combine.clear();
    if !plain.variance().is_clustered() {
        plain.vcov = None;
    }
    let statistic = |labels: &[u32]| {
        let cells = paths.redrawn(input.cells, labels);
        let part = MethodInput { cells: &cells, settings: &plain, ..*input };
        estimator.estimate(&part).ok()?.headline()?.estimate
    };
    let result = permute(&paths.labels, draws, settings.seed, statistic)?;
    let mut test = TestResult::new("randomization");
    test.statistic = Some(result.statistic);
    test.p_value = Some(result.p_value);
    test.exact = Some(result.exact);
    test.extra.insert("assignments".into(), result.assignments.into());
    test.extra.insert("p_upper".into(), result.p_upper.into());
    test.extra.insert("p_lower".into(), result.p_lower.into());
    test.extra.insert("over".into(), column.into());
    Some(test)
}

/// The note on a cluster column that units do not stay in; periods as clusters are another matter.
pub(super) fn cluster_changes(input: &MethodInput) -> Option<Note> {
    let settings = input.settings;
    let unit = input.cells.key(settings.unit.as_deref()?)?;
    settings.clusters().iter().filter(|name| **name != unit.name).filter_map(|name| input.cells.key(name)).find_map(|cluster| {
        if matches!(cluster.levels, Levels::Period(..)) || Some(&cluster.name) == settings.time.as_ref() {
            return None;
        }
        let mut known = vec![None; unit.levels.len()];
        let mut changing = std::collections::BTreeSet::new();
        for (code, own) in unit.codes.iter().zip(&cluster.codes) {
            if *known[*code as usize].get_or_insert(*own) != *own {
                changing.insert(*code);
            }
        }
        changing.first().map(|first| notes::cluster_changes(&cluster.name, &unit.levels.label(*first), changing.len()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dose_goes_with_its_path() {
        use crate::panel::Factor;
        let key = |name: &str, codes: Vec<u32>, levels: Vec<i64>| Factor { name: name.into(), codes, levels: Levels::Integer(levels) };
        let keys = vec![key("unit", vec![0, 1, 2], vec![1, 2, 3]), key("start", vec![0, 1, 1], vec![5, 9]), key("dose", vec![1, 0, 2], vec![0, 2, 3])];
        let cells = Cells::from_records(keys, &[("y".into(), vec![1.0, 2.0, 3.0])], None);
        let mut settings = DidSettings::new("y", Treatment::Cohort("start".into()));
        settings.dose = Some("dose".into());
        let paths = Paths::of(&cells, &settings, "unit").unwrap_or_else(|| unreachable!());
        let codes = |cells: &Cells, name: &str| cells.key(name).map(|key| key.codes.clone()).unwrap_or_default();
        // Units that start together with different doses hold different paths.
        assert_eq!(paths.labels, [0, 1, 2]);
        let other = paths.redrawn(&cells, &[1, 2, 0]);
        let order: Vec<usize> = (0..3).map(|unit| codes(&other, "unit").iter().position(|code| *code == unit).unwrap_or(0)).collect();
        let of = |name: &str| order.iter().map(|at| codes(&other, name)[*at]).collect::<Vec<_>>();
        assert_eq!((of("start"), of("dose")), (vec![1, 1, 0], vec![0, 2, 1]));
    }

    #[test]
    fn gaps_take_the_last_treatment_known() {
        assert_eq!(filled(&[None, Some(0), None, Some(1), None]), Some(vec![0, 0, 0, 1, 1]));
        assert_eq!(filled(&[None, None]), None);
    }
}
