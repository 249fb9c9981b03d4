//! `dampak power` as it is typed.

use super::arguments::{OutputArguments, keyword};
use super::reading::DataArguments;
use crate::methods::power::PowerDesign;
use crate::panel::TimeScale;
use clap::{Arg, ArgAction, Args};

const PAST: &str = "Past data without the program, for a simulation: files, folders or globs";

#[derive(Debug, Args)]
// Everything can be planned without past data, and no engine is needed instead: an argument of its own in place of the other.
#[command(mut_arg("files", |files| Arg::new(files.get_id().clone()).value_name("DATA").action(ArgAction::Append).num_args(0..).help(PAST)))]
#[command(after_help = "Examples:
  dampak power --design did --sd 4 --regions 20 --before 12 --after 6
  dampak power --design did --sd 4 --effect -1.5 --records 200 --icc 0.1 --autocorrelation 0.6
  dampak power --design did --sd 4 --regions 30 --after 12 --starts 3 --treated-share 0.6
  dampak power --design survey --sd 12 --effect 3 --population 5000
  dampak power past.csv --outcome hours --unit office --time month --effect -2 --before 6 --after 6
  dampak power survey.csv --design survey --outcome score --unit office --effect 0.2")]
pub(super) struct PowerArguments {
    #[command(flatten)]
    pub(super) data: DataArguments,
    #[command(flatten)]
    pub(super) result: OutputArguments,
    /// before-after, did or survey
    #[arg(long, value_parser = keyword::<PowerDesign>, value_name = "DESIGN", default_value = "did")]
    pub(super) design: PowerDesign,
    /// The effect that matters, in units of the outcome: how much of everything it takes
    #[arg(long, value_name = "X", allow_hyphen_values = true)]
    pub(super) effect: Option<f64>,
    /// Wanted power
    #[arg(long, value_name = "0.8", default_value_t = 0.8, hide_default_value = true, allow_hyphen_values = true)]
    pub(super) power: f64,
    /// Standard deviation of a record (of a region's mean, without --records), permanent differences of regions removed
    #[arg(long, value_name = "X", help_heading = "Variation", allow_hyphen_values = true)]
    pub(super) sd: Option<f64>,
    /// Records a region and period (survey: respondents a region)
    #[arg(long, value_name = "N", help_heading = "Variation", allow_hyphen_values = true)]
    pub(super) records: Option<f64>,
    /// How unequal the numbers of records of regions are: their standard deviation over their mean [default: 0]
    #[arg(long, value_name = "C", help_heading = "Variation", allow_hyphen_values = true)]
    pub(super) records_cv: Option<f64>,
    /// Share of the variance that records of a region and period have in common [default: 0.05]
    #[arg(long, value_name = "0–1", help_heading = "Variation", allow_hyphen_values = true)]
    pub(super) icc: Option<f64>,
    /// Correlation of a region's shocks between neighbouring periods [default: 0.5]
    #[arg(long, value_name = "R", help_heading = "Variation", allow_hyphen_values = true)]
    pub(super) autocorrelation: Option<f64>,
    /// Regions, treated and comparison together
    #[arg(long, value_name = "N", help_heading = "Size", allow_hyphen_values = true)]
    pub(super) regions: Option<u64>,
    /// Share of regions that are treated
    #[arg(long, value_name = "0.5", default_value_t = 0.5, hide_default_value = true, help_heading = "Size", allow_hyphen_values = true)]
    pub(super) treated_share: f64,
    /// Periods before
    #[arg(long, value_name = "N", default_value_t = 6, help_heading = "Size", allow_hyphen_values = true)]
    pub(super) before: u32,
    /// Periods after
    #[arg(long, value_name = "N", default_value_t = 6, help_heading = "Size", allow_hyphen_values = true)]
    pub(super) after: u32,
    /// Waves of starts, evenly spaced over the periods after
    #[arg(long, value_name = "N", default_value_t = 1, help_heading = "Size", allow_hyphen_values = true)]
    pub(super) starts: u32,
    /// before-after of people instead of regions: people in each of the two
    #[arg(long, value_name = "N", help_heading = "Size", allow_hyphen_values = true)]
    pub(super) people: Option<u64>,
    /// The same people before and after, with this correlation
    #[arg(long, value_name = "R", help_heading = "Size", allow_hyphen_values = true)]
    pub(super) correlation: Option<f64>,
    /// Respondents in each round of a survey
    #[arg(long, value_name = "N", help_heading = "Size", allow_hyphen_values = true)]
    pub(super) respondents: Option<u64>,
    /// People that the survey is about
    #[arg(long, value_name = "N", help_heading = "Size", allow_hyphen_values = true)]
    pub(super) population: Option<u64>,
    /// Past data: the outcome column
    #[arg(long, value_name = "COL", help_heading = "Past data")]
    pub(super) outcome: Option<String>,
    /// Past data: the region (people: the person; survey: the region of the respondent, where respondents come by region)
    #[arg(long, value_name = "COL", help_heading = "Past data")]
    pub(super) unit: Option<String>,
    /// Past data: the period
    #[arg(long, value_name = "COL", help_heading = "Past data")]
    pub(super) time: Option<String>,
    /// Past data: take dates together by day, week, month, quarter or year
    #[arg(long, value_parser = keyword::<TimeScale>, value_name = "SCALE", help_heading = "Past data")]
    pub(super) every: Option<TimeScale>,
    /// Past data: programs that never were
    #[arg(long, value_name = "N", default_value_t = 2000, help_heading = "Past data", allow_hyphen_values = true)]
    pub(super) draws: u32,
}
