//! Group and period of each cell in a design, or why it takes no part, in four bytes a cell.

use super::Left;

/// Group and period of a cell, or why it takes no part.
pub(super) type Place = std::result::Result<(u32, u32), Left>;

/// Those of all cells.
#[derive(Default)]
pub(in crate::methods) struct Places {
    codes: Vec<u32>,
    /// What the codes stand for.
    places: Vec<Place>,
}

impl Places {
    /// A code a cell, and what the codes stand for.
    pub(super) fn new(codes: Vec<u32>, places: Vec<Place>) -> Self {
        Self { codes, places }
    }

    /// That of a cell.
    pub(in crate::methods) fn get(&self, cell: usize) -> std::result::Result<(u32, u32), Left> {
        self.places[self.codes[cell] as usize]
    }

    /// Those of all cells in their order.
    pub(in crate::methods) fn iter(&self) -> impl Iterator<Item = std::result::Result<(u32, u32), Left>> + '_ {
        self.codes.iter().map(|code| self.places[*code as usize])
    }

    /// The same cells in `parts` groups for each one: `part` says which of them a cell is in.
    pub(in crate::methods) fn split(&self, parts: u32, part: impl Fn(usize) -> u32) -> Self {
        let places = self.places.iter().flat_map(|place| (0..parts).map(move |part| place.map(|(group, period)| (parts * group + part, period))));
        Self { codes: self.codes.iter().enumerate().map(|(cell, code)| code * parts + part(cell)).collect(), places: places.collect() }
    }
}
