//! Exact distributions against listing every allocation and every sign.

use super::*;

/// Sums of a few hundred probabilities.
const ROUNDING: f64 = 1e-12;

/// Two-sided p by listing all ways to choose which of the pooled values are x: by distance from the mean.
fn listed_rank_sum(x: &[f64], y: &[f64]) -> f64 {
    let all = [x, y].concat();
    let w = |chosen: u32| {
        let mut sum = 0.0;
        for i in 0..all.len() {
            for j in 0..all.len() {
                if chosen >> i & 1 == 1 && chosen >> j & 1 == 0 {
                    sum += if all[i] > all[j] { 1.0 } else { 0.5 * f64::from(u8::from(all[i] == all[j])) };
                }
            }
        }
        sum
    };
    let centre = 0.5 * (x.len() * y.len()) as f64;
    let seen = (w((1 << x.len()) - 1) - centre).abs();
    let ways: Vec<u32> = (0_u32..1 << all.len()).filter(|chosen| chosen.count_ones() as usize == x.len()).collect();
    ways.iter().filter(|chosen| (w(**chosen) - centre).abs() >= seen).count() as f64 / ways.len() as f64
}

#[test]
fn exact_rank_sums_count_all_allocations() {
    let untied = (vec![1.5, 7.0, 8.0, 9.5, 12.0], vec![1.0, 2.0, 3.0, 5.0, 6.0, 10.0]);
    let tied = (vec![1.0, 2.0, 2.0, 5.0, 7.0], vec![2.0, 3.0, 5.0, 8.0, 8.0, 9.0]);
    for ((x, y), how) in [(&untied, Exactness::Auto), (&untied, Exactness::Conditional), (&tied, Exactness::Conditional)] {
        let got = mann_whitney(&Ascending::new(x.clone()), &Ascending::new(y.clone()), how).expect("defined");
        assert!(got.exact);
        assert!((got.p_value - listed_rank_sum(x, y)).abs() < ROUNDING, "{got:?}");
    }
    let auto = mann_whitney(&Ascending::new(tied.0), &Ascending::new(tied.1), Exactness::Auto).expect("defined");
    assert!(auto.ties && !auto.exact, "R is not exact with ties");
}

#[test]
fn exact_signed_ranks_count_all_signs() {
    let differences = [3.0, -1.0, 4.5, 6.0, -2.0, 8.0, 9.0, 7.5];
    let mut sizes = differences.map(f64::abs);
    sizes.sort_by(f64::total_cmp);
    let n = differences.len();
    let v: usize = differences.iter().filter(|d| **d > 0.0).map(|d| 1 + sizes.iter().position(|size| size == d).expect("there")).sum();
    let centre = (n * (n + 1)) as f64 / 4.0;
    let sum = |signs: u32| (0..n).filter(|i| signs >> i & 1 == 1).map(|i| i + 1).sum::<usize>() as f64;
    let extreme = (0_u32..1 << n).filter(|signs| (sum(*signs) - centre).abs() >= (v as f64 - centre).abs()).count();
    let got = wilcoxon_signed_rank(&Ascending::new(differences), Exactness::Auto).expect("defined");
    assert_eq!(got.statistic, v as f64);
    assert!(got.exact && (got.p_value - extreme as f64 / f64::from(1 << n)).abs() < ROUNDING, "{got:?}");
}

#[test]
fn fifty_values_a_side_leave_the_exact_distribution() {
    let sample = |n: u32, shift: f64| Ascending::new((0..n).map(|i| f64::from(i) + shift));
    assert!(mann_whitney(&sample(49, 0.25), &sample(49, 0.5), Exactness::Auto).expect("defined").exact);
    assert!(!mann_whitney(&sample(50, 0.25), &sample(12, 0.5), Exactness::Auto).expect("defined").exact);
}

#[test]
fn undefined_where_nothing_varies() {
    let (same, none) = (Ascending::new([2.0; 4]), Ascending::new([]));
    assert_eq!(mann_whitney(&same, &none, Exactness::Auto), None);
    assert_eq!(mann_whitney(&same, &same, Exactness::Auto), None);
    assert_eq!(wilcoxon_signed_rank(&Ascending::new([0.0, 0.0]), Exactness::Auto), None);
    assert_eq!(brunner_munzel(&Comparison::of(&same, &same), 0.95), None);
    let apart = Comparison::of(&Ascending::new([1.0, 2.0, 3.0]), &Ascending::new([4.0, 5.0, 6.0]));
    assert_eq!(brunner_munzel(&apart, 0.95), None);
}

#[test]
fn swapping_samples_keeps_p_and_mirrors_the_statistic() {
    let (x, y) = (Ascending::new([1.0, 3.0, 3.0, 7.0, 9.0]), Ascending::new([2.0, 3.0, 8.0]));
    for how in [Exactness::Auto, Exactness::Conditional] {
        let (one, two) = (mann_whitney(&x, &y, how).expect("defined"), mann_whitney(&y, &x, how).expect("defined"));
        assert!((one.p_value - two.p_value).abs() < ROUNDING);
        assert_eq!(one.statistic + two.statistic, 15.0);
    }
    let (one, two) = (brunner_munzel(&Comparison::of(&x, &y), 0.9), brunner_munzel(&Comparison::of(&y, &x), 0.9));
    let (one, two) = (one.expect("defined"), two.expect("defined"));
    assert!((one.statistic + two.statistic).abs() < ROUNDING && (one.p_value - two.p_value).abs() < ROUNDING);
}
