#!/usr/bin/env python3
"""The program beside its peers: same files, same machine, whole processes, medians of several runs.

    pip install polars duckdb pyarrow numpy pandas pyfixest diff-diff moderndid csdid wildboottest
    cargo build --release
    python benches/peers.py                    # every case, the table in Markdown on standard output
    python benches/peers.py --quick            # small sizes, one run: does everything run?
    python benches/peers.py --only cs --runs 3

Data are made once, with a fixed seed, in --data (a folder of about 3 GB for the full sizes). A peer that is not installed or fails is named in the
table with what it said. Results are compared: an average effect that differs from this program's by more than 1e-6 is marked.
"""
import argparse, json, os, platform, re, signal, subprocess, sys, time
from pathlib import Path

OFFICES, MONTHS = 514, 60


# ---- data ---------------------------------------------------------------------------------------------------------------------------------

def records(path, rows):
    import numpy as np, pyarrow as pa, pyarrow.csv as pc, pyarrow.parquet as pq
    rng, writer, done = np.random.default_rng(1), None, 0
    while done < rows:
        n = min(1_000_000, rows - done)
        office, month = rng.integers(0, OFFICES, n).astype("int32"), rng.integers(0, MONTHS, n).astype("int32")
        treated = ((office % 2 == 0) & (month >= 30)).astype("int8")
        hours = np.round(30 + office * 0.01 - month * 0.1 + rng.normal(0, 8, n) - 6 * treated, 2)
        table = pa.table({"office": office, "month": month, "treated": treated, "hours": hours, "x1": np.round(rng.normal(0, 1, n), 3),
                          "x2": np.round(rng.normal(40, 10, n), 1), "doc": rng.integers(0, 6, n).astype("int8"), "district": (office % 50).astype("int8")})
        if path.suffix == ".csv":
            writer = writer or pc.CSVWriter(path, table.schema)
        else:
            writer = writer or pq.ParquetWriter(path, table.schema)
        writer.write_table(table)
        done += n
    writer.close()


def panel(path, units, periods=10, starts=(0, 4, 6, 8), shares=(.4, .2, .2, .2)):
    import numpy as np, polars as pl
    rng = np.random.default_rng(units)
    unit, t = np.repeat(np.arange(units), periods), np.tile(np.arange(1, periods + 1), units)
    g, x = np.repeat(rng.choice(starts, units, p=shares), periods), np.repeat(rng.normal(size=units), periods)
    y = np.repeat(rng.normal(size=units), periods) + 0.2 * t + 0.1 * t * x + np.where((g > 0) & (t >= g), 1 + 0.1 * (t - g), 0) + rng.normal(size=len(t))
    pl.DataFrame({"unit": unit, "time": t, "g": g, "x": x, "y": y, "treated": ((g > 0) & (t >= g)).astype("int64")}).write_parquet(path)


def movers(path, rows, periods=10):
    import numpy as np, polars as pl
    rng, workers = np.random.default_rng(rows), rows // periods
    firms = max(workers // 20, 2)
    firm = np.empty((workers, periods), dtype="int64")
    firm[:, 0] = np.arange(workers) % firms
    for t in range(1, periods):
        firm[:, t] = np.where(rng.random(workers) < 0.1, rng.integers(0, firms, workers), firm[:, t - 1])
    worker, year = np.repeat(np.arange(workers), periods), np.tile(np.arange(periods), workers)
    treated = ((worker % 3 == 0) & (year >= 6)).astype("int64")
    y = rng.normal(size=workers)[worker] + (firm.ravel() % 7) * 0.3 - 0.1 * year - 6 * treated + rng.normal(size=workers * periods)
    pl.DataFrame({"worker": worker, "year": year, "firm": firm.ravel(), "treated": treated, "y": y}).write_parquet(path)


# ---- what each peer does with a file; each prints its average effect ------------------------------------------------------------------------

def group_by_polars(path, *wanted):
    import polars as pl
    frame = pl.scan_parquet(path) if path.endswith(".parquet") else pl.scan_csv(path)
    keys = ["office", "month"] + [name for name in wanted if name == "doc"]
    values = ["hours"] + [name for name in wanted if name != "doc"]
    sums = [pl.col(a).sum().alias(f"s{i}") for i, a in enumerate(values)]
    squares = [(pl.col(a) * pl.col(b)).sum().alias(f"q{i}{j}") for i, a in enumerate(values) for j, b in enumerate(values) if j >= i]
    print(frame.group_by(*keys, "treated").agg(pl.len(), *sums, *squares).collect(engine="streaming").height)


def group_by_duckdb(path):
    import duckdb
    print(len(duckdb.sql(f"select office, month, treated, count(*), sum(hours), sum(hours * hours) from '{path}' group by all").fetchall()))


def feols_pyfixest(path, formula, cluster):
    import polars as pl, pyfixest as pf
    columns = [name for name in ["office", "month", "treated", "hours", "worker", "year", "firm", "y"] if name in formula or name == cluster]
    frame = pl.scan_parquet(path).select(columns).collect().to_pandas()
    print(float(pf.feols(formula, frame, vcov={"CRV1": cluster}).coef()["treated"]))


def cs_diff_diff(path, covariates=""):
    import polars as pl
    from diff_diff import CallawaySantAnna
    out = CallawaySantAnna().fit(pl.read_parquet(path).to_pandas(), outcome="y", unit="unit", time="time", first_treat="g", covariates=[covariates] if covariates else None)
    print(float(out.overall_att))


def cs_csdid(path):
    import polars as pl
    from csdid.att_gt import ATTgt
    out = ATTgt(yname="y", tname="time", idname="unit", gname="g", data=pl.read_parquet(path).to_pandas()).fit(bstrap=False)
    out.aggte("simple", bstrap=False)
    print(float(out.atte["overall_att"]))


def cs_moderndid(path):
    import polars as pl, moderndid
    found = moderndid.att_gt(data=pl.read_parquet(path), yname="y", tname="time", idname="unit", gname="g", boot=False, cband=False)
    print(float(moderndid.aggte(found, type="simple").overall_att))


def imputation_diff_diff(path):
    import polars as pl
    from diff_diff import ImputationDiD
    print(float(ImputationDiD().fit(pl.read_parquet(path).to_pandas(), outcome="y", unit="unit", time="time", first_treat="g").overall_att))


def two_stage_diff_diff(path):
    import polars as pl
    from diff_diff import TwoStageDiD
    print(float(TwoStageDiD().fit(pl.read_parquet(path).to_pandas(), outcome="y", unit="unit", time="time", first_treat="g").overall_att))


def wild_wildboottest(path):
    import numpy as np, polars as pl, statsmodels.api as sm
    from wildboottest.wildboottest import wildboottest
    frame = pl.read_parquet(path).to_pandas()
    design = sm.add_constant(frame[["treated"]].astype(float))
    model = sm.OLS(frame["hours"], design)
    print(wildboottest(model, param="treated", cluster=frame["district"].to_numpy(), B=99_999, seed=1, show=False))


def sdid_diff_diff(path):
    import polars as pl
    from diff_diff import SyntheticDiD
    frame = pl.read_parquet(path).with_columns((pl.col("g") > 0).cast(pl.Int64).alias("ever")).to_pandas()
    found = SyntheticDiD(variance_method="placebo", n_bootstrap=200, seed=1).fit(
        frame, outcome="y", treatment="ever", unit="unit", time="time", post_periods=list(range(41, 61)))
    print(float(found.att))


# ---- cases ----------------------------------------------------------------------------------------------------------------------------------

def cases(quick):
    """(id, work, file, how it is made, our arguments, peers as (name, function, further arguments), whether results are the same number)"""
    big, mid, fe = (200_000, 2_000, 100_000) if quick else (50_000_000, 100_000, 10_000_000)
    few, sdid = (2_000, 100) if quick else (10_000, 2_000)
    effect = ["--outcome", "hours", "--unit", "office", "--time", "month", "--treated", "treated", "--method", "twfe"]
    cs = ["--outcome", "y", "--unit", "unit", "--time", "time", "--cohort", "g"]
    moving = ["--outcome", "y", "--unit", "worker", "--time", "year", "--treated", "treated", "--method", "twfe"]
    staggered = [("diff-diff", "cs_diff_diff", []), ("csdid", "cs_csdid", []), ("moderndid", "cs_moderndid", [])]
    bare = [("polars group-by", "group_by_polars", []), ("duckdb group-by", "group_by_duckdb", [])]
    formula = "hours ~ treated | office + month"
    out = [
        ("records-parquet", f"{big:,} records in Parquet to a clustered effect", f"records{big}.parquet", lambda p: records(p, big), effect, bare, False),
        ("records-csv", f"{big:,} records in CSV to a clustered effect", f"records{big}.csv", lambda p: records(p, big), effect, bare, False),
        ("records-feols", f"{big // 10:,} records to a clustered effect", f"records{big // 10}.parquet", lambda p: records(p, big // 10), effect,
         [("pyfixest", "feols_pyfixest", [formula, "office"])], True),
        ("records-covariates", f"{big:,} records, two covariates, document types", f"records{big}.parquet", lambda p: records(p, big),
         effect + ["--covariates", "x1,x2", "--fixed-effects", "doc"], [("polars group-by", "group_by_polars", ["x1", "x2", "doc"])], False),
        ("cs-small", f"Callaway-Sant'Anna, {few:,} x 10", f"panel{few}.parquet", lambda p: panel(p, few), cs, staggered, True),
        ("cs-middle", f"Callaway-Sant'Anna, {mid:,} x 10", f"panel{mid}.parquet", lambda p: panel(p, mid), cs, staggered, True),
        ("cs-large", f"Callaway-Sant'Anna, {10 * mid:,} x 10", f"panel{10 * mid}.parquet", lambda p: panel(p, 10 * mid), cs, staggered[:1], True),
        ("cs-large-dr", f"Callaway-Sant'Anna, {10 * mid:,} x 10, doubly robust, 999 draws", f"panel{10 * mid}.parquet", lambda p: panel(p, 10 * mid),
         cs + ["--covariates", "x", "--bands", "999"], [("diff-diff (no draws)", "cs_diff_diff", ["x"])], True),
        ("imputation", f"imputation, {mid:,} x 10", f"panel{mid}.parquet", lambda p: panel(p, mid), cs + ["--method", "imputation"],
         [("diff-diff", "imputation_diff_diff", [])], True),
        ("two-stage", f"two-stage, {mid:,} x 10", f"panel{mid}.parquet", lambda p: panel(p, mid), cs + ["--method", "two-stage"],
         [("diff-diff", "two_stage_diff_diff", [])], True),
        ("fe-two", f"two factors, {fe:,} rows", f"movers{fe}.parquet", lambda p: movers(p, fe), moving,
         [("pyfixest", "feols_pyfixest", ["y ~ treated | worker + year", "worker"])], True),
        ("fe-three", f"three factors with moves, {fe:,} rows", f"movers{fe}.parquet", lambda p: movers(p, fe), moving + ["--fixed-effects", "firm"],
         [("pyfixest", "feols_pyfixest", ["y ~ treated | worker + year + firm", "worker"])], True),
        ("wild", f"wild bootstrap, 99,999 draws, 50 clusters, {big // 50:,} rows", f"records{big // 50}.parquet", lambda p: records(p, big // 50),
         effect + ["--wild", "99999", "--cluster", "district"], [("wildboottest (no fixed effects)", "wild_wildboottest", [])], False),
        ("sdid", f"synthetic difference-in-differences, {sdid:,} x 60, placebo", f"sdid{sdid}.parquet",
         lambda p: panel(p, sdid, 60, (0, 41), (.95, .05)), cs + ["--method", "synthetic-did", "--errors", "placebo", "--draws", "200"], [("diff-diff", "sdid_diff_diff", [])], False),
    ]
    return out


def once(command, limit):
    """Wall seconds, processor seconds, peak memory in MiB and standard output of one run; or none and what went wrong."""
    began = time.perf_counter()
    child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True)
    try:
        said, wrong = child.communicate(timeout=limit)
    except subprocess.TimeoutExpired:
        os.killpg(child.pid, signal.SIGKILL)
        child.communicate()
        return None, f"more than {limit} s"
    wall = time.perf_counter() - began
    used = [line.split()[1:] for line in wrong.splitlines() if line.startswith("used ")]
    if child.returncode != 0 or not used:
        told = [line for line in wrong.strip().splitlines() if not line.startswith("used ")]
        return None, (told or ["failed"])[-1][:80].replace("|", "/")
    return (wall, float(used[-1][0]), int(used[-1][1]) / 1024), said


def alternately(commands, runs, limit):
    """All commands in turn, as often as there are runs: medians of wall and processor seconds, largest peak, last output; or what went wrong."""
    rounds, wrong, said = [[] for _ in commands], [None] * len(commands), [""] * len(commands)
    for _ in range(runs):
        for at, command in enumerate(commands):
            if wrong[at] is None:
                figures, told = once(command, limit)
                if figures is None:
                    wrong[at] = told
                else:
                    rounds[at].append(figures)
                    said[at] = told
    middle = lambda values: sorted(values)[len(values) // 2]
    figures = [None if wrong[at] else (middle([r[0] for r in of]), middle([r[1] for r in of]), max(r[2] for r in of)) for at, of in enumerate(rounds)]
    return [(figures[at], wrong[at] or said[at]) for at in range(len(commands))]


WRAP = "import os,sys,resource\npid=os.fork()\nif pid==0: os.execvp(sys.argv[1],sys.argv[1:])\n_,s,u=os.wait4(pid,0)\nprint('used',u.ru_utime+u.ru_stime,u.ru_maxrss,file=sys.stderr)\nsys.exit(os.waitstatus_to_exitcode(s))"


def versions(names):
    from importlib.metadata import PackageNotFoundError, version
    found = []
    for name in names:
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            found.append(f"{name} not installed")
    return ", ".join(found)


def headline(text):
    rows = json.loads(text)["effects"]
    chosen = [row for row in rows if row["kind"] == "overall" and row["term"] in ("simple", "att")]
    return (chosen or rows)[0]["estimate"]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", default="target/release/dampak")
    parser.add_argument("--data", default="/tmp/dampak-peers")
    parser.add_argument("--only", default="")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--limit", type=int, default=600, help="seconds a run")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--peer", nargs="+", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.peer:
        return globals()[arguments.peer[0]](*arguments.peer[1:])
    runs = 1 if arguments.quick else arguments.runs
    folder = Path(arguments.data)
    folder.mkdir(parents=True, exist_ok=True)
    wrap = [sys.executable, "-c", WRAP]
    print(f"{platform.machine()}, {os.cpu_count()} cores; medians of {runs}; "
          + versions(["polars", "duckdb", "pyfixest", "diff-diff", "csdid", "moderndid", "wildboottest"]) + "\n")
    print("| work | who | seconds | processor seconds | peak MiB | peer / dampak | processor, peer / dampak | same number |\n|---|---|--:|--:|--:|--:|--:|---|")
    for name, work, file, make, ours, peers, same in cases(arguments.quick):
        if not re.search(arguments.only, name):
            continue
        path = folder / file
        if not path.exists():
            make(path)
        own = wrap + [arguments.program, "did", str(path), *ours, "--format", "json"]
        others = [wrap + [sys.executable, __file__, "--peer", function, str(path), *further] for _, function, further in peers]
        (mine, said), *theirs = alternately([own, *others], runs, arguments.limit)
        if mine is None:
            print(f"| {work} | dampak | {said} | | | | | |", flush=True)
        else:
            print(f"| {work} | dampak | {mine[0]:.2f} | {mine[1]:.2f} | {mine[2]:,.0f} | 1 | 1 | |", flush=True)
        for (peer, _, _), (figures, told) in zip(peers, theirs):
            if figures is None:
                print(f"| | {peer} | {told} | | | | | |", flush=True)
                continue
            ratios, agrees = " | ", ""
            if mine is not None:
                ratios = f"{figures[0] / mine[0]:.2f} | {figures[1] / mine[1]:.2f}"
                if same:
                    number, estimate = float(told.split()[-1]), headline(said)
                    agrees = "yes" if abs(number - estimate) < 1e-6 * max(1, abs(estimate)) else f"no: {number:.6f}, {estimate:.6f}"
            print(f"| | {peer} | {figures[0]:.2f} | {figures[1]:.2f} | {figures[2]:,.0f} | {ratios} | {agrees} |", flush=True)


if __name__ == "__main__":
    main()
