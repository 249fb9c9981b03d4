//! Which cells of a table are not published: those under the limit, and as many others as a known total needs so that it does not give them away.

/// Whether each count of a line whose total is known is hidden. Primary: 1 to `limit` − 1, and what is hidden already. Complementary: where one cell is
/// hidden, or those that are hold fewer than `limit` together, the smallest of the others follows, until neither is so or nothing is left. Empty cells hold
/// nobody and stay; a line of one cell is its total.
pub(super) fn hide(counts: &[u64], already: &[bool], limit: u64) -> Vec<bool> {
    let mut hidden: Vec<bool> = counts.iter().zip(already).map(|(count, already)| *already || (*count > 0 && *count < limit)).collect();
    loop {
        let taken = hidden.iter().zip(counts).filter(|(hidden, count)| **hidden && **count > 0).map(|(_, count)| *count);
        let (cells, people) = taken.fold((0, 0), |(cells, people), count| (cells + 1, people + count));
        if cells == 0 || (cells > 1 && people >= limit) {
            return hidden;
        }
        let open = (0..counts.len()).filter(|at| !hidden[*at] && counts[*at] > 0);
        match open.min_by_key(|at| (counts[*at], *at)) {
            Some(next) => hidden[next] = true,
            None => return hidden,
        }
    }
}

/// Bins of a histogram that hold fewer than `limit` joined with their neighbours: shares within a joined bin are their mean, so that the total stays.
pub(super) fn join_bins(shares: &mut [f64], records: u64, limit: u64) {
    let count = |share: f64| share * records as f64;
    let small = |sum: f64| sum > 0.5 && sum < limit as f64 - 0.5;
    let mut blocks: Vec<std::ops::Range<usize>> = Vec::new();
    let mut start = 0;
    while start < shares.len() {
        let mut end = start + 1;
        let mut sum = count(shares[start]);
        while small(sum) && end < shares.len() {
            sum += count(shares[end]);
            end += 1;
        }
        // Nothing follows that would be enough: whole blocks before it, until it is.
        while small(sum)
            && let Some(before) = blocks.pop()
        {
            start = before.start;
            sum += before.map(|at| count(shares[at])).sum::<f64>();
        }
        blocks.push(start..end);
        start = end;
    }
    for block in blocks {
        let mean = shares[block.clone()].iter().sum::<f64>() / block.len() as f64;
        shares[block].fill(mean);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inference::random::Stream;

    #[test]
    fn a_total_gives_no_hidden_cell_away() {
        assert_eq!(hide(&[3, 40, 12, 90], &[false; 4], 5), [true, false, true, false]);
        assert_eq!(hide(&[3, 1, 12, 90], &[false; 4], 5), [true, true, true, false], "3 + 1 is still under the limit");
        assert_eq!(hide(&[3, 4, 12], &[false; 3], 5), [true, true, false]);
        assert_eq!(hide(&[3, 0, 50], &[false; 3], 5), [true, false, true], "an empty cell hides nothing");
        assert_eq!(hide(&[30, 40], &[false; 2], 5), [false, false]);
        assert_eq!(hide(&[30, 40, 50], &[false, true, false], 5), [true, true, false]);
        assert_eq!(hide(&[2], &[false], 5), [true]);
    }

    #[test]
    fn who_subtracts_learns_of_no_small_group() {
        for sample in 0..500 {
            let mut stream = Stream::new(1, "suppression-test", sample);
            let counts: Vec<u64> = (0..2 + stream.below(6)).map(|_| stream.below(15) as u64).collect();
            let hidden = hide(&counts, &vec![false; counts.len()], 5);
            let shown: u64 = counts.iter().zip(&hidden).filter(|(_, hidden)| !**hidden).map(|(count, _)| *count).sum();
            let rest = counts.iter().sum::<u64>() - shown;
            let cells = counts.iter().zip(&hidden).filter(|(count, hidden)| **hidden && **count > 0).count();
            let all = counts.iter().zip(&hidden).all(|(count, hidden)| *hidden || *count == 0);
            assert!(counts.iter().zip(&hidden).all(|(count, hidden)| *hidden || *count == 0 || *count >= 5), "{counts:?} {hidden:?}");
            assert!(cells == 0 || all || (cells > 1 && rest >= 5), "{counts:?} {hidden:?}");
        }
    }

    #[test]
    fn bins_hold_enough_or_nobody() {
        for sample in 0..200 {
            let mut stream = Stream::new(2, "suppression-test", sample);
            let counts: Vec<u64> = (0..20).map(|_| stream.below(9) as u64).collect();
            let total: u64 = counts.iter().sum();
            let mut shares: Vec<f64> = counts.iter().map(|count| *count as f64 / total as f64).collect();
            join_bins(&mut shares, total, 5);
            assert!((shares.iter().sum::<f64>() - 1.0).abs() < 1e-12);
            // Bins of one share in a row are one bin.
            let mut start = 0;
            while start < shares.len() {
                let end = (start..shares.len()).find(|at| (shares[*at] - shares[start]).abs() > 1e-15).unwrap_or(shares.len());
                let people = shares[start..end].iter().sum::<f64>() * total as f64;
                assert!(!(0.5..=4.5).contains(&people), "{counts:?} {shares:?}");
                start = end;
            }
        }
    }
}
