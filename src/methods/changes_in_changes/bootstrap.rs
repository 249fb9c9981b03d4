//! The bootstrap of quantile effects: clusters (or records) drawn with replacement, all periods of a cluster together.

use super::sample::Sample;
use crate::inference::random::Stream;

/// How often each observation is drawn.
pub(super) struct Draws<'a> {
    sample: &'a Sample,
    /// What is drawn: for each cluster (or record) its first observation and the one after its last.
    pieces: Vec<(u32, u32)>,
    /// What one draw of an observation weighs.
    each: Vec<f64>,
    seed: u64,
}

impl<'a> Draws<'a> {
    /// Draws from a sample.
    pub(super) fn new(sample: &'a Sample, seed: u64) -> Self {
        let mut pieces: Vec<(u32, u32)> = Vec::new();
        match &sample.cluster {
            Some(codes) => {
                let mut start = 0;
                for own in codes.chunk_by(|a, b| a == b) {
                    pieces.push((start, start + own.len() as u32));
                    start += own.len() as u32;
                }
            }
            None => {
                for (i, records) in sample.records.iter().enumerate() {
                    pieces.extend(std::iter::repeat_n((i as u32, i as u32 + 1), usize::try_from(*records).unwrap_or(0)));
                }
            }
        }
        // A record is one of those of its observation, which all weigh the same.
        let each = match sample.cluster {
            Some(_) => sample.weight.clone(),
            None => sample.weight.iter().zip(&sample.records).map(|(weight, records)| weight / *records as f64).collect(),
        };
        Self { sample, pieces, each, seed }
    }

    /// Weights of the observations in draw number `draw`.
    pub(super) fn weights(&self, draw: u32) -> Vec<f64> {
        let mut stream = Stream::new(self.seed, "changes-in-changes", u64::from(draw));
        let mut out = vec![0.0; self.sample.len()];
        for _ in 0..self.pieces.len() {
            let (from, to) = self.pieces[stream.below(self.pieces.len())];
            let (from, to) = (from as usize, to as usize);
            for (sum, own) in out[from..to].iter_mut().zip(&self.each[from..to]) {
                *sum += own;
            }
        }
        out
    }
}

/// Standard deviation over the draws; none under two.
pub(super) fn deviation(values: &[f64]) -> Option<f64> {
    let n = values.len() as f64;
    let first = *values.first()?;
    let mean = first + values.iter().map(|value| value - first).sum::<f64>() / n;
    (values.len() > 1).then(|| (values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / (n - 1.0)).sqrt())
}
