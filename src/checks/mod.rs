//! Diagnostics: one file a check, each gives a finding.
