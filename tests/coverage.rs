//! Monte-Carlo coverage on the two synthetic studies: does the 95 % interval hold the truth in 95 % of draws, and what does plain before/after get wrong?
//!
//! Run on request: `cargo test --release --test main -- --ignored coverage --nocapture` (fewer draws for a look: `DAMPAK_DRAWS=100`).
//! What each service point or clinic got is drawn with every seed, so the truth is the mean effect over the points that could have been drawn: that is
//! what an interval clustered by unit is about. With the same points in every draw it is wider than need be and covers nearly always.

use dampak::design::{Treatment, VarianceKind};
use dampak::inference::distributions::critical_value;
use dampak::methods::{self, DidSettings, Method, MethodInput};
use dampak::panel::{Cells, Factor, Levels, Period, SampleAccount, TimeScale};
use dampak::simulate::{jakarta, kendari};
use ndarray::Array2;
use rayon::prelude::*;
use std::collections::BTreeMap;

#[path = "coverage/methods.rs"]
mod every_method;

/// Draws. With 2,000 the standard error of a coverage of 95 % is 0.49 points, so that the band of 1.5 points is three of them.
const DRAWS: u64 = 2000;

/// One record: unit, period, treated now, outcome.
struct Record {
    unit: u32,
    period: u32,
    treated: bool,
    outcome: f64,
}

/// Estimate and interval.
#[derive(Clone, Copy)]
struct Interval {
    estimate: f64,
    std_error: f64,
    low: f64,
    high: f64,
}

impl Interval {
    fn holds(self, truth: f64) -> bool {
        (self.low..=self.high).contains(&truth)
    }
}

/// Records grouped by unit and period, as the engine groups them.
fn cells(records: &[Record]) -> Cells {
    let mut groups: BTreeMap<(u32, u32), (bool, Vec<f64>)> = BTreeMap::new();
    for record in records {
        groups.entry((record.unit, record.period)).or_insert_with(|| (record.treated, Vec::new())).1.push(record.outcome);
    }
    let n = groups.len();
    let (mut mean, mut cross) = (Array2::zeros((n, 1)), Array2::zeros((n, 1)));
    let (mut units, mut periods, mut treated, mut counts) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for (at, ((unit, period), (on, values))) in groups.iter().enumerate() {
        let middle = values.iter().sum::<f64>() / values.len() as f64;
        mean[[at, 0]] = middle;
        cross[[at, 0]] = values.iter().map(|value| (value - middle).powi(2)).sum();
        units.push(*unit);
        periods.push(*period);
        treated.push(u32::from(*on));
        counts.push(values.len() as u64);
    }
    let top = |codes: &[u32]| i64::from(codes.iter().copied().max().unwrap_or(0));
    let whole = |codes: &[u32]| (0..=top(codes)).collect::<Vec<i64>>();
    let time = Levels::Period(TimeScale::Integer, whole(&periods).into_iter().map(Period).collect());
    Cells {
        keys: vec![
            Factor { name: "unit".into(), levels: Levels::Integer(whole(&units)), codes: units },
            Factor { name: "time".into(), levels: time, codes: periods },
            Factor { name: "treated".into(), levels: Levels::Integer(vec![0, 1]), codes: treated },
        ],
        variables: vec!["y".into()],
        weight: counts.iter().map(|count| *count as f64).collect(),
        records: counts,
        mean,
        cross,
        robust: None,
        account: SampleAccount { rows_read: records.len() as u64, rows_used: records.len() as u64, ..SampleAccount::default() },
    }
}

/// Two-way fixed effects, clustered by unit.
fn twfe(cells: &Cells, vcov: VarianceKind) -> Interval {
    let mut settings = DidSettings::new("y", Treatment::Status("treated".into()));
    settings.method = Some(Method::Twfe);
    settings.unit = Some("unit".into());
    settings.time = Some("time".into());
    settings.vcov = Some(vcov);
    let plan = methods::plan(&settings).expect("roles are there");
    let estimate = methods::run(&MethodInput { cells, plan: &plan, settings: &settings, records: None }).expect("identified");
    let effect = estimate.effect("att").expect("att");
    Interval {
        estimate: effect.estimate.expect("defined"),
        std_error: effect.std_error.expect("defined"),
        low: effect.conf_low.expect("defined"),
        high: effect.conf_high.expect("defined"),
    }
}

/// Treated units only, after minus before, clustered by unit: the mean of the units' own changes weighted as the records are.
fn before_after(records: &[Record], first_after: u32, ever: impl Fn(u32) -> bool) -> Interval {
    let mut sums: BTreeMap<u32, [(f64, f64); 2]> = BTreeMap::new();
    let mut all = [(0.0, 0.0); 2];
    for record in records.iter().filter(|record| ever(record.unit)) {
        let side = usize::from(record.period >= first_after);
        for (sum, count) in [&mut sums.entry(record.unit).or_default()[side], &mut all[side]] {
            *sum += record.outcome;
            *count += 1.0;
        }
    }
    let means = all.map(|(sum, count)| sum / count);
    let scores = sums.values().map(|sides| {
        let part = |side: usize| (sides[side].0 - sides[side].1 * means[side]) / all[side].1;
        part(1) - part(0)
    });
    let groups = sums.len() as f64;
    let std_error = (groups / (groups - 1.0) * scores.map(|score| score * score).sum::<f64>()).sqrt();
    let estimate = means[1] - means[0];
    let half = critical_value(0.95, Some(groups - 1.0)) * std_error;
    Interval { estimate, std_error, low: estimate - half, high: estimate + half }
}

/// What the draws of one method say.
struct Summary {
    coverage: f64,
    bias: f64,
    spread: f64,
    std_error: f64,
}

fn summary(draws: &[(Interval, f64)]) -> Summary {
    let n = draws.len() as f64;
    let share = draws.iter().filter(|(interval, truth)| interval.holds(*truth)).count() as f64 / n;
    let errors: Vec<f64> = draws.iter().map(|(interval, truth)| interval.estimate - truth).collect();
    let bias = errors.iter().sum::<f64>() / n;
    Summary {
        coverage: share,
        bias,
        spread: (errors.iter().map(|error| (error - bias).powi(2)).sum::<f64>() / (n - 1.0)).sqrt(),
        std_error: draws.iter().map(|(interval, _)| interval.std_error).sum::<f64>() / n,
    }
}

impl std::fmt::Display for Summary {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "coverage {:.2} %, bias {:+.4}, spread {:.4}, mean standard error {:.4}", 100.0 * self.coverage, self.bias, self.spread, self.std_error)
    }
}

/// The three intervals of one draw.
struct Draw {
    cr1: Interval,
    cr2: Interval,
    plain: Interval,
}

fn draw(records: &[Record], first_after: u32) -> Draw {
    let ever: std::collections::BTreeSet<u32> = records.iter().filter(|record| record.treated).map(|record| record.unit).collect();
    let cells = cells(records);
    Draw { cr1: twfe(&cells, VarianceKind::Cr1), cr2: twfe(&cells, VarianceKind::Cr2), plain: before_after(records, first_after, |unit| ever.contains(&unit)) }
}

/// Prints what the draws say and holds the band: two-way fixed effects with the study's variance cover, plain before/after is off by the common trend and
/// does not.
fn judge(study: &str, draws: &[Draw], variance: fn(&Draw) -> Interval, truth: f64, trend: f64) {
    let of = |pick: fn(&Draw) -> Interval| summary(&draws.iter().map(|draw| (pick(draw), truth)).collect::<Vec<_>>());
    let (cr1, cr2, plain) = (of(|draw| draw.cr1), of(|draw| draw.cr2), of(|draw| draw.plain));
    println!("{study}: truth {truth:.4}, {} draws\n  twfe, cr1: {cr1}\n  twfe, cr2: {cr2}\n  plain before/after: {plain}", draws.len());
    let chosen = of(variance);
    assert!((0.935..=0.965).contains(&chosen.coverage), "{study}: {chosen}");
    // The mean over the draws is within four of its own standard errors of the truth.
    assert!(chosen.bias.abs() < 4.0 * chosen.spread / (draws.len() as f64).sqrt(), "{study}: {chosen}");
    assert!((plain.bias - trend).abs() < 0.05 * trend.abs(), "{study}: bias {} against a trend of {trend}", plain.bias);
    assert!(plain.coverage < 0.05, "{study}, plain: {plain}");
}

/// As many as are asked for by `DAMPAK_DRAWS`, else these.
fn draws_asked(usual: u64) -> u64 {
    std::env::var("DAMPAK_DRAWS").ok().and_then(|number| number.parse().ok()).unwrap_or(usual)
}

fn draws(of: impl Fn(u64) -> Draw + Send + Sync) -> Vec<Draw> {
    (0..draws_asked(DRAWS)).into_par_iter().map(of).collect()
}

#[test]
#[ignore = "Monte Carlo: minutes"]
fn coverage_of_kendari() {
    let draws = draws(|seed| {
        let applications = kendari::applications(seed);
        let record = |one: &kendari::Application| Record { unit: one.unit as u32, period: one.month as u32, treated: one.treated(), outcome: one.hours };
        draw(&applications.iter().map(record).collect::<Vec<_>>(), 12)
    });
    // Eleven treated clusters of 47: the study takes cr2. The trend is a quarter of an hour a month over the twelve months between the middles of the two years.
    judge("kendari", &draws, |draw| draw.cr2, kendari::expected_effect(), -0.25 * 12.0);
}

#[test]
#[ignore = "Monte Carlo: minutes"]
fn coverage_of_jakarta() {
    let first = jakarta::FIRST_TREATED_QUARTER;
    let draws = draws(|seed| {
        let record = |one: &jakarta::Respondent| Record {
            unit: one.clinic as u32,
            period: one.quarter as u32,
            treated: one.training != jakarta::Training::None && one.quarter >= first,
            outcome: one.scores.iter().sum::<i64>() as f64 / 9.0 * 25.0,
        };
        draw(&jakarta::respondents(seed).iter().map(record).collect::<Vec<_>>(), first as u32)
    });
    // As many treated as comparison clusters: the default, cr1. The trend is 0.012 points of the score a quarter, over the six quarters between the middles, in points of the index.
    judge("jakarta", &draws, |draw| draw.cr1, jakarta::expected_effect(), 0.012 * 6.0 * 25.0);
}
