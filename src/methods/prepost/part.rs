//! What is found for all records or for one region, before it is put into the result.

use crate::estimate::{Effect, EffectKey, EffectKind, TestResult};
use crate::inference::proportions::ShareDifference;
use crate::inference::ranks::RankTest;
use crate::inference::two_sample::TTest;
use serde_json::{Map, Value};

/// Which records a part is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Place {
    /// All.
    Overall,
    /// One region.
    Region(String),
}

impl Place {
    /// The name of the region.
    pub(super) fn region(&self) -> Option<&str> {
        match self {
            Place::Overall => None,
            Place::Region(name) => Some(name),
        }
    }

    /// A JSON object with the region in front.
    pub(super) fn labelled(&self, object: Map<String, Value>) -> Value {
        let mut out = Map::new();
        out.insert("region".into(), self.region().into());
        out.extend(object);
        Value::Object(out)
    }
}

/// Why something is not defined.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Gap {
    /// Fewer than two records (or pairs) on a side.
    TooFew,
    /// All values are equal.
    NoVariation,
    /// The two samples do not overlap, so that placements do not vary.
    NoOverlap,
    /// The neighbourhood of a quantile is one value.
    CoarseQuantile,
}

/// Effects and tests of one part.
pub(super) struct Part {
    pub(super) place: Place,
    pub(super) effects: Vec<Effect>,
    pub(super) tests: Vec<TestResult>,
    /// `effect_sizes` of the result.
    pub(super) sizes: Map<String, Value>,
    /// One object a side.
    pub(super) descriptives: Vec<Value>,
    pub(super) gaps: Vec<Gap>,
    pub(super) clusters: Option<u64>,
    /// Zero differences that the signed-rank test left out.
    pub(super) zeros: usize,
    /// Pairs with more than one record on a side.
    pub(super) averaged: u64,
    /// Whether the bootstrap was left out for size.
    pub(super) bootstrap_left_out: bool,
}

/// A number or null.
pub(super) fn finite(value: Option<f64>) -> Value {
    value.filter(|number| number.is_finite()).map_or(Value::Null, Value::from)
}

impl Part {
    pub(super) fn new(place: Place) -> Self {
        Self {
            place,
            effects: Vec::new(),
            tests: Vec::new(),
            sizes: Map::new(),
            descriptives: Vec::new(),
            gaps: Vec::new(),
            clusters: None,
            zeros: 0,
            averaged: 0,
            bootstrap_left_out: false,
        }
    }

    /// Remembers a gap once.
    pub(super) fn gap(&mut self, gap: Gap) {
        if !self.gaps.contains(&gap) {
            self.gaps.push(gap);
        }
    }

    /// An effect of this part with nothing known but its term.
    pub(super) fn blank(&self, term: &str) -> Effect {
        let mut key = EffectKey::new(if self.place == Place::Overall { EffectKind::Overall } else { EffectKind::Region }, term);
        key.region = self.place.region().map(str::to_owned);
        Effect::undefined(key)
    }

    /// An effect from a t test, undefined (but for the estimate) where there is none.
    pub(super) fn t_row(&self, term: &str, estimate: Option<f64>, test: Option<TTest>) -> Effect {
        let mut row = self.blank(term);
        row.estimate = estimate;
        if let Some(test) = test {
            row.estimate = Some(test.estimate);
            row.std_error = Some(test.std_error);
            row.statistic = Some(test.statistic);
            row.df = Some(test.df);
            row.p_value = Some(test.p_value);
            row.conf_low = Some(test.conf_low);
            row.conf_high = Some(test.conf_high);
        }
        row
    }

    /// The row of shares within the standard, after minus before; undefined where there is no difference.
    pub(super) fn push_shares(&mut self, records: u64, difference: Option<ShareDifference>) {
        let mut row = self.blank("share-within-target");
        row.records = Some(records);
        if let Some(difference) = difference {
            row.estimate = Some(difference.estimate);
            row.std_error = Some(difference.std_error);
            let z = difference.z();
            row.statistic = z.map(|(z, _)| z);
            row.p_value = z.map(|(_, p)| p);
            row.conf_low = Some(difference.conf_low);
            row.conf_high = Some(difference.conf_high);
            row.extra.insert("before".into(), difference.second.into());
            row.extra.insert("after".into(), difference.first.into());
        }
        self.effects.push(row);
    }

    /// A test of this part; undefined where there is no statistic.
    pub(super) fn push_test(&mut self, name: &str, statistic: Option<(f64, f64)>, df: Vec<f64>, exact: bool) -> &mut TestResult {
        let mut test = TestResult::new(name);
        test.region = self.place.region().map(str::to_owned);
        test.exact = Some(exact);
        if let Some((statistic, p)) = statistic {
            test.statistic = Some(statistic);
            test.p_value = Some(p);
            test.df = df;
        }
        self.tests.push(test);
        let last = self.tests.len() - 1;
        &mut self.tests[last]
    }

    /// A t test of this part. It is exact under normal errors with the variances assumed, never otherwise: `exact` is false.
    pub(super) fn push_t(&mut self, name: &str, test: Option<TTest>) {
        let df = test.iter().map(|test| test.df).collect();
        self.push_test(name, test.map(|test| (test.statistic, test.p_value)), df, false);
    }

    /// A rank test of this part.
    pub(super) fn push_rank(&mut self, name: &str, test: Option<RankTest>) {
        let exact = test.is_some_and(|test| test.exact);
        let row = self.push_test(name, test.map(|test| (test.statistic, test.p_value)), Vec::new(), exact);
        if let Some(test) = test {
            row.extra.insert("ties".into(), test.ties.into());
        }
    }
}
