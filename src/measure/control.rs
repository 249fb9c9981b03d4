//! Limits of single values in order of time (XmR chart): mean ± 2.66 times the mean moving range (Shewhart 1931; Wheeler 2000).

/// 3 / 1.128: three standard deviations from the mean moving range of pairs.
const RANGES: f64 = 2.66;
/// So many values in a row on one side of the mean signal.
pub const RUN: usize = 8;

/// Mean and limits of a stretch of values, and which of them signal.
#[derive(Debug, Clone, PartialEq)]
pub struct Control {
    /// Mean.
    pub mean: f64,
    /// Lower limit.
    pub low: f64,
    /// Upper limit.
    pub high: f64,
    /// Outside the limits, or in a run of at least [`RUN`] on one side of the mean.
    pub signals: Vec<bool>,
}

/// The limits of values; none below two.
pub fn control(values: &[f64]) -> Option<Control> {
    if values.len() < 2 {
        return None;
    }
    let mean = values.iter().sum::<f64>() / values.len() as f64;
    let range = values.windows(2).map(|pair| (pair[1] - pair[0]).abs()).sum::<f64>() / (values.len() - 1) as f64;
    let (low, high) = (mean - RANGES * range, mean + RANGES * range);
    let mut signals: Vec<bool> = values.iter().map(|value| *value < low || *value > high).collect();
    let mut from = 0;
    for at in 1..=values.len() {
        let same = at < values.len() && (values[at] > mean) == (values[from] > mean);
        if !same {
            if at - from >= RUN {
                signals[from..at].fill(true);
            }
            from = at;
        }
    }
    Some(Control { mean, low, high, signals })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_by_hand_and_runs() {
        let found = control(&[5.0, 7.0, 6.0, 8.0]);
        let Some(found) = found else { return };
        // Moving ranges 2, 1, 2.
        assert!((found.mean - 6.5).abs() < 1e-12 && (found.high - (6.5 + 2.66 * 5.0 / 3.0)).abs() < 1e-12);
        assert_eq!(found.signals, [false; 4]);
        let mut values = vec![1.0, -1.0, 1.0, -1.0];
        values.extend([0.9, 1.1, 1.0, 0.8, 1.2, 1.0, 0.9, 1.1]);
        values.extend([-2.0; 4]);
        assert!(control(&values).is_some_and(|found| found.signals[4..12].iter().all(|signal| *signal) && !found.signals[1]));
        assert_eq!(control(&[1.0]), None);
    }
}
