//! A report without names of units: `Unit 01`, `Unit 02` … in an order that the names do not show.
//!
//! Names are replaced in everything that a report is written from (`walk`), so that no chart, table, page or result can carry one. The order is that of
//! hashes with a key from the content of the data: whoever has a list of all units and the seed, which is published, cannot make it again. Names of places
//! that people wrote into titles stay, as far as no unit is called so.

use super::walk::{self, Texts};
use crate::data::nik::hash;
use crate::estimate::{Effect, EffectKind, Estimate};
use crate::study::{PoolResult, StudyResult};
use serde_json::Value;
use std::collections::BTreeMap;

/// A name of digits alone is looked for inside sentences from this length on; shorter ones are numbers there.
const DIGITS: usize = 6;

/// Before a name they make it that of a region: `Kota Kendari` is not the service point Kendari, and must not tell which one that is.
const REGIONS: [&str; 10] = ["Kota", "Kabupaten", "Kab.", "Provinsi", "Prov.", "Kotamadya", "City of", "Regency of", "Province of", "Kota Administrasi"];

/// What stands for a unit's name inside that of a region.
const INSIDE_A_REGION: &str = "…";

/// Names with what stands for them.
struct Aliases {
    by_name: BTreeMap<String, String>,
    /// Those to look for inside sentences, by their first letter (small), the longest first: as they are, and as they stand between quotes in a study file.
    inside: BTreeMap<char, Vec<(String, String)>>,
}

/// The study without the names of [`StudyResult::hidden_names`]; as it is where there are none.
pub(super) fn without_names(result: &mut StudyResult) {
    if result.hidden_names.is_empty() {
        return;
    }
    let names = std::mem::take(&mut result.hidden_names);
    walk::study(&mut Aliases::new(&names, &std::mem::take(&mut result.alias_key)), result);
}

/// The pool without the names of [`PoolResult::hidden_names`]; as it is where there are none.
pub(super) fn pool_without_names(result: &mut PoolResult) {
    if result.hidden_names.is_empty() {
        return;
    }
    let names = std::mem::take(&mut result.hidden_names);
    walk::pool(&mut Aliases::new(&names, &std::mem::take(&mut result.alias_key)), result);
}

impl Aliases {
    fn new(names: &[String], key: &str) -> Self {
        let mut order: Vec<(String, &String)> = names.iter().filter(|name| !name.trim().is_empty()).map(|name| (hash(name, key), name)).collect();
        order.sort();
        order.dedup();
        let width = order.len().to_string().len();
        let by_name: BTreeMap<String, String> = order.iter().enumerate().map(|(at, (_, name))| ((*name).clone(), format!("Unit {:0width$}", at + 1))).collect();
        let number = |name: &str| name.len() < DIGITS && name.chars().all(|letter| letter.is_ascii_digit());
        let mut inside: BTreeMap<char, Vec<(String, String)>> = BTreeMap::new();
        for (name, alias) in by_name.iter().filter(|(name, _)| !number(name)) {
            let quoted = name.replace('\\', "\\\\").replace('"', "\\\"");
            for written in std::iter::once(name).chain((quoted != **name).then_some(&quoted)) {
                inside.entry(small(written.chars().next().unwrap_or_default())).or_default().push((written.clone(), alias.clone()));
            }
        }
        for names in inside.values_mut() {
            names.sort_by(|a, b| b.0.len().cmp(&a.0.len()).then(a.cmp(b)));
        }
        Self { by_name, inside }
    }

    /// The text with names replaced where they stand as whole words, the longest that fits, in any mix of small and capital letters but small ones alone,
    /// which are ordinary words. None where none stands there.
    fn sentence(&self, text: &str) -> Option<String> {
        let mut out: Option<String> = None;
        let (mut copied, mut before) = (0, None);
        for (start, letter) in text.char_indices() {
            let word = !before.replace(letter).is_some_and(char::is_alphanumeric);
            if start < copied || !word {
                continue;
            }
            let fits = |(name, alias): &'_ (String, String)| {
                let end = end_of(name, text, start)?;
                let own = text[start..end] == *name || text[start..end].chars().any(char::is_uppercase);
                (own && !text[end..].chars().next().is_some_and(char::is_alphanumeric)).then(|| (end, alias.clone()))
            };
            let Some((end, alias)) = self.inside.get(&small(letter)).into_iter().flatten().find_map(fits) else { continue };
            let out = out.get_or_insert_with(String::new);
            out.push_str(&text[copied..start]);
            let of_a_region = text[..start].strip_suffix(' ').is_some_and(|before| REGIONS.iter().any(|word| before.ends_with(word)));
            out.push_str(if of_a_region { INSIDE_A_REGION } else { &alias });
            copied = end;
        }
        out.map(|out| out + &text[copied..])
    }

    /// Rows of units in the order of their names come in that of their aliases. Their covariance has no use beside other estimates, and goes.
    fn reorder(&self, estimate: &mut Estimate) {
        let alias = |effect: &Effect| effect.key.region.as_ref().and_then(|region| self.by_name.get(region)).cloned();
        let places: Vec<usize> =
            (0..estimate.effects.len()).filter(|at| estimate.effects[*at].key.kind == EffectKind::Region && alias(&estimate.effects[*at]).is_some()).collect();
        if places.len() < 2 {
            return;
        }
        let mut rows: Vec<Effect> = places.iter().map(|at| estimate.effects[*at].clone()).collect();
        rows.sort_by_key(alias);
        for (at, row) in places.into_iter().zip(rows) {
            estimate.effects[at] = row;
        }
        estimate.covariance = None;
    }
}

impl Texts for Aliases {
    /// A name alone, or a sentence with names in it.
    fn string(&mut self, text: &mut String) {
        if let Some(alias) = self.by_name.get(text.as_str()) {
            text.clone_from(alias);
            return;
        }
        if let Some(changed) = self.sentence(text) {
            *text = changed;
        }
    }

    /// Rows that were in the order of the names come in that of what stands for them.
    fn rows(&mut self, rows: &mut Vec<Value>) {
        let name = |item: &Value| {
            let of = |field: &Value| field.as_str().filter(|text| self.by_name.contains_key(*text)).map(str::to_owned);
            item.as_object().map_or_else(|| of(item), |fields| fields.values().find_map(of))
        };
        let names: Option<Vec<String>> = rows.iter().map(name).collect();
        if let Some(names) = names.filter(|names| names.len() > 1 && names.is_sorted()) {
            let mut sorted: Vec<(String, Value)> = names.iter().map(|name| self.by_name[name].clone()).zip(std::mem::take(rows)).collect();
            sorted.sort_by(|a, b| a.0.cmp(&b.0));
            *rows = sorted.into_iter().map(|(_, row)| row).collect();
        }
    }

    fn whole(&mut self, estimate: &mut Estimate) {
        self.reorder(estimate);
        estimate.influence = None;
    }
}

/// A letter as a small one, where that is one letter.
fn small(letter: char) -> char {
    let mut small = letter.to_lowercase();
    match (small.next(), small.next()) {
        (Some(one), None) => one,
        _ => letter,
    }
}

/// Where a name ends that stands in a text from a place on, whatever the case of its letters.
fn end_of(name: &str, text: &str, start: usize) -> Option<usize> {
    let mut letters = text[start..].chars();
    for wanted in name.chars() {
        let letter = letters.next()?;
        if small(letter) != small(wanted) {
            return None;
        }
    }
    Some(text.len() - letters.as_str().len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::privacy::walk::tests::seen;

    fn aliases(names: &[&str]) -> Aliases {
        Aliases::new(&names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>(), "kunci")
    }

    fn hidden(names: &[&str], text: &str) -> String {
        let mut text = text.to_owned();
        aliases(names).string(&mut text);
        text
    }

    #[test]
    fn names_go_as_whole_words_and_numbers_stay() {
        let names = ["Loket 1", "Loket 12", "7", "Puskesmas Tebet"];
        let of = |name: &str| aliases(&names).by_name[name].clone();
        let text = hidden(&names, "Tanpa Loket 12 dan Loket 1 (7 catatan), Loket 123, \"Puskesmas Tebet\".");
        assert_eq!(text, format!("Tanpa {} dan {} (7 catatan), Loket 123, \"{}\".", of("Loket 12"), of("Loket 1"), of("Puskesmas Tebet")));
        assert_eq!(hidden(&names, "7"), of("7"));
        assert_eq!(aliases(&names).by_name, aliases(&names).by_name);
    }

    #[test]
    fn names_that_look_like_aliases_are_replaced_once() {
        let names = ["Unit 1", "Unit 2", "Unit 3"];
        let of = |name: &str| aliases(&names).by_name[name].clone();
        assert_eq!(hidden(&names, "Unit 1, Unit 2, Unit 3."), format!("{}, {}, {}.", of("Unit 1"), of("Unit 2"), of("Unit 3")));
    }

    #[test]
    fn capitals_quotes_and_regions() {
        let of = |name: &str| aliases(&[name]).by_name[name].clone();
        assert_eq!(hidden(&["Loket \"Baru\""], "values = [\"Loket \\\"Baru\\\"\"]"), format!("values = [\"{}\"]", of("Loket \"Baru\"")));
        assert_eq!(hidden(&["Abuki"], "PUSKESMAS ABUKI"), format!("PUSKESMAS {}", of("Abuki")));
        assert_eq!(hidden(&["Baru"], "loket baru, Baru"), format!("loket baru, {}", of("Baru")));
        assert_eq!(
            hidden(&["Kendari"], "Dukcapil Kota Kendari, titik Kendari"),
            format!("Dukcapil Kota …, titik {}", of("Kendari")),
            "the city names no alias"
        );
        assert_eq!(hidden(&["Kota Sorong"], "Kota Sorong"), of("Kota Sorong"));
    }

    #[test]
    fn an_order_by_name_becomes_one_by_alias() {
        let names: Vec<String> = ["a", "b", "c", "d", "e", "f"].map(|name| format!("unit {name}")).to_vec();
        let mut aliases = Aliases::new(&names, "kunci");
        let rows: Value = names.iter().map(|name| serde_json::json!({ "unit": name, "weight": 1 })).collect();
        let rows = seen(&mut aliases, rows);
        let found: Vec<&str> = rows.as_array().into_iter().flatten().filter_map(|row| row["unit"].as_str()).collect();
        assert_eq!(found, ["Unit 1", "Unit 2", "Unit 3", "Unit 4", "Unit 5", "Unit 6"]);
        assert_ne!(names.iter().map(|name| aliases.by_name[name].as_str()).collect::<Vec<_>>(), found, "the key decides the order");
        assert_ne!(aliases.by_name, Aliases::new(&names, "kunci lain").by_name);
    }
}
