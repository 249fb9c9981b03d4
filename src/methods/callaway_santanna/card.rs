//! The card of Callaway–Sant'Anna.

use crate::methods::Card;
use crate::text;

pub(super) fn card() -> Card {
    Card {
        name: "callaway-santanna",
        title: text!("Dampak per kelompok awal dan periode (Callaway–Sant'Anna)", "Effects by cohort and period (Callaway–Sant'Anna)"),
        question: text!(
            "Bila unit memulai program pada waktu yang berbeda-beda: berapa dampaknya pada setiap kelompok di setiap periode, dan berapa rata-ratanya?",
            "Where units start at different times: what is the effect on each cohort in each period, and what are its averages?"
        ),
        equation: "ATT(g,t) = E[Y(t) − Y(b) | G = g] − E[Y(t) − Y(b) | C],  b = last period before g − anticipation;  θ = Σ w(g,t)·ATT(g,t)",
        assumptions: vec![
            text!(
                "Tanpa program, kelompok yang memulai pada waktu g akan berubah seperti pembandingnya (dengan kovariat: seperti pembanding dengan kovariat yang sama).",
                "Without the program the cohort of g would have moved like its comparison units (given covariates: like those with the same covariates)."
            ),
            text!(
                "Tidak ada dampak sebelum program, kecuali dalam periode antisipasi yang disebutkan.",
                "No effect before the start, except in the periods of anticipation that are named."
            ),
            text!("Program yang sudah dimulai tidak berhenti.", "A program that has started stays."),
            text!(
                "Dengan dr atau ipw: untuk setiap unit program ada pembanding dengan kovariat serupa.",
                "With dr or ipw: every treated unit has comparison units with similar covariates."
            ),
        ],
        not_when: vec![
            text!(
                "Semua unit memulai pada waktu yang sama dan tidak ada pembanding: gunakan its atau prepost.",
                "All units start at the same time and none is left for comparison: use its or prepost."
            ),
            text!("Program dapat berhenti: gunakan switchers bila tersedia.", "The program can end: use switchers where available."),
            text!(
                "Kurang dari 10 klaster: galat baku fungsi pengaruh menyesatkan; bandingkan dengan twfe --wild.",
                "Fewer than 10 clusters: influence-function errors mislead; compare with twfe --wild."
            ),
        ],
        errors: text!(
            "Dari fungsi pengaruh, dijumlahkan per unit atau per klaster di atasnya, tanpa faktor sampel kecil; bobot kelompok dalam rata-rata dianggap ikut diestimasi. Tabel normal; t dengan G − 1 derajat bebas bila klaster kurang dari 10. --bands N memberi pita serentak dari bootstrap pengali. Uji pre-trends adalah uji Wald χ² atas semua dampak kelompok dan periode sebelum awal program (seperti did, termasuk masa antisipasi; pre-trends-before-anticipation tanpa masa itu).",
            "From influence functions, summed by unit or by a cluster above it, without small-sample factor; the cohort weights in averages count as estimated. Normal table; t with G − 1 degrees of freedom under 10 clusters. --bands N gives simultaneous bands by the multiplier bootstrap. The test pre-trends is the χ² Wald test of all cohort-period effects before the start (as in did, anticipation included; pre-trends-before-anticipation leaves it out)."
        ),
        edge_cases: vec![
            text!(
                "Unit yang sudah mengikuti program sejak periode pertama dikeluarkan dan dihitung.",
                "Units treated since the first period leave and are counted."
            ),
            text!(
                "Tanpa unit yang tidak pernah mengikuti program: pembandingnya unit yang belum mengikuti program; kelompok terakhir hanya menjadi pembanding.",
                "Where no unit is never treated: units not yet treated are the comparison, and the last cohort serves for comparison only."
            ),
            text!(
                "Kelompok yang mulai sesudah periode terakhir dianggap tidak pernah mengikuti program, kecuali bila masih dalam masa antisipasi.",
                "A cohort that starts after the last period counts as never treated, unless it starts inside the anticipation window."
            ),
            text!(
                "Kovariat dan bobot diambil dari periode yang lebih awal di antara periode itu dan periode dasarnya, seperti did.",
                "Covariates and weights are those of the earlier of the period and its base period, as in did."
            ),
            text!(
                "Panel yang tidak lengkap dihitung dengan rumus potongan lintang berulang, dikelompokkan per unit (allow_unbalanced_panel pada did); --panel yes memakai unit yang lengkap saja.",
                "A panel with gaps uses the formulas of repeated cross-sections, summed by unit (allow_unbalanced_panel in did); --panel yes uses complete units only."
            ),
            text!(
                "Dampak yang tidak teridentifikasi (tanpa pembanding, peluang ikut program ≥ 0,999, kovariat singular) dikosongkan dengan satu catatan; sisanya tetap dihitung.",
                "Effects that are not identified (no comparison, propensity of 0.999 or more, singular covariates) are left empty with one note; the rest goes on."
            ),
            text!(
                "Untuk dr pada potongan lintang berulang, tanda satu suku fungsi pengaruh mengikuti DRDID 1.2.3; suku itu lenyap pada sampel besar.",
                "For dr with repeated cross-sections one term of the influence function has the sign of DRDID 1.2.3; it vanishes in large samples."
            ),
            text!(
                "--window A:B menambah rata-rata waktu kejadian A sampai B dan membatasi rata-rata dynamic; --balance E memakai kelompok yang teramati sampai waktu kejadian E saja.",
                "--window A:B adds the average over event times A to B and limits the dynamic average; --balance E uses only cohorts seen until event time E."
            ),
        ],
        checked_against: "did 2.3.0 (att_gt, aggte) with DRDID 1.2.3",
        references: &[
            "Callaway & Sant'Anna (2021), Journal of Econometrics 225(2)",
            "Sant'Anna & Zhao (2020), Journal of Econometrics 219(1)",
            "Roth, Sant'Anna, Bilinski & Poe (2023), Journal of Econometrics 235(2)",
        ],
    }
}
