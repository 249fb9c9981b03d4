//! Power from one's own past: programs that never were, in data without the program, estimated as the real one will be.
//!
//! Each draw chooses a start and the treated regions by lot and takes the difference of mean changes between treated and others, with its t statistic
//! (changes of whole regions: dependence over time is in the data and needs no model). An effect e moves the estimate by e and leaves the error as it
//! is, so one set of draws gives power at every effect.

use super::{PowerSettings, notes, row};
use crate::error::{Result, power as problem};
use crate::estimate::Estimate;
use crate::inference::distributions::critical_value;
use crate::inference::power::smallest;
use crate::inference::random::Stream;
use crate::panel::{Cells, Levels, Period};
use rayon::prelude::*;
use serde_json::json;

/// Draws of programs that never were.
#[derive(Debug, Clone, PartialEq)]
pub struct Placebo {
    /// Estimate and standard error of each draw.
    draws: Vec<(f64, f64)>,
    df: f64,
    regions: usize,
    periods: usize,
}

impl Placebo {
    /// Draws from cells by unit and period. Regions are drawn with replacement where `settings.regions` says another number than there are.
    pub fn run(cells: &Cells, unit: &str, time: &str, settings: &PowerSettings, draws: u32, seed: u64) -> Result<Self> {
        let (Some(unit), Some(time)) = (cells.key(unit), cells.key(time)) else { return Err(problem::needs_panel().into()) };
        let period_of = |code: u32| match &time.levels {
            Levels::Period(_, levels) => levels[code as usize],
            levels => Period(levels.value(code).unwrap_or(0.0) as i64),
        };
        let mut periods: Vec<Period> = time.codes.iter().map(|code| period_of(*code)).collect();
        periods.sort_unstable();
        periods.dedup();
        let width = periods.len();
        let window = settings.before as usize + settings.after as usize;
        let mut sums = vec![(0.0, 0.0); unit.levels.len() * width];
        for i in 0..cells.len() {
            let at = unit.codes[i] as usize * width + periods.binary_search(&period_of(time.codes[i])).unwrap_or(0);
            sums[at].0 += cells.weight[i] * cells.mean[[i, 0]];
            sums[at].1 += cells.weight[i];
        }
        // Regions with a value in all periods: gaps would make some starts look better than others.
        let rows: Vec<Vec<f64>> = sums
            .chunks(width)
            .filter(|own| own.iter().all(|(_, weight)| *weight > 0.0))
            .map(|own| own.iter().map(|(sum, weight)| sum / weight).collect())
            .collect();
        let regions = settings.regions.map_or(rows.len(), |regions| regions as usize);
        let treated = (regions as f64 * settings.treated_share).round() as usize;
        if width < window || rows.len() < 4 || treated < 1 || regions < treated + 1 || regions < 4 {
            return Err(problem::past_too_short(rows.len(), width, window).into());
        }
        let again = regions != rows.len();
        let draw = |index: u32| {
            let mut stream = Stream::new(seed, "placebo", u64::from(index));
            let first = stream.below(width - window + 1);
            let start = first + settings.before as usize;
            let mut chosen: Vec<usize> = if again { (0..regions).map(|_| stream.below(rows.len())).collect() } else { (0..regions).collect() };
            stream.shuffle(&mut chosen);
            let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
            let change = |at: &usize| mean(&rows[*at][start..start + settings.after as usize]) - mean(&rows[*at][first..start]);
            let changes: Vec<f64> = chosen.iter().map(change).collect();
            let (with, without) = changes.split_at(treated);
            let squares = |values: &[f64]| {
                let centre = mean(values);
                values.iter().map(|value| (value - centre).powi(2)).sum::<f64>()
            };
            let pooled = (squares(with) + squares(without)) / (regions as f64 - 2.0);
            let error = (pooled * (1.0 / with.len() as f64 + 1.0 / without.len() as f64)).sqrt();
            (mean(with) - mean(without), error)
        };
        let draws: Vec<(f64, f64)> = (0..draws).into_par_iter().map(draw).collect();
        Ok(Self { draws, df: regions as f64 - 2.0, regions: rows.len(), periods: width })
    }

    /// Share of draws in which an effect is found.
    pub fn power(&self, effect: f64, level: f64) -> f64 {
        let critical = critical_value(level, Some(self.df));
        let found = self.draws.iter().filter(|(estimate, error)| (estimate + effect).abs() > critical * error).count();
        found as f64 / self.draws.len().max(1) as f64
    }

    /// The smallest effect that is found in this share of draws.
    pub fn detectable(&self, power: f64, level: f64) -> Option<f64> {
        let scale = self.draws.iter().map(|(_, error)| error).sum::<f64>() / self.draws.len().max(1) as f64;
        if !(scale > 0.0) {
            return None;
        }
        smallest(|multiple| self.power(multiple * scale, level) >= power).map(|multiple| multiple * scale)
    }

    /// Standard error of a share by simulation.
    fn error(&self, share: f64) -> f64 {
        (share * (1.0 - share) / self.draws.len().max(1) as f64).sqrt()
    }

    /// Adds what past data say.
    pub(super) fn describe(&self, out: &mut Estimate, settings: &PowerSettings) {
        let count = self.draws.len() as f64;
        let mean = self.draws.iter().map(|(estimate, _)| estimate).sum::<f64>() / count;
        let spread = (self.draws.iter().map(|(estimate, _)| (estimate - mean).powi(2)).sum::<f64>() / (count - 1.0).max(1.0)).sqrt();
        out.effects.push(row("standard-error-in-past-data", Some(spread)));
        out.effects.push(row("minimum-detectable-effect-in-past-data", self.detectable(settings.power, settings.level)));
        let mut share = |term: &str, value: f64| {
            let mut effect = row(term, Some(value));
            effect.std_error = Some(self.error(value));
            out.effects.push(effect);
        };
        share("false-positives-in-past-data", self.power(0.0, settings.level));
        if let Some(effect) = settings.effect {
            share("power-in-past-data", self.power(effect.abs(), settings.level));
        }
        out.parts.insert("past_data".into(), json!({ "draws": self.draws.len(), "regions": self.regions, "periods": self.periods }));
        out.notes.push(notes::past(self.draws.len(), self.regions, self.periods));
    }
}
