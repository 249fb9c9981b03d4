//! One outcome with all its analyses.

use super::did::{self, Found};
use super::{Run, arms, evidence, groups, index, neighbours, paired, participation, robustness, scales, series, signs, specifications, spread, survey, worth};
use crate::checks::{MixCell, Standing, Untouched, Written, grade};
use crate::error::Result;
use crate::estimate::{Effect, Estimate, Finding, Note};
use crate::locale::Text;
use crate::methods::DidSettings;
use crate::panel::SampleAccount;
use crate::study::prepare::Measured;
use crate::study::result::{OutcomeResult, Robustness, Trends};
use crate::study::schema::OutcomeSource;
use crate::text;

/// How much of an outcome is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wanted {
    /// Everything that a report shows.
    Report,
    /// The main effect and what its grade rests on: no further methods, groups, arms, distributions or series beside it.
    Answer,
}

/// The effect on an outcome that should not change, for the checks of the others.
pub(super) fn untouched(found: &OutcomeResult) -> Option<Untouched> {
    let effect = found.did.first()?.headline()?;
    let p_value = effect.extra.get("wild_p_value").and_then(serde_json::Value::as_f64).or(effect.p_value);
    Some(Untouched { label: found.label.clone(), estimate: effect.estimate?, p_value, written: Written::new(&found.unit, found.decimals) })
}

/// What the reader must know of an outcome that should not change.
fn should_not_change() -> Note {
    Note::new(
        "placebo-outcome",
        text!(
            "Hasil ini ditandai sebagai hasil yang tidak disentuh program; tidak adanya dampak di sini mendukung hasil yang lain.",
            "The study marks this outcome as one that the program does not touch; no effect here speaks for the other results."
        ),
    )
}

/// The outcome at a position of the study, and the account of its rows. `others` are the effects on outcomes that should not change.
pub(super) fn outcome(run: &Run, index: usize, others: &[Untouched], wanted: Wanted) -> Result<(OutcomeResult, SampleAccount)> {
    let whole = wanted == Wanted::Report;
    let section = &run.study.file.outcome[index];
    let measured = &run.prepared.outcomes[index];
    let label = section.label();
    run.progress.step(&text!(|l| format!("{}: menyusun sel", label.get(l)), format!("{}: making cells", label.get(l))));
    let asked = section.did.as_ref().or(run.study.file.analysis.did.as_ref()).is_none_or(|did| !did.items().is_empty());
    let settings = did::settings(run, &measured.column).filter(|_| asked);
    let made = did::cells(run, &measured.column, settings.as_ref())?;
    let found = match &settings {
        Some(settings) => did::run(run, section, &made, settings, wanted)?,
        None => Found::default(),
    };
    run.progress.step(&text!(|l| format!("{}: deret waktu", label.get(l)), format!("{}: series", label.get(l))));
    let mut of_series = Vec::new();
    let interrupted = if whole || found.did.is_empty() { series::its(run, section, measured, &mut of_series)? } else { None };
    run.progress.step(&text!(|l| format!("{}: sebelum dan sesudah", label.get(l)), format!("{}: before and after", label.get(l))));
    let answered = !found.did.is_empty() || interrupted.is_some();
    let prepost = if whole || !answered { paired::prepost(run, section, measured)? } else { None };
    run.progress.step(&text!(|l| format!("{}: menurut kelompok", label.get(l)), format!("{}: by group", label.get(l))));
    let grouped = groups::groups(run, section, measured, settings.as_ref(), &found, prepost.as_ref(), wanted)?;
    let kinds = if whole { arms::arms(run, measured, settings.as_ref(), &found)? } else { arms::ByArm::default() };
    let (per_participant, skipped) = if whole { participation::per_participant(run, measured, settings.as_ref(), &found)? } else { (None, None) };
    let trends = spread::trends(run, &made.cells);
    // What a program cost for each record needs their number.
    let distribution = if whole || run.study.file.program.cost.is_some() { spread::distribution(run, section, measured)? } else { None };
    let facts = match section.source() {
        Some(OutcomeSource::Index(rule)) if whole || !(answered || prepost.is_some()) => index::index(run, section, measured, rule, settings.as_ref(), &found)?,
        _ => None,
    };
    let mut notes = found.notes.clone();
    notes.extend(grouped.notes);
    notes.extend(kinds.notes);
    notes.extend(skipped);
    notes.extend(section.placebo.then(should_not_change));
    notes.extend(of_series);
    let survival = if whole { series::survival(run, section)? } else { None };
    let main = found.did.first().or(interrupted.as_ref()).or(prepost.as_ref());
    run.progress.step(&text!(|l| format!("{}: pemeriksaan", label.get(l)), format!("{}: checks", label.get(l))));
    let standing = standing(&found, interrupted.as_ref(), prepost.as_ref());
    let p_value = standing.counted();
    let step = Step { measured, made: &made, settings: settings.as_ref(), found: &found, trends: trends.as_ref(), kinds: &grouped.kinds, main, p_value };
    let (robustness, checks) = robust(run, index, &step, others)?;
    let graded = grade(standing, &checks);
    let full_participation = main.and_then(Estimate::headline).and_then(|effect| at_full_participation(effect, run.study.file.program.participation));
    let account = found.did.first().map_or_else(|| made.cells.account.clone(), |estimate| estimate.sample.clone());
    Ok((
        OutcomeResult {
            name: section.name.clone(),
            label,
            unit: section.unit(),
            better: section.better(),
            decimals: section.decimals(),
            target: section.target,
            prepost,
            did: found.did,
            event_study: found.event_study,
            by: grouped.differences.into_iter().chain(kinds.differences).collect(),
            its: interrupted,
            survival,
            trends,
            distribution,
            index: facts,
            robustness,
            checks,
            graded,
            full_participation,
            per_participant,
            p_among_outcomes: None,
            reached: worth::reached(run, &made.cells),
            notes,
        },
        account,
    ))
}

/// What the steps before the checks left.
struct Step<'a> {
    measured: &'a Measured,
    made: &'a did::Made,
    settings: Option<&'a DidSettings>,
    found: &'a Found,
    trends: Option<&'a Trends>,
    kinds: &'a Option<(Text, Vec<MixCell>)>,
    main: Option<&'a Estimate>,
    /// The p-value that the grade starts from.
    p_value: Option<f64>,
}

/// What other assumptions would give, and the checks.
fn robust(run: &Run, index: usize, step: &Step, others: &[Untouched]) -> Result<(Robustness, Vec<Finding>)> {
    let section = &run.study.file.outcome[index];
    let Step { measured, made, settings, found, trends, kinds, main, p_value } = *step;
    let start = trends.and_then(|trends| trends.start);
    let signs = signs::signs(run, section, measured, start)?;
    let scales = signs::if_offered(scales::scales(run, section, measured, settings, found, signs.quantiles, made))?;
    let by_time = robustness::event_study(made, settings, found);
    let robustness = Robustness {
        decomposition: robustness::decomposition(made, settings)?,
        honest: by_time.as_ref().and_then(|study| robustness::honest(run, study)),
        event_study: by_time,
        specifications: if index == 0 { specifications::specifications(made, settings, found, start, &scales) } else { None },
    };
    let checks = evidence::checks(
        run,
        section,
        &evidence::Seen {
            made,
            found,
            trends,
            kinds,
            settings,
            main,
            robustness: &robustness,
            signs: &signs,
            scales: &scales,
            spillover: neighbours::spillover(run, &measured.column, settings, found, start)?,
            survey: survey::respondents(run, measured)?,
            p_value,
            untouched: if section.placebo { &[] } else { others },
        },
    )?;
    Ok((robustness, checks))
}

/// p-values of the main effect.
fn standing(found: &Found, its: Option<&Estimate>, prepost: Option<&Estimate>) -> Standing {
    let number = |effect: &Effect, key: &str| effect.extra.get(key).and_then(serde_json::Value::as_f64);
    if let Some((main, effect)) = found.did.first().and_then(|main| Some((main, main.headline()?))) {
        let careful = number(effect, "wild_p_value").or_else(|| crate::checks::placebo_p_value(main));
        return Standing { p_value: effect.p_value, wild_p_value: careful, compared: true };
    }
    if let Some(estimate) = its
        && let Some(effect) = estimate.headline()
    {
        let compared = estimate.settings.get("group").is_some_and(serde_json::Value::is_string);
        return Standing { p_value: effect.p_value, wild_p_value: None, compared };
    }
    // Records of one unit depend on each other: the clustered row is the careful one.
    let effect =
        prepost.and_then(|prepost| prepost.effect("mean-difference-clustered").filter(|effect| effect.p_value.is_some()).or_else(|| prepost.headline()));
    Standing { p_value: effect.and_then(|effect| effect.p_value), wild_p_value: None, compared: false }
}

/// The effect and its interval divided by the share that took part.
fn at_full_participation(effect: &Effect, participation: Option<f64>) -> Option<(f64, Option<f64>, Option<f64>)> {
    let share = participation.filter(|share| *share > 0.0 && *share < 1.0)?;
    Some((effect.estimate? / share, effect.conf_low.map(|low| low / share), effect.conf_high.map(|high| high / share)))
}
