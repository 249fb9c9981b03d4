//! `dampak` (Indonesian: impact) answers one question: did the program work?
//!
//! The core is the comparison of changes: with an outcome `y` of unit `i` in period `t`,
//!
//! ```text
//! 2×2:   ATT = (ȳ[treated, after] − ȳ[treated, before]) − (ȳ[comparison, after] − ȳ[comparison, before])
//! TWFE:  y[i,t] = α[i] + λ[t] + β · D[i,t] + x[i,t]'γ + ε[i,t]
//! ```
//!
//! and the flow is one way:
//!
//! ```text
//! files → records → cells → estimate → checks → report → bytes
//! (data)  (measure) (panel)  (methods)  (checks) (report)  (cli)
//! ```
//!
//! Start with [`estimate::Estimate`], the one result of every method, and with [`panel::Cells`], the one form of the
//! data that estimators see. `ARCHITECTURE.md` maps the rooms.

pub mod checks;
pub mod cli;
pub mod data;
pub mod design;
pub mod error;
pub mod estimate;
pub mod inference;
pub mod linalg;
pub mod locale;
pub mod measure;
pub mod methods;
pub mod panel;
pub mod report;
pub mod simulate;
pub mod study;
