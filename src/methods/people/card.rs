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
        equation: "change = mean(after − before);  g = mean((after − before)/(max − before));  gap = standard − mean(after), or mean(importance − after)",
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
            "Uji t atas rata-rata per orang; dua subkelompok dibandingkan dengan uji Welch; nilai p kesenjangan disesuaikan menurut Holm. Rentang urutan: setiap pasang butir dibandingkan pada orang yang sama, disesuaikan menurut Holm atas semua pasangan.",
            "The t test of a mean over people; two subgroups are compared by Welch's test; p-values of gaps are adjusted by Holm. Ranks that a gap may have: each pair of items is compared on the same people, adjusted by Holm over all pairs."
        ),
        edge_cases: vec![
            text!(
                "N-gain tidak terdefinisi bagi orang yang nilainya sudah tertinggi sebelum pelatihan: dihitung jumlahnya dan disebutkan, bukan dijadikan 0.",
                "N-gain is undefined for people whose score was the highest before the training: they are counted and said, never 0."
            ),
            text!(
                "N-gain negatif (nilai turun) ikut dirata-ratakan dan digolongkan rendah; beberapa orang yang turun dari dekat nilai tertinggi dapat menarik rata-rata jauh ke bawah. N-gain dari nilai rata-rata (Hake) disebutkan di sampingnya.",
                "A negative N-gain (the score fell) enters the mean and counts as low; a few people who fell from near the maximum can pull the mean far down. The N-gain of the mean scores (Hake) stands beside it."
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
            "Mogstad, M., Romano, J. P., Shaikh, A. M., Wilhelm, D. (2024). Inference for ranks with applications to mobility across neighbourhoods and academic achievement across countries. Review of Economic Studies 91, 476–518.",
            "Welch, B. L. (1947). The generalization of \"Student's\" problem when several different population variances are involved. Biometrika 34, 28–35.",
        ],
    }
}
