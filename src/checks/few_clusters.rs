//! Are there enough clusters for the standard error?

use super::{finding, p_shown};
use crate::estimate::{Finding, Verdict};
use crate::locale::integer;
use crate::text;
use serde_json::Value;

/// Under this many clusters the ordinary standard error needs a second opinion.
pub const FEW: u64 = 50;
/// Under this many it cannot stand on its own.
pub const TOO_FEW: u64 = 10;

/// Passes from [`FEW`] clusters on. Below, the wild cluster bootstrap decides: where it is there and on the same side of 0.05 as the ordinary p-value,
/// care is enough; where it disagrees, or is missing under [`TOO_FEW`] clusters, the check fails.
pub fn few_clusters(clusters: Option<u64>, ordinary: Option<f64>, wild: Option<f64>) -> Finding {
    let evidence = [
        ("clusters", clusters.map_or(Value::Null, Value::from)),
        ("p_value", ordinary.map_or(Value::Null, Value::from)),
        ("wild_p_value", wild.map_or(Value::Null, Value::from)),
    ];
    let Some(clusters) = clusters else {
        return finding(
            "few-clusters",
            Verdict::NotApplicable,
            &evidence,
            text!("Ketidakpastian dihitung per catatan, tanpa klaster.", "The uncertainty is computed by record, without clusters."),
        );
    };
    let agree = ordinary.zip(wild).map(|(ordinary, wild)| (ordinary < 0.05) == (wild < 0.05));
    let verdict = match (clusters, agree) {
        (FEW.., _) => Verdict::Pass,
        (_, Some(true)) | (TOO_FEW.., None) => Verdict::Caution,
        (_, Some(false) | None) => Verdict::Fail,
    };
    let sentence = match (verdict, wild) {
        (Verdict::Pass, _) => text!(
            |l| format!("Ketidakpastian dihitung dari {} klaster (kelompok catatan yang saling mirip), cukup banyak.", integer(l, clusters)),
            format!("The uncertainty is computed from {} clusters (groups of records that resemble each other), which is enough.", integer(l, clusters)),
        ),
        (Verdict::Caution, Some(wild)) => text!(
            |l| format!(
                "Klasternya (kelompok catatan yang saling mirip) hanya {}; uji yang tahan terhadap hal itu, bootstrap liar, sejalan dengan hasil biasa ({}).",
                integer(l, clusters),
                p_shown(l, wild)
            ),
            format!(
                "There are only {} clusters (groups of records that resemble each other); a test that withstands this, the wild bootstrap, agrees with the ordinary result ({}).",
                integer(l, clusters),
                p_shown(l, wild)
            ),
        ),
        (_, Some(wild)) => text!(
            |l| format!(
                "Klasternya (kelompok catatan yang saling mirip) hanya {}, dan uji yang tahan terhadap hal itu, bootstrap liar, tidak sejalan dengan hasil biasa ({}); yang dipegang adalah bootstrap liar.",
                integer(l, clusters),
                p_shown(l, wild)
            ),
            format!(
                "There are only {} clusters (groups of records that resemble each other), and a test that withstands this, the wild bootstrap, disagrees with the ordinary result ({}); the wild bootstrap counts.",
                integer(l, clusters),
                p_shown(l, wild)
            ),
        ),
        (_, None) => text!(
            |l| format!("Klasternya (kelompok catatan yang saling mirip) hanya {}; ketidakpastian mungkin ditaksir terlalu kecil.", integer(l, clusters)),
            format!("There are only {} clusters (groups of records that resemble each other); the uncertainty may be stated too small.", integer(l, clusters)),
        ),
    };
    finding("few-clusters", verdict, &evidence, sentence)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bootstrap_decides_where_clusters_are_few() {
        let verdict = |clusters, ordinary, wild| few_clusters(clusters, ordinary, wild).verdict;
        assert_eq!(verdict(None, Some(0.01), None), Verdict::NotApplicable);
        assert_eq!(verdict(Some(60), Some(0.01), None), Verdict::Pass);
        assert_eq!(verdict(Some(30), Some(0.01), None), Verdict::Caution);
        assert_eq!(verdict(Some(6), Some(0.01), None), Verdict::Fail);
        assert_eq!(verdict(Some(6), Some(0.01), Some(0.03)), Verdict::Caution);
        assert_eq!(verdict(Some(30), Some(0.01), Some(0.3)), Verdict::Fail);
    }
}
