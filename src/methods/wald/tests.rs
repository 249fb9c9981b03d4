//! What comes of awkward participation.

use super::*;
use crate::methods::{DidSettings, plan};
use crate::panel::{Cells, Factor, Levels};

/// Two groups, two times; everybody's participation as given by (group, after).
fn found(take: impl Fn(usize, usize) -> f64) -> Result<Estimate> {
    let (mut group, mut post, mut y, mut d) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for i in 0..40_usize {
        let (g, t) = (i % 2, i / 2 % 2);
        group.push(g as u32);
        post.push(t as u32);
        d.push(take(g, t));
        y.push(((i * 7) % 5) as f64 - 2.0 * (g * t) as f64);
    }
    let factor = |name: &str, codes: Vec<u32>| Factor { name: name.into(), codes, levels: Levels::Integer(vec![0, 1]) };
    let cells = Cells::from_records(vec![factor("g", group), factor("t", post)], &[("y".into(), y), ("d".into(), d)], None);
    let mut settings = DidSettings::new("y", Treatment::GroupPost { group: "g".into(), post: "t".into() });
    settings.method = Some(Method::Wald);
    settings.participation = Some("d".into());
    settings.vcov = Some(crate::design::VarianceKind::Hc1);
    let plan = plan(&settings)?;
    Wald.estimate(&MethodInput { cells: &cells, plan: &plan, settings: &settings, records: None })
}

#[test]
fn participation_that_does_not_move_is_refused() {
    let code = found(|_, _| 0.5).err().and_then(|error| error.problems.first().map(|problem| problem.code));
    assert_eq!(code, Some("design::no-take-up"));
}

#[test]
fn certain_participation_divides() {
    let half = found(|group, after| 0.5 * (group * after) as f64).unwrap_or_else(|error| unreachable!("{error}"));
    let row = |term: &str| half.effect(term).and_then(|effect| effect.estimate).unwrap_or(f64::NAN);
    assert!((row("att") - 2.0 * row("intention-to-treat")).abs() < 1e-12);
    assert!((row("first-stage") - 0.5).abs() < 1e-12);
    assert!(half.effects[0].conf_low.is_some() && half.effects[0].extra["anderson_rubin_low"].is_number());
    assert_eq!(half.tests.iter().find(|test| test.name == "first-stage").and_then(|test| test.statistic), None, "it has no variance");
}

#[test]
fn a_comparison_that_takes_part_is_named() {
    let found = found(|group, after| 0.6 * (group * after) as f64 + 0.1 * after as f64).unwrap_or_else(|error| unreachable!("{error}"));
    assert!(found.notes.iter().any(|note| note.code == "comparison-participates" && note.text.en.contains("0.100")));
}
