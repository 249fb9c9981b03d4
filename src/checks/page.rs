//! The checks and the rule of the grade as a page: the end of `METHODS.md` and `METHODS.id.md`, and `dampak explain grade`.

use super::grade::{Graded, threat, threat_in_words};
use super::{CheckCard, check_cards};
use crate::locale::{Lang, Text};
use crate::text;

/// Threats with the checks that look at them, in the order of the cards.
fn threats(cards: &[CheckCard]) -> Vec<(Text, Vec<&'static str>)> {
    let mut out: Vec<(&str, Vec<&'static str>)> = Vec::new();
    for card in cards {
        let own = threat(card.name);
        match out.iter_mut().find(|(known, _)| *known == own) {
            Some((_, checks)) => checks.push(card.name),
            None => out.push((own, vec![card.name])),
        }
    }
    out.into_iter().map(|(name, checks)| (threat_in_words(name), checks)).collect()
}

/// What becomes of false alarms, of which some come about with many checks.
pub fn false_alarms() -> Text {
    text!(
        "Sekitar tiga puluh pemeriksaan melihat satu hasil, dan pemeriksaan yang menguji pada taraf 5 % akan menyangsikan data yang baik satu kali dari dua puluh. Aturan ini memperhitungkannya. Pemeriksaan yang menguji sesuatu baru \"tidak lolos\" bila ada bukti (p < 0,05), umumnya bersama besaran yang berarti atau uji kedua yang sejalan; yang menguji beberapa hal sekaligus mengalikan p dengan banyaknya. Satu peringatan saja tidak menurunkan penilaian, dan pemeriksaan terhadap ancaman yang sama dihitung sekali karena membaca angka yang sama. Pemeriksaan arah dampak tidak berlaku bila dampaknya tidak dapat dibedakan dari nol. Peringatan palsu paling banyak menurunkan penilaian satu tingkat, dengan nama pemeriksaannya tertulis dalam laporan; penilaian tidak pernah turun di bawah lemah karenanya.",
        "Some thirty checks look at one outcome, and a check that tests at 5% objects to sound data once in twenty times. The rule allows for that. A check that tests something fails only on evidence (p < 0.05), mostly together with a size that matters or a second test that agrees; what tests several things multiplies p by their number. A single caution does not lower the grade, and checks of one threat count once, because they read the same numbers. Checks of the direction of an effect do not apply where the effect cannot be told from zero. A false alarm lowers the grade by one step at most, with the name of the check in the report; it never takes it below weak."
    )
}

/// The rule, the threats with their checks, and what becomes of false alarms, as plain paragraphs.
pub fn grade_page(lang: Lang) -> Vec<String> {
    let mut out = vec![super::Graded::rule().get(lang).to_owned(), false_alarms().get(lang).to_owned()];
    out.extend(threats(&check_cards()).into_iter().map(|(threat, checks)| format!("{}: {}", threat.get(lang), checks.join(", "))));
    out
}

/// The page in Markdown.
pub fn checks_page(lang: Lang) -> String {
    let cards = check_cards();
    let mut out = String::new();
    let mut line = |text: &str| {
        out.push_str(text);
        out.push('\n');
    };
    line(text!("# Pemeriksaan dan penilaian", "# Checks and the grade").get(lang));
    line("");
    line(
        text!(
            "Setiap pemeriksaan memberi hasil lolos, hati-hati, tidak lolos, atau tidak berlaku, dengan angka di baliknya. Bagian ini dibuat dari `src/checks/`.",
            "Each check gives pass, caution, fail or not applicable, with the numbers behind it. This part is made from `src/checks/`."
        )
        .get(lang),
    );
    line("");
    line(text!("## Penilaian", "## The grade").get(lang));
    line("");
    let rule = Graded::rule();
    let rule = rule.get(lang);
    let mut letters = rule.chars();
    line(&letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect()));
    line("");
    line(false_alarms().get(lang));
    line("");
    line(text!("| ancaman | pemeriksaan |", "| threat | checks |").get(lang));
    line("|---|---|");
    for (threat, checks) in threats(&cards) {
        line(&format!("| {} | {} |", threat.get(lang), checks.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")));
    }
    line("");
    line(text!("## Pemeriksaan", "## The checks").get(lang));
    line("");
    line(text!("| pemeriksaan | pertanyaan | cara menghitung | kapan lolos |", "| check | asks | how | when it passes |").get(lang));
    line("|---|---|---|---|");
    for card in &cards {
        let [asks, how, verdicts] = [&card.asks, &card.how, &card.verdicts].map(|text| text.get(lang).replace('\n', " "));
        line(&format!("| `{}` | {asks} | {how} | {verdicts} |", card.name));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_check_stands_under_one_threat() {
        let cards = check_cards();
        let mut listed: Vec<&str> = threats(&cards).into_iter().flat_map(|(_, checks)| checks).collect();
        assert_eq!(listed.len(), cards.len());
        listed.sort_unstable();
        listed.dedup();
        assert_eq!(listed.len(), cards.len());
        for lang in Lang::ALL {
            assert!(cards.iter().all(|card| checks_page(lang).matches(&format!("`{}`", card.name)).count() >= 2));
            assert!(grade_page(lang).len() > 10);
        }
    }
}
