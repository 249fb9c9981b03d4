//! What could the test of the time before the program have missed? (Roth 2022)

use super::{Written, finding};
use crate::estimate::{Finding, Verdict};
use crate::inference::pre_trends::Missed;
use crate::locale::percent;
use crate::text;
use serde_json::Value;

/// Share of the effect that a departure which the test would find four times in five may bias it by.
const SMALL: f64 = 0.5;

/// Passes where a linear drift that the joint test finds with 80 % power would bias the effect by less than half of it; takes care otherwise.
pub fn pre_trends_power(half: Option<Missed>, most: Option<Missed>, effect: Option<f64>, written: &Written) -> Finding {
    let (Some(most), Some(effect)) = (most, effect.filter(|effect| *effect != 0.0)) else {
        return finding(
            "pre-trends-power",
            Verdict::NotApplicable,
            &[],
            text!(
                "Daya uji gerak sejajar tidak dapat dihitung: tidak ada dampak per periode yang diukur terhadap satu periode acuan.",
                "The power of the test before the program cannot be computed: there are no effects by period against one reference period."
            ),
        );
    };
    let verdict = if most.bias.abs() < SMALL * effect.abs() { Verdict::Pass } else { Verdict::Caution };
    let or_null = |value: Option<f64>| value.map_or(Value::Null, Value::from);
    let evidence = [
        ("slope_50", or_null(half.map(|half| half.slope))),
        ("slope_80", most.slope.into()),
        ("bias_50", or_null(half.map(|half| half.bias))),
        ("bias_80", most.bias.into()),
        ("bias_80_after_passing", or_null(most.bias_after_passing)),
    ];
    let share = |l| percent(l, (most.bias / effect).abs(), 0);
    let sentence = text!(
        |l| format!(
            "Uji sebelum program menemukan kecenderungan {} per periode dalam empat dari lima kasus; kecenderungan sebesar itu akan menggeser dampak sebesar {} ({} dari dampak).{}",
            written.size(l, most.slope),
            written.size(l, most.bias),
            share(l),
            if verdict == Verdict::Pass { "" } else { " Yang lebih kecil dapat luput." }
        ),
        format!(
            "The test before the program finds a drift of {} a period four times in five; a drift of that size would move the effect by {} ({} of it).{}",
            written.size(l, most.slope),
            written.size(l, most.bias),
            share(l),
            if verdict == Verdict::Pass { "" } else { " Smaller ones can be missed." }
        ),
    );
    finding("pre-trends-power", verdict, &evidence, sentence)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_drift_that_would_explain_the_effect_asks_for_care() {
        let written = Written::new(&crate::locale::Text::default(), 1);
        let missed = |bias| Some(Missed { power: 0.8, slope: 0.1, bias, bias_after_passing: None });
        assert_eq!(pre_trends_power(None, missed(1.0), Some(-6.0), &written).verdict, Verdict::Pass);
        assert_eq!(pre_trends_power(None, missed(5.0), Some(-6.0), &written).verdict, Verdict::Caution);
        assert_eq!(pre_trends_power(None, None, Some(-6.0), &written).verdict, Verdict::NotApplicable);
    }
}
