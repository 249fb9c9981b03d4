//! A commented study file to start from: roles guessed from the columns, and clearly marked lines for what no file can tell.

mod guess;
mod write;

use crate::data::{Column, EngineSource, Records};
use crate::locale::{Lang, Text};
use guess::Guess;

/// What is known of the data.
#[derive(Debug, Clone, Copy)]
pub struct Looked<'a> {
    /// Files as the study file will name them.
    pub sources: &'a [String],
    /// The engine that has the records, where they are not in files.
    pub engine: Option<&'a EngineSource>,
    /// Columns with their facts.
    pub columns: &'a [Column],
    /// Records.
    pub rows: u64,
    /// How the files were read, in words.
    pub reading: &'a [Text],
}

/// The text of a study file for these data, with comments in the language. Lines to fill in are marked `ISI` or `FILL IN`.
pub fn draft(looked: &Looked, lang: Lang) -> String {
    write::write(looked, &Guess::of(looked.columns, looked.rows), lang)
}

/// The text of a study file for opened records; `sources` as the study file will name them, from the folder where it will lie, or an engine.
pub fn init(records: &Records, sources: &[String], engine: Option<&EngineSource>, lang: Lang) -> String {
    let reading: Vec<Text> = records.files().iter().map(|file| file.reading.clone()).collect();
    draft(&Looked { sources, engine, columns: records.columns(), rows: records.rows(), reading: &reading }, lang)
}

#[cfg(test)]
mod tests;
