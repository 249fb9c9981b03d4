//! What could overturn it: each check with its verdict, and what before and after alone cannot tell.

use super::figures;
use super::say::say;
use super::story::{OutcomeStory, Story, shown};
use super::wording::{Reading, group_inside, inside};
use crate::estimate::{Finding, Note, Verdict};
use crate::locale::Lang;
use crate::panel::Period;
use crate::report::document::{Block, Callout, Cell, Column, Section, Table, Tone};
use crate::report::tables::part_cell;
use crate::report::words;
use serde_json::Value;

/// The section.
pub(crate) fn section(story: &Story) -> Section {
    let l = story.lang;
    let mut blocks = vec![Block::Callout(Callout {
        tone: Tone::Warning,
        title: say!(l, "Sebelum dan sesudah saja tidak cukup", "Before and after alone are not enough"),
        text: vec![before_after(story)],
        items: Vec::new(),
    })];
    for part in &story.outcomes {
        let findings = findings(part);
        if story.outcomes.len() > 1 && !findings.is_empty() {
            blocks.push(Block::Heading(part.words.label.clone()));
        }
        // What asks for care stands open; what passed is folded away, so that it does not bury it.
        let label = part.words.label_inside();
        let (open, passed): (Vec<&Finding>, Vec<&Finding>) =
            findings.iter().copied().partition(|finding| matches!(finding.verdict, Verdict::Fail | Verdict::Caution));
        let caption = say!(l, "Pemeriksaan yang perlu diperhatikan: {label}", "Checks that ask for attention: {label}");
        blocks.extend(table(part.file("checks"), caption, &open, l).map(Block::Table));
        let caption = say!(l, "Pemeriksaan yang lolos atau tidak berlaku: {label}", "Checks that pass or do not apply: {label}");
        if let Some(rest) = table(part.file("checks-passed"), caption, &passed, l) {
            let count = passed.iter().filter(|finding| finding.verdict == Verdict::Pass).count();
            let summary = match (open.is_empty(), count) {
                (_, 0) => say!(l, "Pemeriksaan yang tidak berlaku bagi {label}", "Checks that do not apply to {label}"),
                (true, _) => say!(
                    l,
                    "Semua pemeriksaan yang dapat dijalankan terhadap {label} lolos ({count})",
                    "All checks of {label} that could be run pass ({count})"
                ),
                (false, _) => say!(l, "{count} pemeriksaan lain terhadap {label} lolos", "{count} other checks of {label} pass"),
            };
            blocks.push(Block::Details { summary, blocks: vec![Block::Table(rest)] });
        }
        blocks.extend(compared(part, &findings, l).map(Block::Table));
        let charts = [
            figures::placebos(story, part, &findings),
            figures::left_out(story, part, &findings),
            figures::decomposition(story, part),
            figures::sensitivity(story, part),
            figures::specifications(story, part),
        ];
        blocks.extend(charts.into_iter().filter_map(shown));
        blocks.extend(evidence(part, &findings, l));
    }
    let notes = notes(story);
    if !notes.is_empty() {
        blocks.push(Block::Heading(say!(l, "Hal yang perlu diketahui pembaca", "What the reader should know")));
        blocks.push(Block::List { ordered: false, items: notes });
    }
    Section { id: "threats", title: say!(l, "Apa yang dapat membalikkan kesimpulan", "What could overturn it"), blocks }
}

/// The checks of an outcome, then those that its main method brought along.
pub(crate) fn findings<'a>(part: &'a OutcomeStory) -> Vec<&'a Finding> {
    let mut out: Vec<&Finding> = part.outcome.checks.iter().collect();
    for finding in part.main_estimate().into_iter().flat_map(|estimate| &estimate.checks) {
        if out.iter().all(|known| known.name != finding.name) {
            out.push(finding);
        }
    }
    out
}

/// Why before and after alone do not answer, with both numbers where both are there.
fn before_after(story: &Story) -> String {
    let l = story.lang;
    let fasting =
        story.outcomes.iter().flat_map(|part| &part.outcome.checks).any(|finding| finding.name == "ramadan" && finding.verdict != Verdict::NotApplicable);
    let season = if fasting { say!(l, "musim, atau Ramadan", "the season or Ramadan") } else { say!(l, "atau musim", "or the season") };
    let plain = say!(
        l,
        "Perbandingan sebelum dan sesudah tidak dapat memisahkan program dari hal lain yang berubah pada waktu yang sama, misalnya jumlah kasus, aturan, sistem, {season}.",
        "Comparing before and after cannot separate the program from whatever else changed at the same time, such as the number of cases, rules, systems, {season}."
    );
    let both = story.outcomes.first().filter(|main| main.has_comparison()).and_then(|main| {
        let naive = main.outcome.prepost.as_ref()?.headline()?.estimate?;
        let effect = main.main_effect()?.estimate?;
        let (naive, effect) = (main.words.change_noun(naive), main.words.change_noun(effect));
        let unclear = if main.reading() == Reading::Unclear { say!(l, ", yang tidak dapat dibedakan dari nol", ", which cannot be told from zero") } else { String::new() };
        let comparison = group_inside(&story.comparison);
        Some(say!(
            l,
            " Pada studi ini, sebelum dan sesudah saja memberi kesan {naive}; setelah perubahan yang juga dialami {comparison} diperhitungkan, yang tersisa {effect}{unclear}.",
            " In this study, before and after alone suggest {naive}; once the change that {comparison} saw too is taken into account, what remains is {effect}{unclear}."
        ))
    });
    let end = if story.outcomes.first().is_some_and(OutcomeStory::has_comparison) {
        say!(
            l,
            " Karena itu laporan ini membandingkan dengan kelompok yang tidak ikut program. Perbandingan itu benar sepanjang kedua kelompok akan bergerak sejajar seandainya program tidak ada.",
            " This report therefore compares with a group that was not in the program. That comparison is right as long as both groups would have moved in parallel had there been no program."
        )
    } else {
        say!(
            l,
            " Studi ini tidak memiliki pembanding, sehingga perubahan di atas belum dapat disebut sebagai dampak program.",
            " This study has no comparison group, so the change above cannot yet be called an effect of the program."
        )
    };
    format!("{plain}{}{end}", both.unwrap_or_default())
}

/// Checks with their verdicts, those that speak against the result first.
pub(super) fn table(name: String, caption: String, findings: &[&Finding], l: Lang) -> Option<Table> {
    if findings.is_empty() {
        return None;
    }
    let mut sorted = findings.to_vec();
    sorted.sort_by_key(|finding| match finding.verdict {
        Verdict::Fail => 0,
        Verdict::Caution => 1,
        Verdict::Pass => 2,
        Verdict::NotApplicable => 3,
    });
    let rows = sorted
        .iter()
        .map(|finding| {
            vec![
                Cell::coded(words::check(&finding.name, l), &finding.name),
                Cell::coded(words::verdict(finding.verdict, l), finding.verdict.code()),
                Cell::text(finding.sentence.get(l)),
            ]
        })
        .collect();
    Some(Table {
        name,
        caption,
        columns: vec![
            Column::words("check", say!(l, "Pemeriksaan", "Check")),
            Column::words("verdict", say!(l, "Hasil", "Verdict")),
            Column::words("finding", say!(l, "Temuan", "Finding")),
        ],
        rows,
        notes: terms(&sorted, l),
    })
}

/// Who is compared with whom: units and records of each start and of the comparison, before and after; none without two groups.
fn compared(part: &OutcomeStory, findings: &[&Finding], l: Lang) -> Option<Table> {
    let groups = findings.iter().find(|finding| finding.name == "comparisons")?.evidence.get("groups")?.as_array()?;
    let several = groups.iter().filter(|group| !group["start"].is_null()).count() > 1;
    let scale = part.outcome.trends.as_ref().map(|trends| trends.scale);
    let name = |group: &Value| match (group["start"].as_str(), several) {
        (None, _) => say!(l, "Pembanding", "Comparison"),
        (Some(_), false) => say!(l, "Peserta program", "The treated"),
        (Some(start), true) => {
            let number = group["number"].as_i64().zip(scale);
            let start = number.map_or_else(|| start.to_owned(), |(number, scale)| scale.label(Period(number), l));
            say!(l, "Mulai {start}", "Start {start}")
        }
    };
    let count = |value: &Value| Cell::count(l, value.as_u64());
    let rows = groups
        .iter()
        .map(|group| {
            vec![Cell::text(name(group)), count(&group["units"]), count(&group["clusters"]), count(&group["records_before"]), count(&group["records_after"])]
        })
        .collect();
    Some(Table {
        name: part.file("comparisons"),
        caption: {
            let label = part.words.label_inside();
            say!(l, "Siapa dibandingkan dengan siapa: {label}", "Who is compared with whom: {label}")
        },
        columns: vec![
            Column::words("group", say!(l, "Kelompok", "Group")),
            Column::numbers("units", say!(l, "Unit", "Units"), ""),
            Column::numbers("clusters", say!(l, "Klaster", "Clusters"), ""),
            Column::numbers("records_before", say!(l, "Catatan sebelum", "Records before"), ""),
            Column::numbers("records_after", say!(l, "Catatan sesudah", "Records after"), ""),
        ],
        rows,
        notes: Vec::new(),
    })
}

/// What the terms in the findings mean, of those that occur.
fn terms(findings: &[&Finding], l: Lang) -> Vec<String> {
    let explained = [
        (
            say!(l, "p\u{a0}", "p\u{a0}"),
            say!(
                l,
                "Nilai p: peluang bahwa kebetulan saja menghasilkan perbedaan sebesar itu; di bawah 0,05 lazim disebut nyata.",
                "p: how likely chance alone is to give a difference of that size; under 0.05 it is usually called significant."
            ),
        ),
        (
            say!(l, "simpangan baku", "standard deviation"),
            say!(
                l,
                "Simpangan baku: ukuran sebaran, kira-kira jarak lazim sebuah catatan dari rata-ratanya.",
                "Standard deviation: a measure of spread, about the usual distance of a record from the mean."
            ),
        ),
    ];
    let occurs = |term: &str| findings.iter().any(|finding| finding.sentence.get(l).contains(term));
    explained.into_iter().filter(|(term, _)| occurs(term)).map(|(_, words)| words).collect()
}

/// The numbers behind the checks, folded away.
fn evidence(part: &OutcomeStory, findings: &[&Finding], l: Lang) -> Option<Block> {
    let rows: Vec<Vec<Cell>> = findings
        .iter()
        .flat_map(|finding| {
            let shown = |value: &Value| value.is_null() || value.is_number() || value.is_string();
            finding.evidence.iter().filter(move |(key, value)| *key != "by" && shown(value)).map(|(key, value)| {
                vec![Cell::coded(words::check(&finding.name, l), &finding.name), Cell::coded(words::field(key, l), key), part_cell(key, value, l)]
            })
        })
        .collect();
    if rows.is_empty() {
        return None;
    }
    let summary = say!(l, "Angka di balik pemeriksaan", "Numbers behind the checks");
    let table = Table {
        name: part.file("evidence"),
        caption: summary.clone(),
        columns: vec![
            Column::words("check", say!(l, "Pemeriksaan", "Check")),
            Column::words("quantity", say!(l, "Besaran", "Quantity")),
            Column::numbers("value", say!(l, "Nilai", "Value"), ""),
        ],
        rows,
        notes: vec![say!(l, "Porsi ditulis sebagai bilangan antara 0 dan 1.", "Shares are written as numbers between 0 and 1.")],
    };
    Some(Block::Details { summary, blocks: vec![Block::Table(table)] })
}

/// Notes on the data and on the main estimates, each once; where outcomes differ in what is noted, each says whose it is.
fn notes(story: &Story) -> Vec<String> {
    let l = story.lang;
    let mut found: Vec<(Option<&OutcomeStory>, &Note)> = story.result.notes.iter().map(|note| (None, note)).collect();
    for part in &story.outcomes {
        let own = part.outcome.notes.iter().chain(part.main_estimate().into_iter().flat_map(|estimate| &estimate.notes));
        found.extend(own.map(|note| (Some(part), note)));
    }
    // What a check judged is not said twice.
    found.retain(|(_, note)| !story.outcomes.iter().flat_map(|part| &part.outcome.checks).any(|finding| finding.name == note.code));
    let mut out: Vec<String> = Vec::new();
    for (part, note) in &found {
        let differs = found.iter().any(|(_, other)| other.code == note.code && other.text != note.text);
        let text = note.text.get(l);
        let line = match part.filter(|_| differs) {
            Some(part) => format!("{}: {}", part.words.label, inside(text)),
            None => text.to_owned(),
        };
        if !out.contains(&line) {
            out.push(line);
        }
    }
    out
}
