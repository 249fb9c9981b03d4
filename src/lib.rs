//! dampak
