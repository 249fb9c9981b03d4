//! Options of `dampak did` that belong to one or two methods.

use super::arguments::keyword;
use crate::design::PreAdjustment;
use clap::Args;

#[derive(Debug, Args)]
pub(super) struct MethodArguments {
    /// efficient: differences before the start with the best weight (efficient), whole (difference) or not at all (none)
    #[arg(long, value_parser = keyword::<PreAdjustment>, value_name = "HOW", default_value = "efficient", hide_default_value = true, help_heading = "Methods")]
    pub(super) pre_adjust: PreAdjustment,
}
