//! Do recorded values heap on round numbers, and does that change with the program? Values that are guessed or typed in afterwards do.

use super::{Sided, change, finding};
use crate::estimate::{Finding, Verdict};
use crate::locale::{Text, number, percent};
use crate::text;
use serde_json::{Value, json};

/// Share above the expected one from which values heap.
const HEAPED: f64 = 0.10;
/// Change of the share that passes, and from which the check fails.
const SMALL: f64 = 0.05;
const LARGE: f64 = 0.15;
/// Standard errors that a change must be away from none.
const AWAY: f64 = 2.58;

/// Values on one kind of round number.
#[derive(Debug, Clone, PartialEq)]
pub struct Round {
    /// `kelipatan 5`, `multiples of 5`.
    pub what: Text,
    /// Share that values without any preference would have.
    pub expected: f64,
    /// Share by group and time.
    pub sides: Vec<Sided>,
}

/// Passes where the share on round values changes by at most five points more among the treated than in the comparison (or within its chance); takes care up to
/// fifteen points and fails beyond. Heaping that stays the same blurs the outcome and does not bias it.
pub fn heaping(rounds: &[Round]) -> Option<Finding> {
    let known: Vec<(&Round, f64, f64)> = rounds
        .iter()
        .filter_map(|round| {
            let (moved, error) = change(&round.sides)?;
            Some((round, moved, if error > 0.0 { moved / error } else { 0.0 }))
        })
        .collect();
    let counts = |moved: f64, away: f64| moved.abs() > SMALL && away.abs() > AWAY;
    let excess = |round: &Round| {
        let records: u64 = round.sides.iter().map(|side| side.records).sum();
        let share = round.sides.iter().map(|side| side.records as f64 * side.share).sum::<f64>() / records.max(1) as f64;
        (share, share - round.expected)
    };
    let changed = known.iter().filter(|(_, moved, away)| counts(*moved, *away)).max_by(|a, b| a.1.abs().total_cmp(&b.1.abs()));
    let heaped = known.iter().map(|(round, ..)| (*round, excess(round))).max_by(|a, b| a.1.1.total_cmp(&b.1.1))?;
    let verdict = match changed {
        None => Verdict::Pass,
        Some((_, moved, _)) if moved.abs() <= LARGE => Verdict::Caution,
        Some(_) => Verdict::Fail,
    };
    let list: Vec<Value> = known
        .iter()
        .map(|(round, moved, _)| json!({ "round": round.what.en, "expected": round.expected, "share": excess(round).0, "change": moved }))
        .collect();
    let (round, (share, above)) = heaped;
    let evidence = [
        ("heaped_share", share.into()),
        ("expected_share", round.expected.into()),
        ("change", changed.or(known.first()).map_or(Value::Null, |(_, moved, _)| (*moved).into())),
        ("rounds", list.into()),
    ];
    let sentence = match changed {
        Some((round, moved, _)) => text!(
            |l| format!(
                "Porsi catatan pada {} berubah {} poin persen lebih banyak pada peserta program; cara mencatat mungkin ikut berubah.",
                round.what.id,
                number(l, 100.0 * moved, 1)
            ),
            format!(
                "The share of records on {} changed by {} percentage points more among the treated; how times are noted may have changed, too.",
                round.what.en,
                number(l, 100.0 * moved, 1)
            ),
        ),
        None if above > HEAPED => text!(
            |l| format!(
                "{} catatan jatuh pada {} (tanpa pembulatan kira-kira {}), tetapi sama saja di kedua kelompok sebelum dan sesudah.",
                percent(l, share, 0),
                round.what.id,
                percent(l, round.expected, 0)
            ),
            format!(
                "{} of the records fall on {} (about {} without rounding), alike in both groups before and after.",
                percent(l, share, 0),
                round.what.en,
                percent(l, round.expected, 0)
            ),
        ),
        None => text!("Nilai tidak menumpuk pada angka bulat.", "Values do not heap on round numbers."),
    };
    Some(finding("heaping", verdict, &evidence, sentence))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inference::random::Stream;

    /// Shares of multiples of ten among waiting minutes, of which some are rounded.
    fn round(rounded: [f64; 4]) -> Round {
        let mut stream = Stream::new(5, "heaping", 0);
        let sides = [(true, false), (true, true), (false, false), (false, true)].into_iter().zip(rounded).map(|((treated, after), rounded)| {
            let tens = (0..4000).filter(|_| stream.uniform() < rounded || stream.below(10) == 0).count();
            Sided { treated, after, records: 4000, share: tens as f64 / 4000.0 }
        });
        Round { what: text!("kelipatan 10", "multiples of 10"), expected: 0.1, sides: sides.collect() }
    }

    #[test]
    fn only_heaping_that_changes_counts() {
        let found = |rounded| heaping(&[round(rounded)]).unwrap_or_else(|| panic!("no finding"));
        let none = found([0.0; 4]);
        assert_eq!((none.verdict, none.sentence.en.as_str()), (Verdict::Pass, "Values do not heap on round numbers."));
        let same = found([0.5; 4]);
        assert!(same.verdict == Verdict::Pass && same.sentence.en.contains("multiples of 10"), "{}", same.sentence.en);
        assert_eq!(found([0.5, 0.4, 0.5, 0.5]).verdict, Verdict::Caution);
        assert_eq!(found([0.6, 0.1, 0.5, 0.5]).verdict, Verdict::Fail);
        assert_eq!(heaping(&[]), None);
    }
}
