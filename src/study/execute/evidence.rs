//! The checks of an outcome, from what its analyses left.

use super::did::{Found, Made, cells, main_only};
use super::{Run, robustness, spread};
use crate::checks::{self, Left, MixCell, MonthCount};
use crate::error::{Exit, Result};
use crate::estimate::{Estimate, Finding};
use crate::locale::Text;
use crate::methods::{DidSettings, MethodInput};
use crate::study::result::{Robustness, Trends, by_time};
use crate::study::schema::{OutcomeSection, OutcomeSource};

/// More comparison regions than these are not left out one by one.
const MOST_LEFT_OUT: usize = 100;

/// What the analyses left.
pub(super) struct Seen<'a> {
    pub(super) made: &'a Made,
    pub(super) found: &'a Found,
    pub(super) trends: Option<&'a Trends>,
    pub(super) kinds: &'a Option<(Text, Vec<MixCell>)>,
    pub(super) settings: Option<&'a DidSettings>,
    pub(super) main: Option<&'a Estimate>,
    pub(super) robustness: &'a Robustness,
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
        let wild = headline.and_then(|effect| effect.extra.get("wild_p_value")).and_then(serde_json::Value::as_f64);
        let clusters = seen.main.and_then(|main| main.sample.clusters);
        let among = seen.main.and_then(checks::placebo_units);
        out.push(among.unwrap_or_else(|| checks::few_clusters(clusters, headline.and_then(|effect| effect.p_value), wild)));
    }
    out.push(checks::ramadan(&months(seen.trends), compared));
    if compared {
        out.extend(super::before::findings(run, section, seen.made, seen.trends));
        let nothing = (Text::default(), Vec::new());
        let (by, kinds) = seen.kinds.as_ref().unwrap_or(&nothing);
        out.push(checks::composition(kinds, by, headline.and_then(|effect| effect.estimate), &written));
        if let Some(settings) = seen.settings {
            let left = left(run, &seen.made.plan.variables[0], settings, seen.found)?;
            out.push(checks::leave_one_out(headline.and_then(|effect| effect.estimate), &left, &written));
        }
    }
    let asked = matches!(section.source(), Some(OutcomeSource::Column(_) | OutcomeSource::Index(_) | OutcomeSource::Gain(_)));
    out.push(checks::missing_data(&seen.made.cells.account, asked.then(|| seen.made.plan.variables[0].as_str())));
    Ok(out)
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

/// The main estimate without each comparison region; without each comparison unit where regions hold both groups or are not named.
fn left(run: &Run, column: &str, settings: &DidSettings, found: &Found) -> Result<Vec<Left>> {
    let roles = &run.study.file.roles;
    let members = run.study.file.program.treated.as_ref().map(|members| &members.column);
    for by in [roles.region.as_ref(), members, roles.unit.as_ref()].into_iter().flatten() {
        let left = without_each(run, column, by, settings, found)?;
        if left.len() > 1 {
            return Ok(left);
        }
    }
    Ok(Vec::new())
}

/// The main estimate without each level of a column that only the comparison has.
fn without_each(run: &Run, column: &str, by: &str, settings: &DidSettings, found: &Found) -> Result<Vec<Left>> {
    let mut settings = main_only(settings, found);
    settings.by = Some(by.to_owned());
    let made = cells(run, column, Some(&settings))?;
    let Some(key) = made.cells.key(by) else { return Ok(Vec::new()) };
    let sides = spread::sides(run, &made.cells);
    let mut treated = vec![false; key.levels.len()];
    for (code, side) in key.codes.iter().zip(&sides) {
        treated[*code as usize] |= *side == 0;
    }
    let codes: Vec<u32> = (0..key.levels.len() as u32).filter(|code| !treated[*code as usize]).collect();
    if codes.len() > MOST_LEFT_OUT {
        return Ok(Vec::new());
    }
    let mut out = Vec::new();
    for code in codes {
        let rows: Vec<usize> = (0..made.cells.len()).filter(|cell| key.codes[*cell] != code).collect();
        let cells = made.cells.select(&rows);
        // Only the estimate counts here, so the variance is one that needs no second pass.
        let mut settings = settings.clone();
        if !settings.variance().is_clustered() {
            settings.vcov = Some(crate::design::VarianceKind::Iid);
        }
        let input = MethodInput { cells: &cells, plan: &made.plan, settings: &settings, records: None };
        let estimate = match crate::methods::run(&input) {
            Ok(estimate) => estimate.headline().and_then(|effect| effect.estimate),
            Err(error) if error.exit() == Exit::NotIdentified => None,
            Err(error) => return Err(error),
        };
        out.push(Left { region: key.levels.label(code), estimate });
    }
    Ok(out)
}
