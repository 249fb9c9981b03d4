//! Coverage of the 95 % interval of every method on synthetic panels with 10, 30 and 200 clusters; the table stands in `datasets/README.md`.
//!
//! Units with their own level and autocorrelated shocks over six periods. Staggered: thirds of the units start in period 3 and in period 5, with effects that
//! grow and differ. One start: half of the units start in period 4, with effects that grow.

use super::draws_asked;
use dampak::design::{Treatment, VarianceKind};
use dampak::inference::random::Stream;
use dampak::methods::{self, DidSettings, Method, MethodInput};
use dampak::panel::{Cells, Factor, Levels, Period, TimeScale};
use rayon::prelude::*;

const PERIODS: i64 = 6;
const CLUSTERS: [usize; 3] = [10, 30, 200];
/// Draws. Their standard error at 95 % is 0.69 points.
const DRAWS: u64 = 1000;

/// Who starts when.
#[derive(Clone, Copy, PartialEq)]
enum Design {
    Staggered,
    OneStart,
}

impl Design {
    fn start(self, unit: usize, units: usize) -> Option<i64> {
        match self {
            Design::Staggered if unit < units / 3 => Some(3),
            Design::Staggered if unit < 2 * (units / 3) => Some(5),
            Design::OneStart if unit < units / 2 => Some(4),
            _ => None,
        }
    }

    #[allow(clippy::unused_self)] // a property of the design
    fn effect(self, start: i64, period: i64) -> f64 {
        let since = (period - start) as f64;
        if start == 5 { 0.5 + 0.25 * since } else { 1.0 + 0.5 * since }
    }

    /// The mean effect over treated units and periods.
    fn truth(self, units: usize) -> f64 {
        let effects: Vec<f64> =
            (0..units).filter_map(|unit| self.start(unit, units)).flat_map(|start| (start..=PERIODS).map(move |period| self.effect(start, period))).collect();
        effects.iter().sum::<f64>() / effects.len() as f64
    }

    fn cells(self, units: usize, seed: u64) -> Cells {
        let (mut unit_codes, mut period_codes, mut cohort_codes, mut y) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let starts = [3, 4, 5, i64::MAX];
        for unit in 0..units {
            let mut stream = Stream::new(seed, "coverage", unit as u64);
            let level = stream.normal();
            let mut shock = stream.normal();
            let start = self.start(unit, units);
            for period in 1..=PERIODS {
                let effect = start.filter(|start| period >= *start).map_or(0.0, |start| self.effect(start, period));
                y.push(level + 0.3 * period as f64 + shock + effect);
                unit_codes.push(unit as u32);
                period_codes.push((period - 1) as u32);
                cohort_codes.push(starts.iter().position(|known| *known == start.unwrap_or(i64::MAX)).unwrap_or(3) as u32);
                shock = 0.5 * shock + 0.75_f64.sqrt() * stream.normal();
            }
        }
        let periods = |values: &[i64]| Levels::Period(TimeScale::Integer, values.iter().copied().map(Period).collect());
        let keys = vec![
            Factor { name: "unit".into(), levels: Levels::Integer((0..units as i64).collect()), codes: unit_codes },
            Factor { name: "time".into(), levels: periods(&[1, 2, 3, 4, 5, 6]), codes: period_codes },
            Factor { name: "cohort".into(), levels: periods(&starts), codes: cohort_codes },
        ];
        Cells::from_records(keys, &[("y".to_owned(), y)], None)
    }
}

/// A row of the table.
struct Case {
    method: Method,
    design: Design,
    vcov: Option<VarianceKind>,
}

/// Whether the interval held the truth, its estimate and standard error; none where the method refused the draw.
fn draw(case: &Case, units: usize, seed: u64) -> Option<(bool, f64, f64)> {
    let cells = case.design.cells(units, seed);
    let mut settings = DidSettings::new("y", Treatment::Cohort("cohort".into()));
    settings.method = Some(case.method);
    settings.unit = Some("unit".into());
    settings.time = Some("time".into());
    settings.vcov.clone_from(&case.vcov);
    let plan = methods::plan(&settings).ok()?;
    let estimate = methods::run(&MethodInput { cells: &cells, plan: &plan, settings: &settings, records: None }).ok()?;
    let effect = estimate.headline()?;
    let truth = case.design.truth(units);
    Some((effect.conf_low? <= truth && truth <= effect.conf_high?, effect.estimate?, effect.std_error?))
}

fn cases() -> Vec<Case> {
    use Design::{OneStart, Staggered};
    let mut out = Vec::new();
    for estimator in methods::ESTIMATORS {
        let method = estimator.method();
        let design = match method {
            Method::CallawaySantanna | Method::SunAbraham | Method::Imputation | Method::TwoStage | Method::ExtendedTwfe | Method::Efficient => Staggered,
            // Needs a partition, doses or participation; or exactly two periods, or gives no interval.
            Method::TwoByTwo | Method::Triple | Method::Dose | Method::Wald | Method::SyntheticControl => continue,
            _ => OneStart,
        };
        out.push(Case { method, design, vcov: None });
        let mended = match method {
            Method::Twfe | Method::EventStudy | Method::SunAbraham => Some(VarianceKind::Cr2),
            Method::Imputation => Some(VarianceKind::Cr3),
            _ => None,
        };
        out.extend(mended.map(|vcov| Case { method, design, vcov: Some(vcov) }));
    }
    out
}

#[test]
#[ignore = "Monte Carlo: minutes"]
fn coverage_of_every_method() {
    println!("| method | starts | variance | 10 clusters | 30 clusters | 200 clusters |\n|---|---|---|---|---|---|");
    let mut far = Vec::new();
    for case in cases() {
        let name = case.method.name();
        let slow = matches!(case.method, Method::SyntheticDid | Method::ChangesInChanges | Method::QuantileDid);
        let wanted = draws_asked(DRAWS).min(if slow { 200 } else { u64::MAX });
        let mut shown = Vec::new();
        for units in CLUSTERS {
            let found: Vec<(bool, f64, f64)> = (0..wanted).into_par_iter().filter_map(|seed| draw(&case, units, seed)).collect();
            if (found.len() as u64) < wanted / 2 {
                shown.push("–".to_owned());
                continue;
            }
            let n = found.len() as f64;
            let coverage = found.iter().filter(|(held, ..)| *held).count() as f64 / n;
            let mean = found.iter().map(|(_, estimate, _)| estimate).sum::<f64>() / n;
            let spread = (found.iter().map(|(_, estimate, _)| (estimate - mean).powi(2)).sum::<f64>() / (n - 1.0)).sqrt();
            let error = found.iter().map(|(.., error)| error).sum::<f64>() / n;
            shown.push(format!("{:.1} % ({:.2})", 100.0 * coverage, error / spread));
            // Four standard errors of the share off the band is no chance.
            if units == 200 && !slow && !(0.907..=0.993).contains(&coverage) {
                far.push(format!("{name}: {coverage}"));
            }
        }
        let starts = if case.design == Design::Staggered { "differ" } else { "one" };
        let variance = case.vcov.as_ref().and_then(|kind| serde_json::to_value(kind).ok()).and_then(|kind| kind.as_str().map(str::to_owned));
        println!("| `{name}` | {starts} | {} | {} |", variance.unwrap_or_else(|| "default".into()), shown.join(" | "));
    }
    assert!(far.is_empty(), "with many clusters these are far off: {far:?}");
}
