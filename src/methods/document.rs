//! All methods in one place: the list of cards, and the page that is made of them (`METHODS.md` and `METHODS.id.md`).

use super::{Card, ESTIMATORS, decomposition, honest, its, people, pooling, power, prepost, satisfaction, survival, worth};
use crate::locale::{Lang, Text};
use crate::text;

/// The cards of everything that estimates: before and after first, then the methods of difference-in-differences in the order of the registry.
pub fn cards() -> Vec<Card> {
    let others = [
        prepost::card(),
        its::card(),
        survival::card(),
        satisfaction::card(),
        people::card(),
        honest::card(),
        decomposition::card(),
        power::card(),
        pooling::card(),
        worth::card(),
    ];
    others.into_iter().chain(ESTIMATORS.iter().map(|estimator| estimator.card())).collect()
}

/// The page of all cards in one language, as Markdown.
pub fn page(lang: Lang) -> String {
    let cards = cards();
    let mut out = String::new();
    let mut line = |text: &str| {
        out.push_str(text);
        out.push('\n');
    };
    line(text!("# Metode", "# Methods").get(lang));
    line("");
    line(
        text!(
            "Halaman ini dibuat dari kartu metode di `src/methods/*/card.rs`; kartu yang sama dipakai `dampak explain` dan lampiran laporan. Jangan disunting langsung.",
            "This page is made of the cards in `src/methods/*/card.rs`, which `dampak explain` and the appendix of reports use as well. Do not edit it."
        )
        .get(lang),
    );
    line("");
    line(text!("| metode | apa |", "| method | what it is |").get(lang));
    line("|---|---|");
    for card in &cards {
        line(&format!("| [`{0}`](#{0}) | {1} |", card.name, card.title.get(lang)));
    }
    for card in &cards {
        line("");
        line(&format!("## {}", card.name));
        line("");
        line(&format!("**{}**", card.title.get(lang)));
        line("");
        line(card.question.get(lang));
        line("");
        line("```");
        line(card.equation);
        line("```");
        let mut part = |heading: Text, items: Vec<String>| {
            if !items.is_empty() {
                line("");
                line(&format!("### {}", heading.get(lang)));
                line("");
                for item in items {
                    line(&format!("- {item}"));
                }
            }
        };
        let words = |texts: &[Text]| texts.iter().map(|text| text.get(lang).replace('\n', " ")).collect::<Vec<_>>();
        part(text!("Asumsi", "Assumptions"), words(&card.assumptions));
        part(text!("Kapan tidak dipakai", "When not to use it"), words(&card.not_when));
        part(text!("Galat baku", "Standard errors"), vec![card.errors.get(lang).replace('\n', " ")]);
        part(text!("Kasus batas", "Edge cases"), words(&card.edge_cases));
        part(text!("Dicocokkan dengan", "Checked against"), vec![card.checked_against.replace('\n', " ")]);
        part(text!("Rujukan", "References"), card.references.iter().map(|paper| (*paper).to_owned()).collect());
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cards_have_names_of_their_own() {
        let mut names: Vec<&str> = cards().iter().map(|card| card.name).collect();
        let all = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), all);
    }
}
