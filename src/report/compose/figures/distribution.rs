//! The outcome before and after, one panel a group.

use super::{figure, outcome_axis};
use crate::locale::{integer, percent};
use crate::report::charts::{Distribution as Drawn, DistributionPanel, Figure, FigureKind, Role, Shape, Spread, TargetLine};
use crate::report::compose::say::say;
use crate::report::compose::wording::{enumerate, placed};
use crate::report::compose::{OutcomeStory, Story};
use crate::report::words::before_after;
use crate::study::{Distribution, DistributionSide};

/// The chart; none where there is no distribution.
pub(crate) fn distribution(story: &Story, part: &OutcomeStory) -> Option<Figure> {
    let found = part.outcome.distribution.as_ref()?;
    let (l, words) = (story.lang, &part.words);
    // What lies beyond the last edge is said; a side that lies there for the most part has no shape to show.
    let beyond = |side: &DistributionSide| 1.0 - side.shares.iter().sum::<f64>();
    if found.sides.iter().any(|side| beyond(side) > 0.5) {
        return None;
    }
    let spread = |side: &DistributionSide| Spread {
        beyond: found.edges.last().filter(|_| beyond(side) > 0.005).map_or_else(String::new, |edge| {
            let (share, edge) = (percent(l, beyond(side), 0), words.threshold(*edge));
            say!(l, "{share} di atas {edge}", "{share} above {edge}")
        }),
        label: before_after(side.after, l).into(),
        n: side.records,
        shape: Shape::Bars(found.edges.windows(2).zip(&side.shares).map(|(edges, share)| (edges[0], edges[1], *share)).collect()),
        median: Some(side.median),
        p90: Some(side.p90),
        within: side.within_target,
    };
    let panel = |treated: bool| {
        let side = |after: bool| found.sides.iter().find(|side| side.treated == treated && side.after == after).map(spread);
        let (before, after) = (side(false), side(true));
        let (label, role) = if treated { (&story.treated, Role::Treated) } else { (&story.comparison, Role::Comparison) };
        (before.is_some() || after.is_some()).then(|| DistributionPanel { label: label.clone(), role, before, after })
    };
    let panels: Vec<_> = [panel(true), panel(false)].into_iter().flatten().collect();
    let target = part.outcome.target.map(|value| {
        let shown = words.threshold(value);
        TargetLine { value, label: say!(l, "Standar {shown}", "Standard {shown}"), within: say!(l, "sesuai standar", "within standard") }
    });
    let records = integer(l, found.sides.iter().map(|side| side.records).sum());
    let inside = words.label_inside();
    let subtitle = say!(
        l,
        "Sebaran {inside} sebelum dan sesudah program; median dan persentil ke-90 (P90) ditandai; {records} catatan",
        "Distribution of {inside} before and after the program; median and 90th percentile (P90) marked; {records} records"
    );
    let kind = FigureKind::Distribution(Drawn { outcome: outcome_axis(words), panels, target });
    Some(figure(story, part.file("distribution"), title(story, part, found), subtitle, alternative(story, part, found), kind))
}

fn title(story: &Story, part: &OutcomeStory, found: &Distribution) -> String {
    let (l, words, place) = (story.lang, &part.words, placed(story.lang, &story.treated));
    let side = |after: bool| found.sides.iter().find(|side| side.treated && side.after == after);
    let (Some(before), Some(after)) = (side(false), side(true)) else {
        let inside = words.label_inside();
        return say!(l, "Sebaran {inside}", "Distribution of {inside}");
    };
    let verb = |from: f64, to: f64| match l {
        crate::locale::Lang::Id if to > from => "naik",
        crate::locale::Lang::Id => "turun",
        crate::locale::Lang::En if to > from => "rose",
        crate::locale::Lang::En => "fell",
    };
    if let (Some(was), Some(is)) = (before.within_target, after.within_target) {
        let (from, to) = (percent(l, was, 1), percent(l, is, 1));
        if from == to {
            return say!(l, "Porsi yang sesuai standar {place} tetap {to}", "The share within the standard {place} stayed at {to}");
        }
        let verb = verb(was, is);
        return say!(
            l,
            "Porsi yang sesuai standar {place} {verb} dari {from} menjadi {to}",
            "The share within the standard {place} {verb} from {from} to {to}"
        );
    }
    // Scores of few values keep their median however much they move.
    let by_mean = before.median == after.median;
    let middle = |side: &DistributionSide| if by_mean { side.mean } else { side.median };
    let moved = |treated: bool, group: &str| {
        let at = |after: bool| found.sides.iter().find(|side| side.treated == treated && side.after == after).map(middle);
        let difference = at(true)? - at(false)?;
        let change = if difference == 0.0 { say!(l, "tetap", "did not change") } else { words.change(difference) };
        let place = placed(l, group);
        Some(say!(l, "{change} {place}", "{change} {place}"))
    };
    let changes: Vec<String> = [moved(true, &story.treated), moved(false, &story.comparison)].into_iter().flatten().collect();
    let changes = enumerate(l, &changes);
    if by_mean { say!(l, "Rata-rata {changes}", "The mean {changes}") } else { say!(l, "Nilai tengah {changes}", "The median {changes}") }
}

fn alternative(story: &Story, part: &OutcomeStory, found: &Distribution) -> String {
    let (l, words) = (story.lang, &part.words);
    let inside = words.label_inside();
    let mut out = say!(l, "Sebaran {inside}.", "Distribution of {inside}.");
    for side in &found.sides {
        let who = if side.treated { &story.treated } else { &story.comparison };
        let when = before_after(side.after, l).to_lowercase();
        let (median, p90) = (words.value(side.median), words.value(side.p90));
        let within = side.within_target.map_or_else(String::new, |share| {
            let share = percent(l, share, 1);
            say!(l, ", {share} sesuai standar", ", {share} within the standard")
        });
        out.push_str(&say!(l, " {who}, {when}: median {median}, P90 {p90}{within}.", " {who}, {when}: median {median}, P90 {p90}{within}."));
    }
    out
}
