# Installs the engines from package registries into a cache and starts them on loopback. Sourced by the scripts beside it.
#
# Downloads are kept under ${XDG_CACHE_HOME:-$HOME/.cache}/dampak/engines; everything else lies in one temporary folder
# ($RUN) that goes with the script, and so do the processes ($GROUPS_FILE): both are cleaned by `stop_engines`, also after a failure.

ENGINES_HOME="${XDG_CACHE_HOME:-$HOME/.cache}/dampak/engines"
PYTHON="${PYTHON:-python3}"
SAIL_VERSION=0.7.2
SPARK_VERSION=4.3.0
DUCKDB_VERSION=1.5.6-r.1
DRIVERS=(adbc-driver-spark==0.3.0 adbc-driver-flightsql==1.13.0 adbc-driver-postgresql==1.13.0)

say() { printf '%s\n' "$*" >&2; }

# not_run ENGINE WHY: the line that nobody may overlook, kept for the summary.
not_run() {
    say "engines: $1 NOT RUN: $2"
    printf '%s NOT RUN: %s\n' "$1" "$2" >> "$RUN/summary"
}

begin_engines() {
    mkdir -p "$ENGINES_HOME"
    RUN="$(mktemp -d "${TMPDIR:-/tmp}/dampak-engines-XXXXXX")"
    # Servers that run as another user read tables from here.
    chmod 755 "$RUN"
    GROUPS_FILE="$RUN/groups"
    : > "$GROUPS_FILE"
    : > "$RUN/summary"
    : > "$RUN/places"
    RUNNING=()
    DRIVERS_VENV=""
    trap stop_engines EXIT
    trap 'exit 130' INT TERM
}

stop_engines() {
    local status=$? group
    trap - EXIT
    # PostgreSQL waits for its workers otherwise, which are groups of their own.
    [ -n "${POSTGRES_GROUP:-}" ] && kill -QUIT "$POSTGRES_GROUP" 2> /dev/null
    while read -r group; do
        kill -TERM -- "-$group" 2> /dev/null || true
    done < "$GROUPS_FILE"
    for _ in $(seq 50); do
        any_alive || break
        sleep 0.1
    done
    while read -r group; do
        kill -KILL -- "-$group" 2> /dev/null || true
    done < "$GROUPS_FILE"
    rm -rf "$RUN"
    exit "$status"
}

any_alive() {
    local group
    while read -r group; do
        kill -0 -- "-$group" 2> /dev/null && return 0
    done < "$GROUPS_FILE"
    return 1
}

# in_background LOG COMMAND…: a process group of its own, whose id is kept and left in $STARTED.
in_background() {
    local log="$1"
    shift
    setsid "$@" > "$log" 2>&1 < /dev/null &
    STARTED=$!
    printf '%s\n' "$STARTED" >> "$GROUPS_FILE"
}

# free_port FROM: the first port from there on that nobody listens on.
free_port() {
    local port="$1"
    while (exec 3<> "/dev/tcp/127.0.0.1/$port") 2> /dev/null; do port=$((port + 1)); done
    printf '%s\n' "$port"
}

# wait_for_port PORT SECONDS
wait_for_port() {
    for _ in $(seq $(($2 * 5))); do
        (exec 3<> "/dev/tcp/127.0.0.1/$1") 2> /dev/null && return 0
        sleep 0.2
    done
    return 1
}

# venv NAME PACKAGE…: a virtual environment of its own; what a broken installation left is made anew.
venv() {
    local name="$1" folder="$ENGINES_HOME/$1"
    shift
    local wanted="$*"
    [ "$(cat "$folder/.installed" 2> /dev/null)" = "$wanted" ] && return 0
    command -v "$PYTHON" > /dev/null || return 1
    rm -rf "$folder"
    "$PYTHON" -m venv "$folder" &&
        "$folder/bin/pip" install --quiet --disable-pip-version-check "$@" > "$ENGINES_HOME/$name.log" 2>&1 &&
        printf '%s' "$wanted" > "$folder/.installed"
}

# ---- drivers ------------------------------------------------------------------------------------------------------------------------------

# ADBC drivers as wheels; dampak finds them through VIRTUAL_ENV.
install_drivers() {
    venv drivers "${DRIVERS[@]}" || return 1
    DRIVERS_VENV="$ENGINES_HOME/drivers"
}

# ---- Sail ---------------------------------------------------------------------------------------------------------------------------------

# Sets SAIL_URI and SAIL_GROUP.
start_sail() {
    venv sail "pysail==$SAIL_VERSION" || { not_run sail "pysail $SAIL_VERSION could not be installed (see $ENGINES_HOME/sail.log)"; return 1; }
    local port
    port="$(free_port 50051)"
    in_background "$RUN/sail.out" env SAIL_MODE=local-cluster "$ENGINES_HOME/sail/bin/sail" spark server --ip 127.0.0.1 --port "$port" -C "$RUN"
    SAIL_GROUP=$STARTED
    wait_for_port "$port" 30 || { not_run sail "the server did not start: $(tail -n 1 "$RUN/sail.out")"; return 1; }
    SAIL_URI="sc://127.0.0.1:$port"
}

# Sail's Arrow Flight SQL interface. Sets FLIGHT_URI.
start_flight() {
    venv sail "pysail==$SAIL_VERSION" || { not_run flightsql "pysail $SAIL_VERSION could not be installed (see $ENGINES_HOME/sail.log)"; return 1; }
    local port
    port="$(free_port 32010)"
    in_background "$RUN/flight.out" "$ENGINES_HOME/sail/bin/sail" flight server --ip 127.0.0.1 --port "$port" -C "$RUN"
    wait_for_port "$port" 30 || { not_run flightsql "the server did not start: $(tail -n 1 "$RUN/flight.out")"; return 1; }
    FLIGHT_URI="grpc://127.0.0.1:$port"
}

# ---- PostgreSQL ---------------------------------------------------------------------------------------------------------------------------

# The folder with initdb: of this machine, or Debian's packages out of the cache, unpacked (no administrator needed) where any user can read them.
postgres_bin() {
    local folder package
    for folder in /usr/lib/postgresql/*/bin; do
        [ -x "$folder/initdb" ] && { printf '%s\n' "$folder"; return 0; }
    done
    command -v apt-get > /dev/null && command -v dpkg > /dev/null || return 1
    mkdir -p "$ENGINES_HOME/postgresql" "$RUN/postgresql"
    if [ ! -e "$ENGINES_HOME/postgresql/.complete" ]; then
        (cd "$ENGINES_HOME/postgresql" && apt-get download postgresql-15 postgresql-client-15 libpq5 libllvm14 > ../postgresql.log 2>&1 && touch .complete) || return 1
    fi
    for package in "$ENGINES_HOME"/postgresql/*.deb; do
        dpkg -x "$package" "$RUN/postgresql" || return 1
    done
    for folder in "$RUN"/postgresql/usr/lib/postgresql/*/bin; do
        [ -x "$folder/initdb" ] && { printf '%s\n' "$folder"; return 0; }
    done
    return 1
}

# PostgreSQL refuses to run as root: an unprivileged user then.
UNPRIVILEGED=(env)
[ "$(id -u)" -eq 0 ] && UNPRIVILEGED=(setpriv --reuid=nobody --regid=nogroup --clear-groups)

# Sets POSTGRES_BIN, POSTGRES_PORT, POSTGRES_URI (no password in it), POSTGRES_PASSWORD, POSTGRES_GROUP.
start_postgres() {
    POSTGRES_BIN="$(postgres_bin)" || { not_run postgres "PostgreSQL is not installed and Debian's package could not be fetched"; return 1; }
    local folder="$RUN/postgres"
    mkdir "$folder"
    POSTGRES_PASSWORD="$(od -An -N12 -tx1 /dev/urandom | tr -d ' \n')"
    (umask 077 && printf '%s\n' "$POSTGRES_PASSWORD" > "$folder/password")
    [ "$(id -u)" -eq 0 ] && chown -R nobody:nogroup "$folder"
    chmod 700 "$folder"
    POSTGRES_PORT="$(free_port 54321)"
    if ! (cd "$folder" && "${UNPRIVILEGED[@]}" "$POSTGRES_BIN/initdb" -D "$folder/data" -U dampak -A scram-sha-256 --pwfile="$folder/password" -E UTF8 --locale=C.UTF-8) > "$RUN/postgres.out" 2>&1; then
        not_run postgres "initdb failed: $(tail -n 1 "$RUN/postgres.out")"
        return 1
    fi
    in_background "$RUN/postgres.out" "${UNPRIVILEGED[@]}" "$POSTGRES_BIN/postgres" -D "$folder/data" -p "$POSTGRES_PORT" \
        -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off -c max_wal_size=4GB -c shared_buffers=256MB
    POSTGRES_GROUP=$STARTED
    wait_for_port "$POSTGRES_PORT" 30 || { not_run postgres "the server did not start: $(tail -n 1 "$RUN/postgres.out")"; return 1; }
    for _ in $(seq 50); do
        PGPASSWORD="$POSTGRES_PASSWORD" "$POSTGRES_BIN/psql" -h 127.0.0.1 -p "$POSTGRES_PORT" -U dampak -d postgres -qc 'select 1' > /dev/null 2>&1 && break
        sleep 0.2
    done
    POSTGRES_URI="postgresql://dampak@127.0.0.1:$POSTGRES_PORT/postgres"
}

# ---- DuckDB -------------------------------------------------------------------------------------------------------------------------------

# A library in the process, nothing to start. Sets DUCKDB_DRIVER.
install_duckdb() {
    local folder="$ENGINES_HOME/duckdb-$DUCKDB_VERSION"
    DUCKDB_DRIVER="$folder/package/libduckdb.so"
    [ -f "$DUCKDB_DRIVER" ] && return 0
    command -v npm > /dev/null || { not_run duckdb "npm is not installed, which fetches the library"; return 1; }
    mkdir -p "$folder"
    (cd "$folder" && npm pack --silent "@duckdb/node-bindings-linux-x64@$DUCKDB_VERSION" > ../duckdb.log 2>&1 && tar xzf ./*.tgz && rm ./*.tgz) ||
        { not_run duckdb "@duckdb/node-bindings-linux-x64 $DUCKDB_VERSION could not be fetched (see $ENGINES_HOME/duckdb.log)"; return 1; }
}

# ---- Spark --------------------------------------------------------------------------------------------------------------------------------

# A master, two workers and a Connect server. Sets SPARK_URI; needs Java 17 or newer.
start_spark() {
    venv spark "pyspark==$SPARK_VERSION" || { not_run spark "pyspark $SPARK_VERSION could not be installed (see $ENGINES_HOME/spark.log)"; return 1; }
    command -v java > /dev/null || { not_run spark "Java is not installed (Debian: openjdk-17-jre-headless)"; return 1; }
    local port web connect worker
    SPARK_HOME="$("$ENGINES_HOME/spark/bin/python" -c 'import pyspark, os; print(os.path.dirname(pyspark.__file__))')"
    # One address for all parts, and nothing outside of the temporary folder.
    local common=(env "SPARK_HOME=$SPARK_HOME" SPARK_LOCAL_IP=127.0.0.1 "SPARK_LOCAL_DIRS=$RUN/spark" "SPARK_WORKER_DIR=$RUN/spark/work" "SPARK_LOG_DIR=$RUN/spark")
    mkdir -p "$RUN/spark"
    port="$(free_port 7077)"
    web="$(free_port 18080)"
    in_background "$RUN/spark/master.out" "${common[@]}" "$SPARK_HOME/bin/spark-class" org.apache.spark.deploy.master.Master \
        --host 127.0.0.1 --port "$port" --webui-port "$web"
    wait_for_port "$port" 60 || { not_run spark "the master did not start: $(tail -n 1 "$RUN/spark/master.out")"; return 1; }
    SPARK_WORKERS=()
    for worker in 1 2; do
        in_background "$RUN/spark/worker$worker.out" "${common[@]}" "$SPARK_HOME/bin/spark-class" org.apache.spark.deploy.worker.Worker \
            --host 127.0.0.1 --cores 1 --memory 2g --webui-port "$(free_port $((web + worker)))" "spark://127.0.0.1:$port"
        SPARK_WORKERS+=("$STARTED")
    done
    connect="$(free_port 15002)"
    in_background "$RUN/spark/connect.out" "${common[@]}" "$SPARK_HOME/bin/spark-submit" \
        --class org.apache.spark.sql.connect.service.SparkConnectServer --master "spark://127.0.0.1:$port" \
        --conf "spark.connect.grpc.binding.port=$connect" --conf spark.connect.grpc.binding.address=127.0.0.1 \
        --conf spark.driver.host=127.0.0.1 --conf spark.driver.bindAddress=127.0.0.1 --conf spark.ui.enabled=false \
        --conf spark.executor.memory=1500m --conf "spark.sql.warehouse.dir=$RUN/spark/warehouse" --conf "spark.sql.catalogImplementation=in-memory"
    wait_for_port "$connect" 120 || { not_run spark "the Connect server did not start: $(tail -n 1 "$RUN/spark/connect.out")"; return 1; }
    SPARK_URI="sc://127.0.0.1:$connect"
}

# ---- tests --------------------------------------------------------------------------------------------------------------------------------

# place ENGINE URI DRIVER [GROUP [PASSWORD]]: adds an engine to what the tests read. No value has a quote in it.
place() {
    local fields="\"engine\": \"$1\", \"uri\": \"$2\", \"driver\": \"$3\""
    [ -n "${4:-}" ] && fields="$fields, \"group\": $4"
    [ -n "${5:-}" ] && fields="$fields, \"password\": \"$5\""
    printf '{ %s }\n' "$fields" >> "$RUN/places"
    RUNNING+=("$1")
}

# start_all [ENGINE…]: what can be started of Sail, its Flight SQL, PostgreSQL and DuckDB, or of those named. DuckDB comes always: it writes files for the others.
start_all() {
    if install_drivers; then
        wanted sail "$@" && start_sail && place sail "$SAIL_URI" "$(wheel spark)" "$SAIL_GROUP"
        wanted flightsql "$@" && start_flight && place flightsql "$FLIGHT_URI" "$(wheel flightsql)"
        wanted postgres "$@" && start_postgres && place postgres "$POSTGRES_URI" "$(wheel postgresql)" "$POSTGRES_GROUP" "$POSTGRES_PASSWORD"
    else
        for engine in sail flightsql postgres; do
            wanted "$engine" "$@" && not_run "$engine" "the ADBC drivers could not be installed (see $ENGINES_HOME/drivers.log)"
        done
    fi
    install_duckdb && place duckdb "$RUN/records.duckdb" "$DUCKDB_DRIVER"
}

# wanted ENGINE [NAME…]: whether it is among the names; all are where none is given.
wanted() { [ "$#" -lt 2 ] || [[ " ${*:2} " == *" $1 "* ]]; }

# wheel NAME: the driver's library in the virtual environment of drivers.
wheel() { echo "$DRIVERS_VENV"/lib/python*/site-packages/"adbc_driver_$1/libadbc_driver_$1.so"; }

# write_places: the file that the tests read.
write_places() {
    mkdir -p "$RUN/tables"
    chmod 755 "$RUN/tables"
    (umask 077 && printf '{ "folder": "%s", "engines": [%s] }\n' "$RUN/tables" "$(paste -sd, "$RUN/places")" > "$RUN/engines.json")
    export DAMPAK_TEST_ENGINES="$RUN/engines.json"
    export VIRTUAL_ENV="$DRIVERS_VENV"
}

# tests FILTER…: ignored tests by name, one after the other, so that a server that is killed does not take others with it.
tests() { "${CARGO:-cargo}" test --release --test main -- --ignored --nocapture --test-threads=1 "$@"; }
