//! The card of extended two-way fixed effects.

use crate::methods::Card;
use crate::text;

pub(super) fn card() -> Card {
    Card {
        name: "extended-twfe",
        title: text!("Efek tetap dua arah yang diperluas (Wooldridge)", "Extended two-way fixed effects (Wooldridge)"),
        question: text!(
            "Berapa dampak pada setiap kelompok mulai dan setiap periode bila regresi dua arah diberi indikator untuk masing-masing, juga untuk hasil berupa cacah atau ya/tidak?",
            "What is the effect on each starting group in each period, when a two-way regression has an indicator for every one of them, for counts and yes/no outcomes as well?"
        ),
        equation: "E y[i,t] = F(α[g] + λ[t] + x'β[g] + x'ζ[t] + Σ 1{g,t}·(δ[g,t] + (x − x̄[g])'θ[g,t])),  F(η) = η, exp η or 1/(1 + exp(−η));  effect[g,t] = mean over the treated of F with δ and θ less F without",
        assumptions: vec![
            text!(
                "Tren sejajar pada skala indeks: linear, log (poisson), atau log-odds (logit), untuk kovariat yang sama.",
                "Parallel trends on the scale of the index: linear, log (poisson) or log odds (logit), for equal covariates."
            ),
            text!("Tidak ada dampak sebelum program, kecuali dalam masa antisipasi.", "No effect before the start, except in the periods of anticipation."),
            text!("Kovariat tetap sepanjang waktu, atau tidak terpengaruh program.", "Covariates are constant over time, or not affected by the program."),
        ],
        not_when: vec![
            text!(
                "Unit masuk dan keluar dari data menurut sifat tetapnya: efek kelompok tidak menangkapnya; gunakan imputation, atau --fixed-effects UNIT (linear).",
                "Units enter and leave the data by their fixed traits: cohort effects do not catch that; use imputation, or --fixed-effects UNIT (linear)."
            ),
            text!(
                "Jumlah kelompok kali periode mendekati jumlah klaster: galat baku menyesatkan.",
                "Cohorts times periods come near the number of clusters: the errors mislead."
            ),
        ],
        errors: text!(
            "Metode delta dari ragam berklaster (G/(G − 1) · (n − 1)/(n − K), K menghitung efek kelompok dan periode seperti fixest 0.14), bobot rata-rata dianggap tetap, tabel normal; t dengan G − 1 derajat bebas bila klaster kurang dari 10. Pada model linear semua --vcov tersedia; pada poisson dan logit cr0, cr1, hc0, hc1.",
            "Delta method from the clustered variance (G/(G − 1) · (n − 1)/(n − K), K counts cohort and period effects as fixest 0.14 does), weights of averages taken as fixed, normal table; t with G − 1 degrees of freedom under 10 clusters. The linear model has every --vcov; poisson and logit have cr0, cr1, hc0, hc1."
        ),
        edge_cases: vec![
            text!(
                "--control never: setiap kelompok mempunyai koefisien pada semua periode kecuali periode acuannya, juga sebelum program; --control not-yet: hanya sejak program, dan yang belum mulai ikut menjadi pembanding.",
                "--control never: each cohort has coefficients in all periods but its base, also before the start; --control not-yet: from the start on only, and those not yet treated are compared with."
            ),
            text!(
                "Kovariat dikurangi rata-rata kelompoknya dan diinteraksikan dengan kelompok, periode, dan setiap dampak, seperti etwfe; satu kemiringan berlebih tiap kovariat ikut dihitung dalam K.",
                "Covariates are taken about their cohort means and interacted with cohorts, periods and every effect, as in etwfe; one redundant slope a covariate counts in K."
            ),
            text!(
                "poisson dan logit: bila semua hasil tanpa program dalam suatu kelompok atau periode 0 (atau 1), maksimumnya tidak ada dan analisis ditolak; kelompok program yang hasilnya semua 0 atau 1 tidak menjadi masalah.",
                "poisson and logit: where all untreated outcomes of a cohort or period are 0 (or 1) there is no maximum and the analysis is refused; treated ones that are all 0 or 1 are no problem."
            ),
        ],
        checked_against: "etwfe 0.5.0; statsmodels 0.15 (poisson, logit)",
        references: &[
            "Wooldridge (2021), Two-way fixed effects, the two-way Mundlak regression, and difference-in-differences estimators, SSRN 3906345",
            "Wooldridge (2023), The Econometrics Journal 26(3)",
        ],
    }
}
