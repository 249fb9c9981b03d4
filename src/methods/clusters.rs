//! Clusters of methods whose errors come from influence functions: one column, and units nested in it.

use super::DidSettings;
use crate::error::{Result, design};
use crate::panel::{Cells, Factor};
use crate::text;

/// The cluster column above the units; none where the units are the clusters. Refused where there are two, or where a unit is in several.
pub(super) fn above<'a>(cells: &'a Cells, settings: &DidSettings, unit: &Factor) -> Result<Option<&'a Factor>> {
    let mut names = settings.clusters();
    names.retain(|name| *name != unit.name);
    if names.len() > 1 {
        let why = text!("metode ini memakai satu kolom klaster", "this method uses one cluster column");
        return Err(design::variance_not_available("two-way", &why).into());
    }
    let Some(cluster) = names.first().and_then(|name| cells.key(name)) else { return Ok(None) };
    nested(unit, cluster, 0..cells.len())?;
    Ok(Some(cluster))
}

/// Refuses units that are in more than one cluster.
pub(super) fn nested(unit: &Factor, cluster: &Factor, rows: impl IntoIterator<Item = usize>) -> Result<()> {
    let mut known = vec![None; unit.levels.len()];
    for i in rows {
        let code = unit.codes[i];
        if *known[code as usize].get_or_insert(cluster.codes[i]) != cluster.codes[i] {
            return Err(design::cluster_varies(&cluster.name, &unit.levels.label(code)).into());
        }
    }
    Ok(())
}
