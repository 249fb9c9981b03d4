//! The options of `dampak did`.

use super::{OutcomeArguments, OutputArguments, YesNo, keyword};
use crate::cli::choices::{MethodChoice, combination, method};
use crate::cli::honest::{HowArguments, bounds};
use crate::cli::method_arguments::MethodArguments;
use crate::cli::reading::DataArguments;
use crate::design::{Adjustment, BasePeriod, ControlGroup, VarianceKind};
use crate::estimate::LinearCombination;
use crate::inference::multiple::Multiplicity;
use crate::methods::WildWeights;
use crate::methods::{Resampling, Solver};
use crate::panel::TimeScale;
use clap::Args;

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  dampak did visits.parquet --outcome minutes --unit clinic --time month --cohort first_month
  dampak did injury.csv --outcome ldurat --group highearn --post afchnge --vcov hc1
  dampak did visits.parquet --outcome minutes --unit clinic --time month --cohort first_month --method all --out compared
  dampak did visits.parquet --outcome minutes --unit clinic --time month --cohort first_month --combine \"late: 1/2*[event-time 3] + 1/2*[event-time 4]\"
  dampak did records.csv --duration masuk,selesai --clock working-hours --unit office --time month --treated program --wild 9999")]
pub(in crate::cli) struct DidArguments {
    #[command(flatten)]
    pub(in crate::cli) data: DataArguments,
    #[command(flatten)]
    pub(in crate::cli) what: OutcomeArguments,
    #[command(flatten)]
    pub(in crate::cli) result: OutputArguments,
    #[command(flatten)]
    pub(in crate::cli) of_method: MethodArguments,
    /// The unit: office, clinic, person
    #[arg(long, value_name = "COL", help_heading = "Design")]
    pub(in crate::cli) unit: Option<String>,
    /// The period: integer, date, month (2024-03), quarter
    #[arg(long, value_name = "COL", help_heading = "Design")]
    pub(in crate::cli) time: Option<String>,
    /// Take dates together by day, week, month, quarter or year
    #[arg(long, value_parser = keyword::<TimeScale>, value_name = "SCALE", help_heading = "Design")]
    pub(in crate::cli) every: Option<TimeScale>,
    /// First treated period of the unit; empty, 0 or inf = never treated
    #[arg(long, value_name = "COL", help_heading = "Design", conflicts_with_all = ["treated", "group"])]
    pub(in crate::cli) cohort: Option<String>,
    /// 0/1: treated now
    #[arg(long, value_name = "COL", help_heading = "Design", conflicts_with = "group")]
    pub(in crate::cli) treated: Option<String>,
    /// 0/1: ever treated (with --post)
    #[arg(long, value_name = "COL", help_heading = "Design")]
    pub(in crate::cli) group: Option<String>,
    /// 0/1: after the start (with --group)
    #[arg(long, value_name = "COL", help_heading = "Design", requires = "group")]
    pub(in crate::cli) post: Option<String>,
    /// 0/1: eligible for the program where it runs (triple differences)
    #[arg(long, value_name = "COL", help_heading = "Design")]
    pub(in crate::cli) partition: Option<String>,
    /// Method, or `all` for every one that fits, side by side; see `dampak explain methods`
    #[arg(long, value_parser = method, value_name = "M", help_heading = "Design")]
    pub(in crate::cli) method: Option<MethodChoice>,
    /// Comparison units: never or not-yet treated
    #[arg(long, value_parser = keyword::<ControlGroup>, value_name = "never|not-yet", help_heading = "Design")]
    pub(in crate::cli) control: Option<ControlGroup>,
    /// Covariates, comma-separated
    #[arg(long, value_name = "A,B", value_delimiter = ',', help_heading = "Design")]
    pub(in crate::cli) covariates: Vec<String>,
    /// How covariates enter: dr, ipw or regression
    #[arg(long, value_parser = keyword::<Adjustment>, value_name = "dr|ipw|regression", default_value = "dr", hide_default_value = true, help_heading = "Design")]
    pub(in crate::cli) adjust: Adjustment,
    /// Base period: varying or universal [default: varying]
    #[arg(long, value_parser = keyword::<BasePeriod>, value_name = "varying|universal", help_heading = "Design")]
    pub(in crate::cli) base: Option<BasePeriod>,
    /// Periods before the start in which an effect may show already
    #[arg(long, value_name = "N", default_value_t = 0, hide_default_value = true, help_heading = "Design")]
    pub(in crate::cli) anticipation: u32,
    /// Further absorbed factors, comma-separated
    #[arg(long, value_name = "A,B", value_delimiter = ',', help_heading = "Design")]
    pub(in crate::cli) fixed_effects: Vec<String>,
    /// Weight column
    #[arg(long, value_name = "COL", help_heading = "Design")]
    pub(in crate::cli) weight: Option<String>,
    /// Whether rows follow the same units over time [default: seen from the data]
    #[arg(long, value_name = "yes|no", help_heading = "Design")]
    pub(in crate::cli) panel: Option<YesNo>,
    /// One estimate a level of this column, and their random-effects pool
    #[arg(long, value_name = "COL", help_heading = "Design")]
    pub(in crate::cli) by: Option<String>,
    /// Average over these event times
    #[arg(long, value_parser = window, value_name = "A:B", allow_hyphen_values = true, help_heading = "Design")]
    pub(in crate::cli) window: Option<(i64, i64)>,
    /// Event-time averages over the cohorts that are seen until this event time
    #[arg(long, value_name = "E", help_heading = "Design")]
    pub(in crate::cli) balance: Option<u32>,
    /// Who took part: 0/1 of a record, or the share of a unit; gives the effect per participant (wald)
    #[arg(long, value_name = "COL", help_heading = "Design")]
    pub(in crate::cli) participation: Option<String>,
    /// Dose of the unit, 0 = untreated; gives effects by dose (dose)
    #[arg(long, value_name = "COL", help_heading = "Design")]
    pub(in crate::cli) dose: Option<String>,
    /// Degree of the dose curve [default: 3, or as many as the doses carry]
    #[arg(long, value_name = "N", requires = "dose", value_parser = clap::value_parser!(u32).range(1..=9), help_heading = "Design")]
    pub(in crate::cli) degree: Option<u32>,
    /// Knots inside the dose curve
    #[arg(long, value_name = "N", default_value_t = 0, hide_default_value = true, requires = "dose", value_parser = clap::value_parser!(u32).range(0..=50), help_heading = "Design")]
    pub(in crate::cli) knots: u32,
    /// Doses at which effects are given, comma-separated [default: all, or a grid over them]
    #[arg(long, value_name = "A,B", value_delimiter = ',', requires = "dose", help_heading = "Design")]
    pub(in crate::cli) doses: Vec<f64>,
    /// Quantiles of changes-in-changes and quantile-did [default: 0.05, 0.10, … 0.95]
    #[arg(long, value_name = "P,Q", value_delimiter = ',', help_heading = "Design")]
    pub(in crate::cli) quantiles: Vec<f64>,
    /// A linear combination of effects as a row of its own: "late: 0.5*[event-time 3] + 0.5*[event-time 4]"; may be given several times
    #[arg(long, value_parser = combination, value_name = "NAME: W*[ROW]…", help_heading = "Design")]
    pub(in crate::cli) combine: Vec<LinearCombination>,
    /// Variance: iid, hc0–hc3, cr0–cr3 [default: cr1 by unit where there is a unit, else hc1]
    #[arg(long, value_parser = keyword::<VarianceKind>, value_name = "KIND", help_heading = "Inference")]
    pub(in crate::cli) vcov: Option<VarianceKind>,
    /// Cluster columns, one or two
    #[arg(long, value_name = "A[,B]", value_delimiter = ',', help_heading = "Inference")]
    pub(in crate::cli) cluster: Vec<String>,
    /// Wild cluster bootstrap with N draws (all of them where there are fewer)
    #[arg(long, value_name = "N", help_heading = "Inference")]
    pub(in crate::cli) wild: Option<u32>,
    /// Weights of the wild bootstrap: rademacher, webb or mammen
    #[arg(long, value_parser = keyword::<WildWeights>, value_name = "KIND", default_value = "rademacher", hide_default_value = true, help_heading = "Inference")]
    pub(in crate::cli) wild_weights: WildWeights,
    /// Simultaneous bands from N draws
    #[arg(long, value_name = "N", help_heading = "Inference")]
    pub(in crate::cli) bands: Option<u32>,
    /// Randomization inference with N assignments
    #[arg(long, value_name = "N", help_heading = "Inference")]
    pub(in crate::cli) permute: Option<u32>,
    /// Honest bounds, repeatable: relative:0.5,1,2 or smoothness:0,0.01; measures all effects against one base period unless --base is given
    #[arg(long, value_parser = bounds, value_name = "KIND:M,…", help_heading = "Honest bounds")]
    pub(in crate::cli) honest: Vec<(crate::methods::honest::Kind, Vec<f64>)>,
    #[command(flatten)]
    pub(in crate::cli) how: HowArguments,
    /// Errors of synthetic methods: placebo, jackknife or bootstrap [default: jackknife where every cohort has several units, else placebo]
    #[arg(long, value_parser = keyword::<Resampling>, value_name = "KIND", help_heading = "Inference")]
    pub(in crate::cli) errors: Option<Resampling>,
    /// Repetitions for the errors of synthetic methods
    #[arg(long, value_name = "N", default_value_t = 200, value_parser = clap::value_parser!(u32).range(2..), help_heading = "Inference")]
    pub(in crate::cli) draws: u32,
    /// How synthetic methods find weights: frank-wolfe (as R's synthdid) or exact
    #[arg(long, value_parser = keyword::<Solver>, value_name = "KIND", default_value = "frank-wolfe", hide_default_value = true, help_heading = "Design")]
    pub(in crate::cli) solver: Solver,
    /// Add what two-way fixed effects is made of: each comparison of two starts with its weight, and the weights of treated units and periods
    #[arg(long, help_heading = "Inference")]
    pub(in crate::cli) decomposition: bool,
    /// Add the covariance of the effects to the result
    #[arg(long, help_heading = "Inference")]
    pub(in crate::cli) covariance: bool,
    /// Adjustment of the p-values over the levels of --by: holm, bh (Benjamini–Hochberg) or romano-wolf
    #[arg(long, value_parser = keyword::<Multiplicity>, value_name = "KIND", default_value = "holm", hide_default_value = true, help_heading = "Inference")]
    pub(in crate::cli) adjust_p: Multiplicity,
    /// End with status 1 where a check fails
    #[arg(long, help_heading = "Inference")]
    pub(in crate::cli) strict: bool,
}

fn window(typed: &str) -> Result<(i64, i64), String> {
    let ends = typed.split_once(':').and_then(|(first, last)| Some((first.trim().parse().ok()?, last.trim().parse().ok()?)));
    ends.filter(|(first, last)| first <= last).ok_or_else(|| "a window is written first:last, for example 0:12".into())
}
