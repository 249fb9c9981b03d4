//! Data with a known effect: presets of the cities, for studies, tests and benchmarks.
//!
//! A preset gives files as they really arrive (semicolons, decimal commas, title rows, unfinished cases, a few duplicates) and the truth beside
//! them. The same preset, seed and version give the same bytes.

pub mod gorontalo;
pub mod jakarta;
pub mod kendari;
pub mod palangkaraya;
pub mod sorong;
mod stata;

use crate::error::{Error, cli, nearest};
use crate::inference::random::Stream;
use serde_json::Value;

/// A file of a preset.
pub struct GeneratedFile {
    /// File name.
    pub name: &'static str,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// What a preset gives.
pub struct Generated {
    /// Data files.
    pub files: Vec<GeneratedFile>,
    /// What is true in them: the content of `truth.json`.
    pub truth: Value,
}

/// A preset: its name, the seed of the data that are shipped, and its generator.
pub struct Preset {
    /// `kendari`.
    pub name: &'static str,
    /// Seed of the files under `datasets/`.
    pub seed: u64,
    /// Makes the files and the truth.
    pub generate: fn(u64) -> Result<Generated, Error>,
}

/// Every preset, one line each.
#[rustfmt::skip]
pub const PRESETS: &[Preset] = &[
    Preset { name: "jakarta", seed: 3171, generate: jakarta::generate },
    Preset { name: "kendari", seed: 7471, generate: kendari::generate },
    Preset { name: "gorontalo", seed: 7571, generate: gorontalo::generate },
    Preset { name: "sorong", seed: 9671, generate: sorong::generate },
    Preset { name: "palangkaraya", seed: 6271, generate: palangkaraya::generate },
];

/// The preset of a name, or a problem that names the nearest.
pub fn preset(name: &str) -> Result<&'static Preset, Error> {
    let names = || PRESETS.iter().map(|preset| preset.name);
    PRESETS.iter().find(|preset| preset.name == name).ok_or_else(|| cli::unknown_preset(name, nearest(name, names()), &names().collect::<Vec<_>>()).into())
}

/// Gamma with a whole shape: a sum of exponentials.
fn gamma(stream: &mut Stream, shape: u32, scale: f64) -> f64 {
    (0..shape).map(|_| -(1.0 - stream.uniform()).ln() * scale).sum()
}

/// A whole number with the given mean: the two neighbours with the right odds, so that rounding adds no bias.
fn rounded(stream: &mut Stream, mean: f64) -> i64 {
    let floor = mean.floor();
    floor as i64 + i64::from(stream.uniform() < mean - floor)
}

/// First-order autoregressive shocks with standard deviation `sd`, one a period.
fn autoregressive(stream: &mut Stream, periods: usize, rho: f64, sd: f64) -> Vec<f64> {
    let mut shocks = Vec::with_capacity(periods);
    let mut last = stream.normal() * sd;
    for _ in 0..periods {
        shocks.push(last);
        last = rho * last + (1.0 - rho * rho).sqrt() * sd * stream.normal();
    }
    shocks
}
