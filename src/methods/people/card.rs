//! The card of scores of people before and after a training.

use crate::methods::Card;
use crate::text;

/// Scores of participants in plain words, for `dampak explain people` and for the report.
pub fn card() -> Card {
    Card {
        name: "people",
        title: text!("Nilai peserta sebelum dan sesudah pelatihan", "Scores of participants before and after training"),
        question: text!(
            "Seberapa besar nilai orang yang sama bertambah, berapa N-gain-nya, dan kompetensi mana yang masih jauh dari standar?",
            "By how much did the scores of the same people rise, what is their N-gain, and which competences are still far from the standard?"
        ),
        equation: "change = mean(after − before);  g = mean((after − before)/(max − before));  gap = standard − mean(after)",
        assumptions: vec![
            text!(
                "Tes sebelum dan sesudah sama sukarnya dan memakai nilai tertinggi yang sama.",
                "The tests before and after are equally hard and have the same highest score."
            ),
            text!(
                "Agar kenaikannya dapat dibaca sebagai hasil pelatihan: tanpa pelatihan nilai tidak naik. Mengerjakan tes yang sama dua kali saja sudah menaikkan nilai.",
                "For the rise to be due to the training: without it scores would not have risen. Taking the same test twice raises scores by itself."
            ),
            text!(
                "Selisih antara subkelompok, misalnya kelas dan daring, belum tentu dampak bentuk pelatihan: orang memilih bentuknya.",
                "A difference between subgroups, say classroom and online, need not be the effect of the form: people choose it."
            ),
        ],
        not_when: vec![text!(
            "Bila orang sebelum dan sesudah berbeda: gunakan `prepost` tanpa pasangan.",
            "Where the people before and after are different ones: use `prepost` without pairs."
        )],
        errors: text!(
            "Uji t atas rata-rata per orang; dua subkelompok dibandingkan dengan uji Welch; nilai p kesenjangan disesuaikan menurut Holm.",
            "The t test of a mean over people; two subgroups are compared by Welch's test; p-values of gaps are adjusted by Holm."
        ),
        edge_cases: vec![
            text!(
                "N-gain tidak terdefinisi bagi orang yang nilainya sudah tertinggi sebelum pelatihan: dihitung jumlahnya dan disebutkan, bukan dijadikan 0.",
                "N-gain is undefined for people whose score was the highest before the training: they are counted and said, never 0."
            ),
            text!(
                "Orang tanpa salah satu nilai tidak dipakai pada butir itu dan dihitung jumlahnya.",
                "People who lack one of the scores are left out of that item and counted."
            ),
        ],
        checked_against: "R 4.2.2 t.test (paired, Welch)",
        references: &[
            "Hake, R. R. (1998). Interactive-engagement versus traditional methods. American Journal of Physics 66, 64–74.",
            "Kirkpatrick, D. L., Kirkpatrick, J. D. (2006). Evaluating Training Programs: The Four Levels. 3rd ed. Berrett-Koehler.",
            "Welch, B. L. (1947). The generalization of \"Student's\" problem when several different population variances are involved. Biometrika 34, 28–35.",
        ],
    }
}
