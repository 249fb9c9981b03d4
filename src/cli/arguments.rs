//! The command line as it is typed.

use super::choices::{MethodChoice, combination, method};
use super::honest::{HonestArguments, HowArguments, bounds};
use super::method_arguments::MethodArguments;
use super::power_arguments::PowerArguments;
use super::reading::DataArguments;
use crate::design::{Adjustment, BasePeriod, ControlGroup, VarianceKind};
use crate::estimate::LinearCombination;
use crate::inference::multiple::MultipleTesting;
use crate::inference::pool::PoolMethod;
use crate::inference::random::DEFAULT_SEED;
use crate::locale::Lang;
use crate::measure::calendar::Zone;
use crate::measure::clock::Clock;
use crate::measure::satisfaction::{NumberOrder, Regime};
use crate::measure::target::Better;
use crate::methods::WildWeights;
use crate::methods::satisfaction::DifferentItems;
use crate::methods::{Resampling, Solver};
use crate::panel::TimeScale;
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::num::NonZeroUsize;
use std::path::PathBuf;

const EXAMPLES: &str = "Examples:
  dampak run datasets/kendari/study.toml
  dampak init applications.csv > study.toml
  dampak did visits.parquet --outcome minutes --unit clinic --time month --cohort first_month
  dampak prepost scores.xlsx --outcome score --period after --pair id
  dampak explain twfe --lang id

Exit status: 0 done, 1 a check failed and --strict was given, 2 the input or the command is wrong,
3 the effect is not identified by these data, 130 interrupted.";

/// Did the program work? Before/after and difference-in-differences for public-service data.
#[derive(Debug, Parser)]
#[command(name = "dampak", version, about, after_help = EXAMPLES, max_term_width = 110)]
pub(super) struct Cli {
    /// Language of messages, tables and reports [default: the environment's]
    #[arg(long, global = true, value_enum, value_name = "id|en", hide_possible_values = true)]
    pub(super) lang: Option<LangArgument>,
    /// Number of threads; results do not depend on it
    #[arg(long, global = true, value_name = "N")]
    pub(super) threads: Option<NonZeroUsize>,
    #[command(subcommand)]
    pub(super) command: Command,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(super) enum LangArgument {
    /// Indonesian
    Id,
    /// English
    En,
}

impl From<LangArgument> for Lang {
    fn from(argument: LangArgument) -> Self {
        match argument {
            LangArgument::Id => Lang::Id,
            LangArgument::En => Lang::En,
        }
    }
}

#[derive(Debug, Subcommand)]
#[allow(clippy::large_enum_variant)] // made once
pub(super) enum Command {
    /// Run every analysis of a study file and write the whole report
    Run(RunArguments),
    /// Look at data files and write a commented study file to start from
    Init(InitArguments),
    /// List every problem of a study and its data at once; estimate nothing, write nothing
    Check(CheckArguments),
    /// Before and after, paired or not, per region and pooled
    Prepost(PrepostArguments),
    /// Difference-in-differences
    Did(DidArguments),
    /// Interrupted time series, with or without a comparison series
    Its(super::its::ItsArguments),
    /// Time to completion with unfinished cases, before and after
    Survival(super::survival::SurvivalArguments),
    /// Indonesian satisfaction index (SKM/IKM) of a survey
    Satisfaction(SatisfactionArguments),
    /// Honest bounds for an event study: what holds where trends were not quite parallel
    Honest(HonestArguments),
    /// Random-effects pooling of estimates
    Pool(PoolArguments),
    /// Minimum detectable effect, sample size and power before anything is collected
    Power(PowerArguments),
    /// A synthetic data set with a known effect, and the truth beside it
    Simulate(SimulateArguments),
    /// A method, a column of a result or an error code in plain words
    Explain(ExplainArguments),
    /// Completions for a shell, on standard output
    Completions(CompletionsArguments),
    /// The manual page, on standard output
    Man,
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  dampak run datasets/kendari/study.toml
  dampak run study.toml --out /tmp/report --lang en")]
pub(super) struct RunArguments {
    /// The study file
    #[arg(value_name = "STUDY.toml")]
    pub(super) study: PathBuf,
    /// Output folder; replaced whole or not at all [default: the study's, else notebooks-output/<name>]
    #[arg(long, value_name = "DIR")]
    pub(super) out: Option<PathBuf>,
    /// End with status 1 where a check fails
    #[arg(long)]
    pub(super) strict: bool,
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  dampak init applications.csv > study.toml
  dampak init survey.xlsx --sheet Responden --out study.toml --lang id")]
pub(super) struct InitArguments {
    #[command(flatten)]
    pub(super) data: DataArguments,
    /// Write the study file here instead of on standard output; never over an existing file
    #[arg(long, value_name = "FILE")]
    pub(super) out: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(super) struct CheckArguments {
    /// The study file
    #[arg(value_name = "STUDY.toml", required_unless_present = "schema")]
    pub(super) study: Option<PathBuf>,
    /// Print the JSON Schema of study files instead
    #[arg(long)]
    pub(super) schema: bool,
}

/// How the outcome comes about.
#[derive(Debug, Args)]
pub(super) struct OutcomeArguments {
    /// The outcome column
    #[arg(long, value_name = "COL", required_unless_present = "duration", conflicts_with = "duration")]
    pub(super) outcome: Option<String>,
    /// Make the outcome from two time columns; a date and a time of day in two columns are joined with +: date+time
    #[arg(long, value_name = "START,END", value_delimiter = ',', num_args = 1)]
    pub(super) duration: Vec<String>,
    /// Clock of a duration: elapsed, calendar-days, working-days or working-hours
    #[arg(long, value_name = "CLOCK", default_value = "elapsed", requires = "duration")]
    pub(super) clock: Clock,
    /// Time zone of the working calendar: wib, wita or wit
    #[arg(long, value_name = "ZONE", default_value = "wib", hide_default_value = true, requires = "duration", value_parser = zone)]
    pub(super) zone: Zone,
}

/// A value that is written as in a study file.
fn zone(typed: &str) -> Result<Zone, String> {
    keyword(typed)
}

/// Reads a keyword through the same names as study files.
pub(super) fn keyword<T: serde::de::DeserializeOwned>(typed: &str) -> Result<T, String> {
    serde_json::from_value(serde_json::Value::String(typed.to_lowercase())).map_err(|error| error.to_string())
}

/// Where and how the result is written.
#[derive(Debug, Args)]
pub(super) struct OutputArguments {
    /// Format of the result
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub(super) format: Format,
    /// Write every format into this folder, replaced whole or not at all
    #[arg(long, value_name = "DIR")]
    pub(super) out: Option<PathBuf>,
    /// Confidence level
    #[arg(long, default_value_t = 0.95, value_name = "0.95", hide_default_value = true, value_parser = level)]
    pub(super) level: f64,
    /// Seed of everything random
    #[arg(long, default_value_t = DEFAULT_SEED, value_name = "N")]
    pub(super) seed: u64,
}

fn window(typed: &str) -> Result<(i64, i64), String> {
    let ends = typed.split_once(':').and_then(|(first, last)| Some((first.trim().parse().ok()?, last.trim().parse().ok()?)));
    ends.filter(|(first, last)| first <= last).ok_or_else(|| "a window is written first:last, for example 0:12".into())
}

fn adjustment(typed: &str) -> Result<MultipleTesting, String> {
    match typed {
        "holm" => Ok(MultipleTesting::Holm),
        "bh" => Ok(MultipleTesting::BenjaminiHochberg),
        _ => Err("holm or bh".into()),
    }
}

fn level(typed: &str) -> Result<f64, String> {
    match typed.replace(',', ".").parse::<f64>() {
        Ok(level) if level > 0.0 && level < 1.0 => Ok(level),
        _ => Err("a confidence level lies between 0 and 1, for example 0.95".into()),
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// Aligned tables for the terminal
    Text,
    /// The result format dampak/result/1
    Json,
    /// One row an effect
    Csv,
    /// Tables for Markdown
    Markdown,
    /// Tables for LaTeX (booktabs)
    Latex,
    /// Tables for HTML
    Html,
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  dampak did visits.parquet --outcome minutes --unit clinic --time month --cohort first_month
  dampak did injury.csv --outcome ldurat --group highearn --post afchnge --vcov hc1
  dampak did visits.parquet --outcome minutes --unit clinic --time month --cohort first_month --method all --out compared
  dampak did visits.parquet --outcome minutes --unit clinic --time month --cohort first_month --combine \"late: 1/2*[event-time 3] + 1/2*[event-time 4]\"
  dampak did records.csv --duration masuk,selesai --clock working-hours --unit office --time month --treated program --wild 9999")]
pub(super) struct DidArguments {
    #[command(flatten)]
    pub(super) data: DataArguments,
    #[command(flatten)]
    pub(super) what: OutcomeArguments,
    #[command(flatten)]
    pub(super) result: OutputArguments,
    #[command(flatten)]
    pub(super) of_method: MethodArguments,
    /// The unit: office, clinic, person
    #[arg(long, value_name = "COL", help_heading = "Design")]
    pub(super) unit: Option<String>,
    /// The period: integer, date, month (2024-03), quarter
    #[arg(long, value_name = "COL", help_heading = "Design")]
    pub(super) time: Option<String>,
    /// Take dates together by day, week, month, quarter or year
    #[arg(long, value_parser = keyword::<TimeScale>, value_name = "SCALE", help_heading = "Design")]
    pub(super) every: Option<TimeScale>,
    /// First treated period of the unit; empty, 0 or inf = never treated
    #[arg(long, value_name = "COL", help_heading = "Design", conflicts_with_all = ["treated", "group"])]
    pub(super) cohort: Option<String>,
    /// 0/1: treated now
    #[arg(long, value_name = "COL", help_heading = "Design", conflicts_with = "group")]
    pub(super) treated: Option<String>,
    /// 0/1: ever treated (with --post)
    #[arg(long, value_name = "COL", help_heading = "Design")]
    pub(super) group: Option<String>,
    /// 0/1: after the start (with --group)
    #[arg(long, value_name = "COL", help_heading = "Design", requires = "group")]
    pub(super) post: Option<String>,
    /// 0/1: eligible for the program where it runs (triple differences)
    #[arg(long, value_name = "COL", help_heading = "Design")]
    pub(super) partition: Option<String>,
    /// Method, or `all` for every one that fits, side by side; see `dampak explain methods`
    #[arg(long, value_parser = method, value_name = "M", help_heading = "Design")]
    pub(super) method: Option<MethodChoice>,
    /// Comparison units: never or not-yet treated
    #[arg(long, value_parser = keyword::<ControlGroup>, value_name = "never|not-yet", help_heading = "Design")]
    pub(super) control: Option<ControlGroup>,
    /// Covariates, comma-separated
    #[arg(long, value_name = "A,B", value_delimiter = ',', help_heading = "Design")]
    pub(super) covariates: Vec<String>,
    /// How covariates enter: dr, ipw or regression
    #[arg(long, value_parser = keyword::<Adjustment>, value_name = "dr|ipw|regression", default_value = "dr", hide_default_value = true, help_heading = "Design")]
    pub(super) adjust: Adjustment,
    /// Base period: varying or universal [default: varying]
    #[arg(long, value_parser = keyword::<BasePeriod>, value_name = "varying|universal", help_heading = "Design")]
    pub(super) base: Option<BasePeriod>,
    /// Periods before the start in which an effect may show already
    #[arg(long, value_name = "N", default_value_t = 0, hide_default_value = true, help_heading = "Design")]
    pub(super) anticipation: u32,
    /// Further absorbed factors, comma-separated
    #[arg(long, value_name = "A,B", value_delimiter = ',', help_heading = "Design")]
    pub(super) fixed_effects: Vec<String>,
    /// Weight column
    #[arg(long, value_name = "COL", help_heading = "Design")]
    pub(super) weight: Option<String>,
    /// Whether rows follow the same units over time [default: seen from the data]
    #[arg(long, value_name = "yes|no", help_heading = "Design")]
    pub(super) panel: Option<YesNo>,
    /// One estimate a level of this column, and their random-effects pool
    #[arg(long, value_name = "COL", help_heading = "Design")]
    pub(super) by: Option<String>,
    /// Average over these event times
    #[arg(long, value_parser = window, value_name = "A:B", allow_hyphen_values = true, help_heading = "Design")]
    pub(super) window: Option<(i64, i64)>,
    /// Event-time averages over the cohorts that are seen until this event time
    #[arg(long, value_name = "E", help_heading = "Design")]
    pub(super) balance: Option<u32>,
    /// Who took part: 0/1 of a record, or the share of a unit; gives the effect per participant (wald)
    #[arg(long, value_name = "COL", help_heading = "Design")]
    pub(super) participation: Option<String>,
    /// Dose of the unit, 0 = untreated; gives effects by dose (dose)
    #[arg(long, value_name = "COL", help_heading = "Design")]
    pub(super) dose: Option<String>,
    /// Degree of the dose curve [default: 3, or as many as the doses carry]
    #[arg(long, value_name = "N", requires = "dose", value_parser = clap::value_parser!(u32).range(1..=9), help_heading = "Design")]
    pub(super) degree: Option<u32>,
    /// Knots inside the dose curve
    #[arg(long, value_name = "N", default_value_t = 0, hide_default_value = true, requires = "dose", value_parser = clap::value_parser!(u32).range(0..=50), help_heading = "Design")]
    pub(super) knots: u32,
    /// Doses at which effects are given, comma-separated [default: all, or a grid over them]
    #[arg(long, value_name = "A,B", value_delimiter = ',', requires = "dose", help_heading = "Design")]
    pub(super) doses: Vec<f64>,
    /// Quantiles of changes-in-changes and quantile-did [default: 0.05, 0.10, … 0.95]
    #[arg(long, value_name = "P,Q", value_delimiter = ',', help_heading = "Design")]
    pub(super) quantiles: Vec<f64>,
    /// A linear combination of effects as a row of its own: "late: 0.5*[event-time 3] + 0.5*[event-time 4]"; may be given several times
    #[arg(long, value_parser = combination, value_name = "NAME: W*[ROW]…", help_heading = "Design")]
    pub(super) combine: Vec<LinearCombination>,
    /// Variance: iid, hc0–hc3, cr0–cr3 [default: cr1 by unit where there is a unit, else hc1]
    #[arg(long, value_parser = keyword::<VarianceKind>, value_name = "KIND", help_heading = "Inference")]
    pub(super) vcov: Option<VarianceKind>,
    /// Cluster columns, one or two
    #[arg(long, value_name = "A[,B]", value_delimiter = ',', help_heading = "Inference")]
    pub(super) cluster: Vec<String>,
    /// Wild cluster bootstrap with N draws (all of them where there are fewer)
    #[arg(long, value_name = "N", help_heading = "Inference")]
    pub(super) wild: Option<u32>,
    /// Weights of the wild bootstrap: rademacher, webb or mammen
    #[arg(long, value_parser = keyword::<WildWeights>, value_name = "KIND", default_value = "rademacher", hide_default_value = true, help_heading = "Inference")]
    pub(super) wild_weights: WildWeights,
    /// Simultaneous bands from N draws
    #[arg(long, value_name = "N", help_heading = "Inference")]
    pub(super) bands: Option<u32>,
    /// Randomization inference with N assignments
    #[arg(long, value_name = "N", help_heading = "Inference")]
    pub(super) permute: Option<u32>,
    /// Honest bounds, repeatable: relative:0.5,1,2 or smoothness:0,0.01; measures all effects against one base period unless --base is given
    #[arg(long, value_parser = bounds, value_name = "KIND:M,…", help_heading = "Honest bounds")]
    pub(super) honest: Vec<(crate::methods::honest::Kind, Vec<f64>)>,
    #[command(flatten)]
    pub(super) how: HowArguments,
    /// Errors of synthetic methods: placebo, jackknife or bootstrap [default: jackknife where every cohort has several units, else placebo]
    #[arg(long, value_parser = keyword::<Resampling>, value_name = "KIND", help_heading = "Inference")]
    pub(super) errors: Option<Resampling>,
    /// Repetitions for the errors of synthetic methods
    #[arg(long, value_name = "N", default_value_t = 200, value_parser = clap::value_parser!(u32).range(2..), help_heading = "Inference")]
    pub(super) draws: u32,
    /// How synthetic methods find weights: frank-wolfe (as R's synthdid) or exact
    #[arg(long, value_parser = keyword::<Solver>, value_name = "KIND", default_value = "frank-wolfe", hide_default_value = true, help_heading = "Design")]
    pub(super) solver: Solver,
    /// Add what two-way fixed effects is made of: each comparison of two starts with its weight, and the weights of treated units and periods
    #[arg(long, help_heading = "Inference")]
    pub(super) decomposition: bool,
    /// Add the covariance of the effects to the result
    #[arg(long, help_heading = "Inference")]
    pub(super) covariance: bool,
    /// End with status 1 where a check fails
    #[arg(long, help_heading = "Inference")]
    pub(super) strict: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum YesNo {
    /// Yes
    Yes,
    /// No
    No,
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  dampak prepost times.csv --outcome hours --period after --by office
  dampak prepost log.csv --duration open_dt,closed_dt --time open_dt --start 2011-08-01 --better lower --target 24
  dampak prepost scores.xlsx --outcome score --period after --pair id --format json")]
pub(super) struct PrepostArguments {
    #[command(flatten)]
    pub(super) data: DataArguments,
    #[command(flatten)]
    pub(super) what: OutcomeArguments,
    #[command(flatten)]
    pub(super) result: OutputArguments,
    /// 0/1: after the start
    #[arg(long, value_name = "COL", required_unless_present = "time")]
    pub(super) period: Option<String>,
    /// Instead: a date column, with --start
    #[arg(long, value_name = "COL", requires = "start", conflicts_with = "period")]
    pub(super) time: Option<String>,
    /// First date (or period) of "after"
    #[arg(long, value_name = "DATE", requires = "time")]
    pub(super) start: Option<String>,
    /// Same persons or offices before and after: the column that pairs them
    #[arg(long, value_name = "COL")]
    pub(super) pair: Option<String>,
    /// One comparison a level of this column
    #[arg(long, value_name = "COL")]
    pub(super) by: Option<String>,
    /// Units that records belong to, for a clustered standard error
    #[arg(long, value_name = "COL")]
    pub(super) cluster: Option<String>,
    /// Weight column
    #[arg(long, value_name = "COL")]
    pub(super) weight: Option<String>,
    /// Which direction is good
    #[arg(long, value_parser = keyword::<Better>, value_name = "lower|higher")]
    pub(super) better: Option<Better>,
    /// Service standard: adds the share within it
    #[arg(long, value_name = "VALUE", allow_hyphen_values = true)]
    pub(super) target: Option<f64>,
    /// Adjustment over the levels of --by: holm or bh (Benjamini–Hochberg)
    #[arg(long, value_parser = adjustment, value_name = "holm|bh", default_value = "holm")]
    pub(super) adjust: MultipleTesting,
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  dampak satisfaction survey.xlsx
  dampak satisfaction survey.csv --period after --cluster puskesmas --by kecamatan --lang id")]
pub(super) struct SatisfactionArguments {
    #[command(flatten)]
    pub(super) data: DataArguments,
    #[command(flatten)]
    pub(super) result: OutputArguments,
    /// Columns of the elements in their order U1, U2, … [default: found by their labels]
    #[arg(long, value_name = "A,B,…", value_delimiter = ',')]
    pub(super) elements: Vec<String>,
    /// Period of the survey: 0/1, date, quarter
    #[arg(long, value_name = "COL")]
    pub(super) period: Option<String>,
    /// First date (or period) of "after", for a before/after difference over several periods
    #[arg(long, value_name = "DATE", requires = "period")]
    pub(super) start: Option<String>,
    /// One index a level of this column
    #[arg(long, value_name = "COL")]
    pub(super) by: Option<String>,
    /// Units that respondents belong to, for clustered standard errors
    #[arg(long, value_name = "COL")]
    pub(super) cluster: Option<String>,
    /// Grade cut-offs: 2017 or 2004
    #[arg(long, value_parser = keyword::<Regime>, value_name = "2017|2004", default_value = "2017")]
    pub(super) regime: Regime,
    /// What the numbers 8 and 9 mean where columns have no words: regulation (8 complaints, 9 facilities) or questionnaire (8 facilities, 9 complaints)
    #[arg(long, value_parser = keyword::<NumberOrder>, value_name = "ORDER", default_value = "regulation")]
    pub(super) order: NumberOrder,
    /// Where periods asked different items: compare the common ones, or stop
    #[arg(long, value_parser = keyword::<DifferentItems>, value_name = "common|stop", default_value = "common")]
    pub(super) different_items: DifferentItems,
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  dampak pool effects.csv --estimate yi --std-error sei --label trial --knapp-hartung
  dampak pool kendari/results.json jakarta/results.json")]
pub(super) struct PoolArguments {
    #[command(flatten)]
    pub(super) data: DataArguments,
    #[command(flatten)]
    pub(super) result: OutputArguments,
    /// Column of the estimates
    #[arg(long, value_name = "COL")]
    pub(super) estimate: Option<String>,
    /// Column of their standard errors
    #[arg(long, value_name = "COL", requires = "estimate")]
    pub(super) std_error: Option<String>,
    /// Column of their labels
    #[arg(long, value_name = "COL")]
    pub(super) label: Option<String>,
    /// Estimator of the variance between studies: dl, reml or fe
    #[arg(long, value_parser = keyword::<PoolMethod>, value_name = "dl|reml|fe", default_value = "dl")]
    pub(super) pool_method: PoolMethod,
    /// Knapp–Hartung interval
    #[arg(long)]
    pub(super) knapp_hartung: bool,
}

#[derive(Debug, Args)]
pub(super) struct SimulateArguments {
    /// The preset: gorontalo, jakarta or kendari
    #[arg(value_name = "PRESET")]
    pub(super) preset: String,
    /// Folder to write into [default: the preset's name]
    #[arg(long, value_name = "DIR")]
    pub(super) out: Option<PathBuf>,
    /// Seed
    #[arg(long, value_name = "N")]
    pub(super) seed: Option<u64>,
}

#[derive(Debug, Args)]
pub(super) struct ExplainArguments {
    /// A method, a column of a result, an error code, or `methods`, `columns`, `codes` for a list
    #[arg(value_name = "TOPIC")]
    pub(super) topic: String,
}

#[derive(Debug, Args)]
pub(super) struct CompletionsArguments {
    /// The shell
    pub(super) shell: clap_complete::Shell,
}
