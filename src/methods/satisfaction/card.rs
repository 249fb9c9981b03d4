//! The card of the satisfaction index.

use crate::methods::Card;
use crate::text;

/// The index in words.
pub fn card() -> Card {
    Card {
        name: "satisfaction-index",
        title: text!("Indeks Kepuasan Masyarakat (SKM/IKM)", "Public satisfaction index (SKM/IKM)"),
        question: text!(
            "Berapa nilai dan mutu pelayanan menurut responden, dan apakah berubah antarperiode melebihi derau sampel?",
            "How do respondents rate the service, and did the rating change between periods by more than the noise of the sample?"
        ),
        equation: "IKM = 25 · Σ NRR[j] / k,  NRR[j] = Σ w s[j] / Σ w,  V = G/(G−1) · Σ_g (Σ_{i∈g} ψ[i])²",
        assumptions: vec![
            text!("Responden setiap periode mewakili pengguna layanan pada periode itu.", "The respondents of each period stand for the users of that period."),
            text!(
                "Unsur yang sama ditanyakan dengan cara yang sama; unsur yang hanya ada di sebagian periode dikeluarkan dari perbandingan.",
                "The same items were asked in the same way; items of some periods only leave the comparison."
            ),
            text!(
                "Unit (atau responden, bila tidak ada kolom unit) saling bebas.",
                "Units (or respondents, where there is no column of units) are independent of each other."
            ),
        ],
        not_when: vec![
            text!(
                "Untuk mengatakan bahwa program menyebabkan perubahan: selisih sebelum–sesudah memuat semua hal lain yang berubah. Pakailah selisih-dari-selisih dengan unit pembanding.",
                "To say that a program caused the change: a before/after difference holds everything else that changed. Use difference-in-differences with comparison units."
            ),
            text!(
                "Skala bukan 1–4, misalnya Likert lima tingkat: ubah dahulu skalanya.",
                "Scales other than 1–4, such as a five-point Likert scale: convert them first."
            ),
        ],
        errors: text!(
            "Linearisasi jumlah rasio dengan klaster unit dan sebaran t (G − 1); selisih dua periode menghitung unit yang ada di keduanya satu kali. Tanpa unit: responden, selisih menurut Welch.",
            "Linearization of a sum of ratios, clustered by unit, t with G − 1 degrees of freedom; the difference of two periods counts a unit of both once. Without units: respondents, the difference after Welch."
        ),
        edge_cases: vec![
            text!(
                "Bobot tepat 1/9. Bobot 0,111 atau 0,11 pada lembar kerja menurunkan nilai 91,48 menjadi 91,38 atau 90,56.",
                "Weights are exactly 1/9. Worksheets with 0.111 or 0.11 turn 91.48 into 91.38 or 90.56."
            ),
            text!(
                "Mutu ditentukan dari nilai yang dibulatkan dua desimal, sebab batas mutu bercelah (76,60 dan 76,61).",
                "Grades follow the value rounded to two decimals, as the bands have gaps (76.60 and 76.61)."
            ),
            text!(
                "U8 dan U9 sering tertukar karena contoh kuesioner menanyakan sarana lebih dahulu; kolom dikenali dari labelnya.",
                "U8 and U9 are often swapped, as the sample questionnaire asks facilities first; columns are recognised by their labels."
            ),
            text!("Jawaban kosong tidak dihitung sebagai nilai terendah.", "An answer left out is not counted as the lowest score."),
        ],
        checked_against: "closed forms: variance of a mean, of cluster means, Welch; the regulation's bands and a published worksheet of 29 respondents",
        references: &[
            "Permenpan RB 14/2017",
            "Kepmenpan 25/2004",
            "Särndal, Swensson and Wretman (1992), Model Assisted Survey Sampling, 5.7",
            "Martilla and James (1977), Journal of Marketing 41(1)",
            "Krejcie and Morgan (1970), Educational and Psychological Measurement 30(3)",
        ],
    }
}
