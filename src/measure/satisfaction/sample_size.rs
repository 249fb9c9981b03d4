//! How many respondents a survey needs (Krejcie and Morgan 1970), the table of Permenpan RB 14/2017.

/// χ² with one degree of freedom at 95 %, as printed in the paper.
const CHI_SQUARED: f64 = 3.841;
const SHARE: f64 = 0.5;
const MARGIN: f64 = 0.05;

/// `S = χ² N P (1 − P) / (d² (N − 1) + χ² P (1 − P))`, not rounded. `population` N, `share` P and `margin` d between 0 and 1.
pub fn krejcie_morgan(population: f64, chi_squared: f64, share: f64, margin: f64) -> f64 {
    let spread = chi_squared * share * (1.0 - share);
    population * spread / (margin * margin * (population - 1.0) + spread)
}

/// Respondents for a population at 95 % and 5 points, rounded as in the published table; 0 for nobody.
pub fn sample_size(population: u64) -> u64 {
    krejcie_morgan(population as f64, CHI_SQUARED, SHARE, MARGIN).round() as u64
}

#[cfg(test)]
mod tests {
    use super::sample_size;

    #[test]
    fn the_published_table() {
        let table = [(100, 80), (500, 217), (1_000, 278), (5_000, 357), (10_000, 370), (1_000_000, 384)];
        for (population, sample) in table {
            assert_eq!(sample_size(population), sample, "{population}");
        }
        assert_eq!((sample_size(0), sample_size(1)), (0, 1));
    }
}
