//! The satisfaction index of the treated before and after, and the effect on each element.

use super::did::{Found, cells, main_only};
use super::{Run, adjust};
use crate::data::PolarsLocal;
use crate::error::{Exit, Result};
use crate::estimate::{Effect, EffectKey, EffectKind, Estimate, Note};
use crate::measure::satisfaction::{Change, Index, IndexOptions, ItemSets, Survey, change, index as index_of, item_sets};
use crate::methods::{DidSettings, MethodInput};
use crate::panel::RecordPass;
use crate::study::prepare::Measured;
use crate::study::result::IndexFacts;
use crate::study::schema::{IndexRule, OutcomeSection};
use crate::study::survey::Item;
use crate::text;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// Answers in memory.
struct Answers {
    scores: Vec<Vec<Option<f64>>>,
    after: Vec<Option<bool>>,
    treated: Vec<bool>,
    units: Option<Vec<u32>>,
    weights: Option<Vec<f64>>,
}

/// Index and elements of the treated (and of the comparison), and the effect on each element; none without a time before and after.
pub(super) fn index(
    run: &Run,
    section: &OutcomeSection,
    measured: &Measured,
    rule: &IndexRule,
    settings: Option<&DidSettings>,
    found: &Found,
) -> Result<Option<IndexFacts>> {
    let Some(post) = run.prepared.design.post.clone() else { return Ok(None) };
    let answers = answers(run, measured, &post)?;
    let options = IndexOptions { regime: rule.regime, level: run.study.file.study.level };
    let rows = |treated: bool, after: bool| {
        let belongs = |row: &usize| answers.treated[*row] == treated && answers.after[*row] == Some(after);
        (0..answers.after.len()).filter(belongs).collect::<Vec<_>>()
    };
    let (before, after) = (rows(true, false), rows(true, true));
    let mut estimate = Estimate::new("satisfaction", "skm", &section.name);
    let mut items: Vec<usize> = (0..measured.items.len()).collect();
    if let ItemSets::Different { common, only_before, only_after } = item_sets(&survey(&answers, &items, &codes(measured, &items)).0.view(), &before, &after) {
        let other = only_before.iter().chain(&only_after).map(|item| measured.items[*item].code.clone()).collect::<Vec<_>>().join(", ");
        estimate.notes.push(Note::new(
            "instrument-changed",
            text!(
                "Kuesioner berubah antara sebelum dan sesudah; indeks dibandingkan atas unsur yang sama saja (tanpa {other}).",
                "The questionnaire changed between before and after; the index is compared on the items that both have (without {other})."
            ),
        ));
        items = common;
    }
    if items.is_empty() {
        return Ok(None);
    }
    let names = codes(measured, &items);
    let (held, _) = survey(&answers, &items, &names);
    let view = held.view();
    let moved = change(&view, &before, &after, options)?;
    let chosen: Vec<&Item> = items.iter().map(|item| &measured.items[*item]).collect();
    fill(&mut estimate, &moved, &chosen);
    let mut values = Vec::new();
    let mut elements = Vec::new();
    if let Some(periods) = &moved.periods {
        for (period, index) in [("before", &periods.0), ("after", &periods.1)] {
            values.push(index_row(period, None, index));
            elements.extend(element_rows(period, index, &chosen));
        }
    }
    for (period, late) in [("before", false), ("after", true)] {
        let rows = rows(false, late);
        if let (false, Ok(index)) = (rows.is_empty(), index_of(&view, &rows, options)) {
            values.push(index_row(period, Some("comparison"), &index));
        }
    }
    estimate.parts.insert("index".into(), Value::Array(values));
    estimate.parts.insert("elements".into(), Value::Array(elements));
    estimate.settings.insert("regime".into(), rule.regime.name().into());
    estimate.settings.insert("level".into(), options.level.into());
    estimate.sample.rows_read = answers.after.len() as u64;
    estimate.sample.rows_used = (before.len() + after.len()) as u64;
    estimate.sample.clusters = Some(moved.clustering.count() as u64);
    let effects = match settings.filter(|_| !found.did.is_empty()) {
        Some(settings) => Some(on_elements(run, section, &chosen, settings, found)?),
        None => None,
    };
    Ok(Some(IndexFacts { estimate, elements: effects, regime: rule.regime.label() }))
}

fn answers(run: &Run, measured: &Measured, post: &str) -> Result<Answers> {
    let design = &run.prepared.design;
    let roles = &run.study.file.roles;
    let mut numbers: Vec<&str> = measured.items.iter().map(|item| item.column.as_str()).collect();
    let count = numbers.len();
    numbers.push(post);
    numbers.extend(design.group.as_deref());
    numbers.extend(roles.weight.as_deref());
    let cluster = roles.cluster.as_ref().and_then(|cluster| cluster.items().first()).or(roles.unit.as_ref());
    let texts: Vec<&str> = cluster.iter().map(|column| column.as_str()).collect();
    let mut arrays = run.prepared.records.arrays(&numbers, &texts)?;
    let weights = roles.weight.as_ref().and_then(|_| arrays.numbers.pop());
    let treated = design.group.as_ref().and_then(|_| arrays.numbers.pop());
    let after: Vec<Option<bool>> = arrays.numbers.pop().unwrap_or_default().into_iter().map(|value| value.map(|value| value == 1.0)).collect();
    let rows = after.len();
    debug_assert_eq!(arrays.numbers.len(), count);
    let units = arrays.texts.pop().map(|labels| {
        let mut known: BTreeMap<String, u32> = BTreeMap::new();
        let mut code = |label: String| {
            let next = known.len() as u32;
            *known.entry(label).or_insert(next)
        };
        labels.into_iter().map(|label| code(label.unwrap_or_default())).collect()
    });
    Ok(Answers {
        scores: arrays.numbers,
        after,
        treated: treated.map_or_else(|| vec![true; rows], |values| values.into_iter().map(|value| value == Some(1.0)).collect()),
        units,
        weights: weights.map(|values| values.into_iter().map(|value| value.filter(|value| *value > 0.0).unwrap_or(0.0)).collect()),
    })
}

fn codes(measured: &Measured, items: &[usize]) -> Vec<String> {
    items.iter().map(|item| measured.items[*item].code.clone()).collect()
}

/// Slices of the answers, held so that a [`Survey`] can borrow them.
struct Held<'a> {
    names: Vec<&'a str>,
    scores: Vec<&'a [Option<f64>]>,
    units: Option<&'a [u32]>,
    weights: Option<&'a [f64]>,
}

impl Held<'_> {
    fn view(&self) -> Survey<'_> {
        Survey { names: &self.names, scores: &self.scores, units: self.units, weights: self.weights }
    }
}

fn survey<'a>(answers: &'a Answers, items: &[usize], names: &'a [String]) -> (Held<'a>, usize) {
    let held = Held {
        names: names.iter().map(String::as_str).collect(),
        scores: items.iter().map(|item| answers.scores[*item].as_slice()).collect(),
        units: answers.units.as_deref(),
        weights: answers.weights.as_deref(),
    };
    let count = held.names.len();
    (held, count)
}

fn effect(key: EffectKey, moved: &Change) -> Effect {
    let mut row = Effect::undefined(key);
    row.estimate = Some(moved.estimate);
    row.std_error = moved.std_error;
    row.df = moved.df;
    row.conf_low = moved.conf_low;
    row.conf_high = moved.conf_high;
    row.clusters = Some(moved.clustering.count() as u64);
    row.statistic = moved.std_error.filter(|error| *error > 0.0).map(|error| moved.estimate / error);
    row.p_value = row.statistic.map(|statistic| crate::inference::distributions::p_two_sided(statistic, moved.df));
    row
}

/// The change of the index, then those of the items.
fn fill(estimate: &mut Estimate, moved: &Change, items: &[&Item]) {
    let mut whole = effect(EffectKey::new(EffectKind::Overall, "index-difference"), moved);
    if let Some(grade) = &moved.grade {
        whole.extra.insert("grade_from".into(), grade.from.letter().into());
        whole.extra.insert("grade_to".into(), grade.to.letter().into());
        whole.extra.insert("grade_change_beyond_noise".into(), grade.beyond_noise.into());
    }
    estimate.effects.push(whole);
    for (item, moved) in items.iter().zip(&moved.items) {
        let mut key = EffectKey::new(EffectKind::Region, "element");
        key.region = Some(item.code.clone());
        estimate.effects.push(effect(key, moved));
    }
}

fn index_row(period: &str, region: Option<&str>, index: &Index) -> Value {
    json!({
        "period": period, "region": region, "value": index.value, "std_error": index.std_error, "conf_low": index.conf_low,
        "conf_high": index.conf_high, "grade": index.grade.letter(), "respondents": index.respondents,
    })
}

fn element_rows(period: &str, index: &Index, items: &[&Item]) -> Vec<Value> {
    let row = |(item, mean): (&&Item, &crate::measure::satisfaction::ItemMean)| {
        json!({
            "element": item.code, "name": item.name.id, "name_en": item.name.en, "period": period, "region": null, "mean": mean.mean,
            "std_error": mean.std_error, "conf_low": mean.conf_low, "conf_high": mean.conf_high, "respondents": mean.answered,
        })
    };
    items.iter().zip(&index.items).map(row).collect()
}

/// The main method on each element.
fn on_elements(run: &Run, section: &OutcomeSection, items: &[&Item], settings: &DidSettings, found: &Found) -> Result<Estimate> {
    let mut out: Option<Estimate> = None;
    let mut rows = Vec::new();
    for item in items {
        run.progress.step(&text!(|l| format!("{}: {}", section.label().get(l), item.code), format!("{}: {}", section.label().get(l), item.code)));
        let mut settings = main_only(settings, found);
        settings.outcome.clone_from(&item.column);
        let made = cells(run, &item.column, Some(&settings))?;
        let engine = PolarsLocal::new(&run.prepared.records);
        let input = MethodInput { cells: &made.cells, plan: &made.plan, settings: &settings, records: Some(&engine as &dyn RecordPass) };
        let mut key = EffectKey::new(EffectKind::Region, "element");
        key.region = Some(item.code.clone());
        match crate::methods::run(&input) {
            Ok(estimate) => {
                let mut effect = estimate.headline().cloned().unwrap_or_else(|| Effect::undefined(key.clone()));
                effect.key = key;
                rows.push(effect);
                out.get_or_insert(estimate);
            }
            Err(error) if error.exit() == Exit::NotIdentified => rows.push(Effect::undefined(key)),
            Err(error) => return Err(error),
        }
    }
    let mut out = out.unwrap_or_else(|| Estimate::new("did", "elements", &section.name));
    out.outcome.clone_from(&section.name);
    out.effects = rows;
    out.covariance = None;
    out.influence = None;
    out.tests.clear();
    out.parts = Map::new();
    adjust(run, &mut out);
    Ok(out)
}
