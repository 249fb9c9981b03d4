//! DATA and how it is read.

use super::arguments::{YesNo, keyword};
use super::engine_arguments::{EngineArguments, surroundings};
use super::progress::Terminal;
use crate::data::{self, DateOrder, EngineSource, Ragged, ReadOptions, Records};
use crate::error::Error;
use crate::study::Progress;
use crate::text;
use clap::Args;

/// The data files and the options of reading them, the same for every command.
#[derive(Debug, Args)]
pub(super) struct DataArguments {
    /// Files, folders or globs: .csv (.gz), .parquet, .arrow, .xlsx, .ods, .dta, .sav; - is CSV on standard input
    #[arg(value_name = "DATA", required_unless_present = "engine")]
    pub(super) files: Vec<String>,
    /// Field separator of text files [default: recognised]
    #[arg(long, value_name = "CHAR", help_heading = "Reading")]
    delimiter: Option<String>,
    /// Decimal mark [default: recognised]
    #[arg(long, value_name = ".|,", help_heading = "Reading")]
    decimal: Option<String>,
    /// Thousands mark, or none [default: recognised]
    #[arg(long, value_name = "CHAR", help_heading = "Reading")]
    thousands: Option<String>,
    /// Encoding of text files: utf-8, windows-1252 … [default: recognised]
    #[arg(long, value_name = "NAME", help_heading = "Reading")]
    encoding: Option<String>,
    /// Sheet of a workbook [default: the first with a table]
    #[arg(long, value_name = "NAME", help_heading = "Reading")]
    sheet: Option<String>,
    /// Whether the first row is a header [default: recognised]
    #[arg(long, value_name = "yes|no", help_heading = "Reading")]
    header: Option<YesNo>,
    /// Number of header rows [default: recognised]
    #[arg(long, value_name = "N", help_heading = "Reading")]
    header_rows: Option<usize>,
    /// Rows to skip above the header
    #[arg(long, value_name = "N", help_heading = "Reading")]
    skip_rows: Option<usize>,
    /// Order of numeric dates: day-first (31/12/2024) or month-first (12/31/2024) [default: recognised from the column]
    #[arg(long, value_name = "ORDER", help_heading = "Reading", value_parser = keyword::<DateOrder>)]
    date_order: Option<DateOrder>,
    /// Further values that mean "missing", comma-separated
    #[arg(long, value_name = "A,B", value_delimiter = ',', help_heading = "Reading", allow_hyphen_values = true)]
    missing: Vec<String>,
    /// Rows with too many or too few fields: drop (counted) or fill [default: refused]
    #[arg(long, value_name = "drop|fill", help_heading = "Reading", value_parser = keyword::<Ragged>)]
    ragged: Option<Ragged>,
    /// Add a column of this name with the file of each record
    #[arg(long, value_name = "COL", help_heading = "Reading")]
    file_column: Option<String>,
    #[command(flatten)]
    pub(super) engine: EngineArguments,
}

impl DataArguments {
    /// Whether there are data at all.
    pub(super) fn given(&self) -> bool {
        !self.files.is_empty() || self.engine.source().is_some()
    }

    fn options(&self, progress: &Terminal) -> ReadOptions {
        ReadOptions {
            delimiter: self.delimiter.clone(),
            decimal: self.decimal.clone(),
            thousands: self.thousands.clone(),
            encoding: self.encoding.clone(),
            sheet: self.sheet.clone(),
            header: self.header.map(|answer| answer == YesNo::Yes),
            header_rows: self.header_rows,
            skip_rows: self.skip_rows,
            date_order: self.date_order,
            missing: self.missing.clone(),
            ragged: self.ragged,
            file_column: self.file_column.clone(),
            meter: progress.meter(),
            ..ReadOptions::default()
        }
    }

    /// Opens the files with the columns that the command line names, and works on them. Where the values hold a surprise that the quick look at a
    /// large file did not show, or a column is not among those, everything is read and the work done again.
    pub(super) fn with<T>(&self, progress: &Terminal, work: impl Fn(&Records) -> Result<T, Error>) -> Result<T, Error> {
        if let Some(source) = self.engine.source() {
            let words = mentioned(std::env::args().skip(1));
            return work(&on_engine(&source, progress, |column| words.iter().any(|word| word == column))?);
        }
        progress.step(&text!("membaca data", "reading the data"));
        let columns = |quick: bool| quick.then(|| mentioned(std::env::args().skip(1)));
        data::open_and(|quick| data::open(&self.files, &ReadOptions { columns: columns(quick), ..self.options(progress) }), work)
    }

    /// Opens the files and says so on a terminal.
    pub(super) fn open(&self, progress: &Terminal) -> Result<Records, Error> {
        if let Some(source) = self.engine.source() {
            return on_engine(&source, progress, |_| true);
        }
        progress.step(&text!("membaca data", "reading the data"));
        data::open(&self.files, &self.options(progress))
    }
}

/// Opens records on an engine, with facts of the columns that are wanted.
fn on_engine(source: &EngineSource, progress: &Terminal, wanted: impl Fn(&str) -> bool) -> Result<Records, Error> {
    let engine = source.engine.name();
    progress.step(&text!("bertanya kepada {engine}", "asking {engine}"));
    data::open_engine(source, &surroundings(), wanted)
}

/// Every word of a command line that may be the name of a column: arguments as they stand, behind `=`, and their parts between commas and brackets.
fn mentioned(arguments: impl Iterator<Item = String>) -> Vec<String> {
    let mut found = Vec::new();
    for argument in arguments {
        let value = argument.split_once('=').map_or("", |(_, value)| value).to_owned();
        for whole in [argument, value] {
            found.extend(whole.split([',', '(', ')']).map(|part| part.trim().to_owned()));
            found.push(whole);
        }
    }
    found.sort();
    found.dedup();
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_of_naming_a_column_is_heard() {
        let words = ["did", "--outcome=jam kerja", "--covariates", "a,factor(b c)", "--unit", "kantor, cabang"];
        let found = mentioned(words.iter().map(|word| (*word).to_owned()));
        for name in ["jam kerja", "a", "b c", "kantor, cabang", "kantor", "cabang"] {
            assert!(found.iter().any(|known| known == name), "{name}");
        }
    }
}
