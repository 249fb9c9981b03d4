//! Units with their dose, and their mean outcome in each period.

use crate::design::check_finite;
use crate::error::{Result, design};
use crate::estimate::Grouping;
use crate::linalg::compact;
use crate::methods::DidSettings;
use crate::methods::timing::Timing;
use crate::panel::{Cells, DropReason, Factor, SampleAccount};
use crate::text;
use ndarray::Array2;

/// Units in the order of their clusters.
pub(super) struct Panel {
    /// Dose by unit; zero for units that are never treated in these data.
    pub dose: Vec<f64>,
    /// Weight by unit: one, or the mean over its periods where records are weighted.
    pub weight: Vec<f64>,
    /// Group by unit, as a position among those of the design.
    pub group: Vec<u32>,
    /// Mean outcome (units × periods); not a number where there is no record.
    pub outcome: Array2<f64>,
    /// Records (units × periods).
    pub records: Array2<u64>,
    cluster: Option<Vec<u32>>,
    /// Labels of the clusters (or units).
    pub labels: Vec<String>,
    /// Units that are not treated in these data and have a dose all the same.
    pub idle: usize,
    /// Rows in, rows out.
    pub account: SampleAccount,
}

impl Panel {
    /// The units of the design.
    pub(super) fn of(cells: &Cells, settings: &DidSettings, timing: &Timing) -> Result<Self> {
        check_finite(cells)?;
        let key = |name: Option<&String>, option: &str| name.and_then(|name| cells.key(name)).ok_or_else(|| design::missing_role(option));
        let unit = key(settings.unit.as_ref(), "--unit")?;
        let dose = key(settings.dose.as_ref(), "--dose")?;
        let doses = doses(dose, unit)?;
        let mut account = cells.account.clone();
        let mut rows = Vec::with_capacity(cells.len());
        for (i, place) in timing.cells.iter().enumerate() {
            match place {
                Ok((group, _)) if timing.groups[group as usize].estimated && doses[unit.codes[i] as usize] <= 0.0 => {
                    account.drop_rows(DropReason::Other(text!("unit program dengan dosis 0", "treated unit with a dose of 0")), cells.records[i]);
                }
                Ok(_) if cells.weight[i] > 0.0 => rows.push(i),
                Ok(_) => account.drop_rows(DropReason::NonPositiveWeight, cells.records[i]),
                Err(left) => account.drop_rows(left.reason(), cells.records[i]),
            }
        }
        if rows.is_empty() {
            return Err(design::no_records_because(&account.reasons()).into());
        }
        account.rows_used = rows.iter().map(|i| cells.records[*i]).sum();
        let cluster = cluster(cells, settings, unit, &rows)?;
        rows.sort_by_key(|i| (cluster.map_or(0, |key| key.codes[*i]), unit.codes[*i]));
        let place = |i: usize| timing.cells.get(i).unwrap_or((0, 0));
        let mut out = Self {
            dose: Vec::new(),
            weight: Vec::new(),
            group: Vec::new(),
            outcome: Array2::zeros((0, timing.periods.len())),
            records: Array2::zeros((0, timing.periods.len())),
            cluster: None,
            labels: Vec::new(),
            idle: 0,
            account,
        };
        let heads: Vec<usize> = rows.chunk_by(|a, b| unit.codes[*a] == unit.codes[*b]).map(|own| own[0]).collect();
        let units = heads.len();
        out.outcome = Array2::zeros((units, timing.periods.len()));
        out.records = Array2::zeros((units, timing.periods.len()));
        for (at, own) in rows.chunk_by(|a, b| unit.codes[*a] == unit.codes[*b]).enumerate() {
            out.read(at, own, cells, settings, &place);
            let group = place(own[0]).0;
            let given = doses[unit.codes[own[0]] as usize];
            out.dose.push(if timing.groups[group as usize].start.is_some() { given } else { 0.0 });
            out.idle += usize::from(timing.groups[group as usize].start.is_none() && given != 0.0);
            out.group.push(group);
        }
        let named = cluster.unwrap_or(unit);
        let mut codes: Vec<u32> = heads.iter().map(|i| named.codes[*i]).collect();
        codes.dedup();
        out.labels = codes.into_iter().map(|code| named.levels.label(code)).collect();
        out.cluster = cluster.map(|key| compact(&heads.iter().map(|i| key.codes[*i]).collect::<Vec<_>>()).0);
        Ok(out)
    }

    /// Means of one unit by period, and its weight.
    fn read(&mut self, at: usize, own: &[usize], cells: &Cells, settings: &DidSettings, place: &dyn Fn(usize) -> (u32, u32)) {
        let periods = self.outcome.ncols();
        let mut weight = vec![0.0; periods];
        for i in own {
            let period = place(*i).1 as usize;
            weight[period] += cells.weight[*i];
            self.outcome[[at, period]] += cells.weight[*i] * cells.mean[[*i, 0]];
            self.records[[at, period]] += cells.records[*i];
        }
        for (period, weight) in weight.iter().enumerate() {
            self.outcome[[at, period]] = if *weight > 0.0 { self.outcome[[at, period]] / weight } else { f64::NAN };
        }
        let seen = weight.iter().filter(|weight| **weight > 0.0).count().max(1) as f64;
        self.weight.push(if settings.weight.is_some() { weight.iter().sum::<f64>() / seen } else { 1.0 });
    }

    /// Number of units.
    pub(super) fn len(&self) -> usize {
        self.dose.len()
    }

    /// What is independent of what.
    pub(super) fn grouping(&self) -> Grouping<'_> {
        self.cluster.as_ref().map_or(Grouping::Observations, |codes| Grouping::Clusters(codes))
    }

    /// Change of the outcome of a unit between two periods; none where one is missing.
    pub(super) fn change(&self, unit: usize, base: usize, period: usize) -> Option<f64> {
        let change = self.outcome[[unit, period]] - self.outcome[[unit, base]];
        change.is_finite().then_some(change)
    }

    /// Root mean square of the outcome.
    pub(super) fn scale(&self) -> f64 {
        let known: Vec<f64> = self.outcome.iter().copied().filter(|y| y.is_finite()).collect();
        (known.iter().map(|y| y * y).sum::<f64>() / known.len().max(1) as f64).sqrt()
    }
}

/// Dose by code of the unit.
fn doses(dose: &Factor, unit: &Factor) -> Result<Vec<f64>> {
    let mut known: Vec<Option<u32>> = vec![None; unit.levels.len()];
    for (code, level) in unit.codes.iter().zip(&dose.codes) {
        if *known[*code as usize].get_or_insert(*level) != *level {
            return Err(design::dose_varies(&dose.name, &unit.levels.label(*code)).into());
        }
    }
    let value = |level: u32| match dose.levels.value(level) {
        Some(value) if value >= 0.0 && value.is_finite() => Ok(value),
        _ => Err(design::bad_dose(&dose.name, &dose.levels.label(level)).into()),
    };
    known.into_iter().map(|level| level.map_or(Ok(0.0), value)).collect()
}

/// One way of clusters above the unit; none where units stand for themselves.
fn cluster<'a>(cells: &'a Cells, settings: &DidSettings, unit: &Factor, rows: &[usize]) -> Result<Option<&'a Factor>> {
    let mut names = settings.clusters();
    names.retain(|name| Some(name) != settings.unit.as_ref());
    let key = match names.as_slice() {
        [] => return Ok(None),
        [name] => cells.key(name),
        _ => {
            let why = text!("metode ini memakai satu kolom klaster", "this method uses one cluster column");
            return Err(design::variance_not_available("two-way", &why).into());
        }
    };
    let Some(key) = key else { return Ok(None) };
    let mut known = vec![None; unit.levels.len()];
    for i in rows {
        let code = unit.codes[*i];
        if *known[code as usize].get_or_insert(key.codes[*i]) != key.codes[*i] {
            return Err(design::cluster_varies(&key.name, &unit.levels.label(code)).into());
        }
    }
    Ok(Some(key))
}
