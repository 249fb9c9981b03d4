//! Engines beyond this machine, for real. Ignored by default: `tests/engines/run.sh` starts the engines and runs these.

mod cells;
mod commands;
mod compare;
mod failures;
mod load;
mod place;
mod speed;
mod studies;
