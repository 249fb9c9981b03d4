//! Robust errors of proportional hazards (Lin and Wei 1989), and the test that hazards are proportional (Grambsch and Therneau 1994).

use super::cox::{Cox, CoxData, Sums, Ties, strata};
use super::curve::{Limits, kaplan_meier};
use crate::inference::distributions::chi_squared_sf;
use crate::linalg::pseudo_inverse;
use ndarray::{Array1, Array2};

/// Score residuals times the covariance (cases × coefficients): what each case moves the coefficients by. Of exact ties those of Efron are taken.
fn influence(data: &CoxData, fit: &Cox) -> Array2<f64> {
    let (n, p) = data.x.dim();
    let mean = data.x.mean_axis(ndarray::Axis(0)).unwrap_or_else(|| Array1::zeros(p));
    let x = data.x - &mean;
    let weight: Array1<f64> = x.dot(&fit.coefficients).mapv(f64::exp);
    let mut residuals = Array2::<f64>::zeros((n, p));
    for stratum in strata(data) {
        // At each moment: hazard and hazard times mean, for those who go on; sums of them from the first moment on.
        let sums = risk_sums(&x, &weight, &stratum);
        let (mut hazard, mut centre) = (0.0, Array1::<f64>::zeros(p));
        let mut at = 0;
        for (place, moment) in stratum.moments.iter().enumerate() {
            close(&stratum.order[at..moment.risk_from], &x, &weight, hazard, &centre, &mut residuals);
            at = moment.risk_from;
            let d = moment.ended.len();
            let mut ended = Sums::new(p);
            moment.ended.iter().for_each(|case| ended.add(x.row(*case), weight[*case]));
            let (before, centre_before) = (hazard, centre.clone());
            let (mut own, mut own_centre, mut middle) = (0.0, Array1::<f64>::zeros(p), Array1::<f64>::zeros(p));
            for l in 0..d {
                let share = if fit.ties == Ties::Breslow { 0.0 } else { l as f64 / d as f64 };
                let less = sums[place].less(&ended, share);
                let mean = &less.one / less.zero;
                hazard += 1.0 / less.zero;
                centre += &(&mean / less.zero);
                own += (1.0 - share) / less.zero;
                own_centre += &(&mean * ((1.0 - share) / less.zero));
                middle += &(&mean / d as f64);
            }
            for case in &moment.ended {
                let row = x.row(*case);
                let full = before + own;
                let full_centre = &centre_before + &own_centre;
                for j in 0..p {
                    residuals[[*case, j]] += row[j] - middle[j] - weight[*case] * (row[j] * full - full_centre[j]);
                }
            }
            // Those who end now are done; the others at this time go on until they leave.
            let same = stratum.order[at..].iter().take_while(|case| data.times[**case] == moment.time).count();
            let others: Vec<usize> = stratum.order[at..at + same].iter().copied().filter(|case| !data.events[*case]).collect();
            close(&others, &x, &weight, hazard, &centre, &mut residuals);
            at += same;
        }
        close(&stratum.order[at..], &x, &weight, hazard, &centre, &mut residuals);
    }
    residuals.dot(&fit.covariance)
}

fn close(cases: &[usize], x: &Array2<f64>, weight: &Array1<f64>, hazard: f64, centre: &Array1<f64>, residuals: &mut Array2<f64>) {
    for case in cases {
        for j in 0..x.ncols() {
            residuals[[*case, j]] -= weight[*case] * (x[[*case, j]] * hazard - centre[j]);
        }
    }
}

/// Sums over the cases at risk at each moment.
fn risk_sums(x: &Array2<f64>, weight: &Array1<f64>, stratum: &super::cox::Stratum) -> Vec<Sums> {
    let mut risk = Sums::new(x.ncols());
    let mut known = stratum.order.len();
    let mut out: Vec<Sums> = Vec::with_capacity(stratum.moments.len());
    for moment in stratum.moments.iter().rev() {
        stratum.order[moment.risk_from..known].iter().for_each(|case| risk.add(x.row(*case), weight[*case]));
        known = moment.risk_from;
        out.push(risk.clone());
    }
    out.reverse();
    out
}

/// The covariance that needs no proportional hazards, and the number of clusters: sums of influence by cluster, squared; without clusters by case.
pub fn robust(data: &CoxData, fit: &Cox, clusters: Option<&[usize]>) -> (Array2<f64>, usize) {
    let influence = influence(data, fit);
    let Some(clusters) = clusters else { return (influence.t().dot(&influence), influence.nrows()) };
    let count = clusters.iter().max().map_or(0, |last| last + 1);
    let mut sums = Array2::<f64>::zeros((count, influence.ncols()));
    for (row, cluster) in influence.rows().into_iter().zip(clusters) {
        let mut sum = sums.row_mut(*cluster);
        sum += &row;
    }
    let mut seen = vec![false; count];
    for cluster in clusters {
        seen[*cluster] = true;
    }
    (sums.t().dot(&sums), seen.iter().filter(|seen| **seen).count())
}

/// Score tests that a coefficient does not change with time, time running as one minus the share still open.
#[derive(Debug, Clone, PartialEq)]
pub struct ProportionalHazards {
    /// χ² on one degree of freedom and its p-value, by coefficient.
    pub each: Vec<(f64, f64)>,
    /// χ² on as many degrees of freedom as coefficients, and its p-value.
    pub all: (f64, f64),
}

/// As R's `cox.zph` of survival 3 (transform "km"); none where the information is singular or ties are exact.
pub fn proportional_hazards(data: &CoxData, fit: &Cox) -> Option<ProportionalHazards> {
    if fit.ties == Ties::Exact {
        return None;
    }
    let p = data.x.ncols();
    let mean = data.x.mean_axis(ndarray::Axis(0))?;
    let x = data.x - &mean;
    let weight: Array1<f64> = x.dot(&fit.coefficients).mapv(f64::exp);
    let curve = kaplan_meier(data.times, data.events, Limits::Plain, 0.95)?;
    let clock = |time: f64| 1.0 - curve.steps.iter().take_while(|step| step.time < time).last().map_or(1.0, |step| step.survival);
    let strata = strata(data);
    let ends: Vec<f64> = strata.iter().flat_map(|stratum| &stratum.moments).flat_map(|moment| vec![clock(moment.time); moment.ended.len()]).collect();
    let centre = ends.iter().sum::<f64>() / ends.len() as f64;
    let mut score = Array1::<f64>::zeros(2 * p);
    let mut information = Array2::<f64>::zeros((2 * p, 2 * p));
    for stratum in &strata {
        let sums = risk_sums(&x, &weight, stratum);
        for (moment, risk) in stratum.moments.iter().zip(&sums) {
            let g = clock(moment.time) - centre;
            let d = moment.ended.len();
            let mut ended = Sums::new(p);
            moment.ended.iter().for_each(|case| ended.add(x.row(*case), weight[*case]));
            for case in &moment.ended {
                (0..p).for_each(|j| score[p + j] += g * x[[*case, j]]);
            }
            for l in 0..d {
                let share = if fit.ties == Ties::Efron { l as f64 / d as f64 } else { 0.0 };
                let (mean, variance) = risk.less(&ended, share).moments();
                for i in 0..p {
                    score[p + i] -= g * mean[i];
                    for j in 0..p {
                        information[[i, j]] += variance[[i, j]];
                        information[[i, p + j]] += g * variance[[i, j]];
                        information[[p + i, j]] += g * variance[[i, j]];
                        information[[p + i, p + j]] += g * g * variance[[i, j]];
                    }
                }
            }
        }
    }
    let test = |extra: &[usize]| -> Option<f64> {
        let keep: Vec<usize> = (0..p).chain(extra.iter().map(|j| p + j)).collect();
        let part = information.select(ndarray::Axis(0), &keep).select(ndarray::Axis(1), &keep);
        let (inverse, rank) = pseudo_inverse(&part)?;
        // The scores of the coefficients themselves are zero at the maximum.
        let u: Array1<f64> = keep.iter().map(|j| if *j < p { 0.0 } else { score[*j] }).collect();
        (rank == keep.len()).then(|| u.dot(&inverse.dot(&u)))
    };
    let each = (0..p).map(|j| test(&[j]).map(|statistic| (statistic, chi_squared_sf(statistic, 1.0)))).collect::<Option<Vec<_>>>()?;
    let whole = test(&(0..p).collect::<Vec<_>>())?;
    Some(ProportionalHazards { each, all: (whole, chi_squared_sf(whole, p as f64)) })
}
