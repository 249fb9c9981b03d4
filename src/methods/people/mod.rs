//! Scores of the same people before and after a training: change, normalized gain, gap to what the work asks for; for all, by subgroup and between two
//! subgroups.
//!
//! ```text
//! change = mean(after − before)      gain = mean((after − before)/(max − before))      gap = standard − mean(after), or mean(importance − after)
//! ```
//!
//! Each is one mean over people with its t interval; two subgroups are compared by Welch (1947). Gains that are not defined are counted in the row. Gaps are
//! ranked, each with the ranks that it may have (`ranks`).

mod card;
mod ranks;
#[cfg(test)]
mod tests;

pub use card::card;

use crate::estimate::{Effect, EffectKey, EffectKind, Estimate};
use crate::inference::multiple::MultipleTesting;
use crate::inference::paired::paired_t;
use crate::inference::two_sample::{Moments, TTest, welch_t};
use crate::measure::gain::gains;
use serde_json::{Value, json};

/// Term of the mean of all items of a person.
pub const ALL_ITEMS: &str = "all-items";
/// Key in `extra`: the row is the first subgroup minus the second.
pub const MINUS: &str = "minus";

/// A test or competence: one entry a person on either side.
#[derive(Debug, Clone, PartialEq)]
pub struct PeopleItem {
    /// Short name.
    pub code: String,
    /// Highest possible score; none: no gain.
    pub max: Option<f64>,
    /// Score that the work asks for; none: no gap.
    pub standard: Option<f64>,
    /// Whether it enters the mean of all items.
    pub averaged: bool,
    /// Score before; none where missing. Empty where there was no test before: no change and no gain.
    pub before: Vec<Option<f64>>,
    /// Score after, or the only one; none where missing.
    pub after: Vec<Option<f64>>,
    /// How much the work asks for it, on the scale of the scores: gaps are to this instead of the standard. Empty where nobody was asked.
    pub importance: Vec<Option<f64>>,
}

impl PeopleItem {
    /// How far each person is from what the work asks for; none where that is not known of anybody.
    fn gaps(&self) -> Option<Vec<Option<f64>>> {
        if !self.importance.is_empty() {
            return Some(self.importance.iter().zip(&self.after).map(|(asked, after)| asked.zip(*after).map(|(asked, after)| asked - after)).collect());
        }
        self.standard.map(|standard| self.after.iter().map(|after| after.map(|after| standard - after)).collect())
    }
}

/// A column of subgroups.
#[derive(Debug, Clone, PartialEq)]
pub struct Subgroups {
    /// Column.
    pub by: String,
    /// Level of each person; none where missing or not asked for.
    pub codes: Vec<Option<usize>>,
    /// Labels of the levels, in the order to compare.
    pub levels: Vec<String>,
}

/// What is known of the people, one entry a person everywhere.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PeopleSample {
    /// Tests and competences.
    pub items: Vec<PeopleItem>,
    /// Columns of subgroups.
    pub groups: Vec<Subgroups>,
    /// Questions of the reaction form: code, answers.
    pub reaction: Vec<(String, Vec<Option<f64>>)>,
}

/// The estimates that the sample allows.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PeopleResults {
    /// After minus before.
    pub change: Option<Estimate>,
    /// Normalized gain.
    pub gain: Option<Estimate>,
    /// Standard, or importance, minus after: positive where it is missed. Largest first, with `rank`, `rank_low` and `rank_high` in `extra`.
    pub gap: Option<Estimate>,
    /// Mean answers of the reaction form.
    pub reaction: Option<Estimate>,
}

/// Rows of one item: each with the values behind it (by person; none where undefined) and what stands beside them.
struct Measure<'a> {
    item: &'a str,
    values: Vec<Option<f64>>,
    #[allow(clippy::type_complexity)] // named fields of one row
    extra: &'a dyn Fn(&[usize]) -> Vec<(&'static str, Value)>,
}

/// Everything that the sample allows, with intervals at the level.
pub fn people(sample: &PeopleSample, level: f64) -> PeopleResults {
    let mut items: Vec<PeopleItem> = sample.items.clone();
    items.extend(mean_item(&sample.items));
    let mut results = PeopleResults::default();
    let (mut change, mut gain, mut gap, mut apart) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for item in &items {
        let pair = |person: usize| item.before[person].zip(item.after[person]);
        let people = item.before.len().min(item.after.len());
        let sides = |who: &[usize]| {
            let (before, after): (Vec<f64>, Vec<f64>) = who.iter().filter_map(|person| pair(*person)).unzip();
            let mean = |values: &[f64]| (!values.is_empty()).then(|| Moments::of(values).mean);
            vec![("mean_before", json!(mean(&before))), ("mean_after", json!(mean(&after))), ("incomplete", json!(who.len() - before.len()))]
        };
        let differences = (0..people).map(|person| pair(person).map(|(before, after)| after - before)).collect();
        let twice = !item.before.is_empty();
        if twice {
            change.extend(rows(sample, &Measure { item: &item.code, values: differences, extra: &sides }, level));
        }
        if let Some(max) = item.max.filter(|_| twice) {
            let (each, _) = gains(&item.before, &item.after, max);
            let classes = |who: &[usize]| {
                let side = |scores: &[Option<f64>]| who.iter().map(|person| scores[*person]).collect::<Vec<_>>();
                let (_, of) = gains(&side(&item.before), &side(&item.after), max);
                vec![
                    ("of_means", json!(of.of_means)),
                    ("high", json!(of.high)),
                    ("medium", json!(of.medium)),
                    ("low", json!(of.low)),
                    ("negative", json!(of.negative)),
                    ("at_maximum", json!(of.at_maximum)),
                    ("above_maximum", json!(of.above_maximum)),
                    ("missing", json!(of.missing)),
                ]
            };
            let values = each.iter().map(|gain| gain.value()).collect();
            gain.extend(rows(sample, &Measure { item: &item.code, values, extra: &classes }, level));
        }
        if let Some(values) = item.gaps() {
            let known = values.clone();
            let below = |who: &[usize]| {
                let with: Vec<usize> = who.iter().copied().filter(|person| known[*person].is_some()).collect();
                let mean = |side: &[Option<f64>]| {
                    let values: Vec<f64> = with.iter().filter_map(|person| side.get(*person).copied().flatten()).collect();
                    (!values.is_empty()).then(|| Moments::of(&values).mean)
                };
                let below = with.iter().filter(|person| known[**person].is_some_and(|gap| gap > 0.0)).count();
                let standard = item.standard.filter(|_| item.importance.is_empty());
                vec![
                    ("standard", json!(standard)),
                    ("importance", json!(mean(&item.importance))),
                    ("mean_after", json!(mean(&item.after))),
                    ("below_standard", json!(below)),
                ]
            };
            gap.extend(rows(sample, &Measure { item: &item.code, values, extra: &below }, level));
            if item.code != ALL_ITEMS {
                apart.push((item.code.as_str(), known));
            }
        }
    }
    let nothing = |_: &[usize]| Vec::new();
    let reaction = sample.reaction.iter().flat_map(|(code, answers)| rows(sample, &Measure { item: code, values: answers.clone(), extra: &nothing }, level));
    results.reaction = made("reaction", reaction.collect(), level);
    results.change = made("change", change, level);
    results.gain = made("gain", gain, level);
    results.gap = made("gap", ranked(gap, &apart, level), level);
    results
}

/// The mean score of each person who has all averaged items, where these share a highest score and there are at least two.
fn mean_item(all: &[PeopleItem]) -> Option<PeopleItem> {
    let items: Vec<&PeopleItem> = all.iter().filter(|item| item.averaged).collect();
    let first = *items.first().filter(|first| items.len() > 1 && items.iter().all(|item| item.max == first.max))?;
    let count = items.len() as f64;
    let mean = |side: fn(&PeopleItem) -> &[Option<f64>]| -> Vec<Option<f64>> {
        (0..side(first).len())
            .map(|person| items.iter().map(|item| side(item).get(person).copied().flatten()).sum::<Option<f64>>().map(|sum| sum / count))
            .collect()
    };
    let standards: Option<f64> = items.iter().map(|item| item.standard).sum();
    Some(PeopleItem {
        code: ALL_ITEMS.into(),
        averaged: false,
        max: first.max,
        standard: standards.map(|sum| sum / count),
        before: mean(|item| &item.before),
        after: mean(|item| &item.after),
        importance: if items.iter().all(|item| !item.importance.is_empty()) { mean(|item| &item.importance) } else { Vec::new() },
    })
}

/// An item over all people, by subgroup, and between the two subgroups of a column that has two.
fn rows(sample: &PeopleSample, measure: &Measure, level: f64) -> Vec<Effect> {
    let everybody: Vec<usize> = (0..measure.values.len()).collect();
    let mut out = vec![row(measure, EffectKey::new(EffectKind::Term, measure.item), &everybody, level)];
    for group in &sample.groups {
        let members = |level: usize| everybody.iter().copied().filter(|person| group.codes.get(*person).copied().flatten() == Some(level)).collect::<Vec<_>>();
        for (code, label) in group.levels.iter().enumerate() {
            let mut effect = row(measure, region(measure.item, label.clone()), &members(code), level);
            effect.extra.insert("by".into(), group.by.clone().into());
            out.push(effect);
        }
        if let [first, second] = group.levels.as_slice() {
            let of = |code: usize| Moments::of(&members(code).iter().filter_map(|person| measure.values[*person]).collect::<Vec<_>>());
            let (a, b) = (of(0), of(1));
            let mut effect =
                filled(region(measure.item, format!("{first} − {second}")), welch_t(&a, &b, level), (a.n > 0 && b.n > 0).then_some(a.mean - b.mean));
            // As few as the smaller side: a difference must not give away a side that is too small to show.
            effect.records = Some(a.n.min(b.n) as u64);
            effect.extra.insert("by".into(), group.by.clone().into());
            effect.extra.insert(MINUS.into(), second.clone().into());
            out.push(effect);
        }
    }
    out
}

fn region(item: &str, label: String) -> EffectKey {
    EffectKey { region: Some(label), ..EffectKey::new(EffectKind::Region, item) }
}

fn row(measure: &Measure, key: EffectKey, who: &[usize], level: f64) -> Effect {
    let values: Vec<f64> = who.iter().filter_map(|person| measure.values[*person]).collect();
    let mut effect = filled(key, paired_t(&values, level), (!values.is_empty()).then(|| Moments::of(&values).mean));
    effect.records = Some(values.len() as u64);
    for (name, value) in (measure.extra)(who) {
        effect.extra.insert(name.into(), value);
    }
    effect
}

/// An effect with its test; the mean alone where there is no spread to test against.
fn filled(key: EffectKey, test: Option<TTest>, mean: Option<f64>) -> Effect {
    let mut effect = Effect::undefined(key);
    effect.estimate = mean;
    if let Some(test) = test {
        effect.estimate = Some(test.estimate);
        effect.std_error = Some(test.std_error);
        effect.statistic = Some(test.statistic);
        effect.df = Some(test.df);
        effect.p_value = Some(test.p_value);
        effect.conf_low = Some(test.conf_low);
        effect.conf_high = Some(test.conf_high);
    }
    effect
}

/// The gaps of single items, the largest first, numbered, with the ranks that each may have and p-values adjusted for there being several (Holm); then all
/// other rows as they were.
fn ranked(rows: Vec<Effect>, apart: &[(&str, Vec<Option<f64>>)], level: f64) -> Vec<Effect> {
    let (mut single, rest): (Vec<Effect>, Vec<Effect>) =
        rows.into_iter().partition(|effect| effect.key.kind == EffectKind::Term && effect.key.term != ALL_ITEMS && effect.estimate.is_some());
    single.sort_by(|a, b| b.estimate.unwrap_or_default().total_cmp(&a.estimate.unwrap_or_default()));
    let adjusted = MultipleTesting::Holm.adjust(&single.iter().map(|effect| effect.p_value).collect::<Vec<_>>());
    let of = |effect: &Effect| apart.iter().find(|(code, _)| *code == effect.key.term).map_or(&[][..], |(_, values)| values);
    let may = ranks::ranks(&single.iter().map(of).collect::<Vec<_>>(), level);
    for (place, ((effect, p), (low, high))) in single.iter_mut().zip(adjusted).zip(may).enumerate() {
        effect.extra.insert("rank".into(), (place + 1).into());
        effect.extra.insert("rank_low".into(), low.into());
        effect.extra.insert("rank_high".into(), high.into());
        effect.extra.insert("p_adjusted".into(), json!(p));
    }
    single.into_iter().chain(rest).collect()
}

fn made(method: &str, effects: Vec<Effect>, level: f64) -> Option<Estimate> {
    if effects.is_empty() {
        return None;
    }
    let mut out = Estimate::new("people", method, method);
    out.settings.insert("level".into(), level.into());
    out.effects = effects;
    Some(out)
}
