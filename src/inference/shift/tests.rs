//! The staircase search against listing and sorting all pairs.

use super::*;
use crate::inference::random::Stream;

fn sample(n: usize, seed: u64, step: Option<f64>) -> Ascending {
    let mut stream = Stream::new(seed, "shift-test", 0);
    Ascending::new((0..n).map(|_| {
        let value = 10.0 * stream.normal();
        step.map_or(value, |step| (value / step).round() * step)
    }))
}

#[test]
fn any_order_statistic_of_the_pairs() {
    for step in [None, Some(0.5), Some(7.0)] {
        let (x, y) = (sample(23, 1, step), sample(31, 2, step));
        let mut differences: Vec<f64> = x.values().iter().flat_map(|a| y.values().iter().map(move |b| a - b)).collect();
        differences.sort_by(f64::total_cmp);
        let pairs = Pairs::differences(x.values(), y.values());
        for k in [1, 2, 100, 356, 357, 700, 713] {
            assert_eq!(pairs.smallest(k), differences[k as usize - 1]);
        }
        let mut averages: Vec<f64> = (0..23).flat_map(|i| (i..23).map(move |j| (i, j))).map(|(i, j)| 0.5 * (x.values()[i] + x.values()[j])).collect();
        averages.sort_by(f64::total_cmp);
        let pairs = Pairs::averages(x.values());
        assert_eq!(pairs.total() as usize, averages.len());
        for k in 1..=averages.len() {
            assert_eq!(pairs.smallest(k as u64), averages[k - 1]);
        }
    }
}

#[test]
fn exact_limits_are_the_tabled_order_statistics() {
    // Critical values of the tables: U = 23 for 10 and 10, V = 8 for 10 pairs, two-sided 5 %; limits are the next order statistics.
    let (x, y) = (sample(10, 3, None), sample(10, 4, None));
    let mut differences: Vec<f64> = x.values().iter().flat_map(|a| y.values().iter().map(move |b| a - b)).collect();
    differences.sort_by(f64::total_cmp);
    let got = shift_between(&x, &y, 0.95).expect("defined");
    assert_eq!((got.exact, got.conf_low, got.conf_high), (true, differences[23], differences[100 - 24]));
    let mut averages: Vec<f64> = (0..10).flat_map(|i| (i..10).map(move |j| (i, j))).map(|(i, j)| 0.5 * (x.values()[i] + x.values()[j])).collect();
    averages.sort_by(f64::total_cmp);
    let got = shift_within(&x, 0.95).expect("defined");
    assert_eq!((got.exact, got.conf_low, got.conf_high), (true, averages[8], averages[55 - 9]));
}

#[test]
fn large_and_coarse_samples_are_quick() {
    let (x, y) = (sample(60_000, 5, Some(1.0)), sample(50_000, 6, None));
    let got = shift_between(&x, &y, 0.95).expect("defined");
    // The two medians are both 0; the shift's error is about 0.06 · 10/√(π/3)/…: five of them.
    assert!(got.estimate.abs() < 0.4 && got.conf_low < got.estimate && got.estimate < got.conf_high);
    let shifted = Ascending::new(y.values().iter().map(|value| value - 3.0));
    let moved = shift_between(&x, &shifted, 0.95).expect("defined");
    assert!((moved.estimate - got.estimate - 3.0).abs() < 1e-9);
}

#[test]
fn undefined_without_data() {
    assert_eq!(shift_between(&Ascending::default(), &sample(3, 1, None), 0.95), None);
    assert_eq!(shift_within(&Ascending::new([0.0, 0.0]), 0.95), None);
    assert_eq!(pseudo_median(&Ascending::new([0.0, 1.0])), Some(0.5));
}
