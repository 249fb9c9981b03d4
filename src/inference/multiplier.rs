//! The multiplier bootstrap of influence functions: simultaneous critical values for families of effects (Callaway and Sant'Anna 2021, algorithm 1).

use super::distributions::critical_value;
use super::random::Stream;
use ndarray::Array2;
use rayon::prelude::*;

/// Draws that are multiplied at once.
const BLOCK: usize = 64;

/// For each family (positions among the rows of `influence`, effects × clusters): the `level` quantile over `draws` of max |Σ ± ψ| / se with a
/// Rademacher sign a cluster. None for a family without variance; never under the pointwise value. One matrix product, whatever the number of families.
pub fn simultaneous(influence: &Array2<f64>, families: &[Vec<usize>], df: Option<f64>, level: f64, draws: u32, seed: u64) -> Vec<Option<f64>> {
    let (draws, clusters) = (draws as usize, influence.ncols());
    let errors: Vec<f64> = influence.rows().into_iter().map(|row| row.dot(&row).sqrt()).collect();
    let usable: Vec<Vec<usize>> = families.iter().map(|rows| rows.iter().copied().filter(|row| errors[*row] > 0.0).collect()).collect();
    let starts: Vec<usize> = (0..draws).step_by(BLOCK).collect();
    let maxima: Vec<Vec<Vec<f64>>> = starts
        .par_iter()
        .map(|start| {
            let count = BLOCK.min(draws - start);
            let mut signs = Array2::zeros((clusters, count));
            for draw in 0..count {
                let mut stream = Stream::new(seed, "multiplier", (start + draw) as u64);
                let mut bits = 0;
                for cluster in 0..clusters {
                    if cluster % 64 == 0 {
                        bits = stream.bits();
                    }
                    signs[[cluster, draw]] = if bits & 1 == 0 { 1.0 } else { -1.0 };
                    bits >>= 1;
                }
            }
            let sums = influence.dot(&signs);
            usable
                .iter()
                .map(|rows| (0..count).map(|draw| rows.iter().fold(0.0_f64, |max, row| max.max((sums[[*row, draw]] / errors[*row]).abs()))).collect())
                .collect()
        })
        .collect();
    usable
        .iter()
        .enumerate()
        .map(|(family, rows)| {
            let mut largest: Vec<f64> = maxima.iter().flat_map(|block| block[family].iter().copied()).collect();
            if rows.is_empty() || largest.is_empty() {
                return None;
            }
            largest.sort_by(f64::total_cmp);
            let at = ((level * draws as f64).ceil() as usize).clamp(1, draws) - 1;
            // With t as the pointwise table the quantile grows in proportion: few clusters are no better known together than one by one.
            let wider = critical_value(level, df) / critical_value(level, None);
            Some((largest[at] * wider).max(critical_value(level, df)))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inference::distributions::normal_quantile;

    #[test]
    fn independent_effects_have_the_sidak_value_and_one_effect_the_pointwise() {
        // Four effects, each borne by its own 200 clusters of equal weight.
        let influence = Array2::from_shape_fn((4, 800), |(row, cluster)| if cluster % 4 == row { 0.1 } else { 0.0 });
        let found = simultaneous(&influence, &[vec![0, 1, 2, 3], vec![2], vec![]], None, 0.95, 20_000, 3);
        let sidak = normal_quantile(0.5 + 0.5 * 0.95_f64.powf(0.25));
        // 95 % quantile of 20,000 draws of a sum of 200 signs: standard error about 0.015, lattice 2/√200 = 0.14.
        assert!(found[0].is_some_and(|critical| (critical - sidak).abs() < 0.17), "{found:?} {sidak}");
        assert!(found[1].is_some_and(|critical| (critical - 1.96).abs() < 0.17));
        assert_eq!(found[2], None);
    }

    #[test]
    fn the_same_seed_gives_the_same_value() {
        let influence = Array2::from_shape_fn((3, 50), |(row, cluster)| ((row * 7 + cluster * 13) % 11) as f64 - 5.0);
        let run = || simultaneous(&influence, &[vec![0, 1, 2]], None, 0.9, 500, 11);
        assert_eq!(run(), run());
    }
}
