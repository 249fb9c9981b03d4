"""Simulated panels and what other programs make of them. Run in a venv with synthdid==0.10.1, diff-diff==3.13.0, pandas<2.

python make.py   writes data.csv and expected.json
"""

import json
import warnings

import diff_diff
import numpy as np
import pandas as pd
from synthdid.synthdid import Synthdid

warnings.filterwarnings("ignore")
rng = np.random.default_rng(20240817)
units, periods = 30, 16
starts = {0: 9, 1: 9, 2: 9, 3: 12, 4: 12, 5: 14, 6: 14}
factor = np.cumsum(rng.normal(0, 1, periods))
rows = []
for i in range(units):
    level, load = rng.normal(10, 3), rng.uniform(0, 2)
    x = 0.5 * level + np.cumsum(rng.normal(0, 1, periods))
    for t in range(1, periods + 1):
        start = starts.get(i, 0)
        on = int(start > 0 and t >= start)
        y = level + load * factor[t - 1] + 0.8 * x[t - 1] + on * (2 + 0.3 * (t - start)) + rng.normal(0, 0.7)
        rows.append((f"u{i:02d}", t, round(y, 6), round(x[t - 1], 6), start, on))
data = pd.DataFrame(rows, columns=["unit", "time", "y", "x", "cohort", "treated"])
data.to_csv("data.csv", index=False)


def port(frame, covariates=None):
    """All cohorts by the Python port of R's synthdid; its own rounding of the average is left out."""
    model = Synthdid(frame, unit="unit", time="time", treatment="treated", outcome="y", covariates=covariates)
    model.fit(cov_method="projected") if covariates else model.fit()
    info = model.att_info
    out = {
        "att": float((info.att_time * info.att_wt).sum()),
        "cohort": [int(t) for t in info.time],
        "att_by_cohort": [float(v) for v in info.att_time],
        "omega": [[float(w) for w in weights] for weights in model.weights["omega"]],
        "lambda": [[float(w) for w in weights] for weights in model.weights["lambda"]],
    }
    return out


def compiled(frame, start, method):
    """One cohort by diff-diff."""
    frame = frame.assign(ever=(frame.cohort > 0).astype(int))
    model = diff_diff.SyntheticDiD(variance_method=method, seed=1, n_bootstrap=2000)
    found = model.fit(frame, outcome="y", treatment="ever", unit="unit", time="time", post_periods=list(range(start, periods + 1)))
    return {"att": float(found.att), "se": float(found.se)}


def jackknife(frame, start):
    """R's jackknife_se with fixed weights, written out: sum_normalize(omega without the unit)."""
    model = Synthdid(frame, unit="unit", time="time", treatment="treated", outcome="y").fit()
    omega, lam = np.array(model.weights["omega"][0]), np.array(model.weights["lambda"][0])
    wide = frame.pivot(index="unit", columns="time", values="y")
    ever = frame.groupby("unit").cohort.max() > 0
    controls, treated = wide[~ever].to_numpy(), wide[ever].to_numpy()
    cut = start - 1

    def tau(c, w, t):
        gap = t.mean(axis=0) - w @ c
        return gap[cut:].mean() - lam @ gap[:cut]

    u = [tau(np.delete(controls, i, 0), np.delete(omega, i) / np.delete(omega, i).sum(), treated) for i in range(len(controls))]
    u += [tau(controls, omega, np.delete(treated, i, 0)) for i in range(len(treated))]
    u = np.array(u)
    n = len(u)
    return {"att": float(tau(controls, omega, treated)), "se": float(np.sqrt((n - 1) / n * ((u - u.mean()) ** 2).sum()))}


block = data[data.cohort.isin([0, 9])]
analyses = [
    ("staggered", "Synthdid(data).fit()", "synthdid", "0.10.1", port(data)),
    ("staggered/projected", "Synthdid(data, covariates=['x']).fit(cov_method='projected')", "synthdid", "0.10.1", port(data, ["x"])),
    ("block", "Synthdid(data[cohort in (0, 9)]).fit()", "synthdid", "0.10.1", port(block)),
    ("block/jackknife_by_hand", "jackknife_se of R's synthdid, weights of the port", "numpy", np.__version__, jackknife(block, 9)),
    ("block/jackknife", "SyntheticDiD(variance_method='jackknife')", "diff-diff", diff_diff.__version__, compiled(block, 9, "jackknife")),
    ("block/placebo", "SyntheticDiD(variance_method='placebo', n_bootstrap=2000)", "diff-diff", diff_diff.__version__, compiled(block, 9, "placebo")),
    ("block/bootstrap", "SyntheticDiD(variance_method='bootstrap', n_bootstrap=2000)", "diff-diff", diff_diff.__version__, compiled(block, 9, "bootstrap")),
]
expected = {
    "dataset": "synthetic_staggered",
    "source": "simulated by make.py (numpy default_rng(20240817)): 30 units, 16 periods, starts in 9, 12 and 14",
    "columns": {"y": "outcome", "x": "covariate", "cohort": "first treated period, 0 never", "treated": "1 from the start on"},
    "notes": "Frank-Wolfe weights; placebo and bootstrap errors are random.",
    "analyses": [{"name": n, "call": c, "package": p, "version": v, "result": r} for n, c, p, v, r in analyses],
}
with open("expected.json", "w") as file:
    json.dump(expected, file, indent=1)
for name, *_, result in analyses:
    print(name, {k: v for k, v in result.items() if k not in ("omega", "lambda")})
