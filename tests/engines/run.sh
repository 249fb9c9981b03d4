#!/usr/bin/env bash
# Starts Sail (Spark Connect and Flight SQL), PostgreSQL and DuckDB from registry packages, runs every study and command on each of them and here, and
# compares; then the failures, for real. Says of each engine whether it ran. Fails only where a comparison fails.
#
#     tests/engines/run.sh            all of it
#     tests/engines/run.sh duckdb     one engine (sail, flightsql, postgres, duckdb)
set -uo pipefail
cd "$(dirname "$0")/../.." || exit 1
# shellcheck source=tests/engines/lib.sh
. tests/engines/lib.sh

begin_engines
start_all "$@"
write_places

status=0
if [ "${#RUNNING[@]}" -gt 0 ]; then
    tests engines::load || status=1
    for engine in "${RUNNING[@]}"; do
        wanted "$engine" "$@" || continue
        if tests "_on_$engine"; then
            printf '%s ran\n' "$engine" >> "$RUN/summary"
        else
            printf '%s FAILED\n' "$engine" >> "$RUN/summary"
            status=1
        fi
    done
    for engine in "${RUNNING[@]}"; do
        case "$engine" in
        sail | postgres) wanted "$engine" "$@" && { tests "killed_in_the_middle_$engine" || status=1; } ;;
        esac
    done
fi
say "" "---- engines ----"
cat "$RUN/summary" >&2
exit "$status"
