//! Least squares with rank detection and absorption of fixed effects.
