//! A report as data: sections of headings, prose, tables, figures and callouts, already in one language. Renderers turn it into bytes.

use super::charts::Figure;
use crate::locale::{Lang, integer, interval, number, p_value};

/// A whole report in one language.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// Language of every word, number and date in it.
    pub lang: Lang,
    /// Short name of the study, used in file names.
    pub name: String,
    /// Title, heading of level 1.
    pub title: String,
    /// One line under the title: program version, data period.
    pub subtitle: String,
    /// Sections in the order of reading; the first is the first screen.
    pub sections: Vec<Section>,
}

/// A section: a heading of level 2 and what stands under it.
#[derive(Debug, Clone, PartialEq)]
pub struct Section {
    /// Anchor, the same in every language.
    pub id: &'static str,
    /// Heading.
    pub title: String,
    /// Content.
    pub blocks: Vec<Block>,
}

/// A piece of a section. In paragraphs, list items and callouts, words between backticks are code and words between double asterisks are strong.
#[derive(Debug, Clone, PartialEq)]
pub enum Block {
    /// A heading of level 3.
    Heading(String),
    /// A paragraph.
    Prose(String),
    /// A table.
    Table(Table),
    /// A chart.
    Figure(Box<Figure>),
    /// Something set apart from the text: question, answer, grade, warning.
    Callout(Callout),
    /// A list.
    List {
        /// Whether its items are numbered.
        ordered: bool,
        /// The items.
        items: Vec<String>,
    },
    /// Papers, in the language in which they were written (English).
    References(Vec<String>),
    /// Something to type or a file as it stands.
    Code {
        /// `sh`, `toml`.
        language: &'static str,
        /// The text.
        text: String,
    },
    /// Detail that is folded away at first.
    Details {
        /// What is inside.
        summary: String,
        /// The inside.
        blocks: Vec<Block>,
    },
}

/// What a callout is for: chooses its looks, never its words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// The question of the study.
    Question,
    /// The answer in one sentence.
    Answer,
    /// How sure.
    Grade,
    /// A warning.
    Warning,
    /// Further information.
    Note,
}

/// Something set apart from the text.
#[derive(Debug, Clone, PartialEq)]
pub struct Callout {
    /// What it is for.
    pub tone: Tone,
    /// Its heading, not part of the outline.
    pub title: String,
    /// Paragraphs.
    pub text: Vec<String>,
    /// Points under the paragraphs.
    pub items: Vec<String>,
}

/// A table for people, with the same content for machines beside it.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// File stem of its CSV, unique in a report.
    pub name: String,
    /// What it shows and of how many.
    pub caption: String,
    /// Columns from left to right; the first holds the row's head.
    pub columns: Vec<Column>,
    /// Rows, each as long as the columns.
    pub rows: Vec<Vec<Cell>>,
    /// Remarks under the table.
    pub notes: Vec<String>,
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    /// Heading in words.
    pub title: String,
    /// Unit; empty where there is none.
    pub unit: String,
    /// Whether its cells stand to the right.
    pub numeric: bool,
    /// Names of its columns in CSV; a cell has as many machine values.
    pub fields: Vec<String>,
}

impl Column {
    /// A column of words.
    pub fn words(field: &str, title: impl Into<String>) -> Self {
        Self { title: title.into(), unit: String::new(), numeric: false, fields: vec![field.into()] }
    }

    /// A column of numbers with their unit.
    pub fn numbers(field: &str, title: impl Into<String>, unit: impl Into<String>) -> Self {
        Self { title: title.into(), unit: unit.into(), numeric: true, fields: vec![field.into()] }
    }

    /// A column of intervals: two fields.
    pub fn intervals(low: &str, high: &str, title: impl Into<String>, unit: impl Into<String>) -> Self {
        Self { title: title.into(), unit: unit.into(), numeric: true, fields: vec![low.into(), high.into()] }
    }
}

/// A cell: as people read it, and as machines do (point, ISO dates, full precision; empty where undefined).
#[derive(Debug, Clone, PartialEq)]
pub struct Cell {
    /// For people.
    pub shown: String,
    /// For machines, as many as the column has fields.
    pub machine: Vec<String>,
}

/// What stands for a value that is not defined.
pub const UNDEFINED: &str = "–";

impl Cell {
    /// Words, the same for people and machines.
    pub fn text(words: impl Into<String>) -> Self {
        let words = words.into();
        Self { machine: vec![words.clone()], shown: words }
    }

    /// Words for people with a code for machines.
    pub fn coded(words: impl Into<String>, code: impl Into<String>) -> Self {
        Self { shown: words.into(), machine: vec![code.into()] }
    }

    /// A number with fixed decimals.
    pub fn number(lang: Lang, value: Option<f64>, decimals: usize) -> Self {
        match value.filter(|value| value.is_finite()) {
            Some(value) => Self { shown: number(lang, value, decimals), machine: vec![value.to_string()] },
            None => Self { shown: UNDEFINED.into(), machine: vec![String::new()] },
        }
    }

    /// A count.
    pub fn count(lang: Lang, value: Option<u64>) -> Self {
        match value {
            Some(value) => Self { shown: integer(lang, value), machine: vec![value.to_string()] },
            None => Self { shown: UNDEFINED.into(), machine: vec![String::new()] },
        }
    }

    /// A p-value.
    pub fn p(lang: Lang, value: Option<f64>) -> Self {
        match value.filter(|value| value.is_finite()) {
            Some(value) => Self { shown: p_value(lang, value), machine: vec![value.to_string()] },
            None => Self { shown: UNDEFINED.into(), machine: vec![String::new()] },
        }
    }

    /// An interval: two machine values.
    pub fn interval(lang: Lang, low: Option<f64>, high: Option<f64>, decimals: usize) -> Self {
        let finite = |value: Option<f64>| value.filter(|value| value.is_finite());
        let shown = match (finite(low), finite(high)) {
            (Some(low), Some(high)) => interval(lang, low, high, decimals),
            _ => UNDEFINED.into(),
        };
        let machine = [low, high].into_iter().map(|limit| finite(limit).map_or_else(String::new, |limit| limit.to_string())).collect();
        Self { shown, machine }
    }
}

impl Report {
    /// Every table, those in folded detail too, in the order of reading.
    pub fn tables(&self) -> Vec<&Table> {
        let mut out = Vec::new();
        self.walk(&mut |block| {
            if let Block::Table(table) = block {
                out.push(table);
            }
        });
        out
    }

    /// Every figure in the order of reading.
    pub fn figures(&self) -> Vec<&Figure> {
        let mut out = Vec::new();
        self.walk(&mut |block| {
            if let Block::Figure(figure) = block {
                out.push(figure.as_ref());
            }
        });
        out
    }

    fn walk<'a>(&'a self, see: &mut dyn FnMut(&'a Block)) {
        fn each<'a>(blocks: &'a [Block], see: &mut dyn FnMut(&'a Block)) {
            for block in blocks {
                see(block);
                if let Block::Details { blocks, .. } = block {
                    each(blocks, see);
                }
            }
        }
        for section in &self.sections {
            each(&section.blocks, see);
        }
    }
}
