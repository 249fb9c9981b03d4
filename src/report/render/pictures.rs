//! The charts of a report, drawn once for all formats.

use crate::locale::{Lang, Text};
use crate::report::charts::{self, Drawing, Figure, TableCell};
use crate::report::compose::say::say;
use crate::report::document::{Cell, Column, Report, Table};
use rayon::prelude::*;
use std::collections::BTreeMap;

/// A chart in the sizes and formats in use.
#[derive(Debug, Clone)]
pub struct Picture {
    /// For screens and paper.
    pub wide: Drawing,
    /// For phones, where it could be drawn.
    pub narrow: Option<Drawing>,
    /// Pixels.
    pub png: Vec<u8>,
}

/// Charts by name; a figure that cannot be drawn has its reason.
#[derive(Debug, Clone, Default)]
pub struct Pictures(BTreeMap<String, Result<Picture, Text>>);

impl Pictures {
    /// Draws every figure of a report.
    pub fn draw(report: &Report) -> Self {
        let one = |figure: &Figure| -> Result<Picture, charts::ChartError> {
            let wide = charts::draw(figure)?;
            let png = charts::png(&wide)?;
            Ok(Picture { narrow: charts::draw_narrow(figure).ok(), png, wide })
        };
        Self(report.figures().into_par_iter().map(|figure| (figure.name.clone(), one(figure).map_err(|error| error.reason()))).collect())
    }

    /// The picture of a figure, or why there is none.
    pub fn get(&self, name: &str) -> Result<&Picture, Option<&Text>> {
        match self.0.get(name) {
            Some(Ok(picture)) => Ok(picture),
            Some(Err(reason)) => Err(Some(reason)),
            None => Err(None),
        }
    }

    /// Pictures that were drawn, by name.
    pub fn drawn(&self) -> impl Iterator<Item = (&String, &Picture)> {
        self.0.iter().filter_map(|(name, picture)| Some((name, picture.as_ref().ok()?)))
    }
}

/// The data of a figure as a table of the report.
pub fn figure_table(figure: &Figure) -> Table {
    let lang = figure.lang;
    let data = charts::table(figure);
    let columns = data
        .header
        .iter()
        .enumerate()
        .map(|(place, column)| Column {
            title: column.title.clone(),
            unit: column.unit.clone(),
            numeric: data.rows.first().and_then(|row| row.get(place)).is_some_and(TableCell::is_number),
            fields: vec![field(&column.title, place)],
        })
        .collect();
    let rows = data.rows.iter().map(|row| row.iter().map(|cell| machine_cell(cell, lang)).collect()).collect();
    let title = &figure.title;
    Table { name: format!("chart-{}", figure.name), caption: say!(lang, "Data grafik: {title}", "Chart data: {title}"), columns, rows, notes: Vec::new() }
}

fn machine_cell(cell: &TableCell, lang: Lang) -> Cell {
    match cell {
        TableCell::Text(words) => Cell::text(words),
        TableCell::Number(value, decimals) => Cell::number(lang, *value, *decimals),
        TableCell::Count(value) => Cell::count(lang, *value),
    }
}

/// A column's name for machines: its title in small letters, words joined by underscores.
fn field(title: &str, place: usize) -> String {
    let mut out = String::new();
    for letter in title.chars() {
        if letter.is_alphanumeric() {
            out.extend(letter.to_lowercase());
        } else if !out.is_empty() && !out.ends_with('_') {
            out.push('_');
        }
    }
    let out = out.trim_end_matches('_').to_owned();
    if out.is_empty() { format!("column_{}", place + 1) } else { out }
}
