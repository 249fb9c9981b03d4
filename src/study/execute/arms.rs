//! Effects by kind of program: each arm of the treated against all comparison units, and the differences between arms, from one regression.

use super::did::{Found, cells, main_only};
use super::groups::overall_last;
use super::several::group_difference;
use super::{Run, spread};
use crate::data::{Condition, PolarsLocal, Records, Test};
use crate::error::{Exit, Result};
use crate::estimate::{EffectKind, Estimate, Note};
use crate::methods::arms::{ARM, Arm, DIFFERENCE, MINUS};
use crate::methods::{DidSettings, Method, MethodInput, WITH_ARMS};
use crate::panel::{CellKey, Cells, KeyRole, RecordPass};
use crate::study::check::binary;
use crate::study::prepare::{Measured, Prepared, free_name};
use crate::study::result::GroupDifference;
use crate::study::schema::{Arms, Scalar};
use crate::text;
use std::collections::{BTreeMap, BTreeSet};

/// More arms than these are no kinds of one program.
const MOST_ARMS: usize = 12;

/// What the columns of the study gave.
#[derive(Default)]
pub(super) struct ByArm {
    pub(super) differences: Vec<GroupDifference>,
    pub(super) notes: Vec<Note>,
}

/// The records with a 0/1 column for each arm, without treated units of no arm.
struct Divided {
    records: Records,
    arms: Vec<Arm>,
}

/// Effects by every column of the study that says which kind of the program a unit got.
pub(super) fn arms(run: &Run, measured: &Measured, settings: Option<&DidSettings>, found: &Found) -> Result<ByArm> {
    let mut out = ByArm::default();
    let (Some(settings), Some(main)) = (settings, found.did.first()) else { return Ok(out) };
    for by in &run.study.file.analysis.arms {
        let divided = match divide(run, by)? {
            Ok(divided) => divided,
            Err(note) => {
                out.notes.push(note);
                continue;
            }
        };
        let prepared = Prepared { records: divided.records, ..run.prepared.clone() };
        let run = Run { prepared: &prepared, treated: run.treated.clone(), comparison: run.comparison.clone(), ..*run };
        let mut settings = main_only(settings, found);
        settings.arms = divided.arms;
        settings.method = settings.method.filter(|method| WITH_ARMS.contains(method)).or(Some(Method::Twfe));
        let made = cells(&run, &measured.column, Some(&settings))?;
        let engine = PolarsLocal::new(&prepared.records);
        let input = MethodInput { cells: &made.cells, plan: &made.plan, settings: &settings, records: Some(&engine as &dyn RecordPass) };
        match crate::methods::run(&input) {
            Ok(mut estimate) => {
                tidy(&run, &mut estimate, &made.cells, &settings.arms);
                overall_last(&mut estimate, main);
                out.differences.push(GroupDifference { names: by.names(), ..group_difference(&run, by.label(), estimate) });
            }
            Err(error) if error.exit() == Exit::NotIdentified => {
                let column = by.column();
                out.notes.push(Note::new(
                    "arms-not-identified",
                    text!(
                        "Dampak menurut bentuk program (\"{column}\") tidak dapat ditaksir.",
                        "Effects by kind of program (\"{column}\") cannot be estimated."
                    ),
                ));
            }
            Err(error) => return Err(error),
        }
    }
    Ok(out)
}

/// Which units are of which arm; a note where the column does not divide the treated units.
fn divide(run: &Run, by: &Arms) -> Result<std::result::Result<Divided, Note>> {
    let (Some(unit), Some(group)) = (&run.study.file.roles.unit, &run.prepared.design.group) else { return Ok(Err(unfit(by))) };
    let known = levels_by_unit(run, unit, group, by.column())?;
    if let Some((unit, _)) = known.iter().find(|(_, levels)| levels.len() > 1) {
        return Ok(Err(varying(by, unit)));
    }
    let there: BTreeSet<&String> = known.values().flatten().collect();
    let order = order(run, by).unwrap_or_else(|| there.iter().map(|level| (*level).clone()).collect());
    let order: Vec<String> = order.into_iter().filter(|level| there.contains(level)).collect();
    if order.len() < 2 || order.len() > MOST_ARMS {
        return Ok(Err(unfit(by)));
    }
    let of = |level: &String| known.iter().filter(|(_, levels)| levels.contains(level)).map(|(unit, _)| unit.clone()).collect::<Vec<_>>();
    let without: Vec<String> = known.iter().filter(|(_, levels)| !levels.iter().any(|level| order.contains(level))).map(|(unit, _)| unit.clone()).collect();
    let mut records = run.prepared.records.clone();
    if !without.is_empty() {
        records = records.with_filter(&Condition::new(unit, Test::NotIn(without)))?;
    }
    let named = run.prepared.records.column(by.column())?.value_labels.clone();
    let mut arms = Vec::new();
    for level in &order {
        let column = free_name(&records, &format!("dampak:arm:{level}"));
        records = records.with_mapping(&column, unit, &of(level))?;
        let label = named.iter().find(|(code, _)| code == level).map_or(level, |(_, label)| label).clone();
        arms.push(Arm { label, column });
    }
    Ok(Ok(Divided { records, arms }))
}

/// Each treated unit with the values that its records after the start have; none for a unit without a value.
fn levels_by_unit(run: &Run, unit: &str, group: &str, column: &str) -> Result<BTreeMap<String, BTreeSet<String>>> {
    let key = |column: &str, role| CellKey { column: column.to_owned(), role };
    let records = &run.prepared.records;
    let mut keys = vec![key(unit, KeyRole::Discrete), key(group, KeyRole::Binary)];
    let mut out = BTreeMap::new();
    let all = records.grouped(keys.clone())?;
    for cell in (0..all.len()).filter(|cell| binary(&all, group, *cell) == Some(true)) {
        out.insert(label(&all, 0, cell), BTreeSet::new());
    }
    keys.extend(run.prepared.design.post.as_deref().map(|post| key(post, KeyRole::Binary)));
    keys.push(key(column, KeyRole::Discrete));
    let cells = records.grouped(keys)?;
    let after = |cell: usize| run.prepared.design.post.as_deref().is_none_or(|post| binary(&cells, post, cell) == Some(true));
    for cell in (0..cells.len()).filter(|cell| binary(&cells, group, *cell) == Some(true) && after(*cell)) {
        if let Some(levels) = out.get_mut(&label(&cells, 0, cell)) {
            levels.insert(label(&cells, cells.keys.len() - 1, cell));
        }
    }
    Ok(out)
}

fn label(cells: &Cells, key: usize, cell: usize) -> String {
    cells.keys[key].levels.label(cells.keys[key].codes[cell])
}

/// The order of the arms: as the study gives it, else as it names the treated by the same column.
fn order(run: &Run, by: &Arms) -> Option<Vec<String>> {
    let treated = run.study.file.program.treated.as_ref().filter(|treated| treated.column == by.column()).map(|treated| &treated.values);
    by.values().or(treated).map(|values| values.items().iter().map(Scalar::label).collect())
}

/// Rows of the arms only, with the records of their own units, and which two a difference is of.
fn tidy(run: &Run, estimate: &mut Estimate, cells: &Cells, arms: &[Arm]) {
    let sides = spread::sides(run, cells);
    let records = |arm: &Arm| -> u64 {
        (0..cells.len()).filter(|cell| sides[*cell] == 0 && binary(cells, &arm.column, *cell) == Some(true)).map(|cell| cells.records[cell]).sum()
    };
    let records: Vec<u64> = arms.iter().map(records).collect();
    let kept: Vec<usize> = (0..estimate.effects.len()).filter(|row| estimate.effects[*row].key.kind == EffectKind::Region).collect();
    if let Some(influence) = &mut estimate.influence {
        influence.values = influence.values.select(ndarray::Axis(1), &kept);
    }
    estimate.effects.retain(|effect| effect.key.kind == EffectKind::Region);
    estimate.covariance = None;
    let pairs = (0..arms.len()).flat_map(|one| (one + 1..arms.len()).map(move |other| (one, other)));
    let (own, differences): (Vec<_>, Vec<_>) = estimate.effects.iter_mut().partition(|effect| effect.key.term != DIFFERENCE);
    for (effect, records) in own.into_iter().zip(&records) {
        effect.records = Some(*records);
    }
    for (effect, (one, other)) in differences.into_iter().zip(pairs) {
        effect.records = Some(records[one] + records[other]);
        effect.extra.insert(ARM.into(), arms[one].label.as_str().into());
        effect.extra.insert(MINUS.into(), arms[other].label.as_str().into());
    }
}

fn unfit(by: &Arms) -> Note {
    let column = by.column();
    Note::new(
        "arms-unfit",
        text!(
            "Kolom \"{column}\" tidak membagi unit peserta menjadi 2 sampai {MOST_ARMS} bentuk program; dampak menurut bentuk program tidak dihitung.",
            "The column \"{column}\" does not divide the treated units into 2 to {MOST_ARMS} kinds of program; effects by kind of program are not computed."
        ),
    )
}

fn varying(by: &Arms, unit: &str) -> Note {
    let column = by.column();
    Note::new(
        "arms-vary",
        text!(
            "Kolom \"{column}\" berisi beberapa nilai untuk \"{unit}\" sesudah program dimulai; dampak menurut bentuk program memerlukan satu nilai untuk setiap unit.",
            "The column \"{column}\" has several values for \"{unit}\" after the start; effects by kind of program need one value a unit."
        ),
    )
}
