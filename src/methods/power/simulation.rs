//! Power from one's own past: programs that never were, in data without the program.
//!
//! Regions: each draw chooses a start (and with it the waves) and the regions by lot, and takes the weighted sum of the plan's [`Comparison`] with its
//! t statistic. The error comes from how much regions of one start differ in the very sum that they enter, so dependence over time is in the data and
//! needs no model. Answers of a survey: each round asks respondents (of regions by lot, where they come by region). An effect e moves the estimate by e
//! and leaves the error as it is, so one set of draws gives power at every effect.

use super::comparison::Comparison;
use super::past::{Panel, Past};
use super::{PowerDesign, PowerSettings, mean};
use crate::inference::distributions::critical_value;
use crate::inference::power::smallest;
use crate::inference::random::Stream;
use crate::linalg::squared_deviations;
use rayon::prelude::*;

/// Programs that never were, of one plan.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Draws {
    /// Estimate and standard error of each draw.
    draws: Vec<(f64, f64)>,
    df: f64,
}

/// Tries a plan so many times; none where the past does not hold one window of it, or there are too few regions or people for a test.
pub(super) fn draw(past: &Past, settings: &PowerSettings, size: u64, before: u32, after: u32, draws: u32, seed: u64) -> Option<Draws> {
    let own = settings.with_size(size);
    match past {
        Past::Panel(panel) if settings.of_regions() => of_regions(panel, &own, size, before, after, draws, seed),
        Past::Panel(panel) => of_pairs(panel, size, draws, seed),
        Past::Answers(answers) => of_answers(answers, &own, size, draws, seed),
    }
}

/// Every draw with a stream of its own, on all threads; the order of the draws is theirs.
fn all(draws: u32, seed: u64, df: f64, one: impl Fn(&mut Stream) -> (f64, f64) + Sync) -> Option<Draws> {
    let each = |index: u32| one(&mut Stream::new(seed, "placebo", u64::from(index)));
    (df >= 1.0).then(|| Draws { draws: (0..draws).into_par_iter().map(each).collect(), df })
}

/// Regions by lot: a part of them, or all in another order, where there are enough, and each as often as it comes where there are not. What comes again
/// varies less than what is new, by N − 1 over N; the second value takes that back.
fn regions_by_lot(stream: &mut Stream, known: usize, wanted: usize, again: bool) -> (Vec<usize>, f64) {
    if again {
        return ((0..wanted).map(|_| stream.below(known)).collect(), (known as f64 / (known as f64 - 1.0)).sqrt());
    }
    let mut order: Vec<usize> = (0..known).collect();
    stream.shuffle(&mut order);
    order.truncate(wanted);
    (order, 1.0)
}

fn of_regions(panel: &Panel, settings: &PowerSettings, size: u64, before: u32, after: u32, draws: u32, seed: u64) -> Option<Draws> {
    let (comparison, window, known) = (Comparison::of(settings, size, before, after)?, (before + after) as usize, panel.rows.len());
    let starts = (panel.periods() + 1).checked_sub(window).filter(|starts| *starts > 0)?;
    // What each region gives with the weights of each group, from each start: [start][group][region].
    let sum = |row: &Vec<f64>, first: usize, weights: &[f64]| row[first..first + window].iter().zip(weights).map(|(value, weight)| value * weight).sum::<f64>();
    let given: Vec<Vec<Vec<f64>>> = (0..starts)
        .map(|first| comparison.groups.iter().map(|group| panel.rows.iter().map(|row| sum(row, first, &group.weights)).collect()).collect())
        .collect();
    let wanted = usize::try_from(size).ok()?;
    // Without comparison regions the same regions give the same number: they must be a draw from regions like them.
    let again = wanted > known || settings.design == PowerDesign::BeforeAfter;
    let one = |stream: &mut Stream| {
        let sums = &given[stream.below(starts)];
        let (chosen, wider) = regions_by_lot(stream, known, wanted, again);
        let mut parts = Vec::with_capacity(comparison.groups.len());
        let mut rest = chosen.as_slice();
        for group in &comparison.groups {
            let (own, left) = rest.split_at(group.regions);
            parts.push(own);
            rest = left;
        }
        let estimate: f64 = parts.iter().zip(sums).map(|(own, sums)| own.iter().map(|region| sums[*region]).sum::<f64>()).sum();
        // Σ n[g] w[g]'Sw[g] with S from the differences of regions to the mean of their own group.
        let spread = |sums: &Vec<f64>| {
            let squares: f64 = parts.iter().map(|own| squares(own.iter().map(|region| sums[*region]))).sum();
            squares / comparison.df()
        };
        let variance: f64 = comparison.groups.iter().zip(sums).map(|(group, sums)| group.regions as f64 * spread(sums)).sum();
        (wider * estimate, wider * variance.sqrt())
    };
    all(draws, seed, comparison.df(), one)
}

/// Σ (x − x̄)².
fn squares(values: impl Iterator<Item = f64> + Clone) -> f64 {
    let (count, sum) = values.clone().fold((0.0, 0.0), |(count, sum), value| (count + 1.0, sum + value));
    let centre = if count > 0.0 { sum / count } else { 0.0 };
    values.map(|value| (value - centre).powi(2)).sum()
}

/// The same people in two neighbouring periods.
fn of_pairs(panel: &Panel, size: u64, draws: u32, seed: u64) -> Option<Draws> {
    let (count, known) = (usize::try_from(size).ok()?, panel.rows.len());
    let one = |stream: &mut Stream| {
        let first = stream.below(panel.periods() - 1);
        let (chosen, wider) = regions_by_lot(stream, known, count, true);
        let changes: Vec<f64> = chosen.iter().map(|person| panel.rows[*person][first + 1] - panel.rows[*person][first]).collect();
        let error = (squared_deviations(&changes) / (count as f64 - 1.0) / count as f64).sqrt();
        (wider * mean(&changes), wider * error)
    };
    all(draws, seed, count as f64 - 1.0, one)
}

/// Two rounds of single answers.
fn of_answers(answers: &[Vec<f64>], settings: &PowerSettings, size: u64, draws: u32, seed: u64) -> Option<Draws> {
    let clustered = answers.len() > 1 && settings.records.is_some_and(|records| records > 1.0) && settings.design == PowerDesign::Survey;
    let pool = answers.concat();
    let asked = settings.records.unwrap_or(1.0).round().max(1.0) as usize;
    let count = if clustered { (size as f64 / asked as f64).round() as usize } else { usize::try_from(size).ok()? };
    if count < 2 {
        return None;
    }
    let known = if clustered { answers.len() } else { pool.len() };
    let scale = (known as f64 / (known as f64 - 1.0) * settings.finite(size)).sqrt();
    let regions = regions_asked(answers, asked);
    let round = |stream: &mut Stream| -> Vec<f64> {
        if !clustered {
            return (0..count).map(|_| pool[stream.below(pool.len())]).collect();
        }
        (0..count).map(|_| regions[stream.below(regions.len())].mean(asked, stream)).collect()
    };
    let one = |stream: &mut Stream| {
        let (first, second) = (round(stream), round(stream));
        let pooled = (squared_deviations(&first) + squared_deviations(&second)) / (2.0 * count as f64 - 2.0);
        (scale * (mean(&second) - mean(&first)), scale * (pooled * 2.0 / count as f64).sqrt())
    };
    all(draws, seed, 2.0 * count as f64 - 2.0, one)
}

/// A region whose respondents are asked again.
struct Region<'a> {
    answers: &'a [f64],
    /// Its mean where as many as there are, or more, are asked.
    whole: f64,
}

impl Region<'_> {
    /// Mean of so many respondents, each asked once: a region's mean already differs by who was asked, and asking again with replacement would count that twice.
    fn mean(&self, asked: usize, stream: &mut Stream) -> f64 {
        if asked >= self.answers.len() {
            return self.whole;
        }
        // The first places of a shuffle are all that is needed of it.
        let mut order: Vec<usize> = (0..self.answers.len()).collect();
        let mut sum = 0.0;
        for place in 0..asked {
            let other = place + stream.below(order.len() - place);
            order.swap(place, other);
            sum += self.answers[order[place]];
        }
        sum / asked as f64
    }
}

/// Regions of which more respondents are asked than there were come nearer to the mean of all, by what their chance part shrinks.
fn regions_asked(answers: &[Vec<f64>], asked: usize) -> Vec<Region<'_>> {
    let (regions, count) = (answers.len() as f64, answers.iter().map(Vec::len).sum::<usize>() as f64);
    let within = if count > regions { answers.iter().map(|own| squared_deviations(own)).sum::<f64>() / (count - regions) } else { 0.0 };
    let means: Vec<f64> = answers.iter().map(|own| mean(own)).collect();
    let centre = mean(&means);
    let chance = mean(&answers.iter().map(|own| within / own.len() as f64).collect::<Vec<_>>());
    let between = (squared_deviations(&means) / (regions - 1.0).max(1.0) - chance).max(0.0);
    let shrunk = |own: &Vec<f64>, mean: f64| {
        let (had, wanted) = (between + within / own.len() as f64, between + within / asked as f64);
        if asked > own.len() && had > 0.0 { centre + (mean - centre) * (wanted / had).sqrt() } else { mean }
    };
    answers.iter().zip(&means).map(|(own, mean)| Region { answers: own, whole: shrunk(own, *mean) }).collect()
}

impl Draws {
    /// How many there are.
    pub(super) fn count(&self) -> usize {
        self.draws.len()
    }

    /// Share of draws in which an effect is found.
    pub(super) fn power(&self, effect: f64, level: f64) -> f64 {
        let critical = critical_value(level, Some(self.df));
        let found = self.draws.iter().filter(|(estimate, error)| (estimate + effect).abs() > critical * error).count();
        found as f64 / self.draws.len().max(1) as f64
    }

    /// The smallest effect that is found in this share of draws.
    pub(super) fn detectable(&self, power: f64, level: f64) -> Option<f64> {
        let scale = self.draws.iter().map(|(_, error)| error).sum::<f64>() / self.draws.len().max(1) as f64;
        if !(scale > 0.0) {
            return None;
        }
        smallest(|multiple| self.power(multiple * scale, level) >= power).map(|multiple| multiple * scale)
    }

    /// Standard deviation of the estimates.
    pub(super) fn spread(&self) -> f64 {
        let estimates: Vec<f64> = self.draws.iter().map(|(estimate, _)| *estimate).collect();
        (squared_deviations(&estimates) / (estimates.len() as f64 - 1.0).max(1.0)).sqrt()
    }

    /// Standard error of a share by simulation.
    pub(super) fn error(&self, share: f64) -> f64 {
        (share * (1.0 - share) / self.draws.len().max(1) as f64).sqrt()
    }
}
