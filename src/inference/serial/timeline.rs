//! Which row stands at which period of which series.

/// Rows of one or several series by period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Timeline {
    /// One entry a series: the row at each period from its first to its last; none where the period is missing.
    series: Vec<Vec<Option<usize>>>,
    rows: usize,
}

impl Timeline {
    /// From the period and the series of each row. Of two rows of one series and period the later one counts: the caller has one a period.
    pub fn new(periods: &[i64], series: &[usize]) -> Self {
        let count = series.iter().max().map_or(0, |last| last + 1);
        let mut out = vec![Vec::new(); count];
        for (at, places) in out.iter_mut().enumerate() {
            let own = || periods.iter().zip(series).enumerate().filter(|(_, (_, of))| **of == at);
            let (Some(first), Some(last)) = (own().map(|(_, (period, _))| *period).min(), own().map(|(_, (period, _))| *period).max()) else { continue };
            places.resize((last - first) as usize + 1, None);
            for (row, (period, _)) in own() {
                places[(period - first) as usize] = Some(row);
            }
        }
        Self { series: out, rows: periods.len() }
    }

    /// One series without gaps.
    pub fn regular(rows: usize) -> Self {
        Self { series: vec![(0..rows).map(Some).collect()], rows }
    }

    /// Rows in all.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// Steps from the first to the last period of the longest series, plus one.
    pub fn length(&self) -> usize {
        self.series.iter().map(Vec::len).max().unwrap_or(0)
    }

    /// Periods between the first and the last one of a series that have no row.
    pub fn gaps(&self) -> usize {
        self.series.iter().flatten().filter(|row| row.is_none()).count()
    }

    /// Rows that lie `lag` steps apart in one series: (earlier, later), in order of time.
    pub fn pairs(&self, lag: usize) -> impl Iterator<Item = (usize, usize)> + '_ {
        self.series.iter().flat_map(move |places| places.iter().zip(places.iter().skip(lag)).filter_map(|(earlier, later)| (*earlier).zip(*later)))
    }

    /// For each row in order of time within its series: the row, the one before it, and how many steps lie between; the first of a series has none.
    pub fn steps(&self) -> impl Iterator<Item = (usize, Option<(usize, usize)>)> + '_ {
        self.series.iter().flat_map(|places| {
            let mut before: Option<(usize, usize)> = None;
            places.iter().enumerate().filter_map(move |(at, row)| {
                let row = (*row)?;
                let step = before.map(|(known, place)| (known, at - place));
                before = Some((row, at));
                Some((row, step))
            })
        })
    }

    /// The timeline of a part of the rows; `place` gives the new position of each row.
    pub(super) fn part(&self, place: &[Option<usize>]) -> Self {
        let series = self.series.iter().map(|places| places.iter().map(|row| row.and_then(|row| place[row])).collect()).collect();
        Self { series, rows: place.iter().flatten().count() }
    }
}
