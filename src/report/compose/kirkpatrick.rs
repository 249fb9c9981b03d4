//! Kirkpatrick's four levels in one table: reaction, learning, behaviour, results. Every level is there; one without data says so, and why.

use super::index_facts::element_label;
use super::people::{class_word, item_label};
use super::say::say;
use super::story::{OutcomeStory, Story};
use crate::estimate::{Effect, EffectKind, Estimate};
use crate::locale::{Lang, integer};
use crate::measure::satisfaction::Element;
use crate::report::document::{Block, Cell, Column, Table, UNDEFINED};
use crate::report::privacy::{is_hidden, suppressed_cell};
use crate::study::PeopleFacts;
use crate::study::schema::Shows;
use serde_json::{Value, json};

/// Elements of satisfaction that are about what staff do: they show behaviour.
const OF_BEHAVIOUR: [Element; 2] = [Element::U6, Element::U7];

/// The levels from 1 to 4, in results.
const CODES: [&str; 4] = ["reaction", "learning", "behaviour", "results"];
/// How many there are.
const LEVELS: usize = CODES.len();

/// One measure of a level, or that there is none.
struct Row {
    level: usize,
    /// In words.
    measure: String,
    /// In results.
    code: String,
    /// `mean`, `n-gain`, `change`, `effect`.
    statistic: &'static str,
    /// What is known of it; none where the level was not measured.
    effect: Option<Effect>,
    unit: String,
    decimals: usize,
    /// How many, and whether these are people.
    n: Option<u64>,
    people: bool,
    source: String,
    /// Against a comparison group.
    compared: bool,
    /// Why there is nothing.
    reason: String,
}

/// The table with what it shows; nothing where the study is not about a training.
pub(crate) fn blocks(story: &Story) -> Vec<Block> {
    if story.result.training.is_none() {
        return Vec::new();
    }
    let l = story.lang;
    let rows = rows(story);
    let empty: Vec<String> =
        (1..=LEVELS).filter(|level| rows.iter().all(|row| row.level != *level || row.effect.is_none())).map(|level| name(level, l)).collect();
    let said = if empty.is_empty() {
        say!(l, "Keempat tingkat evaluasi Kirkpatrick diukur.", "All four of Kirkpatrick's levels were measured.")
    } else {
        let list = super::wording::enumerate(l, &empty.iter().map(|name| name.to_lowercase()).collect::<Vec<_>>());
        say!(
            l,
            "Dari empat tingkat evaluasi Kirkpatrick, yang tidak diukur: {list}. Evaluasi berikutnya sebaiknya mengukurnya.",
            "Of Kirkpatrick's four levels these were not measured: {list}. The next evaluation had best measure them."
        )
    };
    vec![Block::Prose(said), Block::Table(table(story, &rows))]
}

/// The levels for machines; none where the study is not about a training.
pub(crate) fn levels(story: &Story) -> Option<Value> {
    story.result.training.as_ref()?;
    let row = |row: &Row| {
        let of = |value: fn(&Effect) -> Option<f64>| row.effect.as_ref().and_then(value);
        json!({
            "level": row.level, "name": CODES[row.level - 1], "measured": row.effect.is_some(),
            "measure": (!row.code.is_empty()).then_some(&row.code), "label": (!row.measure.is_empty()).then_some(&row.measure),
            "statistic": row.effect.as_ref().map(|_| row.statistic), "unit": (!row.unit.is_empty()).then_some(&row.unit),
            "estimate": of(|effect| effect.estimate), "conf_low": of(|effect| effect.conf_low), "conf_high": of(|effect| effect.conf_high),
            "n": row.n, "n_of": row.effect.as_ref().map(|_| if row.people { "people" } else { "records" }),
            "comparison": row.effect.as_ref().map(|_| row.compared), "source": (!row.source.is_empty()).then_some(&row.source),
            "reason": (!row.reason.is_empty()).then_some(&row.reason),
        })
    };
    Some(rows(story).iter().map(row).collect())
}

fn name(level: usize, l: Lang) -> String {
    match level {
        1 => say!(l, "Reaksi", "Reaction"),
        2 => say!(l, "Pembelajaran", "Learning"),
        3 => say!(l, "Perilaku", "Behaviour"),
        _ => say!(l, "Hasil", "Results"),
    }
}

/// Why a level has no data.
fn not_measured(story: &Story, level: usize) -> String {
    let l = story.lang;
    let has = |shows: Shows| story.result.people.iter().flat_map(|facts| &facts.items).any(|item| item.shows == shows);
    match level {
        1 => say!(l, "tidak ada formulir tanggapan peserta", "there is no reaction form of the participants"),
        2 if has(Shows::Behaviour) => say!(
            l,
            "tidak ada tes pengetahuan sebelum dan sesudah; penilaian yang ada mengukur perilaku kerja",
            "there is no test of knowledge before and after; the assessment that there is measures behaviour at work"
        ),
        2 => say!(l, "tidak ada tes peserta sebelum dan sesudah pelatihan", "there is no test of the participants before and after the training"),
        3 => say!(l, "perilaku kerja tidak diamati", "behaviour at work was not observed"),
        _ => say!(l, "hasil layanan tidak dapat dihitung", "results of the service cannot be computed"),
    }
}

fn rows(story: &Story) -> Vec<Row> {
    let mut found: Vec<Row> = Vec::new();
    if let Some(facts) = &story.result.people {
        found.extend(of_people(story, facts));
    }
    let behaviour = story.result.training.iter().flat_map(|training| &training.behaviour);
    let of_staff: Vec<&String> = behaviour.collect();
    for part in &story.outcomes {
        found.extend(of_elements(story, part));
        found.push(of_outcome(story, part, if of_staff.contains(&&part.outcome.name) { 3 } else { 4 }));
    }
    let mut out = Vec::new();
    for level in 1..=LEVELS {
        let before = out.len();
        let (own, rest): (Vec<Row>, Vec<Row>) = found.into_iter().partition(|row| row.level == level && (row.effect.is_some() || level == LEVELS));
        found = rest;
        out.extend(own);
        if out.len() == before {
            let reason = found.iter().find(|row| row.level == level).map_or_else(|| not_measured(story, level), |row| row.reason.clone());
            out.push(Row {
                level,
                measure: String::new(),
                code: String::new(),
                statistic: "",
                effect: None,
                unit: String::new(),
                decimals: 0,
                n: None,
                people: false,
                source: String::new(),
                compared: false,
                reason,
            });
        }
    }
    out
}

fn of_people(story: &Story, facts: &PeopleFacts) -> Vec<Row> {
    let l = story.lang;
    let all = |estimate: &Option<Estimate>, code: &str| {
        let whole = |effect: &&Effect| effect.key.kind == EffectKind::Term && effect.key.term == code && effect.estimate.is_some();
        estimate.as_ref().and_then(|estimate| estimate.effects.iter().find(whole)).cloned()
    };
    let row = |level: usize, code: &str, statistic: &'static str, effect: Effect, decimals: usize| Row {
        level,
        measure: item_label(facts, code, l),
        code: code.to_owned(),
        statistic,
        n: effect.records,
        effect: Some(effect),
        unit: String::new(),
        decimals,
        people: true,
        source: facts.files.join(", "),
        compared: false,
        reason: String::new(),
    };
    let mut out: Vec<Row> = facts.questions.iter().filter_map(|(code, _)| Some(row(1, code, "mean", all(&facts.reaction, code)?, 2))).collect();
    for item in &facts.items {
        let level = if item.shows == Shows::Learning { 2 } else { 3 };
        let gain = all(&facts.gain, &item.code).map(|gain| row(level, &item.code, "n-gain", gain, 2));
        let change = || all(&facts.change, &item.code).map(|change| row(level, &item.code, "change", change, facts.decimals));
        out.extend(gain.or_else(change));
    }
    out
}

/// What satisfaction says of the staff's behaviour, where the outcome is an index.
fn of_elements(story: &Story, part: &OutcomeStory) -> Vec<Row> {
    let l = story.lang;
    let Some(index) = &part.outcome.index else { return Vec::new() };
    let (estimate, compared) = index.elements.as_ref().map_or((&index.estimate, false), |elements| (elements, true));
    let own = |element: Element| {
        let of = |effect: &&Effect| [effect.key.region.as_deref(), Some(effect.key.term.as_str())].contains(&Some(element.code()));
        estimate.effects.iter().find(of).filter(|effect| effect.estimate.is_some()).cloned()
    };
    OF_BEHAVIOUR
        .into_iter()
        .filter_map(|element| {
            let effect = own(element)?;
            Some(Row {
                level: 3,
                measure: element_label(element, l),
                code: element.code().to_owned(),
                statistic: if compared { "effect" } else { "change" },
                n: effect.records.or(Some(estimate.sample.rows_used)),
                effect: Some(effect),
                unit: say!(l, "skala 1–4", "scale 1–4"),
                decimals: 2,
                people: true,
                source: records_of(story),
                compared,
                reason: String::new(),
            })
        })
        .collect()
}

fn of_outcome(story: &Story, part: &OutcomeStory, level: usize) -> Row {
    let effect = part.main_effect().filter(|effect| effect.estimate.is_some()).cloned();
    Row {
        level,
        measure: part.words.label.clone(),
        code: part.outcome.name.clone(),
        statistic: "effect",
        n: effect.as_ref().and_then(|_| Some(part.main_estimate()?.sample.rows_used)),
        reason: if effect.is_some() { String::new() } else { not_measured(story, LEVELS) },
        effect,
        unit: part.words.change_unit(),
        decimals: part.words.decimals,
        people: false,
        source: records_of(story),
        compared: part.has_comparison(),
    }
}

/// The files of the records, without those of the participants.
fn records_of(story: &Story) -> String {
    let people = |path: &String| story.result.people.iter().any(|facts| facts.files.contains(path));
    story.result.sources.iter().map(|source| &source.path).filter(|path| !people(path)).cloned().collect::<Vec<_>>().join(", ")
}

fn statistic(row: &Row, l: Lang) -> String {
    match row.statistic {
        "mean" => say!(l, "rata-rata", "mean"),
        "n-gain" => {
            let class = class_word(row.effect.as_ref().and_then(|effect| effect.estimate).unwrap_or_default(), l);
            say!(l, "N-gain, {class}", "N-gain, {class}")
        }
        "change" => say!(l, "selisih", "change"),
        _ if row.compared => say!(l, "dampak terhadap pembanding", "effect against the comparison"),
        _ => say!(l, "perubahan tanpa pembanding", "change without a comparison"),
    }
}

fn table(story: &Story, rows: &[Row]) -> Table {
    let l = story.lang;
    let level = crate::locale::percent(l, story.result.level, 0);
    let cells = |row: &Row| {
        let head = vec![Cell::text(row.level.to_string()), Cell::text(name(row.level, l))];
        let Some(effect) = &row.effect else {
            let nothing = Cell::coded(say!(l, "tidak diukur", "not measured"), "");
            let none = || Cell::coded(UNDEFINED, "");
            let rest = vec![none(), none(), nothing, Cell::interval(l, None, None, 0), none(), none(), Cell::text(row.reason.clone())];
            return [head, rest].concat();
        };
        let measure = if row.unit.is_empty() { row.measure.clone() } else { format!("{} ({})", row.measure, row.unit) };
        let n = row.n.map(|n| integer(l, n)).unwrap_or_default();
        let counted = match row.n {
            None if is_hidden(effect, "records") => suppressed_cell(l),
            None => Cell::count(l, None),
            Some(count) if row.people => Cell::coded(say!(l, "{n} orang", "{n} people"), count.to_string()),
            Some(count) => Cell::coded(say!(l, "{n} catatan", "{n} records"), count.to_string()),
        };
        let rest = vec![
            Cell::coded(measure, &row.code),
            Cell::coded(statistic(row, l), row.statistic),
            Cell::number(l, effect.estimate, row.decimals),
            Cell::interval(l, effect.conf_low, effect.conf_high, row.decimals),
            counted,
            Cell::text(row.source.clone()),
            Cell::text(String::new()),
        ];
        [head, rest].concat()
    };
    Table {
        name: "kirkpatrick".into(),
        caption: say!(l, "Empat tingkat evaluasi Kirkpatrick", "Kirkpatrick's four levels of evaluation"),
        columns: vec![
            Column::words("level", say!(l, "Tingkat", "Level")),
            Column::words("name", say!(l, "Nama", "Name")),
            Column::words("measure", say!(l, "Yang diukur", "Measure")),
            Column::words("statistic", say!(l, "Besaran", "Quantity")),
            Column::numbers("value", say!(l, "Nilai", "Value"), ""),
            Column::intervals("conf_low", "conf_high", say!(l, "Selang kepercayaan {level}", "{level} confidence interval"), ""),
            Column::numbers("n", "n", ""),
            Column::words("source", say!(l, "Sumber", "Source")),
            Column::words("reason", say!(l, "Keterangan", "Remark")),
        ],
        rows: rows.iter().map(cells).collect(),
        notes: vec![say!(
            l,
            "Reaksi, pembelajaran, dan perilaku yang dinilai pada peserta sendiri tidak mempunyai pembanding; hanya baris dengan dampak terhadap pembanding yang memisahkan program dari perubahan lain.",
            "Reaction, learning and behaviour that were measured on the participants themselves have no comparison; only rows with an effect against the comparison tell the program from other changes."
        )],
    }
}
