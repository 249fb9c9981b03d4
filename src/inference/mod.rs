//! Written once for all methods: distributions, covariance values, bootstraps, tests, intervals, multiple testing.

pub mod anova;
pub mod bands;
pub mod bca;
pub mod cluster_corrected;
pub mod covariance;
pub mod distributions;
pub mod effect_size;
pub mod honest;
pub mod kolmogorov_smirnov;
pub mod multiple;
pub mod multiplier;
pub mod paired;
pub mod permute;
pub mod pool;
pub mod power;
pub mod proportions;
pub mod quantiles;
pub mod random;
pub mod rank_distributions;
pub mod ranks;
pub mod serial;
pub mod shift;
pub mod survival;
pub mod two_sample;
pub mod wald;
pub mod wild;
