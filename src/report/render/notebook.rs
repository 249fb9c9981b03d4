//! A Jupyter notebook (nbformat 4.5): text, the commands, and their tables and pictures already in it.

use super::inline::plain;
use super::markdown;
use super::pictures::Pictures;
use super::{csv, html};
use crate::report::compose::say::say;
use crate::report::document::{Block, Report, Table};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use std::fmt::Write;

struct Cells {
    list: Vec<Value>,
    text: String,
    runs: u64,
}

/// The notebook. `command` makes the folder that it lies in; `pictures` and `tables` are folders as seen from the notebook.
pub fn report(report: &Report, drawn: &Pictures, command: &str, pictures: &str, tables: &str) -> String {
    let l = report.lang;
    let mut cells = Cells { list: Vec::new(), text: format!("# {}\n\n*{}*\n\n", report.title, report.subtitle), runs: 0 };
    cells.text.push_str(&say!(
        l,
        "Perintah berikut menghitung ulang seluruh isi folder ini (dijalankan dari folder proyek). Gambar dan tabel di bawahnya sudah tersimpan di dalam buku catatan ini.\n\n",
        "The following command computes everything in this folder again (run it from the project folder). The pictures and tables below are stored in this notebook already.\n\n"
    ));
    cells.code(&format!("!{command}"), Vec::new());
    for section in &report.sections {
        let _ = write!(cells.text, "## {}\n\n", section.title);
        blocks(&mut cells, &section.blocks, drawn, pictures, tables);
    }
    cells.flush();
    let document = json!({
        "cells": cells.list,
        "metadata": {
            "kernelspec": { "display_name": "Python 3", "language": "python", "name": "python3" },
            "language_info": { "name": "python" },
            "title": report.title,
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    });
    // Jupyter itself writes notebooks with one space of indentation.
    let mut out = Vec::new();
    let mut writer = serde_json::Serializer::with_formatter(&mut out, serde_json::ser::PrettyFormatter::with_indent(b" "));
    if serde::Serialize::serialize(&document, &mut writer).is_err() {
        return document.to_string();
    }
    let mut text = String::from_utf8(out).unwrap_or_default();
    text.push('\n');
    text
}

fn blocks(cells: &mut Cells, list: &[Block], drawn: &Pictures, pictures: &str, tables: &str) {
    for block in list {
        match block {
            Block::Figure(figure) => {
                if let Ok(picture) = drawn.get(&figure.name) {
                    let output = json!({
                        "data": { "image/png": STANDARD.encode(&picture.png), "text/plain": lines(&figure.alt) },
                        "metadata": { "image/png": { "width": picture.wide.width, "height": picture.wide.height } },
                    });
                    cells.code(
                        &format!("from IPython.display import Image\nImage(\"{pictures}/{}.png\", width={})", figure.name, picture.wide.width),
                        vec![output],
                    );
                }
            }
            Block::Table(table) => {
                let output = json!({ "data": { "text/html": lines(&html::table(table)), "text/plain": lines(&plain_table(table)) }, "metadata": {} });
                cells.code(&format!("import pandas as pd\npd.read_csv(\"{tables}/{}.csv\")", table.name), vec![output]);
            }
            Block::Details { summary, blocks: inside } => {
                let _ = write!(cells.text, "**{}**\n\n", plain(summary));
                blocks(cells, inside, drawn, pictures, tables);
            }
            other => cells.text.push_str(&markdown::block_text(other)),
        }
    }
}

impl Cells {
    fn id(&self) -> String {
        format!("cell-{:03}", self.list.len() + 1)
    }

    /// The text so far as one cell.
    fn flush(&mut self) {
        if self.text.trim().is_empty() {
            return;
        }
        let source = lines(self.text.trim_end());
        self.text.clear();
        self.list.push(json!({ "cell_type": "markdown", "id": self.id(), "metadata": {}, "source": source }));
    }

    fn code(&mut self, source: &str, outputs: Vec<Value>) {
        self.flush();
        self.runs += 1;
        let count = self.runs;
        let outputs: Vec<Value> = outputs
            .into_iter()
            .map(|mut output| {
                output["output_type"] = "execute_result".into();
                output["execution_count"] = count.into();
                output
            })
            .collect();
        self.list.push(json!({
            "cell_type": "code", "execution_count": count, "id": self.id(), "metadata": {}, "outputs": outputs, "source": lines(source),
        }));
    }
}

/// A text as the list of lines that the format asks for.
fn lines(text: &str) -> Value {
    text.split_inclusive('\n').collect::<Vec<_>>().into()
}

/// The table for terminals without pictures.
fn plain_table(table: &Table) -> String {
    format!("{}\n{}", plain(&table.caption), csv::table(table).trim_end())
}
