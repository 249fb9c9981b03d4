//! Least squares with rank detection, absorption of fixed effects, symmetric matrices.

mod absorb;
mod cell_fit;
mod cholesky;
mod eliminated;
mod glm;
mod least_squares;
mod logit;
mod real;
mod reduced;
mod rows;
mod simplex;
mod spline;
mod symmetric;

pub use absorb::{Absorber, compact, levels};
pub use cell_fit::{CellFit, Regressor, Source, fit_cells};
pub use cholesky::{Cholesky, independent};
pub use eliminated::{Eliminated, fit_eliminated};
pub use glm::{Glm, Link, glm, glm_limit};
pub use least_squares::{COLLINEAR, LeastSquares, fit_columns, least_squares, polynomial};
pub use logit::{Logit, add_outer, add_scaled, dot, logistic, logit};
pub use real::{Dd, Real, dot_exact, mean, squared_deviations, standard_deviation};
pub use rows::Rows;
pub use simplex::{Program, Vertex};
pub use spline::Spline;
pub use symmetric::{Eigen, apply, eigen, positive_part, pseudo_inverse, root};
