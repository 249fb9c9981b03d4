//! Data with a known effect.
