//! What is planned, and whether its numbers mean anything.

use super::{AUTOCORRELATION, ICC};
use crate::error::{Problem, Result, power as problem};
use crate::locale::Text;
use crate::text;
use serde::{Deserialize, Serialize};
use serde_json::json;

/// What is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum PowerDesign {
    /// Before and after, without comparison regions.
    BeforeAfter,
    /// Changes of treated regions against those of others.
    Did,
    /// Two rounds of a survey with different respondents.
    Survey,
}

/// What is planned.
#[derive(Debug, Clone, PartialEq)]
pub struct PowerSettings {
    /// What is compared.
    pub design: PowerDesign,
    /// Standard deviation of the outcome of a record (of a region's mean, where `records` is not given), permanent differences of regions removed.
    pub sd: Option<f64>,
    /// Records a region and period.
    pub records: Option<f64>,
    /// Coefficient of variation of the number of records over regions: their standard deviation over their mean.
    pub records_cv: Option<f64>,
    /// Share of the variance that records of a region and period have in common.
    pub icc: Option<f64>,
    /// Correlation of the common part between neighbouring periods.
    pub autocorrelation: Option<f64>,
    /// Regions, treated and comparison together.
    pub regions: Option<u64>,
    /// Share of regions that are treated.
    pub treated_share: f64,
    /// Periods before.
    pub before: u32,
    /// Periods after.
    pub after: u32,
    /// Waves of starts.
    pub starts: u32,
    /// People before, and as many after.
    pub people: Option<u64>,
    /// Correlation of the same people before and after; none where they are others.
    pub correlation: Option<f64>,
    /// Respondents in each round of a survey.
    pub respondents: Option<u64>,
    /// People that a survey is about.
    pub population: Option<u64>,
    /// The effect that matters, in units of the outcome.
    pub effect: Option<f64>,
    /// Wanted power.
    pub power: f64,
    /// Confidence level of the test.
    pub level: f64,
}

impl PowerSettings {
    /// A design with every default.
    pub fn new(design: PowerDesign) -> Self {
        Self {
            design,
            sd: None,
            records: None,
            records_cv: None,
            icc: None,
            autocorrelation: None,
            regions: None,
            treated_share: 0.5,
            before: 6,
            after: 6,
            starts: 1,
            people: None,
            correlation: None,
            respondents: None,
            population: None,
            effect: None,
            power: 0.8,
            level: 0.95,
        }
    }

    /// Number of what is counted: regions, people or respondents.
    pub(super) fn size(&self) -> Option<u64> {
        match self.design {
            PowerDesign::Survey => self.respondents,
            PowerDesign::BeforeAfter => self.people.or(self.regions),
            PowerDesign::Did => self.regions,
        }
    }

    /// The same plan with another number of what is counted.
    #[must_use]
    pub(super) fn with_size(&self, size: u64) -> Self {
        let mut other = self.clone();
        match (self.design, self.people) {
            (PowerDesign::Survey, _) => other.respondents = Some(size),
            (PowerDesign::BeforeAfter, Some(_)) => other.people = Some(size),
            _ => other.regions = Some(size),
        }
        other
    }

    /// Term of the number that it takes.
    pub(super) fn counted(&self) -> &'static str {
        match (self.design, self.people) {
            (PowerDesign::Survey, _) => "respondents-needed",
            (PowerDesign::BeforeAfter, Some(_)) => "people-needed",
            _ => "regions-needed",
        }
    }

    /// Whether regions over several periods are compared, and not people or respondents in two rounds.
    pub(super) fn of_regions(&self) -> bool {
        self.design == PowerDesign::Did || (self.design == PowerDesign::BeforeAfter && self.people.is_none())
    }

    /// Treated among so many regions: whole regions, at least one, and one to compare with.
    pub(super) fn treated(&self, regions: u64) -> u64 {
        ((regions as f64 * self.treated_share).round() as u64).clamp(1, regions.saturating_sub(1).max(1))
    }

    /// Share of the variance that records of a region and period have in common: all of it where regions are not made of records.
    pub(super) fn common(&self) -> f64 {
        if self.records.is_some() { self.icc.unwrap_or(ICC) } else { 1.0 }
    }

    pub(super) fn check(&self) -> Result<()> {
        let mut problems: Vec<Problem> = Vec::new();
        let share = |value: f64| value > 0.0 && value < 1.0;
        let mut range = |option: &'static str, fine: bool, words: Text| {
            if !fine {
                problems.push(problem::out_of_range(option, &words));
            }
        };
        let above_zero = || text!("lebih dari 0", "above 0");
        let whole = || text!("bilangan bulat mulai dari 1", "a whole number from 1 on");
        range("--sd", self.sd.is_none_or(|sd| sd > 0.0 && sd.is_finite()), above_zero());
        range(
            "--power",
            share(self.power) && self.power > 1.0 - self.level,
            text!("di antara 1 − tingkat kepercayaan dan 1, misalnya 0,8", "between 1 − the confidence level and 1, for example 0.8"),
        );
        range("--treated-share", share(self.treated_share), text!("di antara 0 dan 1", "between 0 and 1"));
        range("--icc", self.icc.is_none_or(|icc| (0.0..=1.0).contains(&icc)), text!("dari 0 sampai dengan 1", "from 0 to 1"));
        range(
            "--autocorrelation",
            self.autocorrelation.is_none_or(|gamma| gamma > -1.0 && gamma <= 1.0),
            text!("lebih dari −1, paling banyak 1", "above −1 and at most 1"),
        );
        range("--correlation", self.correlation.is_none_or(|r| r > -1.0 && r < 1.0), text!("di antara −1 dan 1", "between −1 and 1"));
        range("--records", self.records.is_none_or(|records| records >= 1.0 && records.is_finite()), text!("sedikitnya 1", "at least 1"));
        range("--records-cv", self.records_cv.is_none_or(|cv| cv >= 0.0 && cv.is_finite()), text!("sedikitnya 0", "at least 0"));
        range(
            "--effect",
            self.effect.is_none_or(|effect| effect != 0.0 && effect.is_finite()),
            text!("bilangan selain 0, dalam satuan hasil", "a number other than 0, in units of the outcome"),
        );
        range("--before", self.before >= 1, whole());
        range("--after", self.after >= 1, whole());
        range(
            "--starts",
            self.starts >= 1 && self.starts <= self.after.max(1),
            text!("dari 1 sampai dengan jumlah periode sesudah (--after)", "from 1 to the number of periods after (--after)"),
        );
        let enough = self.respondents.zip(self.population).is_none_or(|(asked, all)| asked <= all);
        range("--respondents", enough, text!("paling banyak sebesar populasinya (--population)", "at most the population (--population)"));
        crate::error::Error::unless_empty(problems)
    }

    /// Options that were given and that this design has no use for.
    pub(super) fn not_used(&self) -> Vec<&'static str> {
        let (survey, regions) = (self.design == PowerDesign::Survey, self.of_regions());
        let people = self.design == PowerDesign::BeforeAfter && self.people.is_some();
        let list = [
            ("--people", self.people.is_some() && !people),
            ("--correlation", self.correlation.is_some() && !people),
            ("--regions", self.regions.is_some() && !regions),
            ("--respondents", self.respondents.is_some() && !survey),
            ("--population", self.population.is_some() && !survey),
            ("--starts", self.starts > 1 && self.design != PowerDesign::Did),
            ("--autocorrelation", self.autocorrelation.is_some() && !regions),
            ("--records", self.records.is_some() && people),
            ("--icc", self.icc.is_some() && (self.records.is_none() || people)),
            ("--records-cv", self.records_cv.is_some() && (self.records.is_none() || people)),
        ];
        list.into_iter().filter(|(_, idle)| *idle).map(|(option, _)| option).collect()
    }

    /// Everything that was chosen, for the result.
    pub(super) fn described(&self) -> serde_json::Value {
        let regions = self.of_regions();
        let assumed = |given: Option<f64>, default: f64| regions.then(|| given.unwrap_or(default));
        json!({
            "design": self.design, "sd": self.sd, "records": self.records, "records_cv": self.records.map(|_| self.records_cv.unwrap_or(0.0)),
            "icc": self.records.map(|_| self.common()), "autocorrelation": assumed(self.autocorrelation, AUTOCORRELATION),
            "regions": self.regions, "treated_share": (self.design == PowerDesign::Did).then_some(self.treated_share),
            "treated_regions": self.regions.filter(|regions| self.design == PowerDesign::Did && *regions > 1).map(|regions| self.treated(regions)),
            "before": regions.then_some(self.before), "after": regions.then_some(self.after), "starts": self.starts,
            "people": self.people, "correlation": self.correlation, "respondents": self.respondents, "population": self.population,
            "effect": self.effect, "power": self.power, "level": self.level,
        })
    }
}
