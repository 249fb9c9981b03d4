//! One's own past data, from before any program: how much the outcome varies, and what programs that never were are tried in.

use super::{PowerDesign, PowerSettings, mean};
use crate::error::{Result, power as problem};
use crate::linalg::squared_deviations;
use crate::panel::{CellKey, CellPlan, Cells, KeyRole, Levels, Period, TimeScale, packed_index};

/// Autocorrelations that are tried: a fit needs no more than their second digit.
const GRID: std::ops::RangeInclusive<i32> = -90..=99;

/// Columns of past data.
#[derive(Debug, Clone, Copy)]
pub struct Columns<'a> {
    /// The outcome.
    pub outcome: Option<&'a str>,
    /// The region, or the person.
    pub unit: Option<&'a str>,
    /// The period.
    pub time: Option<&'a str>,
    /// Dates together by this scale.
    pub every: Option<TimeScale>,
}

/// Past data as a design needs them.
#[derive(Debug, Clone, PartialEq)]
pub enum Past {
    /// Regions (or people) by period.
    Panel(Panel),
    /// Single answers, by region where regions are known.
    Answers(Vec<Vec<f64>>),
}

/// Means of regions by period.
#[derive(Debug, Clone, PartialEq)]
pub struct Panel {
    /// Regions with a value in every period, periods in order.
    pub rows: Vec<Vec<f64>>,
    /// Regions with gaps, which are left out.
    pub incomplete: usize,
    /// Variance of records within a region and period, and the mean of 1/m over them; none where there is one record in each.
    within: Option<(f64, f64)>,
}

/// How much an outcome varies, as the formula wants to know it.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Variation {
    pub sd: f64,
    pub records: Option<f64>,
    pub icc: Option<f64>,
    pub autocorrelation: Option<f64>,
    pub correlation: Option<f64>,
}

/// Whether a design draws single answers and not regions in time.
fn single(settings: &PowerSettings, columns: &Columns) -> bool {
    let of_people = settings.design == PowerDesign::BeforeAfter && settings.people.is_some();
    settings.design == PowerDesign::Survey || (of_people && settings.correlation.is_none() && columns.time.is_none())
}

/// What a pass over past data is asked for. Errors: columns that the design needs and that were not named.
pub fn plan(settings: &PowerSettings, columns: &Columns) -> Result<CellPlan> {
    let key = |column: &str, role| CellKey { column: column.to_owned(), role };
    let single = single(settings, columns);
    let keys = match (columns.outcome, columns.unit, columns.time) {
        // Answers are told apart by their values.
        (Some(outcome), unit, _) if single => unit.iter().map(|unit| key(unit, KeyRole::Discrete)).chain([key(outcome, KeyRole::Discrete)]).collect(),
        (Some(_), Some(unit), Some(time)) => vec![key(unit, KeyRole::Discrete), key(time, KeyRole::Period(columns.every))],
        _ if single => return Err(problem::needs_outcome().into()),
        _ => return Err(problem::needs_panel().into()),
    };
    Ok(CellPlan { keys, variables: columns.outcome.iter().map(|outcome| (*outcome).to_owned()).collect(), weight: None, centre: None })
}

impl Past {
    /// Past data from the cells of [`plan`]. Errors: data that do not hold one window of the plan, and an outcome that does not vary.
    pub fn read(cells: &Cells, settings: &PowerSettings, columns: &Columns) -> Result<Self> {
        let unit = columns.unit.and_then(|unit| cells.key(unit));
        let past = if single(settings, columns) {
            let mut answers = vec![Vec::new(); unit.map_or(1, |unit| unit.levels.len())];
            for cell in 0..cells.len() {
                let of = unit.map_or(0, |unit| unit.codes[cell] as usize);
                answers[of].extend(std::iter::repeat_n(cells.mean[[cell, 0]], cells.records[cell] as usize));
            }
            answers.retain(|own| !own.is_empty());
            let count: usize = answers.iter().map(Vec::len).sum();
            if count < 4 {
                return Err(problem::past_too_few(count).into());
            }
            Self::Answers(answers)
        } else {
            let (Some(unit), Some(time)) = (unit, columns.time.and_then(|time| cells.key(time))) else { return Err(problem::needs_panel().into()) };
            let panel = Panel::of(cells, &unit.codes, unit.levels.len(), &time.codes, &time.levels);
            let window = if settings.of_regions() { (settings.before + settings.after) as usize } else { 2 };
            if panel.rows.len() < 4 || panel.periods() < window {
                return Err(problem::past_too_short(panel.rows.len(), panel.incomplete, panel.periods(), window).into());
            }
            Self::Panel(panel)
        };
        if past.variation(settings).sd > 0.0 { Ok(past) } else { Err(problem::no_variation(columns.outcome.unwrap_or_default()).into()) }
    }

    /// What varies, for the formula.
    pub(super) fn variation(&self, settings: &PowerSettings) -> Variation {
        match self {
            Self::Panel(panel) if settings.of_regions() => panel.variation(),
            Self::Panel(panel) => panel.of_people(),
            Self::Answers(answers) => of_answers(answers),
        }
    }

    /// The plan with what it does not say taken from the data: the variation as a whole, and how many regions or people there are.
    #[must_use]
    pub(super) fn fill(&self, settings: &PowerSettings) -> PowerSettings {
        let mut filled = settings.clone();
        if let Self::Panel(panel) = self {
            let count = Some(panel.rows.len() as u64);
            if settings.of_regions() {
                filled.regions = settings.regions.or(count);
            }
        }
        if settings.sd.is_some() {
            return filled;
        }
        let found = self.variation(settings);
        if settings.of_regions() || settings.design == PowerDesign::Survey {
            filled.records = settings.records.or(found.records);
            filled.icc = settings.icc.or(found.icc);
            filled.autocorrelation = settings.autocorrelation.or(found.autocorrelation);
        } else {
            filled.correlation = settings.correlation.or(found.correlation);
        }
        filled.sd = Some(found.sd);
        filled
    }
}

impl Panel {
    fn of(cells: &Cells, units: &[u32], count: usize, times: &[u32], levels: &Levels) -> Self {
        let period_of = |code: u32| match levels {
            Levels::Period(_, levels) => levels[code as usize],
            levels => Period(levels.value(code).unwrap_or(0.0) as i64),
        };
        let periods = crate::panel::distinct(times.iter().map(|code| period_of(*code)));
        let width = periods.len();
        let own = packed_index(cells.variables.len(), 0, 0);
        let mut sums = vec![(0.0, 0.0, 0.0); count * width];
        for cell in 0..cells.len() {
            let at = units[cell] as usize * width + periods.binary_search(&period_of(times[cell])).unwrap_or(0);
            sums[at].0 += cells.weight[cell] * cells.mean[[cell, 0]];
            sums[at].1 += cells.weight[cell];
            sums[at].2 += cells.cross[[cell, own]];
        }
        // Regions with a value in all periods: gaps would make some starts look better than others.
        let complete: Vec<&[(f64, f64, f64)]> = sums.chunks(width.max(1)).filter(|own| own.iter().all(|(_, weight, _)| *weight > 0.0)).collect();
        let all = || complete.iter().flat_map(|own| own.iter());
        let spare: f64 = all().map(|(_, weight, _)| weight - 1.0).sum();
        let within =
            (spare > 0.0).then(|| (all().map(|(_, _, cross)| cross).sum::<f64>() / spare, mean(&all().map(|(_, weight, _)| 1.0 / weight).collect::<Vec<_>>())));
        let seen = sums.chunks(width.max(1)).filter(|own| own.iter().any(|(_, weight, _)| *weight > 0.0)).count();
        Self { incomplete: seen - complete.len(), rows: complete.iter().map(|own| own.iter().map(|(sum, weight, _)| sum / weight).collect()).collect(), within }
    }

    /// Periods of the past.
    pub(super) fn periods(&self) -> usize {
        self.rows.first().map_or(0, Vec::len)
    }

    /// Components of the variance by moments. With the means of regions and periods taken out the covariance over periods has the expectation MΣM,
    /// M = I − 11'/T; Σ is `a·γ^|t−s|` and the records' own part, which is known from within. For each γ the trace gives a, and the γ whose MΣM is nearest
    /// to what is found wins: short pasts make the plain autocorrelation of residuals too small, and this one not.
    fn variation(&self) -> Variation {
        let (count, periods) = (self.rows.len() as f64, self.periods());
        let of_period: Vec<f64> = (0..periods).map(|t| self.rows.iter().map(|row| row[t]).sum::<f64>() / count).collect();
        let all = mean(&of_period);
        let mut found = vec![0.0; periods * periods];
        for row in &self.rows {
            let own = mean(row) - all;
            let left: Vec<f64> = row.iter().zip(&of_period).map(|(value, mean)| value - mean - own).collect();
            for (t, value) in left.iter().enumerate() {
                found[t * periods..(t + 1) * periods].iter_mut().zip(&left).for_each(|(sum, other)| *sum += value * other / (count - 1.0));
            }
        }
        let (within, inverse) = self.within.unwrap_or((0.0, 1.0));
        let own = within * inverse;
        let trace = |matrix: &[f64]| (0..periods).map(|t| matrix[t * periods + t]).sum::<f64>();
        let free = trace(&found) - own * (periods as f64 - 1.0);
        let model = |gamma: f64| {
            let shape = demeaned(periods, |lag| gamma.powi(lag as i32));
            let scale = (free / trace(&shape)).max(0.0);
            (scale, shape)
        };
        let noise = demeaned(periods, |lag| f64::from(u8::from(lag == 0)));
        let distance = |gamma: f64| {
            let (scale, shape) = model(gamma);
            found.iter().zip(&shape).zip(&noise).map(|((found, shape), noise)| (found - scale * shape - own * noise).powi(2)).sum::<f64>()
        };
        // Two periods have one difference, and no autocorrelation that it could show.
        let tried = || GRID.map(|hundredth| f64::from(hundredth) / 100.0);
        let gamma = if periods > 2 { tried().min_by(|a, b| distance(*a).total_cmp(&distance(*b))).unwrap_or(0.0) } else { 0.0 };
        let common = model(gamma).0;
        let sd = (common + within).sqrt();
        let records = self.within.map(|(_, inverse)| 1.0 / inverse);
        Variation {
            sd,
            records,
            icc: records.and(Some(if sd > 0.0 { common / (sd * sd) } else { 0.0 })),
            autocorrelation: Some(gamma).filter(|_| periods > 2),
            correlation: None,
        }
    }

    /// The same people in two neighbouring periods: standard deviation between them, and what a person's values have in common.
    fn of_people(&self) -> Variation {
        let columns: Vec<Vec<f64>> = (0..self.periods()).map(|t| self.rows.iter().map(|row| row[t]).collect()).collect();
        let squares: Vec<f64> = columns.iter().map(|own| squared_deviations(own) / (own.len() as f64 - 1.0)).collect();
        let pairs: Vec<f64> = columns.windows(2).filter_map(|pair| correlation(&pair[0], &pair[1])).collect();
        Variation { sd: mean(&squares).sqrt(), correlation: (!pairs.is_empty()).then(|| mean(&pairs)), ..Variation::default() }
    }
}

fn correlation(a: &[f64], b: &[f64]) -> Option<f64> {
    let (of_a, of_b) = (mean(a), mean(b));
    let together: f64 = a.iter().zip(b).map(|(a, b)| (a - of_a) * (b - of_b)).sum();
    let scale = (squared_deviations(a) * squared_deviations(b)).sqrt();
    // A correlation of exactly 1 would leave no change to be found.
    (scale > 0.0).then(|| (together / scale).clamp(-0.999, 0.999))
}

/// A covariance that depends on the lag alone, the mean over periods taken out: MΓM.
fn demeaned(periods: usize, of_lag: impl Fn(usize) -> f64) -> Vec<f64> {
    let lags: Vec<f64> = (0..periods).map(of_lag).collect();
    let row = |t: usize| (0..periods).map(|s| lags[t.abs_diff(s)]).sum::<f64>() / periods as f64;
    let rows: Vec<f64> = (0..periods).map(row).collect();
    let all = mean(&rows);
    (0..periods * periods).map(|at| (at / periods, at % periods)).map(|(t, s)| lags[t.abs_diff(s)] - rows[t] - rows[s] + all).collect()
}

/// Standard deviation of answers, and by analysis of variance what those of a region have in common.
fn of_answers(answers: &[Vec<f64>]) -> Variation {
    let (all, regions) = (answers.concat(), answers.len() as f64);
    let (count, centre) = (all.len() as f64, mean(&all));
    let sd = (squared_deviations(&all) / (count - 1.0)).sqrt();
    if answers.len() < 2 || count <= regions {
        return Variation { sd, ..Variation::default() };
    }
    let between = answers.iter().map(|own| own.len() as f64 * (mean(own) - centre).powi(2)).sum::<f64>() / (regions - 1.0);
    let within = answers.iter().map(|own| squared_deviations(own)).sum::<f64>() / (count - regions);
    let typical = (count - answers.iter().map(|own| (own.len() as f64).powi(2)).sum::<f64>() / count) / (regions - 1.0);
    let total = between + (typical - 1.0) * within;
    let icc = if total > 0.0 { ((between - within) / total).clamp(0.0, 1.0) } else { 0.0 };
    Variation { sd, records: Some(count / regions), icc: Some(icc), ..Variation::default() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inference::random::Stream;

    /// 400 regions over 8 periods with a known autocorrelation: short pasts of plain residuals would show half of it.
    #[test]
    fn components_of_short_panels_come_back() {
        let (gamma, sd, own, records) = (0.6, 2.0, 6.0, 25.0);
        let rows = (0..400)
            .map(|region| {
                let mut stream = Stream::new(5, "power-past-test", region);
                let (level, mut shock) = (10.0 * stream.normal(), sd * stream.normal());
                let period = |_| {
                    let now = shock;
                    shock = gamma * shock + sd * f64::sqrt(1.0 - gamma * gamma) * stream.normal();
                    level + now + own / f64::sqrt(records) * stream.normal()
                };
                (0..8).map(period).collect()
            })
            .collect();
        let found = Panel { rows, incomplete: 0, within: Some((own * own, 1.0 / records)) }.variation();
        let (total, icc) = (f64::sqrt(sd * sd + own * own), sd * sd / (sd * sd + own * own));
        assert!((found.sd / total - 1.0).abs() < 0.02, "{found:?} {total}");
        assert!(found.icc.is_some_and(|found| (found - icc).abs() < 0.02), "{found:?} {icc}");
        assert!(found.autocorrelation.is_some_and(|found| (found - gamma).abs() < 0.08), "{found:?}");
        assert!(found.records.is_some_and(|found| (found - records).abs() < 1e-9));
    }

    #[test]
    fn answers_of_a_region_that_agree_have_everything_in_common() {
        let found = of_answers(&[vec![1.0; 5], vec![2.0; 5], vec![4.0; 5]]);
        assert_eq!((found.icc, found.records), (Some(1.0), Some(5.0)));
        assert_eq!(of_answers(&[vec![1.0, 2.0, 3.0]]), Variation { sd: 1.0, ..Variation::default() });
    }
}
