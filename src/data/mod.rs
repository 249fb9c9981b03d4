//! Files to records to cells. The only home of polars.
