//! What keys and types of `[people]` cannot say.

use super::Sense;
use crate::study::schema::{Arms, Words};
use crate::text;

impl Sense<'_> {
    /// Contradictions of the section of participants.
    pub(super) fn people(&mut self) {
        let Some(section) = &self.study.file.people else { return };
        if section.files.items().iter().all(|file| file.trim().is_empty()) {
            self.say(
                "people.files",
                &text!("tidak ada berkas peserta", "there is no file of participants"),
                text!("Contoh: files = \"peserta.csv\"", "Example: files = \"participants.csv\""),
            );
        }
        match (section.item.is_empty(), &section.long, &section.reaction) {
            (true, None, None) => self.say(
                "people",
                &text!("[people] belum menyebut nilai apa pun", "[people] names no scores"),
                text!(
                    "Tambahkan [[people.item]] dengan kolom before dan after (atau after dan importance), atau long, atau reaction.",
                    "Add [[people.item]] with the columns before and after (or after and importance), or long, or reaction."
                ),
            ),
            (false, Some(_), _) => self.say(
                "people.long",
                &text!("nilai disebut dua kali: item dan long", "scores are given twice: item and long"),
                text!(
                    "Sisakan satu: dua kolom per butir (item), atau satu baris per nilai (long).",
                    "Keep one: two columns an item (item), or one row a score (long)."
                ),
            ),
            _ => {}
        }
        for (index, item) in section.item.iter().enumerate() {
            let path = format!("people.item[{index}]");
            let name = &item.name;
            self.words(&format!("{path}.label"), item.label.as_ref());
            if section.item[..index].iter().any(|earlier| earlier.name == *name) {
                self.say(
                    &format!("{path}.name"),
                    &text!("butir \"{name}\" disebut dua kali", "the item \"{name}\" is named twice"),
                    text!("Beri nama lain.", "Give it another name."),
                );
            }
            let columns: Vec<&str> = item.columns().map(|(_, column)| column).collect();
            if let Some(column) = columns.iter().enumerate().find_map(|(at, column)| columns[..at].contains(column).then_some(column)) {
                self.say(
                    &path,
                    &text!("kolom \"{column}\" disebut dua kali", "the column \"{column}\" is named twice"),
                    text!("Sebutkan kolom yang berbeda untuk before, after, dan importance.", "Name different columns for before, after and importance."),
                );
            }
            self.bounds(&path, item.max.or(section.max), item.standard.or(section.standard));
        }
        if section.item.is_empty() {
            self.bounds("people", section.max, section.standard);
        }
        if let Some(long) = &section.long {
            let twice = long.before.items().iter().any(|value| long.after.items().contains(value));
            if twice || long.before.items().is_empty() || long.after.items().is_empty() {
                self.say(
                    "people.long",
                    &text!("before dan after harus menyebut nilai yang berbeda", "before and after must name different values"),
                    text!("Contoh: before = \"pre\", after = \"post\"", "Example: before = \"pre\", after = \"post\""),
                );
            }
            let names: Vec<&Words> = long.names.values().collect();
            for words in names {
                self.words("people.long.names", Some(words));
            }
        }
        self.by(&section.by.iter().map(Arms::column).collect::<Vec<_>>(), "people.by");
    }

    fn bounds(&mut self, path: &str, max: Option<f64>, standard: Option<f64>) {
        if max.is_some_and(|max| max <= 0.0) || max.zip(standard).is_some_and(|(max, standard)| standard > max) {
            self.say(
                path,
                &text!("nilai tertinggi harus lebih dari nol dan tidak di bawah standar", "the maximum must be above zero and not below the standard"),
                text!("Periksa max dan standard.", "Look at max and standard."),
            );
        }
    }
}
