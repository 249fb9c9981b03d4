//! Kirkpatrick's four levels in one table: reaction, learning, behaviour, results.

use super::people::{class_word, item_label, with_interval};
use super::say::say;
use super::story::Story;
use crate::estimate::EffectKind;
use crate::locale::integer;
use crate::report::document::{Cell, Column, Table};
use crate::study::PeopleFacts;
use crate::study::schema::Shows;

/// The table; a level without data says so.
pub(crate) fn table(story: &Story, facts: &PeopleFacts) -> Table {
    let l = story.lang;
    let mut rows: Vec<[String; 5]> = Vec::new();
    let levels = [
        ("1", say!(l, "Reaksi", "Reaction")),
        ("2", say!(l, "Pembelajaran", "Learning")),
        ("3", say!(l, "Perilaku", "Behaviour")),
        ("4", say!(l, "Hasil", "Results")),
    ];
    let mut add = |level: usize, what: String, found: String, people: String| {
        let (code, name) = &levels[level];
        rows.push([(*code).to_owned(), name.clone(), what, found, people]);
    };
    let all = |estimate: &crate::estimate::Estimate, code: &str| {
        estimate.effects.iter().find(|effect| effect.key.kind == EffectKind::Term && effect.key.term == code && effect.estimate.is_some()).cloned()
    };
    for effect in facts.reaction.iter().flat_map(|estimate| &estimate.effects).filter(|effect| effect.key.kind == EffectKind::Term) {
        add(0, item_label(facts, &effect.key.term, l), with_interval(effect, l, 2), integer(l, effect.records.unwrap_or(0)));
    }
    for (place, shows) in [(1, Shows::Learning), (2, Shows::Behaviour)] {
        for item in facts.items.iter().filter(|item| item.shows == shows) {
            let label = item_label(facts, &item.code, l);
            if let Some(gain) = facts.gain.as_ref().and_then(|estimate| all(estimate, &item.code)) {
                let (size, class) = (with_interval(&gain, l, 2), class_word(gain.estimate.unwrap_or_default(), l));
                add(place, label, say!(l, "N-gain {size}, {class}", "N-gain {size}, {class}"), integer(l, gain.records.unwrap_or(0)));
            } else if let Some(change) = facts.change.as_ref().and_then(|estimate| all(estimate, &item.code)) {
                let size = with_interval(&change, l, facts.decimals);
                add(place, label, say!(l, "selisih {size}", "change {size}"), integer(l, change.records.unwrap_or(0)));
            }
        }
    }
    for part in &story.outcomes {
        let found = part.main_effect().map_or_else(|| say!(l, "tidak dapat dihitung", "cannot be computed"), |effect| part.words.brief(effect));
        add(3, part.words.label.clone(), found, String::new());
    }
    for (place, (code, name)) in levels.iter().enumerate() {
        if !rows.iter().any(|row| row[0] == *code) {
            let at = rows.iter().position(|row| row[0].as_str() > *code).unwrap_or(rows.len());
            let nothing = say!(l, "tidak diukur", "not measured");
            rows.insert(at, [(place + 1).to_string(), name.clone(), "–".into(), nothing, String::new()]);
        }
    }
    Table {
        name: "kirkpatrick".into(),
        caption: say!(l, "Empat tingkat evaluasi Kirkpatrick", "Kirkpatrick's four levels of evaluation"),
        columns: vec![
            Column::words("level", say!(l, "Tingkat", "Level")),
            Column::words("name", say!(l, "Nama", "Name")),
            Column::words("measure", say!(l, "Yang diukur", "Measure")),
            Column::words("result", say!(l, "Hasil dengan selang kepercayaan", "Result with its confidence interval")),
            Column::words("people", say!(l, "Orang", "People")),
        ],
        rows: rows.into_iter().map(|row| row.map(Cell::text).to_vec()).collect(),
        notes: vec![say!(
            l,
            "Tingkat 1 sampai 3 berasal dari peserta sendiri, tanpa pembanding; hanya tingkat 4 diukur pada layanan.",
            "Levels 1 to 3 are from the participants themselves, without a comparison; only level 4 is measured in the service."
        )],
    }
}
