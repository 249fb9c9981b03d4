# Recipes for engines beyond this machine. Without just, call the scripts themselves.

# Every study on Sail, PostgreSQL and DuckDB, beside the local result
engines *NAMES:
    tests/engines/run.sh {{ NAMES }}

# The same on Spark with a master and two workers, one executor killed during the query
spark:
    tests/engines/spark.sh

# Fifty million records on each engine and here
measure-engines RECORDS:
    tests/engines/measure.sh {{ RECORDS }}

# Engines on loopback to try things out, until Ctrl-C
serve-engines:
    tests/engines/serve.sh
