//! How many rows are missing from the result, apart from those that were filtered out on purpose?

use super::finding;
use crate::estimate::{Finding, Verdict};
use crate::locale::{integer, percent};
use crate::panel::{DropReason, SampleAccount};
use crate::text;
use serde_json::{Map, Value};

/// Up to 5 % of the rows that belong to the study passes, up to 20 % takes care, more fails. Filtered rows, exact duplicates and rows that are no records
/// do not belong to it; unfinished cases do. Rows without an answer to the question that is the outcome (`asked`: its column) are often those of people
/// who were not asked: they do not count, and more than half of them takes care.
pub fn missing_data(account: &SampleAccount, asked: Option<&str>) -> Finding {
    let unanswered = |reason: &DropReason| matches!(reason, DropReason::Missing(column) if Some(column.as_str()) == asked);
    let outside = |reason: &DropReason| matches!(reason, DropReason::Filtered(_) | DropReason::DuplicateRow | DropReason::NotARecord) || unanswered(reason);
    let silent: u64 = account.dropped.iter().filter(|dropped| unanswered(&dropped.reason)).map(|dropped| dropped.rows).sum();
    let lost: u64 = account.dropped.iter().filter(|dropped| !outside(&dropped.reason)).map(|dropped| dropped.rows).sum();
    let unfinished: u64 = account.dropped.iter().filter(|dropped| dropped.reason == DropReason::Unfinished).map(|dropped| dropped.rows).sum();
    let all = account.rows_used + lost;
    let reasons: Map<String, Value> =
        account.dropped.iter().filter(|dropped| !outside(&dropped.reason)).map(|dropped| (dropped.reason.code(), dropped.rows.into())).collect();
    if all == 0 {
        return finding("missing-data", Verdict::NotApplicable, &[], text!("Tidak ada baris data.", "There are no rows."));
    }
    let share = lost as f64 / all as f64;
    let silent_share = silent as f64 / (all + silent) as f64;
    let verdict = match share {
        share if share <= 0.05 && silent_share > 0.5 => Verdict::Caution,
        share if share <= 0.05 => Verdict::Pass,
        share if share <= 0.20 => Verdict::Caution,
        _ => Verdict::Fail,
    };
    let evidence = [("share", share.into()), ("rows", lost.into()), ("of", all.into()), ("reasons", Value::Object(reasons)), ("without_answer", silent.into())];
    let rest = if unfinished > 0 {
        text!(
            |l| format!(" {} di antaranya belum selesai saat data diambil.", integer(l, unfinished)),
            format!(" {} of them were not finished when the data were taken.", integer(l, unfinished))
        )
    } else {
        crate::locale::Text::default()
    };
    let rest = if silent > 0 {
        let (id, en) = (rest.id, rest.en);
        text!(
            |l| format!("{id} Selain itu {} baris tidak memuat jawaban (misalnya tidak disurvei).", integer(l, silent)),
            format!("{en} Besides, {} rows hold no answer (people who were not asked, say).", integer(l, silent))
        )
    } else {
        rest
    };
    let asked_only = text!(
        |l| format!("{} baris tidak memuat jawaban (misalnya tidak disurvei); semua {} jawaban dipakai.", integer(l, silent), integer(l, all)),
        format!("{} rows hold no answer (people who were not asked, say); all {} answers are in the result.", integer(l, silent), integer(l, all)),
    );
    let none = text!(
        |l| format!("Tidak ada baris yang keluar dari hitungan: semua {} baris yang memuat hasil dipakai.", integer(l, all)),
        format!("No row was lost: all {} rows that hold the outcome are in the result.", integer(l, all)),
    );
    let some = text!(
        |l| format!(
            "{} dari {} baris ({}) tidak masuk hitungan karena kosong, tidak terbaca, atau belum selesai.{}",
            integer(l, lost),
            integer(l, all),
            percent(l, share, 1),
            rest.id
        ),
        format!(
            "{} of {} rows ({}) are not in the result because they are empty, unreadable or unfinished.{}",
            integer(l, lost),
            integer(l, all),
            percent(l, share, 1),
            rest.en
        ),
    );
    finding(
        "missing-data",
        verdict,
        &evidence,
        match (lost, silent) {
            (0, 1..) => asked_only,
            (0, 0) => none,
            _ => some,
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_that_were_filtered_on_purpose_do_not_count() {
        let mut account = SampleAccount { rows_read: 1000, rows_used: 1000, ..SampleAccount::default() };
        account.drop_rows(DropReason::Filtered("kota".into()), 500);
        account.drop_rows(DropReason::Unfinished, 20);
        let found = missing_data(&account, None);
        assert_eq!(found.verdict, Verdict::Pass);
        assert_eq!(found.evidence["share"], 0.04);
        account.drop_rows(DropReason::Missing("x".into()), 60);
        assert_eq!(missing_data(&account, Some("x")).verdict, Verdict::Pass);
        assert_eq!(missing_data(&account, None).verdict, Verdict::Caution);
        account.drop_rows(DropReason::Missing("y".into()), 100);
        assert_eq!(missing_data(&account, None).verdict, Verdict::Fail);
    }
}
