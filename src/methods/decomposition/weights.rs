//! The weights of two-way fixed effects on the effects of treated cohorts and periods (de Chaisemartin and D'Haultfœuille 2020).

use crate::linalg::Absorber;
use crate::methods::assignment::Assignment;
use crate::panel::{Cells, Cohort, Period, TimeScale};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Weights of treated unit-periods in the two-way coefficient.
#[derive(Debug, Clone, PartialEq)]
pub struct TwfeWeights {
    /// The two-way coefficient of the data, without covariates.
    pub coefficient: f64,
    /// Unit-periods with a positive weight.
    pub positive: u64,
    /// Unit-periods with a negative weight.
    pub negative: u64,
    /// Sum of the positive weights; with the negative ones it is one.
    pub sum_positive: f64,
    /// Sum of the negative weights.
    pub sum_negative: f64,
    /// Smallest standard deviation of the effects at which the average effect on the treated could be zero.
    pub sigma: Option<f64>,
    /// Smallest standard deviation at which all effects could have the other sign; none where no weight is negative.
    pub sigma_sign: Option<f64>,
    /// Sum of the weights by cohort and period, in their order.
    pub cohort_period: Vec<(Period, Period, f64)>,
}

/// Residuals of the treatment under this share of a treated cell count as none.
const NOTHING: f64 = 1e-10;

/// The weights on all cells; none where the treatment has no variation left.
pub(super) fn weights(cells: &Cells, assignment: &Assignment) -> Option<TwfeWeights> {
    let (cohort, period, unit) = (assignment.cohort.as_ref()?, assignment.period.as_ref()?, assignment.unit.as_ref()?);
    let mut moments = period.clone();
    moments.sort_unstable();
    moments.dedup();
    let times: Vec<u32> = period.iter().map(|moment| moments.partition_point(|known| known < moment) as u32).collect();
    let treated = |cell: usize| if assignment.treated[cell] { 1.0 } else { 0.0 };
    let mut residual: Vec<f64> = (0..cells.len()).map(treated).collect();
    Absorber::new(&[unit.clone(), times], &cells.weight).take_out(&mut residual);
    let size = &cells.weight;
    let all: f64 = (0..cells.len()).map(|cell| size[cell] * treated(cell)).sum();
    let scale: f64 = (0..cells.len()).map(|cell| size[cell] * residual[cell] * treated(cell)).sum();
    if !(scale > NOTHING * all) {
        return None;
    }
    let coefficient = (0..cells.len()).map(|cell| size[cell] * residual[cell] * cells.mean[[cell, 0]]).sum::<f64>() / scale;
    // One weight a treated unit and period, and its share of the treated.
    let mut found: BTreeMap<(u32, Period), (Cohort, f64, f64)> = BTreeMap::new();
    for cell in (0..cells.len()).filter(|cell| assignment.treated[*cell]) {
        let entry = found.entry((unit[cell], period[cell])).or_insert((cohort[cell], 0.0, 0.0));
        entry.1 += size[cell] * residual[cell] / scale;
        entry.2 += size[cell] / all;
    }
    let mut rows: Vec<(f64, f64)> = found.values().map(|(_, weight, share)| (if weight.abs() < NOTHING * share { 0.0 } else { *weight }, *share)).collect();
    let mut sums: BTreeMap<(Period, Period), f64> = BTreeMap::new();
    for ((_, moment), (cohort, weight, _)) in &found {
        if let Cohort::TreatedFrom(start) = cohort {
            *sums.entry((*start, *moment)).or_default() += weight;
        }
    }
    let side = |sign: f64| rows.iter().filter(move |(weight, _)| weight * sign > 0.0);
    let sum_negative = -side(-1.0).map(|(weight, _)| weight.abs()).sum::<f64>();
    let (positive, negative) = (side(1.0).count() as u64, side(-1.0).count() as u64);
    let sum_positive = side(1.0).map(|(weight, _)| weight).sum();
    // Spread of the weights over shares, whose weighted mean is one.
    let spread = rows.iter().map(|(weight, share)| share * (weight / share - 1.0).powi(2)).sum::<f64>().sqrt();
    Some(TwfeWeights {
        coefficient,
        positive,
        negative,
        sum_positive,
        sum_negative,
        sigma: (spread > 1e-12).then(|| coefficient.abs() / spread),
        sigma_sign: if negative > 0 { other_sign(&mut rows, coefficient) } else { None },
        cohort_period: sums.into_iter().map(|((start, moment), weight)| (start, moment, weight)).collect(),
    })
}

/// Corollary 1 (ii): |β| over the root of T_s + S_s² / (1 − P_s), s being the first row of the descending weights from which their effects may all turn.
fn other_sign(rows: &mut [(f64, f64)], coefficient: f64) -> Option<f64> {
    let ratio = |row: &(f64, f64)| row.0 / row.1;
    rows.sort_by(|a, b| ratio(b).total_cmp(&ratio(a)));
    // Sums over the rows from each one on: shares, weights, squares.
    let mut tails = Vec::with_capacity(rows.len());
    let (mut p, mut s, mut t) = (0.0, 0.0, 0.0);
    for row in rows.iter().rev() {
        p += row.1;
        s += row.0;
        t += row.1 * ratio(row).powi(2);
        tails.push((p, s, t));
    }
    tails.reverse();
    let found = rows.iter().zip(&tails).find(|(row, (p, s, _))| *p < 1.0 && ratio(row) < -s / (1.0 - p))?;
    let (p, s, t) = *found.1;
    Some(coefficient.abs() / (t + s * s / (1.0 - p)).sqrt())
}

impl TwfeWeights {
    /// Share of the treated unit-periods whose weight is negative.
    pub fn share_negative(&self) -> f64 {
        self.negative as f64 / (self.positive + self.negative).max(1) as f64
    }

    pub(super) fn json(&self, scale: TimeScale) -> Value {
        let rows: Vec<Value> = self
            .cohort_period
            .iter()
            .map(|(start, moment, weight)| json!({ "cohort": scale.json(*start), "period": scale.json(*moment), "weight": weight }))
            .collect();
        json!({
            "coefficient": self.coefficient, "positive": self.positive, "negative": self.negative, "share_negative": self.share_negative(),
            "sum_positive": self.sum_positive, "sum_negative": self.sum_negative, "sigma": self.sigma, "sigma_sign": self.sigma_sign, "cohort_period": rows,
        })
    }
}
