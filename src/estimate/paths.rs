//! Spread of units that differ in their outcomes only: whatever is linear in the outcomes is the same map for all units on one path of treatment.
//!
//! The influence of unit u on path g is ψ = l + A e with e its deviations from the means of the path, which sum to zero over the path. So Σ ψψ' over its
//! n units is n·ll' + A S A' with the scatter S = Σ ee': no unit is looked at again, unless the influence itself is asked for.

use ndarray::{Array1, Array2, Axis};
use rayon::prelude::*;
use std::ops::Range;

/// Units that are worked on at once.
const BLOCK: usize = 1024;

/// Units on one path, as observations that are their means.
pub struct Path {
    /// How many they are.
    pub units: u64,
    /// Its observations.
    pub observations: Range<usize>,
    /// Σ ee' over its units (observations × observations).
    pub scatter: Array2<f64>,
}

/// The units one by one.
pub trait EachUnit: Sync {
    /// Position of the path of each unit, in the order of the clusters.
    fn paths(&self) -> &[u32];
    /// Deviations of a unit from the means of its path, by observation of the path.
    fn deviations(&self, unit: usize, out: &mut Vec<f64>);
}

/// All paths.
pub struct Paths<'a> {
    /// Path by path, in the order of the observations.
    pub list: Vec<Path>,
    /// The units, where their influence is asked for.
    pub each: Option<Box<dyn EachUnit + 'a>>,
}

/// Share of a variance under which what a path adds is rounding: its units do not bear on the row.
const ROUNDING: f64 = 1e-20;

/// What a path does to some rows.
pub struct PathMap {
    /// l: what every unit adds (rows).
    pub level: Array1<f64>,
    /// A: rows × observations of the path.
    pub slope: Array2<f64>,
}

impl Paths<'_> {
    /// How many units there are.
    pub fn units(&self) -> u64 {
        self.list.iter().map(|path| path.units).sum()
    }

    /// Σ ψψ' over all units (rows × rows), and the units that bear on each row.
    pub fn covariance(&self, maps: &[PathMap]) -> (Array2<f64>, Vec<u64>) {
        let rows = maps.first().map_or(0, |map| map.level.len());
        let mut covariance = Array2::zeros((rows, rows));
        let mut own: Vec<Array1<f64>> = Vec::with_capacity(maps.len());
        for (path, map) in self.list.iter().zip(maps) {
            let level = map.level.view().insert_axis(Axis(1));
            let part = map.slope.dot(&path.scatter).dot(&map.slope.t()) + level.dot(&level.t()) * path.units as f64;
            own.push(part.diag().to_owned());
            covariance += &part;
        }
        let bears = |row: usize, own: &Array1<f64>| own[row] > ROUNDING * covariance[[row, row]];
        let bearing = (0..rows).map(|row| self.list.iter().zip(&own).filter(|(_, own)| bears(row, own)).map(|(path, _)| path.units).sum()).collect();
        (covariance, bearing)
    }

    /// Ψ (units × rows), where the units are there.
    pub fn influence(&self, maps: &[PathMap]) -> Option<Array2<f64>> {
        let each = self.each.as_ref()?;
        let (of, rows) = (each.paths(), maps.first().map_or(0, |map| map.level.len()));
        let mut values = vec![0.0; of.len() * rows];
        values.par_chunks_mut(BLOCK * rows.max(1)).enumerate().for_each(|(block, values)| {
            let mut deviations = Vec::new();
            for (unit, own) in (block * BLOCK..).zip(values.chunks_mut(rows)) {
                let map = &maps[of[unit] as usize];
                each.deviations(unit, &mut deviations);
                for ((value, level), slope) in own.iter_mut().zip(&map.level).zip(map.slope.rows()) {
                    *value = level + slope.iter().zip(&deviations).map(|(slope, e)| slope * e).sum::<f64>();
                }
            }
        });
        Array2::from_shape_vec((of.len(), rows), values).ok()
    }
}
