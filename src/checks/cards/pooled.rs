//! Checks of a pool of studies.

use super::CheckCard;
use crate::text;

pub(super) fn cards() -> Vec<CheckCard> {
    vec![
        CheckCard {
            name: "leave-one-study-out",
            title: text!("Tanpa salah satu studi", "Without one study at a time"),
            asks: text!("Apakah satu studi menentukan rata-ratanya?", "Does one study decide the mean?"),
            how: text!("Rata-rata efek acak tanpa setiap studi.", "The random-effects mean without each study."),
            verdicts: text!(
                "Lolos bila rata-rata dan seluruh selangnya tetap di satu sisi nol; hati-hati bila ada selang yang memuat nol; tidak lolos bila tandanya berubah.",
                "Passes where the mean and its whole interval stay on one side of zero; takes care where an interval holds zero; fails where the sign changes."
            ),
            then: text!("Sebutkan studi itu, dan jelaskan apa yang berbeda di sana.", "Name that study, and say what was different there."),
            references: &["Viechtbauer & Cheung 2010"],
        },
        CheckCard {
            name: "distant-study",
            title: text!("Studi yang menyimpang", "A study far from the others"),
            asks: text!("Adakah studi yang dampaknya jauh dari studi lain?", "Does the effect of one study lie far from those of the others?"),
            how: text!(
                "Jarak setiap studi dari rata-rata studi lain, dalam simpangan baku jarak itu (residu studentized eksternal); nilai p dibagi rata atas studi (Bonferroni).",
                "The distance of each study from the mean of the others, in standard deviations of that distance (externally studentized residuals); p-values shared out over the studies (Bonferroni)."
            ),
            verdicts: text!(
                "Hati-hati bila p yang terkecil kurang dari 0,05; selebihnya lolos.",
                "Takes care where the smallest p is below 0.05; passes otherwise."
            ),
            then: text!(
                "Cari apa yang berbeda di sana: program, hasil yang diukur, atau skalanya; laporkan juga rata-rata tanpa studi itu.",
                "Find out what differs there: the program, the outcome, or its scale; report the mean without it, too."
            ),
            references: &["Viechtbauer & Cheung 2010"],
        },
        CheckCard {
            name: "one-scale",
            title: text!("Skala dampak baku", "Scale of the standardized effects"),
            asks: text!("Apakah dampak semua studi dibagi keragaman yang sejenis?", "Are the effects of all studies divided by the same kind of spread?"),
            how: text!(
                "Membandingkan studi yang datanya satu catatan per unit dan periode (rata-rata kantor atau wilayah) dengan studi yang datanya satu catatan per kasus atau responden.",
                "Tells studies with one record for each unit and period (averages of offices or regions) from those with one record for each case or respondent."
            ),
            verdicts: text!("Hati-hati bila keduanya bercampur; selebihnya lolos.", "Takes care where both are mixed; passes otherwise."),
            then: text!(
                "Bandingkan dampak dalam satuan aslinya, atau pakai data per kasus untuk studi itu.",
                "Compare effects in their own units, or use records by case for that study."
            ),
            references: &["Hedges 2007"],
        },
        CheckCard {
            name: "prediction",
            title: text!("Program serupa di tempat lain", "A like program elsewhere"),
            asks: text!("Dampak apa yang dapat diharapkan dari program serupa di tempat lain?", "What effect can be expected of a like program elsewhere?"),
            how: text!(
                "Rentang prediksi dari efek acak, dengan keragaman antarstudi.",
                "The prediction interval of the random effects, with the spread between studies."
            ),
            verdicts: text!(
                "Lolos bila seluruhnya di satu sisi nol; selebihnya hati-hati.",
                "Passes where all of it lies on one side of zero; takes care otherwise."
            ),
            then: text!("Cari sebab keragaman sebelum memperluas program.", "Find the cause of the spread before extending the program."),
            references: &["IntHout, Ioannidis & Borm 2016"],
        },
        CheckCard {
            name: "studies",
            title: text!("Bukti setiap studi", "Evidence of each study"),
            asks: text!("Seberapa kuat bukti setiap studi di dalamnya?", "How strong is the evidence of each study in it?"),
            how: text!("Penilaian setiap studi menurut aturan yang sama.", "The grade of each study by the same rule."),
            verdicts: text!(
                "Lolos bila semuanya sedikitnya sedang; hati-hati bila ada yang kurang; tidak lolos bila kebanyakan kurang.",
                "Passes where all are at least moderate; takes care where some are not; fails where most are not."
            ),
            then: text!(
                "Perkuat studi yang lemah: rata-rata tidak lebih kuat daripada isinya.",
                "Strengthen the weak studies: a mean is no stronger than what is in it."
            ),
            references: &["Higgins & Green 2011"],
        },
    ]
}
