//! (profile)
pub(super) const EXAMPLES: usize = 5;
