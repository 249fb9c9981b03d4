//! Units by periods: outcome, weight and treatment, and when the treatment of a unit first changes.

use super::notes::Gone;
use crate::data::truth_of;
use crate::design::{Treatment, VarianceKind, check_finite};
use crate::error::{Result, design, treatment};
use crate::linalg::compact;
use crate::methods::DidSettings;
use crate::methods::assignment::{self, Assignment};
use crate::panel::{Cells, DropReason, Factor, Period, SampleAccount, TimeScale};

/// A panel, units in the order of their clusters. Matrices are row by row, one row a unit; NaN is missing.
pub(super) struct Panel {
    pub periods: Vec<Period>,
    pub scale: TimeScale,
    pub y: Vec<f64>,
    pub weight: Vec<f64>,
    pub dose: Vec<f64>,
    pub records: Vec<u64>,
    /// Treatment in the first period of a unit.
    pub at_first: Vec<f64>,
    /// Units with the same treatment in their first period have the same class.
    pub class: Vec<u32>,
    /// Position of the period in which the treatment first changes; the number of periods where it never does.
    pub switch: Vec<usize>,
    /// Treatment from then on: in the period of the change.
    pub at_switch: Vec<f64>,
    /// Cluster of a unit, ascending from 0 without gaps.
    pub cluster: Vec<u32>,
    pub labels: Vec<String>,
    pub account: SampleAccount,
    /// Why rows left, for the notes.
    pub gone: Gone,
}

impl Panel {
    pub(super) fn units(&self) -> usize {
        self.switch.len()
    }

    /// Position of a unit and period.
    pub(super) fn at(&self, unit: usize, period: usize) -> usize {
        unit * self.periods.len() + period
    }

    /// Whether the unit has an outcome in the period.
    pub(super) fn seen(&self, unit: usize, period: usize) -> bool {
        self.weight[self.at(unit, period)] > 0.0
    }

    /// Outcome in a period less that in another one.
    pub(super) fn change(&self, unit: usize, period: usize, base: usize) -> f64 {
        self.y[self.at(unit, period)] - self.y[self.at(unit, base)]
    }

    /// More treatment than in the first period (1), less (−1), or never a change (0).
    pub(super) fn direction(&self, unit: usize) -> f64 {
        let change = self.at_switch[unit] - self.at_first[unit];
        if change > 0.0 {
            1.0
        } else if change < 0.0 {
            -1.0
        } else {
            0.0
        }
    }

    /// Reads the cells. Errors: a role is missing; the treatment differs within a unit and period or is no number; a unit changes its cluster.
    pub(super) fn of(cells: &Cells, settings: &DidSettings) -> Result<Self> {
        check_finite(cells)?;
        let Some(unit) = settings.unit.as_deref().and_then(|name| cells.key(name)) else { return Err(design::missing_role("--unit").into()) };
        let Some(time) = settings.time.as_deref().and_then(|name| cells.key(name)) else { return Err(design::missing_role("--time").into()) };
        if cells.is_empty() {
            return Err(design::no_records_because(&cells.account.reasons()).into());
        }
        assignment::check_duplicates(cells, unit, time, settings.sampling)?;
        let (scale, period) = assignment::periods(time);
        let dose = doses(cells, settings)?;
        let mut account = cells.account.clone();
        let used: Vec<usize> = (0..cells.len()).filter(|i| cells.weight[*i] > 0.0).collect();
        let lost: u64 = (0..cells.len()).filter(|i| cells.weight[*i] <= 0.0).map(|i| cells.records[i]).sum();
        account.drop_rows(DropReason::NonPositiveWeight, lost);
        let mut periods: Vec<Period> = used.iter().map(|i| period[*i]).collect();
        periods.sort_unstable();
        periods.dedup();
        let rows = Rows::of(cells, settings, unit, &used)?;
        let (n, t) = (rows.units, periods.len());
        let mut out = Self {
            y: vec![f64::NAN; n * t],
            weight: vec![0.0; n * t],
            dose: vec![f64::NAN; n * t],
            records: vec![0; n * t],
            at_first: vec![f64::NAN; n],
            class: vec![0; n],
            switch: vec![t; n],
            at_switch: vec![f64::NAN; n],
            cluster: rows.cluster,
            labels: rows.labels,
            gone: Gone::default(),
            periods,
            scale,
            account,
        };
        for i in used {
            let place = out.at(rows.place[unit.codes[i] as usize] as usize, out.periods.binary_search(&period[i]).unwrap_or(0));
            let (w, own) = (cells.weight[i], cells.mean[[i, 0]]);
            if out.weight[place] == 0.0 {
                (out.y[place], out.dose[place]) = (own, dose[i]);
            } else if out.dose[place] == dose[i] {
                out.y[place] += (own - out.y[place]) * w / (out.weight[place] + w);
            } else {
                return Err(treatment::treatment_varies(&unit.levels.label(unit.codes[i]), &scale.code(period[i])).into());
            }
            out.weight[place] += w;
            out.records[place] += cells.records[i];
        }
        out.find_switches();
        out.drop_alone();
        out.drop_empty();
        Ok(out)
    }

    /// Takes a row out.
    fn forget(&mut self, unit: usize, period: usize) -> u64 {
        let at = self.at(unit, period);
        (self.y[at], self.weight[at], self.dose[at]) = (f64::NAN, 0.0, f64::NAN);
        std::mem::take(&mut self.records[at])
    }

    /// When treatment first changes. Rows from where it has been both above and below that of the first period leave, and so do rows after a change
    /// whose period is not known (the unit is not there in the period before).
    fn find_switches(&mut self) {
        let t = self.periods.len();
        for unit in 0..self.units() {
            let seen: Vec<usize> = (0..t).filter(|period| self.seen(unit, *period)).collect();
            let Some(first) = seen.first().map(|period| self.dose[self.at(unit, *period)]) else { continue };
            self.at_first[unit] = first;
            let (mut above, mut below) = (false, false);
            for period in &seen {
                let dose = self.dose[self.at(unit, *period)];
                above |= dose > first;
                below |= dose < first;
                if above && below {
                    self.gone.both_ways += self.forget(unit, *period);
                }
            }
            let changed = seen.iter().position(|period| (self.dose[self.at(unit, *period)] - first).abs() > 0.0);
            let Some(changed) = changed else { continue };
            if seen[changed - 1] + 1 == seen[changed] {
                self.switch[unit] = seen[changed];
                self.at_switch[unit] = self.dose[self.at(unit, seen[changed])];
            } else {
                for period in &seen[changed..] {
                    self.gone.unknown += self.forget(unit, *period);
                }
            }
        }
        let mut levels: Vec<f64> = self.at_first.iter().copied().filter(|dose| dose.is_finite()).collect();
        levels.sort_by(f64::total_cmp);
        levels.dedup();
        self.class = self.at_first.iter().map(|dose| levels.iter().position(|level| level == dose).unwrap_or(0) as u32).collect();
    }

    /// Units that nobody can be compared with leave: all of their class change in the same period, or never.
    fn drop_alone(&mut self) {
        let classes = self.class.iter().max().map_or(0, |top| *top as usize + 1);
        let t = self.periods.len();
        for class in 0..classes {
            let members: Vec<usize> = (0..self.units()).filter(|unit| self.class[*unit] as usize == class).collect();
            let varied = members.iter().any(|unit| self.switch[*unit] != self.switch[members[0]]);
            if varied {
                // Periods in which all of the class have changed say nothing.
                let last = members.iter().map(|unit| self.switch[*unit]).max().unwrap_or(t);
                for unit in members {
                    for period in last..t {
                        self.gone.no_comparison += self.forget(unit, period);
                    }
                }
                continue;
            }
            for unit in members {
                let always = self.at_first[unit] != 0.0 && self.switch[unit] == t;
                let rows: u64 = (0..t).map(|period| self.forget(unit, period)).sum();
                *(if always { &mut self.gone.always } else { &mut self.gone.no_comparison }) += rows;
            }
        }
        for (reason, rows) in self.gone.reasons() {
            self.account.drop_rows(reason, rows);
        }
    }
}

impl Panel {
    /// Units without a row that is left are no clusters.
    fn drop_empty(&mut self) {
        let t = self.periods.len();
        let kept: Vec<usize> = (0..self.units()).filter(|unit| (0..t).any(|period| self.seen(*unit, period))).collect();
        let rows = |values: &[f64]| kept.iter().flat_map(|unit| values[unit * t..(unit + 1) * t].iter().copied()).collect::<Vec<f64>>();
        (self.y, self.weight, self.dose) = (rows(&self.y), rows(&self.weight), rows(&self.dose));
        self.records = kept.iter().flat_map(|unit| self.records[unit * t..(unit + 1) * t].iter().copied()).collect();
        let pick = |values: &[f64]| kept.iter().map(|unit| values[*unit]).collect::<Vec<f64>>();
        (self.at_first, self.at_switch) = (pick(&self.at_first), pick(&self.at_switch));
        self.class = kept.iter().map(|unit| self.class[*unit]).collect();
        self.switch = kept.iter().map(|unit| self.switch[*unit]).collect();
        let codes: Vec<u32> = kept.iter().map(|unit| self.cluster[*unit]).collect();
        let mut distinct = codes.clone();
        distinct.dedup();
        self.labels = distinct.into_iter().map(|code| self.labels[code as usize].clone()).collect();
        self.cluster = compact(&codes).0;
    }
}

/// Where the rows of a unit go, and its cluster.
struct Rows {
    units: usize,
    /// Position by code of the unit.
    place: Vec<u32>,
    cluster: Vec<u32>,
    labels: Vec<String>,
}

impl Rows {
    fn of(cells: &Cells, settings: &DidSettings, unit: &Factor, used: &[usize]) -> Result<Self> {
        let column = cluster_column(settings)?;
        let above = column.as_deref().and_then(|name| cells.key(name)).filter(|key| key.name != unit.name);
        let mut known: Vec<Option<u32>> = vec![None; unit.levels.len()];
        for i in used {
            let (code, own) = (unit.codes[*i], above.map_or(unit.codes[*i], |key| key.codes[*i]));
            if *known[code as usize].get_or_insert(own) != own {
                return Err(design::cluster_varies(column.as_deref().unwrap_or_default(), &unit.levels.label(code)).into());
            }
        }
        let mut order: Vec<(u32, u32)> = known.iter().enumerate().filter_map(|(code, cluster)| cluster.map(|cluster| (cluster, code as u32))).collect();
        order.sort_unstable();
        let mut place = vec![0; known.len()];
        for (at, (_, code)) in order.iter().enumerate() {
            place[*code as usize] = at as u32;
        }
        let codes: Vec<u32> = order.iter().map(|(cluster, _)| *cluster).collect();
        let mut distinct = codes.clone();
        distinct.dedup();
        let labels = distinct.into_iter().map(|code| above.unwrap_or(unit).levels.label(code)).collect();
        Ok(Self { units: order.len(), place, cluster: compact(&codes).0, labels })
    }
}

/// The one cluster column; none where units stand for themselves.
fn cluster_column(settings: &DidSettings) -> Result<Option<String>> {
    let mut names = settings.clusters();
    if names.len() > 1 {
        names.retain(|name| Some(name) != settings.unit.as_ref());
    }
    if names.len() > 1 || matches!(settings.vcov, Some(VarianceKind::Iid | VarianceKind::Hc2 | VarianceKind::Hc3 | VarianceKind::Cr2 | VarianceKind::Cr3)) {
        let why = crate::text!(
            "metode ini memakai galat baku dari fungsi pengaruh dan satu kolom klaster",
            "this method has errors from influence functions and one cluster column"
        );
        let kind = if names.len() > 1 { "two-way" } else { "iid/hc2/hc3/cr2/cr3" };
        return Err(design::variance_not_available(kind, &why).into());
    }
    Ok(names.pop())
}

/// Treatment by cell: as it stands where a status is given, else 0/1 from the starts.
fn doses(cells: &Cells, settings: &DidSettings) -> Result<Vec<f64>> {
    let Treatment::Status(column) = &settings.treatment else {
        let treated = Assignment::read(cells, settings)?.treated;
        return Ok(treated.into_iter().map(|treated| f64::from(u8::from(treated))).collect());
    };
    let Some(key) = cells.key(column) else { return Err(design::missing_role("--treated").into()) };
    let value = |code: u32| {
        let label = key.levels.label(code);
        key.levels.value(code).or_else(|| truth_of(&label).map(|truth| f64::from(u8::from(truth)))).ok_or_else(|| treatment::not_a_dose(column, &label))
    };
    let meaning: std::result::Result<Vec<f64>, _> = (0..key.levels.len() as u32).map(value).collect();
    let meaning = meaning?;
    Ok(key.codes.iter().map(|code| meaning[*code as usize]).collect())
}
