//! The event study that bounds are made from: of an estimate, or of a JSON document.

use crate::error::{Result, honest as problems};
use crate::estimate::{EffectKind, Estimate, Note};
use crate::inference::honest::Effects;
use crate::text;
use ndarray::{Array1, Array2};
use serde_json::{Map, Value};

/// The word in settings for what effects before the start are measured against, and its value where that is the earliest period.
pub const BEFORE_AGAINST: &str = "before_against";
/// See [`BEFORE_AGAINST`].
pub const EARLIEST: &str = "earliest";

/// Effects by event time around a reference period.
#[derive(Debug, Clone, PartialEq)]
pub struct EventStudy {
    /// Where they come from.
    pub method: String,
    /// What they are effects on.
    pub outcome: String,
    /// Event times before the reference.
    pub before: Vec<i64>,
    /// Event times after it; negative ones are periods of anticipation.
    pub after: Vec<i64>,
    /// The reference, where it is known.
    pub reference: Option<i64>,
    /// Estimates and covariance in that order.
    pub effects: Effects,
    /// What the reader must know.
    pub notes: Vec<Note>,
}

/// An event time with its estimate and its row of the covariance; the reference has none.
type Row = (i64, f64, Option<usize>);

impl EventStudy {
    /// From the effects by event time of an estimate that has their covariance. Errors: no such effects, or none of them is the reference.
    pub fn of(estimate: &Estimate) -> Result<Self> {
        let missing = || problems::not_an_event_study(&estimate.method);
        let covariance = estimate.covariance.as_ref().ok_or_else(missing)?;
        let place = |at: usize| covariance.rows.iter().position(|row| *row == at);
        let rows: Vec<Row> = estimate
            .effects
            .iter()
            .enumerate()
            .filter(|(_, effect)| effect.key.kind == EffectKind::EventTime && effect.key.region.is_none())
            .filter_map(|(at, effect)| Some((effect.key.event_time?.0, effect.estimate?, effect.std_error.and_then(|_| place(at)))))
            .collect();
        if rows.is_empty() {
            return Err(missing().into());
        }
        around(&estimate.method, &estimate.outcome, rows, &covariance.matrix, &against(&estimate.settings))
    }

    fn finished(mut self) -> Result<Self> {
        let (estimates, times) = (self.effects.estimates.len(), self.before.len() + self.after.len());
        let matrix = &self.effects.covariance;
        let rows = matrix.nrows();
        let symmetric = || {
            let close = |a: f64, b: f64, size: f64| (a - b).abs() <= 1e-8 * size;
            (0..rows).all(|i| (0..rows).all(|j| close(matrix[[i, j]], matrix[[j, i]], (matrix[[i, i]] * matrix[[j, j]]).abs().sqrt())) && matrix[[i, i]] > 0.0)
        };
        let finite = matrix.iter().chain(&self.effects.estimates).all(|x| x.is_finite());
        if estimates != times || rows != times || matrix.ncols() != rows || !finite || !symmetric() {
            return Err(problems::shape(estimates, times, rows).into());
        }
        let all: Vec<i64> = self.before.iter().chain(&self.reference).chain(&self.after).copied().collect();
        if self.reference.is_some() && all.windows(2).any(|pair| pair[1] - pair[0] != all[1] - all[0]) {
            self.notes.push(Note::new(
                "uneven-event-times",
                text!(
                    "Jarak antarwaktu kejadian tidak sama; batas jujur menganggapnya sama.",
                    "The event times are not equally spaced; honest bounds take them as if they were."
                ),
            ));
        }
        Ok(self)
    }
}

/// What a result says of its effects before the start.
struct Against {
    /// They are measured against the earliest period.
    earliest: bool,
    /// Periods of anticipation, whose effects are no effects before the start.
    ahead: i64,
}

fn against(settings: &Map<String, Value>) -> Against {
    let earliest = settings.get(BEFORE_AGAINST).and_then(Value::as_str) == Some(EARLIEST);
    Against { earliest, ahead: settings.get("anticipation").and_then(Value::as_i64).unwrap_or(0) }
}

/// The rows that connect to the reference period, in the order of time.
fn around(method: &str, outcome: &str, mut rows: Vec<Row>, matrix: &Array2<f64>, against: &Against) -> Result<EventStudy> {
    rows.sort_by_key(|row| row.0);
    let Some(reference) = rows.iter().rposition(|(time, estimate, place)| *time < 0 && *estimate == 0.0 && place.is_none()) else {
        let found = if against.earliest { moved(method, outcome, &rows, matrix, against.ahead) } else { None };
        return found.ok_or_else(|| problems::no_reference(method))?.finished();
    };
    let first = rows[..reference].iter().rposition(|row| row.2.is_none()).map_or(0, |at| at + 1);
    let last = rows.iter().skip(reference + 1).position(|row| row.2.is_none()).map_or(rows.len(), |at| reference + 1 + at);
    let used: Vec<Row> = rows[first..last].iter().copied().filter(|row| row.2.is_some()).collect();
    let at: Vec<usize> = used.iter().filter_map(|row| row.2).collect();
    let moment = rows[reference].0;
    let mut notes = Vec::new();
    if used.len() + 1 < rows.len() {
        let left = rows.len() - used.len() - 1;
        notes.push(Note::new(
            "event-times-left-out",
            text!(
                "{left} dampak menurut waktu kejadian tidak dipakai dalam batas jujur karena tidak tersambung dengan periode acuan.",
                "{left} effects by event time are not used in the honest bounds because they do not connect to the reference period."
            ),
        ));
    }
    let study = EventStudy {
        method: method.to_owned(),
        outcome: outcome.to_owned(),
        before: used.iter().map(|row| row.0).filter(|time| *time < moment).collect(),
        after: used.iter().map(|row| row.0).filter(|time| *time > moment).collect(),
        reference: Some(moment),
        effects: Effects {
            estimates: used.iter().map(|row| row.1).collect(),
            covariance: Array2::from_shape_fn((at.len(), at.len()), |(i, j)| matrix[[at[i], at[j]]]),
            pre: used.iter().filter(|row| row.0 < moment).count(),
        },
        notes,
    };
    study.finished()
}

/// Effects before the start that are measured against the earliest period, measured against the last period before it: each less that of the last, and the
/// earliest itself, which is less that of the last. A linear change of effects, so their covariance changes with it. The effects since the start stay as they
/// are. None where no effect lies before, or one has no variance.
fn moved(method: &str, outcome: &str, rows: &[Row], matrix: &Array2<f64>, ahead: i64) -> Option<EventStudy> {
    let rows: Vec<(i64, f64, usize)> = rows.iter().map(|(time, estimate, place)| place.map(|place| (*time, *estimate, place))).collect::<Option<_>>()?;
    let before = rows.iter().filter(|row| row.0 < -ahead).count();
    let last = before.checked_sub(1)?;
    let step = rows.get(1)?.0 - rows[0].0;
    // One row a new effect, one column an old one.
    let change = Array2::from_shape_fn((rows.len(), rows.len()), |(new, old)| match (new, old) {
        (new, old) if new < before && old == last => -1.0,
        (new, old) if new < before && new > 0 && old == new - 1 => 1.0,
        (new, old) if new >= before && old == new => 1.0,
        _ => 0.0,
    });
    let covariance = Array2::from_shape_fn((rows.len(), rows.len()), |(i, j)| matrix[[rows[i].2, rows[j].2]]);
    let estimates: Array1<f64> = rows.iter().map(|row| row.1).collect();
    let note = Note::new(
        "reference-moved",
        text!(
            "Metode ini mengukur dampak sebelum program terhadap periode paling awal; untuk batas jujur semuanya dihitung ulang terhadap periode terakhir sebelum program. Dampak sejak program dimulai tetap diukur terhadap seluruh masa sebelumnya, sehingga loncatan pada awal program tidak sepenuhnya sebanding dengan langkah sebelumnya (Roth 2024).",
            "This method measures effects before the start against the earliest period; for the bounds they are measured anew against the last period before it. The effects since the start are still against all of the time before, so that the step at the start is not quite on the scale of the steps before it (Roth 2024)."
        ),
    );
    Some(EventStudy {
        method: method.to_owned(),
        outcome: outcome.to_owned(),
        before: std::iter::once(rows[0].0 - step).chain(rows[..last].iter().map(|row| row.0)).collect(),
        after: rows[before..].iter().map(|row| row.0).collect(),
        reference: Some(rows[last].0),
        effects: Effects { estimates: change.dot(&estimates).to_vec(), covariance: change.dot(&covariance).dot(&change.t()), pre: before },
        notes: vec![note],
    })
}

fn numbers(value: &Value) -> Option<Vec<f64>> {
    value.as_array()?.iter().map(Value::as_f64).collect()
}

fn matrix(value: &Value) -> Option<Array2<f64>> {
    let rows: Vec<Vec<f64>> = value.as_array()?.iter().map(numbers).collect::<Option<_>>()?;
    let size = rows.len();
    rows.iter().all(|row| row.len() == size).then(|| Array2::from_shape_fn((size, size), |(i, j)| rows[i][j]))
}

/// An event study of a document: a result of this program with its covariance, or `pre`, `post`, `estimates`, `covariance`. `file` names it in errors.
pub fn from_json(document: &Value, file: &str) -> Result<EventStudy> {
    let missing = || problems::not_an_event_study(file);
    let text = |key: &str, or: &str| document[key].as_str().unwrap_or(or).to_owned();
    if let Some(effects) = document["effects"].as_array() {
        let covariance = &document["covariance"];
        let places = numbers(&covariance["rows"]).ok_or_else(missing)?;
        let matrix = matrix(&covariance["matrix"]).ok_or_else(missing)?;
        let place = |at: usize| places.iter().position(|row| *row == at as f64);
        let rows: Vec<Row> = effects
            .iter()
            .enumerate()
            .filter(|(_, row)| row["kind"] == "event-time" && row["region"].is_null())
            .filter_map(|(at, row)| Some((row["event_time"].as_i64()?, row["estimate"].as_f64()?, row["std_error"].as_f64().and_then(|_| place(at)))))
            .collect();
        if rows.is_empty() || places.len() != matrix.nrows() {
            return Err(missing().into());
        }
        let nothing = Map::new();
        let against = against(document["settings"].as_object().unwrap_or(&nothing));
        return around(&text("method", file), &text("outcome", ""), rows, &matrix, &against);
    }
    let times = |key: &str| document[key].as_array()?.iter().map(Value::as_i64).collect::<Option<Vec<i64>>>();
    let (before, after) = times("pre").zip(times("post")).ok_or_else(missing)?;
    let estimates = numbers(&document["estimates"]).ok_or_else(missing)?;
    let covariance = matrix(&document["covariance"]).ok_or_else(missing)?;
    let sorted = |times: &[i64]| times.windows(2).all(|pair| pair[0] < pair[1]);
    if !sorted(&before) || !sorted(&after) || before.last().zip(after.first()).is_some_and(|(last, first)| last >= first) {
        return Err(problems::shape(estimates.len(), before.len() + after.len(), covariance.nrows()).into());
    }
    // The period between the two lists; where they touch, the reference lies between them all the same.
    let reference = before.last().zip(after.first()).filter(|(last, first)| **first - **last == 2).map(|(last, _)| last + 1);
    // Times that the lists call "after" count from the first of them.
    let shift = after.first().copied().unwrap_or(0).max(0);
    let pre = before.len();
    let study = EventStudy {
        method: text("method", "event-study"),
        outcome: text("outcome", ""),
        before: before.iter().map(|time| time - shift).collect(),
        after: after.iter().map(|time| time - shift).collect(),
        reference: reference.map(|time| time - shift),
        effects: Effects { estimates, covariance, pre },
        notes: Vec::new(),
    };
    study.finished()
}
