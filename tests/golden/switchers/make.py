"""Treatment that can end: simulated data and the numbers of py_did_multiplegt_dyn and moderndid.

pip install py_did_multiplegt_dyn==0.1.9 moderndid==0.2.0
python make.py        # writes data.csv, gaps.csv and expected.json beside itself
"""

import contextlib
import importlib.metadata
import io
import json
import pathlib
import warnings

import moderndid
import numpy as np
import pandas as pd
import polars as pl
from did_multiplegt_dyn import DidMultiplegtDyn

warnings.filterwarnings("ignore")
# The package was written for polars 1, where pl.count() without a name was pl.len().
count = pl.count
pl.count = lambda *names: count(*names) if names else pl.len()
HERE = pathlib.Path(__file__).parent
PERIODS = 8


def simulate():
    rng = np.random.default_rng(20240708)
    rows = []
    for unit in range(160):
        kind = unit % 8
        path = np.zeros(PERIODS, dtype=int)
        if kind in (0, 1, 2):  # in at 3, 4, 6; some leave again
            start = [3, 4, 6][kind]
            path[start - 1:] = 1
            if rng.uniform() < 0.5:
                path[min(start + int(rng.integers(1, 3)), PERIODS) - 1:] = 0
        elif kind == 3:  # treated first, then out at 4 or 6
            path[:] = 1
            path[int(rng.choice([3, 5])):] = 0
        elif kind == 4:  # always treated
            path[:] = 1
        level, weight, region = rng.normal(), int(rng.integers(1, 5)), unit % 32
        dose = np.where(path == 1, 1 + (unit // 8) % 2, 0) if kind < 3 else np.where(path == 1, 1, 0)
        x = rng.normal()
        for time in range(PERIODS):
            x = 0.7 * x + rng.normal()
            y = level + 0.3 * time + 1.5 * path[time] + 0.4 * path[:time].sum() * path[time] + 0.5 * x + 0.8 * rng.normal()
            rows.append((unit + 1, 2001 + time, int(path[time]), int(dose[time]), round(float(y), 4), round(float(x), 3), weight, region + 1))
    return pd.DataFrame(rows, columns=["unit", "time", "treated", "dose", "y", "x", "w", "region"])


def numbers(values):
    return [None if value is None or not np.isfinite(value) else float(value) for value in np.asarray(values, dtype=float)]


def dyn(data, **arguments):
    with contextlib.redirect_stdout(io.StringIO()):
        model = DidMultiplegtDyn(df=pl.from_pandas(data), outcome="y", group="unit", time="time", **arguments)
        model.fit()
    return model.result["did_multiplegt_dyn"]


def table(frame):
    return {"estimate": numbers(frame["Estimate"]), "se": numbers(frame["SE"]), "n": numbers(frame["N"]), "switchers": numbers(frame["Switchers"])}


def main():
    data = simulate()
    data.to_csv(HERE / "data.csv", index=False)
    rng = np.random.default_rng(7)
    gaps = data[rng.uniform(size=len(data)) > 0.08].reset_index(drop=True)
    gaps.to_csv(HERE / "gaps.csv", index=False)
    analyses = []

    def add(name, call, package, result):
        analyses.append({"name": name, "call": call, "package": package, "version": importlib.metadata.version(package), "result": result})

    cases = {
        "both": dict(effects=5, placebo=3), "in": dict(effects=5, placebo=3, switchers="in"), "out": dict(effects=5, placebo=3, switchers="out"),
        "weights": dict(effects=5, placebo=3, weight="w"), "region": dict(effects=5, placebo=3, cluster="region"),
        "never": dict(effects=4, placebo=2, only_never_switchers=True), "same": dict(effects=3, placebo=0, same_switchers=True), "normalized": dict(effects=5, placebo=3, normalized=True),
        "controls": dict(effects=5, placebo=3, controls=["x"]),
        "in/region": dict(effects=5, placebo=3, switchers="in", cluster="region"), "out/weights": dict(effects=5, placebo=3, switchers="out", weight="w"),
        "in/controls": dict(effects=5, placebo=3, switchers="in", controls=["x"]), "in/normalized": dict(effects=5, placebo=3, switchers="in", normalized=True),
        "dose": dict(effects=5, placebo=3, treatment="dose"), "dose/normalized": dict(effects=5, placebo=3, treatment="dose", normalized=True),
        "dose/in": dict(effects=5, placebo=3, treatment="dose", switchers="in"),
    }
    for frame, prefix in [(data, ""), (gaps, "gaps/")]:
        for name, arguments in cases.items():
            arguments = {"treatment": "treated", **arguments}
            try:
                found = dyn(frame, **arguments)
            except Exception as error:  # some options of the port fail on some data
                print("skipped", prefix + name, repr(error)[:200])
                continue
            result = {"effects": table(found["Effects"])}
            if found.get("Placebos") is not None:
                result["placebos"] = table(found["Placebos"])
            if found.get("ATE") is not None:
                result["average"] = table(pd.DataFrame(found["ATE"]))
            for key in ["p_jointplacebo", "p_jointeffects"]:
                if key in found:
                    result[key] = found[key]
            add("dyn/" + prefix + name, f"did_multiplegt_dyn(outcome='y', group='unit', time='time', {arguments})", "py_did_multiplegt_dyn", result)
            if arguments.get("switchers") is None:
                # moderndid 0.2.0 adds switchers in and out without turning the sign of those out.
                continue
            modern = {"dname": arguments["treatment"], "effects": arguments["effects"], "placebo": arguments["placebo"]}
            modern |= {"weightsname": arguments.get("weight"), "cluster": arguments.get("cluster"), "switchers": arguments.get("switchers", "")}
            modern |= {"same_switchers": arguments.get("same_switchers", False), "normalized": arguments.get("normalized", False)}
            if "controls" in arguments:
                modern["xformla"] = "~ x"
            try:
                found = moderndid.did_multiplegt(frame, yname="y", tname="time", idname="unit", **modern)
            except Exception as error:
                print("skipped moderndid", prefix + name, repr(error)[:200])
                continue
            result = {"effects": {"estimate": numbers(found.effects.estimates), "se": numbers(found.effects.std_errors)}}
            if found.placebos is not None:
                result["placebos"] = {"estimate": numbers(found.placebos.estimates), "se": numbers(found.placebos.std_errors)}
            result["average"] = {"estimate": numbers([found.ate.estimate]), "se": numbers([found.ate.std_error])}
            add("moderndid/" + prefix + name, f"did_multiplegt(yname='y', tname='time', idname='unit', {modern})", "moderndid", result)
    text = {
        "dataset": "switchers",
        "source": "simulated by make.py: units that switch in, some out again, units that begin treated and switch out, always and never treated",
        "columns": {"unit": "unit", "time": "year", "treated": "0/1 now", "dose": "0, 1 or 2 now", "y": "outcome", "x": "covariate", "w": "weight", "region": "cluster"},
        "notes": "gaps.csv: the same with one row in twelve missing.",
        "analyses": analyses,
    }
    (HERE / "expected.json").write_text(json.dumps(text, indent=1) + "\n")


main()
