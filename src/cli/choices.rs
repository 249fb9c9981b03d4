//! Choices that are typed as words: a method or all of them, a combination of effects.

use crate::error::nearest;
use crate::estimate::LinearCombination;
use crate::methods::Method;

/// One method, or all that fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum MethodChoice {
    /// This one.
    One(Method),
    /// Every method that fits the design.
    All,
}

/// A method by its long or short name, or `all`.
pub(super) fn method(typed: &str) -> Result<MethodChoice, String> {
    if typed.eq_ignore_ascii_case("all") {
        return Ok(MethodChoice::All);
    }
    Method::parse(&typed.to_lowercase()).map(MethodChoice::One).ok_or_else(|| {
        let known: Vec<&str> = Method::all().map(Method::name).chain(["all"]).collect();
        let near = nearest(typed, known.iter().copied()).map_or_else(String::new, |near| format!("; did you mean {near}?"));
        format!("there is no method of this name{near}\nmethods: {}", known.join(", "))
    })
}

/// `name: 0.5*[event-time 1] - [cohort 2004]`.
pub(super) fn combination(typed: &str) -> Result<LinearCombination, String> {
    LinearCombination::parse(typed).ok_or_else(|| "a combination is written \"late: 0.5*[event-time 3] + 0.5*[event-time 4]\"".into())
}
