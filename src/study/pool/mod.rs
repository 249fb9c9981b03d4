//! A study that pools other studies: each one's main effect in standard deviations of its outcome, and their random-effects mean.
//!
//! The studies are run from their files and not read from reports, so that the pool never rests on a report that is out of date.

mod file;

pub use file::{PoolFile, PoolSection, PoolStudy, is_pool, load_pool};

use super::execute::{Progress, member};
use crate::checks::{self, Graded, Standing, grade};
use crate::error::{Error, Result};
use crate::estimate::{Estimate, Finding};
use crate::locale::{Lang, Text};
use crate::methods::pooling::{Study as Pooled, pooling};
use crate::text;

/// The main effect of one study.
#[derive(Debug, Clone, PartialEq)]
pub struct Member {
    /// Name of the study.
    pub name: String,
    /// Where it is from, as people write it.
    pub place: Text,
    /// Title of the study.
    pub title: Text,
    /// The main outcome, in words.
    pub outcome: Text,
    /// Its unit.
    pub unit: Text,
    /// Decimals of its values.
    pub decimals: usize,
    /// Command and method of the main effect.
    pub command: String,
    /// Method of the main effect.
    pub method: String,
    /// The effect in the unit of the outcome, its error and interval.
    pub effect: crate::estimate::Effect,
    /// Standard deviation of the outcome between records before any start.
    pub before_sd: Option<f64>,
    /// 1 where more is better, −1 where less is.
    pub sign: f64,
    /// How sure its own answer is.
    pub graded: Graded,
    /// Whether its data are made up.
    pub synthetic: bool,
    /// What its program cost in rupiah, where it says so.
    pub cost: Option<f64>,
    /// What its main outcome is worth.
    pub worth: Option<super::worth::WorthOf>,
    /// SHA-256 of its data files.
    pub sources: Vec<(String, Option<String>)>,
}

impl Member {
    /// Effect and error in standard deviations, positive for better.
    pub fn standardized(&self) -> (Option<f64>, Option<f64>) {
        let sd = self.before_sd.filter(|sd| *sd > 0.0);
        let scaled = |value: Option<f64>| value.zip(sd).map(|(value, sd)| value / sd);
        (scaled(self.effect.estimate).map(|value| self.sign * value), scaled(self.effect.std_error))
    }
}

/// What a pool of studies found.
#[derive(Debug, Clone)]
pub struct PoolResult {
    /// Short name.
    pub name: String,
    /// Title of the report.
    pub title: Text,
    /// The question.
    pub question: Text,
    /// Languages of the report, the main one first.
    pub languages: Vec<Lang>,
    /// The studies in the order of the file.
    pub members: Vec<Member>,
    /// Their pool, in standard deviations.
    pub pooled: Estimate,
    /// Checks of the pool.
    pub checks: Vec<Finding>,
    /// How sure the pooled answer is, by the rule of every study.
    pub graded: Graded,
    /// Confidence level.
    pub level: f64,
    /// Seed of the studies' draws is their own; this one is kept for the record.
    pub seed: u64,
    /// Whether any data are made up.
    pub synthetic: bool,
    /// The study file as text.
    pub study_file: String,
    /// Its path as a reader types it.
    pub study_path: String,
}

/// Runs the main analysis of every study and pools them. Errors: those of the studies, and that nothing can be pooled.
pub fn pool_studies(study: &PoolStudy, progress: &dyn Progress) -> Result<PoolResult> {
    let mut members = Vec::new();
    let mut problems = Vec::new();
    for one in &study.studies {
        let name = one.file.study.name.clone();
        progress.step(&text!("studi {name}", "study {name}"));
        match member(one, progress) {
            Ok(found) => members.push(found),
            Err(error) => problems.extend(error.problems),
        }
    }
    Error::unless_empty(problems)?;
    let section = &study.file.study;
    let studies: Vec<Pooled> = members
        .iter()
        .map(|member| {
            let (estimate, std_error) = member.standardized();
            Pooled { label: member.name.clone(), estimate, std_error }
        })
        .collect();
    let mut pooled = pooling(&studies, study.file.pool.method, study.file.pool.knapp_hartung, section.level)?;
    pooled.outcome = "standardized-effect".into();
    let graded: Vec<checks::Pooled> =
        members.iter().map(|member| checks::Pooled { name: member.name.clone(), label: member.place.clone(), grade: member.graded.grade }).collect();
    let findings = checks::pooled(&pooled, &graded);
    // What a study lacks in comparison has cost it its own grade.
    let standing = Standing { p_value: pooled.effect("random-effects").and_then(|effect| effect.p_value), wild_p_value: None, compared: true };
    Ok(PoolResult {
        name: section.name.clone(),
        title: section.title.text(),
        question: section.question.as_ref().map(super::schema::Words::text).unwrap_or_default(),
        languages: section.languages(),
        synthetic: section.synthetic || members.iter().any(|member| member.synthetic),
        members,
        pooled,
        graded: grade(standing, &findings),
        checks: findings,
        level: section.level,
        seed: section.seed,
        study_file: study.text.clone(),
        study_path: study.shown_path(),
    })
}
