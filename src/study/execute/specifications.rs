//! The main effect under other reasonable choices: method, comparison, anticipation, covariates, length of the time before.

use super::did::{Found, Made};
use crate::design::ControlGroup;
use crate::locale::Text;
use crate::methods::{DidSettings, Method, MethodInput};
use crate::panel::{Cells, Levels, Period};
use crate::study::result::{Specification, Specifications};
use crate::text;

/// Methods that are tried where units and periods are known; each is used with what it offers.
const METHODS: [Method; 5] = [Method::Twfe, Method::CallawaySantanna, Method::SunAbraham, Method::Imputation, Method::TwoStage];
/// Fewer periods than these are all used.
const LONG: usize = 8;
/// Share of the periods that is left out at the beginning in the shorter window.
const EARLY: f64 = 0.25;

/// One choice of every dimension.
#[derive(Clone, Copy, PartialEq)]
struct Chosen {
    method: usize,
    control: usize,
    anticipation: usize,
    covariates: usize,
    window: usize,
}

/// All specifications with an estimate; none where the main method is not among those that are varied.
pub(super) fn specifications(made: &Made, settings: Option<&DidSettings>, found: &Found, start: Option<Period>) -> Option<Specifications> {
    let settings = settings?;
    let key = made.cells.key(settings.time.as_deref()?)?;
    settings.unit.as_ref()?;
    let headline = found.did.first()?;
    let main = METHODS.iter().position(|method| Method::parse(&headline.method) == Some(*method))?;
    let controls = [Some(ControlGroup::NeverTreated), Some(ControlGroup::NotYetTreated)];
    let own = usize::from(headline.settings.get("control").and_then(serde_json::Value::as_str) == Some("not-yet"));
    let with_control = |method: usize| METHODS[method] == Method::CallawaySantanna;
    let staggered = crate::methods::decomposition::staggered(&MethodInput { cells: &made.cells, plan: &made.plan, settings, records: None });
    let late = later(&made.cells, key, start);
    let (covariates, windows) = (1 + usize::from(!settings.covariates.is_empty()), 1 + usize::from(late.is_some()));
    let mut all = Vec::new();
    // Where starts differ two-way fixed effects is no reasonable choice, unless it is that of the report.
    let usable = |method: &usize| METHODS[*method] != Method::Twfe || !staggered || METHODS[main] == Method::Twfe;
    for method in (0..METHODS.len()).filter(usable) {
        for control in 0..controls.len() {
            // Where all start at once the two comparison groups are the same.
            if (!with_control(method) && control > 0) || (with_control(method) && !staggered && control != own) {
                continue;
            }
            for anticipation in 0..2 {
                for with in 0..covariates {
                    for window in 0..windows {
                        all.push(Chosen { method, control: if with_control(method) { control } else { 2 }, anticipation, covariates: with, window });
                    }
                }
            }
        }
    }
    let run = |chosen: &Chosen| {
        let mut again =
            DidSettings { method: Some(METHODS[chosen.method]), anticipation: settings.anticipation + chosen.anticipation as u32, ..settings.clone() };
        (again.wild, again.permute, again.bands, again.covariance) = (None, None, None, false);
        again.combine.clear();
        if with_control(chosen.method) {
            again.control = controls[chosen.control];
        }
        if chosen.covariates == 1 {
            again.covariates.clear();
        }
        if !again.variance().is_clustered() {
            again.vcov = Some(crate::design::VarianceKind::Iid);
        }
        let cells = if chosen.window == 1 { late.as_ref()? } else { &made.cells };
        let estimate = crate::methods::run(&MethodInput { cells, plan: &made.plan, settings: &again, records: None }).ok()?;
        let effect = estimate.headline()?;
        let is_main = chosen.method == main
            && chosen.anticipation == 0
            && chosen.covariates == 0
            && chosen.window == 0
            && (!with_control(main) || chosen.control == own || !staggered);
        Some(Specification {
            options: vec![chosen.method, chosen.control, chosen.anticipation, chosen.covariates, chosen.window],
            estimate: effect.estimate.filter(|estimate| estimate.is_finite())?,
            low: effect.conf_low,
            high: effect.conf_high,
            p_value: effect.p_value,
            main: is_main,
        })
    };
    let found: Vec<Specification> = all.iter().filter_map(run).collect();
    (found.len() > 2).then(|| in_use(found))
}

/// The cells without the earliest periods; none where there are few, or fewer than two would be left before the first start.
fn later(cells: &Cells, key: &crate::panel::Factor, start: Option<Period>) -> Option<Cells> {
    let Levels::Period(_, periods) = &key.levels else { return None };
    if periods.len() < LONG {
        return None;
    }
    let first = (periods.len() as f64 * EARLY).round() as u32;
    if periods.partition_point(|period| Some(*period) < start) < first as usize + 2 {
        return None;
    }
    let rows: Vec<usize> = (0..cells.len()).filter(|cell| key.codes[*cell] >= first).collect();
    Some(cells.select(&rows))
}

/// Choices that vary, with the options that occur.
fn in_use(mut found: Vec<Specification>) -> Specifications {
    let methods = METHODS.map(|method| Text::same(method.name())).to_vec();
    let names: Vec<(Text, Vec<Text>)> = vec![
        (text!("Metode", "Method"), methods),
        (
            text!("Pembanding", "Comparison"),
            vec![text!("tidak pernah ikut", "never treated"), text!("belum ikut", "not yet treated"), text!("menurut metodenya", "as the method has it")],
        ),
        (text!("Antisipasi", "Anticipation"), vec![text!("tidak ada", "none"), text!("satu periode", "one period")]),
        (text!("Kovariat", "Covariates"), vec![text!("dengan", "with"), text!("tanpa", "without")]),
        (text!("Data", "Data"), vec![text!("semua periode", "all periods"), text!("tanpa seperempat awal", "without the first quarter")]),
    ];
    let mut choices = Vec::new();
    let mut kept = Vec::new();
    for (at, (title, options)) in names.into_iter().enumerate() {
        let used: Vec<usize> = (0..options.len()).filter(|option| found.iter().any(|one| one.options[at] == *option)).collect();
        if used.len() > 1 {
            for one in &mut found {
                one.options[at] = used.iter().position(|option| *option == one.options[at]).unwrap_or(0);
            }
            choices.push((title, used.into_iter().map(|option| options[option].clone()).collect()));
            kept.push(at);
        }
    }
    for one in &mut found {
        one.options = kept.iter().map(|at| one.options[*at]).collect();
    }
    Specifications { choices, specifications: found }
}
