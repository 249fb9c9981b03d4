//! The satisfaction index: values with grades, whether a change of grade exceeds the noise, the nine elements.

use super::figures::{self, effect_of};
use super::groups::{adjusted_p, adjustment};
use super::index_facts::{IndexValue, before_after, elements, values};
use super::say::say;
use super::story::{OutcomeStory, Story, shown};
use super::wording::{beginning, placed};
use crate::estimate::Effect;
use crate::locale::{Lang, number};
use crate::measure::satisfaction::Grade;
use crate::report::document::{Block, Cell, Column, Table};
use crate::report::single::answers;
use crate::report::words;
use crate::study::IndexFacts;

/// What the section of groups says of an index; nothing where the outcome is not one.
pub(crate) fn blocks(story: &Story, part: &OutcomeStory) -> Vec<Block> {
    let l = story.lang;
    let Some(facts) = &part.outcome.index else { return Vec::new() };
    let mut blocks = vec![Block::Heading(say!(l, "Indeks dan sembilan unsur pelayanan", "The index and the nine service elements"))];
    blocks.extend(grade_change(story, part).map(Block::Prose));
    blocks.extend(index_table(story, part, facts).map(Block::Table));
    blocks.extend(shown(figures::elements(story, part)));
    blocks.extend(element_table(story, part, facts).map(Block::Table));
    blocks.extend(shown(answers(&facts.estimate, part.file("scores"), story.source_line(), l)));
    if let Some(figure) = figures::quadrants_of(story, part) {
        blocks.push(Block::Heading(say!(l, "Kepentingan dan kinerja", "Importance and performance")));
        blocks.push(Block::Prose(say!(
            l,
            "Unsur yang penting bagi masyarakat tetapi kinerjanya di bawah rata-rata (kiri atas) didahulukan. Garis silang berada pada rata-rata semua unsur, bukan di tengah skala: yang dibandingkan adalah unsur satu dengan yang lain.",
            "Elements that matter to the public but perform below the mean (top left) come first. The cross lines stand at the means of all elements and not in the middle of the scale: elements are compared with one another."
        )));
        blocks.extend(shown(Some(figure)));
    }
    blocks
}

/// Whether the grade changed, and whether that exceeds the uncertainty of the sample; none where there are not two values.
pub(crate) fn grade_change(story: &Story, part: &OutcomeStory) -> Option<String> {
    let l = story.lang;
    let facts = part.outcome.index.as_ref()?;
    let all = values(facts);
    let (before, after) = before_after(&all)?;
    let (was, is) = (before.grade.as_deref()?, after.grade.as_deref()?);
    let (from, to) = (number(l, before.value, 2), number(l, after.value, 2));
    let clear = clear_of_noise(facts, before, after);
    // The treated's own before and after: the comparison is not in these two numbers.
    let place = placed(l, &story.treated);
    let own = beginning(&place);
    let own = if part.has_comparison() { say!(l, "{own} sendiri, tanpa pembanding", "{own} alone, without the comparison") } else { own };
    Some(match (was == is, clear) {
        (true, true) => say!(
            l,
            "{own}, nilai IKM bergerak dari {from} menjadi {to}; mutu pelayanan tetap {is}. Perubahannya melampaui ketidakpastian sampel.",
            "{own}, the index moved from {from} to {to}; the grade stays {is}. The change exceeds the uncertainty of the sample."
        ),
        (true, false) => say!(
            l,
            "{own}, nilai IKM bergerak dari {from} menjadi {to}; mutu pelayanan tetap {is}. Perubahannya masih dalam batas ketidakpastian sampel.",
            "{own}, the index moved from {from} to {to}; the grade stays {is}. The change is within the uncertainty of the sample."
        ),
        (false, true) => say!(
            l,
            "{own}, mutu pelayanan berubah dari {was} ({from}) menjadi {is} ({to}), dan perubahan nilainya melampaui ketidakpastian sampel.",
            "{own}, the grade moved from {was} ({from}) to {is} ({to}), and the change of the index exceeds the uncertainty of the sample."
        ),
        (false, false) => say!(
            l,
            "{own}, mutu pelayanan tercatat berubah dari {was} ({from}) menjadi {is} ({to}), tetapi perubahan nilainya tidak melampaui ketidakpastian sampel: perbedaan mutu ini dapat terjadi secara kebetulan.",
            "{own}, the grade is recorded as moving from {was} ({from}) to {is} ({to}), but the change of the index does not exceed the uncertainty of the sample: this difference of grade can arise by chance."
        ),
    })
}

/// The interval of the change says so where there is one; else intervals that do not overlap.
fn clear_of_noise(facts: &IndexFacts, before: &IndexValue, after: &IndexValue) -> bool {
    let clear = |effect: &Effect| effect.conf_low.is_some_and(|low| low > 0.0) || effect.conf_high.is_some_and(|high| high < 0.0);
    match facts.estimate.headline() {
        Some(effect) if effect.conf_low.is_some() => clear(effect),
        _ => match (before.low, before.high, after.low, after.high) {
            (Some(low), Some(high), Some(next_low), Some(next_high)) => high < next_low || next_high < low,
            _ => false,
        },
    }
}

/// A period of the result in words.
fn period(code: &str, l: Lang) -> String {
    words::value(code, l).map_or_else(
        || match code {
            "0" => words::before_after(false, l).to_lowercase(),
            "1" => words::before_after(true, l).to_lowercase(),
            other => other.to_owned(),
        },
        str::to_owned,
    )
}

fn index_table(story: &Story, part: &OutcomeStory, facts: &IndexFacts) -> Option<Table> {
    let l = story.lang;
    let all = values(facts);
    if all.is_empty() {
        return None;
    }
    let regions = all.iter().any(|value| value.region.is_some());
    let compared = all.iter().any(|value| value.region.as_deref() == Some("comparison"));
    let mut columns = Vec::new();
    if regions {
        columns.push(Column::words("region", say!(l, "Wilayah atau unit", "Region or unit")));
    }
    columns.push(Column::words("period", say!(l, "Periode", "Period")));
    columns.push(Column::numbers("value", say!(l, "Nilai IKM", "Index (IKM)"), ""));
    let level = part.words.level();
    columns.push(Column::intervals("conf_low", "conf_high", say!(l, "Selang kepercayaan {level}", "{level} confidence interval"), ""));
    columns.push(Column::words("grade", say!(l, "Mutu pelayanan", "Grade")));
    columns.push(Column::numbers("respondents", say!(l, "Responden", "Respondents"), ""));
    let rows = all
        .iter()
        .map(|value| {
            let mut row = Vec::new();
            if regions {
                row.push(region_cell(story, value.region.as_deref(), compared));
            }
            row.push(Cell::coded(period(&value.period, l), &value.period));
            row.push(Cell::number(l, Some(value.value), 2));
            row.push(Cell::interval(l, value.low, value.high, 2));
            row.push(grade_cell(value.grade.as_deref().unwrap_or_default(), l));
            row.push(Cell::count(l, value.respondents));
            row
        })
        .collect();
    let regime = facts.regime.get(l);
    Some(Table {
        name: part.file("index"),
        caption: say!(l, "Indeks Kepuasan Masyarakat (IKM)", "Public satisfaction index (IKM)"),
        columns,
        rows,
        notes: vec![say!(l, "Mutu pelayanan menurut {regime}; bobot setiap unsur tepat 1/9.", "Grades by {regime}; every element weighs exactly 1/9.")],
    })
}

/// `C (Kurang Baik)`.
fn grade_cell(letter: &str, l: Lang) -> Cell {
    match [Grade::D, Grade::C, Grade::B, Grade::A].into_iter().find(|grade| grade.letter() == letter) {
        Some(grade) => Cell::coded(format!("{letter} ({})", grade.name().get(l)), letter),
        None => Cell::text(letter),
    }
}

/// Whose value it is: groups by their names; without a group it is that of the treated where a comparison stands beside it, else of all.
fn region_cell(story: &Story, region: Option<&str>, compared: bool) -> Cell {
    match region {
        Some("comparison") => Cell::coded(&story.comparison, "comparison"),
        Some("treated") => Cell::coded(&story.treated, "treated"),
        Some(name) => Cell::text(name),
        None if compared => Cell::coded(&story.treated, "treated"),
        None => Cell::coded(say!(story.lang, "Seluruhnya", "All"), ""),
    }
}

fn element_table(story: &Story, part: &OutcomeStory, facts: &IndexFacts) -> Option<Table> {
    let l = story.lang;
    let found = elements(facts);
    if found.is_empty() {
        return None;
    }
    let effects = facts.elements.as_ref();
    let level = part.words.level();
    let mut columns = vec![
        Column { title: say!(l, "Unsur", "Element"), unit: String::new(), numeric: false, fields: vec!["element".into()] },
        Column::numbers("before", words::before_after(false, l), ""),
        Column::numbers("after", words::before_after(true, l), ""),
        Column::numbers("change", say!(l, "Selisih", "Change"), ""),
    ];
    if effects.is_some() {
        columns.push(Column::numbers("estimate", say!(l, "Dampak", "Effect"), ""));
        columns.push(Column::intervals("conf_low", "conf_high", say!(l, "Selang kepercayaan {level}", "{level} confidence interval"), ""));
        columns.push(Column::numbers("p_value", say!(l, "Nilai p disesuaikan", "Adjusted p-value"), ""));
        columns.push(Column::words("verdict", say!(l, "Kesimpulan", "Conclusion")));
    }
    let rows = found
        .iter()
        .map(|element| {
            let change = element.after.zip(element.before).map(|(after, before)| after - before);
            let mut row = vec![
                Cell::coded(element.full(l), &element.code),
                Cell::number(l, element.before, 2),
                Cell::number(l, element.after, 2),
                Cell::number(l, change, 2),
            ];
            if let Some(estimate) = effects {
                let effect = effect_of(estimate, &element.code);
                let p = effect.and_then(|effect| adjusted_p(effect).or(effect.p_value));
                row.push(Cell::number(l, effect.and_then(|effect| effect.estimate), 2));
                row.push(Cell::interval(l, effect.and_then(|effect| effect.conf_low), effect.and_then(|effect| effect.conf_high), 2));
                row.push(Cell::p(l, p));
                row.push(Cell::text(effect.map(|effect| element_verdict(effect, p, story, l)).unwrap_or_default()));
            }
            row
        })
        .collect();
    Some(Table {
        name: part.file("elements"),
        caption: say!(l, "Sembilan unsur pelayanan sebelum dan sesudah program", "The nine service elements before and after the program"),
        columns,
        rows,
        notes: vec![if let Some(estimate) = effects {
            let method = adjustment(estimate.settings.get("multiplicity").and_then(serde_json::Value::as_str).unwrap_or_default());
            say!(
                l,
                "Nilai unsur berskala 1–4. Selisih: sesudah dikurangi sebelum pada peserta program. Dampak: selisih itu dikurangi selisih pada pembanding; selang kepercayaan dan nilai p milik dampak. Nilai p disesuaikan ({method}) karena sembilan unsur diuji sekaligus.",
                "Element scores run from 1 to 4. Change: after minus before in the program group. Effect: that change minus the change in the comparison; interval and p-value belong to the effect. P-values are adjusted ({method}) because nine elements are tested at once."
            )
        } else {
            say!(l, "Nilai unsur berskala 1–4. Selisih: sesudah dikurangi sebelum.", "Element scores run from 1 to 4. Change: after minus before.")
        }],
    })
}

/// An element's score is better when higher, whatever the outcome's own direction; the adjusted p-value decides.
fn element_verdict(effect: &Effect, p: Option<f64>, story: &Story, l: Lang) -> String {
    let clear = p.is_some_and(|p| p < 1.0 - story.result.level);
    match (effect.estimate, clear) {
        (None, _) => say!(l, "tidak dapat dihitung", "cannot be computed"),
        (Some(_), false) => say!(l, "tidak dapat dibedakan dari nol", "cannot be told from zero"),
        (Some(estimate), true) if estimate > 0.0 => say!(l, "naik", "rose"),
        (Some(_), true) => say!(l, "turun", "fell"),
    }
}

/// The elements with the lowest scores after the program, in words, for the follow-up plan; none where there are none.
pub(crate) fn lowest(part: &OutcomeStory, l: Lang, count: usize) -> Vec<String> {
    let Some(facts) = &part.outcome.index else { return Vec::new() };
    let mut found: Vec<_> = elements(facts).into_iter().filter_map(|element| Some((element.after.or(element.before)?, element.label(l)))).collect();
    found.sort_by(|a, b| a.0.total_cmp(&b.0));
    found.into_iter().take(count).map(|(score, label)| format!("{label} ({})", number(l, score, 2))).collect()
}
