//! The survey as plain columns, the choices, and who counts.

use super::Grouping;
use crate::error::{Result, design, measure as problem};
use crate::estimate::Note;
use crate::locale::Lang;
use crate::measure::satisfaction::{Element, Regime};
use crate::panel::{DropReason, SampleAccount};
use crate::text;
use serde::{Deserialize, Serialize};

/// One item (question) of the survey.
#[derive(Debug, Clone, PartialEq)]
pub struct SurveyItem {
    /// Name of its column.
    pub name: String,
    /// The element that it is; none in another instrument.
    pub element: Option<Element>,
    /// Scores 1–4, one a respondent; none where not answered.
    pub scores: Vec<Option<f64>>,
    /// How important respondents find it, on any one scale for all items.
    pub importance: Option<Vec<Option<f64>>>,
}

impl SurveyItem {
    /// `U1`, or the column's name in another instrument.
    pub fn code(&self) -> &str {
        self.element.map_or(self.name.as_str(), |element| element.code())
    }

    /// The element's official name, or the column's name.
    pub(super) fn title(&self, lang: Lang) -> String {
        self.element.map_or_else(|| self.name.clone(), |element| element.name().get(lang).to_owned())
    }
}

/// A survey as columns of one length, one entry a respondent.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SatisfactionSample {
    /// Items in the order of the result.
    pub items: Vec<SurveyItem>,
    /// Period of each respondent.
    pub periods: Option<Grouping>,
    /// Region (or service, document) of each respondent; without one it counts in the whole only.
    pub regions: Option<Grouping>,
    /// Unit (office, clinic) that respondents were drawn from: the clusters.
    pub units: Option<Grouping>,
    /// Weights, positive.
    pub weights: Option<Vec<f64>>,
    /// Rows read and what left before; made from the columns' length where it is empty.
    pub account: SampleAccount,
    /// Notes of reading, of matching columns and of scoring answers.
    pub notes: Vec<Note>,
}

/// What happens where periods asked different items.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum DifferentItems {
    /// Only the items of all periods are compared, with a note.
    #[default]
    Common,
    /// Nothing is compared: an error.
    Stop,
}

/// Choices of the index.
#[derive(Debug, Clone, PartialEq)]
pub struct SatisfactionSettings {
    /// Grades of which regulation.
    pub regime: Regime,
    /// Confidence level.
    pub level: f64,
    /// Code of the first period level that is "after": all before it against all from it on. None: two periods as they are, of several the last against
    /// the first.
    pub after_from: Option<u32>,
    /// Where periods asked different items.
    pub different_items: DifferentItems,
    /// Language of the elements' names in the rows.
    pub lang: Lang,
}

impl Default for SatisfactionSettings {
    fn default() -> Self {
        Self { regime: Regime::default(), level: 0.95, after_from: None, different_items: DifferentItems::default(), lang: Lang::default() }
    }
}

/// The rows that count.
pub(super) struct Used {
    pub(super) rows: Vec<usize>,
    pub(super) account: SampleAccount,
    /// Respondents that count but name no region.
    pub(super) without_region: u64,
}

impl SatisfactionSample {
    /// A survey with nothing but its items.
    pub fn new(items: Vec<SurveyItem>) -> Self {
        Self { items, ..Self::default() }
    }

    /// Number of respondents in the columns.
    pub fn len(&self) -> usize {
        self.items.first().map_or(0, |item| item.scores.len())
    }

    /// Whether there is no respondent.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Columns of one length, a level between 0 and 1.
    pub(super) fn check(&self, settings: &SatisfactionSettings) -> Result<()> {
        if !(settings.level > 0.0 && settings.level < 1.0) {
            return Err(design::bad_level(settings.level).into());
        }
        let n = self.len();
        let uneven = self.items.iter().find(|item| item.scores.len() != n || item.importance.as_ref().is_some_and(|values| values.len() != n));
        if let Some(item) = uneven {
            return Err(problem::scores_missing(&item.name).into());
        }
        let groupings = [&self.periods, &self.regions, &self.units];
        if let Some(uneven) = groupings.into_iter().flatten().find(|grouping| grouping.codes.len() != n) {
            return Err(problem::scores_missing(&uneven.name).into());
        }
        if self.items.is_empty() || self.weights.as_ref().is_some_and(|weights| weights.len() != n) {
            return Err(problem::scores_missing("–").into());
        }
        Ok(())
    }

    /// Who counts: has a period and a unit where there are such columns, a positive weight, and answered something.
    pub(super) fn used(&self) -> Used {
        let n = self.len();
        let mut account = self.account.clone();
        if account.rows_read == 0 {
            account = SampleAccount { rows_read: n as u64, rows_used: n as u64, ..account };
        }
        let lacks =
            |grouping: &Option<Grouping>, row: usize| grouping.as_ref().filter(|grouping| grouping.codes[row].is_none()).map(|found| found.name.clone());
        let mut rows = Vec::with_capacity(n);
        let mut without_region = 0;
        for row in 0..n {
            let reason = if self.items.iter().all(|item| item.scores[row].is_none()) {
                Some(DropReason::Other(text!("tidak menjawab satu unsur pun", "no answer to any element")))
            } else if let Some(name) = lacks(&self.periods, row).or_else(|| lacks(&self.units, row)) {
                Some(DropReason::Missing(name))
            } else if self.weights.as_ref().is_some_and(|weights| !(weights[row].is_finite() && weights[row] > 0.0)) {
                Some(DropReason::NonPositiveWeight)
            } else {
                None
            };
            if let Some(reason) = reason {
                account.drop_rows(reason, 1);
                continue;
            }
            without_region += u64::from(lacks(&self.regions, row).is_some());
            rows.push(row);
        }
        account.units = self.units.as_ref().map(|units| units.distinct(&rows));
        account.periods = self.periods.as_ref().map(|periods| periods.distinct(&rows));
        Used { rows, account, without_region }
    }
}
