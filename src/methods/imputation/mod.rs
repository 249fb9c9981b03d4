//! Borusyak, Jaravel and Spiess (2024): fit y = α[unit] + λ[period] + x'γ on the untreated, impute it for the treated, and average the differences.
//!
//! `untreated` fits the model in closed form, `influence` has the conservative variance, `before` the coefficients before the start; averages, errors and
//! bands are those of every method with cohort-period effects.

mod before;
mod card;
mod influence;
mod untreated;

use super::assignment::Assignment;
use super::timing::{self, Choice, Left, Timing};
use super::{Card, DidSettings, Estimator, Method, MethodInput};
use crate::design::{BasePeriod, ControlGroup, VarianceKind};
use crate::error::{Result, design};
use crate::estimate::{Aggregation, CohortPeriod, CohortReport, Estimate, Grouping, Note, Observations, Within, cohort_results};
use crate::linalg::compact;
use crate::panel::{Cells, DropReason, packed_index};
use crate::text;
use influence::Imputed;
use untreated::Untreated;

/// The estimator.
pub(super) struct Imputation;

/// The cells in use, sorted by cluster.
struct Sample {
    /// Positions among the cells given.
    rows: Vec<usize>,
    group: Vec<u32>,
    period: Vec<u32>,
    /// Affected by the program, or by its anticipation.
    affected: Vec<bool>,
    /// Code of the unit (or of the cohort, where there is no unit).
    unit: Vec<u32>,
    outcome: Vec<f64>,
    weight: Vec<f64>,
    /// Moments of the records of a cell.
    within: Vec<Within>,
    cluster: Option<Vec<u32>>,
    labels: Option<Vec<String>>,
}

impl Estimator for Imputation {
    fn method(&self) -> Method {
        Method::Imputation
    }

    fn card(&self) -> Card {
        card::card()
    }

    fn estimate(&self, input: &MethodInput) -> Result<Estimate> {
        let settings = input.settings;
        let leave_out = leaves_out(settings)?;
        let assignment = Assignment::read(input.cells, settings)?;
        let (cohort, period) = timing::starts(&assignment)?;
        let ahead = i64::from(settings.anticipation);
        let choice = Choice { control: Some(ControlGroup::NotYetTreated), base: BasePeriod::Universal, anticipation: ahead };
        let timing = Timing::of(&cohort, &period, choice)?;
        let mut out = Estimate::new("did", self.method().name(), &settings.outcome);
        out.scale = assignment.scale;
        out.settings = settings.to_map(self.method());
        out.settings.insert("control".into(), serde_json::json!(timing.control));
        out.settings.insert("vcov".into(), if leave_out { "leave-one-out" } else { "conservative" }.into());
        out.sample = input.cells.account.clone();
        let sample = sample(input.cells, settings, &timing, &mut out)?;
        let fit = Untreated::fit(input.cells, settings, &timing, &sample)?;
        let imputed = Imputed::of(&timing, &sample, &fit, leave_out);
        if imputed.effects.iter().all(|effect| effect.estimate.is_none()) {
            return Err(design::not_identified("att", &settings.time.clone().unwrap_or_default()).into());
        }
        finish(&mut out, settings, &timing, &sample, &imputed);
        out.notes.extend(timing.notes.iter().cloned());
        out.notes.extend(collinear(&fit.dropped));
        out.notes.extend(undefined(&imputed.effects));
        before::append(&mut out, input, &sample, &timing)?;
        Ok(out)
    }
}

/// Whether the leave-one-out form of the variance is asked for (`--vcov cr3`).
fn leaves_out(settings: &DidSettings) -> Result<bool> {
    match &settings.vcov {
        None | Some(VarianceKind::Cr0 | VarianceKind::Cr1 | VarianceKind::Hc0 | VarianceKind::Hc1) => Ok(false),
        Some(VarianceKind::Cr3) => Ok(true),
        Some(other) => {
            let kind = serde_json::to_value(other).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default();
            let why = text!(
                "metode ini memakai galat baku konservatif dari fungsi pengaruh; cr3 memakai bentuk tanpa-diri-sendiri",
                "this method has conservative errors from influence functions; cr3 gives their leave-one-out form"
            );
            Err(design::variance_not_available(&kind, &why).into())
        }
    }
}

fn sample(cells: &Cells, settings: &DidSettings, timing: &Timing, out: &mut Estimate) -> Result<Sample> {
    for (j, name) in cells.variables.iter().enumerate() {
        let bad = cells.mean.column(j).iter().filter(|x| !x.is_finite()).count();
        if bad > 0 {
            return Err(design::unusable_numbers(name, bad).into());
        }
    }
    let mut rows = Vec::new();
    for (i, place) in timing.cells.iter().enumerate() {
        match place {
            Ok(_) if cells.weight[i] > 0.0 => rows.push(i),
            Ok(_) => out.sample.drop_rows(DropReason::NonPositiveWeight, cells.records[i]),
            Err(Left::AlwaysTreated) => out.sample.drop_rows(DropReason::AlwaysTreated, cells.records[i]),
            Err(left) => out.sample.drop_rows(DropReason::Other(left.text()), cells.records[i]),
        }
    }
    let clusters = settings.clusters();
    if clusters.len() > 1 {
        let why = text!("metode ini memakai satu kolom klaster", "this method uses one cluster column");
        return Err(design::variance_not_available("two-way", &why).into());
    }
    let cluster = clusters.first().and_then(|name| cells.key(name));
    let unit = settings.unit.as_deref().and_then(|name| cells.key(name));
    let place = |i: usize| timing.cells[i].unwrap_or((0, 0));
    rows.sort_by_key(|i| (cluster.map_or(0, |key| key.codes[*i]), unit.map_or(place(*i).0, |key| key.codes[*i]), place(*i).1));
    let ahead = i64::from(settings.anticipation);
    let affected = |i: usize| {
        let (group, period) = place(i);
        timing.groups[group as usize].start.is_some_and(|start| timing.periods[period as usize].0 >= start.0 - ahead)
    };
    let pair = packed_index(cells.variables.len(), 0, 0);
    let within = |i: usize| match &cells.robust {
        Some(robust) => Within { weight: cells.weight[i], squared: robust.weight[i], first: robust.first[[i, 0]], second: robust.second[[i, pair]] },
        None => Within { weight: cells.weight[i], squared: cells.weight[i], first: 0.0, second: cells.cross[[i, pair]] },
    };
    let labels = cluster.map(|key| {
        let mut codes: Vec<u32> = rows.iter().map(|i| key.codes[*i]).collect();
        codes.dedup();
        codes.into_iter().map(|code| key.levels.label(code)).collect()
    });
    Ok(Sample {
        group: rows.iter().map(|i| place(*i).0).collect(),
        period: rows.iter().map(|i| place(*i).1).collect(),
        affected: rows.iter().map(|i| affected(*i)).collect(),
        unit: compact(&rows.iter().map(|i| unit.map_or(place(*i).0, |key| key.codes[*i])).collect::<Vec<_>>()).0,
        outcome: rows.iter().map(|i| cells.mean[[*i, 0]]).collect(),
        weight: rows.iter().map(|i| cells.weight[*i]).collect(),
        within: rows.iter().map(|i| within(*i)).collect(),
        cluster: cluster.map(|key| compact(&rows.iter().map(|i| key.codes[*i]).collect::<Vec<_>>()).0),
        labels,
        rows,
    })
}

fn finish(out: &mut Estimate, settings: &DidSettings, timing: &Timing, sample: &Sample, imputed: &Imputed) {
    let mut units: Vec<(u32, u32)> = sample.unit.iter().copied().zip(sample.group.iter().copied()).collect();
    units.sort_unstable();
    units.dedup();
    let members: Vec<u64> = (0..timing.groups.len()).map(|group| units.iter().filter(|(_, own)| *own as usize == group).count() as u64).collect();
    let sizes: Vec<f64> = (0..timing.groups.len()).map(|group| mean_size(&imputed.effects, group)).collect();
    out.sample.units = settings.unit.as_ref().map(|_| members.iter().sum());
    out.sample.periods = Some(timing.periods.len() as u64);
    let total: f64 = sample.weight.iter().sum();
    let report = CohortReport {
        cells: &imputed.effects,
        sizes: &sizes,
        members: &members,
        records: out.sample.rows_used,
        how: Aggregation { window: settings.window, balance: settings.balance.map(i64::from) },
        estimated_weights: false,
        level: settings.level,
        bands: settings.bands,
        seed: settings.seed,
        covariance: settings.covariance,
        anticipation: i64::from(settings.anticipation),
        scale: (sample.outcome.iter().zip(&sample.weight).map(|(y, w)| w * y * y).sum::<f64>() / total).sqrt(),
        labels: sample.labels.clone(),
    };
    let grouping = sample.cluster.as_ref().map_or(Grouping::Records(&sample.within), |codes| Grouping::Clusters(codes));
    let size = vec![0.0; sample.rows.len()];
    cohort_results(out, &report, imputed, &Observations { group: &sample.group, size: &size, grouping });
    // The joint test is that of the regression before the start.
    out.tests.clear();
}

/// Mean size of a cohort over its treated periods.
fn mean_size(effects: &[CohortPeriod], group: usize) -> f64 {
    let sizes: Vec<f64> = effects.iter().filter(|effect| effect.group == group && effect.after()).map(|effect| effect.size).collect();
    sizes.iter().sum::<f64>() / sizes.len().max(1) as f64
}

fn collinear(names: &[String]) -> Option<Note> {
    let list = names.join(", ");
    (!names.is_empty()).then(|| {
        Note::new(
            "collinear",
            text!(
                "Dikeluarkan karena di antara yang belum mengikuti program merupakan kombinasi dari variabel atau efek tetap lain: {list}.",
                "Left out because among the untreated they are combinations of other variables or fixed effects: {list}."
            ),
        )
    })
}

fn undefined(effects: &[CohortPeriod]) -> Option<Note> {
    let count = effects.iter().filter(|effect| effect.estimate.is_none()).count();
    (count > 0).then(|| {
        Note::new(
            "effects-undefined",
            text!(
                "{count} dampak kelompok/periode tidak dapat diimputasi dari yang belum mengikuti program dan dikosongkan.",
                "{count} cohort/period effects cannot be imputed from the untreated and are left empty."
            ),
        )
    })
}
