//! The main effect under other reasonable choices: method, comparison, anticipation, covariates, length of the time before, scale of the outcome. What was
//! estimated on another scale is written in the unit of the outcome: a relative effect times the mean of the treated before.

use super::did::{Found, Made};
use super::scales::Scale;
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
    /// 0 for the outcome as it is, else the scale after it.
    scale: usize,
}

/// More specifications than these: scales vary with the method alone.
const MOST: usize = 120;

/// All specifications with an estimate; none where the main method is not among those that are varied.
pub(super) fn specifications(made: &Made, settings: Option<&DidSettings>, found: &Found, start: Option<Period>, scales: &[Scale]) -> Option<Specifications> {
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
    let mut all: Vec<Chosen> = Vec::new();
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
                        let control = if with_control(method) { control } else { 2 };
                        all.push(Chosen { method, control, anticipation, covariates: with, window, scale: 0 });
                    }
                }
            }
        }
    }
    // Scales on which the effect can be written in the unit of the outcome.
    let scales: Vec<&Scale> = scales.iter().filter(|scale| scale.back(1.0).is_some()).collect();
    let late_scales: Vec<Option<Cells>> =
        scales.iter().map(|scale| later(&scale.made.cells, scale.made.cells.key(settings.time.as_deref()?)?, start)).collect();
    let plain = |chosen: &&Chosen| (chosen.anticipation, chosen.covariates, chosen.window) == (0, 0, 0) || all.len() * (1 + scales.len()) <= MOST;
    let varied: Vec<Chosen> = all.iter().filter(plain).flat_map(|chosen| (1..=scales.len()).map(|scale| Chosen { scale, ..*chosen })).collect();
    all.extend(varied);
    let run = |chosen: &Chosen| {
        let scale = chosen.scale.checked_sub(1).map(|at| scales[at]);
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
        let (cells, plan) = match (chosen.window, scale) {
            (1, None) => (late.as_ref()?, &made.plan),
            (1, Some(scale)) => (late_scales[chosen.scale - 1].as_ref()?, &scale.made.plan),
            (_, None) => (&made.cells, &made.plan),
            (_, Some(scale)) => (&scale.made.cells, &scale.made.plan),
        };
        again.outcome.clone_from(&plan.variables[0]);
        let estimate = crate::methods::run(&MethodInput { cells, plan, settings: &again, records: None }).ok()?;
        let back = |value: f64| scale.map_or(Some(value), |scale| scale.back(value));
        let effect = estimate.headline()?;
        let is_main = chosen.method == main
            && chosen.anticipation == 0
            && chosen.covariates == 0
            && chosen.window == 0
            && chosen.scale == 0
            && (!with_control(main) || chosen.control == own || !staggered);
        Some(Specification {
            options: vec![chosen.method, chosen.control, chosen.anticipation, chosen.covariates, chosen.window, chosen.scale],
            estimate: back(effect.estimate.filter(|estimate| estimate.is_finite())?)?,
            low: effect.conf_low.and_then(back),
            high: effect.conf_high.and_then(back),
            p_value: effect.p_value,
            main: is_main,
        })
    };
    let found: Vec<Specification> = all.iter().filter_map(run).collect();
    (found.len() > 2).then(|| in_use(found, &scales))
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
fn in_use(mut found: Vec<Specification>, scales: &[&Scale]) -> Specifications {
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
        (
            text!("Hasil yang diukur", "Outcome"),
            std::iter::once(text!("seperti dalam laporan", "as in the report")).chain(scales.iter().map(|scale| scale.label.clone())).collect(),
        ),
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
