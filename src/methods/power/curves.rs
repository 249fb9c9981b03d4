//! Power curves: against the effect, against the number of regions (people, respondents) and against the number of periods.

use super::{Found, MOST, PERIODS, PowerSettings, Tried};
use serde_json::{Value, json};

/// Points of a curve.
const POINTS: usize = 41;
/// Sizes that are tried in past data: each is a simulation of its own.
const SIMULATED: usize = 10;

/// Whole numbers from 1 to `most`, evenly spaced, at most `count` of them.
fn whole(most: u64, count: usize) -> Vec<u64> {
    let mut out: Vec<u64> = (1..=count).map(|at| ((most as f64 * at as f64 / count as f64).round() as u64).max(1)).collect();
    out.dedup();
    out
}

/// Power against the effect, up to twice the one that is found.
pub(super) fn by_effect(settings: &PowerSettings, found: &Found) -> Option<Value> {
    let known = found.detectable.or(found.in_past).filter(|known| *known > 0.0)?;
    let most = 2.0 * known.max(settings.effect.map_or(0.0, |effect| effect.abs() * 0.6));
    let size = settings.size().filter(|_| settings.sd.is_some());
    let point = |at: usize| {
        let effect = most * at as f64 / (POINTS - 1) as f64;
        let formula = size.and_then(|size| settings.power_of(effect, size, settings.before, settings.after));
        json!({ "effect": effect, "power": formula, "power_in_past_data": found.draws.as_ref().map(|draws| draws.power(effect, settings.level)) })
    };
    Some((0..POINTS).map(point).collect())
}

/// The effect that curves by size and by periods are drawn for: the one that matters, else the one that is just found.
fn target(settings: &PowerSettings, found: &Found) -> Option<f64> {
    settings.effect.map(f64::abs).or(found.detectable).or(found.in_past)
}

/// Detectable effect and power against size.
pub(super) fn by_size(settings: &PowerSettings, found: &Found, tried: Option<&Tried>) -> Option<Value> {
    settings.sd?;
    let effect = target(settings, found);
    let given = settings.size().map_or(0.0, |size| size as f64);
    let most = (2.0 * given.max(found.needed.unwrap_or(0.0)).max(5.0)).min(settings.population.map_or(MOST, |all| all.min(MOST)) as f64) as u64;
    let simulated = whole(most, SIMULATED);
    let mut sizes: Vec<u64> = whole(most, POINTS - 1);
    sizes.extend(&simulated);
    sizes.sort_unstable();
    sizes.dedup();
    let point = |size: u64| {
        let detectable = settings.detectable(size)?;
        let power = effect.and_then(|effect| settings.power_of(effect, size, settings.before, settings.after));
        let past =
            tried.filter(|_| simulated.contains(&size)).zip(effect).and_then(|(tried, effect)| tried.power(effect, size, settings.before, settings.after));
        Some(json!({ "size": size, "minimum_detectable_effect": detectable, "power": power, "power_in_past_data": past }))
    };
    Some(sizes.into_iter().filter_map(point).collect())
}

/// Detectable effect and power against the number of periods, as many before as after.
pub(super) fn by_periods(settings: &PowerSettings, found: &Found, tried: Option<&Tried>) -> Option<Value> {
    let size = settings.size().filter(|_| settings.sd.is_some() && settings.of_regions())?;
    let effect = target(settings, found);
    let most = u64::from(2 * settings.before.max(settings.after).max(6)).max(found.periods.map_or(0, |periods| periods + periods / 4)).min(PERIODS);
    let simulated = tried.map_or_else(Vec::new, |tried| whole((tried.periods() / 2).min(most), SIMULATED));
    let mut all = whole(most, POINTS - 1);
    all.extend(&simulated);
    all.sort_unstable();
    all.dedup();
    let point = |periods: u64| {
        let count = periods as u32;
        let detectable = settings.detectable_after(size, count, count)?;
        let power = effect.and_then(|effect| settings.power_of(effect, size, count, count));
        let past = tried.filter(|_| simulated.contains(&periods)).zip(effect).and_then(|(tried, effect)| tried.power(effect, size, count, count));
        Some(json!({ "periods": periods, "minimum_detectable_effect": detectable, "power": power, "power_in_past_data": past }))
    };
    Some(all.into_iter().filter_map(point).collect())
}
