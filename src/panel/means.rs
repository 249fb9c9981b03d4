//! Means of groups over time, from cells.

use super::{Cells, Factor, Levels, Period, TimeScale};

/// The mean of one group in one period.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct GroupMean {
    /// The period.
    pub period: Period,
    /// Mean over records (weighted where they are).
    pub mean: f64,
    /// Standard error: clustered by unit where the group has several in the period, else of the records; none where there is one of them.
    pub std_error: Option<f64>,
    /// Records behind it.
    pub records: u64,
    /// Units behind it; 0 where there are none.
    pub units: u64,
}

/// √(Σ w x² / Σ w): what rounding of a variable is measured against.
pub fn root_mean_square<'a>(values: impl IntoIterator<Item = &'a f64>, weights: &[f64]) -> f64 {
    let total: f64 = weights.iter().sum();
    (values.into_iter().zip(weights).map(|(x, w)| w * x * x).sum::<f64>() / total).sqrt()
}

/// Means of a variable by group and period, periods ascending. `group` has one entry a cell, from 0; `time` names the period key and `unit` the
/// unit key. The standard error over `G` units with weights `w` and means `m` is √(G/(G−1) Σ w²(m − m̄)²) / Σw.
pub fn group_means(cells: &Cells, variable: usize, group: &[u32], time: &str, unit: Option<&str>) -> (TimeScale, Vec<Vec<GroupMean>>) {
    let groups = group.iter().max().map_or(0, |last| *last as usize + 1);
    let mut out = vec![Vec::new(); groups];
    let Some(time) = cells.key(time) else { return (TimeScale::default(), out) };
    let (scale, period_of): (TimeScale, Vec<Period>) = match &time.levels {
        Levels::Period(scale, levels) => (*scale, levels.clone()),
        levels => (TimeScale::Integer, (0..levels.len() as u32).map(|code| Period(levels.value(code).unwrap_or(0.0) as i64)).collect()),
    };
    let by_group = Factor { name: "group".into(), codes: group.to_vec(), levels: Levels::Integer((0..groups as i64).collect()) };
    let mut keys = vec![by_group, time.clone()];
    let means = cells.coarsen(keys.clone()).0;
    let units = unit.and_then(|unit| cells.key(unit)).map(|unit| {
        keys.push(unit.clone());
        cells.coarsen(keys).0
    });
    let mut next = 0;
    for at in 0..means.len() {
        let (group, period) = (means.keys[0].codes[at], means.keys[1].codes[at]);
        let mean = means.mean[[at, variable]];
        // Cells of units come in the order of groups and periods.
        let mut squares = 0.0;
        let mut count = 0_u64;
        if let Some(units) = &units {
            while next < units.len() && units.keys[0].codes[next] == group && units.keys[1].codes[next] == period {
                squares += (units.weight[next] * (units.mean[[next, variable]] - mean)).powi(2);
                count += 1;
                next += 1;
            }
        }
        let n = means.records[at] as f64;
        let std_error = if count > 1 {
            let g = count as f64;
            Some((g / (g - 1.0) * squares).sqrt() / means.weight[at])
        } else if means.records[at] > 1 {
            let pair = super::packed_index(cells.variables.len(), variable, variable);
            let squares = means.robust.as_ref().map_or(means.cross[[at, pair]], |robust| robust.second[[at, pair]]);
            Some((n / (n - 1.0) * squares.max(0.0)).sqrt() / means.weight[at])
        } else {
            None
        };
        out[group as usize].push(GroupMean { period: period_of[period as usize], mean, std_error, records: means.records[at], units: count });
    }
    (scale, out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn integers(name: &str, codes: Vec<u32>, levels: i64) -> Factor {
        Factor { name: name.into(), codes, levels: Levels::Integer((0..levels).collect()) }
    }

    #[test]
    fn errors_are_those_of_unit_means_where_there_are_units() {
        let keys = vec![integers("unit", vec![0, 0, 1, 2, 2], 3), integers("t", vec![0; 5], 1)];
        let cells = Cells::from_records(keys, &[("y".into(), vec![1.0, 3.0, 5.0, 7.0, 9.0])], None);
        let (_, by_unit) = group_means(&cells, 0, &[0, 0, 0, 1, 1], "t", Some("unit"));
        let first = by_unit[0][0];
        assert_eq!((first.mean, first.records, first.units), (3.0, 3, 2));
        // Units of 2 and 1 records with means 2 and 5: √(2 (2² + 2²)) / 3.
        assert!(first.std_error.is_some_and(|error| (error - 4.0 / 3.0).abs() < 1e-12));
        // One unit: the two records, s² = 2, √(2/2) = 1.
        assert!(by_unit[1][0].std_error.is_some_and(|error| (error - 1.0).abs() < 1e-12));
        let (_, alone) = group_means(&cells, 0, &[0, 0, 0, 1, 1], "t", None);
        assert!(alone[0][0].std_error.is_some_and(|error| (error - (4.0f64 / 3.0).sqrt()).abs() < 1e-12));
    }
}
