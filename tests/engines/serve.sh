#!/usr/bin/env bash
# Starts Sail, PostgreSQL and DuckDB's library for trying things out; prints where they are and stops them on Ctrl-C.
set -uo pipefail
# shellcheck source=tests/engines/lib.sh
. "$(dirname "$0")/lib.sh"
begin_engines
install_drivers && say "export VIRTUAL_ENV=$DRIVERS_VENV"
install_duckdb && say "DuckDB's library: $DUCKDB_DRIVER (entry point duckdb_adbc_init)"
start_sail && say "Sail: $SAIL_URI"
start_flight && say "Sail's Flight SQL: $FLIGHT_URI"
start_postgres && say "PostgreSQL: $POSTGRES_URI, password in $RUN/postgres/password"
say "Ctrl-C stops all of it."
in_background /dev/null sleep infinity
wait "$STARTED"
