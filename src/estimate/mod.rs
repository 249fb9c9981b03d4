//! The one result of every method: effects by key, with covariance and influence; tests, notes, sample account.
