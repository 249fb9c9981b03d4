//! The options of the commands that compare, score and pool.

use super::{OutcomeArguments, OutputArguments, keyword};
use crate::cli::reading::DataArguments;
use crate::inference::multiple::MultipleTesting;
use crate::inference::pool::PoolMethod;
use crate::measure::satisfaction::{NumberOrder, Regime};
use crate::measure::target::Better;
use crate::methods::satisfaction::DifferentItems;
use clap::Args;

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  dampak prepost times.csv --outcome hours --period after --by office
  dampak prepost log.csv --duration open_dt,closed_dt --time open_dt --start 2011-08-01 --better lower --target 24
  dampak prepost scores.xlsx --outcome score --period after --pair id --format json")]
pub(in crate::cli) struct PrepostArguments {
    #[command(flatten)]
    pub(in crate::cli) data: DataArguments,
    #[command(flatten)]
    pub(in crate::cli) what: OutcomeArguments,
    #[command(flatten)]
    pub(in crate::cli) result: OutputArguments,
    /// 0/1: after the start
    #[arg(long, value_name = "COL", required_unless_present = "time")]
    pub(in crate::cli) period: Option<String>,
    /// Instead: a date column, with --start
    #[arg(long, value_name = "COL", requires = "start", conflicts_with = "period")]
    pub(in crate::cli) time: Option<String>,
    /// First date (or period) of "after"
    #[arg(long, value_name = "DATE", requires = "time")]
    pub(in crate::cli) start: Option<String>,
    /// Same persons or offices before and after: the column that pairs them
    #[arg(long, value_name = "COL")]
    pub(in crate::cli) pair: Option<String>,
    /// One comparison a level of this column
    #[arg(long, value_name = "COL")]
    pub(in crate::cli) by: Option<String>,
    /// Units that records belong to, for a clustered standard error
    #[arg(long, value_name = "COL")]
    pub(in crate::cli) cluster: Option<String>,
    /// Weight column
    #[arg(long, value_name = "COL")]
    pub(in crate::cli) weight: Option<String>,
    /// Which direction is good
    #[arg(long, value_parser = keyword::<Better>, value_name = "lower|higher")]
    pub(in crate::cli) better: Option<Better>,
    /// Service standard: adds the share within it
    #[arg(long, value_name = "VALUE", allow_hyphen_values = true)]
    pub(in crate::cli) target: Option<f64>,
    /// Adjustment over the levels of --by: holm or bh (Benjamini–Hochberg)
    #[arg(long, value_parser = adjustment, value_name = "holm|bh", default_value = "holm")]
    pub(in crate::cli) adjust: MultipleTesting,
}

fn adjustment(typed: &str) -> Result<MultipleTesting, String> {
    match typed {
        "holm" => Ok(MultipleTesting::Holm),
        "bh" => Ok(MultipleTesting::BenjaminiHochberg),
        _ => Err("holm or bh".into()),
    }
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  dampak satisfaction survey.xlsx
  dampak satisfaction survey.csv --period after --cluster puskesmas --by kecamatan --lang id")]
pub(in crate::cli) struct SatisfactionArguments {
    #[command(flatten)]
    pub(in crate::cli) data: DataArguments,
    #[command(flatten)]
    pub(in crate::cli) result: OutputArguments,
    /// Columns of the elements in their order U1, U2, … [default: found by their labels]
    #[arg(long, value_name = "A,B,…", value_delimiter = ',')]
    pub(in crate::cli) elements: Vec<String>,
    /// Columns that say how important each element is, in the order of the elements: quadrants and CSI
    #[arg(long, value_name = "A,B,…", value_delimiter = ',')]
    pub(in crate::cli) importance: Vec<String>,
    /// Period of the survey: 0/1, date, quarter
    #[arg(long, value_name = "COL")]
    pub(in crate::cli) period: Option<String>,
    /// First date (or period) of "after", for a before/after difference over several periods
    #[arg(long, value_name = "DATE", requires = "period")]
    pub(in crate::cli) start: Option<String>,
    /// One index a level of this column
    #[arg(long, value_name = "COL")]
    pub(in crate::cli) by: Option<String>,
    /// Units that respondents belong to, for clustered standard errors
    #[arg(long, value_name = "COL")]
    pub(in crate::cli) cluster: Option<String>,
    /// Grade cut-offs: 2017 or 2004
    #[arg(long, value_parser = keyword::<Regime>, value_name = "2017|2004", default_value = "2017")]
    pub(in crate::cli) regime: Regime,
    /// What the numbers 8 and 9 mean where columns have no words: regulation (8 complaints, 9 facilities) or questionnaire (8 facilities, 9 complaints)
    #[arg(long, value_parser = keyword::<NumberOrder>, value_name = "ORDER", default_value = "regulation")]
    pub(in crate::cli) order: NumberOrder,
    /// Where periods asked different items: compare the common ones, or stop
    #[arg(long, value_parser = keyword::<DifferentItems>, value_name = "common|stop", default_value = "common")]
    pub(in crate::cli) different_items: DifferentItems,
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  dampak pool effects.csv --estimate yi --std-error sei --label trial --knapp-hartung
  dampak pool a/result.json b/result.json --pool-method reml --out pooled
  dampak pool datasets/kendari/study.toml datasets/jakarta/study.toml --knapp-hartung")]
pub(in crate::cli) struct PoolArguments {
    #[command(flatten)]
    pub(in crate::cli) data: DataArguments,
    #[command(flatten)]
    pub(in crate::cli) result: OutputArguments,
    /// Column of the estimates
    #[arg(long, value_name = "COL")]
    pub(in crate::cli) estimate: Option<String>,
    /// Column of their standard errors
    #[arg(long, value_name = "COL", requires = "estimate")]
    pub(in crate::cli) std_error: Option<String>,
    /// Column of their labels
    #[arg(long, value_name = "COL")]
    pub(in crate::cli) label: Option<String>,
    /// Estimator of the variance between studies: dl, reml or fe
    #[arg(long, value_parser = keyword::<PoolMethod>, value_name = "dl|reml|fe", default_value = "dl")]
    pub(in crate::cli) pool_method: PoolMethod,
    /// Knapp–Hartung interval
    #[arg(long)]
    pub(in crate::cli) knapp_hartung: bool,
    /// The results measure the same thing in the same unit, although their outcomes are called differently
    #[arg(long)]
    pub(in crate::cli) same_outcome: bool,
    /// Exit with status 1 if a check fails (study files)
    #[arg(long)]
    pub(in crate::cli) strict: bool,
}
