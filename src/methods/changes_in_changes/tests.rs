//! Small cases by hand, and what must hold whatever the data.

use super::bootstrap::Draws;
use super::effect::{Four, Sides, pooled};
use super::*;

/// Sides of plain values, each of weight one.
fn four(values: [&[f64]; 4]) -> Four {
    let mut all = Vec::new();
    let mut sides = Sides::default();
    for (side, values) in [&mut sides.before, &mut sides.after, &mut sides.treated_before, &mut sides.treated_after].into_iter().zip(values) {
        side.extend((0..values.len()).map(|i| (all.len() + i) as u32));
        all.extend_from_slice(values);
    }
    Four::of(&sides, &all, &vec![1.0; all.len()]).unwrap_or_else(|| unreachable!("no side is empty"))
}

#[test]
fn changes_of_a_distribution_that_doubles() {
    // The comparison's values double; the treated had 2 and 3, would have 4 and 6, and have 5 and 8.
    let sides = || four([&[1.0, 2.0, 3.0, 4.0], &[2.0, 4.0, 6.0, 8.0], &[2.0, 3.0], &[5.0, 8.0]]);
    let fit = sides().fit(Transform::Changes).map(|fit| (fit.att, pooled(&[(1.0, fit)], &[0.5, 0.9])));
    let (att, pooled) = fit.unwrap_or_else(|| unreachable!("nothing is empty"));
    assert_eq!(att, 1.5);
    assert_eq!(pooled.map(|pooled| pooled.quantiles), Some(vec![1.0, 2.0]));
    // At the ranks of the treated themselves, ½ and 1, the comparison moved by 2 and 4.
    assert_eq!(sides().fit(Transform::Quantiles).map(|fit| fit.att), Some(6.5 - f64::midpoint(2.0 + 2.0, 3.0 + 4.0)));
}

#[test]
fn ties_leave_bounds_that_hold_the_effect() {
    let fit = four([&[1.0, 1.0, 2.0, 2.0], &[1.0, 2.0, 2.0, 3.0], &[1.0, 2.0], &[3.0, 3.0]]).fit(Transform::Changes);
    // Values 1 have rank ½ (or 0), values 2 rank 1 (or ½): they become 2 and 3, or 1 and 2.
    assert_eq!(fit.map(|fit| (fit.att, fit.highest)), Some((0.5, 1.5)));
}

#[test]
fn an_empty_side_gives_nothing() {
    let sides = Sides { before: vec![0], after: vec![1], treated_before: vec![2], treated_after: vec![] };
    assert!(Four::of(&sides, &[1.0, 2.0, 3.0], &[1.0; 3]).is_none());
}

#[test]
fn influence_adds_up_to_zero_and_moves_with_the_data() {
    let value: Vec<f64> = (0..120).map(|i| f64::from((i * 53) % 101) / 7.0 + f64::from(i % 4)).collect();
    let mut sides = Sides::default();
    for (k, side) in [&mut sides.before, &mut sides.after, &mut sides.treated_before, &mut sides.treated_after].into_iter().enumerate() {
        side.extend((0..120_u32).filter(|i| *i as usize % 4 == k));
        side.sort_by(|a, b| value[*a as usize].total_cmp(&value[*b as usize]));
    }
    let weight: Vec<f64> = (0..120).map(|i| 1.0 + f64::from(i % 3)).collect();
    for transform in [Transform::Changes, Transform::Quantiles] {
        let of = Four::of(&sides, &value, &weight).unwrap_or_else(|| unreachable!("no side is empty"));
        let mut collector = Collector::new();
        collector.add(0, &sides, &of, transform, &value, &weight);
        let found = collector.finish(120);
        let mut block = crate::estimate::Block { level: ndarray::Array2::zeros((1, 120)), slope: None };
        crate::estimate::CellInfluence::fill(&found, 0..120, &mut block);
        assert!(block.level.sum().abs() < 1e-12, "{transform:?}");
        assert!(block.level.iter().all(|value| value.is_finite() && *value != 0.0));
    }
}

#[test]
fn draws_take_clusters_whole_and_keep_their_number() {
    let sample = |cluster: Option<Vec<u32>>| Sample::plain(vec![1.0; 6], vec![2.0, 2.0, 1.0, 1.0, 3.0, 3.0], vec![2, 2, 1, 1, 3, 3], cluster);
    let clustered = sample(Some(vec![0, 0, 1, 1, 2, 2]));
    for draw in 0..20 {
        let weights = Draws::new(&clustered, 5).weights(draw);
        assert_eq!(weights[0], weights[1]);
        assert_eq!((weights[0] / 2.0 + weights[2] + weights[4] / 3.0).round() as i64, 3);
    }
    let records = sample(None);
    let weights = Draws::new(&records, 5).weights(0);
    assert_eq!(weights.iter().sum::<f64>(), 12.0);
    assert_eq!(weights, Draws::new(&records, 5).weights(0));
    assert_ne!(weights, Draws::new(&records, 6).weights(0));
}
