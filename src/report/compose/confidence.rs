//! How sure: the grade with its reasons, what the interval means, from how many units.

use super::figures::p_words;
use super::say::say;
use super::story::Story;
use super::wording::{Reading, beginning};
use crate::checks::{Graded, Step};
use crate::locale::{Lang, integer};
use crate::report::document::{Block, Cell, Column, Section, Table};
use crate::report::tables::tests_table;
use crate::report::words;

/// The section.
pub(crate) fn section(story: &Story) -> Section {
    let l = story.lang;
    let mut blocks = Vec::new();
    for part in &story.outcomes {
        if story.outcomes.len() > 1 {
            blocks.push(Block::Heading(part.words.label.clone()));
        }
        let word = part.outcome.graded.grade.word(l);
        blocks.push(Block::Prose(say!(l, "Kekuatan bukti: **{word}**. Alasannya:", "Strength of the evidence: **{word}**. The reasons:")));
        // The sentences of further outcomes stand with their checks under "What could overturn it".
        blocks.push(Block::List { ordered: false, items: if part.is_main() { part.reasons(l) } else { part.reasons_in_brief(l) } });
        blocks.extend(course(part.file("grade"), &part.outcome.graded, l).map(Block::Table));
        if part.is_main() {
            blocks.push(Block::Prose(interval_words(part, l)));
            blocks.extend(wild_words(part, l).map(Block::Prose));
            blocks.extend(sample_words(part, l).map(Block::Prose));
            let rule = Graded::rule();
            let rule = rule.get(l);
            blocks.push(Block::Prose(say!(l, "Aturan penilaian: {rule}", "How the evidence is graded: {rule}")));
        }
        let tests = part.main_estimate().map(|estimate| estimate.tests.as_slice()).unwrap_or_default();
        if let Some(table) = tests_table(&part.file("tests"), tests, l) {
            blocks.push(Block::Details { summary: table.caption.clone(), blocks: vec![Block::Table(table)] });
        }
    }
    Section { id: "confidence", title: say!(l, "Seberapa yakin", "How sure"), blocks }
}

/// How the grade came about: the start, and what each finding cost.
pub(super) fn course(name: String, graded: &Graded, l: Lang) -> Option<Table> {
    if graded.steps.is_empty() {
        return None;
    }
    let cost = |at: usize, step: &Step| match (at, step.cost) {
        (0, _) => Cell::text("–"),
        (_, true) => Cell::coded(say!(l, "turun", "lowers it"), "true"),
        (_, false) => Cell::coded(say!(l, "tidak menurunkan", "does not lower it"), "false"),
    };
    let rows = graded
        .steps
        .iter()
        .enumerate()
        .map(|(at, step)| {
            let checks: Vec<String> = step.checks.iter().map(|check| words::check(check, l)).collect();
            vec![
                Cell::text(beginning(step.what.get(l))),
                if checks.is_empty() { Cell::text("–") } else { Cell::text(checks.join(", ")) },
                cost(at, step),
                Cell::coded(step.grade.word(l), step.grade.code()),
            ]
        })
        .collect();
    Some(Table {
        name,
        caption: say!(l, "Bagaimana penilaian itu diperoleh", "How the grade came about"),
        columns: vec![
            Column::words("step", say!(l, "Langkah", "Step")),
            Column::words("checks", say!(l, "Pemeriksaan", "Checks")),
            Column::words("cost", say!(l, "Akibatnya", "What it does")),
            Column::words("grade", say!(l, "Penilaian", "Grade")),
        ],
        rows,
        notes: Vec::new(),
    })
}

fn interval_words(part: &super::OutcomeStory, l: crate::locale::Lang) -> String {
    let level = part.words.level();
    let p = part.main_effect().and_then(|effect| effect.p_value).map_or_else(String::new, |p| format!(" ({})", p_words(l, p)));
    match part.reading() {
        Reading::Improved | Reading::Worsened => say!(
            l,
            "Selang kepercayaan {level} memuat nilai-nilai dampak yang sejalan dengan data. Seluruh selang berada di satu sisi nol{p}, sehingga kebetulan semata bukan penjelasan yang meyakinkan.",
            "The {level} confidence interval holds the sizes of effect that agree with the data. All of it lies on one side of zero{p}, so that chance alone is not a convincing explanation."
        ),
        Reading::Unclear if part.chance_after_all().is_some() => {
            let p = part.chance_after_all().map(|p| p_words(l, p)).unwrap_or_default();
            say!(
                l,
                "Selang kepercayaan {level} berada di satu sisi nol, tetapi selang itu mengandalkan banyak klaster. Uji yang tahan terhadap sedikitnya klaster memberi {p}: data ini belum membuktikan adanya perubahan.",
                "The {level} confidence interval lies on one side of zero, but it relies on many clusters. The test that withstands few clusters gives {p}: these data do not show yet that there was a change."
            )
        }
        Reading::Unclear => say!(
            l,
            "Selang kepercayaan {level} memuat nilai-nilai dampak yang sejalan dengan data. Nol termasuk di dalamnya{p}: data ini tidak membuktikan adanya perubahan, dan tidak pula membuktikan bahwa perubahan tidak ada.",
            "The {level} confidence interval holds the sizes of effect that agree with the data. Zero is among them{p}: these data do not show that there was a change, nor do they show that there was none."
        ),
        Reading::Undefined => {
            say!(l, "Selang kepercayaan tidak dapat dihitung dari data ini.", "No confidence interval can be computed from these data.")
        }
    }
}

/// The interval of the wild cluster bootstrap beside the ordinary one, where a method left it.
fn wild_words(part: &super::OutcomeStory, l: crate::locale::Lang) -> Option<String> {
    let limit = |name: &str| part.main_effect()?.extra.get(name)?.as_f64();
    let (low, high) = (limit("wild_conf_low")?, limit("wild_conf_high")?);
    let (level, range) = (part.words.level(), part.words.range(low, high));
    Some(say!(
        l,
        "Bootstrap liar (wild cluster bootstrap), yaitu penghitungan ulang yang lebih tahan bila klaster sedikit, memberi selang kepercayaan {level} {range}.",
        "The wild bootstrap, a recomputation that withstands few clusters better, gives a {level} confidence interval of {range}."
    ))
}

fn sample_words(part: &super::OutcomeStory, l: crate::locale::Lang) -> Option<String> {
    let sample = &part.main_estimate()?.sample;
    let count = |value: u64| integer(l, value);
    let mut parts = vec![{
        let rows = count(sample.rows_used);
        say!(l, "{rows} catatan", "{rows} records")
    }];
    for (value, id, en) in [(sample.units, "unit", "units"), (sample.periods, "periode", "periods"), (sample.clusters, "klaster", "clusters")] {
        if let Some(value) = value {
            let (value, name) = (count(value), if l == crate::locale::Lang::Id { id } else { en });
            parts.push(format!("{value} {name}"));
        }
    }
    let list = super::wording::enumerate(l, &parts);
    let clusters = match sample.clusters {
        Some(_) => say!(
            l,
            " Catatan dalam satu klaster mirip satu sama lain; karena itu ketidakpastian dihitung per klaster, bukan per catatan.",
            " Records of one cluster resemble each other; the uncertainty is therefore computed by cluster and not by record."
        ),
        None => String::new(),
    };
    Some(say!(l, "Taksiran ini berasal dari {list}.{clusters}", "The estimate rests on {list}.{clusters}"))
}
