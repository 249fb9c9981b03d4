//! The card of local projections.

use crate::methods::Card;
use crate::text;

pub(super) fn card() -> Card {
    Card {
        name: "local-projections",
        title: text!("Proyeksi lokal (LP-DiD; Dube–Girardi–Jordà–Taylor)", "Local projections (LP-DiD; Dube–Girardi–Jordà–Taylor)"),
        question: text!(
            "Sejauh mana hasil bergeser h periode sesudah unit mulai, dibandingkan unit yang sampai saat itu belum mulai?",
            "How far has the outcome moved h periods after a unit starts, compared with units that have not started by then?"
        ),
        equation: "y[i,t+h] − y[i,t−1] = β[h]·ΔD[i,t] + δ[t,h] + x[i,t]'γ[h] + ε,  ΔD[i,t] = 1 atau/or D[i,max(t,t+h)] = 0",
        assumptions: vec![
            text!(
                "Tren sejajar antara unit yang mulai dan unit yang belum mulai, dari periode sebelum mulai.",
                "Parallel trends of starting and not yet treated units, from the period before the start."
            ),
            text!("Tidak ada dampak sebelum program, kecuali dalam masa antisipasi.", "No effect before the start, except in the periods of anticipation."),
            text!(
                "Tanpa --reweight: regresi membobot waktu mulai menurut ragamnya; bobotnya selalu positif, tetapi bukan jumlah unit.",
                "Without --reweight the regression weighs starts by their variance; weights are positive, but not numbers of units."
            ),
        ],
        not_when: vec![
            text!("Program dapat berhenti: gunakan switchers.", "Treatment can end: use switchers."),
            text!(
                "Catatan tidak mengikuti unit yang sama: gunakan callaway-santanna dengan --panel no.",
                "Records do not follow the same units: use callaway-santanna with --panel no."
            ),
        ],
        errors: text!(
            "Setiap horizon satu regresi, berklaster pada unit dengan faktor dan derajat bebas seperti fixest (t dengan G − 1). Kovarians antarhorizon, dynamic, uji bersama dan pita berasal dari fungsi pengaruh semua regresi.",
            "One regression a horizon, clustered by unit with factor and degrees of freedom as fixest (t with G − 1). Covariances between horizons, dynamic, the joint test and bands come from the influence functions of all regressions."
        ),
        edge_cases: vec![
            text!(
                "Program yang berhenti ditolak (design::treatment-switches-off), tidak dianggap masih berjalan.",
                "A treatment that ends is refused (design::treatment-switches-off), not taken as going on."
            ),
            text!(
                "Pembanding bersih: belum mulai sampai akhir perubahan (untuk h < 0: sampai t); --control never hanya memakai yang tidak pernah mulai.",
                "Clean comparison units have not started by the end of the change (for h < 0: by t); --control never uses those that never start."
            ),
            text!(
                "att menggabungkan horizon jendela dalam satu regresi atas rata-ratanya (pooled), pooled-pre yang sebelum program; setiap baris memerlukan semua periode jendela itu.",
                "att pools the horizons of the window in one regression of their mean, pooled-pre those before the start; a row needs all periods of that window."
            ),
            text!(
                "--pre-mean all|N mengukur perubahan dari rata-rata semua atau N periode sebelum mulai; horizon −1 lalu bukan nol menurut definisi. Kovariat dipakai menurut nilainya pada periode mulai t.",
                "--pre-mean all|N measures changes from the mean of all or N periods before the start; horizon −1 is then not zero by definition. Covariates enter with their value in the period t of the start."
            ),
            text!(
                "Beberapa catatan dalam satu unit dan periode dirata-ratakan; perubahan unit adalah satu pengamatan.",
                "Several records of a unit and period are averaged; a change of a unit is one observation."
            ),
        ],
        checked_against: "pyfixest 0.60.0 (lpdid, feols), diff-diff 3.13.0 (LPDiD)",
        references: &["Dube, Girardi, Jordà & Taylor (2025), Journal of Applied Econometrics"],
    }
}
