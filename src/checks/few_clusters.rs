//! Are there enough clusters for the standard error, how many of them count, and what do tests say that withstand their being few?

use super::{finding, p_shown};
use crate::estimate::{Finding, Verdict};
use crate::locale::{Text, integer, number};
use crate::text;
use serde_json::Value;

/// Under this many clusters the ordinary standard error needs a second opinion.
pub const FEW: u64 = 50;
/// Under this many it cannot stand on its own.
pub const TOO_FEW: u64 = 10;
/// Under this many that count, clusters are few however many there are.
const FEW_EFFECTIVE: f64 = 20.0;

/// What is known of the clusters.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Clusters {
    /// How many; none where errors are not clustered.
    pub count: Option<u64>,
    /// How many count, unequal as they are (Carter, Schnepel and Steigerwald 2017).
    pub effective: Option<f64>,
    /// The largest one's share of the variance of the treatment.
    pub largest_share: Option<f64>,
    /// Ordinary p-value.
    pub ordinary: Option<f64>,
    /// That of the wild cluster bootstrap.
    pub wild: Option<f64>,
    /// That of exchanging the treatment between units.
    pub randomization: Option<f64>,
}

/// Passes from [`FEW`] clusters on of which twenty count. Below, the wild cluster bootstrap decides: where it is there and on the same side of 0.05 as the
/// ordinary p-value, care is enough; where it disagrees, or is missing under [`TOO_FEW`] clusters, the check fails. Randomization stands beside it.
pub fn few_clusters(found: &Clusters) -> Finding {
    let or_null = |value: Option<f64>| value.map_or(Value::Null, Value::from);
    let evidence = [
        ("clusters", found.count.map_or(Value::Null, Value::from)),
        ("effective_clusters", or_null(found.effective)),
        ("largest_share", or_null(found.largest_share)),
        ("p_value", or_null(found.ordinary)),
        ("wild_p_value", or_null(found.wild)),
        ("randomization_p_value", or_null(found.randomization)),
    ];
    let Some(clusters) = found.count else {
        return finding(
            "few-clusters",
            Verdict::NotApplicable,
            &evidence,
            text!("Ketidakpastian dihitung per catatan, tanpa klaster.", "The uncertainty is computed by record, without clusters."),
        );
    };
    let agree = found.ordinary.zip(found.wild).map(|(ordinary, wild)| (ordinary < 0.05) == (wild < 0.05));
    let enough = clusters >= FEW && found.effective.is_none_or(|effective| effective >= FEW_EFFECTIVE);
    let verdict = match (enough, agree) {
        (true, _) => Verdict::Pass,
        (false, Some(true)) => Verdict::Caution,
        (false, None) if clusters >= TOO_FEW => Verdict::Caution,
        (false, _) => Verdict::Fail,
    };
    let count = text!(
        |l| format!("{} klaster (kelompok catatan yang saling mirip)", integer(l, clusters)),
        format!("{} clusters (groups of records that resemble each other)", integer(l, clusters)),
    );
    let worth = found.effective.filter(|effective| effective.round() < clusters as f64);
    let worth = text!(
        |l| worth.map_or_else(String::new, |effective| format!(", senilai {} klaster yang sama besar pengaruhnya", number(l, effective, 0))),
        worth.map_or_else(String::new, |effective| format!(", worth {} of equal influence", number(l, effective, 0))),
    );
    let permuted = text!(
        |l| found.randomization.map_or_else(String::new, |p| format!("; penukaran acak peserta dan pembanding {}", p_shown(l, p))),
        found.randomization.map_or_else(String::new, |p| format!("; exchanging treated and comparison at random {}", p_shown(l, p))),
    );
    let wild = |l| found.wild.map_or_else(String::new, |wild| p_shown(l, wild));
    let (id, en) = match (verdict, found.wild) {
        (Verdict::Pass, _) => (", cukup banyak".to_owned(), ", which is enough".to_owned()),
        (Verdict::Caution, Some(_)) => (
            format!("; uji yang tahan terhadap sedikitnya klaster, bootstrap liar, sejalan dengan hasil biasa ({})", wild(crate::locale::Lang::Id)),
            format!("; a test that withstands few clusters, the wild bootstrap, agrees with the ordinary result ({})", wild(crate::locale::Lang::En)),
        ),
        (_, Some(_)) => (
            format!(
                "; uji yang tahan terhadap sedikitnya klaster, bootstrap liar, tidak sejalan dengan hasil biasa dan yang dipegang ({})",
                wild(crate::locale::Lang::Id)
            ),
            format!(
                "; a test that withstands few clusters, the wild bootstrap, disagrees with the ordinary result and counts ({})",
                wild(crate::locale::Lang::En)
            ),
        ),
        (_, None) => ("; ketidakpastian mungkin ditaksir terlalu kecil".to_owned(), "; the uncertainty may be stated too small".to_owned()),
    };
    let sentence = Text {
        id: format!("Ketidakpastian dihitung dari {}{}{id}{}.", count.id, worth.id, permuted.id),
        en: format!("The uncertainty is computed from {}{}{en}{}.", count.en, worth.en, permuted.en),
    };
    finding("few-clusters", verdict, &evidence, sentence)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bootstrap_decides_where_clusters_are_few() {
        let verdict = |count, ordinary, wild| few_clusters(&Clusters { count, ordinary, wild, ..Clusters::default() }).verdict;
        assert_eq!(verdict(None, Some(0.01), None), Verdict::NotApplicable);
        assert_eq!(verdict(Some(60), Some(0.01), None), Verdict::Pass);
        assert_eq!(verdict(Some(30), Some(0.01), None), Verdict::Caution);
        assert_eq!(verdict(Some(6), Some(0.01), None), Verdict::Fail);
        assert_eq!(verdict(Some(6), Some(0.01), Some(0.03)), Verdict::Caution);
        assert_eq!(verdict(Some(30), Some(0.01), Some(0.3)), Verdict::Fail);
    }

    #[test]
    fn many_clusters_of_which_few_count_are_few() {
        let uneven = Clusters { count: Some(120), effective: Some(4.2), ordinary: Some(0.01), randomization: Some(0.04), ..Clusters::default() };
        let found = few_clusters(&uneven);
        assert_eq!(found.verdict, Verdict::Caution);
        assert!(found.sentence.en.contains("worth 4 of equal influence") && found.sentence.en.contains("p\u{a0}=\u{a0}0.040"), "{}", found.sentence.en);
        assert_eq!(few_clusters(&Clusters { effective: Some(60.0), ..uneven }).verdict, Verdict::Pass);
    }
}
