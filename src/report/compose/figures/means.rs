//! Means before and after of the treated and the comparison, where no series of periods shows them.

use super::{figure, outcome_axis};
use crate::locale::integer;
use crate::report::charts::{Dumbbell, DumbbellRow, Figure, FigureKind};
use crate::report::compose::say::say;
use crate::report::compose::{OutcomeStory, Story};
use crate::report::words::before_after;

/// The chart; none without all four means.
pub(crate) fn means(story: &Story, part: &OutcomeStory) -> Option<Figure> {
    let found = part.outcome.distribution.as_ref()?;
    let (l, words) = (story.lang, &part.words);
    let side = |treated: bool, after: bool| found.sides.iter().find(|side| side.treated == treated && side.after == after);
    // The interval of a group's own change is known of the treated only; it is that of before and after.
    let own = part.outcome.prepost.as_ref().and_then(|estimate| estimate.headline());
    let row = |treated: bool| {
        let (before, after) = (side(treated, false)?, side(treated, true)?);
        let known = own.filter(|_| treated);
        Some(DumbbellRow {
            label: if treated { story.treated.clone() } else { story.comparison.clone() },
            before: Some(before.mean),
            after: Some(after.mean),
            low: known.and_then(|effect| effect.conf_low),
            high: known.and_then(|effect| effect.conf_high),
            before_ends: None,
            after_ends: None,
        })
    };
    let rows = vec![row(true)?, row(false)?];
    let records = integer(l, found.sides.iter().map(|side| side.records).sum());
    let inside = words.label_inside();
    let subtitle = say!(
        l,
        "Rata-rata {inside} sebelum dan sesudah program menurut kelompok; {records} catatan",
        "Mean {inside} before and after the program by group; {records} records"
    );
    let described = |row: &DumbbellRow| {
        let (name, before, after) = (&row.label, words.value(row.before.unwrap_or_default()), words.value(row.after.unwrap_or_default()));
        say!(l, "{name}: {before} menjadi {after}", "{name}: {before} to {after}")
    };
    let alt = rows.iter().map(described).collect::<Vec<_>>().join("; ") + ".";
    let kind = FigureKind::Dumbbell(Dumbbell {
        outcome: outcome_axis(words),
        rows_title: say!(l, "Kelompok", "Group"),
        before: before_after(false, l).into(),
        after: before_after(true, l).into(),
        change: say!(l, "Selisih", "Change"),
        rows,
        range: None,
        index: None,
        bands: Vec::new(),
    });
    Some(figure(story, part.file("means"), part.finding(story), subtitle, alt, kind))
}
