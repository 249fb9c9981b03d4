//! Values before and after by row, the largest gain first.

use super::figure::DumbbellRow;

/// Rows by change, the largest gain first; rows without a change last, in the order given.
pub(super) fn sorted(rows: &[DumbbellRow]) -> Vec<&DumbbellRow> {
    let change = |row: &DumbbellRow| row.before.zip(row.after).map(|(before, after)| after - before);
    let mut sorted: Vec<&DumbbellRow> = rows.iter().collect();
    sorted.sort_by(|a, b| match (change(a), change(b)) {
        (Some(a), Some(b)) => b.total_cmp(&a),
        (Some(_), None) => std::cmp::Ordering::Less,
        (None, Some(_)) => std::cmp::Ordering::Greater,
        (None, None) => std::cmp::Ordering::Equal,
    });
    sorted
}
