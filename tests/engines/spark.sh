#!/usr/bin/env bash
# Spark itself: a master, two workers and a Connect server on loopback. Every study and command as in run.sh; then an executor is killed during a query over
# 50 million rows, and the answer is exact all the same.
set -uo pipefail
cd "$(dirname "$0")/../.." || exit 1
# shellcheck source=tests/engines/lib.sh
. tests/engines/lib.sh

begin_engines
if ! install_drivers; then
    not_run spark "the ADBC drivers could not be installed (see $ENGINES_HOME/drivers.log)"
    exit 0
fi
start_spark || exit 0
place spark "$SPARK_URI" "$(wheel spark)" "${SPARK_WORKERS[1]}"
install_duckdb && place duckdb "$RUN/records.duckdb" "$DUCKDB_DRIVER"
write_places

status=0
tests engines::load && tests _on_spark an_executor_is_killed_spark || status=1
if [ "$status" -eq 0 ]; then say "spark ran"; else say "spark FAILED"; fi
exit "$status"
