//! Elements of satisfaction before and after, with the index against its grades.

use super::{figure, quadrant_figure};
use crate::estimate::{Effect, EffectKind, Estimate};
use crate::locale::number;
use crate::measure::satisfaction::{Element, Grade, Regime};
use crate::report::charts::{Dumbbell, DumbbellRow, Figure, FigureKind, GradeBand, IndexStrip, QuadrantPoint, Quantity};
use crate::report::compose::index_facts::{ElementChange, IndexValue, before_after, elements as read_elements, values};
use crate::report::compose::say::say;
use crate::report::compose::{OutcomeStory, Story};
use crate::report::words;

/// The chart; none where there are no elements with two periods.
pub(crate) fn elements(story: &Story, part: &OutcomeStory) -> Option<Figure> {
    let facts = part.outcome.index.as_ref()?;
    let l = story.lang;
    let found: Vec<ElementChange> = read_elements(facts).into_iter().filter(|element| element.before.is_some() && element.after.is_some()).collect();
    if found.is_empty() {
        return None;
    }
    let rows = found
        .iter()
        .map(|element| {
            // The interval beside a row is that of its change over time; the effect against the comparison is in the table of elements.
            let own = facts.estimate.effects.iter().find(|effect| effect.key.kind == EffectKind::Term && effect.key.term == element.code);
            DumbbellRow {
                label: element.label(l),
                before: element.before,
                after: element.after,
                low: own.and_then(|effect| effect.conf_low),
                high: own.and_then(|effect| effect.conf_high),
                before_ends: element.before_ends,
                after_ends: element.after_ends,
            }
        })
        .collect();
    let all = values(facts);
    let of_index = grades(facts.estimate.settings.get("regime").and_then(serde_json::Value::as_str), l);
    let of_elements = of_index.iter().map(|grade| GradeBand { label: grade.label.clone(), low: grade.low / 25.0, high: grade.high / 25.0 }).collect();
    let index = before_after(&all).map(|(before, after)| IndexStrip {
        label: say!(l, "IKM", "Index (IKM)"),
        decimals: 2,
        before: Some((before.value, before.low, before.high)),
        after: Some((after.value, after.low, after.high)),
        grades: of_index.clone(),
    });
    let kind = FigureKind::Dumbbell(Dumbbell {
        outcome: Quantity { name: say!(l, "Nilai rata-rata unsur", "Mean score of the element"), unit: say!(l, "skala 1–4", "scale 1–4"), decimals: 2 },
        rows_title: say!(l, "Unsur", "Element"),
        before: words::before_after(false, l).into(),
        after: words::before_after(true, l).into(),
        change: say!(l, "Selisih", "Change"),
        rows,
        range: Some((1.0, 4.0)),
        index,
        // The regulation's grades of an element are those of the index on its scale of 25 points a score.
        bands: if found.iter().all(|element| Element::ALL.iter().any(|one| one.code() == element.code)) { of_elements } else { Vec::new() },
    });
    let respondents = respondents(story, &all);
    let regime = facts.regime.get(l);
    let subtitle = say!(
        l,
        "Nilai rata-rata sembilan unsur pelayanan sebelum dan sesudah program, dengan selang kepercayaan dan mutu menurut {regime}{respondents}",
        "Mean scores of the nine service elements before and after the program, with confidence intervals and grades by {regime}{respondents}"
    );
    let alt = alternative(l, &found);
    Some(figure(story, part.file("elements"), title(l, &found), subtitle, alt, kind))
}

/// Importance against performance of the elements in four quadrants; none where importance was not asked.
pub(crate) fn quadrants_of(story: &Story, part: &OutcomeStory) -> Option<Figure> {
    let l = story.lang;
    let facts = part.outcome.index.as_ref()?;
    let importance = facts.estimate.parts.get("importance")?;
    let points: Vec<QuadrantPoint> = importance["items"]
        .as_array()?
        .iter()
        .filter_map(|item| {
            let code = item["element"].as_str()?.to_owned();
            let name = item["name"].as_str().unwrap_or_default().to_owned();
            let label = ElementChange { code, name, ..ElementChange::default() }.label(l);
            Some(QuadrantPoint { label, performance: item["performance"].as_f64()?, importance: item["importance"].as_f64()? })
        })
        .collect();
    let axis = |name: String| Quantity { name, unit: String::new(), decimals: 2 };
    let csi = importance["csi"].as_f64().map_or_else(String::new, |csi| {
        let csi = number(l, csi, 1);
        say!(l, "; indeks kepuasan pelanggan (CSI) {csi}", "; customer satisfaction index (CSI) {csi}")
    });
    quadrant_figure(
        story,
        part.file("importance"),
        [
            axis(say!(l, "Kinerja (nilai rata-rata sesudah program)", "Performance (mean score after the program)")),
            axis(say!(l, "Kepentingan (nilai rata-rata)", "Importance (mean score)")),
        ],
        points,
        &say!(
            l,
            "Kinerja dan kepentingan setiap unsur sesudah program; garis silang pada rata-rata semua unsur{csi}",
            "Performance and importance of each element after the program; cross lines at the means of all elements{csi}"
        ),
    )
}

/// The effect of an element's code.
pub(crate) fn effect_of<'a>(estimate: &'a Estimate, code: &str) -> Option<&'a Effect> {
    estimate.effects.iter().find(|effect| effect.key.region.as_deref().is_some_and(|region| region == code || region.starts_with(&format!("{code} "))))
}

fn respondents(story: &Story, all: &[IndexValue]) -> String {
    let l = story.lang;
    before_after(all).and_then(|(before, after)| Some((before.respondents?, after.respondents?))).map_or_else(String::new, |(before, after)| {
        let (before, after) = (crate::locale::integer(l, before), crate::locale::integer(l, after));
        say!(l, "; {before} responden sebelum dan {after} sesudah", "; {before} respondents before and {after} after")
    })
}

fn title(l: crate::locale::Lang, found: &[ElementChange]) -> String {
    let change = |element: &ElementChange| element.after.unwrap_or_default() - element.before.unwrap_or_default();
    let most = found.iter().max_by(|a, b| change(a).total_cmp(&change(b)));
    let lowest = found.iter().min_by(|a, b| a.after.unwrap_or(f64::MAX).total_cmp(&b.after.unwrap_or(f64::MAX)));
    let (Some(most), Some(lowest)) = (most, lowest) else { return String::new() };
    let (gain, level) = (change(most), number(l, lowest.after.unwrap_or_default(), 2));
    let (name, weak) = (most.full(l), lowest.full(l));
    if gain <= 0.0 {
        return say!(l, "Tidak ada unsur yang nilainya naik; terendah {weak}: {level}", "No element's score rose; lowest is {weak}: {level}");
    }
    let gain = number(l, gain, 2);
    say!(l, "Unsur {name} naik paling besar: +{gain}; terendah {weak}: {level}", "Element {name} rose most: +{gain}; lowest is {weak}: {level}")
}

fn alternative(l: crate::locale::Lang, found: &[ElementChange]) -> String {
    let parts: Vec<String> = found
        .iter()
        .map(|element| {
            let (name, before, after) = (element.full(l), number(l, element.before.unwrap_or_default(), 2), number(l, element.after.unwrap_or_default(), 2));
            say!(l, "{name}: {before} menjadi {after}", "{name}: {before} to {after}")
        })
        .collect();
    let list = parts.join("; ");
    say!(l, "Nilai unsur sebelum dan sesudah: {list}.", "Scores of elements before and after: {list}.")
}

/// Grade bands of the regime: Permenpan RB 14/2017, or the cut-offs of Kepmenpan 25/2004 which many systems still use.
fn grades(regime: Option<&str>, l: crate::locale::Lang) -> Vec<GradeBand> {
    let regime = if regime.is_some_and(|name| name.contains("2004")) { Regime::Kepmenpan2004 } else { Regime::Permenpan2017 };
    let [c, b, a] = regime.cut_offs();
    [(Grade::D, 25.0, c), (Grade::C, c, b), (Grade::B, b, a), (Grade::A, a, 100.0)]
        .into_iter()
        .map(|(grade, low, high)| GradeBand { label: format!("{} {}", grade.letter(), grade.name().get(l)), low, high })
        .collect()
}
