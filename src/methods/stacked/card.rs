//! The card of stacked difference-in-differences.

use crate::methods::Card;
use crate::text;

pub(super) fn card() -> Card {
    Card {
        name: "stacked",
        title: text!(
            "Selisih-dalam-selisih bertumpuk berbobot (Wing–Freedman–Hollingsworth)",
            "Weighted stacked difference-in-differences (Wing–Freedman–Hollingsworth)"
        ),
        question: text!(
            "Bila setiap gelombang program diperlakukan sebagai percobaan kecil dengan pembanding yang bersih, berapa dampak rata-ratanya menurut lama program?",
            "If each wave of the program is taken as a small experiment with clean comparison units, what is the average effect by time since the start?"
        ),
        equation: "y[i,t,s] = α[D] + λ[e] + Σ δ[e]·D·1{e} + x'γ + ε,  e ≠ −1;  D = 1: Q = 1,  D = 0: Q[s,e] = (N¹[s,e]/N¹[e]) / (N⁰[s,e]/N⁰[e])",
        assumptions: vec![
            text!(
                "Tren sejajar antara unit program dan pembanding bersih dalam setiap sub-percobaan.",
                "Parallel trends between the treated and the clean comparison units within each sub-experiment."
            ),
            text!("Tidak ada dampak sebelum program, kecuali dalam masa antisipasi.", "No effect before the start, except in the periods of anticipation."),
            text!("Kovariat berpengaruh linear dan tidak terpengaruh program.", "Covariates enter linearly and are not affected by the program."),
        ],
        not_when: vec![
            text!(
                "Jendela yang cukup panjang hanya dimiliki sedikit gelombang: kelompok lain terbuang; bandingkan dengan callaway-santanna.",
                "Few waves have a window that is long enough: the others are left out; compare with callaway-santanna."
            ),
            text!("Pengamatan bukan unit yang diikuti dan tidak ada klaster.", "Records do not follow units and there are no clusters."),
        ],
        errors: text!(
            "Berklaster pada unit asal (atau di atasnya), karena unit yang sama ada di beberapa sub-percobaan; faktor dan derajat bebas seperti fixest pada data bertumpuk. att adalah rata-rata waktu kejadian sesudah mulai.",
            "Clustered by the original unit (or above), since the same unit stands in several sub-experiments; factor and degrees of freedom as fixest on the stacked data. att is the mean over event times from the start on."
        ),
        edge_cases: vec![
            text!(
                "Jendela sama untuk semua gelombang, agar susunannya tidak berubah menurut waktu: gelombang yang tidak mempunyai semua waktu kejadian dikeluarkan. Tanpa --window A:B dipilih jendela dengan unit program kali periode terbanyak.",
                "The window is the same for all waves, so that their mix does not change over event time: waves that lack some of it leave. Without --window A:B it is the one with the most treated units times periods."
            ),
            text!(
                "Pembanding bersih: tidak pernah mulai, atau mulai sesudah jendela itu; --control never hanya memakai yang pertama.",
                "Clean comparison units never start, or start after the window; --control never uses the first only."
            ),
            text!(
                "Bobot koreksi dihitung per sub-percobaan dan waktu kejadian dari jumlah catatan (atau jumlah bobotnya); estimannya dampak rata-rata atas unit program (\"trimmed aggregate ATT\").",
                "Corrective weights are computed by sub-experiment and event time from counts of records (or sums of weights); the estimand is the average effect over the treated (\"trimmed aggregate ATT\")."
            ),
            text!(
                "Unit yang sudah mengikuti program sejak periode pertama dikeluarkan dan dihitung.",
                "Units treated since the first period leave and are counted."
            ),
        ],
        checked_against: "pyfixest 0.60.0 on a stack by own script; diff-diff 3.13.0 (StackedDiD)",
        references: &["Wing, Freedman & Hollingsworth (2024), NBER Working Paper 32054"],
    }
}
