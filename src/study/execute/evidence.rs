//! The checks of an outcome, from what its analyses left.

use super::again::Again;
use super::did::{Found, Made};
use super::scales::Scale;
use super::signs::Signs;
use super::{Run, calendar, robustness, units};
use crate::checks::{self, Clusters, Extremes, MixCell, MonthCount, Respondents, Untouched, Written};
use crate::error::Result;
use crate::estimate::{Estimate, Finding};
use crate::locale::Text;
use crate::methods::DidSettings;
use crate::study::result::{Robustness, Trends, by_time};
use crate::study::schema::{OutcomeSection, OutcomeSource};

/// What the analyses left.
pub(super) struct Seen<'a> {
    pub(super) made: &'a Made,
    pub(super) found: &'a Found,
    pub(super) trends: Option<&'a Trends>,
    pub(super) kinds: &'a Option<(Text, Vec<MixCell>)>,
    pub(super) settings: Option<&'a DidSettings>,
    pub(super) main: Option<&'a Estimate>,
    pub(super) robustness: &'a Robustness,
    pub(super) signs: &'a Signs,
    pub(super) scales: &'a [Scale],
    /// The effect on neighbours, its p-value, their records.
    pub(super) spillover: Option<(f64, Option<f64>, u64)>,
    /// Elements and answers of a survey by group and time.
    pub(super) survey: (Vec<String>, Vec<Respondents>),
    /// The p-value that the grade starts from.
    pub(super) p_value: Option<f64>,
    /// Effects on outcomes that should not change.
    pub(super) untouched: &'a [Untouched],
}

/// All checks that fit.
pub(super) fn checks(run: &Run, section: &OutcomeSection, seen: &Seen) -> Result<Vec<Finding>> {
    let written = checks::Written::new(&section.unit(), section.decimals());
    let compared = !seen.found.did.is_empty();
    let headline = seen.main.and_then(Estimate::headline);
    let mut out = Vec::new();
    if compared {
        let fitted = seen.main.and_then(|main| checks::fit_before(main, &written));
        let by_trends = fitted.is_none();
        out.push(fitted.unwrap_or_else(|| checks::pre_trends(by_time(&seen.found.did, seen.found.event_study.as_ref()), &written)));
        if by_trends {
            out.push(checks::honest(seen.robustness.honest.as_ref(), &written));
            let effect = headline.and_then(|effect| effect.estimate);
            out.extend(robustness::before(run, seen.robustness.event_study.as_ref(), effect, &written));
        }
        if let Some(found) = &seen.robustness.specifications {
            let all: Vec<(f64, Option<f64>)> = found.specifications.iter().map(|one| (one.estimate, one.p_value)).collect();
            out.extend(checks::specifications(&all, headline.and_then(|effect| effect.estimate), &written));
        }
        if let Some(found) = &seen.robustness.decomposition {
            let two_way = seen.main.is_some_and(|main| ["twfe", "event-study"].contains(&main.method.as_str()));
            out.push(checks::decomposition(found, two_way, &written));
        }
        let among = seen.main.and_then(checks::placebo_units);
        out.push(among.unwrap_or_else(|| checks::few_clusters(&clusters(run, seen))));
    }
    out.push(checks::ramadan(&months(seen.trends), compared));
    out.extend(checks::holidays(&calendar::periods(run, seen.trends), compared, calendar::left_out(section)));
    if compared {
        out.extend(super::before::findings(run, section, seen.made, &seen.settings.map(DidSettings::clusters).unwrap_or_default(), seen.trends));
    }
    let unclear = headline.filter(|_| seen.p_value.is_none_or(|p| p >= 0.10)).and_then(|effect| Some((effect.conf_high? - effect.conf_low?).abs() / 2.0));
    if compared || seen.kinds.is_some() {
        let nothing = (Text::default(), Vec::new());
        let (by, kinds) = seen.kinds.as_ref().unwrap_or(&nothing);
        out.push(checks::composition(kinds, by, headline.and_then(|effect| effect.estimate), unclear, &written));
    }
    if compared {
        out.extend(checks::placebo_outcome(seen.untouched));
        out.extend(checks::spillover(seen.spillover, headline.and_then(|effect| effect.estimate), &written));
        let start = seen.trends.and_then(|trends| trends.start);
        out.extend(checks::selection(&units::before(run, seen.made, start)?));
        if let Some(settings) = seen.settings {
            let effect = headline.and_then(|effect| effect.estimate);
            let again = Again::new(run, &seen.made.plan.variables[0], settings, seen.found)?;
            out.push(checks::leave_one_out(effect, &again.without_regions()?, &written));
            out.extend(checks::leave_one_cohort_out(effect, &again.without_cohorts()?, &written));
            out.extend(checks::leave_one_period_out(effect, &again.without_periods()?, &written));
            out.extend(checks::other_comparisons(&again.against_others()?, effect, &written));
            if out.iter().all(|finding| finding.name != "placebo-group") {
                let (pretended, regions) = again.pretended(start, run.study.file.study.seed)?;
                out.extend(checks::placebo_place(&pretended, regions, effect, &written));
            }
        }
    }
    out.extend(recorded(seen, &written));
    let asked = matches!(section.source(), Some(OutcomeSource::Column(_) | OutcomeSource::Index(_) | OutcomeSource::Gain(_)));
    out.push(checks::missing_data(&seen.made.cells.account, asked.then(|| seen.made.plan.variables[0].as_str())));
    Ok(out.into_iter().map(|found| checks::nothing_to_overturn(found, seen.p_value)).collect())
}

/// The checks of how values were recorded, and of the outcome on other scales.
fn recorded(seen: &Seen, written: &Written) -> Vec<Finding> {
    let signs = seen.signs;
    let effect = seen.found.did.first().and_then(Estimate::headline).and_then(|effect| Some((effect.estimate?, effect.p_value)));
    let extremes = Extremes {
        far_out: signs.far_out,
        limits: signs.quantiles.and_then(|found| found.limits()),
        limited: seen.scales.iter().find_map(Scale::limited),
        plain: effect,
        impossible: signs.impossible,
    };
    let scales: Vec<_> = seen.scales.iter().filter_map(Scale::seen).collect();
    [
        checks::instrument(&seen.survey.0, &seen.survey.1),
        checks::outliers(&extremes, written),
        checks::transformations(&scales, effect),
        checks::heaping(&signs.rounds),
        signs.clock.as_ref().and_then(checks::clock),
        checks::missing_by_group(&signs.missing, &signs.missing_by_period),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// What is known of the clusters of the main estimate.
fn clusters(run: &Run, seen: &Seen) -> Clusters {
    let headline = seen.main.and_then(Estimate::headline);
    let effective = seen.settings.and_then(|settings| units::effective(seen.made, settings));
    let test = seen.main.and_then(|main| main.tests.iter().find(|test| test.name == "randomization")).and_then(|test| test.p_value);
    Clusters {
        count: seen.main.and_then(|main| main.sample.clusters),
        effective: effective.map(|(count, _)| count),
        largest_share: effective.map(|(_, share)| share),
        ordinary: headline.and_then(|effect| effect.p_value),
        wild: headline.and_then(|effect| effect.extra.get("wild_p_value")).and_then(serde_json::Value::as_f64),
        randomization: test.or_else(|| units::randomization(run, seen.made)),
    }
}

/// Records of the treated by period; none where periods are too long to hold Ramadan.
fn months(trends: Option<&Trends>) -> Vec<MonthCount> {
    use crate::panel::TimeScale;
    let Some(trends) = trends.filter(|trends| matches!(trends.scale, TimeScale::Day | TimeScale::Week | TimeScale::Month)) else { return Vec::new() };
    let (Some(start), Some(treated)) = (trends.start, trends.series.iter().find(|series| series.treated)) else { return Vec::new() };
    let month = |point: &crate::study::result::TrendPoint| MonthCount {
        after: point.period >= start,
        ramadan: trends.ramadan.contains(&point.period),
        records: point.records,
    };
    treated.points.iter().map(month).collect()
}
