//! Arms: kinds of one program, each of some treated units, against the same comparison units in one regression.
//!
//! ```text
//! y[i,t] = α[i] + λ[t] + Σ β[k]·D[i,t]·1{i in arm k} + x[i,t]'γ + ε[i,t],   difference = β[a] − β[b]
//! ```
//!
//! One regression gives the covariance between arms, which share their comparison units; two regressions would leave it out.

use super::DidSettings;
use super::assignment::binary;
use super::regression::EffectPlan;
use crate::error::{Result, design};
use crate::estimate::{EffectKey, EffectKind};
use crate::panel::Cells;

/// Term of the difference between two arms.
pub const DIFFERENCE: &str = "arm-difference";

/// Keys in `extra` of a difference: the arm, and the one that is taken from it.
pub const ARM: &str = "arm";
/// See [`ARM`].
pub const MINUS: &str = "minus";

/// One kind of the program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arm {
    /// What to call it.
    pub label: String,
    /// 0/1 column: whether the unit is of this arm.
    pub column: String,
}

/// An indicator by arm: where `values` holds and the cell is of the arm; the one indicator under its own name where there are no arms.
pub(super) fn split(cells: &Cells, settings: &DidSettings, name: &str, values: &[bool]) -> Result<Vec<(String, Vec<bool>)>> {
    if settings.arms.is_empty() {
        return Ok(vec![(name.to_owned(), values.to_vec())]);
    }
    let of = |arm: &Arm| {
        let key = cells.key(&arm.column).ok_or_else(|| design::missing_role(&arm.column))?;
        let both = binary(key)?.into_iter().zip(values).map(|(member, value)| member && *value);
        Ok((format!("{name} {}", arm.label), both.collect()))
    };
    settings.arms.iter().map(of).collect()
}

/// The effects of the regressors from `first` on: `overall`, or one `region` an arm and then their differences, each arm minus each later one.
pub(super) fn effects(settings: &DidSettings, first: usize) -> Vec<EffectPlan> {
    if settings.arms.is_empty() {
        return vec![EffectPlan { key: EffectKey::new(EffectKind::Overall, "att"), weights: vec![(first, 1.0)] }];
    }
    let row = |term: &str, region: String, weights| EffectPlan { key: EffectKey { region: Some(region), ..EffectKey::new(EffectKind::Region, term) }, weights };
    let arms: Vec<(usize, &str)> = settings.arms.iter().enumerate().map(|(at, arm)| (first + at, arm.label.as_str())).collect();
    let own = arms.iter().map(|(at, label)| row("att", (*label).to_owned(), vec![(*at, 1.0)]));
    let pairs = arms.iter().enumerate().flat_map(|(place, one)| arms[place + 1..].iter().map(move |other| (one, other)));
    let differences = pairs.map(|((a, one), (b, other))| row(DIFFERENCE, format!("{one} − {other}"), vec![(*a, 1.0), (*b, -1.0)]));
    own.chain(differences).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::design::Treatment;

    #[test]
    fn arms_have_their_rows_and_every_difference_once() {
        let mut settings = DidSettings::new("y", Treatment::Status("d".into()));
        assert_eq!(effects(&settings, 2)[0].weights, [(2, 1.0)]);
        settings.arms = ["a", "b", "c"].map(|label| Arm { label: label.into(), column: format!("is {label}") }).to_vec();
        let found = effects(&settings, 2);
        let names: Vec<&str> = found.iter().filter_map(|plan| plan.key.region.as_deref()).collect();
        assert_eq!(names, ["a", "b", "c", "a − b", "a − c", "b − c"]);
        assert_eq!(found[4].weights, [(2, 1.0), (4, -1.0)]);
    }
}
