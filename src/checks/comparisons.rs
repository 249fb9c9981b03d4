//! Who is compared with whom: units and records of each start and of the comparison, before and after.

use super::finding;
use crate::estimate::{Finding, Verdict};
use crate::locale::{Text, integer};
use crate::text;
use serde_json::{Value, json};

/// Units under which a group cannot carry a comparison of its own.
const FEW: u64 = 5;

/// Units with the same start, or the comparison.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// Start of the program in machine form; none for the comparison.
    pub start: Option<String>,
    /// The same as a number among the periods, where starts differ.
    pub number: Option<i64>,
    /// Units; none where records have no unit.
    pub units: Option<u64>,
    /// Clusters of the standard error; none where there are no clusters.
    pub clusters: Option<u64>,
    /// Records before the program.
    pub before: u64,
    /// Records since.
    pub after: u64,
}

/// Passes where every group has at least five units and records at both times, takes care where a group is smaller, and fails where one has no record
/// before or after: then nothing is compared for it.
pub fn comparisons(groups: &[Group]) -> Finding {
    let treated = groups.iter().filter(|group| group.start.is_some()).count();
    if treated == 0 || treated == groups.len() {
        return finding(
            "comparisons",
            Verdict::NotApplicable,
            &[],
            text!("Tidak ada dua kelompok yang dapat dibandingkan.", "There are no two groups to compare."),
        );
    }
    let name = |group: &Group| match &group.start {
        Some(_) if treated == 1 => text!("peserta program", "the treated"),
        Some(start) => text!("mulai {start}", "start {start}"),
        None => text!("pembanding", "comparison"),
    };
    let empty: Vec<Text> = groups.iter().filter(|group| group.before == 0 || group.after == 0).map(name).collect();
    let small: Vec<Text> = groups.iter().filter(|group| group.units.is_some_and(|units| units < FEW)).map(name).collect();
    let units = |side: bool| -> Option<u64> { groups.iter().filter(|group| group.start.is_some() == side).map(|group| group.units).sum() };
    let records = |side: bool| groups.iter().filter(|group| group.start.is_some() == side).map(|group| group.before + group.after).sum::<u64>();
    let (a, b) = (units(true).unwrap_or_else(|| records(true)), units(false).unwrap_or_else(|| records(false)));
    let (id, en) = if units(true).is_some() { ("unit", "units") } else { ("catatan", "records") };
    let verdict = match (empty.is_empty(), small.is_empty()) {
        (false, _) => Verdict::Fail,
        (true, false) => Verdict::Caution,
        (true, true) => Verdict::Pass,
    };
    let list =
        |names: &[Text], indonesian: bool| names.iter().map(|name| if indonesian { name.id.clone() } else { name.en.clone() }).collect::<Vec<_>>().join(", ");
    let (starts_id, starts_en) =
        if treated > 1 { (format!(" dalam {treated} kelompok awal"), format!(" with {treated} different starts")) } else { (String::new(), String::new()) };
    let mut sentence = text!(
        |l| format!("{} {id} peserta program{starts_id} dibandingkan dengan {} {id} pembanding", integer(l, a), integer(l, b)),
        format!("{} {en} of the program{starts_en} are compared with {} comparison {en}", integer(l, a), integer(l, b)),
    );
    let (more_id, more_en) = match verdict {
        Verdict::Fail => {
            (format!("; tanpa catatan sebelum atau sesudah: {}.", list(&empty, true)), format!("; without records before or after: {}.", list(&empty, false)))
        }
        Verdict::Caution => (format!("; kurang dari lima unit: {}.", list(&small, true)), format!("; fewer than five units: {}.", list(&small, false))),
        _ => (".".to_owned(), ".".to_owned()),
    };
    sentence.id += &more_id;
    sentence.en += &more_en;
    let table: Vec<Value> = groups
        .iter()
        .map(|group| json!({ "start": group.start, "number": group.number, "units": group.units, "clusters": group.clusters, "records_before": group.before, "records_after": group.after }))
        .collect();
    finding("comparisons", verdict, &[("groups", table.into())], sentence)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_and_empty_groups_are_named() {
        let group = |start: Option<&str>, units, before, after| Group { start: start.map(str::to_owned), number: None, units, clusters: units, before, after };
        let fine = [group(Some("2024-03"), Some(8), 80, 90), group(None, Some(12), 100, 100)];
        assert_eq!(comparisons(&fine).verdict, Verdict::Pass);
        let small = [fine[0].clone(), group(Some("2024-06"), Some(2), 20, 20), fine[1].clone()];
        let alone = comparisons(&[group(Some("program"), Some(1), 20, 20), fine[1].clone()]);
        assert!(alone.verdict == Verdict::Caution && alone.sentence.en.ends_with("fewer than five units: the treated."), "{}", alone.sentence.en);
        let found = comparisons(&small);
        assert_eq!(found.verdict, Verdict::Caution);
        assert!(found.sentence.en.contains("start 2024-06") && found.sentence.id.contains("mulai 2024-06"));
        let empty = [group(Some("2024-03"), Some(8), 0, 90), fine[1].clone()];
        assert_eq!(comparisons(&empty).verdict, Verdict::Fail);
        assert_eq!(comparisons(&fine[..1]).verdict, Verdict::NotApplicable);
        // Without units records are counted.
        assert_eq!(comparisons(&[group(Some("1"), None, 3, 4), group(None, None, 5, 6)]).verdict, Verdict::Pass);
    }
}
