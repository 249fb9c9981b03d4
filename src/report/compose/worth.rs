//! What it cost per unit of improvement, where a cost is given.

use super::say::say;
use super::story::Story;
use super::wording::{Reading, inside};
use crate::locale::{Lang, number};
use crate::report::document::{Block, Section};

/// The section; none where no cost is given.
pub(crate) fn section(story: &Story) -> Option<Section> {
    let l = story.lang;
    let cost = story.result.cost.as_ref()?;
    let total = rupiah(l, cost.total);
    let mut blocks = vec![Block::Prose(say!(l, "Biaya program seluruhnya {total}.", "The program cost {total} in all."))];
    let reading = story.outcomes.first().map(super::OutcomeStory::reading);
    let sentence = match (&cost.per_unit, reading) {
        (_, Some(Reading::Worsened)) => say!(
            l,
            "Hasil yang diukur memburuk, sehingga biaya per satuan perbaikan tidak dapat dihitung.",
            "The outcome got worse, so a cost per unit of improvement cannot be computed."
        ),
        (Some((label, value, low, high)), _) => {
            let (label, value) = (inside(label.get(l)), rupiah(l, three_digits(*value)));
            match (low, high) {
                (Some(low), Some(high)) => {
                    let (low, high) = (rupiah(l, three_digits(*low)), rupiah(l, three_digits(*high)));
                    let level = story.outcomes.first().map(|part| part.words.level()).unwrap_or_default();
                    say!(
                        l,
                        "Biayanya {value} {label} (selang kepercayaan {level}: {low} s.d. {high}).",
                        "That is {value} {label} ({level} confidence interval: {low} to {high})."
                    )
                }
                _ => say!(
                    l,
                    "Taksiran titiknya {value} {label}, tetapi batas biaya tidak dapat disebutkan karena dampaknya tidak dapat dibedakan dari nol.",
                    "The point estimate is {value} {label}, but no limits can be given because the effect cannot be told from zero."
                ),
            }
        }
        (None, _) => say!(
            l,
            "Biaya per satuan perbaikan tidak dihitung karena dampaknya tidak dapat dibedakan dari nol atau jumlah layanan tidak diketahui.",
            "A cost per unit of improvement is not computed because the effect cannot be told from zero or the number of services is not known."
        ),
    };
    blocks.push(Block::Prose(sentence));
    Some(Section { id: "cost", title: say!(l, "Biaya per satuan perbaikan", "Cost per unit of improvement"), blocks })
}

/// A price to three digits: more would say more than the interval knows. Sums from a budget have their zeros anyway.
fn three_digits(value: f64) -> f64 {
    if value == 0.0 || !value.is_finite() {
        return value;
    }
    let unit = 10f64.powi((value.abs().log10().floor() as i32 - 2).max(0));
    (value / unit).round() * unit
}

/// `Rp 150.000.000`.
fn rupiah(l: Lang, value: f64) -> String {
    format!("Rp\u{a0}{}", number(l, value, 0))
}
