//! Effects by region, document or another column.

use super::did::{Found, cells, main_only};
use super::outcome::Wanted;
use super::several::group_difference;
use super::{Run, spread};
use crate::checks::MixCell;
use crate::data::PolarsLocal;
use crate::error::{Exit, Result};
use crate::estimate::{Effect, EffectKind, Estimate, Note};
use crate::inference::pool::PoolMethod;
use crate::locale::Text;
use crate::methods::pooling::{NARROW, Pooling};
use crate::methods::{DidSettings, MethodInput, by_parts, pool_regions};
use crate::panel::{CellKey, CellPlan, Cells, KeyRole, RecordPass};
use crate::study::check::binary;
use crate::study::prepare::Measured;
use crate::study::result::GroupDifference;
use crate::study::schema::{By, OutcomeSection};
use crate::text;
use std::collections::BTreeSet;

/// More groups than these are a list and no breakdown.
const MOST_GROUPS: usize = 80;
/// Fewer regions than these say nothing about how much regions differ.
const FEWEST_POOLED: usize = 3;

/// Effects by groups, and what the check of the mix needs.
#[derive(Default)]
pub(super) struct Grouped {
    pub(super) differences: Vec<GroupDifference>,
    /// Records by kind of case, group and time, for the first column whose levels both groups have.
    pub(super) kinds: Option<(Text, Vec<MixCell>)>,
    pub(super) notes: Vec<Note>,
}

/// Effects by every column of the study; for the answer alone, only what the check of the mix needs.
pub(super) fn groups(
    run: &Run,
    section: &OutcomeSection,
    measured: &Measured,
    settings: Option<&DidSettings>,
    found: &Found,
    prepost: Option<&Estimate>,
    wanted: Wanted,
) -> Result<Grouped> {
    let columns = section.by.as_ref().unwrap_or(&run.study.file.analysis.by);
    let mut out = Grouped::default();
    let (Some(settings), Some(main)) = (settings, found.did.first()) else {
        // Before and after alone has its groups already.
        if let (Some(by), Some(prepost)) = (columns.first(), prepost) {
            out.differences.extend(of_prepost(run, by, prepost));
        }
        out.kinds = columns.first().map(|by| mix_alone(run, &measured.column, by)).transpose()?.flatten();
        return Ok(out);
    };
    for by in columns {
        let mut settings = main_only(settings, found);
        settings.by = Some(by.column().to_owned());
        let made = cells(run, &measured.column, Some(&settings))?;
        let parts = parts(run, &made.cells, by.column());
        if out.kinds.is_none() && Some(by.column()) != run.study.file.roles.region.as_deref() {
            out.kinds = mix(run, &made.cells, by);
        }
        if wanted == Wanted::Answer {
            if out.kinds.is_some() {
                break;
            }
            continue;
        }
        if parts.len() > MOST_GROUPS {
            let (count, column) = (parts.len(), by.column());
            out.notes.push(Note::new(
                "too-many-groups",
                text!(
                    "Kolom \"{column}\" mempunyai {count} kelompok; dampak per kelompok tidak ditampilkan.",
                    "The column \"{column}\" has {count} groups; effects by group are not shown."
                ),
            ));
            continue;
        }
        if parts.len() < 2 {
            let column = by.column();
            out.notes.push(Note::new(
                "one-group",
                text!(
                    "Menurut \"{column}\" hanya ada satu kelompok peserta; dampaknya sama dengan dampak keseluruhan.",
                    "By \"{column}\" there is one group of participants only; its effect is the overall one."
                ),
            ));
            continue;
        }
        let engine = PolarsLocal::new(&run.prepared.records);
        let input = MethodInput { cells: &made.cells, plan: &made.plan, settings: &settings, records: Some(&engine as &dyn RecordPass) };
        match by_parts(&input, by.column(), &parts) {
            Ok(mut estimate) => {
                name_levels(run, by.column(), &mut estimate);
                overall_last(&mut estimate, main);
                if Some(by.column()) == run.study.file.roles.region.as_deref() && apart(&parts) {
                    pooled(run, &mut estimate);
                }
                out.differences.push(group_difference(run, by.label(), estimate));
            }
            Err(error) if error.exit() == Exit::NotIdentified => {
                let column = by.column();
                out.notes.push(Note::new(
                    "groups-not-identified",
                    text!("Dampak menurut \"{column}\" tidak dapat ditaksir.", "Effects by \"{column}\" cannot be estimated."),
                ));
            }
            Err(error) => return Err(error),
        }
    }
    Ok(out)
}

/// Whether no cell is in two parts, so that their effects are independent.
fn apart(parts: &[(String, Vec<usize>)]) -> bool {
    let mut cells: Vec<usize> = parts.iter().flat_map(|(_, cells)| cells).copied().collect();
    let all = cells.len();
    cells.sort_unstable();
    cells.dedup();
    cells.len() == all
}

/// The random-effects mean of regions with their own comparisons, and where a further region would lie; not where a region is too small to be shown.
fn pooled(run: &Run, estimate: &mut Estimate) {
    let regions = || estimate.effects.iter().filter(|effect| effect.key.kind == EffectKind::Region);
    let limit = run.study.file.report.small_cells;
    let known = regions().filter(|effect| effect.p_value.is_some()).count();
    if known < FEWEST_POOLED || regions().any(|effect| effect.records.is_none_or(|records| records < limit)) {
        return;
    }
    let how = Pooling { method: PoolMethod::Reml, knapp_hartung: true, level: run.study.file.study.level };
    let mut careful = estimate.clone();
    pool_regions(&mut careful, how);
    // Regions that differ by less than their errors would make that interval the narrower one.
    if careful.notes.iter().any(|note| note.code == NARROW) {
        pool_regions(estimate, Pooling { knapp_hartung: false, ..how });
    } else {
        *estimate = careful;
    }
}

/// The cells of each level with treated records: with the comparison records of the same level, or with all of them where the level has none (a region).
fn parts(run: &Run, cells: &Cells, column: &str) -> Vec<(String, Vec<usize>)> {
    let Some(key) = cells.key(column) else { return Vec::new() };
    let sides = spread::sides(run, cells);
    let comparison: Vec<usize> = (0..cells.len()).filter(|cell| sides[*cell] == 1).collect();
    let mut out = Vec::new();
    for code in 0..key.levels.len() as u32 {
        let own: Vec<usize> = (0..cells.len()).filter(|cell| key.codes[*cell] == code).collect();
        if !own.iter().any(|cell| sides[*cell] == 0) {
            continue;
        }
        let mut members = own;
        if !members.iter().any(|cell| sides[*cell] == 1) {
            members.extend(&comparison);
            members.sort_unstable();
        }
        out.push((key.levels.label(code), members));
    }
    out
}

/// [`mix`] where there is nothing to compare with: a change of the mix is then the first thing that before and after cannot tell from the program.
fn mix_alone(run: &Run, column: &str, by: &By) -> Result<Option<(Text, Vec<MixCell>)>> {
    let Some(post) = &run.prepared.design.post else { return Ok(None) };
    let mut keys = vec![CellKey { column: post.clone(), role: KeyRole::Binary }, CellKey { column: by.column().to_owned(), role: KeyRole::Discrete }];
    keys.extend(run.prepared.design.group.iter().map(|group| CellKey { column: group.clone(), role: KeyRole::Binary }));
    let plan = CellPlan { keys, variables: vec![column.to_owned()], weight: run.study.file.roles.weight.clone(), centre: None };
    let cells = PolarsLocal::new(&run.prepared.records).cells(&plan)?;
    Ok(mix(run, &cells, by))
}

/// Records by level, group and time, where the groups have several levels in common.
fn mix(run: &Run, cells: &Cells, by: &By) -> Option<(Text, Vec<MixCell>)> {
    let post = run.prepared.design.post.as_deref()?;
    let key = cells.key(by.column())?;
    let sides = spread::sides(run, cells);
    let present: BTreeSet<u32> = sides.iter().copied().collect();
    let shared = (0..key.levels.len() as u32)
        .filter(|code| present.iter().all(|side| (0..cells.len()).any(|cell| key.codes[cell] == *code && sides[cell] == *side)))
        .count();
    if shared < 2 {
        return None;
    }
    let mix = (0..cells.len())
        .filter_map(|cell| {
            Some(MixCell {
                kind: key.levels.label(key.codes[cell]),
                treated: sides[cell] == 0,
                after: binary(cells, post, cell)?,
                weight: cells.weight[cell],
                mean: cells.mean[[cell, 0]],
            })
        })
        .collect();
    Some((by.label(), mix))
}

/// Codes of a statistics package become their labels.
fn name_levels(run: &Run, column: &str, estimate: &mut Estimate) {
    let Ok(column) = run.prepared.records.column(column) else { return };
    for effect in &mut estimate.effects {
        if let Some(region) = &mut effect.key.region
            && let Some((_, label)) = column.value_labels.iter().find(|(code, _)| code == region)
        {
            region.clone_from(label);
        }
    }
}

/// The effect of all groups together stands at the end, as the main method found it, in place of their pool: these are parts of one study.
pub(super) fn overall_last(estimate: &mut Estimate, main: &Estimate) {
    let Some(effect) = main.headline() else { return };
    estimate.effects.retain(|effect| effect.key.kind != EffectKind::Overall);
    estimate.effects.push(effect.clone());
}

/// The groups of a before/after comparison: their differences in means, and the overall one.
fn of_prepost(run: &Run, by: &By, prepost: &Estimate) -> Option<GroupDifference> {
    let wanted = |effect: &&Effect| effect.key.term == "mean-difference";
    let (regions, overall): (Vec<&Effect>, Vec<&Effect>) = prepost.effects.iter().filter(wanted).partition(|effect| effect.key.kind == EffectKind::Region);
    if regions.len() < 2 {
        return None;
    }
    let mut estimate = Estimate::new("prepost", &prepost.method, &prepost.outcome);
    estimate.settings.clone_from(&prepost.settings);
    estimate.scale = prepost.scale;
    estimate.sample = prepost.sample.clone();
    estimate.effects = regions.into_iter().chain(overall).cloned().collect();
    name_levels(run, by.column(), &mut estimate);
    Some(group_difference(run, by.label(), estimate))
}
