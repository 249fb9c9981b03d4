//! Seeded data of the benchmarks.

use dampak::data::{ArrayColumn, Records};
use dampak::design::Treatment;
use dampak::inference::random::Stream;
use dampak::methods::{DidSettings, Method};
use std::fmt::Write;
use std::path::Path;

/// Effect in the records.
pub(crate) const EFFECT: f64 = -6.0;
/// Periods of a panel.
pub(crate) const PERIODS: usize = 10;
const OFFICES: usize = 200;
const DISTRICTS: usize = 50;
const MONTHS: usize = 24;

fn whole(values: Vec<i64>) -> ArrayColumn {
    ArrayColumn::Whole(values.into_iter().map(Some).collect())
}

fn number(values: Vec<f64>) -> ArrayColumn {
    ArrayColumn::Number(values.into_iter().map(Some).collect())
}

fn table(columns: Vec<(&str, ArrayColumn)>) -> Records {
    Records::from_arrays(columns.into_iter().map(|(name, values)| (name.to_owned(), values)).collect()).expect("columns of one length")
}

/// One record: office, month, treated now, hours.
fn record(row: usize, stream: &mut Stream) -> (i64, i64, i64, f64) {
    // Every cell is there from the smallest size on that can fill them.
    let (office, month) = (row % OFFICES, row / OFFICES % MONTHS);
    let treated = i64::from(office % 2 == 0 && month >= MONTHS / 2);
    (office as i64, month as i64, treated, 30.0 + office as f64 * 0.01 - month as f64 * 0.1 + stream.normal() + treated as f64 * EFFECT)
}

/// Records of offices and months; half of the offices are treated from the middle on.
pub(crate) fn records(n: usize) -> Records {
    let mut stream = Stream::new(1, "bench", n as u64);
    let (mut office, mut month, mut treated, mut hours) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for row in 0..n {
        let (o, m, t, h) = record(row, &mut stream);
        office.push(o);
        month.push(m);
        treated.push(t);
        hours.push(h);
    }
    let district = office.iter().map(|office| office % DISTRICTS as i64).collect();
    let document = (0..n as i64).map(|row| row % 7 % 4).collect();
    let age = (0..n).map(|_| 40.0 + 10.0 * stream.normal()).collect();
    let staff = (0..n).map(|_| stream.normal()).collect();
    table(vec![
        ("office", whole(office)),
        ("month", whole(month)),
        ("treated", whole(treated)),
        ("hours", number(hours)),
        ("district", whole(district)),
        ("document", whole(document)),
        ("age", number(age)),
        ("staff", number(staff)),
    ])
}

/// The same as a file with semicolons and decimal commas, and two columns that nobody uses.
pub(crate) fn csv(folder: &Path, n: usize) -> String {
    let mut stream = Stream::new(1, "bench", n as u64);
    let mut text = String::from("office;month;treated;hours;note;place\n");
    for row in 0..n {
        let (office, month, treated, hours) = record(row, &mut stream);
        let hours = hours.to_string().replace('.', ",");
        let _ = writeln!(text, "{office};{month};{treated};{hours};selesai tepat waktu;loket {}", row % 9);
    }
    let path = folder.join("rows.csv");
    std::fs::write(&path, text).expect("written");
    path.display().to_string()
}

/// Two-way fixed effects on the records.
pub(crate) fn twfe() -> DidSettings {
    DidSettings {
        method: Some(Method::Twfe),
        unit: Some("office".into()),
        time: Some("month".into()),
        ..DidSettings::new("hours", Treatment::Status("treated".into()))
    }
}

fn long_panel(units: usize, start: impl Fn(usize) -> i64, periods: usize, effect: impl Fn(i64) -> f64) -> Records {
    let mut stream = Stream::new(2, "bench", units as u64);
    let (mut unit, mut time, mut cohort, mut x, mut y) = (Vec::new(), Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for at in 0..units {
        let (level, own, start) = (stream.normal(), stream.normal(), start(at));
        for t in 1..=periods as i64 {
            let exposure = t - start;
            unit.push(at as i64);
            time.push(t);
            cohort.push(start);
            x.push(own);
            let treated = if start > 0 && exposure >= 0 { effect(exposure) } else { 0.0 };
            y.push(level + 0.2 * t as f64 + 0.1 * t as f64 * own + treated + stream.normal());
        }
    }
    table(vec![("unit", whole(unit)), ("time", whole(time)), ("cohort", whole(cohort)), ("x", number(x)), ("y", number(y))])
}

/// A balanced panel of ten periods: two fifths are never treated, the others start in period 4, 6 or 8; effects grow from 1.
pub(crate) fn panel(units: usize) -> Records {
    long_panel(units, |at| [0, 0, 4, 6, 8][at % 5], PERIODS, |exposure| 1.0 + 0.1 * exposure as f64)
}

/// Sixty periods; one unit in twenty starts in period 41.
pub(crate) fn one_start(units: usize) -> Records {
    long_panel(units, |at| if at % 20 == 0 { 41 } else { 0 }, 60, |_| 1.0)
}

/// A method on the panel.
pub(crate) fn staggered(method: Option<Method>) -> DidSettings {
    DidSettings { method, unit: Some("unit".into()), time: Some("time".into()), ..DidSettings::new("y", Treatment::Cohort("cohort".into())) }
}

/// Workers over ten years in firms of about twenty; one in ten changes the firm in a year. A third of the workers is treated from year 6 on.
pub(crate) fn movers(n: usize) -> Records {
    let workers = n / PERIODS;
    let firms = (workers / 20).max(2);
    let mut stream = Stream::new(3, "bench", n as u64);
    let (mut worker, mut year, mut firm, mut treated, mut hours) = (Vec::new(), Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for at in 0..workers {
        let (level, mut here) = (stream.normal(), at % firms);
        for t in 0..PERIODS {
            if stream.uniform() < 0.1 {
                here = stream.below(firms);
            }
            let now = i64::from(at % 3 == 0 && t >= 6);
            worker.push(at as i64);
            year.push(t as i64);
            firm.push(here as i64);
            treated.push(now);
            hours.push(30.0 + level + (here % 7) as f64 * 0.3 - t as f64 * 0.1 + stream.normal() + now as f64 * EFFECT);
        }
    }
    table(vec![("worker", whole(worker)), ("year", whole(year)), ("firm", whole(firm)), ("treated", whole(treated)), ("hours", number(hours))])
}

/// Two-way fixed effects of workers and years.
pub(crate) fn moving() -> DidSettings {
    DidSettings {
        method: Some(Method::Twfe),
        unit: Some("worker".into()),
        time: Some("year".into()),
        ..DidSettings::new("hours", Treatment::Status("treated".into()))
    }
}
