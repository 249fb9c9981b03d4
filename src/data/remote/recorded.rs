//! An engine that is none: answers that were written down before, by a part of the statement that they answer.

use super::arrow::AnswerKind;
use super::{Answer, AnswerColumn, Link};
use crate::error::{Result, engine as problems};
use std::sync::Mutex;

/// Answers by a part of the statement, and what was asked.
#[derive(Default)]
pub(in crate::data) struct Recorded {
    pub(in crate::data) columns: Vec<(String, std::result::Result<AnswerKind, String>)>,
    pub(in crate::data) answers: Vec<(&'static str, Vec<AnswerColumn>)>,
    pub(in crate::data) asked: Mutex<Vec<String>>,
}

impl Link for Recorded {
    fn ask(&self, sql: &str) -> Result<Answer> {
        self.asked.lock().unwrap().push(sql.to_owned());
        let known = self.answers.iter().find(|(part, _)| sql.contains(part));
        let (_, columns) = known.ok_or_else(|| problems::query_failed("Recorded", sql))?;
        Ok(Answer { names: (0..columns.len()).map(|at| format!("f{at}")).collect(), columns: columns.clone() })
    }

    fn columns(&self, sql: &str) -> Result<Vec<(String, std::result::Result<AnswerKind, String>)>> {
        self.asked.lock().unwrap().push(sql.to_owned());
        if self.columns.is_empty() { Err(problems::query_failed("Recorded", "relation does not exist").into()) } else { Ok(self.columns.clone()) }
    }
}
