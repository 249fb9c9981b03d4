//! Problems of the comparison: no control group, no period before, one cluster.
