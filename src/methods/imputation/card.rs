//! The card of imputation.

use crate::methods::Card;
use crate::text;

pub(super) fn card() -> Card {
    Card {
        name: "imputation",
        title: text!("Imputasi hasil tanpa program (Borusyak–Jaravel–Spiess)", "Imputation of the untreated outcome (Borusyak–Jaravel–Spiess)"),
        question: text!(
            "Bagaimana hasil unit program seandainya program tidak ada, menurut semua pengamatan yang belum terkena program, dan berapa selisihnya?",
            "What would the treated have had without the program, by all observations that it has not reached yet, and how far off are they?"
        ),
        equation: "D = 0: y[i,t] = α[i] + λ[t] + x[i,t]'γ + ε[i,t];  τ̂[i,t] = y[i,t] − α̂[i] − λ̂[t] − x[i,t]'γ̂;  θ = Σ v[i,t]·τ̂[i,t]",
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
            "Konservatif, dijumlahkan per unit atau klaster: sisa yang belum terkena program, dan simpangan τ̂ dari rata-rata kelompok dan periodenya; --vcov cr3 memakai rata-rata dari yang lain (leave-one-out). Tabel normal; t dengan G − 1 derajat bebas bila klaster kurang dari 10. Koefisien sebelum program berasal dari regresi pada pengamatan yang belum terkena program, dengan galat baku seperti twfe; pre-trends adalah uji F bersamanya.",
            "Conservative, summed by unit or cluster: residuals of the untreated, and deviations of τ̂ from the mean of its cohort and period; --vcov cr3 takes the mean of the others (leave-one-out). Normal table; t with G − 1 degrees of freedom under 10 clusters. Coefficients before the start come from a regression on the untreated, with errors as for twfe; pre-trends is their joint F test."
        ),
        edge_cases: vec![
            text!(
                "Unit yang sudah mengikuti program sejak periode pertama, dan unit tanpa catatan sebelum program, dikeluarkan dan dihitung.",
                "Units treated since the first period, and units without a record before the program, leave and are counted."
            ),
            text!(
                "Periode tanpa satu pun pengamatan yang belum terkena program tidak dapat diimputasi.",
                "Periods without any untreated observation cannot be imputed."
            ),
            text!(
                "Kovariat yang hanya bervariasi di antara unit program tidak menghapus dampak diam-diam: dampaknya dikosongkan dengan catatan.",
                "A covariate that varies among the treated only does not silently take part: such effects are left empty with a note."
            ),
            text!(
                "Sebelum program, waktu kejadian terawal menjadi acuan; --window A:B memilih dari A.",
                "Before the start the earliest event time is the reference; --window A:B chooses from A."
            ),
        ],
        checked_against: "didimputation 0.5.0",
        references: &["Borusyak, Jaravel & Spiess (2024), Review of Economic Studies 91(6)"],
    }
}
