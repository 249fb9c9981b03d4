//! Before the program: which effect a design would find, and how many regions, months, people or respondents it takes.
//!
//! By formula (`variance`; Bloom 1995; Burlig, Preonas and Woerman 2020) and by placebo programs in one's own past data (`placebo`).

mod card;
mod notes;
pub mod placebo;
mod variance;

pub use card::card;

use crate::error::{Problem, Result, power as problem};
use crate::estimate::{Effect, EffectKey, EffectKind, Estimate};
use crate::inference::power::{detectable_shift, smallest_whole, t_power};
use crate::measure::satisfaction::sample_size;
use placebo::Placebo;
use serde::{Deserialize, Serialize};
use serde_json::json;

/// Intra-cluster correlation where it is not given.
const ICC: f64 = 0.05;
/// Correlation of neighbouring periods where it is not given.
const AUTOCORRELATION: f64 = 0.5;
/// Regions, people or respondents that are searched up to.
const MOST: u64 = 10_000_000;
/// Periods on each side that are searched up to.
const PERIODS: u64 = 240;
/// Points of a curve.
const POINTS: usize = 41;

/// What is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum PowerDesign {
    /// Before and after, without comparison regions.
    BeforeAfter,
    /// Changes of treated regions against those of others.
    Did,
    /// Two rounds of a survey with different respondents.
    Survey,
}

/// What is planned.
#[derive(Debug, Clone, PartialEq)]
pub struct PowerSettings {
    /// What is compared.
    pub design: PowerDesign,
    /// Standard deviation of the outcome of a record (of a region's mean, where `records` is not given), permanent differences of regions removed.
    pub sd: Option<f64>,
    /// Records a region and period.
    pub records: Option<f64>,
    /// Share of the variance that records of a region and period have in common.
    pub icc: Option<f64>,
    /// Correlation of the common part between neighbouring periods.
    pub autocorrelation: Option<f64>,
    /// Regions, treated and comparison together.
    pub regions: Option<u64>,
    /// Share of regions that are treated.
    pub treated_share: f64,
    /// Periods before.
    pub before: u32,
    /// Periods after.
    pub after: u32,
    /// Waves of starts.
    pub starts: u32,
    /// People before, and as many after.
    pub people: Option<u64>,
    /// Correlation of the same people before and after; none where they are others.
    pub correlation: Option<f64>,
    /// Respondents in each round of a survey.
    pub respondents: Option<u64>,
    /// People that a survey is about.
    pub population: Option<u64>,
    /// The effect that matters, in units of the outcome.
    pub effect: Option<f64>,
    /// Wanted power.
    pub power: f64,
    /// Confidence level of the test.
    pub level: f64,
}

impl PowerSettings {
    /// A design with every default.
    pub fn new(design: PowerDesign) -> Self {
        Self {
            design,
            sd: None,
            records: None,
            icc: None,
            autocorrelation: None,
            regions: None,
            treated_share: 0.5,
            before: 6,
            after: 6,
            starts: 1,
            people: None,
            correlation: None,
            respondents: None,
            population: None,
            effect: None,
            power: 0.8,
            level: 0.95,
        }
    }

    /// Number of what is counted: regions, people or respondents.
    fn size(&self) -> Option<u64> {
        match self.design {
            PowerDesign::Survey => self.respondents,
            PowerDesign::BeforeAfter => self.people.or(self.regions),
            PowerDesign::Did => self.regions,
        }
    }

    fn of_regions(&self) -> bool {
        self.design == PowerDesign::Did || (self.design == PowerDesign::BeforeAfter && self.people.is_none())
    }

    fn check(&self) -> Result<()> {
        let mut problems: Vec<Problem> = Vec::new();
        let share = |value: f64| value > 0.0 && value < 1.0;
        let mut range = |option: &'static str, fine: bool| {
            if !fine {
                problems.push(problem::out_of_range(option));
            }
        };
        range("--sd", self.sd.is_none_or(|sd| sd > 0.0 && sd.is_finite()));
        range("--power", share(self.power) && self.power > 1.0 - self.level);
        range("--treated-share", share(self.treated_share));
        range("--icc", self.icc.is_none_or(|icc| (0.0..=1.0).contains(&icc)));
        range("--autocorrelation", self.autocorrelation.is_none_or(|gamma| gamma > -1.0 && gamma <= 1.0));
        range("--correlation", self.correlation.is_none_or(|r| r > -1.0 && r < 1.0));
        range("--records", self.records.is_none_or(|records| records >= 1.0));
        range("--effect", self.effect.is_none_or(|effect| effect != 0.0 && effect.is_finite()));
        range("--before", self.before >= 1);
        range("--after", self.after >= 1);
        crate::error::Error::unless_empty(problems)
    }

    fn power_of(&self, effect: f64, size: u64, before: u32, after: u32) -> Option<f64> {
        let spread = self.spread(size, before, after)?;
        Some(if spread.variance > 0.0 { t_power(effect.abs() / spread.variance.sqrt(), Some(spread.df), self.level) } else { 1.0 })
    }

    fn detectable(&self, size: u64) -> Option<f64> {
        let spread = self.spread(size, self.before, self.after)?;
        Some(detectable_shift(self.power, Some(spread.df), self.level)? * spread.variance.sqrt())
    }
}

fn row(term: &str, estimate: Option<f64>) -> Effect {
    Effect { estimate, ..Effect::undefined(EffectKey::new(EffectKind::Term, term)) }
}

/// What the design finds and needs; with `placebo`, also what past data say. Effects (kind `term`): `standard-error`, `minimum-detectable-effect`, and
/// with an effect `power`, `regions-needed` (or `people-needed`, `respondents-needed`) and `periods-needed`.
pub fn power(settings: &PowerSettings, placebo: Option<&Placebo>) -> Result<Estimate> {
    settings.check()?;
    if settings.sd.is_none() && placebo.is_none() {
        return Err(problem::needs_sd().into());
    }
    let size = settings.size();
    if settings.sd.is_some() && size.is_none() && settings.effect.is_none() {
        return Err(problem::needs_size(if settings.of_regions() { "--regions" } else { "--respondents / --people" }).into());
    }
    let mut out = Estimate::new("power", "formula", "");
    if let serde_json::Value::Object(map) = described(settings) {
        out.settings = map;
    }
    if settings.sd.is_some() {
        by_formula(&mut out, settings, size);
        out.notes.extend(notes::assumed(settings, settings.of_regions()));
    }
    if let Some(placebo) = placebo {
        placebo.describe(&mut out, settings);
    }
    curves(&mut out, settings, placebo);
    if settings.design == PowerDesign::Survey {
        let needed = settings.population.map(sample_size);
        out.parts.insert("krejcie_morgan".into(), json!({ "population": settings.population, "respondents": needed }));
        out.notes.push(notes::krejcie_morgan(settings.population, needed));
    }
    Ok(out)
}

fn described(settings: &PowerSettings) -> serde_json::Value {
    let regions = settings.of_regions();
    let assumed = |given: Option<f64>, default: f64| regions.then(|| given.unwrap_or(default));
    json!({
        "design": settings.design, "sd": settings.sd, "records": settings.records,
        "icc": settings.records.map(|_| settings.common()), "autocorrelation": assumed(settings.autocorrelation, AUTOCORRELATION),
        "regions": settings.regions, "treated_share": (settings.design == PowerDesign::Did).then_some(settings.treated_share),
        "before": regions.then_some(settings.before), "after": regions.then_some(settings.after), "starts": settings.starts,
        "people": settings.people, "correlation": settings.correlation, "respondents": settings.respondents, "population": settings.population,
        "effect": settings.effect, "power": settings.power, "level": settings.level,
    })
}

fn by_formula(out: &mut Estimate, settings: &PowerSettings, size: Option<u64>) {
    let spread = size.and_then(|size| settings.spread(size, settings.before, settings.after));
    if size.is_some() {
        out.effects.push(row("standard-error", spread.map(|spread| spread.variance.sqrt())));
        out.effects.push(row("minimum-detectable-effect", size.and_then(|size| settings.detectable(size))));
        if spread.is_none() {
            out.notes.push(notes::too_few());
        }
    }
    let Some(effect) = settings.effect else { return };
    if let Some(size) = size {
        out.effects.push(row("power", settings.power_of(effect, size, settings.before, settings.after)));
    }
    let enough = |size: u64, before: u32, after: u32| settings.power_of(effect, size, before, after).is_some_and(|power| power >= settings.power);
    let term = match (settings.design, settings.people) {
        (PowerDesign::Survey, _) => "respondents-needed",
        (_, Some(_)) => "people-needed",
        _ => "regions-needed",
    };
    let needed = smallest_whole(2, MOST, |size| enough(size, settings.before, settings.after));
    out.effects.push(row(term, needed.map(|needed| needed as f64)));
    if let Some(size) = size.filter(|_| settings.of_regions()) {
        let periods = smallest_whole(1, PERIODS, |periods| enough(size, periods as u32, periods as u32));
        out.effects.push(row("periods-needed", periods.map(|periods| periods as f64)));
        if periods.is_none() {
            out.notes.push(notes::never_enough(PERIODS));
        }
    }
}

/// Power against the effect, and the detectable effect against size.
fn curves(out: &mut Estimate, settings: &PowerSettings, placebo: Option<&Placebo>) {
    let size = settings.size().filter(|_| settings.sd.is_some());
    let known = size.and_then(|size| settings.detectable(size)).or_else(|| placebo.and_then(|placebo| placebo.detectable(settings.power, settings.level)));
    if let Some(known) = known.filter(|known| *known > 0.0) {
        let most = 2.0 * known.max(settings.effect.map_or(0.0, |effect| effect.abs() * 0.6));
        let point = |at: usize| {
            let effect = most * at as f64 / (POINTS - 1) as f64;
            let formula = size.and_then(|size| settings.power_of(effect, size, settings.before, settings.after));
            json!({ "effect": effect, "power": formula, "power_in_past_data": placebo.map(|placebo| placebo.power(effect, settings.level)) })
        };
        out.parts.insert("power_by_effect".into(), (0..POINTS).map(point).collect());
    }
    if settings.sd.is_none() {
        return;
    }
    let target = settings.effect.map(f64::abs).or(known);
    let needed = out.effects.iter().find(|row| row.key.term.ends_with("-needed") && row.key.term != "periods-needed").and_then(|row| row.estimate);
    let most = (2.0 * size.map_or(0.0, |size| size as f64).max(needed.unwrap_or(0.0)).max(10.0)).min(MOST as f64);
    let mut sizes: Vec<u64> = (1..POINTS).map(|at| (most * at as f64 / (POINTS - 1) as f64).round() as u64).collect();
    sizes.dedup();
    let point = |size: u64| {
        let detectable = settings.detectable(size)?;
        let power = target.and_then(|effect| settings.power_of(effect, size, settings.before, settings.after));
        Some(json!({ "size": size, "minimum_detectable_effect": detectable, "power": power }))
    };
    out.parts.insert("power_by_size".into(), sizes.into_iter().filter_map(point).collect());
}
