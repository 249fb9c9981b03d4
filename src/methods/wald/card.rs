//! The card of the Wald estimate.

use crate::methods::Card;
use crate::text;

pub(super) fn card() -> Card {
    Card {
        name: "wald",
        title: text!("Dampak per peserta (Wald, dua tahap)", "Effect per participant (Wald, two-stage least squares)"),
        question: text!(
            "Bila hanya sebagian pegawai ikut serta: berapa dampak keikutsertaan penuh, bukan hanya dampak ditawarkannya program?",
            "Where only some of the staff take part: what is the effect of full participation, not only of the program being offered?"
        ),
        equation: "β = ρ/π;  y = α + γ + ρ·Z + x'δ + ε;  D = α' + γ' + π·Z + x'δ' + η;  Z = group × after (or treated);  two-stage least squares of y on D with instrument Z",
        assumptions: vec![
            text!(
                "Tanpa program, hasil dan keikutsertaan kedua kelompok akan bergerak sejajar.",
                "Without the program the outcome and participation of both groups would have moved in parallel."
            ),
            text!("Program mengubah hasil hanya melalui keikutsertaan.", "The program changes the outcome through participation only."),
            text!(
                "Dampak keikutsertaan sebanding dengan porsi yang ikut serta, dan tetap antarwaktu bagi yang sudah ikut serta sebelumnya.",
                "The effect is proportional to the share that takes part, and stable over time for those who took part before."
            ),
        ],
        not_when: vec![
            text!(
                "Program mengubah layanan juga bagi yang tidak ikut serta (misalnya alur baru): gunakan 2x2 atau twfe.",
                "The program also changes the service for those who do not take part (a new procedure, say): use 2x2 or twfe."
            ),
            text!("Bentuk hubungan dosis dan dampak ditanyakan: gunakan dose.", "You ask for the shape of dose and effect: use dose."),
            text!(
                "Keikutsertaan pembanding berubah dan dampaknya berbeda antarkelompok.",
                "Participation of the comparison changes and effects differ between groups."
            ),
        ],
        errors: text!(
            "Ragam kuadrat terkecil dua tahap dengan --vcov dan --cluster seperti twfe (faktor sampel kecil fixest), dari ragam bersama ρ dan π. anderson_rubin_low dan anderson_rubin_high: selang Anderson–Rubin dengan ragam yang sama, kuadratik dalam bentuk tertutup; kosong bila tidak terbatas. Uji first-stage: F tahap pertama; anderson-rubin: uji bahwa dampaknya nol.",
            "The variance of two-stage least squares under --vcov and --cluster as for twfe (fixest's small-sample factors), from the joint variance of ρ and π. anderson_rubin_low and anderson_rubin_high: the Anderson–Rubin interval under the same variance, a quadratic in closed form; empty where it has no end. Test first-stage: F of the first stage; anderson-rubin: that the effect is zero."
        ),
        edge_cases: vec![
            text!("Regresinya twfe bila unit dan periode disebutkan, kalau tidak 2x2.", "The regression is twfe where unit and period are named, else 2x2."),
            text!(
                "Keikutsertaan yang dicatat sebagai satu angka per unit dihitung sejak program unit itu dimulai.",
                "Participation that is recorded as one number for a unit counts from the start of the unit's program on."
            ),
            text!(
                "Tahap pertama yang lemah (F < 10): satu catatan; selang Anderson–Rubin tetap benar.",
                "A weak first stage (F < 10): one note; the Anderson–Rubin interval stays right."
            ),
            text!(
                "Bentuk daerah Anderson–Rubin ada pada anderson_rubin.shape: interval, outside (semua di luar suatu rentang), ray, everything.",
                "The shape of the Anderson–Rubin region is in anderson_rubin.shape: interval, outside (all but a range), ray, everything."
            ),
            text!(
                "hc0–hc3 dengan kovariat yang berbeda di dalam sel memerlukan galat berklaster.",
                "hc0–hc3 with covariates that vary within cells need clustered errors instead."
            ),
        ],
        checked_against: "linearmodels 7.1 IV2SLS and own inversion (script beside the case)",
        references: &[
            "de Chaisemartin & D'Haultfœuille (2018), Review of Economic Studies 85(2)",
            "Anderson & Rubin (1949), Annals of Mathematical Statistics 20(1)",
            "Fieller (1954), JRSS B 16(2)",
        ],
    }
}
