//! The card of triple differences.

use crate::methods::Card;
use crate::text;

pub(super) fn card() -> Card {
    Card {
        name: "triple",
        title: text!("Tiga-selisih (triple differences)", "Triple differences"),
        question: text!(
            "Bila hanya sebagian orang atau layanan berhak atas program (--partition): seberapa jauh perubahan yang berhak melebihi yang tidak berhak, di wilayah program dibandingkan dengan wilayah lain?",
            "Where only a part of the people or services is eligible (--partition): how much more did the eligible change than the others where the program runs, compared with where it does not?"
        ),
        equation: "ATT(g,t) = DiD[(g,1) − (g,0)] + DiD[(g,1) − (c,1)] − DiD[(g,1) − (c,0)],  (s,q): start s, eligible q;  y = … + β·group·after·eligible + x'δ + ε",
        assumptions: vec![
            text!(
                "Tanpa program, selisih antara yang berhak dan yang tidak berhak akan berubah sama besar di wilayah program dan di wilayah pembanding. Kedua selisih boleh mempunyai tren sendiri.",
                "Without the program the gap between eligible and not eligible would have changed by the same amount where the program runs and where it does not. Each side may have a trend of its own."
            ),
            text!("Yang tidak berhak di wilayah program tidak ikut terkena dampaknya.", "The not eligible where the program runs are not affected by it."),
            text!(
                "Tidak ada dampak sebelum program, kecuali dalam periode antisipasi yang disebutkan.",
                "No effect before the start, except in the periods of anticipation that are named."
            ),
            text!(
                "Dengan dr atau ipw: pada setiap kelompok pembanding ada unit dengan kovariat serupa dengan yang berhak di wilayah program.",
                "With dr or ipw: every comparison group has units with covariates like those of the eligible where the program runs."
            ),
        ],
        not_when: vec![
            text!(
                "Semua unit di wilayah program berhak: gunakan callaway-santanna atau 2x2.",
                "All units where the program runs are eligible: use callaway-santanna or 2x2."
            ),
            text!(
                "Yang tidak berhak ikut merasakan program (antrean lebih pendek, petugas berpindah): tiga-selisih menyesatkan.",
                "The program reaches the not eligible (shorter queues, staff that moves): triple differences mislead."
            ),
        ],
        errors: text!(
            "Dengan --group dan --post: regresi dengan ragam seperti 2x2 (cr1 per unit atau hc1). Dengan --cohort atau --treated: dari fungsi pengaruh, dijumlahkan per unit atau per klaster di atasnya, tanpa faktor sampel kecil; t dengan G − 1 derajat bebas bila klaster kurang dari 10. Untuk beberapa kelompok pembanding galatnya akar Σψ² dari gabungan; triplediff 0.2 memakai 1/√(n·1'Ω⁻¹1) dengan Ω yang diskalakan ke ukuran sel, sehingga galatnya lebih kecil bila tidak semua kelompok ikut.",
            "With --group and --post: a regression with variances as for 2x2 (cr1 by unit, or hc1). With --cohort or --treated: from influence functions, summed by unit or by a cluster above it, without small-sample factor; t with G − 1 degrees of freedom under 10 clusters. With several comparison cohorts the error is the root of Σψ² of the combination; triplediff 0.2 has 1/√(n·1'Ω⁻¹1) with Ω scaled to the size of the cell, which is smaller where not all cohorts take part."
        ),
        edge_cases: vec![
            text!(
                "Kelompok pembanding tidak digabung begitu saja (hasilnya bias); setiap kelompok memberi satu taksiran, lalu dirata-ratakan dengan bobot GMM optimal. Bila ragam gabungannya singular, bobotnya sama.",
                "Comparison cohorts are not simply pooled (that is biased); each gives an estimate, and these are averaged with optimal GMM weights, equal ones where their covariance is singular."
            ),
            text!(
                "Rata-rata antarkelompok awal memakai banyaknya semua unit kelompok itu, seperti triplediff, bukan hanya yang berhak.",
                "Averages over cohorts weigh by all units of a cohort, as triplediff does, not by the eligible alone."
            ),
            text!(
                "Dengan kovariat, bentuk regresi menambahkannya secara linear; dr, ipw dan regression tersedia bila awal program diberikan dengan --cohort.",
                "With covariates the regression form adds them linearly; dr, ipw and regression are there where starts are given with --cohort."
            ),
            text!(
                "Unit yang hanya kadang-kadang berhak ditolak; baris yang merupakan catatan terpisah (--panel no) boleh berbeda.",
                "Units that are eligible at some times only are refused; rows that are separate records (--panel no) may differ."
            ),
            text!(
                "Kelompok pembanding yang kosong atau tidak serupa untuk suatu dampak ditinggalkan dengan catatan.",
                "A comparison cohort that is empty or not similar for an effect is left out of it, with a note."
            ),
        ],
        checked_against: "moderndid 0.2.0 (ddd, a port of triplediff), diff-diff 3.13.0 (TripleDifference), statsmodels 0.15.0",
        references: &[
            "Olden & Møen (2022), Econometrics Journal 25(3)",
            "Ortiz-Villavicencio & Sant'Anna (2025), arXiv 2505.09942",
            "Sant'Anna & Zhao (2020), Journal of Econometrics 219(1)",
        ],
    }
}
