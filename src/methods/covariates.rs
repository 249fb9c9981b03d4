//! Covariates as columns on one scale, without those that add nothing.

use crate::linalg::{add_outer, independent};
use crate::methods::DidSettings;
use crate::panel::Cells;

/// The design of covariates: one row a cell in use, the constant first.
pub(in crate::methods) struct Covariates {
    /// Columns, the constant included.
    pub columns: usize,
    /// Row by row.
    pub values: Vec<f64>,
    /// Names of the columns, without the constant.
    pub names: Vec<String>,
    /// Names of covariates that were left out.
    pub dropped: Vec<String>,
}

/// Covariates of the cells at `rows`: numbers centred and scaled (which changes no effect and keeps digits), labels as indicators of all levels but
/// the first that occurs.
pub(in crate::methods) fn covariates(cells: &Cells, settings: &DidSettings, rows: &[usize]) -> Covariates {
    let mut columns: Vec<(String, Vec<f64>)> = Vec::new();
    for name in settings.numeric_covariates() {
        if let Some(at) = cells.variables.iter().position(|variable| *variable == name) {
            columns.push((name, rows.iter().map(|row| cells.mean[[*row, at]]).collect()));
        }
    }
    for name in settings.categorical_covariates() {
        let Some(key) = cells.key(&name) else { continue };
        let codes: Vec<u32> = rows.iter().map(|row| key.codes[*row]).collect();
        let mut levels = codes.clone();
        levels.sort_unstable();
        levels.dedup();
        for level in levels.into_iter().skip(1) {
            columns.push((format!("{name}={}", key.levels.label(level)), codes.iter().map(|code| f64::from(u8::from(*code == level))).collect()));
        }
    }
    if columns.is_empty() {
        return Covariates { columns: 1, values: vec![1.0; rows.len()], names: Vec::new(), dropped: Vec::new() };
    }
    let weight: Vec<f64> = rows.iter().map(|row| cells.weight[*row]).collect();
    let total: f64 = weight.iter().sum();
    let mut dropped = Vec::new();
    columns.retain_mut(|(name, values)| {
        let mean = values.iter().zip(&weight).map(|(x, w)| x * w).sum::<f64>() / total;
        let size = values.iter().fold(0.0_f64, |max, x| max.max(x.abs()));
        let spread = (values.iter().zip(&weight).map(|(x, w)| w * (x - mean) * (x - mean)).sum::<f64>() / total).sqrt();
        if spread > 1e-12 * size {
            for x in values.iter_mut() {
                *x = (*x - mean) / spread;
            }
            true
        } else {
            dropped.push(name.clone());
            false
        }
    });
    let k = columns.len() + 1;
    let mut row = vec![1.0; k];
    let mut gram = vec![0.0; k * k];
    for (i, w) in weight.iter().enumerate() {
        columns.iter().enumerate().for_each(|(j, (_, values))| row[j + 1] = values[i]);
        add_outer(&mut gram, &row, *w);
    }
    let kept = independent(&gram, k);
    dropped.extend((1..k).filter(|j| !kept.contains(j)).map(|j| columns[j - 1].0.clone()));
    let names = kept.iter().filter(|j| **j > 0).map(|j| columns[j - 1].0.clone()).collect();
    let columns: Vec<Vec<f64>> = kept.iter().filter(|j| **j > 0).map(|j| std::mem::take(&mut columns[j - 1].1)).collect();
    let k = columns.len() + 1;
    let mut values = vec![1.0; rows.len() * k];
    for (j, column) in columns.iter().enumerate() {
        for (i, x) in column.iter().enumerate() {
            values[i * k + j + 1] = *x;
        }
    }
    Covariates { columns: k, values, names, dropped }
}
