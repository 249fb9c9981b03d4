//! The study file: schema, defaults, every problem at once.
