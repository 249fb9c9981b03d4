//! Whom the program reached, what its effect adds up to, and what a unit of improvement cost.

use super::Run;
use crate::checks::is_share;
use crate::design::Treatment;
use crate::estimate::{Effect, Estimate};
use crate::locale::Text;
use crate::measure::target::Better;
use crate::panel::{Cells, Levels, distinct};
use crate::study::check::binary;
use crate::study::result::OutcomeResult;
use crate::study::schema::{CostRule, CostUnit, OutcomeSection, OutcomeSource, Words};
use crate::study::worth::{Price, Reached, RecordKind, Total, TotalUnit, Worth, WorthOf, time_unit};
use crate::text;

/// Records of the treated from their start on; none where nobody is known to be treated at some time.
pub(super) fn reached(run: &Run, cells: &Cells) -> Option<Reached> {
    let design = &run.prepared.design;
    let partition = run.study.file.analysis.partition.as_deref().filter(|column| cells.key(column).is_some());
    let of_partition = |cell: usize| partition.is_none_or(|column| binary(cells, column, cell) == Some(true));
    let treated: Vec<bool> = match &design.treatment {
        Some(Treatment::Status(column)) => (0..cells.len()).map(|cell| binary(cells, column, cell) == Some(true)).collect(),
        Some(Treatment::Cohort(column)) => {
            let (start, time) = (cells.key(column)?, cells.key(&design.time.as_ref()?.0)?);
            let (Levels::Period(_, starts), Levels::Period(_, periods)) = (&start.levels, &time.levels) else { return None };
            let on = |cell: usize| {
                let (from, now) = (starts.get(start.codes[cell] as usize)?, periods.get(time.codes[cell] as usize)?);
                Some(*from != crate::data::NEVER && now >= from)
            };
            (0..cells.len()).map(|cell| on(cell) == Some(true)).collect()
        }
        Some(Treatment::GroupPost { .. }) | None => {
            let post = design.post.as_deref()?;
            let group = |cell: usize| design.group.as_deref().is_none_or(|group| binary(cells, group, cell) == Some(true));
            (0..cells.len()).map(|cell| group(cell) && binary(cells, post, cell) == Some(true)).collect()
        }
    };
    let inside: Vec<usize> = (0..cells.len()).filter(|cell| treated[*cell] && of_partition(*cell)).collect();
    let count = |column: Option<&str>| {
        let key = cells.key(column?)?;
        Some(distinct(inside.iter().map(|cell| key.codes[*cell])).len() as u64)
    };
    let records = inside.iter().map(|cell| cells.records[*cell]).sum();
    let unit = run.study.file.roles.unit.as_ref().and_then(|unit| cells.key(unit));
    let time = design.time.as_ref().and_then(|(time, _)| cells.key(time));
    let places = unit.zip(time).map(|(unit, time)| distinct(inside.iter().map(|cell| (unit.codes[*cell], time.codes[*cell]))).len() as u64);
    (records > 0).then(|| Reached {
        records,
        one_each: places == Some(records),
        units: count(run.study.file.roles.unit.as_deref()),
        periods: count(design.time.as_ref().map(|(time, _)| time.as_str())),
    })
}

/// What the outcomes that the program should change are worth; none where nothing can be said.
pub(super) fn worth(run: &Run, outcomes: &[OutcomeResult]) -> Option<Worth> {
    let program = &run.study.file.program;
    let own: Vec<WorthOf> = run
        .study
        .file
        .outcome
        .iter()
        .zip(outcomes)
        .filter(|(section, _)| !section.placebo)
        .filter_map(|(section, outcome)| of(run, section, outcome))
        .collect();
    let out = Worth {
        served: program.served.as_ref().map(Words::text),
        served_count: program.served_count,
        cost: program.cost.as_ref().map(CostRule::total),
        outcomes: own,
    };
    (out.cost.is_some() || !out.outcomes.is_empty()).then_some(out)
}

/// How an effect becomes a sum: the unit, and what a value is divided by. Time that is good to have more of (hours of training) is not saved.
fn summed(outcome: &OutcomeResult) -> Option<(TotalUnit, f64)> {
    if is_share(&outcome.unit) {
        return Some((TotalUnit::Records, 1.0));
    }
    time_unit(&outcome.unit).filter(|_| outcome.better == Better::Lower).map(|(unit, by)| (TotalUnit::Time(unit), by))
}

/// What one outcome is worth; none where its effect is not known.
pub(super) fn of(run: &Run, section: &OutcomeSection, outcome: &OutcomeResult) -> Option<WorthOf> {
    let program = &run.study.file.program;
    let effect = outcome.main_estimate().and_then(Estimate::headline)?;
    let gain = gain(effect, outcome.better)?;
    let kind = match section.source() {
        Some(OutcomeSource::Index(_)) => RecordKind::Answers,
        _ if outcome.reached.is_some_and(|reached| reached.one_each) => RecordKind::Means,
        _ => RecordKind::Cases,
    };
    let counted = program.served_count.or_else(|| outcome.reached.filter(|_| kind == RecordKind::Cases).map(|reached| reached.records));
    let sum = summed(outcome);
    let main = run.study.file.outcome.first().is_some_and(|first| first.name == section.name);
    let asked = program.cost.as_ref().and_then(CostRule::per).filter(|_| main);
    let per = asked.unwrap_or(if sum.is_some() { CostUnit::Record } else { CostUnit::Point });
    // A point of an index is multiplied by nothing.
    let times = counted.filter(|_| sum.is_some() || per == CostUnit::Record);
    let total = times.zip(sum.as_ref()).map(|(times, (unit, by))| {
        let scaled = |gain: f64| gain * times as f64 / by;
        Total { unit: unit.clone(), estimate: scaled(gain.0), limits: gain.1.map(|(least, most)| (scaled(least), scaled(most))) }
    });
    let doubted = outcome.graded.p_value.is_some_and(|p| p >= 1.0 - run.study.file.study.level);
    let price = program.cost.as_ref().map(|rule| match (per, times) {
        (CostUnit::Point, _) if is_share(&outcome.unit) => Price::of(rule.total(), label(outcome, per), gain, 100.0, doubted),
        (CostUnit::Point, _) => Price::of(rule.total(), label(outcome, per), gain, 1.0, doubted),
        (CostUnit::Record, Some(times)) => Price::of(rule.total(), label(outcome, per), gain, times as f64 / sum.as_ref().map_or(1.0, |(_, by)| *by), doubted),
        (CostUnit::Record, None) => Price::not_counted(label(outcome, per)),
    });
    Some(WorthOf { outcome: outcome.name.clone(), times, kind, total, price })
}

/// An effect with its limits as improvement: positive is better.
fn gain(effect: &Effect, better: Better) -> Option<(f64, Option<(f64, f64)>)> {
    let good = |change: f64| match better {
        Better::Lower => -change,
        Better::Higher => change,
    };
    // An interval without width is a standard error of zero, that is: nothing known.
    let limits = effect.conf_low.zip(effect.conf_high).filter(|(low, high)| low < high && low.is_finite() && high.is_finite());
    Some((good(effect.estimate.filter(|estimate| estimate.is_finite())?), limits.map(|(low, high)| (good(low).min(good(high)), good(low).max(good(high))))))
}

fn label(outcome: &OutcomeResult, per: CostUnit) -> Text {
    let unit = &outcome.unit;
    if is_share(unit) {
        return match per {
            CostUnit::Record => text!("per tambahan satu kasus yang memenuhi ukuran ini", "per additional case that meets this measure"),
            CostUnit::Point => text!("per poin persen perbaikan", "per percentage point of improvement"),
        };
    }
    // Minutes are summed to hours.
    let saved = summed(outcome).and_then(|(summed, _)| match summed {
        TotalUnit::Time(unit) => Some(unit),
        TotalUnit::Records => None,
    });
    match (per, saved, unit.id.is_empty(), outcome.better) {
        (CostUnit::Record, Some(unit), _, _) => text!(|l| format!("per {} yang dihemat", unit.get(l)), format!("per {} saved", singular(unit.get(l)))),
        (_, _, true, _) => text!("per satuan perbaikan", "per unit of improvement"),
        (_, _, false, Better::Lower) => {
            text!(|l| format!("per penurunan satu {}", bare(unit.get(l))), format!("per reduction by one {}", singular(bare(unit.get(l)))))
        }
        (_, _, false, Better::Higher) => {
            text!(|l| format!("per kenaikan satu {}", bare(unit.get(l))), format!("per increase by one {}", singular(bare(unit.get(l)))))
        }
    }
}

/// A unit without what stands in brackets: `points (scale 1–4)`.
fn bare(unit: &str) -> &str {
    unit.split(" (").next().unwrap_or(unit)
}

/// `working hours` → `working hour`.
fn singular(unit: &str) -> &str {
    unit.strip_suffix('s').unwrap_or(unit)
}
