//! Written once for all methods: distributions, covariance values, bootstraps, tests, intervals, multiple testing.

pub mod distributions;
pub mod random;
