//! One estimate for each level of a column, and their random-effects pool.

use super::{DidSettings, MethodInput, run};
use crate::error::{Exit, Result, design};
use crate::estimate::{Effect, EffectKey, EffectKind, Estimate, Influence, Note, pooled_effects};
use crate::inference::pool::{PoolMethod, pool};
use crate::panel::{CellPlan, Cells, RecordPass, ScorePlan};
use crate::text;
use ndarray::Array2;

/// Records of some of the cells: a pass over them is a pass over all with the other cells left out.
pub(super) struct Subset<'a> {
    /// All records.
    pub records: &'a dyn RecordPass,
    /// The cells that stay.
    pub positions: &'a [usize],
    /// How many cells there are in all.
    pub all: usize,
}

impl RecordPass for Subset<'_> {
    fn cells(&self, plan: &CellPlan) -> Result<Cells> {
        self.records.cells(plan)
    }

    fn robust_meat(&self, plan: &ScorePlan) -> Result<Array2<f64>> {
        let spread = |values: &[f64]| {
            let mut out = vec![0.0; self.all];
            for (value, at) in values.iter().zip(self.positions) {
                out[*at] = *value;
            }
            out
        };
        let spread_rows = |values: &Array2<f64>| {
            let mut out = Array2::zeros((self.all, values.ncols()));
            for (row, at) in values.rows().into_iter().zip(self.positions) {
                out.row_mut(*at).assign(&row);
            }
            out
        };
        let mut used = vec![false; self.all];
        for (value, at) in plan.used.iter().zip(self.positions) {
            used[*at] = *value;
        }
        self.records.robust_meat(&ScorePlan {
            cells: plan.cells.clone(),
            used,
            outcome_offset: spread(&plan.outcome_offset),
            fixed: spread_rows(&plan.fixed),
            varying: plan.varying.clone(),
            offset: spread_rows(&plan.offset),
            coefficients: plan.coefficients.clone(),
            bread: plan.bread.clone(),
            leverage: spread(&plan.leverage),
            power: plan.power,
        })
    }
}

/// The headline effect of each level of `column` (kind `region`), and their pool (kind `overall`). The column must be a key of the cells, as it is
/// where `settings.by` names it. A level without an identified effect keeps its row, undefined, with a note.
pub fn by(input: &MethodInput, column: &str) -> Result<Estimate> {
    let key = input.cells.key(column).ok_or_else(|| design::missing_role("--by"))?;
    let members = |code: u32| (0..input.cells.len()).filter(|i| key.codes[*i] == code).collect();
    let parts: Vec<(String, Vec<usize>)> = (0..key.levels.len() as u32).map(|code| (key.levels.label(code), members(code))).collect();
    by_parts(input, column, &parts)
}

/// As [`by`], for parts that are named by the caller: a label and the positions of its cells. Parts may share cells, say a common comparison group;
/// parts without cells are left out.
pub fn by_parts(input: &MethodInput, column: &str, parts: &[(String, Vec<usize>)]) -> Result<Estimate> {
    // Several parts are questions of one family.
    let settings = &DidSettings { influence: true, ..input.settings.clone() };
    let mut out: Option<Estimate> = None;
    let (mut rows, mut notes, mut influence) = (Vec::new(), Vec::new(), Vec::new());
    let mut failed = None;
    for (label, positions) in parts.iter().filter(|(_, positions)| !positions.is_empty()) {
        let cells = input.cells.select(positions);
        let subset = input.records.map(|records| Subset { records, positions, all: input.cells.len() });
        let part = MethodInput { cells: &cells, records: subset.as_ref().map(|subset| subset as &dyn RecordPass), settings, ..*input };
        let mut region = EffectKey::new(EffectKind::Region, "att");
        region.region = Some(label.clone());
        match run(&part) {
            Ok(estimate) => {
                let (mut effect, own) = estimate.headline_with_influence().unwrap_or_else(|| (Effect::undefined(region.clone()), None));
                effect.key = region;
                rows.push(effect);
                influence.push(own);
                out.get_or_insert(estimate);
            }
            Err(error) if error.exit() == Exit::NotIdentified => {
                rows.push(Effect::undefined(region));
                influence.push(None);
                let why = error.problems.first().map(|problem| problem.what.clone()).unwrap_or_default();
                notes.push(Note::new(
                    "region-not-identified",
                    text!(|l| format!("\"{label}\" tidak dapat diperkirakan: {}.", why.get(l)), format!("\"{label}\" cannot be estimated: {}.", why.get(l))),
                ));
                failed = Some(error);
            }
            Err(error) => return Err(error),
        }
    }
    let Some(mut out) = out else { return Err(failed.unwrap_or_else(|| design::no_records().into())) };
    finish(&mut out, rows, notes, input, column);
    out.influence = Influence::side_by_side(&influence);
    Ok(out)
}

/// Turns the estimate of the first level into that of all of them.
fn finish(out: &mut Estimate, rows: Vec<Effect>, notes: Vec<Note>, input: &MethodInput, column: &str) {
    // A level with too few clusters for a p-value has a standard error that means nothing (two clusters fit exactly).
    let usable: Vec<(f64, f64)> =
        rows.iter().filter(|row| row.p_value.is_some()).filter_map(|row| row.estimate.zip(row.std_error)).filter(|(_, se)| *se > 0.0).collect();
    let (estimates, errors): (Vec<f64>, Vec<f64>) = usable.into_iter().unzip();
    let level = input.settings.level;
    out.effects = rows;
    out.covariance = None;
    out.influence = None;
    out.tests.clear();
    out.parts.clear();
    out.notes = notes;
    out.settings.insert("by".into(), column.into());
    out.sample = input.cells.account.clone();
    out.sample.rows_used = out.effects.iter().filter_map(|row| row.records).sum();
    if let (Some(random), Some(fixed)) = (pool(&estimates, &errors, PoolMethod::Dl, false, level), pool(&estimates, &errors, PoolMethod::Fe, false, level)) {
        let (effects, heterogeneity) = pooled_effects(&random, &fixed);
        out.effects.extend(effects);
        out.parts.insert("heterogeneity".into(), heterogeneity);
    }
}
