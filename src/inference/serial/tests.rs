use super::*;
use crate::linalg::least_squares;
use ndarray::Array2;

/// A series with dependent errors, made by rule.
fn series(n: usize) -> (Array2<f64>, Vec<f64>) {
    let mut error = 0.0;
    let x = Array2::from_shape_fn((n, 3), |(i, j)| [1.0, i as f64, f64::from(u8::from(i >= n / 2))][j]);
    let y = (0..n)
        .map(|i| {
            error = 0.6 * error + ((i * 37 % 19) as f64 - 9.0) / 10.0;
            2.0 + 0.1 * i as f64 - 3.0 * x[[i, 2]] + error
        })
        .collect();
    (x, y)
}

#[test]
fn lag_zero_is_the_robust_variance_and_more_rows_that_are_missing_are_no_neighbours() {
    let (x, y) = series(60);
    let fit = least_squares(&x, &y, None);
    let scores = scores_of(&x, &fit.residuals, None);
    let line = Timeline::regular(60);
    let none = hac(&scores, &fit.bread, &line, HacRule::Lag(0), Some(0), false).unwrap();
    let robust = fit.bread.dot(&scores.t().dot(&scores)).dot(&fit.bread);
    assert!((&none.covariance - &robust).iter().all(|d| d.abs() < 1e-12));
    // Two series of 30 are not one of 60.
    let periods: Vec<i64> = (0..60).map(|i| i % 30).collect();
    let two = Timeline::new(&periods, &(0..60).map(|i| i / 30).collect::<Vec<_>>());
    assert_eq!((two.pairs(1).count(), line.pairs(1).count()), (58, 59));
    let far: Vec<i64> = (0..60).map(|i| if i < 30 { i } else { i + 1000 }).collect();
    let gap = Timeline::new(&far, &[0; 60]);
    let (a, b) = (HacRule::Lag(4), Some(0));
    let same = hac(&scores, &fit.bread, &two, a, b, true).unwrap().covariance - hac(&scores, &fit.bread, &gap, a, b, true).unwrap().covariance;
    assert!(same.iter().all(|d| d.abs() < 1e-14) && gap.gaps() == 1000);
}

#[test]
fn a_row_that_is_missing_gives_the_exact_fit_of_the_autoregression() {
    // With known ρ the transformed rows are a root of the inverse correlation matrix: X*'X* = (1 − ρ²) X'R⁻¹X, whatever rows there are.
    let (x, y) = series(12);
    let periods: Vec<i64> = (0..12).filter(|i| ![3, 4, 8].contains(i)).collect();
    let rows: Vec<usize> = periods.iter().map(|period| *period as usize).collect();
    let columns: Vec<Vec<f64>> = (0..3).map(|j| rows.iter().map(|i| x[[*i, j]]).collect()).collect();
    let part: Vec<f64> = rows.iter().map(|i| y[*i]).collect();
    let line = Timeline::new(&periods, &vec![0; periods.len()]);
    let found = ar1(&columns, &part, &line, Ar1::MaximumLikelihood).unwrap();
    let rho = found.rho;
    let r = Array2::from_shape_fn((9, 9), |(i, j)| rho.powi((periods[i] - periods[j]).unsigned_abs() as i32));
    let (inverse, _) = crate::linalg::pseudo_inverse(&r).unwrap();
    let z = Array2::from_shape_fn((9, 3), |(i, j)| columns[j][i]);
    let (bread, _) = crate::linalg::pseudo_inverse(&z.t().dot(&inverse).dot(&z)).unwrap();
    let b = bread.dot(&z.t().dot(&inverse).dot(&ndarray::Array1::from(part)));
    for (found, wanted) in found.fit.coefficients.iter().zip(&b) {
        assert!((found - wanted).abs() < 1e-9, "{found} {wanted}");
    }
}

#[test]
fn nothing_to_say_of_too_few_rows() {
    let (x, y) = series(3);
    let fit = least_squares(&x, &y, None);
    assert_eq!(breusch_godfrey(&x, &fit, &Timeline::regular(3), 1), None);
    assert!(ar1(&[vec![1.0; 2], vec![0.0, 1.0]], &[1.0, 2.0], &Timeline::regular(2), Ar1::PraisWinsten).is_none());
    assert_eq!(autocorrelations(&[1.0, 1.0, 1.0], &Timeline::regular(3), 1), None);
}
