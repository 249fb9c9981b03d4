//! Problems of the study file and of commands.
