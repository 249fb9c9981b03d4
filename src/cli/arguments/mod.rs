//! The command line as it is typed.

mod comparing;
mod did;

use super::honest::HonestArguments;
use super::power_arguments::PowerArguments;
use super::reading::DataArguments;
use crate::inference::random::DEFAULT_SEED;
use crate::locale::Lang;
use crate::measure::calendar::Zone;
use crate::measure::clock::Clock;
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::num::NonZeroUsize;
use std::path::PathBuf;

pub(super) use comparing::{PoolArguments, PrepostArguments, SatisfactionArguments};
pub(super) use did::DidArguments;

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
    /// Write the report without names of units: they become Unit 1, Unit 2 …
    #[arg(long)]
    pub(super) no_unit_names: bool,
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
    /// End with status 1 where a check of the data fails
    #[arg(long)]
    pub(super) strict: bool,
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

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum YesNo {
    /// Yes
    Yes,
    /// No
    No,
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
    /// A method, a check, a column of a result, an error code, or `methods`, `checks`, `columns`, `codes` for a list
    #[arg(value_name = "TOPIC")]
    pub(super) topic: String,
}

#[derive(Debug, Args)]
pub(super) struct CompletionsArguments {
    /// The shell
    pub(super) shell: clap_complete::Shell,
}
