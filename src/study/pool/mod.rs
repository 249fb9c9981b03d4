//! A study that pools other studies: each one's main effect in standard deviations of its outcome, and their random-effects mean.
//!
//! The studies are run from their files and not read from reports, so that the pool never rests on a report that is out of date.

mod file;

pub use file::{PoolFile, PoolSection, PoolStudy, is_pool, load_pool};

use super::execute::{Progress, member, side_by_side};
use super::result::{OutcomeResult, ProgramFacts};
use crate::checks::{self, Graded, Standing, grade};
use crate::error::{Error, Result};
use crate::estimate::{Effect, Estimate, Finding};
use crate::inference::distributions::critical_value;
use crate::locale::{Lang, Text};
use crate::measure::target::Better;
use crate::methods::pooling::{Pooling, Study as Pooled, pooling};
use crate::text;

/// The main effect of one study.
#[derive(Debug, Clone)]
pub struct Member {
    /// Name of the study.
    pub name: String,
    /// Where it is from, as people write it.
    pub place: Text,
    /// Title of the study.
    pub title: Text,
    /// What was done, since when, to whom, against whom.
    pub program: ProgramFacts,
    /// The main outcome, as far as the answer needs it: the main effect, the checks and the grade; no groups, distributions or further methods.
    pub answer: OutcomeResult,
    /// Command and method of the main effect.
    pub command: String,
    /// Method of the main effect.
    pub method: String,
    /// Records that it rests on.
    pub records: u64,
    /// Confidence level of the study.
    pub level: f64,
    /// The effect in the unit of the outcome, its error and interval.
    pub effect: Effect,
    /// Standard deviation of the outcome between records before any start.
    pub before_sd: Option<f64>,
    /// Whether those records are one for each unit and period, so that they may be averages already.
    pub one_a_cell: bool,
    /// Whether its data are made up.
    pub synthetic: bool,
    /// What its program cost in rupiah, where it says so.
    pub cost: Option<f64>,
    /// What its main outcome is worth.
    pub worth: Option<super::worth::WorthOf>,
    /// SHA-256 of its data files.
    pub sources: Vec<(String, Option<String>)>,
    /// Names of units that a report must not hold, and the key of what stands for them.
    pub hidden_names: (Vec<String>, String),
    /// Seed of the study.
    pub seed: u64,
    /// Its study file as text, for its hash.
    pub study_file: String,
    /// Where that file lies, from where the command is run.
    pub study_path: String,
}

impl Member {
    /// 1 where more is better, −1 where less is.
    fn sign(&self) -> f64 {
        if self.answer.better == Better::Lower { -1.0 } else { 1.0 }
    }

    /// Effect and error in standard deviations, positive for better.
    pub fn standardized(&self) -> (Option<f64>, Option<f64>) {
        let sd = self.before_sd.filter(|sd| *sd > 0.0);
        let scaled = |value: Option<f64>| value.zip(sd).map(|(value, sd)| value / sd);
        (scaled(self.effect.estimate).map(|value| self.sign() * value), scaled(self.effect.std_error))
    }

    /// The effect with its interval at the level of the pool: its own, made anew where its study uses another level.
    pub fn at_level(&self, level: f64) -> Effect {
        let mut effect = self.effect.clone();
        if (self.level - level).abs() > 1e-12 {
            let margin = effect.std_error.map(|error| critical_value(level, effect.df) * error);
            let limits = effect.estimate.zip(margin);
            (effect.conf_low, effect.conf_high) = limits.map(|(estimate, margin)| (estimate - margin, estimate + margin)).unzip();
        }
        effect
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
    /// Names of units that a report must not hold; empty where it may.
    pub hidden_names: Vec<String>,
    /// Decides what stands for which of them.
    pub alias_key: String,
}

/// Runs the main analysis of every study, several at a time, and pools them. Errors: those of all studies, and that nothing can be pooled.
pub fn pool_studies(study: &PoolStudy, progress: &dyn Progress) -> Result<PoolResult> {
    let found = side_by_side(&study.studies, |one| {
        let name = one.file.study.name.clone();
        progress.step(&text!("studi {name}", "study {name}"));
        member(one, progress)
    });
    let mut members = Vec::new();
    let mut problems = Vec::new();
    for one in found {
        match one {
            Ok(member) => members.push(member),
            Err(error) => problems.extend(error.problems),
        }
    }
    Error::unless_empty(problems)?;
    let section = &study.file.study;
    let of = |member: &Member| {
        let (estimate, std_error) = member.standardized();
        Pooled { label: member.name.clone(), estimate, std_error, df: member.effect.df }
    };
    let studies: Vec<Pooled> = members.iter().map(of).collect();
    let how = Pooling { method: study.file.pool.method, knapp_hartung: study.file.pool.knapp_hartung, level: section.level };
    let mut pooled = pooling(&studies, how)?;
    pooled.outcome = "standardized-effect".into();
    let seen = |member: &Member| checks::Pooled {
        name: member.name.clone(),
        label: member.place.clone(),
        grade: member.answer.graded.grade,
        averages: member.one_a_cell,
    };
    let findings = checks::pooled(&pooled, &members.iter().map(seen).collect::<Vec<_>>());
    // What a study lacks in comparison has cost it its own grade.
    let standing = Standing { p_value: pooled.effect("random-effects").and_then(|effect| effect.p_value), wild_p_value: None, compared: true };
    let (names, keys): (Vec<_>, Vec<_>) = members.iter().map(|member| member.hidden_names.clone()).unzip();
    Ok(PoolResult {
        hidden_names: names.concat(),
        alias_key: keys.concat(),
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
