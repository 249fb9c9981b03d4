//! Methods in plain words, from their cards. What has no card is named by its code.

use super::compose::say::say;
use super::document::Block;
use crate::locale::Lang;

/// The name of a method in words.
pub(crate) fn title(command: &str, method: &str, lang: Lang) -> String {
    match (command, method) {
        ("prepost", _) => say!(lang, "sebelum dan sesudah", "before and after"),
        ("satisfaction", _) => say!(lang, "indeks kepuasan", "satisfaction index"),
        (_, "2x2") => say!(lang, "selisih dari selisih dua kelompok dan dua masa", "difference-in-differences of two groups and two times"),
        (_, "twfe") => say!(lang, "selisih dari selisih dengan efek tetap dua arah", "difference-in-differences with two-way fixed effects"),
        (_, "event-study") => say!(lang, "dampak menurut lama program", "effects by time since the start"),
        _ => format!("`{method}`"),
    }
}

/// What a method does, what it assumes and how its errors are computed.
pub(crate) fn blocks(command: &str, method: &str, lang: Lang) -> Vec<Block> {
    let name = super::compose::beginning(&title(command, method, lang));
    let Some(body) = plain(command, method, lang) else { return vec![Block::Prose(format!("**{name}**."))] };
    vec![Block::Prose(format!("**{name}.** {body}"))]
}

fn plain(command: &str, method: &str, lang: Lang) -> Option<String> {
    Some(match (command, method) {
        ("prepost", _) => say!(
            lang,
            "Nilai sesudah program dikurangi nilai sebelum program pada peserta program. Selisih rata-rata diuji dengan uji t Welch, pergeseran median dengan Hodges–Lehmann.",
            "Values after the program minus values before it among those in the program. Differences in means are tested with Welch's t test, the median shift by Hodges–Lehmann."
        ),
        ("satisfaction", _) => say!(
            lang,
            "Nilai rata-rata setiap unsur (skala 1–4) dijumlahkan dengan bobot tepat 1/9 lalu dikalikan 25. Galat baku memperhitungkan bahwa responden satu unit layanan saling mirip.",
            "The mean score of each element (scale 1–4) is summed with weights of exactly 1/9 and multiplied by 25. Standard errors allow for respondents of one service unit resembling each other."
        ),
        (_, "2x2") => say!(
            lang,
            "Perubahan rata-rata peserta program dikurangi perubahan rata-rata pembanding pada masa yang sama.",
            "The change in the mean of the program group minus the change in the mean of the comparison over the same time."
        ),
        (_, "twfe") => say!(
            lang,
            "Setiap satuan layanan dibandingkan dengan dirinya sendiri, dan setiap periode dengan periode yang sama di pembanding. Galat baku memperhitungkan kemiripan catatan dalam satu klaster.",
            "Every service unit is compared with itself, and every period with the same period in the comparison. Standard errors allow for the likeness of records within a cluster."
        ),
        (_, "event-study") => say!(
            lang,
            "Dampak ditaksir terpisah untuk setiap periode sebelum dan sesudah program dimulai, terhadap periode acuan tepat sebelum program. Periode sebelum program menunjukkan apakah kedua kelompok bergerak sejajar.",
            "The effect is estimated separately for every period before and after the start, against the reference period just before it. The periods before show whether the two groups moved in parallel."
        ),
        _ => return None,
    })
}
