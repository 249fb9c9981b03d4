//! One file after its first pass: facts of its columns, and how to scan it again.

use super::codec::Codec;
use super::column::Column;
use super::glance::Watch;
use super::missing::Missing;
use super::profile::Profile;
use super::sweep::Piecewise;
use crate::estimate::Note;
use crate::locale::Text;
use crate::panel::DropReason;
use polars::prelude::*;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What is known of a column of one file.
pub(super) enum Content {
    /// Text whose type is guessed from all values.
    Text(Box<Profile>),
    /// A column that carries its type.
    Typed(Box<Column>),
}

/// A column of one file.
pub(super) struct Loading {
    pub(super) name: String,
    pub(super) duplicated: bool,
    pub(super) content: Content,
}

impl Loading {
    /// The facts of its values, where it is text.
    pub(super) fn text(&self) -> Option<&Profile> {
        match &self.content {
            Content::Text(profile) => Some(profile),
            Content::Typed(_) => None,
        }
    }
}

/// How the file is scanned again.
pub(super) enum Body {
    /// Comma-separated text in UTF-8.
    Csv(CsvScan),
    /// A frame, with text columns as they stand.
    Frame(Box<LazyFrame>),
}

/// A text file that can be scanned as it is.
pub(super) struct CsvScan {
    pub(super) path: PathBuf,
    pub(super) delimiter: u8,
    /// The separator of the file that the user has.
    pub(super) separator: u8,
    /// Lines before the first record.
    pub(super) skip: usize,
    /// All columns in the order of the file.
    pub(super) names: Vec<String>,
    /// Spellings of missing values that occur.
    pub(super) missing: Vec<String>,
    /// Whether fields may be quoted.
    pub(super) quotes: bool,
    /// Whether only some places were looked at; the structure of the others is checked while they are read.
    pub(super) piecewise: bool,
}

/// A file after its first pass.
pub(super) struct Loaded {
    pub(super) path: PathBuf,
    pub(super) bytes: u64,
    pub(super) rows: u64,
    pub(super) dropped: Vec<(DropReason, u64)>,
    pub(super) reading: Text,
    pub(super) notes: Vec<Note>,
    pub(super) columns: Vec<Loading>,
    /// Whether values of some rows were not looked at.
    pub(super) sampled: bool,
    pub(super) body: Body,
}

impl CsvScan {
    /// The scan with these columns typed by the scan itself and all others as text.
    pub(super) fn frame(&self, native: impl Fn(&str) -> Option<DataType>) -> PolarsResult<LazyFrame> {
        let types = self.names.iter().map(|name| {
            let dtype = native(name).filter(|dtype| *dtype != DataType::String).unwrap_or(DataType::String);
            Field::new(PlSmallStr::from_str(name), dtype)
        });
        let missing: Vec<PlSmallStr> = self.missing.iter().map(|token| PlSmallStr::from_str(token)).collect();
        LazyCsvReader::new(PlRefPath::try_from_path(&self.path)?)
            .with_has_header(false)
            .with_skip_lines(self.skip)
            .with_separator(self.delimiter)
            .with_quote_char(self.quotes.then_some(b'"'))
            .with_schema(Some(Arc::new(types.collect())))
            .with_null_values(if missing.is_empty() { None } else { Some(NullValues::AllColumns(missing)) })
            .with_glob(false)
            .finish()
    }
}

/// How one column of the records is made from a file.
pub(super) struct Step {
    pub(super) name: String,
    /// The codec of text; none of typed columns.
    pub(super) codec: Option<Codec>,
    pub(super) native: Option<DataType>,
    /// The physical type that the records want.
    pub(super) wanted: DataType,
}

impl Loaded {
    /// The frame of the file with these columns in this order and type.
    pub(super) fn frame(&self, steps: &[Step], missing: &Arc<Missing>, watch: Option<&Watch>, file_column: Option<&str>) -> PolarsResult<LazyFrame> {
        // Words for missing values may stand in rows that were not looked at: text goes by the codec there, and the scan stops at what is no number.
        let native = |step: &Step| step.native.clone().filter(|dtype| !self.sampled || *dtype != DataType::String);
        let (base, scan) = match &self.body {
            Body::Csv(scan) => (scan.frame(|name| steps.iter().find(|step| step.name == name).and_then(native))?, true),
            Body::Frame(frame) => ((**frame).clone(), false),
        };
        let mut columns: Vec<Expr> = steps
            .iter()
            .map(|step| {
                let plain = col(PlSmallStr::from_str(&step.name));
                let (value, has) = match step.codec {
                    Some(codec) if !(scan && native(step).is_some()) => (codec.expression(&step.name, missing, watch), codec.physical()),
                    Some(codec) => (plain, codec.physical()),
                    None => (plain, step.wanted.clone()),
                };
                if has == step.wanted { value } else { value.cast(step.wanted.clone()) }
            })
            .collect();
        if let Some(name) = file_column {
            columns.push(lit(stem(&self.path)).alias(name));
        }
        Ok(base.select(columns))
    }
}

impl Loaded {
    /// Whether the file was looked at in some places only.
    pub(super) fn is_piecewise(&self) -> bool {
        matches!(&self.body, Body::Csv(scan) if scan.piecewise)
    }

    /// How the file is read piece by piece; none where it cannot be: other formats, and quotes that line breaks may stand between.
    pub(super) fn piecewise(&self, steps: Vec<Step>, file_column: Option<&str>) -> Option<Piecewise> {
        let Body::Csv(scan) = &self.body else { return None };
        (scan.piecewise || !scan.quotes).then(|| Piecewise {
            path: scan.path.clone(),
            skip: scan.skip,
            delimiter: scan.delimiter,
            names: scan.names.clone(),
            steps,
            constant: file_column.map(|name| (name.to_owned(), stem(&self.path))),
            rows: self.rows,
            quotes: scan.quotes,
        })
    }
}

/// A file's name without folder and endings.
pub(super) fn stem(path: &Path) -> String {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let name = name.strip_suffix(".gz").unwrap_or(&name);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem).to_owned()
}
