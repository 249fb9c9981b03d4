//! Methods in plain words for the report: what a method does in one paragraph, then its card. What has no card is named by its code.

use super::compose::say::say;
use super::document::Block;
use crate::locale::Lang;
use crate::methods::{Card, Method, its, people, prepost, survival};

/// The name of a method in words, as it stands inside a sentence.
pub(crate) fn title(command: &str, method: &str, lang: Lang) -> String {
    match command {
        "satisfaction" => say!(lang, "indeks kepuasan", "satisfaction index"),
        _ => card(command, method).map_or_else(|| format!("`{method}`"), |card| super::compose::inside(card.title.get(lang))),
    }
}

/// The card of a method, where it has one.
fn card(command: &str, method: &str) -> Option<Card> {
    match command {
        "prepost" => return Some(prepost::card()),
        "its" => return Some(its::card()),
        "survival" => return Some(survival::card()),
        "people" => return Some(people::card()),
        _ => {}
    }
    Some(Method::parse(method)?.estimator()?.card())
}

/// What a method does, what it assumes, how its errors are computed, and the papers.
pub(crate) fn blocks(command: &str, method: &str, lang: Lang) -> Vec<Block> {
    let name = super::compose::beginning(&title(command, method, lang));
    let card = card(command, method);
    let plain = plain(command, method, lang).or_else(|| card.as_ref().map(|card| card.question.get(lang).to_owned())).unwrap_or_default();
    let mut out = vec![Block::Prose(format!("**{name}.** {plain}"))];
    if let Some(card) = card {
        let shown = |texts: &[crate::locale::Text]| texts.iter().map(|text| text.get(lang).to_owned()).collect();
        let blocks = vec![
            Block::Code { language: "text", text: card.equation.to_owned() },
            Block::Prose(say!(lang, "Dampaknya dapat dibaca sebagai akibat program bila:", "The effect can be read as caused by the program if:")),
            Block::List { ordered: false, items: shown(&card.assumptions) },
            Block::Prose(say!(lang, "Jangan dipakai bila:", "Do not use it where:")),
            Block::List { ordered: false, items: shown(&card.not_when) },
            Block::Prose(card.errors.get(lang).to_owned()),
            Block::Prose(say!(lang, "Angkanya diuji terhadap:", "Its numbers are tested against:")),
            Block::References(vec![card.checked_against.to_owned()]),
            Block::Prose(say!(lang, "Rujukan:", "References:")),
            Block::References(card.references.iter().map(|paper| (*paper).to_owned()).collect()),
        ];
        out.push(Block::Details {
            summary: say!(lang, "Rumus, asumsi, galat baku, dan rujukan", "Formula, assumptions, standard errors and references"),
            blocks,
        });
    }
    out
}

/// One paragraph for a reader who does not compute.
fn plain(command: &str, method: &str, lang: Lang) -> Option<String> {
    Some(match (command, method) {
        ("prepost", _) => say!(
            lang,
            "Nilai sesudah program dikurangi nilai sebelum program pada peserta program saja: rata-rata, median, porsi sesuai standar, dan persentil.",
            "Values after the program minus values before it, among those in the program alone: mean, median, share within the standard, and percentiles."
        ),
        ("satisfaction", _) => say!(
            lang,
            "Nilai rata-rata setiap unsur (skala 1–4) dijumlahkan dengan bobot tepat 1/9 lalu dikalikan 25. Galat baku memperhitungkan bahwa responden satu unit layanan saling mirip.",
            "The mean score of each element (scale 1–4) is summed with weights of exactly 1/9 and multiplied by 25. Standard errors allow for respondents of one service unit resembling each other."
        ),
        (_, "2x2") => say!(
            lang,
            "Perubahan rata-rata peserta program dikurangi perubahan rata-rata pembanding pada masa yang sama.",
            "The change in the mean of the program group minus the change in the mean of the comparison over the same time."
        ),
        (_, "twfe") => say!(
            lang,
            "Setiap satuan layanan dibandingkan dengan dirinya sendiri, dan setiap periode dengan periode yang sama di pembanding. Galat baku memperhitungkan kemiripan catatan dalam satu klaster.",
            "Every service unit is compared with itself, and every period with the same period in the comparison. Standard errors allow for the likeness of records within a cluster."
        ),
        (_, "event-study") => say!(
            lang,
            "Dampak ditaksir terpisah untuk setiap periode sebelum dan sesudah program dimulai, terhadap periode acuan tepat sebelum program. Periode sebelum program menunjukkan apakah kedua kelompok bergerak sejajar.",
            "The effect is estimated separately for every period before and after the start, against the reference period just before it. The periods before show whether the two groups moved in parallel."
        ),
        _ => return None,
    })
}
