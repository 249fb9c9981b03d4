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
start_all
[ "${SPARK:-yes}" = yes ] && [ -n "$DRIVERS_VENV" ] && start_spark && place spark "$SPARK_URI" "$(wheel spark)"
write_places
export DAMPAK_TEST_RECORDS="$records"
tests fifty_million_records
