//! The card of time to completion.

use crate::methods::Card;
use crate::text;

/// Time to completion in plain words, for `dampak explain survival` and for the report.
pub fn card() -> Card {
    Card {
        name: "survival",
        title: text!("Waktu sampai selesai dengan kasus yang belum selesai", "Time to completion with unfinished cases"),
        question: text!(
            "Seberapa lama kasus sampai selesai, sebelum dan sesudah program, bila kasus yang belum selesai ikut dihitung?",
            "How long do cases take until they are finished, before and after the program, with unfinished cases counted?"
        ),
        equation: "S(t) = prod (1 - d/n);  mean up to tau = integral of S from 0 to tau;  effect = after - before [ - the same in the comparison ]",
        assumptions: vec![
            text!(
                "Kasus yang belum selesai tidak berbeda dari kasus lain yang masih terbuka pada umur yang sama: data diambil pada waktu yang tidak bergantung pada sulitnya kasus.",
                "Unfinished cases do not differ from others that were open at the same age: when the data were taken does not depend on how hard a case is."
            ),
            text!(
                "Agar selisihnya dapat dibaca sebagai dampak: tanpa program lamanya tidak berubah; dengan pembanding: berubah sama besar.",
                "For the difference to be the effect: without the program times would not have changed; with a comparison: would have changed alike."
            ),
            text!(
                "Rasio laju (Cox) mengandaikan perbandingan laju yang tetap; ujinya disertakan.",
                "The hazard ratio (Cox) takes the ratio to be constant; its test is given."
            ),
        ],
        not_when: vec![text!(
            "Bila semua kasus selesai: `prepost` dan `did` atas lamanya memberi jawaban yang sama dengan lebih sederhana.",
            "Where all cases are finished: `prepost` and `did` on the duration say the same more simply."
        )],
        errors: text!(
            "Greenwood untuk kurva dan rata-rata terbatas; dengan --cluster, fungsi pengaruh dijumlahkan per klaster (G/(G − 1), sebaran t dengan G − 1 derajat bebas). Cox: balikan informasi, atau kekar per klaster (Lin dan Wei).",
            "Greenwood's for curves and restricted means; with --cluster influence functions summed by cluster (G/(G − 1), t with G − 1 degrees of freedom). Cox: inverse of the information, or robust by cluster (Lin and Wei)."
        ),
        edge_cases: vec![
            text!(
                "Batas waktu rata-rata (τ) adalah waktu terlama yang dicapai semua kelompok, kecuali ditetapkan dengan --tau.",
                "The horizon (tau) is the longest time that every group reaches, unless --tau sets it."
            ),
            text!(
                "Median kosong bila lebih dari separuh kasus masih terbuka; rata-rata terbatas tetap ada.",
                "The median is empty where more than half of the cases are open; the restricted mean is still there."
            ),
            text!(
                "Kasus tanpa akhir dianggap terlihat sampai tanggal terakhir dalam data, atau sampai --until.",
                "Cases without an end count as seen until the last date in the data, or until --until."
            ),
        ],
        checked_against: "R 4.2.2, survival 3.5-3 (survfit, survdiff, coxph with efron, breslow and exact ties, strata and robust errors, cox.zph)",
        references: &[
            "Kaplan, E. L., Meier, P. (1958). Nonparametric estimation from incomplete observations. Journal of the American Statistical Association 53, 457–481.",
            "Royston, P., Parmar, M. K. B. (2013). Restricted mean survival time: an alternative to the hazard ratio. BMC Medical Research Methodology 13, 152.",
            "Cox, D. R. (1972). Regression models and life-tables. Journal of the Royal Statistical Society B 34, 187–220.",
            "Efron, B. (1977). The efficiency of Cox's likelihood function for censored data. Journal of the American Statistical Association 72, 557–565.",
            "Grambsch, P. M., Therneau, T. M. (1994). Proportional hazards tests and diagnostics based on weighted residuals. Biometrika 81, 515–526.",
        ],
    }
}
