//! One comparison: units whose treatment changes in a period against units of the same class that have not changed yet, some periods later.
//!
//! DID = `Σ_s w Δ / Σ_s w − Σ_c w Δ / Σ_c w`, Δ the change of the outcome since the period before the change. The influence of a unit is
//! `w k (Δ − m) / Σ w` with m the mean of its cohort and `k² = n/(n − 1)`, n the units (or clusters) in it: the change in the same period to the same
//! treatment for those that change, the comparison units for the others; both together where a cohort has one only (de Chaisemartin and
//! D'Haultfœuille 2024, section 4; did_multiplegt_dyn).

use super::panel::Panel;

/// What is compared.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Plan {
    /// Treatment in the first period.
    pub class: u32,
    /// More treatment (1) or less (−1).
    pub direction: f64,
    /// Position of the period of the change.
    pub switch: usize,
    /// Position of the period whose treatment and weights count.
    pub at: usize,
    /// Position of the period whose outcome is compared: `at`, or one before the change for a placebo.
    pub outcome: usize,
    /// Whether only units that never change are compared with.
    pub never: bool,
}

impl Plan {
    /// Position of the last period before the change.
    pub(super) fn base(&self) -> usize {
        self.switch - 1
    }

    /// Whether the unit changes and counts.
    pub(super) fn switches(&self, panel: &Panel, unit: usize) -> bool {
        panel.class[unit] == self.class && panel.switch[unit] == self.switch && panel.direction(unit) * self.direction > 0.0 && self.seen(panel, unit)
    }

    /// Whether the unit is compared with.
    pub(super) fn compares(&self, panel: &Panel, unit: usize) -> bool {
        let still = if self.never { panel.switch[unit] == panel.periods.len() } else { panel.switch[unit] > self.at };
        panel.class[unit] == self.class && still && self.seen(panel, unit)
    }

    fn seen(&self, panel: &Panel, unit: usize) -> bool {
        panel.seen(unit, self.at) && panel.seen(unit, self.base()) && panel.seen(unit, self.outcome)
    }

    fn change(&self, panel: &Panel, unit: usize) -> f64 {
        panel.change(unit, self.outcome, self.base())
    }

    fn weight(&self, panel: &Panel, unit: usize) -> f64 {
        panel.weight[panel.at(unit, self.at)]
    }
}

/// Mean and factor of a cohort.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Cohort {
    /// Treatment after the change (none for the comparison).
    dose: Option<f64>,
    mean: f64,
    factor: f64,
}

/// A comparison with what came of it.
pub(super) struct Comparison {
    pub plan: Plan,
    /// Difference of the changes, with the sign of the change in treatment.
    pub estimate: f64,
    /// Weight of the units that change.
    pub size: f64,
    /// Weight of the units that are compared with.
    compared: f64,
    cohorts: Vec<Cohort>,
    /// The units that change, ascending: perhaps not all that fit the plan.
    changing: Vec<usize>,
    /// Units that change and that are compared with.
    pub units: (u64, u64),
    /// Records behind it, in the period and its base.
    pub records: u64,
    /// Change in treatment, weighted: in the period, and summed since the change.
    pub dose: (f64, f64),
}

/// Sums of a cohort.
#[derive(Default)]
struct Sums {
    weight: f64,
    outcome: f64,
    clusters: Vec<u32>,
}

impl Sums {
    fn add(&mut self, panel: &Panel, plan: &Plan, unit: usize) {
        let w = plan.weight(panel, unit);
        self.weight += w;
        self.outcome += w * plan.change(panel, unit);
        if self.clusters.last() != Some(&panel.cluster[unit]) {
            self.clusters.push(panel.cluster[unit]);
        }
    }

    fn mean(&self) -> f64 {
        self.outcome / self.weight
    }

    /// Mean and factor; those of all together where this is one only.
    fn cohort(&self, dose: Option<f64>, all: &Self) -> Cohort {
        let from = if self.clusters.len() > 1 { self } else { all };
        let n = from.clusters.len() as f64;
        Cohort { dose, mean: from.mean(), factor: if n > 1.0 { (n / (n - 1.0)).sqrt() } else { 1.0 } }
    }
}

impl Comparison {
    /// Compares those of `switchers` that fit with those of `others` that fit (both ascending); none where one side is empty.
    pub(super) fn of(panel: &Panel, plan: Plan, switchers: &[usize], others: &[usize]) -> Option<Self> {
        let changing: Vec<usize> = switchers.iter().copied().filter(|unit| plan.switches(panel, *unit)).collect();
        let compared: Vec<usize> = others.iter().copied().filter(|unit| plan.compares(panel, *unit)).collect();
        if changing.is_empty() || compared.is_empty() {
            return None;
        }
        let sum = |units: &[usize]| {
            let mut out = Sums::default();
            for unit in units {
                out.add(panel, &plan, *unit);
            }
            out
        };
        let (side, rest) = (sum(&changing), sum(&compared));
        let mut both: Vec<usize> = changing.iter().chain(&compared).copied().collect();
        both.sort_unstable();
        let all = sum(&both);
        let mut doses: Vec<f64> = changing.iter().map(|unit| panel.at_switch[*unit]).collect();
        doses.sort_by(f64::total_cmp);
        doses.dedup();
        let mut cohorts = vec![rest.cohort(None, &all)];
        for dose in doses {
            let own: Vec<usize> = changing.iter().copied().filter(|unit| panel.at_switch[*unit] == dose).collect();
            cohorts.push(sum(&own).cohort(Some(dose), &all));
        }
        let mut dose = (0.0, 0.0);
        for unit in &changing {
            let w = plan.weight(panel, *unit);
            // A period in between in which the unit is not there adds nothing.
            let given = |period: usize| Some(panel.dose[panel.at(*unit, period)]).filter(|dose| dose.is_finite()).unwrap_or(panel.at_first[*unit]);
            let more = |period: usize| plan.direction * (given(period) - panel.at_first[*unit]);
            dose.0 += w * more(plan.at);
            dose.1 += w * (plan.switch..=plan.at).map(more).sum::<f64>();
        }
        let records = both.iter().map(|unit| panel.records[panel.at(*unit, plan.outcome)] + panel.records[panel.at(*unit, plan.base())]).sum();
        Some(Self {
            plan,
            estimate: plan.direction * (side.mean() - rest.mean()),
            size: side.weight,
            compared: rest.weight,
            cohorts,
            units: (changing.len() as u64, compared.len() as u64),
            records,
            dose,
            changing,
        })
    }

    /// What a unit adds to the estimate.
    pub(super) fn influence(&self, panel: &Panel, unit: usize) -> f64 {
        let plan = &self.plan;
        let (side, dose, total) = if self.changing.binary_search(&unit).is_ok() {
            (plan.direction, Some(panel.at_switch[unit]), self.size)
        } else if plan.compares(panel, unit) {
            (-plan.direction, None, self.compared)
        } else {
            return 0.0;
        };
        let Some(cohort) = self.cohorts.iter().find(|cohort| cohort.dose == dose) else { return 0.0 };
        side * plan.weight(panel, unit) / total * cohort.factor * (plan.change(panel, unit) - cohort.mean)
    }
}
