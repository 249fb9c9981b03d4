//! Linear combinations of the rows of a result, with their error from the covariance that the rows share: `late: 0.5*[event-time 3] + 0.5*[event-time 4]`.
//!
//! Written once for every method: a combination is a row like any other, with its place in the covariance and in the influence functions.

use super::{Effect, EffectKey, EffectKind, Estimate};
use crate::inference::distributions::{critical_value, p_two_sided};
use crate::panel::Cohort;
use ndarray::{Array2, Axis, concatenate};

/// A variance this small against the terms that make it up is rounding.
const ROUNDING: f64 = 1e-18;

/// A row of a result by its kind and label: `event-time 3`, `cohort 2024-03`, `cohort-period 2004 2005`, `overall group`, `term x`, `region Kota`.
#[derive(Debug, Clone, PartialEq)]
pub struct RowName {
    /// What the row is an effect of.
    pub kind: EffectKind,
    /// The rest, as it is written in results.
    pub label: String,
}

/// A named sum of rows with weights.
#[derive(Debug, Clone, PartialEq)]
pub struct LinearCombination {
    /// Name of the new row: the term of its key.
    pub name: String,
    /// Weights and rows.
    pub parts: Vec<(f64, RowName)>,
}

const KINDS: [EffectKind; 7] =
    [EffectKind::Overall, EffectKind::EventTime, EffectKind::Cohort, EffectKind::Period, EffectKind::CohortPeriod, EffectKind::Term, EffectKind::Region];

impl std::fmt::Display for RowName {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", self.kind.code(), self.label)
    }
}

impl std::fmt::Display for LinearCombination {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:", self.name)?;
        for (at, (weight, row)) in self.parts.iter().enumerate() {
            let sign = match (at, *weight < 0.0) {
                (0, false) => "",
                (_, false) => "+ ",
                (_, true) => "- ",
            };
            write!(f, " {sign}{}*[{row}]", weight.abs())?;
        }
        Ok(())
    }
}

impl LinearCombination {
    /// Reads `name: 0.5*[event-time 1] - [cohort 2004]`; a weight of one may be left out. None where it is not of this form.
    pub fn parse(typed: &str) -> Option<Self> {
        // The label of a row may hold a colon, the name may not.
        let (name, mut rest) = typed.split_once(':').filter(|(name, _)| !name.contains('['))?;
        let mut parts = Vec::new();
        while !rest.trim().is_empty() {
            let (before, after) = rest.split_once('[')?;
            let (label, left) = after.split_once(']')?;
            parts.push((weight(before, parts.is_empty())?, row(label)?));
            rest = left;
        }
        let name = name.trim().to_owned();
        (!name.is_empty() && !parts.is_empty()).then_some(Self { name, parts })
    }
}

/// The weight before a row: sign, number and `*`.
fn weight(before: &str, first: bool) -> Option<f64> {
    let packed: String = before.split_whitespace().collect();
    let (sign, number) = match packed.strip_prefix('-').or_else(|| packed.strip_prefix('−')) {
        Some(rest) => (-1.0, rest),
        None => match packed.strip_prefix('+') {
            Some(rest) => (1.0, rest),
            None if first => (1.0, packed.as_str()),
            None => return None,
        },
    };
    let number = number.strip_suffix('*').unwrap_or(number);
    let size: f64 = match number.split_once('/') {
        _ if number.is_empty() => 1.0,
        Some((top, bottom)) => top.parse::<f64>().ok()? / bottom.parse::<f64>().ok()?,
        None => number.parse().ok()?,
    };
    size.is_finite().then_some(sign * size)
}

fn row(label: &str) -> Option<RowName> {
    let (kind, label) = label.trim().split_once(char::is_whitespace)?;
    let kind = KINDS.into_iter().find(|known| known.code() == kind)?;
    Some(RowName { kind, label: label.split_whitespace().collect::<Vec<_>>().join(" ") })
}

impl Estimate {
    /// The name of a row, as combinations call it.
    pub fn row_name(&self, key: &EffectKey) -> RowName {
        let start = || match key.cohort {
            Some(Cohort::TreatedFrom(start)) => self.scale.code(start),
            Some(Cohort::NeverTreated) | None => String::new(),
        };
        let period = || key.period.map(|period| self.scale.code(period)).unwrap_or_default();
        let label = match key.kind {
            EffectKind::Overall | EffectKind::Term => key.term.clone(),
            EffectKind::EventTime => key.event_time.map(|time| time.0.to_string()).unwrap_or_default(),
            EffectKind::Cohort => start(),
            EffectKind::Period => period(),
            EffectKind::CohortPeriod => format!("{} {}", start(), period()),
            EffectKind::Region => key.region.clone().unwrap_or_default(),
        };
        RowName { kind: key.kind, label }
    }

    /// Simultaneous bands of families of rows, each with its critical value where it has one; gives the values by kind.
    pub(crate) fn set_bands(&mut self, kinds: &[EffectKind], families: &[Vec<usize>], critical: &[Option<f64>]) -> serde_json::Map<String, serde_json::Value> {
        let mut values = serde_json::Map::new();
        for ((kind, rows), critical) in kinds.iter().zip(families).zip(critical) {
            let Some(critical) = critical else { continue };
            values.insert(kind.code().into(), (*critical).into());
            for row in rows {
                let effect = &mut self.effects[*row];
                if let (Some(estimate), Some(se)) = (effect.estimate, effect.std_error) {
                    effect.band_low = Some(estimate - critical * se);
                    effect.band_high = Some(estimate + critical * se);
                }
            }
        }
        values
    }

    /// The covariance of some rows: as the result carries it, else from the influence functions. None where neither knows all of them.
    pub fn covariance_of(&self, rows: &[usize]) -> Option<Array2<f64>> {
        if let Some(known) = &self.covariance {
            let places: Option<Vec<usize>> = rows.iter().map(|row| known.rows.iter().position(|own| own == row)).collect();
            if let Some(places) = places {
                return Some(Array2::from_shape_fn((rows.len(), rows.len()), |(a, b)| known.matrix[[places[a], places[b]]]));
            }
        }
        let values = self.influence.as_ref()?.values.select(Axis(1), rows);
        Some(values.t().dot(&values))
    }

    /// Appends the combination Σ wᵢ·rowᵢ under a key. A row of the reference (zero by definition) adds nothing to the variance. The estimate is none
    /// where a row has none; the error is none where a row has an error but no place in the covariance.
    pub fn append_combination(&mut self, key: EffectKey, weights: &[(usize, f64)], level: f64) {
        let mut effect = Effect::undefined(key);
        effect.estimate = weights.iter().map(|(at, weight)| self.effects[*at].estimate.map(|estimate| weight * estimate)).sum();
        let of = |get: fn(&Effect) -> Option<u64>| weights.iter().filter_map(|(at, _)| get(&self.effects[*at])).max();
        effect.records = of(|effect| effect.records);
        effect.clusters = of(|effect| effect.clusters);
        effect.df = weights.iter().filter_map(|(at, _)| self.effects[*at].df).reduce(f64::min);
        let with_error: Vec<(usize, f64)> = weights.iter().copied().filter(|(at, _)| self.effects[*at].std_error.is_some()).collect();
        let rows: Vec<usize> = with_error.iter().map(|(at, _)| *at).collect();
        let variance = self.covariance_of(&rows).filter(|_| !rows.is_empty() && effect.estimate.is_some()).map(|matrix| {
            let w: Vec<f64> = with_error.iter().map(|(_, weight)| *weight).collect();
            let sum: f64 = (0..w.len()).flat_map(|a| (0..w.len()).map(move |b| (a, b))).map(|(a, b)| w[a] * w[b] * matrix[[a, b]]).sum();
            let size: f64 = w.iter().enumerate().map(|(a, w)| w * w * matrix[[a, a]]).sum();
            if sum > ROUNDING * size { sum } else { 0.0 }
        });
        if let (Some(estimate), Some(variance)) = (effect.estimate, variance) {
            let se = variance.sqrt();
            effect.std_error = Some(se);
            if se > 0.0 && weights.iter().any(|(at, _)| self.effects[*at].statistic.is_some()) {
                let half = critical_value(level, effect.df) * se;
                effect.statistic = Some(estimate / se);
                effect.p_value = Some(p_two_sided(estimate / se, effect.df));
                effect.conf_low = Some(estimate - half);
                effect.conf_high = Some(estimate + half);
            }
        }
        let places = |known: &super::Covariance| with_error.iter().map(|(at, weight)| Some((known.rows.iter().position(|own| own == at)?, *weight))).collect();
        let placed: Option<Vec<(usize, f64)>> = self.covariance.as_ref().and_then(places);
        self.extend_covariance(&placed.unwrap_or_default());
        if let Some(influence) = &mut self.influence {
            let mut column = Array2::zeros((influence.values.nrows(), 1));
            for (at, weight) in weights {
                column.column_mut(0).scaled_add(*weight, &influence.values.column(*at));
            }
            if let Ok(values) = concatenate(Axis(1), &[influence.values.view(), column.view()]) {
                influence.values = values;
            }
        }
        self.effects.push(effect);
    }

    /// One more row and column of the covariance: that of a combination of its rows.
    fn extend_covariance(&mut self, placed: &[(usize, f64)]) {
        let new = self.effects.len();
        let Some(known) = self.covariance.as_mut().filter(|_| !placed.is_empty()) else { return };
        let n = known.rows.len();
        let with = |row: usize| placed.iter().map(|(at, weight)| weight * known.matrix[[row, *at]]).sum::<f64>();
        let cross: Vec<f64> = (0..n).map(with).collect();
        let own: f64 = placed.iter().map(|(at, weight)| weight * cross[*at]).sum();
        let matrix = Array2::from_shape_fn((n + 1, n + 1), |(a, b)| match (a == n, b == n) {
            (true, true) => own,
            (true, false) => cross[b],
            (false, true) => cross[a],
            (false, false) => known.matrix[[a, b]],
        });
        known.rows.push(new);
        known.matrix = matrix;
    }

    /// Appends a combination by the names of its rows, as an effect of kind `term`. Gives the first row that is not there.
    pub fn combine(&mut self, wanted: &LinearCombination, level: f64) -> Result<(), RowName> {
        let mut weights: Vec<(usize, f64)> = Vec::new();
        for (weight, name) in &wanted.parts {
            let at = (0..self.effects.len()).find(|at| self.row_name(&self.effects[*at].key) == *name).ok_or_else(|| name.clone())?;
            match weights.iter_mut().find(|(known, _)| *known == at) {
                Some((_, sum)) => *sum += weight,
                None => weights.push((at, *weight)),
            }
        }
        self.append_combination(EffectKey::new(EffectKind::Term, wanted.name.as_str()), &weights, level);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::estimate::{Covariance, Influence};
    use crate::panel::EventTime;

    fn estimate() -> Estimate {
        let mut out = Estimate::new("did", "event-study", "y");
        for (time, value) in [(-1, 0.0), (0, 2.0), (1, 3.0)] {
            let mut effect = Effect::undefined(EffectKey::new(EffectKind::EventTime, "att"));
            effect.key.event_time = Some(EventTime(time));
            effect.estimate = Some(value);
            if time >= 0 {
                effect.std_error = Some(1.0);
                effect.statistic = Some(value);
            }
            out.effects.push(effect);
        }
        // Ψ'Ψ of the two columns: variances 2 and 5, covariance 1.
        let values = ndarray::arr2(&[[0.0, 1.0, 2.0], [0.0, -1.0, 1.0]]);
        out.covariance = Some(Covariance { rows: vec![1, 2], matrix: ndarray::arr2(&[[2.0, 1.0], [1.0, 5.0]]) });
        out.influence = Some(Influence { values, clusters: vec!["a".into(), "b".into()] });
        out
    }

    #[test]
    fn combinations_are_read_and_refused() {
        let read = LinearCombination::parse("late: 1/2*[event-time 1] - [cohort-period 2004  2005] + 0.25 [overall simple]");
        let names: Vec<(f64, String)> = read.iter().flat_map(|read| &read.parts).map(|(weight, row)| (*weight, row.to_string())).collect();
        assert_eq!(read.as_ref().map(ToString::to_string).as_deref().and_then(LinearCombination::parse), read);
        assert_eq!(names, [(0.5, "event-time 1".into()), (-1.0, "cohort-period 2004 2005".into()), (0.25, "overall simple".into())]);
        for wrong in
            ["late", "late:", "late: 0.5*event-time 1", "late: [event-time 1] [event-time 2]", "late: x*[event-time 1]", ": [event-time 1]", "a: [b 1]"]
        {
            assert_eq!(LinearCombination::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_combination_has_its_error_from_what_the_rows_share() {
        let mut found = estimate();
        let wanted = LinearCombination::parse("slope: [event-time 1] - [event-time 0] + 3*[event-time -1]").unwrap_or_else(|| unreachable!());
        assert_eq!(found.combine(&wanted, 0.95), Ok(()));
        let row = &found.effects[3];
        assert_eq!((row.estimate, row.std_error), (Some(1.0), Some(5.0_f64.sqrt())));
        let influence = found.influence.as_ref().map(|influence| influence.values.column(3).to_vec());
        assert_eq!(influence, Some(vec![1.0, 2.0]));
        let covariance = found.covariance.as_ref().map(|covariance| (covariance.rows.clone(), covariance.matrix[[2, 2]], covariance.matrix[[0, 2]]));
        assert_eq!(covariance, Some((vec![1, 2, 3], 5.0, -1.0)));
        let missing = LinearCombination::parse("x: [event-time 7]").and_then(|wanted| found.combine(&wanted, 0.95).err());
        assert_eq!(missing.map(|row| row.to_string()), Some("event-time 7".into()));
    }
}
