//! Before the program: which effect a design would find, and how many regions, months, people or respondents it takes.
//!
//! By formula (`variance`; Bloom 1995; Burlig, Preonas and Woerman 2020) and by programs that never were in one's own past data (`simulation`).

mod card;
mod comparison;
mod curves;
mod notes;
pub mod past;
mod settings;
mod simulation;
mod variance;

pub use card::card;
pub use past::Past;
pub use settings::{PowerDesign, PowerSettings};

use crate::error::{Result, power as problem};
use crate::estimate::{Effect, EffectKey, EffectKind, Estimate};
use crate::inference::power::{detectable_shift, smallest_whole, t_power};
use crate::measure::satisfaction::sample_size;
use serde_json::json;
use simulation::Draws;

/// Intra-cluster correlation where it is not given.
const ICC: f64 = 0.05;
/// Correlation of neighbouring periods where it is not given.
const AUTOCORRELATION: f64 = 0.5;
/// Regions, people, respondents or records that are searched up to.
const MOST: u64 = 10_000_000;
/// Regions, people or respondents that are tried in past data: beyond, the same few regions only come again and again.
const MOST_TRIED: u64 = 4_096;
/// Periods on each side that are searched up to.
const PERIODS: u64 = 240;
/// Fewer draws than this say nothing about a share.
pub const FEWEST_DRAWS: u32 = 100;

impl PowerSettings {
    /// Power at an effect; none where there are too few regions or people.
    fn power_of(&self, effect: f64, size: u64, before: u32, after: u32) -> Option<f64> {
        let spread = self.spread(size, before, after)?;
        Some(if spread.variance > 0.0 { t_power(effect.abs() / spread.variance.sqrt(), Some(spread.df), self.level) } else { 1.0 })
    }

    fn detectable(&self, size: u64) -> Option<f64> {
        self.detectable_after(size, self.before, self.after)
    }

    fn detectable_after(&self, size: u64, before: u32, after: u32) -> Option<f64> {
        let spread = self.spread(size, before, after)?;
        Some(detectable_shift(self.power, Some(spread.df), self.level)? * spread.variance.sqrt())
    }
}

fn row(term: &str, estimate: Option<f64>) -> Effect {
    Effect { estimate, ..Effect::undefined(EffectKey::new(EffectKind::Term, term)) }
}

/// A plan that is tried in past data.
struct Tried<'a> {
    past: &'a Past,
    settings: &'a PowerSettings,
    draws: u32,
    seed: u64,
}

impl Tried<'_> {
    fn draw(&self, size: u64, before: u32, after: u32) -> Option<Draws> {
        simulation::draw(self.past, self.settings, size, before, after, self.draws, self.seed)
    }

    fn power(&self, effect: f64, size: u64, before: u32, after: u32) -> Option<f64> {
        self.draw(size, before, after).map(|draws| draws.power(effect, self.settings.level))
    }

    /// Periods of the past; none for single answers.
    fn periods(&self) -> u64 {
        match self.past {
            Past::Panel(panel) => panel.periods() as u64,
            Past::Answers(_) => 0,
        }
    }
}

/// What was found, for the curves.
#[derive(Default)]
struct Found {
    detectable: Option<f64>,
    in_past: Option<f64>,
    needed: Option<f64>,
    periods: Option<u64>,
    draws: Option<Draws>,
}

/// Past data, how often to try, and the seed.
#[derive(Debug, Clone, Copy)]
pub struct Trial<'a> {
    /// The data.
    pub past: &'a Past,
    /// Programs that never were.
    pub draws: u32,
    /// Seed.
    pub seed: u64,
}

/// What the design finds and needs; with past data, also what they say. Effects (kind `term`): `standard-error`, `minimum-detectable-effect`, and with an
/// effect `power`, `regions-needed` (or `people-needed`, `respondents-needed`), `periods-needed`, `records-needed`; each but the last again as
/// `…-in-past-data`.
pub fn power(settings: &PowerSettings, trial: Option<Trial>) -> Result<Estimate> {
    settings.check()?;
    if trial.is_some_and(|trial| trial.draws < FEWEST_DRAWS) {
        return Err(problem::too_few_draws(FEWEST_DRAWS).into());
    }
    // The table of Krejcie and Morgan needs the population alone.
    let table_only = settings.design == PowerDesign::Survey && settings.population.is_some() && settings.effect.is_none() && settings.respondents.is_none();
    if settings.sd.is_none() && trial.is_none() && !table_only {
        return Err(problem::needs_sd().into());
    }
    let filled = trial.map_or_else(|| settings.clone(), |trial| trial.past.fill(settings));
    let size = filled.size();
    if size.is_none() && filled.effect.is_none() && !table_only {
        return Err(problem::needs_size(if filled.of_regions() { "--regions" } else { "--respondents / --people" }).into());
    }
    let mut out = Estimate::new("power", "formula", "");
    if let serde_json::Value::Object(map) = filled.described() {
        out.settings = map;
    }
    if let Some(trial) = trial {
        out.settings.insert("draws".into(), trial.draws.into());
        out.settings.insert("seed".into(), trial.seed.into());
    }
    let mut found = Found::default();
    if filled.sd.is_some() && (size.is_some() || filled.effect.is_some()) {
        by_formula(&mut out, &filled, &mut found);
        out.notes.extend(notes::assumed(&filled));
    }
    out.notes.extend(notes::not_used(&settings.not_used()));
    if settings.design == PowerDesign::BeforeAfter {
        out.notes.push(notes::no_comparison());
    }
    let tried = trial.map(|trial| Tried { past: trial.past, settings: &filled, draws: trial.draws, seed: trial.seed });
    if let Some(tried) = &tried {
        in_past_data(&mut out, tried, settings.sd.is_none(), &mut found);
    }
    let curves = [
        ("power_by_effect", curves::by_effect(&filled, &found)),
        ("power_by_size", curves::by_size(&filled, &found, tried.as_ref()).filter(|_| !out.effects.is_empty())),
        ("power_by_periods", curves::by_periods(&filled, &found, tried.as_ref())),
    ];
    out.parts.extend(curves.into_iter().filter_map(|(name, curve)| Some((name.to_owned(), curve?))));
    if settings.design == PowerDesign::Survey {
        let needed = settings.population.map(sample_size);
        out.parts.insert("krejcie_morgan".into(), json!({ "population": settings.population, "respondents": needed }));
        out.notes.push(notes::krejcie_morgan(settings.population, needed));
    }
    Ok(out)
}

fn by_formula(out: &mut Estimate, settings: &PowerSettings, found: &mut Found) {
    let size = settings.size();
    let spread = size.and_then(|size| settings.spread(size, settings.before, settings.after));
    if size.is_some() {
        found.detectable = size.and_then(|size| settings.detectable(size));
        out.effects.push(row("standard-error", spread.map(|spread| spread.variance.sqrt())));
        out.effects.push(row("minimum-detectable-effect", found.detectable));
        if spread.is_none() {
            out.notes.push(notes::too_few());
        }
    }
    let Some(effect) = settings.effect else { return };
    if let Some(size) = size {
        out.effects.push(row("power", settings.power_of(effect, size, settings.before, settings.after)));
    }
    let enough = |settings: &PowerSettings, size: u64, before: u32, after: u32| {
        settings.power_of(effect, size, before, after).is_some_and(|power| power >= settings.power)
    };
    let needed = smallest_whole(2, MOST, |size| enough(settings, size, settings.before, settings.after));
    found.needed = needed.map(|needed| needed as f64);
    out.effects.push(row(settings.counted(), found.needed));
    if needed.is_none() {
        out.notes.push(notes::size_not_enough(MOST));
    }
    let Some(size) = size.filter(|_| settings.of_regions()) else { return };
    found.periods = smallest_whole(1, PERIODS, |periods| enough(settings, size, periods as u32, periods as u32));
    out.effects.push(row("periods-needed", found.periods.map(|periods| periods as f64)));
    if found.periods.is_none() {
        out.notes.push(notes::never_enough(PERIODS));
    }
    if settings.records.is_some() {
        let with = |records: u64| PowerSettings { records: Some(records as f64), ..settings.clone() };
        let records = smallest_whole(1, MOST, |records| enough(&with(records), size, settings.before, settings.after));
        out.effects.push(row("records-needed", records.map(|records| records as f64)));
        if records.is_none() {
            out.notes.push(notes::records_not_enough());
        }
    }
}

/// Adds what programs that never were say; `estimated`: the variation of the formula is that of the data.
fn in_past_data(out: &mut Estimate, tried: &Tried, estimated: bool, found: &mut Found) {
    let settings = tried.settings;
    let size = settings.size();
    let draws = size.and_then(|size| tried.draw(size, settings.before, settings.after));
    if let Some(draws) = &draws {
        found.in_past = draws.detectable(settings.power, settings.level);
        out.effects.push(row("standard-error-in-past-data", Some(draws.spread())));
        out.effects.push(row("minimum-detectable-effect-in-past-data", found.in_past));
        let mut share = |term: &str, value: f64| {
            let mut effect = row(term, Some(value));
            effect.std_error = Some(draws.error(value));
            out.effects.push(effect);
        };
        let chance = draws.power(0.0, settings.level);
        share("false-positives-in-past-data", chance);
        if let Some(effect) = settings.effect {
            share("power-in-past-data", draws.power(effect, settings.level));
        }
        out.notes.extend(notes::false_positives(chance, draws.error(chance), settings));
    } else if size.is_some() {
        out.notes.push(notes::not_tried());
    }
    if let Some(effect) = settings.effect {
        let enough = |size: u64, before: u32, after: u32| tried.power(effect, size, before, after).is_some_and(|power| power >= settings.power);
        let needed = smallest_whole(2, MOST_TRIED, |size| enough(size, settings.before, settings.after));
        out.effects.push(row(&format!("{}-in-past-data", settings.counted()), needed.map(|needed| needed as f64)));
        if needed.is_none() {
            out.notes.push(notes::size_not_enough_in_past(MOST_TRIED));
        }
        if let Some(size) = size.filter(|_| settings.of_regions()) {
            let longest = tried.periods() / 2;
            let periods = smallest_whole(1, longest, |periods| enough(size, periods as u32, periods as u32));
            out.effects.push(row("periods-needed-in-past-data", periods.map(|periods| periods as f64)));
            if periods.is_none() {
                out.notes.push(notes::past_not_long_enough(longest));
            }
        }
    }
    let counted = match tried.past {
        Past::Panel(panel) if !settings.of_regions() => json!({ "people": panel.rows.len(), "people_left_out": panel.incomplete, "periods": panel.periods() }),
        Past::Panel(panel) => json!({ "regions": panel.rows.len(), "regions_left_out": panel.incomplete, "periods": panel.periods() }),
        Past::Answers(answers) => json!({ "regions": answers.len(), "answers": answers.iter().map(Vec::len).sum::<usize>() }),
    };
    let own = tried.past.variation(settings);
    let mut part = json!({
        "draws": draws.as_ref().map_or(tried.draws as usize, Draws::count), "sd": own.sd, "records": own.records, "icc": own.icc,
        "autocorrelation": own.autocorrelation, "correlation": own.correlation,
    });
    if let (Some(part), serde_json::Value::Object(counted)) = (part.as_object_mut(), counted) {
        part.extend(counted);
        part.retain(|_, value| !value.is_null());
    }
    out.parts.insert("past_data".into(), part);
    out.notes.push(notes::past(tried.past, tried.draws as usize, settings));
    if estimated {
        out.notes.push(notes::estimated(&own));
    }
    found.draws = draws;
}

/// Mean of some numbers; 0 of none.
fn mean(values: &[f64]) -> f64 {
    if values.is_empty() { 0.0 } else { values.iter().sum::<f64>() / values.len() as f64 }
}
