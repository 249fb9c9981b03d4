//! The report as data, its charts and its renderers.

pub mod charts;
