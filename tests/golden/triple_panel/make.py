"""Triple differences: simulated data and the numbers of moderndid, diff-diff and statsmodels.

pip install moderndid==0.2.0 diff-diff==3.13.0 statsmodels==0.15.0
python make.py        # writes data.csv and expected.json beside itself
"""

import json
import pathlib
import warnings

import diff_diff
import moderndid
import numpy as np
import pandas as pd
import statsmodels
import statsmodels.formula.api as smf

warnings.filterwarnings("ignore")
HERE = pathlib.Path(__file__).parent
PERIODS = range(1, 7)


def simulate():
    rng = np.random.default_rng(20250509)
    rows = []
    for unit in range(240):
        x = round(float(rng.normal()), 3)
        region = unit % 40
        u = rng.uniform()
        start = 0 if u < 0.35 + 0.05 * x else (3 if u < 0.65 else 5)
        eligible = int(rng.uniform() < 1 / (1 + np.exp(-0.4 * x - 0.2 * (start == 3))))
        level = rng.normal()
        for time in PERIODS:
            trend = 0.2 * time * (start > 0) + 0.3 * time * eligible + 0.15 * time * x
            effect = (1 + 0.5 * (time - start)) * (start > 0) * (time >= start) * eligible
            y = level + trend + effect + 0.8 * rng.normal()
            rows.append((unit + 1, time, start, eligible, region + 1, round(float(y), 4), x))
    return pd.DataFrame(rows, columns=["unit", "time", "start", "eligible", "region", "y", "x"])


def numbers(values):
    return [None if value is None or not np.isfinite(value) else float(value) for value in np.asarray(values, dtype=float)]


def averages(result, data):
    """did's and triplediff's averages with the influence of estimated weights, from moderndid's influence functions of the cells."""
    psi, att, group, time, n = result.inf_func_mat, result.att, result.groups, result.times, result.n
    start = data.sort_values(["unit", "time"]).groupby("unit")["start"].first().to_numpy()
    share = {g: np.mean(start == g) for g in np.unique(group)}

    def weighted(which, weights_estimated=True):
        p = np.array([share[g] for g in group[which]])
        w = p / p.sum()
        influence = psi[:, which] @ w
        if weights_estimated:
            one = np.column_stack([((start == g) - share[g]) / p.sum() for g in group[which]])
            two = np.column_stack([(start == g) - share[g] for g in group[which]]).sum(axis=1)
            influence = influence + (one - np.outer(two, p / p.sum() ** 2)) @ att[which]
        return float(att[which] @ w), influence

    def error(influence):
        return float(np.sqrt(np.mean(influence**2) / n))

    out = {}
    value, influence = weighted(np.where(time >= group)[0])
    out["simple"] = {"estimate": value, "std_error": error(influence)}
    events = sorted({int(e) for e in time - group})
    by_event = {e: weighted(np.where(time - group == e)[0]) for e in events}
    out["event_time"] = [{"event_time": e, "estimate": v, "std_error": error(i)} for e, (v, i) in by_event.items()]
    after = [by_event[e] for e in events if e >= 0]
    out["dynamic"] = {"estimate": float(np.mean([v for v, _ in after])), "std_error": error(np.mean([i for _, i in after], axis=0))}
    times = sorted({int(t) for t, g in zip(time, group) if t >= g})
    calendar = [weighted(np.where((time == t) & (group <= t))[0]) for t in times]
    out["calendar"] = {"estimate": float(np.mean([v for v, _ in calendar])), "std_error": error(np.mean([i for _, i in calendar], axis=0))}
    return out


def main():
    data = simulate()
    data.to_csv(HERE / "data.csv", index=False)
    analyses = []

    def add(name, call, package, version, result):
        analyses.append({"name": name, "call": call, "package": package, "version": version, "result": result})

    for method in ["dr", "ipw", "reg"]:
        for control in ["nevertreated", "notyettreated"]:
            for formula in [None, "~ x"]:
                for base in ["varying", "universal"]:
                    if formula is None and method != "reg":
                        continue
                    found = moderndid.ddd(
                        data, yname="y", tname="time", idname="unit", gname="start", pname="eligible", xformla=formula,
                        control_group=control, base_period=base, est_method=method,
                    )
                    n = found.n
                    plain = np.sqrt(np.mean(found.inf_func_mat**2, axis=0) / n)
                    result = {
                        "group": numbers(found.groups), "time": numbers(found.times), "att": numbers(found.att),
                        # From the influence functions: their own error of a GMM cell is smaller by the root of the share of units in the cell.
                        "se": numbers(np.where(plain > 1e-7, plain, np.nan)), "averages": averages(found, data),
                    }
                    name = f"ddd/{method}/{control}/{'none' if formula is None else 'x'}/{base}"
                    call = f"ddd(data, yname='y', tname='time', idname='unit', gname='start', pname='eligible', xformla={formula!r}, control_group={control!r}, base_period={base!r}, est_method={method!r})"
                    add(name, call, "moderndid", moderndid.__version__, result)
                    clusters = data.sort_values(["unit", "time"]).groupby("unit")["region"].first().to_numpy()
                    sums = pd.DataFrame(found.inf_func_mat).groupby(clusters).sum().to_numpy() / n
                    error = np.sqrt((sums**2).sum(axis=0))
                    add(name + "/region", call + "; influence functions summed by region", "moderndid", moderndid.__version__,
                        {"group": result["group"], "time": result["time"], "att": result["att"], "se": numbers(np.where(error > 1e-7, error, np.nan))})

    for control in ["never_treated", "not_yet_treated"]:
        for method in ["dr", "reg"]:
            found = diff_diff.TripleDifference(estimation_method=method, control_group=control, base_period="varying").fit(
                data, outcome="y", unit="unit", time="time", first_treat="start", partition="eligible", covariates=["x"]
            )
            cells = sorted(found.group_time_effects.items())
            add(f"diff_diff/{method}/{control}/x/varying",
                f"TripleDifference(estimation_method={method!r}, control_group={control!r}, base_period='varying').fit(data, outcome='y', unit='unit', time='time', first_treat='start', partition='eligible', covariates=['x'])",
                "diff-diff", diff_diff.__version__,
                {"group": [int(g) for (g, _), _ in cells], "time": [int(t) for (_, t), _ in cells], "att": [float(v["effect"]) for _, v in cells]})

    two = data[data["time"].isin([2, 3]) & data["start"].isin([0, 3])].copy()
    two["group"], two["post"] = (two["start"] == 3).astype(int), (two["time"] == 3).astype(int)
    two.to_csv(HERE / "two.csv", index=False)
    for formula, label in [("y ~ group * post * eligible", "none"), ("y ~ group * post * eligible + x", "x")]:
        for kind, arguments in [("iid", {}), ("hc1", {"cov_type": "HC1"}), ("cr1", {"cov_type": "cluster", "cov_kwds": {"groups": two["unit"]}})]:
            fit = smf.ols(formula, two).fit(**arguments)
            add(f"ols/{label}/{kind}", f"ols({formula!r}, two).fit({arguments and arguments['cov_type']!r})", "statsmodels", statsmodels.__version__,
                {"coef": float(fit.params["group:post:eligible"]), "se": float(fit.bse["group:post:eligible"]), "n": int(fit.nobs)})
    found = diff_diff.TripleDifference(estimation_method="reg").fit(two, outcome="y", group="group", partition="eligible", time="post")
    add("diff_diff/2x2x2", "TripleDifference('reg').fit(two, outcome='y', group='group', partition='eligible', time='post')", "diff-diff",
        diff_diff.__version__, {"coef": float(found.att)})
    text = {
        "dataset": "triple_panel",
        "source": "simulated by make.py; true effect of the eligible 1 + 0.5 per period since the start",
        "columns": {"unit": "unit", "time": "period", "start": "first period of the program in the unit's group, 0 never", "eligible": "0/1",
                    "region": "cluster above the unit", "y": "outcome", "x": "covariate, fixed in time"},
        "notes": "two.csv: periods 2 and 3 of the starts 0 and 3 with group and post.",
        "analyses": analyses,
    }
    (HERE / "expected.json").write_text(json.dumps(text, indent=1) + "\n")


main()
