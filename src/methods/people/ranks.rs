//! Which ranks the means of items may have (Mogstad, Romano, Shaikh and Wilhelm 2024): every pair of items is compared over the people who have both, by the
//! t test of their differences; p-values are adjusted over all pairs (Holm). An item ranks below those that are clearly larger and above those that are
//! clearly smaller; all ranks together hold with the level's probability.

use crate::inference::multiple::MultipleTesting;
use crate::inference::paired::paired_t;

/// The least and the greatest rank of each item, the largest mean first; one entry a person in every item.
pub(super) fn ranks(items: &[&[Option<f64>]], level: f64) -> Vec<(usize, usize)> {
    let pairs: Vec<(usize, usize)> = (0..items.len()).flat_map(|one| (one + 1..items.len()).map(move |other| (one, other))).collect();
    let tests: Vec<_> = pairs
        .iter()
        .map(|(one, other)| {
            let both: Vec<f64> = items[*one].iter().zip(items[*other]).filter_map(|(a, b)| Some((*a)? - (*b)?)).collect();
            paired_t(&both, level)
        })
        .collect();
    let adjusted = MultipleTesting::Holm.adjust(&tests.iter().map(|test| test.as_ref().map(|test| test.p_value)).collect::<Vec<_>>());
    let mut out = vec![(1, items.len()); items.len()];
    for (((one, other), test), p) in pairs.into_iter().zip(tests).zip(adjusted) {
        let (Some(test), true) = (test, p.is_some_and(|p| p < 1.0 - level)) else { continue };
        let (larger, smaller) = if test.estimate > 0.0 { (one, other) } else { (other, one) };
        out[larger].1 -= 1;
        out[smaller].0 += 1;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inference::random::Stream;

    #[test]
    fn items_that_cannot_be_told_apart_share_their_ranks() {
        let mut stream = Stream::new(9, "ranks", 0);
        let mut item = |mean: f64| -> Vec<Option<f64>> { (0..60).map(|_| Some(mean + stream.normal())).collect() };
        let (far, a, b, low) = (item(8.0), item(3.0), item(3.05), item(-2.0));
        assert_eq!(ranks(&[&far, &a, &b, &low], 0.95), [(1, 1), (2, 3), (2, 3), (4, 4)]);
        assert_eq!(ranks(&[&far], 0.95), [(1, 1)]);
        assert_eq!(ranks(&[&far, &[None; 60]], 0.95), [(1, 2), (1, 2)], "nobody has both");
    }

    #[test]
    fn differences_of_the_same_people_tell_apart_what_intervals_cannot() {
        // Each person is one higher on the first item; persons differ by ten.
        let first: Vec<Option<f64>> = (0..20).map(|at| Some(10.0 * f64::from(at) + 1.0 + 0.1 * f64::from(at % 3))).collect();
        let second: Vec<Option<f64>> = (0..20).map(|at| Some(10.0 * f64::from(at))).collect();
        assert_eq!(ranks(&[&first, &second], 0.95), [(1, 1), (2, 2)]);
    }
}
