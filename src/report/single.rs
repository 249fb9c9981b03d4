//! Charts of one result that stands for itself, without a study: they choose by what is there, not by the method.

use super::charts::{DosePoint, DoseResponse, Figure, FigureKind, QuadrantPoint, Quadrants, Quantity, ScoreRow, Scores};
use super::compose::say::say;
use super::side_by_side::by_time_figure;
use super::tables::decimals_for;
use crate::estimate::{Effect, Estimate};
use crate::locale::{Lang, interval, number, percent};
use crate::measure::satisfaction::{Element, Quadrant};
use serde_json::Value;

/// Effects by time, by dose, answers and quadrants, where the result has them.
pub fn figures(estimate: &Estimate, lang: Lang) -> Vec<Figure> {
    let version = env!("CARGO_PKG_VERSION");
    let source = say!(lang, "Sumber: dampak {version}", "Source: dampak {version}");
    let survey = [answers(estimate, "scores".into(), source.clone(), lang), importance(estimate, "quadrants".into(), source.clone(), lang)];
    [by_time_figure(estimate, lang), dose(estimate, source, lang)].into_iter().chain(survey).flatten().collect()
}

/// The effect by dose with its interval; none without doses.
fn dose(estimate: &Estimate, source: String, l: Lang) -> Option<Figure> {
    let found: Vec<&Effect> = estimate.effects.iter().filter(|effect| effect.key.term == "dose-response" && effect.estimate.is_some()).collect();
    if found.len() < 2 {
        return None;
    }
    let at = |effect: &Effect| effect.extra.get("dose").and_then(Value::as_f64);
    let points: Vec<DosePoint> = found
        .iter()
        .filter_map(|effect| {
            let (low, high, band_low, band_high) = (effect.conf_low, effect.conf_high, effect.band_low, effect.band_high);
            Some(DosePoint { dose: at(effect)?, estimate: effect.estimate, low, high, band_low, band_high })
        })
        .collect();
    let own: Vec<Effect> = found.iter().map(|effect| (*effect).clone()).collect();
    let (outcome, decimals) = (&estimate.outcome, decimals_for(&own));
    let level = estimate.settings.get("level").and_then(Value::as_f64).map_or_else(String::new, |level| percent(l, level, 0));
    let column = estimate.settings.get("dose").and_then(Value::as_str).unwrap_or_default();
    let clear = |point: &&DosePoint| point.low.is_some_and(|low| low > 0.0) || point.high.is_some_and(|high| high < 0.0);
    let (count, told) = (points.len(), points.iter().filter(clear).count());
    let title = say!(
        l,
        "Dampak terhadap {outcome} dapat dibedakan dari nol pada {told} dari {count} dosis",
        "The effect on {outcome} can be told from zero at {told} of {count} doses"
    );
    let subtitle = say!(
        l,
        "Dampak menurut dosis dengan selang kepercayaan {level}; pita terang, bila ada: serentak untuk semua dosis",
        "Effect by dose with {level} confidence intervals; lighter ribbon, where there is one: for all doses at once"
    );
    let described = |point: &DosePoint| {
        let (dose, value) = (number(l, point.dose, 2), number(l, point.estimate.unwrap_or_default(), decimals));
        match point.low.zip(point.high) {
            Some((low, high)) => format!("{dose}: {value} ({})", interval(l, low, high, decimals)),
            None => format!("{dose}: {value}"),
        }
    };
    let alt = points.iter().map(described).collect::<Vec<_>>().join("; ") + ".";
    let kind = FigureKind::DoseResponse(DoseResponse {
        effect: Quantity { name: say!(l, "Dampak terhadap {outcome}", "Effect on {outcome}"), unit: String::new(), decimals },
        dose: Quantity { name: say!(l, "Dosis", "Dose"), unit: column.to_owned(), decimals: 2 },
        points,
    });
    Some(Figure { name: "dose-response".into(), title, subtitle, source, alt, lang: l, kind })
}

/// `U3 Waktu`; items outside the regulation as the data name them.
fn label(row: &Value, l: Lang) -> Option<String> {
    let code = row["element"].as_str()?;
    Some(
        Element::ALL.iter().find(|element| element.code() == code).map_or_else(|| code.to_owned(), |element| format!("{code} {}", element.short_name().get(l))),
    )
}

/// Shares of the scores 1–4 in the last period, the most dissatisfied element first; none where the result has no such shares.
pub(crate) fn answers(estimate: &Estimate, name: String, source: String, l: Lang) -> Option<Figure> {
    let all = estimate.parts.get("elements")?.as_array()?;
    let last = &all.last()?["period"];
    let mut rows: Vec<ScoreRow> = all
        .iter()
        .filter(|row| &row["period"] == last)
        .filter_map(|row| {
            let shares: Vec<f64> = row["shares"].as_array()?.iter().filter_map(Value::as_f64).collect();
            Some(ScoreRow { label: label(row, l)?, shares: shares.try_into().ok()?, n: row["respondents"].as_u64() })
        })
        .collect();
    let low = |row: &ScoreRow| row.shares[0] + row.shares[1];
    rows.sort_by(|a, b| low(b).total_cmp(&low(a)));
    let worst = rows.first()?;
    let (element, share) = (worst.label.clone(), percent(l, low(worst), 0));
    let title =
        say!(l, "Jawaban bernilai rendah (1 atau 2) terbanyak pada {element}: {share}", "Low answers (1 or 2) are most frequent for {element}: {share}");
    let subtitle = say!(
        l,
        "Porsi jawaban bernilai 1 sampai 4 menurut unsur pada periode terakhir; nilai rendah di kiri, tinggi di kanan",
        "Share of answers from 1 to 4 by element in the last period; low scores to the left, high ones to the right"
    );
    let described = |row: &ScoreRow| {
        let shares: Vec<String> = row.shares.iter().map(|share| percent(l, *share, 0)).collect();
        format!("{}: {}", row.label, shares.join(", "))
    };
    let list = rows.iter().map(described).collect::<Vec<_>>().join("; ");
    let alt = say!(l, "Porsi nilai 1, 2, 3, dan 4: {list}.", "Shares of the scores 1, 2, 3 and 4: {list}.");
    let scores = [say!(l, "1 (terendah)", "1 (lowest)"), "2".into(), "3".into(), say!(l, "4 (tertinggi)", "4 (highest)")];
    let kind = FigureKind::Scores(Scores { rows_title: say!(l, "Unsur", "Element"), scores, rows });
    Some(Figure { name, title, subtitle, source, alt, lang: l, kind })
}

/// Importance against performance; none where importance was not asked.
pub(crate) fn importance(estimate: &Estimate, name: String, source: String, l: Lang) -> Option<Figure> {
    let part = estimate.parts.get("importance")?;
    let items = part["items"].as_array()?;
    let found = items.iter().map(|row| {
        let point = QuadrantPoint { label: label(row, l)?, performance: row["performance"].as_f64()?, importance: row["importance"].as_f64()? };
        Some((point, row["quadrant"].as_str() == Some("top-priority")))
    });
    let found: Vec<(QuadrantPoint, bool)> = found.collect::<Option<_>>()?;
    let first: Vec<String> = found.iter().filter(|(_, priority)| *priority).map(|(point, _)| point.label.clone()).collect();
    let title = if first.is_empty() {
        say!(l, "Tidak ada unsur yang penting tetapi berkinerja di bawah rata-rata", "No element is important and performs below the mean")
    } else {
        let list = super::compose::enumerate(l, &first);
        say!(l, "Prioritas utama: {list}", "Concentrate on {list}")
    };
    let csi = part["csi"].as_f64().map_or_else(String::new, |csi| {
        let value = number(l, csi, 1);
        say!(l, "; indeks kepuasan pelanggan (CSI) {value}", "; customer satisfaction index (CSI) {value}")
    });
    let subtitle = say!(
        l,
        "Kepentingan dan kinerja setiap unsur pada periode terakhir; garis di rata-ratanya{csi}",
        "Importance and performance of each element in the last period; lines at their means{csi}"
    );
    let described = |(point, _): &(QuadrantPoint, bool)| {
        let (name, performs, matters) = (&point.label, number(l, point.performance, 2), number(l, point.importance, 2));
        say!(l, "{name}: kinerja {performs}, kepentingan {matters}", "{name}: performance {performs}, importance {matters}")
    };
    let alt = found.iter().map(described).collect::<Vec<_>>().join("; ") + ".";
    let names = [Quadrant::TopPriority, Quadrant::KeepUp, Quadrant::LowPriority, Quadrant::PossibleOverkill].map(|quadrant| quadrant.name().get(l).to_owned());
    let axis = |name: String| Quantity { name, unit: String::new(), decimals: 2 };
    let kind = FigureKind::Quadrants(Quadrants {
        performance: axis(say!(l, "Kinerja (nilai rata-rata)", "Performance (mean score)")),
        importance: axis(say!(l, "Kepentingan (nilai rata-rata)", "Importance (mean score)")),
        points: found.into_iter().map(|(point, _)| point).collect(),
        names,
    });
    Some(Figure { name, title, subtitle, source, alt, lang: l, kind })
}
