//! The card of two-stage.

use crate::methods::Card;
use crate::text;

pub(super) fn card() -> Card {
    Card {
        name: "two-stage",
        title: text!("Selisih dua tahap (Gardner)", "Two-stage difference-in-differences (Gardner)"),
        question: text!(
            "Setelah sifat tetap unit dan perubahan bersama tiap periode, yang diperkirakan dari pengamatan tanpa program, dikeluarkan: berapa yang tersisa pada unit program?",
            "Once unit traits and the common changes of each period, learnt from observations without the program, are taken out: what is left among the treated?"
        ),
        equation: "D = 0: y[i,t] = α[i] + λ[t] + x[i,t]'γ + ε[i,t];  y[i,t] − α̂[i] − λ̂[t] − x[i,t]'γ̂ = z[i,t]'τ + u[i,t];  Var(τ̂) = (Z'Z)⁻¹ Σ_g s_g s_g' (Z'Z)⁻¹,  s_g = Z_g'û_g − Z'X (X₀'X₀)⁻¹ X₀,g'ε̂_g",
        assumptions: vec![
            text!(
                "Tren sejajar untuk semua unit dan semua periode sebelum program, bukan hanya periode terakhir.",
                "Parallel trends for all units and all periods before the program, not only the last one."
            ),
            text!("Tidak ada dampak sebelum program, kecuali dalam masa antisipasi.", "No effect before the start, except in the periods of anticipation."),
            text!("Kovariat berpengaruh linear dan tidak terpengaruh program.", "Covariates enter linearly and are not affected by the program."),
        ],
        not_when: vec![
            text!(
                "Gangguan sangat berkorelasi antarwaktu: periode lama sedikit gunanya; bandingkan dengan callaway-santanna.",
                "Disturbances are strongly correlated over time: old periods help little; compare with callaway-santanna."
            ),
            text!(
                "Tren sejajar hanya masuk akal setelah pembobotan menurut kovariat: gunakan callaway-santanna.",
                "Parallel trends are plausible only after weighting by covariates: use callaway-santanna."
            ),
        ],
        errors: text!(
            "GMM dua tahap: ketidakpastian tahap pertama ikut dihitung, dijumlahkan per unit atau klaster, tanpa faktor sampel kecil. Tabel normal; t dengan G − 1 derajat bebas bila klaster kurang dari 10. Bobot rata-rata (jumlah pengamatan) ikut berubah antarklaster, seperti dalam regresi tahap kedua.",
            "GMM of both stages: the uncertainty of the first one counts, summed by unit or cluster, without a small-sample factor. Normal table; t with G − 1 degrees of freedom under 10 clusters. The weights of averages (numbers of observations) vary between clusters, as in a regression of the second stage."
        ),
        edge_cases: vec![
            text!(
                "Unit yang sudah mengikuti program sejak periode pertama, dan unit tanpa catatan sebelum program, dikeluarkan dan dihitung.",
                "Units treated since the first period, and units without a record before the program, leave and are counted."
            ),
            text!(
                "Koefisien sebelum program adalah rata-rata sisa tahap pertama; periode terakhir sebelum program nol menurut definisi, seperti pada did2s, tetapi koefisien lain tidak diukur terhadapnya.",
                "Coefficients before the start are means of first-stage residuals; the last period before the start is zero by definition, as in did2s, but the others are not measured from it."
            ),
            text!(
                "Periode tanpa satu pun pengamatan yang belum terkena program, dan dampak yang bergantung pada kovariat yang hanya bervariasi di antara unit program, dikosongkan dengan catatan.",
                "Periods without any untreated observation, and effects that rest on a covariate that varies among the treated only, are left empty with a note."
            ),
        ],
        checked_against: "did2s 1.2.1",
        references: &["Gardner (2022), Two-stage differences in differences, arXiv:2207.05943", "Butts & Gardner (2022), R Journal 14(3)"],
    }
}
