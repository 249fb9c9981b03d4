//! Options of `dampak did` that belong to one or two methods.

use super::arguments::keyword;
use crate::design::{Family, PreAdjustment, PreMean, Switchers};
use clap::Args;

#[derive(Debug, Args)]
pub(super) struct MethodArguments {
    /// efficient: differences before the start with the best weight (efficient), whole (difference) or not at all (none)
    #[arg(long, value_parser = keyword::<PreAdjustment>, value_name = "HOW", default_value = "efficient", hide_default_value = true, help_heading = "Methods")]
    pub(super) pre_adjust: PreAdjustment,
    /// local-projections: every start unit counts the same, instead of starts by their variance
    #[arg(long, help_heading = "Methods")]
    pub(super) reweight: bool,
    /// local-projections: measure changes from the mean of all or N periods before the start
    #[arg(long, value_name = "all|N", help_heading = "Methods")]
    pub(super) pre_mean: Option<PreMean>,
    /// switchers: changes of treatment that count: both, in (to more) or out (to less)
    #[arg(long, value_parser = keyword::<Switchers>, value_name = "both|in|out", default_value = "both", hide_default_value = true, help_heading = "Methods")]
    pub(super) switchers: Switchers,
    /// extended-twfe: gaussian (linear), poisson (counts) or logit (outcomes between 0 and 1)
    #[arg(long, value_parser = keyword::<Family>, value_name = "MODEL", default_value = "gaussian", hide_default_value = true, help_heading = "Methods")]
    pub(super) family: Family,
}
