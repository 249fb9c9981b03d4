#!/usr/bin/env bash
# Fifty million records here and on every engine that starts: seconds of the whole process and the ratio to here, as a table on standard output.
#
#     tests/engines/measure.sh RECORDS.parquet     made by `benches/peers.py` (records50000000.parquet)
set -uo pipefail
records="$(realpath "$1")" || exit 2
cd "$(dirname "$0")/../.." || exit 1
# shellcheck source=tests/engines/lib.sh
. tests/engines/lib.sh

begin_engines
RUNNING=()
touch "$RUN/places"
install_drivers || { say "the ADBC drivers could not be installed"; exit 1; }
start_sail && place sail "$SAIL_URI" "$(wheel spark)"
start_flight && place flightsql "$FLIGHT_URI" "$(wheel flightsql)"
install_duckdb && place duckdb "$RUN/records.duckdb" "$DUCKDB_DRIVER"
start_postgres && place postgres "$POSTGRES_URI" "$(wheel postgresql)" "" "$POSTGRES_PASSWORD"
[ "${SPARK:-yes}" = yes ] && start_spark && place spark "$SPARK_URI" "$(wheel spark)"
write_places
export DAMPAK_TEST_RECORDS="$records"
tests fifty_million_records
