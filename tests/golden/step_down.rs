//! Romano–Wolf step-down against the same computed by hand, pattern of signs by pattern of signs.

use super::{CLOSED_FORM, Case, close, close_some, number};
use dampak::inference::step_down::{Hypothesis, romano_wolf};

/// The mean of a column as a hypothesis.
fn mean(clusters: &[String], values: &[f64]) -> Hypothesis {
    let known: Vec<(&String, f64)> = clusters.iter().zip(values.iter().copied()).filter(|(_, value)| value.is_finite()).collect();
    let n = known.len() as f64;
    let mean = known.iter().map(|(_, value)| value).sum::<f64>() / n;
    let influence: Vec<(String, f64)> = known.into_iter().map(|(cluster, value)| (cluster.clone(), (value - mean) / n)).collect();
    let error = (influence.iter().map(|(_, value)| value * value).sum::<f64>() * n / (n - 1.0)).sqrt();
    Hypothesis { statistic: mean / error, df: Some(n - 1.0), influence }
}

#[test]
fn step_down_by_hand() {
    let Some(case) = Case::load("step_down") else { return };
    let table = case.data();
    let clusters: Vec<String> = table.text("cluster").into_iter().map(str::to_owned).collect();
    for (name, columns) in [("same-sample", vec!["a", "c", "d"]), ("own-samples", vec!["a", "b", "c", "d"])] {
        let wanted = case.result(name);
        let hypotheses: Vec<Option<Hypothesis>> = columns.iter().map(|column| Some(mean(&clusters, &table.numbers(column)))).collect();
        for (at, hypothesis) in hypotheses.iter().flatten().enumerate() {
            close(name, hypothesis.statistic, number(&wanted["statistic"][at]), CLOSED_FORM);
        }
        for (at, p) in romano_wolf(&hypotheses, 1_024, 7).into_iter().enumerate() {
            close_some(name, p, number(&wanted["p_adjusted"][at]), CLOSED_FORM);
        }
    }
}
