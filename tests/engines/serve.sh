#!/usr/bin/env bash
# Starts Sail, PostgreSQL and DuckDB's library for trying things out and for single tests; prints where they are and stops them on Ctrl-C.
set -uo pipefail
# shellcheck source=tests/engines/lib.sh
. "$(dirname "$0")/lib.sh"

begin_engines
start_all
write_places
say "" "export VIRTUAL_ENV=$VIRTUAL_ENV DAMPAK_TEST_ENGINES=$DAMPAK_TEST_ENGINES"
cat "$RUN/places" >&2
say "Ctrl-C stops all of it."
in_background /dev/null sleep infinity
wait "$STARTED"
