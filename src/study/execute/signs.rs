//! What single records say: missing outcomes, round values, clocks that cannot be, extremes. Two passes of flags by group and time, and one of quantiles.

use super::Run;
use super::before::period;
use crate::checks::{ClockSigns, Round, Sided, is_share};
use crate::data::{ClockSign, ColumnKind, Moment, PolarsLocal, Records, Transform};
use crate::error::{Error, Result};
use crate::measure::calendar::WorkingCalendar;
use crate::panel::{CellKey, CellPlan, Cells, KeyRole, Period, RecordPass};
use crate::study::check::binary;
use crate::study::prepare::{Measured, free_name, moment};
use crate::study::schema::{DurationRule, OutcomeSection, OutcomeSource};
use crate::text;

/// Values on round numbers that are looked for.
const ROUND: [f64; 4] = [5.0, 7.0, 10.0, 30.0];
/// The range of the values, in multiples of a round number, from which heaping on it can be seen.
const SPAN: f64 = 3.0;
/// Whole numbers that span no more than this are points of a scale.
const SCALE: f64 = 10.0;
/// Share of whole numbers from which values are whole.
const WHOLE: f64 = 0.95;
/// Distances of the quartiles beyond which a value lies far out (Tukey 1977).
const FAR: f64 = 3.0;

/// What the records say of an outcome.
#[derive(Default)]
pub(super) struct Signs {
    /// Share without a value by group and time.
    pub(super) missing: Vec<Sided>,
    /// The same by period: treated, comparison.
    pub(super) missing_by_period: Vec<(String, Option<f64>, Option<f64>)>,
    pub(super) rounds: Vec<Round>,
    pub(super) clock: Option<ClockSigns>,
    /// Quantiles of the outcome, where it varies like a measurement.
    pub(super) quantiles: Option<Quantiles>,
    /// Share beyond the far-out fences.
    pub(super) far_out: f64,
    /// Share of impossible values, where it is known what is possible.
    pub(super) impossible: Option<f64>,
}

/// Quantiles of an outcome over all records.
#[derive(Clone, Copy)]
pub(super) struct Quantiles {
    pub(super) least: f64,
    pub(super) p01: f64,
    pub(super) p25: f64,
    pub(super) p75: f64,
    pub(super) p99: f64,
    pub(super) most: f64,
}

impl Quantiles {
    /// Values vary, and there is something beyond the limits.
    pub(super) fn limits(&self) -> Option<(f64, f64)> {
        // Answers on a short scale have no extremes.
        let scale = [self.least, self.p25, self.p75, self.most].iter().all(|value| value.fract() == 0.0) && self.most - self.least <= SCALE;
        (!scale && self.p75 > self.p25 && (self.least < self.p01 || self.most > self.p99)).then_some((self.p01, self.p99))
    }
}

/// What an outcome may be: as the study says, else by how it is made.
fn possible(section: &OutcomeSection) -> Option<(f64, f64)> {
    match section.source() {
        _ if section.range.is_some() => section.range.map(|[low, high]| (low, high)),
        Some(OutcomeSource::Column(_)) if is_share(&section.unit()) => Some((0.0, 1.0)),
        _ => None,
    }
}

/// Records with one flag a name.
struct Flags {
    records: Records,
    names: Vec<String>,
}

impl Flags {
    fn new(records: &Records) -> Self {
        Self { records: records.clone(), names: Vec::new() }
    }

    fn add(&mut self, what: &str, make: impl FnOnce(&Records, &str) -> Result<Records>) -> Result<usize> {
        let name = free_name(&self.records, &format!("dampak:sign:{what}"));
        self.records = make(&self.records, &name)?;
        self.names.push(name);
        Ok(self.names.len() - 1)
    }

    /// Means of the flags by group and time (or after); none where nothing was added.
    fn cells(&self, run: &Run) -> Result<Option<Cells>> {
        if self.names.is_empty() {
            return Ok(None);
        }
        let design = &run.prepared.design;
        let mut keys: Vec<CellKey> = Vec::new();
        keys.extend(design.group.iter().map(|column| CellKey { column: column.clone(), role: KeyRole::Binary }));
        match &design.time {
            Some((column, scale)) => keys.push(CellKey { column: column.clone(), role: KeyRole::Period(Some(*scale)) }),
            None => keys.extend(design.post.iter().map(|column| CellKey { column: column.clone(), role: KeyRole::Binary })),
        }
        PolarsLocal::new(&self.records).cells(&CellPlan { keys, variables: self.names.clone(), weight: None, centre: None }).map(Some)
    }
}

/// What an engine elsewhere does not offer is left empty.
pub(super) fn if_offered<T: Default>(found: Result<T>) -> Result<T> {
    match found {
        Err(Error { problems }) if problems.iter().all(|problem| problem.code == "engine::not-offered") => Ok(T::default()),
        other => other,
    }
}

/// Everything for one outcome. Records on an engine elsewhere that does not offer these passes leave it empty.
pub(super) fn signs(run: &Run, section: &OutcomeSection, measured: &Measured, start: Option<Period>) -> Result<Signs> {
    if_offered(looked_at(run, section, measured, start))
}

fn looked_at(run: &Run, section: &OutcomeSection, measured: &Measured, start: Option<Period>) -> Result<Signs> {
    let mut out = Signs::default();
    let records = &run.prepared.records;
    // Over all rows: what is missing, and the clocks.
    let mut all = Flags::new(records);
    all.add("missing", |records, name| records.with_absent(name, &measured.column))?;
    let clock = match section.source() {
        Some(OutcomeSource::Duration(rule)) => Some(clock_flags(run, &mut all, rule)?),
        _ => None,
    };
    if let Some(cells) = all.cells(run)? {
        let side = |at: usize| sided(run, &cells, at, start);
        out.missing = side(0);
        out.missing_by_period = by_period(run, &cells);
        out.clock = clock.map(|found| ClockSigns {
            ends_before: side(found.ends_before),
            no_time: found.timed.map(|at| side(at[0])),
            midnight: found.timed.map(|at| side(at[1])),
            closed: found.timed.map(|at| side(at[2])),
        });
        let halves = clock.and_then(|found| found.half);
        out.rounds.extend(halves.map(|at| Round {
            what: text!("jam penuh atau setengah jam", "the full or half hour"),
            expected: 2.0 / 60.0,
            sides: side(at),
        }));
    }
    // Over the rows with a value: extremes and round numbers.
    let mut valued = Flags::new(records);
    let measurement = matches!(section.source(), Some(OutcomeSource::Column(_) | OutcomeSource::Duration(_)));
    let overall = if measurement { records.spread(&measured.column, Vec::new(), None)?.overall } else { None };
    out.quantiles = overall.map(|[least, p01, p25, p75, p99, most]| Quantiles { least, p01, p25, p75, p99, most });
    let fences = out.quantiles.filter(|found| found.p75 > found.p25).map(|found| {
        let distance = FAR * (found.p75 - found.p25);
        (found.p25 - distance, found.p75 + distance)
    });
    let within =
        |flags: &mut Flags, what: &str, (low, high): (f64, f64)| flags.add(what, |records, name| records.with_within(name, &measured.column, low, high));
    let fenced = fences.map(|limits| within(&mut valued, "fenced", limits)).transpose()?;
    let may_be = possible(section).map(|limits| within(&mut valued, "possible", limits)).transpose()?;
    let multiple = |flags: &mut Flags, of: f64| {
        flags.add(&format!("multiple {of}"), |records, name| records.with_transform(name, &measured.column, Transform::Multiple(of)))
    };
    let round: Vec<f64> = out.quantiles.map_or_else(Vec::new, |found| ROUND.into_iter().filter(|of| found.p99 - found.p01 >= SPAN * of).collect());
    let whole = if round.is_empty() { None } else { Some(multiple(&mut valued, 1.0)?) };
    let round: Vec<(f64, usize)> = round.into_iter().map(|of| Ok((of, multiple(&mut valued, of)?))).collect::<Result<_>>()?;
    let Some(cells) = valued.cells(run)? else { return Ok(out) };
    let overall = |at: usize| {
        let weight: f64 = cells.weight.iter().sum();
        (0..cells.len()).map(|cell| cells.weight[cell] * cells.mean[[cell, at]]).sum::<f64>() / weight
    };
    out.far_out = fenced.map_or(0.0, |at| 1.0 - overall(at));
    out.impossible = may_be.map(|at| 1.0 - overall(at));
    if whole.is_some_and(|at| overall(at) >= WHOLE) {
        out.rounds.extend(round.into_iter().map(|(of, at)| Round {
            what: text!("kelipatan {of}", "multiples of {of}"),
            expected: 1.0 / of,
            sides: sided(run, &cells, at, start),
        }));
    }
    Ok(out)
}

/// Positions of the flags of the clocks.
#[derive(Clone, Copy)]
struct ClockFlags {
    ends_before: usize,
    /// No time, midnight, closed: where files hold times of day.
    timed: Option<[usize; 3]>,
    half: Option<usize>,
}

fn clock_flags(run: &Run, flags: &mut Flags, rule: &DurationRule) -> Result<ClockFlags> {
    let calendar = WorkingCalendar::new(&run.study.file.calendar)?;
    let (start, end) = (moment(&rule.start), moment(&rule.end));
    let timed = |moment: &Moment| moment.time.is_some() || run.prepared.records.column(&moment.date).is_ok_and(|column| column.kind == ColumnKind::Datetime);
    let mut add = |sign: ClockSign| flags.add(&format!("{sign:?}"), |records, name| records.with_clock_sign(name, &start, &end, sign, &calendar));
    let ends_before = add(ClockSign::EndsBeforeStart)?;
    if !(timed(&start) && timed(&end)) {
        return Ok(ClockFlags { ends_before, timed: None, half: None });
    }
    let three = [add(ClockSign::NoTime)?, add(ClockSign::Midnight)?, add(ClockSign::Closed)?];
    Ok(ClockFlags { ends_before, timed: Some(three), half: Some(add(ClockSign::HalfHour)?) })
}

/// Whether a cell is of the treated, and whether it is after the start.
fn place(run: &Run, cells: &Cells, cell: usize, start: Option<Period>) -> Option<(bool, bool)> {
    let design = &run.prepared.design;
    let treated = design.group.as_deref().is_none_or(|group| binary(cells, group, cell) == Some(true));
    let after = match &design.time {
        Some((column, _)) => period(cells.key(column)?, cell)? >= start?,
        None => binary(cells, design.post.as_deref()?, cell)?,
    };
    Some((treated, after))
}

/// Shares of a flag by group and time.
fn sided(run: &Run, cells: &Cells, flag: usize, start: Option<Period>) -> Vec<Sided> {
    let mut sums = [(0_u64, 0.0); 4];
    for cell in 0..cells.len() {
        if let Some((treated, after)) = place(run, cells, cell, start) {
            let sum = &mut sums[2 * usize::from(!treated) + usize::from(after)];
            sum.0 += cells.records[cell];
            sum.1 += cells.records[cell] as f64 * cells.mean[[cell, flag]];
        }
    }
    let order = [(true, false), (true, true), (false, false), (false, true)];
    let sides = order.into_iter().zip(sums).filter(|(_, (records, _))| *records > 0);
    sides.map(|((treated, after), (records, sum))| Sided { treated, after, records, share: sum / records as f64 }).collect()
}

/// Shares of the first flag by period: treated, comparison.
fn by_period(run: &Run, cells: &Cells) -> Vec<(String, Option<f64>, Option<f64>)> {
    let Some(key) = run.prepared.design.time.as_ref().and_then(|(time, _)| cells.key(time)) else { return Vec::new() };
    let group = run.prepared.design.group.as_deref();
    let of = |code: u32, wanted: bool| {
        let own = (0..cells.len()).filter(|cell| key.codes[*cell] == code && group.is_none_or(|group| binary(cells, group, *cell) == Some(true)) == wanted);
        let (records, sum) =
            own.fold((0_u64, 0.0), |(records, sum), cell| (records + cells.records[cell], sum + cells.records[cell] as f64 * cells.mean[[cell, 0]]));
        (records > 0).then(|| sum / records as f64)
    };
    (0..key.levels.len() as u32).map(|code| (key.levels.label(code), of(code, true), of(code, false))).collect()
}
