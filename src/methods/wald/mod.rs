//! Partial take-up: the effect on the outcome divided by the effect on participation (Wald difference-in-differences, de Chaisemartin and
//! D'Haultfœuille 2018), which is two-stage least squares with the program as instrument.
//!
//! With ρ the effect of the program on the outcome and π that on participation, both by the same regression: β = ρ/π. The regression of y − b·D has the
//! effect ρ − b·π, whose variance is Vρ − 2b·C + b²·Vπ under every variance that the regression knows; three runs give the three numbers, and with them
//! the error of two-stage least squares (b = β) and the Anderson–Rubin interval (all b whose ρ − b·π is not told apart from zero) in closed form.

mod anderson_rubin;
mod card;
mod notes;
mod taken_up;

#[cfg(test)]
mod tests;

use super::assignment::Assignment;
use super::twfe::Twfe;
use super::two_by_two::TwoByTwo;
use super::{Card, Estimator, Method, MethodInput};
use crate::design::{Treatment, check_finite};
use crate::error::{Result, design};
use crate::estimate::{Covariance, Effect, EffectKey, EffectKind, Estimate, Influence, TestResult};
use crate::inference::distributions::{critical_value, f_sf, p_two_sided};
use anderson_rubin::{Region, region};
use ndarray::Array2;
use serde_json::{Value, json};
use taken_up::TakenUp;

/// First stages under this F are called weak (Stock and Yogo 2005; one instrument).
const WEAK: f64 = 10.0;

/// A change of participation this small against its size is rounding.
const ROUNDING: f64 = 1e-12;

/// The estimator.
pub(super) struct Wald;

impl Estimator for Wald {
    fn method(&self) -> Method {
        Method::Wald
    }

    fn card(&self) -> Card {
        card::card()
    }

    fn estimate(&self, input: &MethodInput) -> Result<Estimate> {
        check_finite(input.cells)?;
        let assignment = Assignment::read(input.cells, input.settings)?;
        assignment.check()?;
        let taken_up = TakenUp::read(input, &assignment)?;
        let runs = Runs::of(input, &taken_up)?;
        let parts = Parts::of(&runs)?;
        let mut out = runs.outcome;
        out.method = self.method().name().into();
        out.settings = input.settings.to_map(self.method());
        out.settings.insert("participation".into(), json!(input.settings.participation));
        out.effects = parts.effects(input.settings.level, &out);
        out.tests.extend(parts.tests());
        out.notes.extend(taken_up.notes(&assignment));
        out.notes.extend(parts.notes());
        out.parts.remove("means");
        out.parts.remove("bands");
        out.parts.insert("anderson_rubin".into(), parts.region_part(input.settings.level));
        out.covariance = Some(Covariance { rows: vec![0, 1, 2], matrix: parts.covariance() });
        out.influence = parts.influence(runs.first.influence.as_ref(), out.influence.as_ref());
        Ok(out)
    }
}

/// The three regressions: of the outcome, of participation, and of their difference on one scale.
struct Runs {
    outcome: Estimate,
    first: Estimate,
    difference: Estimate,
    /// What participation is multiplied by in the difference.
    scale: f64,
    /// Root mean square of participation.
    size: f64,
}

impl Runs {
    fn of(input: &MethodInput, taken_up: &TakenUp) -> Result<Self> {
        let followed = input.settings.unit.is_some() && input.settings.time.is_some();
        let marked = matches!(input.settings.treatment, Treatment::GroupPost { .. });
        let base: &dyn Estimator = if marked && !followed { &TwoByTwo } else { &Twfe };
        // Bands, and tests of participation, have no meaning here; those of the outcome test the same as those of the effect.
        let mut quiet = input.settings.clone();
        quiet.bands = None;
        quiet.covariance = true;
        let mut plan = input.plan.clone();
        plan.variables.retain(|name| Some(name) != input.settings.participation.as_ref() || *name == input.settings.outcome);
        let run = |outcome: f64, participation: f64, quiet: &crate::methods::DidSettings| {
            let cells = taken_up.cells(input.cells, outcome, participation);
            // A second pass over the records would see the outcome alone.
            let records = input.records.filter(|_| participation == 0.0 && outcome == 1.0);
            base.estimate(&MethodInput { cells: &cells, plan: &plan, settings: quiet, records })
        };
        let outcome = run(1.0, 0.0, &quiet)?;
        (quiet.wild, quiet.permute) = (None, None);
        let first = run(0.0, 1.0, &quiet)?;
        let scale = taken_up.scale(input.cells);
        let difference = run(1.0, -scale, &quiet)?;
        Ok(Self { outcome, first, difference, scale, size: taken_up.size(input.cells) })
    }
}

/// The numbers behind the effect.
struct Parts {
    /// Effect of the program on the outcome: intention to treat.
    rho: f64,
    /// Effect of the program on participation.
    pi: f64,
    var_rho: f64,
    var_pi: f64,
    /// Covariance of the two.
    both: f64,
    df: Option<f64>,
    /// Whether variances are defined.
    known: bool,
    region: Option<Region>,
}

impl Parts {
    fn of(runs: &Runs) -> Result<Self> {
        let effect = |run: &Estimate| run.effect("att").and_then(|att| Some((att.estimate?, att.std_error?, att.df)));
        let missing = || crate::error::Error::from(design::not_identified("att", "participation"));
        let (rho, se_rho, df) = effect(&runs.outcome).ok_or_else(missing)?;
        let (pi, se_pi, _) = effect(&runs.first).ok_or_else(missing)?;
        let (_, se_difference, _) = effect(&runs.difference).ok_or_else(missing)?;
        let known = runs.outcome.effect("att").is_some_and(|att| att.p_value.is_some());
        let (var_rho, var_pi) = (se_rho * se_rho, se_pi * se_pi);
        let influences = runs.outcome.influence.as_ref().zip(runs.first.influence.as_ref());
        let both = match influences {
            Some((a, b)) => a.values.column(0).dot(&b.values.column(0)),
            // Var(ρ − sπ) = Vρ − 2sC + s²Vπ.
            None => (var_rho + runs.scale * runs.scale * var_pi - se_difference * se_difference) / (2.0 * runs.scale),
        };
        if pi.abs() <= ROUNDING * runs.size {
            return Err(design::no_take_up().into());
        }
        let critical = critical_value(runs.outcome.settings.get("level").and_then(Value::as_f64).unwrap_or(0.95), df);
        let region = known.then(|| region([rho, pi], [var_rho, both, var_pi], critical * critical));
        Ok(Self { rho, pi, var_rho, var_pi, both, df, known, region })
    }

    fn beta(&self) -> f64 {
        self.rho / self.pi
    }

    /// Variance of the effect per participation: that of ρ − βπ over π².
    fn variance(&self) -> f64 {
        let beta = self.beta();
        ((self.var_rho - 2.0 * beta * self.both + beta * beta * self.var_pi) / (self.pi * self.pi)).max(0.0)
    }

    /// Covariance of (β, π, ρ).
    fn covariance(&self) -> Array2<f64> {
        let beta = self.beta();
        let with_pi = (self.both - beta * self.var_pi) / self.pi;
        let with_rho = (self.var_rho - beta * self.both) / self.pi;
        ndarray::arr2(&[[self.variance(), with_pi, with_rho], [with_pi, self.var_pi, self.both], [with_rho, self.both, self.var_rho]])
    }

    fn effects(&self, level: f64, base: &Estimate) -> Vec<Effect> {
        let att = base.effect("att");
        let row = |kind: EffectKind, term: &str, estimate: f64, variance: f64| {
            let mut effect = Effect::undefined(EffectKey::new(kind, term));
            effect.estimate = Some(estimate);
            effect.records = att.and_then(|att| att.records);
            effect.clusters = att.and_then(|att| att.clusters);
            effect.std_error = Some(variance.sqrt());
            effect.df = self.df;
            if self.known && variance > 0.0 {
                let half = critical_value(level, self.df) * variance.sqrt();
                effect.statistic = Some(estimate / variance.sqrt());
                effect.p_value = effect.statistic.map(|statistic| p_two_sided(statistic, self.df));
                effect.conf_low = Some(estimate - half);
                effect.conf_high = Some(estimate + half);
            }
            effect
        };
        let mut main = row(EffectKind::Overall, "att", self.beta(), self.variance());
        let (low, high) = self.region.map_or((None, None), Region::interval);
        main.extra.insert("anderson_rubin_low".into(), json!(low));
        main.extra.insert("anderson_rubin_high".into(), json!(high));
        vec![main, row(EffectKind::Term, "first-stage", self.pi, self.var_pi), row(EffectKind::Term, "intention-to-treat", self.rho, self.var_rho)]
    }

    /// F of the first stage; none where participation has no variance but the program's.
    fn first_stage_f(&self) -> Option<f64> {
        (self.known && self.var_pi > f64::EPSILON * f64::EPSILON * self.pi * self.pi).then(|| self.pi * self.pi / self.var_pi)
    }

    fn tests(&self) -> Vec<TestResult> {
        let test = |name: &str, statistic: Option<f64>| {
            let mut test = TestResult::new(name);
            test.statistic = statistic;
            test.df = std::iter::once(1.0).chain(self.df).collect();
            test.p_value = statistic.map(|statistic| match self.df {
                Some(df) => f_sf(statistic, 1.0, df),
                None => crate::inference::distributions::chi_squared_sf(statistic, 1.0),
            });
            test
        };
        // That the effect is zero is that the program moved nothing: no participation enters.
        let nothing = (self.known && self.var_rho > 0.0).then(|| self.rho * self.rho / self.var_rho);
        vec![test("first-stage", self.first_stage_f()), test("anderson-rubin", nothing)]
    }

    fn notes(&self) -> Vec<crate::estimate::Note> {
        let weak = self.first_stage_f().filter(|statistic| *statistic < WEAK).map(notes::weak);
        weak.into_iter().chain(self.region.and_then(notes::unbounded)).collect()
    }

    fn region_part(&self, level: f64) -> Value {
        let (low, high) = self.region.map_or((None, None), Region::interval);
        let excluded = self.region.and_then(Region::excluded);
        json!({
            "shape": self.region.map(Region::code), "conf_low": low, "conf_high": high,
            "excluded_low": excluded.map(|ends| ends.0), "excluded_high": excluded.map(|ends| ends.1), "level": level,
        })
    }

    /// Influence by cluster of (β, π, ρ).
    fn influence(&self, first: Option<&Influence>, outcome: Option<&Influence>) -> Option<Influence> {
        let (first, outcome) = first.zip(outcome)?;
        let (pi, rho) = (first.values.column(0), outcome.values.column(0));
        let beta = (&rho - &(&pi * self.beta())) / self.pi;
        let mut values = Array2::zeros((0, rho.len()));
        for row in [beta.view(), pi, rho] {
            values.push_row(row).ok()?;
        }
        Some(Influence { values: values.reversed_axes(), clusters: outcome.clusters.clone() })
    }
}
