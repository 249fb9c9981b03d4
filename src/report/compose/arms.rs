//! Kinds of the program: what they are called, and which did more.

use super::groups::adjusted_p;
use super::say::say;
use super::wording::{Reading, Wording};
use crate::estimate::Effect;
use crate::locale::Lang;
use crate::methods::arms::{ARM, DIFFERENCE, MINUS};
use crate::study::{GroupDifference, StudyResult};

/// The study with its levels in the words that it gives them.
pub(crate) fn in_words(mut result: StudyResult, lang: Lang) -> StudyResult {
    for group in result.outcomes.iter_mut().flat_map(|outcome| &mut outcome.by).filter(|group| !group.names.is_empty()) {
        let names = &group.names;
        let word = |level: &str| names.iter().find(|(name, _)| name == level).map_or(level, |(_, words)| words.get(lang)).to_owned();
        for effect in &mut group.estimate.effects {
            let pair = [ARM, MINUS].map(|key| effect.extra.get(key).and_then(|label| label.as_str()).map(word));
            if let [Some(one), Some(other)] = pair {
                effect.key.region = Some(format!("{one} − {other}"));
                effect.extra.insert(ARM.into(), one.into());
                effect.extra.insert(MINUS.into(), other.into());
            } else if let Some(region) = &mut effect.key.region {
                *region = word(region);
            }
        }
    }
    result
}

/// The arm that did most against the one that did least, and whether their difference can be told from zero; none where the groups are no arms.
pub(crate) fn sentence(words: &Wording, group: &GroupDifference) -> Option<String> {
    let l = words.lang;
    let effects = &group.estimate.effects;
    let differences: Vec<&Effect> = effects.iter().filter(|effect| effect.key.term == DIFFERENCE).collect();
    let arm = |effect: &Effect, key: &str| effect.extra.get(key).and_then(|label| label.as_str().map(str::to_owned));
    let largest = differences.iter().copied().filter(|effect| effect.estimate.is_some()).max_by(|a, b| gap(a).total_cmp(&gap(b)))?;
    let estimate = largest.estimate?;
    let (one, other) = (arm(largest, ARM)?, arm(largest, MINUS)?);
    let (more, less) = if words.good(estimate) { (one, other) } else { (other, one) };
    let change = |label: &str| {
        let effect = effects.iter().find(|effect| effect.key.region.as_deref() == Some(label))?;
        Some(words.change(effect.estimate?))
    };
    let (most, least) = (change(&more)?, change(&less)?);
    let (inside, size, level) = (words.label_inside(), words.size(estimate), words.level());
    // One difference is one question; of several the largest is picked, so that its p-value must be adjusted.
    let clear = match differences.len() {
        1 => matches!(words.reading(largest), Reading::Improved | Reading::Worsened),
        _ => adjusted_p(largest).is_some_and(|p| p < 1.0 - words.level),
    };
    // Alike to the last digit that is shown: none is best.
    if !clear && most == least {
        return Some(say!(
            l,
            "Dampak terhadap {inside} sama besar pada {more} dan {less} ({most}): data ini tidak menunjukkan bentuk mana yang lebih baik.",
            "The effect on {inside} was the same with {more} and {less} ({most}): these data do not show which kind is better."
        ));
    }
    let first = say!(
        l,
        "Dampak terhadap {inside} paling baik pada {more} ({most}) dan paling lemah pada {less} ({least}).",
        "The effect on {inside} was best with {more} ({most}) and weakest with {less} ({least})."
    );
    let second = match (largest.conf_low.zip(largest.conf_high), clear) {
        (Some((low, high)), true) => {
            let (low, high) = (words.bare(low.abs().min(high.abs())), words.size(low.abs().max(high.abs())));
            say!(
                l,
                "Selisih keduanya, {size}, dapat dibedakan dari nol (selang kepercayaan {level}: {low} s.d. {high}).",
                "The difference between the two, {size}, can be told from zero ({level} confidence interval: {low} to {high})."
            )
        }
        (Some(_), false) => say!(
            l,
            "Selisih keduanya, {size}, tidak dapat dibedakan dari nol: data ini tidak menunjukkan bentuk mana yang lebih baik.",
            "The difference between the two, {size}, cannot be told from zero: these data do not show which kind is better."
        ),
        (None, _) => say!(
            l,
            "Ketidakpastian selisih keduanya, {size}, tidak dapat dihitung dari data ini.",
            "The uncertainty of the difference between the two, {size}, cannot be computed from these data."
        ),
    };
    Some(format!("{first} {second}"))
}

fn gap(effect: &Effect) -> f64 {
    effect.estimate.map_or(0.0, f64::abs)
}
