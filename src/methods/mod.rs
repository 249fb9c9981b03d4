//! Estimators: one folder a method.
