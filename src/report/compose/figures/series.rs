//! The interrupted series, its control chart, and the curves of cases that are still open.

use super::{figure, outcome_axis};
use crate::locale::{integer, number};
use crate::measure::control::control as limits_of;
use crate::report::charts::{
    ControlChart, Figure, FigureKind, InterruptedPoint, InterruptedSeries, Quantity, Role, StartMark, Stretch, Survival, SurvivalCurve, TimeBand,
};
use crate::report::compose::say::say;
use crate::report::compose::series::group_word;
use crate::report::compose::wording::beginning;
use crate::report::compose::{OutcomeStory, Story};
use serde_json::Value;

fn start(story: &Story, part: &OutcomeStory) -> Option<StartMark> {
    let found = part.outcome.trends.as_ref()?;
    let start = found.start?;
    let when = found.scale.label(start, story.lang);
    Some(StartMark { period: start.0, label: say!(story.lang, "Program dimulai ({when})", "Program starts ({when})") })
}

/// The treated series of an outcome as the path gives it, with the period numbers of the trends.
fn points(part: &OutcomeStory, seasons: bool) -> Option<Vec<InterruptedPoint>> {
    let estimate = part.outcome.its.as_ref()?;
    let own = estimate.parts.get("path")?.as_array()?.iter().filter(|row| row["group"] != 0);
    let scale = estimate.scale;
    let periods = part.outcome.trends.as_ref()?.series.iter().find(|series| series.treated)?;
    let number_of = |row: &Value| periods.points.iter().map(|point| point.period).find(|period| scale.json(*period) == row["period"]);
    let out = own
        .filter_map(|row| {
            // Without the season, which is drawn into nothing but the noise of a reader's eye.
            let season = if seasons { 0.0 } else { row["season"].as_f64().unwrap_or(0.0) };
            let less = |key: &str| row[key].as_f64().map(|value| value - season);
            Some(InterruptedPoint {
                period: number_of(row)?.0,
                observed: less("observed"),
                fitted: less("fitted"),
                counterfactual: less("counterfactual"),
                low: less("counterfactual_low"),
                high: less("counterfactual_high"),
            })
        })
        .collect();
    Some(out)
}

/// Points, segments and the path without the program; none without an interrupted series.
pub(crate) fn interrupted(story: &Story, part: &OutcomeStory) -> Option<Figure> {
    let (l, words) = (story.lang, &part.words);
    let points = points(part, true)?;
    let trends = part.outcome.trends.as_ref()?;
    let estimate = part.outcome.its.as_ref()?;
    let unit = trends.scale.unit(l);
    let records: u64 = trends.series.iter().flat_map(|line| &line.points).map(|point| point.records).sum();
    let (records, inside, level, count) = (integer(l, records), words.label_inside(), words.level(), points.len());
    let subtitle = say!(
        l,
        "Rata-rata {inside} per {unit} dan garis regresinya; {count} periode, {records} catatan; pita: selang kepercayaan {level} jalur tanpa program",
        "Mean {inside} per {unit} with the regression; {count} periods, {records} records; ribbon: {level} interval of the path without the program"
    );
    let of = |term: &str| estimate.effect(term).and_then(|effect| effect.estimate).map_or_else(|| "–".into(), |value| number(l, value, words.decimals));
    let (jump, slope, end) = (of("level-change"), of("slope-change"), of("effect-at-end"));
    let alt = say!(
        l,
        "Deret terputus: perubahan taraf {jump}, perubahan kemiringan {slope} per {unit}, dampak pada periode terakhir {end}.",
        "Interrupted series: change in level {jump}, change in slope {slope} per {unit}, effect in the last period {end}."
    );
    let bands = trends.ramadan.iter().map(|period| TimeBand { from: period.0 as f64 - 0.5, to: period.0 as f64 + 0.5, label: "Ramadan".into() }).collect();
    let kind = FigureKind::InterruptedSeries(InterruptedSeries {
        outcome: outcome_axis(words),
        scale: trends.scale,
        time_title: beginning(unit),
        starts: start(story, part).into_iter().collect(),
        observed: say!(l, "Rata-rata", "Mean"),
        fitted: say!(l, "Menurut model", "Fitted"),
        counterfactual: say!(l, "Tanpa program (perkiraan)", "Without the program (projected)"),
        points,
        bands,
    });
    Some(figure(story, part.file("interrupted-series"), part.finding(story), subtitle, alt, kind))
}

/// The same values against the limits of chance before and after, without the season; none without an interrupted series.
pub(crate) fn control(story: &Story, part: &OutcomeStory) -> Option<Figure> {
    let (l, words) = (story.lang, &part.words);
    let points = points(part, false)?;
    let trends = part.outcome.trends.as_ref()?;
    let begins = trends.start?;
    let mut stretches = Vec::new();
    let mut marked = Vec::new();
    let mut found = Vec::new();
    for after in [false, true] {
        let own: Vec<(i64, f64)> = points.iter().filter(|at| (at.period >= begins.0) == after).filter_map(|at| Some((at.period, at.observed?))).collect();
        let limits = limits_of(&own.iter().map(|(_, value)| *value).collect::<Vec<_>>())?;
        stretches.push(Stretch { from: own.first()?.0, to: own.last()?.0, mean: limits.mean, low: limits.low, high: limits.high });
        found.push(limits.signals.iter().filter(|signal| **signal).count());
        marked.extend(own.iter().zip(&limits.signals).map(|((period, value), signal)| (*period, *value, *signal)));
    }
    let (before, after) = (words.value(stretches[0].mean), words.value(stretches[1].mean));
    let inside = words.label_inside();
    let title = if stretches[1].mean < stretches[0].low || stretches[1].mean > stretches[0].high {
        say!(
            l,
            "Nilai lazim {inside} bergeser dari {before} menjadi {after}, melampaui batas sebelumnya",
            "The usual {inside} moved from {before} to {after}, beyond the limits before"
        )
    } else {
        say!(
            l,
            "Rata-rata {inside} bergeser dari {before} menjadi {after}, masih di dalam batas sebelumnya",
            "The mean of {inside} moved from {before} to {after}, still within the limits before"
        )
    };
    let unit = trends.scale.unit(l);
    let subtitle = say!(
        l,
        "Peta kendali XmR per {unit} tanpa musim; batas dari rentang bergerak, dihitung terpisah sebelum dan sesudah program",
        "XmR control chart per {unit} without the season; limits from moving ranges, apart before and after the program"
    );
    let (first, second) = (found[0], found[1]);
    let alt = say!(
        l,
        "Rata-rata {before} sebelum dan {after} sesudah program; {first} dan {second} periode memberi tanda.",
        "Mean {before} before and {after} after the program; {first} and {second} periods signal."
    );
    let kind = FigureKind::ControlChart(ControlChart {
        outcome: outcome_axis(words),
        scale: trends.scale,
        time_title: beginning(unit),
        start: start(story, part),
        labels: [
            say!(l, "Nilai", "Value"),
            say!(l, "Rata-rata", "Mean"),
            say!(l, "Batas atas", "Upper limit"),
            say!(l, "Batas bawah", "Lower limit"),
            say!(l, "Tanda", "Signal"),
        ],
        points: marked,
        stretches,
    });
    Some(figure(story, part.file("control-chart"), title, subtitle, alt, kind))
}

/// Shares of cases that are still open; none where the outcome has no unfinished cases.
pub(crate) fn survival(story: &Story, part: &OutcomeStory) -> Option<Figure> {
    let (l, words) = (story.lang, &part.words);
    let estimate = part.outcome.survival.as_ref()?;
    let until = estimate.settings.get("until")?.as_f64()?;
    let rows = estimate.parts.get("curves")?.as_array()?;
    let curves: Vec<SurvivalCurve> = rows
        .iter()
        .filter_map(|row| {
            let code = row["group"].as_str()?;
            let steps = row["steps"].as_array()?;
            let of = |key: &'static str| steps.iter().filter_map(move |step| Some((step["time"].as_f64()?, step[key].clone())));
            Some(SurvivalCurve {
                label: group_word(story, code),
                role: if code.starts_with("comparison") { Role::Comparison } else { Role::Treated },
                before: code.ends_with("before"),
                steps: of("survival").filter_map(|(time, value)| Some((time, value.as_f64()?))).collect(),
                at_risk: of("at_risk").filter_map(|(time, value)| Some((time, value.as_u64()?))).collect(),
                mean: row["restricted_mean"].as_f64(),
            })
        })
        .collect();
    let effect = estimate.effect("restricted-mean-difference")?;
    let change = words.change(effect.estimate?);
    let open: u64 = rows.iter().filter_map(|row| row["unfinished"].as_u64()).sum();
    let all: u64 = rows.iter().filter_map(|row| row["cases"].as_u64()).sum();
    let (open, all, horizon) = (integer(l, open), integer(l, all), words.threshold(until));
    let title = say!(l, "Dengan kasus yang belum selesai ikut dihitung, rata-rata waktu {change}", "With unfinished cases counted, the mean time {change}");
    let subtitle = say!(
        l,
        "Porsi kasus yang belum selesai menurut waktu sejak masuk (Kaplan–Meier); {all} kasus, {open} belum selesai; rata-rata dihitung sampai {horizon}",
        "Share of cases not finished by time since they came in (Kaplan–Meier); {all} cases, {open} not finished; means up to {horizon}"
    );
    let parts: Vec<String> =
        curves.iter().map(|curve| format!("{}: {}", curve.label, curve.mean.map_or_else(|| "–".into(), |mean| words.value(mean)))).collect();
    let list = parts.join("; ");
    let alt = say!(l, "Rata-rata waktu sampai selesai: {list}.", "Mean time to completion: {list}.");
    let kind = FigureKind::Survival(Survival {
        time: Quantity { name: say!(l, "Waktu sejak masuk", "Time since it came in"), unit: words.unit.clone(), decimals: 0 },
        share_title: say!(l, "Belum selesai (%)", "Not finished (%)"),
        risk_title: say!(l, "Kasus yang masih terbuka", "Cases still open"),
        until,
        curves,
    });
    Some(figure(story, part.file("survival"), title, subtitle, alt, kind))
}
