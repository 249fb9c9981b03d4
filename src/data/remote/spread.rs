//! How an outcome is spread on an engine: values and how many there are of each where they are few, else fine bins, to a 65,536th of the range.

use super::cells::{keys, scales};
use super::pass::Pass;
use super::sql::{self, Parts};
use super::{Answer, Remote};
use crate::data::cells::{Grouped, from_groups, needs};
use crate::data::trends::{EXACT, FINE, Part};
use crate::data::{Records, Spread};
use crate::error::Result;
use crate::measure::target::Better;
use crate::panel::{CellKey, CellPlan, Cells};

/// The spread of an outcome by keys, see [`Records::spread`].
pub(in crate::data) fn spread(remote: &Remote, records: &Records, outcome: &str, by: Vec<CellKey>, target: Option<(f64, Better)>) -> Result<Spread> {
    let plan = CellPlan { keys: by, variables: vec![outcome.to_owned()], weight: None, centre: None };
    let pass = Pass::new(remote, records, needs(&plan), scales(records, &plan))?;
    let parts = Parts::of(&pass.asked);
    let size = pass.size(&parts.keys, &[], remote.most_cells)?;
    let (k, value) = (plan.keys.len(), parts.variables[0]);
    let alone = CellPlan { variables: Vec::new(), ..plan.clone() };
    let places = |answer: &Answer, rows: usize| -> Result<(Cells, Vec<u32>, Vec<u64>)> {
        let counts = (0..answer.rows()).map(|row| pass.count(answer, row, rows)).collect::<Result<Vec<u64>>>()?;
        let groups = Grouped {
            keys: keys(&pass, answer, 0, &plan, &(0..answer.rows()).collect::<Vec<usize>>())?,
            centre: Vec::new(),
            counts: counts.clone(),
            extremes: Vec::new(),
            moments: Vec::new(),
        };
        let (cells, places) = from_groups(records, &alone, &groups, size.account.clone())?;
        Ok((cells, places, counts))
    };
    let mut sides = Vec::new();
    let number = |answer: &Answer, row: usize, column: usize| answer.number(row, column).ok_or_else(|| pass.unread(outcome));
    let cells = if size.rows <= remote.most_cells.min(EXACT as u64) {
        let names: Vec<_> = parts.keys.iter().copied().chain(std::iter::once(value)).collect();
        let answer = if size.rows == 0 { Answer::default() } else { pass.ask(&sql::counted(pass.prepared(), &names))? };
        let (cells, places, counts) = places(&answer, k + 1)?;
        sides.resize_with(cells.len(), empty);
        for (row, (place, count)) in places.into_iter().zip(counts).enumerate() {
            sides[place as usize].values.push((number(&answer, row, k)?, count));
        }
        for side in &mut sides {
            side.values.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
            side.sum = side.values.iter().map(|(value, count)| value * *count as f64).sum();
            let meets = |value: f64| target.is_some_and(|(target, better)| better.meets(value, target));
            side.within = side.values.iter().filter(|(value, _)| meets(*value)).map(|(_, count)| count).sum();
        }
        cells
    } else {
        let summed = pass.ask(&sql::summed(pass.prepared(), &parts.keys, value, target))?;
        let (cells, of_rows, _) = places(&summed, k)?;
        sides.resize_with(cells.len(), empty);
        let (mut low, mut high) = (f64::INFINITY, f64::NEG_INFINITY);
        for (row, place) in of_rows.into_iter().enumerate() {
            let side = &mut sides[place as usize];
            side.sum += number(&summed, row, k + 1)?;
            side.within += pass.count(&summed, row, k + 2)?;
            low = low.min(number(&summed, row, k + 3)?);
            high = high.max(number(&summed, row, k + 4)?);
        }
        let width = (high - low).max(f64::MIN_POSITIVE) / FINE as f64;
        let binned = pass.ask(&sql::binned(pass.prepared(), &parts.keys, value, (low, width), FINE))?;
        let (_, of_rows, counts) = places(&binned, k + 1)?;
        for (row, (place, count)) in of_rows.into_iter().zip(counts).enumerate() {
            let (first, last) = (number(&binned, row, k + 2)?, number(&binned, row, k + 3)?);
            // A bin with one value is that value.
            sides[place as usize].values.push((if first < last { first + 0.5 * (last - first) } else { first }, count));
        }
        for side in &mut sides {
            side.values.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
        }
        cells
    };
    Ok(Spread::of(cells.keys, sides, target.is_some(), size.account))
}

fn empty() -> Part {
    Part { values: Vec::new(), sum: 0.0, within: 0 }
}
