//! The card of the efficient estimator.

use crate::methods::Card;
use crate::text;

pub(super) fn card() -> Card {
    Card {
        name: "efficient",
        title: text!("Penaksir efisien untuk waktu mulai yang acak (Roth–Sant'Anna)", "Efficient estimator for random starts (Roth–Sant'Anna)"),
        question: text!(
            "Bila urutan mulainya program diundi, berapa dampaknya, setepat mungkin?",
            "Where the order of starts was drawn by lot, what is the effect, as precisely as can be?"
        ),
        equation: "θ̂(β) = Σ A[g,t]·ȳ[g,t] − β·Σ B[g,t]·ȳ[g,t],  β* = Cov(X̂, θ̂₀)/Var(X̂);  Var = Σ c[g]'S[g]c[g]/N[g] − b'S̄b/N,  c = A − β·B",
        assumptions: vec![
            text!(
                "Waktu mulai acak: setiap unit sama-sama mungkin mulai pada setiap waktu (undian, urutan yang tidak terkait hasil). Ini lebih kuat daripada tren sejajar.",
                "Starts are random: every unit could as well have started at any of the times (a lottery, an order unrelated to the outcome). This is stronger than parallel trends."
            ),
            text!("Tidak ada dampak sebelum program, kecuali dalam masa antisipasi.", "No effect before the start, except in the periods of anticipation."),
            text!("Setiap kelompok awal berisi cukup banyak unit.", "Every cohort holds enough units."),
        ],
        not_when: vec![
            text!(
                "Waktu mulai dipilih, bukan diundi: gunakan callaway-santanna, atau --pre-adjust difference.",
                "Starts were chosen, not drawn: use callaway-santanna, or --pre-adjust difference."
            ),
            text!("Perlu kovariat atau bobot: gunakan callaway-santanna.", "Covariates or weights are needed: use callaway-santanna."),
        ],
        errors: text!(
            "Ragam atas undian waktu mulai: ragam Neyman dikurangi bagian yang terjelaskan oleh hasil sebelum program (std_error); bentuk konservatif Neyman ada di std_error_neyman. Tabel normal; t dengan G − 1 derajat bebas bila unit atau klaster kurang dari 10. Dengan klaster di atas unit: Neyman per klaster. Fungsi pengaruh dalam hasil adalah bentuk Neyman. --permute membagikan ulang waktu mulai antarunit dengan statistik dibagi galat Neyman.",
            "Variance over the draw of starts: Neyman's, less what outcomes before the start explain of it (std_error); Neyman's conservative form is std_error_neyman. Normal table; t with G − 1 degrees of freedom under 10 units or clusters. With clusters above the units: Neyman by cluster. The influence functions in the result are those of Neyman. --permute deals out the starts among units again, with the statistic divided by Neyman's error."
        ),
        edge_cases: vec![
            text!(
                "Panel harus lengkap: unit yang tidak ada di semua periode dikeluarkan dan dihitung.",
                "The panel must be complete: units that are not there in all periods leave and are counted."
            ),
            text!(
                "Pembandingnya semua unit yang belum mulai; --control never hanya memakai yang tidak pernah mulai. --pre-adjust difference adalah penaksir Callaway–Sant'Anna, dan bersama --control never penaksir Sun–Abraham; --pre-adjust none selisih rata-rata biasa.",
                "All units that have not started serve for comparison; --control never uses those that never start. --pre-adjust difference is the estimator of Callaway and Sant'Anna, with --control never that of Sun and Abraham; --pre-adjust none the plain difference in means."
            ),
            text!(
                "Setiap baris mempunyai β sendiri, jadi rata-rata bukan rata-rata baris lain.",
                "Each row has its own β, so an average is not the average of other rows."
            ),
            text!(
                "Unit yang sudah mulai pada periode pertama ikut, karena rata-rata dibandingkan dalam tingkat; dengan --pre-adjust difference unit itu dikeluarkan. Kelompok dengan satu unit dikeluarkan.",
                "Units that start in the first period take part, since means are compared in levels; with --pre-adjust difference they leave. Cohorts of a single unit leave."
            ),
        ],
        checked_against: "staggered 1.2.2 (staggered, staggered_cs, staggered_sa)",
        references: &["Roth & Sant'Anna (2023), Journal of Political Economy Microeconomics 1(4)"],
    }
}
