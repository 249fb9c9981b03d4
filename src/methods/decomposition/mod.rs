//! What two-way fixed effects is made of: every comparison of two cohorts with its weight (Goodman-Bacon 2021), and the weight that each treated cohort and
//! period gets (de Chaisemartin and D'Haultfœuille 2020).

mod card;
mod pairs;
mod weights;

pub use card::card;
pub use weights::TwfeWeights;

use super::MethodInput;
use super::assignment::Assignment;
use crate::error::Result;
use crate::panel::{Cells, Cohort, Period, TimeScale};
use serde_json::{Map, Value, json};

/// Which two groups a comparison is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Pair {
    /// A cohort against the never-treated: clean.
    TreatedUntreated,
    /// An earlier cohort against one that is treated later, before it is: clean.
    EarlierLater,
    /// A later cohort against one that is treated already: forbidden.
    LaterEarlier,
    /// A cohort against one treated from the first period on: forbidden.
    LaterAlways,
}

impl Pair {
    /// All of them, clean ones first.
    pub const ALL: [Pair; 4] = [Pair::TreatedUntreated, Pair::EarlierLater, Pair::LaterEarlier, Pair::LaterAlways];

    /// Stable machine form.
    pub fn code(self) -> &'static str {
        match self {
            Pair::TreatedUntreated => "treated-untreated",
            Pair::EarlierLater => "earlier-later",
            Pair::LaterEarlier => "later-earlier",
            Pair::LaterAlways => "later-always",
        }
    }

    /// Whether the comparison is with units that are treated already, whose own effect enters with the wrong sign where it changes.
    pub fn forbidden(self) -> bool {
        matches!(self, Pair::LaterEarlier | Pair::LaterAlways)
    }
}

/// One 2×2 comparison.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TwoByTwo {
    /// Start of the treated.
    pub treated: Period,
    /// Start of those compared with; none for the never-treated, and for those treated throughout their start as given.
    pub untreated: Cohort,
    /// What is compared.
    pub pair: Pair,
    /// Weight in the two-way coefficient; all weights sum to one.
    pub weight: f64,
    /// Its difference-in-differences.
    pub estimate: f64,
}

/// The decomposition.
#[derive(Debug, Clone, PartialEq)]
pub struct Decomposition {
    /// The comparisons, by start of the treated and of the others.
    pub comparisons: Vec<TwoByTwo>,
    /// Their weighted mean: the two-way coefficient of the panel that was decomposed.
    pub twfe: f64,
    /// Units in the panel.
    pub units: u64,
    /// Units left out because some period is missing.
    pub left_out: u64,
    /// Whether every unit and period holds one record of the same weight over time; else the panel is of means that count alike.
    pub plain: bool,
    /// The scale of the periods.
    pub scale: TimeScale,
    /// Weights of treated cohorts and periods, on all the data.
    pub weights: Option<TwfeWeights>,
}

impl Decomposition {
    /// Weight and weighted mean of each kind of comparison that occurs.
    pub fn kinds(&self) -> Vec<(Pair, f64, f64)> {
        let of = |pair: Pair| {
            let own = || self.comparisons.iter().filter(|one| one.pair == pair);
            let weight: f64 = own().map(|one| one.weight).sum();
            let mean = own().map(|one| one.weight * one.estimate).sum::<f64>() / weight;
            (own().count() > 0 && weight > 0.0).then_some((pair, weight, mean))
        };
        Pair::ALL.into_iter().filter_map(of).collect()
    }

    /// Weight of the comparisons with units that are treated already.
    pub fn forbidden(&self) -> f64 {
        self.comparisons.iter().filter(|one| one.pair.forbidden()).map(|one| one.weight).sum()
    }

    /// The mean of the clean comparisons alone, by their weights; none where there is none.
    pub fn clean(&self) -> Option<f64> {
        let clean = || self.comparisons.iter().filter(|one| !one.pair.forbidden());
        let weight: f64 = clean().map(|one| one.weight).sum();
        (weight > 0.0).then(|| clean().map(|one| one.weight * one.estimate).sum::<f64>() / weight)
    }

    /// The parts `decomposition` and `twfe_weights` of the result format.
    pub fn parts(&self) -> Map<String, Value> {
        let start = |cohort: Cohort| match cohort {
            Cohort::TreatedFrom(start) => self.scale.json(start),
            Cohort::NeverTreated => Value::Null,
        };
        let comparisons: Vec<Value> = self
            .comparisons
            .iter()
            .map(|one| {
                json!({
                    "treated": self.scale.json(one.treated), "untreated": start(one.untreated), "kind": one.pair.code(), "forbidden": one.pair.forbidden(),
                    "weight": one.weight, "estimate": one.estimate,
                })
            })
            .collect();
        let kinds: Vec<Value> =
            self.kinds().into_iter().map(|(pair, weight, estimate)| json!({ "kind": pair.code(), "weight": weight, "estimate": estimate })).collect();
        let mut out = Map::new();
        out.insert(
            "decomposition".into(),
            json!({
                "twfe": self.twfe, "forbidden_weight": self.forbidden(), "clean_estimate": self.clean(), "units": self.units, "units_left_out": self.left_out,
                "plain_panel": self.plain, "kinds": kinds, "comparisons": comparisons,
            }),
        );
        out.insert("twfe_weights".into(), self.weights.as_ref().map_or(Value::Null, |weights| weights.json(self.scale)));
        out
    }
}

/// Decomposes the two-way fixed effects coefficient (without covariates) of the cells. None where units or periods are not named, or where fewer than two groups
/// or periods are left. Errors: those of reading the assignment.
pub fn decompose(input: &MethodInput) -> Result<Option<Decomposition>> {
    let assignment = Assignment::read(input.cells, input.settings)?;
    let (Some(cohort), Some(period), Some(unit)) = (&assignment.cohort, &assignment.period, &assignment.unit) else { return Ok(None) };
    let Some(panel) = Panel::of(input.cells, cohort, period, unit) else { return Ok(None) };
    let comparisons = pairs::pairs(&panel);
    if comparisons.is_empty() {
        return Ok(None);
    }
    Ok(Some(Decomposition {
        twfe: comparisons.iter().map(|one| one.weight * one.estimate).sum(),
        comparisons,
        units: panel.units,
        left_out: panel.left_out,
        plain: panel.plain,
        scale: assignment.scale,
        weights: weights::weights(input.cells, &assignment),
    }))
}

/// Number of cohorts with different starts within the data that the cells hold.
pub fn staggered(input: &MethodInput) -> bool {
    Assignment::read(input.cells, input.settings).is_ok_and(|assignment| assignment.starts().len() > 1)
}

/// Means of cohorts by period over the units that are there in every period.
struct Panel {
    periods: Vec<Period>,
    cohorts: Vec<Group>,
    units: u64,
    left_out: u64,
    plain: bool,
}

/// A cohort of the panel.
struct Group {
    cohort: Cohort,
    /// Sum of the units' weights.
    size: f64,
    /// Weighted mean of the outcome by period.
    means: Vec<f64>,
}

impl Panel {
    fn of(cells: &Cells, cohort: &[Cohort], period: &[Period], unit: &[u32]) -> Option<Self> {
        let mut periods = period.to_vec();
        periods.sort_unstable();
        periods.dedup();
        let count = unit.iter().max().map_or(0, |top| *top as usize + 1);
        let place = |moment: Period| periods.binary_search(&moment).ok();
        // Sums of a unit and period: weight, weighted outcome, records.
        let mut sums = vec![(0.0_f64, 0.0_f64, 0_u64); count * periods.len()];
        let mut own = vec![Cohort::NeverTreated; count];
        for cell in 0..cells.len() {
            let at = unit[cell] as usize;
            let sum = &mut sums[at * periods.len() + place(period[cell])?];
            sum.0 += cells.weight[cell];
            sum.1 += cells.weight[cell] * cells.mean[[cell, 0]];
            sum.2 += cells.records[cell];
            own[at] = cohort[cell];
        }
        let last = *periods.last()?;
        let unit_rows = || sums.chunks(periods.len()).zip(&own).filter(|(row, _)| row.iter().any(|sum| sum.0 > 0.0));
        let whole = |row: &[(f64, f64, u64)]| row.iter().all(|sum| sum.0 > 0.0);
        let steady = |row: &[(f64, f64, u64)]| row.iter().all(|sum| sum.2 == 1 && (sum.0 - row[0].0).abs() <= 1e-12 * row[0].0);
        let plain = unit_rows().filter(|(row, _)| whole(row)).all(|(row, _)| steady(row));
        let mut groups: std::collections::BTreeMap<Cohort, Group> = std::collections::BTreeMap::new();
        let (mut units, mut left_out) = (0, 0);
        for (row, cohort) in unit_rows() {
            if !whole(row) {
                left_out += 1;
                continue;
            }
            units += 1;
            // Who starts after the last period is not treated in these data.
            let cohort = if cohort.treated_in(last) { *cohort } else { Cohort::NeverTreated };
            let group = groups.entry(cohort).or_insert_with(|| Group { cohort, size: 0.0, means: vec![0.0; periods.len()] });
            let weight = if plain { row[0].0 } else { 1.0 };
            group.size += weight;
            for (sum, mean) in row.iter().zip(&mut group.means) {
                *mean += weight * sum.1 / sum.0;
            }
        }
        let mut cohorts: Vec<Group> = groups.into_values().collect();
        for group in &mut cohorts {
            group.means.iter_mut().for_each(|mean| *mean /= group.size);
        }
        (periods.len() > 1 && cohorts.len() > 1).then_some(Self { periods, cohorts, units, left_out, plain })
    }
}
