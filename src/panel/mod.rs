//! The data as estimators see them: arrays only. Cells with their moments, periods, cohorts, the account of rows.
