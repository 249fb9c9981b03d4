//! What is compared with what: treatment, comparison group, parallel trends, anticipation, base period, estimand.
