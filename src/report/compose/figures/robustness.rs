//! What two-way fixed effects is made of, and how bounds widen.

use super::{effect_axis, figure};
use crate::locale::{interval, number, percent};
use crate::methods::decomposition::Pair;
use crate::methods::honest::Kind;
use crate::panel::Cohort;
use crate::report::cards::title as title_of;
use crate::report::charts::{
    Choice, ComparisonKind, ComparisonPoint, Decomposition, Figure, FigureKind, Sensitivity, Specification, SpecificationCurve, short_label,
};
use crate::report::compose::say::say;
use crate::report::compose::wording::beginning;
use crate::report::compose::{OutcomeStory, Story};

/// Weight against effect; none where starts do not differ.
pub(crate) fn decomposition(story: &Story, part: &OutcomeStory) -> Option<Figure> {
    let found = part.outcome.robustness.decomposition.as_ref()?;
    let (l, words) = (story.lang, &part.words);
    let kinds = found.kinds();
    let place = |pair: Pair| kinds.iter().position(|kind| kind.0 == pair).unwrap_or(0);
    let start = |cohort: Cohort| match cohort {
        Cohort::TreatedFrom(start) => short_label(found.scale, start.0, l),
        Cohort::NeverTreated => say!(l, "tidak ikut", "never"),
    };
    let name = |pair: Pair| match pair {
        Pair::TreatedUntreated => say!(l, "Peserta lawan yang tidak ikut", "Treated against never treated"),
        Pair::EarlierLater => say!(l, "Lebih awal lawan yang belum ikut", "Earlier against not yet treated"),
        Pair::LaterEarlier => say!(l, "Terlarang: lebih akhir lawan yang sudah ikut", "Forbidden: later against already treated"),
        Pair::LaterAlways => say!(l, "Terlarang: peserta lawan yang sudah ikut sejak awal data", "Forbidden: treated against treated throughout"),
    };
    let labelled: Vec<ComparisonKind> = kinds
        .iter()
        .map(|(pair, weight, mean)| {
            let (name, weight, mean) = (name(*pair), percent(l, *weight, 0), number(l, *mean, words.decimals));
            ComparisonKind { label: say!(l, "{name} (bobot {weight}, rata-rata {mean})", "{name} (weight {weight}, mean {mean})"), forbidden: pair.forbidden() }
        })
        .collect();
    let points: Vec<ComparisonPoint> = found
        .comparisons
        .iter()
        .map(|one| ComparisonPoint {
            label: format!("{} – {}", short_label(found.scale, one.treated.0, l), start(one.untreated)),
            kind: place(one.pair),
            weight: 100.0 * one.weight,
            estimate: one.estimate,
        })
        .collect();
    let (forbidden, count) = (percent(l, found.forbidden(), 0), points.len());
    let mean = number(l, found.twfe, words.decimals);
    let inside = words.label_inside();
    let title = say!(
        l,
        "Efek tetap dua arah atas {inside}: {forbidden} bobotnya dari perbandingan terlarang, dengan yang sudah ikut program",
        "Two-way fixed effects on {inside}: {forbidden} of the weight is forbidden comparisons, with units that are treated already"
    );
    let units = found.units;
    let left = if found.left_out > 0 {
        let left = found.left_out;
        say!(l, "; {left} unit yang tidak ada pada suatu periode tidak ikut", "; {left} units that miss a period are left out")
    } else {
        String::new()
    };
    let subtitle = say!(
        l,
        "{count} perbandingan dua kelompok awal: bobot dan dampaknya; {units} unit{left}",
        "{count} comparisons of two starts: weight and effect; {units} units{left}"
    );
    let listed = labelled.iter().map(|kind| kind.label.as_str()).collect::<Vec<_>>().join("; ");
    let alt = say!(l, "Efek tetap dua arah {mean}, terdiri atas: {listed}.", "Two-way fixed effects {mean}, made of: {listed}.");
    let kind = FigureKind::Decomposition(Decomposition {
        effect: effect_axis(words),
        weight_title: say!(l, "Bobot (%)", "Weight (%)"),
        kinds: labelled,
        points,
        mean: (found.twfe, say!(l, "Efek tetap dua arah: {mean}", "Two-way fixed effects: {mean}")),
    });
    Some(figure(story, part.file("decomposition"), title, subtitle, alt, kind))
}

/// Intervals by M of relative magnitudes; none where they were not computed, or there is nothing to overturn.
pub(crate) fn sensitivity(story: &Story, part: &OutcomeStory) -> Option<Figure> {
    let found = part.outcome.robustness.honest.as_ref()?;
    let (l, words) = (story.lang, &part.words);
    let rows: Vec<_> = found.rows.iter().filter(|row| row.kind == Kind::Relative).collect();
    let breakdown = found.breakdown.iter().find(|(kind, _)| *kind == Kind::Relative)?.1;
    if rows.is_empty() || breakdown == Some(0.0) {
        return None;
    }
    let inside = words.label_inside();
    let title = match breakdown {
        Some(m) if m < 0.005 => say!(
            l,
            "Dampak terhadap {inside} tidak bertahan bila gerak sejajar sedikit saja dilanggar",
            "The effect on {inside} does not survive even small departures from parallel movement"
        ),
        Some(m) => {
            let m = number(l, m, 2);
            say!(
                l,
                "Dampak terhadap {inside} bertahan selama penyimpangan di bawah {m} kali yang terbesar sebelum program",
                "The effect on {inside} holds as long as departures stay below {m} times the largest before the program"
            )
        }
        None => say!(
            l,
            "Dampak terhadap {inside} bertahan terhadap setiap penyimpangan yang dicoba",
            "The effect on {inside} holds against every departure that was tried"
        ),
    };
    let level = words.level();
    let subtitle = say!(
        l,
        "Rata-rata dampak terhadap {inside} sejak program dimulai, selang {level} bila gerak sejajar dilanggar (Rambachan–Roth)",
        "Average effect on {inside} since the start, {level} intervals where movement was not parallel (Rambachan–Roth)"
    );
    let listed: Vec<String> =
        rows.iter().filter_map(|row| Some(format!("M = {}: {}", number(l, row.m, 1), interval(l, row.low?, row.high?, words.decimals)))).collect();
    let plain = interval(l, found.original.0, found.original.1, words.decimals);
    let listed = listed.join("; ");
    let alt = say!(l, "Tanpa penyimpangan: {plain}; {listed}. {title}.", "Without departure: {plain}; {listed}. {title}.");
    let kind = FigureKind::Sensitivity(Sensitivity {
        effect: effect_axis(words),
        m_title: say!(
            l,
            "M: penyimpangan sesudah program, dalam kelipatan yang terbesar sebelumnya",
            "M: departures after the start, in multiples of the largest before it"
        ),
        original: (found.estimate.0, found.original.0, found.original.1, say!(l, "tanpa penyimpangan", "no departure")),
        rows: rows.iter().map(|row| (row.m, row.low, row.high)).collect(),
        breakdown: breakdown.map(|m| {
            let shown = number(l, m, 2);
            (m, say!(l, "Titik runtuh: M = {shown}", "Breakdown: M = {shown}"))
        }),
    });
    Some(figure(story, part.file("sensitivity"), title, subtitle, alt, kind))
}

/// Sorted estimates with the choices below; none where nothing was varied.
pub(crate) fn specifications(story: &Story, part: &OutcomeStory) -> Option<Figure> {
    let found = part.outcome.robustness.specifications.as_ref()?;
    let (l, words) = (story.lang, &part.words);
    let named = |option: &crate::locale::Text| match crate::methods::Method::parse(option.get(l)) {
        Some(method) => beginning(&title_of("did", method.name(), l)),
        None => option.get(l).to_owned(),
    };
    let choices: Vec<Choice> =
        found.choices.iter().map(|(title, options)| Choice { title: title.get(l).to_owned(), options: options.iter().map(named).collect() }).collect();
    let specifications: Vec<Specification> = found
        .specifications
        .iter()
        .map(|one| Specification { options: one.options.clone(), estimate: one.estimate, low: one.low, high: one.high, main: one.main })
        .collect();
    let low = specifications.iter().map(|one| one.estimate).fold(f64::INFINITY, f64::min);
    let high = specifications.iter().map(|one| one.estimate).fold(f64::NEG_INFINITY, f64::max);
    let (count, range) = (specifications.len(), words.range(low, high));
    let level = words.level();
    let title = say!(l, "Dengan {count} pilihan analisis, dampak berkisar {range}", "Over {count} choices of analysis the effect ranges from {range}");
    let inside = words.label_inside();
    let subtitle = say!(
        l,
        "Taksiran dampak terhadap {inside} dari kecil ke besar dengan selang {level}; titik di bawahnya menunjukkan pilihannya",
        "Estimates of the effect on {inside} in the order of their size with {level} intervals; dots below show the choices"
    );
    let listed = specifications.iter().map(|one| number(l, one.estimate, words.decimals)).collect::<Vec<_>>().join("; ");
    let alt = format!("{title}: {listed}.");
    let kind = FigureKind::SpecificationCurve(SpecificationCurve {
        effect: effect_axis(words),
        choices,
        specifications,
        main: say!(l, "dalam laporan ini", "in this report"),
    });
    Some(figure(story, part.file("specifications"), title, subtitle, alt, kind))
}
