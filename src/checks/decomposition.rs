//! What is two-way fixed effects made of? The weight of comparisons with units that are treated already, and of effects that count negatively.

use super::{Written, finding};
use crate::estimate::{Finding, Verdict};
use crate::locale::{Text, percent};
use crate::methods::decomposition::Decomposition;
use crate::text;
use serde_json::Value;

/// Weight of forbidden comparisons up to which nothing is said against two-way fixed effects.
const LITTLE: f64 = 0.05;
/// Relative distance from the clean comparisons from which the two-way estimate misleads.
const MISLEADS: f64 = 0.25;

/// Passes where the main estimate is made without such comparisons, or they hardly count. Where it is two-way fixed effects: takes care where they count, fails
/// where they also move the estimate by more than a quarter, or across zero.
pub fn decomposition(found: &Decomposition, two_way: bool, written: &Written) -> Finding {
    let (forbidden, clean) = (found.forbidden(), found.clean());
    let negative = found.weights.as_ref().map_or(0.0, |weights| -weights.sum_negative);
    let moved = clean.is_none_or(|clean| clean * found.twfe <= 0.0 || (found.twfe - clean).abs() > MISLEADS * clean.abs());
    let counts = forbidden > LITTLE || negative > LITTLE;
    let verdict = match (two_way, counts, moved) {
        (false, ..) | (true, false, _) => Verdict::Pass,
        (true, true, false) => Verdict::Caution,
        (true, true, true) => Verdict::Fail,
    };
    let or_null = |value: Option<f64>| value.map_or(Value::Null, Value::from);
    let weights = found.weights.as_ref();
    let evidence = [
        ("forbidden_weight", Value::from(forbidden)),
        ("twfe", found.twfe.into()),
        ("clean_estimate", or_null(clean)),
        ("share_negative", or_null(weights.map(crate::methods::decomposition::TwfeWeights::share_negative))),
        ("sum_negative", or_null(weights.map(|weights| weights.sum_negative))),
        ("units_left_out", found.left_out.into()),
    ];
    let numbers = text!(
        |l| {
            let rest = clean.map_or_else(String::new, |clean| format!("; perbandingan yang bersih saja memberi {}", written.size(l, clean)));
            format!("{} bobotnya membandingkan dengan unit yang sudah ikut; hasilnya {}{rest}", percent(l, forbidden, 0), written.size(l, found.twfe))
        },
        {
            let rest = clean.map_or_else(String::new, |clean| format!("; the clean comparisons alone give {}", written.size(l, clean)));
            format!("{} of its weight compares with units that are treated already; it gives {}{rest}", percent(l, forbidden, 0), written.size(l, found.twfe))
        },
    );
    // Which effects count against the average: of cohorts and periods that are compared with the treated.
    let share = weights.map_or(0.0, crate::methods::decomposition::TwfeWeights::share_negative);
    let against = text!(
        |l| if share > 0.0 {
            format!("; {} dampak per unit dan periode masuk dengan bobot negatif", percent(l, share, 0))
        } else {
            "; tidak ada bobot negatif".to_owned()
        },
        if share > 0.0 {
            format!("; {} of the effects by unit and period enter with a negative weight", percent(l, share, 0))
        } else {
            "; no effect enters with a negative weight".to_owned()
        },
    );
    let against = if weights.is_some() { against } else { Text::default() };
    let (id, en) = (numbers.id + &against.id, numbers.en + &against.en);
    let sentence = match (verdict, two_way) {
        (Verdict::Pass, false) => text!(
            "Program dimulai bertahap, sehingga efek tetap dua arah tidak dipakai sebagai hasil utama: {id}.",
            "The program started in stages, so that two-way fixed effects is not the main result: {en}."
        ),
        (Verdict::Pass, true) => text!("Awal program yang berbeda hampir tidak mengganggu: {id}.", "The different starts hardly matter: {en}."),
        _ => text!(
            "Hasil utama memakai efek tetap dua arah pada program yang dimulai bertahap: {id}. Gunakan metode callaway-santanna atau imputation.",
            "The main result is two-way fixed effects on a program that started in stages: {en}. Use callaway-santanna or imputation."
        ),
    };
    finding("decomposition", verdict, &evidence, sentence)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::methods::decomposition::{Pair, TwoByTwo};
    use crate::panel::{Cohort, Period, TimeScale};

    fn found(forbidden: f64, its: f64) -> Decomposition {
        let pair = |pair, weight, estimate| TwoByTwo { treated: Period(2), untreated: Cohort::NeverTreated, pair, weight, estimate };
        Decomposition {
            comparisons: vec![pair(Pair::TreatedUntreated, 1.0 - forbidden, -6.0), pair(Pair::LaterEarlier, forbidden, its)],
            twfe: -6.0 * (1.0 - forbidden) + its * forbidden,
            units: 10,
            left_out: 0,
            plain: true,
            scale: TimeScale::Integer,
            weights: None,
        }
    }

    #[test]
    fn forbidden_comparisons_count_where_they_are_used() {
        let written = Written::new(&Text::default(), 1);
        let verdict = |share, its, two_way| decomposition(&found(share, its), two_way, &written).verdict;
        assert_eq!(verdict(0.4, 5.0, false), Verdict::Pass);
        assert_eq!(verdict(0.02, 5.0, true), Verdict::Pass);
        assert_eq!(verdict(0.3, -5.0, true), Verdict::Caution);
        assert_eq!(verdict(0.4, 5.0, true), Verdict::Fail);
        // The share of negative weights is said where weights are known.
        let mut weighed = found(0.4, 5.0);
        weighed.weights = Some(crate::methods::decomposition::TwfeWeights {
            coefficient: -1.6,
            positive: 6,
            negative: 2,
            sum_positive: 1.2,
            sum_negative: -0.2,
            sigma: None,
            sigma_sign: None,
            cohort_period: Vec::new(),
        });
        let said = decomposition(&weighed, true, &written);
        assert!(said.sentence.en.contains("25% of the effects") && said.evidence["share_negative"] == 0.25, "{}", said.sentence.en);
        assert!(!decomposition(&found(0.4, 5.0), true, &written).sentence.en.contains("negative"));
    }
}
