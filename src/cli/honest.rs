//! `dampak honest`: honest bounds for an event study that is there already.

use super::arguments::{OutputArguments, keyword};
use super::output::deliver;
use crate::error::{Error, honest as problems};
use crate::locale::Lang;
use crate::methods::honest::{DRAWS, HonestSettings, Interval, Kind, Weights, from_json, honest};
use clap::Args;
use serde_json::Value;
use std::io::Read;
use std::process::ExitCode;

/// M of relative magnitudes where none is given, as HonestDiD's documentation shows them.
const RELATIVE: [f64; 4] = [0.5, 1.0, 1.5, 2.0];

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  dampak did panel.csv … --method event-study --covariance --format json > es.json
  dampak honest es.json --bounds relative:0.5,1,2 --bounds smoothness:0,0.01 --effect average")]
pub(super) struct HonestArguments {
    /// A result of `did --covariance --format json`, or JSON with pre, post, estimates and covariance; - is standard input
    #[arg(value_name = "RESULT")]
    pub(super) file: String,
    #[command(flatten)]
    pub(super) result: OutputArguments,
    #[command(flatten)]
    pub(super) how: HowArguments,
    /// Restriction with its M, repeatable: relative:0.5,1,2 or smoothness:0,0.01 [default: relative:0.5,1,1.5,2]
    #[arg(long, visible_alias = "honest", value_parser = bounds, value_name = "KIND:M,…")]
    pub(super) bounds: Vec<(Kind, Vec<f64>)>,
}

/// How bounds are made, for `honest` and `did --honest`.
#[derive(Debug, Args)]
pub(super) struct HowArguments {
    /// The effect that bounds are for: first, average, or one weight a period since the start
    #[arg(id = "honest_weights", long = "effect", alias = "l-vec", value_parser = weights, value_name = "first|average|W,…", default_value = "first", allow_hyphen_values = true, help_heading = "Honest bounds")]
    pub(super) weights: Weights,
    /// Interval: recommended (fixed length for smoothness) or conditional
    #[arg(long, value_parser = keyword::<Interval>, value_name = "KIND", default_value = "recommended", hide_default_value = true, help_heading = "Honest bounds")]
    pub(super) interval: Interval,
}

/// `relative:0.5,1,2`.
pub(super) fn bounds(typed: &str) -> Result<(Kind, Vec<f64>), String> {
    let wrong = || "bounds are written KIND:M,… for example relative:0.5,1,2 or smoothness:0,0.01".to_owned();
    let (kind, values) = typed.split_once(':').ok_or_else(wrong)?;
    let values: Option<Vec<f64>> = values.split(',').map(|value| value.trim().parse().ok().filter(|m: &f64| m.is_finite() && *m >= 0.0)).collect();
    Ok((keyword::<Kind>(kind.trim()).map_err(|_| wrong())?, values.ok_or_else(wrong)?))
}

fn weights(typed: &str) -> Result<Weights, String> {
    match typed {
        "first" => Ok(Weights::First),
        "average" => Ok(Weights::Average),
        list => {
            let values: Option<Vec<f64>> = list.split(',').map(|value| value.trim().parse().ok().filter(|weight: &f64| weight.is_finite())).collect();
            values.map(Weights::Given).ok_or_else(|| "first, average, or numbers separated by commas".into())
        }
    }
}

/// Settings from what was typed.
pub(super) fn settings(bounds: &[(Kind, Vec<f64>)], how: &HowArguments, result: &OutputArguments) -> HonestSettings {
    let bounds = if bounds.is_empty() { vec![(Kind::Relative, RELATIVE.to_vec())] } else { bounds.to_vec() };
    HonestSettings { bounds, weights: how.weights.clone(), level: result.level, seed: result.seed, interval: how.interval, draws: DRAWS }
}

/// Reads the event study, bounds it, delivers the result.
pub(super) fn run(arguments: &HonestArguments, lang: Lang) -> Result<ExitCode, Error> {
    let bytes = if arguments.file == "-" {
        let mut bytes = Vec::new();
        std::io::stdin().read_to_end(&mut bytes).ok().map(|_| bytes)
    } else {
        std::fs::read(&arguments.file).ok()
    };
    let document: Option<Value> = bytes.and_then(|bytes| serde_json::from_slice(&bytes).ok());
    let document = document.ok_or_else(|| problems::not_an_event_study(&arguments.file))?;
    let study = from_json(&document, &arguments.file)?;
    deliver(&honest(&study, &settings(&arguments.bounds, &arguments.how, &arguments.result))?, &arguments.result, false, lang)
}
