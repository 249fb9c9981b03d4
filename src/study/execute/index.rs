//! The satisfaction index of the treated before and after, and the effect on each element.

use super::Run;
use super::did::{Found, cells, main_only};
use super::several::adjust;
use crate::data::{Condition, PolarsLocal, Test};
use crate::error::{Exit, Result};
use crate::estimate::{Effect, EffectKey, EffectKind, Estimate, Influence};
use crate::methods::satisfaction::{Grouping, SatisfactionSample, SatisfactionSettings, SurveyItem, satisfaction};
use crate::methods::{DidSettings, MethodInput};
use crate::panel::{Levels, Period, RecordPass, TimeScale};
use crate::study::prepare::Measured;
use crate::study::result::IndexFacts;
use crate::study::schema::{IndexRule, OutcomeSection};
use crate::study::survey::Item;
use crate::text;
use serde_json::{Map, Value};

/// The region of rows of the comparison group.
const COMPARISON: &str = "comparison";

/// Index and elements of the treated (and the index of the comparison), and the effect on each element; none without a time before and after.
pub(super) fn index(
    run: &Run,
    section: &OutcomeSection,
    measured: &Measured,
    rule: &IndexRule,
    settings: Option<&DidSettings>,
    found: &Found,
) -> Result<Option<IndexFacts>> {
    let Some(post) = &run.prepared.design.post else { return Ok(None) };
    let choices = SatisfactionSettings { regime: rule.regime, level: run.study.file.study.level, ..SatisfactionSettings::default() };
    let all: Vec<&Item> = measured.items.iter().collect();
    let mut estimate = satisfaction(&sample(run, &all, post, true)?, &choices)?;
    estimate.outcome.clone_from(&section.name);
    let asked = |item: &&Item| estimate.settings["items"].as_array().is_some_and(|items| items.iter().any(|code| code == item.code()));
    let used: Vec<&Item> = all.into_iter().filter(asked).collect();
    if run.prepared.design.group.is_some() {
        // Where nobody is there to compare with, or other questions were asked there, the treated stand alone.
        let other = satisfaction(&sample(run, &used, post, false)?, &choices).ok().and_then(|mut other| other.parts.remove("index"));
        if let (Some(Value::Array(rows)), Some(Value::Array(index))) = (other, estimate.parts.get_mut("index")) {
            index.extend(rows.into_iter().map(of_comparison));
        }
    }
    let effects = match settings.filter(|_| !found.did.is_empty()) {
        Some(settings) => Some(on_elements(run, section, &used, settings, found)?),
        None => None,
    };
    Ok(Some(IndexFacts { estimate, elements: effects, regime: rule.regime.label() }))
}

fn of_comparison(mut row: Value) -> Value {
    row["region"] = COMPARISON.into();
    row
}

/// The answers of the treated or of the comparison, by side.
fn sample(run: &Run, items: &[&Item], post: &str, treated: bool) -> Result<SatisfactionSample> {
    let roles = &run.study.file.roles;
    let mut records = run.prepared.records.clone();
    if let Some(group) = &run.prepared.design.group {
        records = records.with_filter(&Condition::new(group, Test::In(vec![u8::from(treated).to_string()])))?;
    }
    let mut numbers: Vec<&str> = items.iter().map(|item| item.column.as_str()).collect();
    numbers.extend(roles.weight.as_deref());
    let asked: Vec<&str> = items.iter().filter_map(|item| item.importance.as_deref()).collect();
    numbers.extend(&asked);
    let cluster = roles.cluster.as_ref().and_then(|cluster| cluster.items().first()).or(roles.unit.as_ref());
    let texts: Vec<&str> = cluster.into_iter().map(String::as_str).chain([post]).collect();
    let mut arrays = records.arrays(&numbers, &texts)?;
    let mut importance = arrays.numbers.split_off(numbers.len() - asked.len()).into_iter();
    let weights = roles.weight.as_ref().and_then(|_| arrays.numbers.pop());
    let scored = items.iter().zip(arrays.numbers).map(|(item, scores)| SurveyItem {
        name: if item.element.is_some() { item.column.clone() } else { item.name.clone() },
        element: item.element,
        scores,
        importance: item.importance.as_ref().and_then(|_| importance.next()),
    });
    let sides = records.flags(post, arrays.texts.pop().unwrap_or_default())?.into_iter().map(|after| after.map(u32::from)).collect();
    Ok(SatisfactionSample {
        periods: Some(Grouping { name: post.to_owned(), codes: sides, levels: Levels::Period(TimeScale::Integer, vec![Period(0), Period(1)]) }),
        units: cluster.zip(arrays.texts.pop()).map(|(name, labels)| Grouping::labels(name, &labels)),
        weights: weights.map(|values| values.into_iter().map(|value| value.unwrap_or(f64::NAN)).collect()),
        account: arrays.account,
        ..SatisfactionSample::new(scored.collect())
    })
}

/// The main method on each element.
fn on_elements(run: &Run, section: &OutcomeSection, items: &[&Item], settings: &DidSettings, found: &Found) -> Result<Estimate> {
    let mut out: Option<Estimate> = None;
    let (mut rows, mut influence) = (Vec::new(), Vec::new());
    for item in items {
        run.progress.step(&text!(|l| format!("{}: {}", section.label().get(l), item.code()), format!("{}: {}", section.label().get(l), item.code())));
        let mut settings = main_only(settings, found);
        settings.outcome.clone_from(&item.column);
        let made = cells(run, &item.column, Some(&settings))?;
        let engine = PolarsLocal::new(&run.prepared.records);
        let input = MethodInput { cells: &made.cells, plan: &made.plan, settings: &settings, records: Some(&engine as &dyn RecordPass) };
        let mut key = EffectKey::new(EffectKind::Region, "element");
        key.region = Some(item.code().to_owned());
        match crate::methods::run(&input) {
            Ok(estimate) => {
                let (mut effect, own) = estimate.headline_with_influence().unwrap_or_else(|| (Effect::undefined(key.clone()), None));
                effect.key = key;
                rows.push(effect);
                influence.push(own);
                out.get_or_insert(estimate);
            }
            Err(error) if error.exit() == Exit::NotIdentified => {
                rows.push(Effect::undefined(key));
                influence.push(None);
            }
            Err(error) => return Err(error),
        }
    }
    let mut out = out.unwrap_or_else(|| Estimate::new("did", "elements", &section.name));
    out.outcome.clone_from(&section.name);
    out.effects = rows;
    out.covariance = None;
    out.influence = Influence::side_by_side(&influence);
    out.tests.clear();
    out.parts = Map::new();
    adjust(run, &mut out);
    Ok(out)
}
