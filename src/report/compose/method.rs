//! How it was computed, and how to rerun it: methods in plain words, settings, the account of rows, files with hashes, version and seed.

use super::say::say;
use super::story::{OutcomeStory, Story};
use crate::estimate::Estimate;
use crate::locale::Lang;
use crate::report::cards;
use crate::report::document::{Block, Cell, Column, Section, Table};
use crate::report::tables::{account_table, estimate_table, part_tables, settings_table};

/// The section.
pub(crate) fn section(story: &Story) -> Section {
    let l = story.lang;
    let mut blocks = vec![Block::Heading(say!(l, "Metode", "Methods"))];
    blocks.extend(methods(story));
    blocks.push(Block::Heading(say!(l, "Data", "Data")));
    blocks.extend(data(story));
    blocks.push(Block::Heading(say!(l, "Hasil lengkap dan pengaturan", "Full results and settings")));
    blocks.push(Block::Prose(say!(
        l,
        "Hasil setiap analisis dengan pengaturannya; tersedia pula sebagai berkas CSV dalam folder `tables/`.",
        "The results of every analysis with its settings; they are in the folder `tables/` as CSV files too."
    )));
    for part in &story.outcomes {
        blocks.extend(full_results(part, l));
    }
    blocks.push(Block::Heading(say!(l, "Mengulang analisis ini", "Running it again")));
    blocks.extend(rerun(story));
    Section { id: "method", title: say!(l, "Cara menghitung dan mengulangnya", "How it was computed, and how to rerun it"), blocks }
}

/// Every analysis of an outcome with the name of its files.
fn analyses<'a>(part: &'a OutcomeStory) -> Vec<(String, &'a Estimate)> {
    let outcome = part.outcome;
    let mut out: Vec<(String, &Estimate)> = Vec::new();
    out.extend(outcome.did.iter().map(|estimate| (part.file(&format!("{}-{}", estimate.command, estimate.method)), estimate)));
    out.extend(outcome.event_study.iter().map(|estimate| (part.file("effects-by-time"), estimate)));
    out.extend(outcome.its.iter().map(|estimate| (part.file("its-full"), estimate)));
    out.extend(outcome.survival.iter().map(|estimate| (part.file("survival-full"), estimate)));
    out.extend(outcome.prepost.iter().map(|estimate| (part.file("prepost"), estimate)));
    out.extend(outcome.index.iter().map(|index| (part.file("satisfaction"), &index.estimate)));
    out.extend(outcome.index.iter().filter_map(|index| Some((part.file("effects-by-element"), index.elements.as_ref()?))));
    let mut seen: Vec<String> = Vec::new();
    for (name, _) in &mut out {
        let base = name.clone();
        let mut number = 2;
        while seen.contains(name) {
            *name = format!("{base}-{number}");
            number += 1;
        }
        seen.push(name.clone());
    }
    out
}

fn methods(story: &Story) -> Vec<Block> {
    let l = story.lang;
    let mut seen: Vec<(&str, &str)> = Vec::new();
    let mut blocks = Vec::new();
    for part in &story.outcomes {
        for (_, estimate) in analyses(part) {
            let key = (estimate.command.as_str(), estimate.method.as_str());
            if seen.contains(&key) {
                continue;
            }
            seen.push(key);
            blocks.extend(cards::blocks(&estimate.command, &estimate.method, l));
        }
    }
    blocks
}

fn data(story: &Story) -> Vec<Block> {
    let (l, result) = (story.lang, story.result);
    let rows = result
        .sources
        .iter()
        .map(|source| {
            vec![
                Cell::coded(format!("`{}`", source.path), &source.path),
                Cell::text(source.reading.get(l)),
                Cell::count(l, Some(source.rows)),
                Cell::count(l, source.bytes),
                source.sha256.as_ref().map_or_else(|| Cell::text("–"), |hash| Cell::coded(format!("`{hash}`"), hash)),
            ]
        })
        .collect();
    let sources = Table {
        name: "sources".into(),
        caption: say!(l, "Berkas yang dibaca", "Files read"),
        columns: vec![
            Column::words("path", say!(l, "Berkas", "File")),
            Column::words("reading", say!(l, "Cara membaca", "How it was read")),
            Column::numbers("rows", say!(l, "Baris", "Rows"), ""),
            Column::numbers("bytes", say!(l, "Ukuran", "Size"), say!(l, "bita", "bytes")),
            Column::words("sha256", "SHA-256"),
        ],
        rows,
        notes: Vec::new(),
    };
    vec![Block::Table(sources), Block::Table(account_table("account", &result.account, l))]
}

fn full_results(part: &OutcomeStory, l: Lang) -> Vec<Block> {
    let mut blocks = Vec::new();
    for (name, estimate) in analyses(part) {
        let mut inside = Vec::new();
        let mut table = estimate_table(estimate, l);
        table.name.clone_from(&name);
        let (label, method) = (part.words.label.as_str(), cards::title(&estimate.command, &estimate.method, l));
        table.caption = say!(l, "{label}: {method}", "{label}: {method}");
        let summary = table.caption.clone();
        inside.push(Block::Table(table));
        // Index and elements have tables of their own, with their names in the language of the report.
        for (key, value) in estimate.parts.iter().filter(|(key, _)| !["index", "elements"].contains(&key.as_str())) {
            inside.extend(part_tables(&format!("{name}-{}", key.replace('_', "-")), key, value, l).into_iter().map(Block::Table));
        }
        inside.extend(settings_table(&format!("{name}-settings"), &estimate.settings, l).map(Block::Table));
        if estimate.sample.rows_read > 0 {
            inside.push(Block::Table(account_table(&format!("{name}-account"), &estimate.sample, l)));
        }
        blocks.push(Block::Details { summary, blocks: inside });
    }
    blocks
}

fn rerun(story: &Story) -> Vec<Block> {
    let (l, result) = (story.lang, story.result);
    let (version, seed) = (env!("CARGO_PKG_VERSION"), result.seed.to_string());
    vec![
        Block::Prose(say!(
            l,
            "Laporan ini disusun dengan dampak {version} dan benih acak {seed}. Masukan yang sama dengan benih yang sama menghasilkan berkas yang sama, bita demi bita. Jalankan:",
            "This report was made with dampak {version} and the random seed {seed}. The same input with the same seed gives the same files, byte for byte. Run:"
        )),
        Block::Code { language: "sh", text: format!("dampak run {}", result.study_path) },
        Block::Prose(say!(
            l,
            "Angka lengkap tersimpan dalam `results.json` dan `tables/`, pengaturan serta sidik berkas dalam `run.json`.",
            "All numbers are in `results.json` and `tables/`, settings and file hashes in `run.json`."
        )),
        Block::Details { summary: say!(l, "Berkas studi", "The study file"), blocks: vec![Block::Code { language: "toml", text: result.study_file.clone() }] },
    ]
}
