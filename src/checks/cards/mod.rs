//! Every check in words: what it asks, how it is computed, when it passes, what to do when it does not.

mod before;
mod fields;
mod fragile;
mod parallel;
mod pooled;

pub use fields::EVIDENCE;

use crate::locale::Text;

/// A check in words.
#[derive(Debug, Clone, PartialEq)]
pub struct CheckCard {
    /// Name of the finding: `pre-trends`.
    pub name: &'static str,
    /// What it is called.
    pub title: Text,
    /// What it asks.
    pub asks: Text,
    /// How it is computed.
    pub how: Text,
    /// When it passes, takes care, fails, and whether that costs a grade.
    pub verdicts: Text,
    /// What to do when it does not pass.
    pub then: Text,
    /// Papers.
    pub references: &'static [&'static str],
}

/// All checks, in the order in which people meet their questions.
pub fn check_cards() -> Vec<CheckCard> {
    [before::cards(), parallel::cards(), fragile::cards(), pooled::cards()].into_iter().flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_card_is_complete_and_known_once() {
        let cards = check_cards();
        let names: BTreeSet<&str> = cards.iter().map(|card| card.name).collect();
        assert_eq!(names.len(), cards.len());
        for card in &cards {
            for part in [&card.title, &card.asks, &card.how, &card.verdicts, &card.then] {
                assert!(!part.id.is_empty() && !part.en.is_empty(), "{}", card.name);
            }
        }
    }

    #[test]
    fn every_finding_in_this_room_has_its_card() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/checks");
        let names: BTreeSet<&str> = check_cards().iter().map(|card| card.name).collect();
        let mut seen = BTreeSet::new();
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|extension| extension == "rs") && path.file_stem().is_some_and(|stem| stem != "mod" && stem != "grade") {
                let text = std::fs::read_to_string(&path).unwrap();
                let code = text.split("#[cfg(test)]").next().unwrap_or_default();
                for (before, mark) in [("finding(", '"'), ("check: ", '"'), ("const NAME: &str = ", '"')] {
                    for part in code.split(before).skip(1) {
                        let start = part.trim_start();
                        if let Some(name) = start.strip_prefix(mark).and_then(|rest| rest.split('"').next()) {
                            assert!(names.contains(name), "{name} of {} has no card", path.display());
                            seen.insert(name.to_owned());
                        }
                    }
                }
            }
        }
        assert_eq!(seen.len(), names.len(), "cards without a check: {:?}", names.iter().filter(|name| !seen.contains(**name)).collect::<Vec<_>>());
    }
}
