//! The meat of heteroskedasticity-robust variances whose regressors vary within cells.
//!
//! Within a cell the residual and every regressor are linear in the values of a record, so that Σ w² e² x̃ x̃' is a form in the fourth moments of the cell:
//! these come back, and no record does. Leverage (HC2, HC3) is no polynomial of them.

use super::Remote;
use super::cells::{keys, scales};
use super::offers::{MOST_VARIABLES, leverage, many, refuse};
use super::pass::{Pass, constant};
use super::sql::{self, Parts};
use crate::data::Records;
use crate::data::cells::{Grouped, from_groups, needs};
use crate::error::Result;
use crate::panel::{CellPlan, ScorePlan};
use crate::text;
use ndarray::Array2;

/// Share of a variance that rounding may take.
const ROUNDING: f64 = 1e-9;

/// Σ w² e² x̃ x̃' over the records of used cells.
pub(in crate::data) fn robust_meat(remote: &Remote, records: &Records, plan: &ScorePlan) -> Result<Array2<f64>> {
    let pass = Pass::new(remote, records, needs(&plan.cells), scales(records, &plan.cells))?;
    if plan.power != 0 {
        return Err(refuse(remote, &leverage()));
    }
    let mut varying: Vec<usize> = std::iter::once(0).chain(plan.varying.iter().copied().flatten()).collect();
    varying.sort_unstable();
    varying.dedup();
    if varying.len() > MOST_VARIABLES {
        return Err(refuse(remote, &many()));
    }
    let parts = Parts::of(&pass.asked);
    let size = pass.size(&parts.keys, &parts.variables, remote.most_cells)?;
    let centre: Vec<f64> = size.sums.iter().map(|sum| constant(*sum, size.rows)).collect();
    let answer = pass.ask(&sql::fourth(pass.prepared(), &parts, &varying, &centre))?;
    let (rows, k) = (answer.rows(), plan.cells.keys.len());
    let counts = (0..rows).map(|row| pass.count(&answer, row, k)).collect::<Result<Vec<u64>>>()?;
    let alone = CellPlan { variables: Vec::new(), weight: None, centre: None, ..plan.cells.clone() };
    let groups = Grouped {
        keys: keys(&pass, &answer, 0, &plan.cells, &(0..rows).collect::<Vec<usize>>())?,
        centre: Vec::new(),
        counts,
        extremes: Vec::new(),
        moments: Vec::new(),
    };
    let (_, places) = from_groups(records, &alone, &groups, size.account)?;

    let p = plan.coefficients.len();
    let (mut meat, mut size) = (Array2::<f64>::zeros((p, p)), Array2::<f64>::zeros((p, p)));
    let tuples = sql::fourths(varying.len());
    for (row, cell) in places.into_iter().map(|place| place as usize).enumerate() {
        if !plan.used.get(cell).copied().unwrap_or(false) {
            continue;
        }
        let moments = (0..tuples.len()).map(|at| answer.number(row, k + 1 + at).ok_or_else(|| pass.unread("m"))).collect::<Result<Vec<f64>>>()?;
        let forms = forms(plan, cell, &varying, &centre);
        add(&mut meat, &forms, &tuples, &moments);
        let absolute = |values: &[f64]| values.iter().map(|value| value.abs()).collect::<Vec<f64>>();
        add(&mut size, &forms.iter().map(|form| absolute(form)).collect::<Vec<_>>(), &tuples, &absolute(&moments));
    }
    if (0..p).any(|r| size[[r, r]] * 16.0 * f64::EPSILON > ROUNDING * meat[[r, r]].abs()) {
        let what = text!(
            "variansi tahan-heteroskedastisitas untuk data ini: perbedaan antarsel jauh melebihi perbedaan di dalam sel, sehingga angkanya kehilangan ketelitian",
            "heteroskedasticity-robust variances for these data: cells differ so much more between than within that digits would be lost"
        );
        return Err(refuse(remote, &what));
    }
    Ok(meat)
}

/// The residual (first) and the regressors of a cell as linear forms: a constant, then a coefficient for each difference of a variable from its centre.
fn forms(plan: &ScorePlan, cell: usize, varying: &[usize], centre: &[f64]) -> Vec<Vec<f64>> {
    let place = |variable: usize| 1 + varying.iter().position(|known| *known == variable).unwrap_or(0);
    let width = 1 + varying.len();
    let mut residual = vec![0.0; width];
    residual[0] = centre[0] - plan.outcome_offset[cell];
    residual[place(0)] = 1.0;
    let mut out = Vec::with_capacity(1 + plan.coefficients.len());
    for (r, coefficient) in plan.coefficients.iter().enumerate() {
        let mut form = vec![0.0; width];
        match plan.varying[r] {
            None => form[0] = plan.fixed[[cell, r]],
            Some(variable) => {
                form[0] = centre[variable] - plan.offset[[cell, r]];
                form[place(variable)] = 1.0;
            }
        }
        residual.iter_mut().zip(&form).for_each(|(residual, part)| *residual -= coefficient * part);
        out.push(form);
    }
    out.insert(0, residual);
    out
}

/// Adds Σ w² e² x̃ x̃' of a cell.
fn add(meat: &mut Array2<f64>, forms: &[Vec<f64>], tuples: &[[usize; 4]], moments: &[f64]) {
    let Some((residual, regressors)) = forms.split_first() else { return };
    let width = residual.len();
    let mut squared = Array2::<f64>::zeros((width, width));
    for k in 0..width {
        for l in 0..width {
            for i in 0..width {
                for j in 0..width {
                    let mut tuple = [i, j, k, l];
                    tuple.sort_unstable();
                    let at = tuples.binary_search(&tuple).unwrap_or(0);
                    squared[[k, l]] += residual[i] * residual[j] * moments[at];
                }
            }
        }
    }
    for (r, a) in regressors.iter().enumerate() {
        for (s, b) in regressors.iter().enumerate() {
            let form: f64 = (0..width).map(|k| a[k] * (0..width).map(|l| squared[[k, l]] * b[l]).sum::<f64>()).sum();
            meat[[r, s]] += form;
        }
    }
}
