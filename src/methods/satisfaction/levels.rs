//! The parts `index`, `trend`, `elements` and `importance`: rows of the result format.

use super::comparison::Slot;
use super::{Work, notes};
use crate::error::Result;
use crate::estimate::Estimate;
use crate::measure::satisfaction::{Clustering, Index, Survey, csi, index, quadrants};
use serde_json::{Value, json};

/// Fewer units than this are said aloud: t with so few degrees of freedom leans on units that are alike.
const FEW_UNITS: usize = 10;

/// Adds the levels of the whole and of each region.
pub(super) fn add(work: &Work, estimate: &mut Estimate) -> Result<()> {
    let survey = work.survey();
    let mut rows = Vec::new();
    let mut elements = Vec::new();
    let mut last = None;
    for slot in &work.comparison.slots {
        let found = index(&survey, &slot.rows, work.options())?;
        rows.push(row(work, slot, None, Some(&found), slot.rows.len()));
        elements.extend(element_rows(work, slot, &found));
        last = Some(found);
    }
    let mut undefined = Vec::new();
    for (region, label) in work.regions() {
        for slot in &work.comparison.slots {
            let members = work.of_region(slot, region);
            // An item that nobody of the region answered leaves its index undefined; scores outside the scale have stopped the whole already.
            let found = index(&survey, &members, work.options()).ok();
            if found.is_none() {
                undefined.push(label.clone());
            }
            rows.push(row(work, slot, Some(&label), found.as_ref(), members.len()));
        }
    }
    undefined.dedup();
    if !undefined.is_empty() {
        estimate.notes.push(notes::regions_undefined(&undefined.join(", ")));
    }
    let mut trend = Vec::new();
    for slot in &work.comparison.trend {
        let found = index(&survey, &slot.rows, work.options())?;
        trend.push(row(work, slot, None, Some(&found), slot.rows.len()));
    }
    estimate.parts.insert("index".into(), rows.into());
    if !trend.is_empty() {
        estimate.parts.insert("trend".into(), trend.into());
    }
    estimate.parts.insert("elements".into(), elements.into());
    let whole = index(&survey, &work.used.rows, work.options())?;
    estimate.sample.clusters = match whole.clustering {
        Clustering::Units(count) => Some(count as u64),
        Clustering::Respondents(_) | Clustering::RespondentsOfOneUnit(_) => None,
    };
    estimate.notes.extend(match whole.clustering {
        Clustering::Respondents(_) => Some(notes::respondents_as_clusters()),
        Clustering::RespondentsOfOneUnit(_) => Some(notes::one_unit()),
        Clustering::Units(count) if count < FEW_UNITS => Some(notes::few_clusters(count)),
        Clustering::Units(_) => None,
    });
    if whole.respondents == 1 {
        estimate.notes.push(notes::one_respondent());
    }
    if let Some(part) = last.and_then(|last| importance(work, &last)) {
        estimate.parts.insert("importance".into(), part);
    }
    Ok(())
}

/// One row of the index; numbers are null where it is not defined.
fn row(work: &Work, slot: &Slot, region: Option<&str>, found: Option<&Index>, members: usize) -> Value {
    let of = |value: fn(&Index) -> Option<f64>| found.and_then(value);
    let mut out = json!({
        "period": slot.period, "region": region, "value": found.map(|found| found.value), "std_error": of(|found| found.std_error), "df": of(|found| found.df),
        "conf_low": of(|found| found.conf_low), "conf_high": of(|found| found.conf_high), "grade": found.map(|found| found.grade.letter()),
        "grade_low": found.and_then(|found| found.grade_range).map(|(low, _)| low.letter()),
        "grade_high": found.and_then(|found| found.grade_range).map(|(_, high)| high.letter()),
        "respondents": members, "clusters": found.and_then(|found| units(found.clustering)), "items": work.items.len(),
    });
    if region.is_none()
        && work.items.len() < work.sample.items.len()
        && let (Some((value, items)), Value::Object(map)) = (own_index(work, slot), &mut out)
    {
        map.insert("own_value".into(), value.into());
        map.insert("own_items".into(), items.into());
    }
    out
}

fn units(clustering: Clustering) -> Option<u64> {
    match clustering {
        Clustering::Units(count) => Some(count as u64),
        Clustering::Respondents(_) | Clustering::RespondentsOfOneUnit(_) => None,
    }
}

/// The index on all items that the period itself asked, where periods asked different ones: the value that was published then.
fn own_index(work: &Work, slot: &Slot) -> Option<(f64, usize)> {
    let asked = work.sample.items.iter().filter(|item| slot.rows.iter().any(|row| item.scores[*row].is_some()));
    let (names, scores): (Vec<&str>, Vec<&[Option<f64>]>) = asked.map(|item| (item.name.as_str(), item.scores.as_slice())).unzip();
    let survey = Survey { names: &names, scores: &scores, ..work.survey() };
    index(&survey, &slot.rows, work.options()).ok().map(|found| (found.value, names.len()))
}

/// Rows of the elements of one period.
fn element_rows<'a>(work: &'a Work, slot: &'a Slot, found: &'a Index) -> impl Iterator<Item = Value> + 'a {
    work.items.iter().zip(&found.items).map(move |(at, mean)| {
        let item = &work.sample.items[*at];
        json!({
            "element": item.code(), "name": item.title(work.settings.lang), "column": item.name, "period": slot.period, "mean": mean.mean,
            "std_error": mean.std_error, "conf_low": mean.conf_low, "conf_high": mean.conf_high, "respondents": mean.answered,
            "shares": shares(work, slot, *at),
        })
    })
}

/// Share of each of the scores 1–4 among those who answered; none where an answer is the mean of several questions.
fn shares(work: &Work, slot: &Slot, item: usize) -> Option<[f64; 4]> {
    let mut sums = [0.0; 4];
    for row in &slot.rows {
        let Some(score) = work.sample.items[item].scores[*row] else { continue };
        let place = (1..=4).position(|whole| score == f64::from(whole))?;
        sums[place] += work.sample.weights.as_ref().map_or(1.0, |weights| weights[*row]);
    }
    let total: f64 = sums.iter().sum();
    (total > 0.0).then(|| sums.map(|sum| sum / total))
}

/// Customer satisfaction index and quadrants of the last period, where every item has its importance.
fn importance(work: &Work, last: &Index) -> Option<Value> {
    let rows = &work.comparison.slots.last()?.rows;
    let weight = |row: usize| work.sample.weights.as_ref().map_or(1.0, |weights| weights[row]);
    let mean = |at: &usize| {
        let values = work.sample.items[*at].importance.as_ref()?;
        let (sum, total) = rows.iter().filter_map(|row| Some((values[*row]?, weight(*row)))).fold((0.0, 0.0), |(s, t), (x, w)| (s + w * x, t + w));
        (total > 0.0).then(|| sum / total)
    };
    let importance: Vec<f64> = work.items.iter().map(mean).collect::<Option<_>>()?;
    let performance: Vec<f64> = last.items.iter().map(|item| item.mean).collect();
    let places = quadrants(&performance, &importance)?;
    let lang = work.settings.lang;
    let items: Vec<Value> = work
        .items
        .iter()
        .enumerate()
        .map(|(at, item)| {
            let item = &work.sample.items[*item];
            json!({
                "element": item.code(), "name": item.title(lang), "performance": performance[at], "importance": importance[at],
                "performance_low": last.items[at].conf_low, "performance_high": last.items[at].conf_high,
                "respondents": rows.iter().filter(|row| item.importance.as_ref().is_some_and(|values| values[**row].is_some())).count(),
                "quadrant": places.items[at], "quadrant_name": places.items[at].name().get(lang),
            })
        })
        .collect();
    Some(json!({
        "csi": csi(&performance, &importance, 4.0), "mean_performance": places.performance, "mean_importance": places.importance, "items": items,
    }))
}

impl Work<'_> {
    /// Regions with anyone in them: code and label.
    pub(super) fn regions(&self) -> Vec<(u32, String)> {
        let Some(regions) = &self.sample.regions else { return Vec::new() };
        let there: std::collections::BTreeSet<u32> = self.used.rows.iter().filter_map(|row| regions.codes[*row]).collect();
        there.into_iter().map(|code| (code, regions.levels.label(code))).collect()
    }

    /// The respondents of a period in a region.
    pub(super) fn of_region(&self, slot: &Slot, region: u32) -> Vec<usize> {
        let Some(regions) = &self.sample.regions else { return Vec::new() };
        slot.rows.iter().copied().filter(|row| regions.codes[*row] == Some(region)).collect()
    }
}
