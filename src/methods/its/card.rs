//! The card of the interrupted time series.

use crate::methods::Card;
use crate::text;

/// Interrupted time series in plain words, for `dampak explain its` and for the report.
pub fn card() -> Card {
    Card {
        name: "its",
        title: text!("Deret waktu terputus", "Interrupted time series"),
        question: text!(
            "Apakah taraf dan kemiringan deret berubah sejak program dimulai, dibandingkan dengan kelanjutan deret sebelum program?",
            "Did the level and the slope of the series change from the start of the program on, compared with how it was going before?"
        ),
        equation: "y[t] = b0 + b1 t + b2 1{t >= s} + b3 (t - s)+ + season[t] + x[t]'c + u[t];  with a comparison series all of b0..b3 again times z (Linden 2015)",
        assumptions: vec![
            text!(
                "Tanpa program, deret akan berlanjut menurut taraf, kemiringan, dan musim sebelum program.",
                "Without the program the series would have gone on with its earlier level, slope and season."
            ),
            text!(
                "Tidak ada hal lain yang terjadi bersamaan; deret pembanding membantu memeriksanya.",
                "Nothing else happened at the same time; a comparison series helps to see that."
            ),
            text!(
                "Kemiringan sebelum program mendekati garis lurus dan cukup panjang untuk ditaksir (dianjurkan sedikitnya 8 periode, dan dua tahun bila ada musim).",
                "The path before is close to a straight line and long enough to be estimated (at least 8 periods, two years where there are seasons)."
            ),
        ],
        not_when: vec![
            text!(
                "Bila banyak unit layanan mulai pada waktu berbeda: gunakan difference-in-differences (`did`).",
                "Where many units start at different times: use difference-in-differences (`did`)."
            ),
            text!("Bila hanya ada satu-dua periode sebelum program: gunakan `prepost`.", "Where there are only one or two periods before: use `prepost`."),
        ],
        errors: text!(
            "Newey–West (kernel Bartlett, derajat bebas n − k): dengan --lag N sampai kelambanan itu, tanpa --lag sesudah pemutihan dengan kelambanan otomatis (Newey dan West 1994); faktor n/(n − k) dipakai kecuali --adjust no. Pilihan lain: Prais–Winsten, Cochrane–Orcutt, dan kemungkinan maksimum untuk galat autoregresif orde satu; Andrews; iid. Pada deret pendek galat Newey–West cenderung terlalu kecil: bandingkan dengan --errors prais-winsten.",
            "Newey–West (Bartlett kernel, n − k degrees of freedom): with --lag N up to that lag, without it prewhitened with an automatic lag (Newey and West 1994); the factor n/(n − k) is used unless --adjust no. Else: Prais–Winsten, Cochrane–Orcutt and maximum likelihood for first-order autoregressive errors; Andrews; iid. In short series Newey–West errors tend to be too small: compare with --errors prais-winsten."
        ),
        edge_cases: vec![
            text!(
                "Catatan dirata-ratakan per periode dahulu; setiap periode berbobot sama kecuali --period-weights records.",
                "Records are averaged by period first; periods count alike unless --period-weights records."
            ),
            text!(
                "Periode yang hilang tidak diisi; kelambanan dihitung menurut kalender, bukan menurut baris.",
                "Missing periods are not filled in; lags are steps of the calendar, not of rows."
            ),
            text!(
                "slope-change dihitung dari periode program pertama (0), sehingga level-change adalah lompatan pada periode itu.",
                "slope-change counts from the first period of the program (0), so that level-change is the jump in that period."
            ),
            text!(
                "Dengan pembanding, suku tanpa awalan milik pembanding dan suku difference-… milik deret program dikurangi pembanding, seperti itsa di Stata; kelambanan tidak melintasi deret.",
                "With a comparison, terms without prefix are the comparison's and difference-… the interrupted series' minus the comparison's, as in Stata's itsa; lags do not cross series."
            ),
        ],
        checked_against: "R 4.2.2: sandwich 3.0-2 (NeweyWest with fixed, automatic and prewhitened lag, kernHAC), lmtest 0.9-40 (dwtest, bgtest), stats (Box.test), nlme 3.1-162 (gls, corAR1); own Prais-Winsten and Cochrane-Orcutt in R",
        references: &[
            "Wagner, A. K., Soumerai, S. B., Zhang, F., Ross-Degnan, D. (2002). Segmented regression analysis of interrupted time series studies in medication use research. Journal of Clinical Pharmacy and Therapeutics 27, 299–309.",
            "Linden, A. (2015). Conducting interrupted time-series analysis for single- and multiple-group comparisons. Stata Journal 15, 480–500.",
            "Newey, W. K., West, K. D. (1987). A simple, positive semi-definite, heteroskedasticity and autocorrelation consistent covariance matrix. Econometrica 55, 703–708.",
            "Newey, W. K., West, K. D. (1994). Automatic lag selection in covariance matrix estimation. Review of Economic Studies 61, 631–653.",
            "Prais, S. J., Winsten, C. B. (1954). Trend estimators and serial correlation. Cowles Commission Discussion Paper 383.",
            "Turner, S. L., Forbes, A. B., Karahalios, A., Taljaard, M., McKenzie, J. E. (2021). Evaluation of statistical methods used in the analysis of interrupted time series studies: a simulation study. BMC Medical Research Methodology 21, 181.",
        ],
    }
}
