//! Everything that can be chosen for a difference-in-differences analysis, as the command line and the study file mean it.

use super::Method;
use super::arms::Arm;
use super::{Resampling, Solver};
use crate::design::{Adjustment, BasePeriod, ControlGroup, Family, PreAdjustment, PreMean, Sampling, Switchers, Treatment, VarianceKind};
use crate::estimate::{Aggregation, Asked, LinearCombination};
use crate::inference::wild::WildWeights;
use crate::panel::TimeScale;
use serde_json::{Map, Value, json};

/// Repetitions of the estimate where none are asked for, as in synthdid.
const DRAWS: u32 = 200;

/// What was asked for. `None` means the default of the contract, resolved by the functions here.
#[derive(Debug, Clone, PartialEq)]
pub struct DidSettings {
    /// Estimator; by the design where not given.
    pub method: Option<Method>,
    /// Outcome column (or the name of one that was made).
    pub outcome: String,
    /// Unit column.
    pub unit: Option<String>,
    /// Period column.
    pub time: Option<String>,
    /// Scale of the periods; guessed from the column where not given.
    pub time_scale: Option<TimeScale>,
    /// How the data say who is treated when.
    pub treatment: Treatment,
    /// Column with 0/1: eligible for the program where it runs (triple differences).
    pub partition: Option<String>,
    /// Which changes of treatment count (method `switchers`).
    pub switchers: Switchers,
    /// Comparison units; never-treated where there are any, else not-yet-treated.
    pub control: Option<ControlGroup>,
    /// Covariates; `factor(COL)` or a name that is in `categorical` enters as levels.
    pub covariates: Vec<String>,
    /// Covariates that are labels and not numbers.
    pub categorical: Vec<String>,
    /// How covariates enter conditional parallel trends.
    pub adjust: Adjustment,
    /// How differences before the start are taken out, where starts are random in time.
    pub pre_adjust: PreAdjustment,
    /// Whether local projections give every start unit the same weight.
    pub reweight: bool,
    /// Earlier periods that local projections measure changes from; the last one before the start where not given.
    pub pre_mean: Option<PreMean>,
    /// Model of the mean of the outcome, in `extended-twfe`.
    pub family: Family,
    /// Base period.
    pub base: BasePeriod,
    /// Periods before the start in which effects may show already.
    pub anticipation: u32,
    /// Further absorbed factors.
    pub fixed_effects: Vec<String>,
    /// Variance.
    pub vcov: Option<VarianceKind>,
    /// Cluster columns, at most two.
    pub cluster: Vec<String>,
    /// Draws of the wild cluster bootstrap.
    pub wild: Option<u32>,
    /// Its weights.
    pub wild_weights: WildWeights,
    /// Draws for simultaneous bands.
    pub bands: Option<u32>,
    /// Draws of randomization inference.
    pub permute: Option<u32>,
    /// How synthetic methods repeat the estimate for its errors; by the design where not given.
    pub errors: Option<Resampling>,
    /// Their repetitions, where these are drawn.
    pub draws: u32,
    /// How synthetic methods find weights.
    pub solver: Solver,
    /// Weight column.
    pub weight: Option<String>,
    /// Whether rows follow the same units; judged from the data where not given.
    pub sampling: Option<Sampling>,
    /// Confidence level.
    pub level: f64,
    /// Random seed.
    pub seed: u64,
    /// Event times that the overall effect of an event study averages over, both ends included.
    pub window: Option<(i64, i64)>,
    /// Event time until which every cohort of the event-time averages must be seen.
    pub balance: Option<u32>,
    /// Linear combinations of the effects, rows of their own.
    pub combine: Vec<LinearCombination>,
    /// One estimate a level of this column, and their pool.
    pub by: Option<String>,
    /// Kinds of the program to take apart, in one regression; none where it is one.
    pub arms: Vec<Arm>,
    /// Quantiles of methods that have effects on them; empty for 0.05, 0.10, … 0.95.
    pub quantiles: Vec<f64>,
    /// Column with the participation of a record or unit, 0 to 1 (Wald).
    pub participation: Option<String>,
    /// Column with the dose of a unit, 0 = untreated (dose response).
    pub dose: Option<String>,
    /// Degree of the dose curve; 3 where not given, or as many as the doses carry.
    pub degree: Option<u32>,
    /// Knots inside the dose curve, at quantiles of the doses.
    pub knots: u32,
    /// Doses at which effects are given; empty for the doses themselves, or a grid over them.
    pub doses: Vec<f64>,
    /// Whether the covariance matrix stays in the result.
    pub covariance: bool,
    /// Whether the influence of each cluster stays in the result, for what comes after it; else it need not be made.
    pub influence: bool,
}

impl DidSettings {
    /// Settings with every default.
    pub fn new(outcome: impl Into<String>, treatment: Treatment) -> Self {
        Self {
            method: None,
            outcome: outcome.into(),
            unit: None,
            time: None,
            time_scale: None,
            treatment,
            partition: None,
            switchers: Switchers::default(),
            control: None,
            covariates: Vec::new(),
            categorical: Vec::new(),
            adjust: Adjustment::default(),
            pre_adjust: PreAdjustment::default(),
            reweight: false,
            pre_mean: None,
            family: Family::default(),
            base: BasePeriod::default(),
            anticipation: 0,
            fixed_effects: Vec::new(),
            vcov: None,
            cluster: Vec::new(),
            wild: None,
            wild_weights: WildWeights::default(),
            bands: None,
            permute: None,
            errors: None,
            draws: DRAWS,
            solver: Solver::default(),
            weight: None,
            sampling: None,
            level: 0.95,
            seed: crate::inference::random::DEFAULT_SEED,
            window: None,
            balance: None,
            combine: Vec::new(),
            by: None,
            arms: Vec::new(),
            quantiles: Vec::new(),
            participation: None,
            dose: None,
            degree: None,
            knots: 0,
            doses: Vec::new(),
            covariance: false,
            influence: true,
        }
    }

    /// Whether anything that was asked for needs the influence of each cluster.
    pub(super) fn needs_influence(&self) -> bool {
        self.influence || self.covariance || self.bands.is_some() || self.window.is_some() || !self.combine.is_empty()
    }

    /// The same without the options that belong to another method, for several methods with one set of options.
    #[must_use]
    pub fn without_options_of_others(mut self, method: Method) -> Self {
        if method != Method::Efficient {
            self.pre_adjust = PreAdjustment::default();
        }
        if method != Method::LocalProjections {
            (self.reweight, self.pre_mean) = (false, None);
        }
        self
    }

    /// The variance with the contract's default: `cr1` where there is a cluster or a unit, else `hc1`.
    pub fn variance(&self) -> VarianceKind {
        match &self.vcov {
            Some(kind) => kind.clone(),
            None if !self.cluster.is_empty() || self.unit.is_some() => VarianceKind::Cr1,
            None => VarianceKind::Hc1,
        }
    }

    /// Cluster columns in use: those given, else the unit; none where the variance is not clustered.
    pub fn clusters(&self) -> Vec<String> {
        if !self.variance().is_clustered() {
            return Vec::new();
        }
        if self.cluster.is_empty() { self.unit.iter().cloned().collect() } else { self.cluster.clone() }
    }

    /// Covariates that enter as numbers, in their order.
    pub fn numeric_covariates(&self) -> Vec<String> {
        self.covariates.iter().filter(|name| factor_name(name).is_none() && !self.categorical.contains(name)).cloned().collect()
    }

    /// Covariates that enter as levels, in their order.
    pub fn categorical_covariates(&self) -> Vec<String> {
        self.covariates
            .iter()
            .filter_map(|name| factor_name(name).map(str::to_owned).or_else(|| self.categorical.contains(name).then(|| name.clone())))
            .collect()
    }

    /// What results of cohort-period effects are asked for.
    pub fn asked(&self) -> Asked {
        Asked {
            how: Aggregation { window: self.window, balance: self.balance.map(i64::from) },
            level: self.level,
            bands: self.bands,
            seed: self.seed,
            covariance: self.covariance,
            influence: self.needs_influence(),
            anticipation: i64::from(self.anticipation),
        }
    }

    /// Everything that was chosen, defaults included, for the result.
    pub fn to_map(&self, method: Method) -> Map<String, Value> {
        let treatment = match &self.treatment {
            Treatment::Cohort(column) => json!({ "cohort": column }),
            Treatment::Status(column) => json!({ "treated": column }),
            Treatment::GroupPost { group, post } => json!({ "group": group, "post": post }),
        };
        let all = json!({
            "method": method.name(), "outcome": self.outcome, "unit": self.unit, "time": self.time, "treatment": treatment,
            "control": self.control.unwrap_or_default(), "covariates": self.covariates, "adjust": self.adjust, "base": self.base,
            "anticipation": self.anticipation, "fixed_effects": self.fixed_effects, "vcov": self.variance(), "cluster": self.clusters(),
            "wild": self.wild, "wild_weights": self.wild_weights, "bands": self.bands, "permute": self.permute, "weight": self.weight,
            "sampling": self.sampling, "level": self.level, "seed": self.seed, "window": self.window, "balance": self.balance, "by": self.by,
        });
        match all {
            Value::Object(mut map) => {
                if method == Method::ExtendedTwfe {
                    map.insert("family".into(), self.family.word().into());
                }
                if let Some(partition) = &self.partition {
                    map.insert("partition".into(), partition.clone().into());
                }
                if !self.combine.is_empty() {
                    map.insert("combine".into(), self.combine.iter().map(ToString::to_string).collect());
                }
                if method == Method::Switchers {
                    map.insert("switchers".into(), json!(self.switchers));
                }
                if !self.arms.is_empty() {
                    map.insert("arms".into(), self.arms.iter().map(|arm| arm.label.as_str()).collect());
                }
                map
            }
            _ => Map::new(),
        }
    }
}

/// The column inside `factor(COL)`.
fn factor_name(covariate: &str) -> Option<&str> {
    covariate.strip_prefix("factor(")?.strip_suffix(')').map(str::trim)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn defaults_follow_the_contract() {
        let mut settings = DidSettings::new("y", Treatment::Status("d".into()));
        assert_eq!(settings.variance(), VarianceKind::Hc1);
        assert!(settings.clusters().is_empty());
        settings.unit = Some("office".into());
        assert_eq!(settings.variance(), VarianceKind::Cr1);
        assert_eq!(settings.clusters(), ["office"]);
        settings.cluster = vec!["region".into()];
        assert_eq!(settings.clusters(), ["region"]);
    }

    #[test]
    fn covariates_are_numbers_or_levels() {
        let mut settings = DidSettings::new("y", Treatment::Status("d".into()));
        settings.covariates = vec!["age".into(), "factor(chain)".into(), "kind".into()];
        settings.categorical = vec!["kind".into()];
        assert_eq!(settings.numeric_covariates(), ["age"]);
        assert_eq!(settings.categorical_covariates(), ["chain", "kind"]);
    }
}
