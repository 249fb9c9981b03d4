//! One-way analysis of variance (Fisher 1925), with means and squares in double-double.

use super::distributions::f_sf;
use crate::linalg::{compact, mean, squared_deviations};

/// The table of a one-way analysis of variance.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Anova {
    /// Σ n_g (ȳ_g − ȳ)².
    pub between: f64,
    /// Σ (y − ȳ_g)².
    pub within: f64,
    /// Groups − 1.
    pub df_between: f64,
    /// n − groups.
    pub df_within: f64,
    /// F; none where nothing varies within groups.
    pub statistic: Option<f64>,
    /// p-value of F.
    pub p_value: Option<f64>,
}

/// Compares the means of groups given as codes, one a value. None under two groups, or without more values than groups.
pub fn one_way(values: &[f64], groups: &[u32]) -> Option<Anova> {
    let (codes, count) = compact(groups);
    if count < 2 || values.len() <= count {
        return None;
    }
    let mut members = vec![Vec::new(); count];
    for (value, code) in values.iter().zip(&codes) {
        members[*code as usize].push(*value);
    }
    let centre = mean(values)?;
    // Deviations of group means from one common number are small and exact to the last digits; their own centre is taken out again.
    let shifted: Vec<f64> = members.iter().filter_map(|group| mean(&group.iter().map(|y| y - centre).collect::<Vec<f64>>())).collect();
    let sizes: Vec<f64> = members.iter().map(|group| group.len() as f64).collect();
    let n = values.len() as f64;
    let rest = shifted.iter().zip(&sizes).map(|(m, size)| m * size).sum::<f64>() / n;
    let between = shifted.iter().zip(&sizes).map(|(m, size)| size * (m - rest) * (m - rest)).sum::<f64>();
    let within: f64 = members.iter().map(|group| squared_deviations(group)).sum();
    let (df_between, df_within) = (count as f64 - 1.0, n - count as f64);
    let statistic = (within > 0.0).then(|| between / df_between / (within / df_within));
    Some(Anova { between, within, df_between, df_within, statistic, p_value: statistic.map(|f| f_sf(f, df_between, df_within)) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_groups_are_the_squared_t() {
        let table = one_way(&[1.0, 2.0, 3.0, 5.0, 6.0, 10.0], &[0, 0, 0, 1, 1, 1]);
        // Means 2 and 7, pooled variance (2 + 14)/4 = 4: t² = 25 / (4 · 2/3).
        assert!(table.is_some_and(|table| table.statistic.is_some_and(|f| (f - 9.375).abs() < 1e-12)));
        assert!(one_way(&[1.0, 2.0], &[0, 0]).is_none());
    }
}
