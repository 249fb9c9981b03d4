//! Checks of a result, one a file: each gives a [`Finding`] with a verdict, the numbers behind it and a sentence; and the grade of the answer.
//!
//! | check | asks | from |
//! |---|---|---|
//! | `pre-trends` | did the groups move alike before the program? | the joint test of an event study |
//! | `few-clusters` | are there enough clusters for the standard error? | the result, with its wild cluster bootstrap |
//! | `pre-trends` of a mix of units | does the mix follow the treated before the program? | the path of synthetic methods |
//! | `placebo-group` | do comparison units show such changes, too? | placebos of synthetic methods |
//! | `ramadan` | does Ramadan weigh differently before and after? | records by month |
//! | `composition` | did the mix of cases change between the groups? | records by group, time and kind |
//! | `missing-data` | how many rows are missing from the result? | the account of rows |
//! | `decomposition` | what is two-way fixed effects made of? | comparisons of two starts with their weights |
//! | `honest` | how far may the groups part before the conclusion changes? | bounds of Rambachan and Roth |
//! | `pre-trends-power` | what drift would the test before the program have missed? | effects before the start with their covariance (Roth 2022) |
//! | `pre-trends-equivalence` | can differences as large as the effect be ruled out before it? | the same |
//! | `placebo-time` | would a program that pretends to start earlier show an effect? | the same |
//! | `specifications` | do other reasonable choices lead to the same answer? | the main effect under each |
//! | `comparisons` | who is compared with whom? | units and records by start, before and after |
//! | `balance` | were the groups alike before the program? | means and spreads before |
//! | `leave-one-study-out`, `distant-study`, `prediction`, `one-scale`, `studies` | of a pool: does one study decide or stand apart, may the next program do nothing, are effects on one scale, how sure are the studies? | the pool and the grades of its studies |
//! | `leave-one-out` | does one comparison region carry the result? | the estimate again without each |
//! | `leave-one-out`, `leave-one-cohort-out`, `leave-one-period-out` | does one comparison region, start or period carry the result? | the estimate again without each |
//! | `other-comparisons` | would another comparison group lead elsewhere? | the estimate against each region alone, and those not yet treated |
//! | `placebo-place` | do places without the program show such an effect? | pretended programs at comparison regions or units |
//! | `selection` | who was chosen? | levels and slopes of units before the program |
//! | `selection-of-participants` | did subgroups of participants differ before? | scores before the training |
//! | `anticipation` | did the outcome move before the start? | the last effects before it |
//! | `outliers` | do extreme values carry the result, are there impossible ones? | the effect with extremes limited, shares of values |
//! | `heaping` | do values heap on round numbers, and does that change? | shares of multiples by group and time |
//! | `clock` | do the clocks make sense? | signs of the instants by group and time |
//! | `missing-by-group` | did rows go missing on one side? | shares of rows without the outcome by group and time |
//! | `transformations` | would another clock or scale lead elsewhere? | the effect on each |
//! | `instrument` | did a survey ask the same in the same way? | answers by element, straight lines, points of the scale |
//! | `placebo-outcome` | does what the program does not touch change, too? | the effect on outcomes that the study marks |
//! | `spillover` | do comparison units next to the treated change? | neighbours against far units |
//! | `holidays` | do days off and Idulfitri weigh differently before and after? | the working calendar by period |

mod anticipation;
mod balance;
mod cards;
mod clock;
mod comparisons;
mod composition;
mod decomposition;
mod equivalence;
mod few_clusters;
mod grade;
mod heaping;
mod holidays;
mod honest;
mod instrument;
mod leave_one_cohort_out;
mod leave_one_out;
mod leave_one_period_out;
mod missing_by_group;
mod missing_data;
mod of_estimate;
mod other_comparisons;
mod outliers;
mod overturn;
mod page;
mod placebo_outcome;
mod placebo_place;
mod placebo_time;
mod pooled;
mod pre_trends;
mod pre_trends_power;
mod ramadan;
mod selection;
mod sided;
mod specifications;
mod spillover;
mod synthetic;
mod transformations;
mod written;

pub use anticipation::anticipation;
pub use balance::{Before, Variable, balance};
pub use cards::{CheckCard, EVIDENCE, check_cards};
pub use clock::{ClockSigns, clock};
pub use comparisons::{Group, comparisons};
pub use composition::{MixCell, composition};
pub use decomposition::decomposition;
pub use equivalence::{RuledOut, equivalence};
pub use few_clusters::{Clusters, FEW, TOO_FEW, few_clusters};
pub use grade::{Grade, Graded, Standing, Step, grade};
pub use heaping::{Round, heaping};
pub use holidays::{CalendarPeriod, holidays};
pub use honest::honest;
pub use instrument::{Respondents, instrument};
pub use leave_one_cohort_out::leave_one_cohort_out;
pub use leave_one_out::{Left, leave_one_out};
pub use leave_one_period_out::leave_one_period_out;
pub use missing_by_group::missing_by_group;
pub use missing_data::missing_data;
pub use of_estimate::of_estimate;
pub use other_comparisons::{Against, other_comparisons};
pub use outliers::{Extremes, outliers};
pub use overturn::nothing_to_overturn;
pub use page::{checks_page, false_alarms, grade_page};
pub use placebo_outcome::{Untouched, placebo_outcome};
pub use placebo_place::placebo_place;
pub use placebo_time::placebo_time;
pub use pooled::{Pooled, pooled, rule_of_pool};
pub use pre_trends::pre_trends;
pub use pre_trends_power::pre_trends_power;
pub use ramadan::{MonthCount, ramadan};
pub use selection::{Subgroups, UnitBefore, selection, selection_of_participants};
pub use sided::Sided;
pub use specifications::specifications;
pub use spillover::spillover;
pub use synthetic::{fit_before, placebo_p_value, placebo_units};
pub use transformations::{OnScale, transformations};
pub use written::{Written, is_share, percent_decimals};

use crate::estimate::{Finding, Verdict};
use crate::locale::{Lang, Text, p_value};
use serde_json::{Map, Value};
use sided::change;

/// `p = 0,012` or `p < 0,001`.
fn p_shown(lang: Lang, p: f64) -> String {
    let value = p_value(lang, p);
    // Held together, so that no line ends within it.
    if value.starts_with('<') { format!("p {value}") } else { format!("p = {value}") }.replace(' ', "\u{a0}")
}

/// Share of the effect from which a change where there should be none is large.
const LARGE: f64 = 0.5;

/// A change where there should be none, by its p-value and its size beside the effect: fails with p < 0.05 and at least half that size; care with p < 0.05, or
/// p < 0.10 and that size.
fn where_none_should_be(estimate: f64, p: f64, effect: f64) -> Verdict {
    let large = estimate.abs() >= LARGE * effect.abs();
    if p < 0.05 && large {
        Verdict::Fail
    } else if p < 0.05 || (p < 0.10 && large) {
        Verdict::Caution
    } else {
        Verdict::Pass
    }
}

/// A finding from its parts.
fn finding(name: &str, verdict: Verdict, evidence: &[(&str, Value)], sentence: Text) -> Finding {
    let evidence: Map<String, Value> = evidence.iter().map(|(key, value)| ((*key).to_owned(), value.clone())).collect();
    Finding { name: name.to_owned(), verdict, evidence, sentence }
}
