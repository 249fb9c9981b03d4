"""Two-stage difference-in-differences of mpdta with a covariate that varies over time, weights, missing rows and clusters above the unit.

Run in this folder: python two_stage.py > two_stage.json (numpy, pandas, scipy, pyfixest). The numbers are written out with dense matrices from Gardner (2022);
pyfixest.did2s is the second implementation where it can do the same (no weights), and the largest relative difference from it is kept beside.
"""
import json
import sys

import numpy as np
import pandas as pd
import pyfixest
from importlib.metadata import version

data = pd.read_csv("data.csv")
data["z"] = (data.countyreal * 7 + data.year * 13) % 11
data["w"] = np.exp(data.lpop)
data["state"] = data.countyreal // 1000
data["D"] = ((data.first_treat > 0) & (data.year >= data.first_treat)).astype(int)
data["rel"] = np.where(data.first_treat > 0, data.year - data.first_treat, -1000)


def dummies(values):
    levels = np.unique(values)
    return (np.asarray(values)[:, None] == levels[None, :]).astype(float)


def two_stage(frame, covariates, weight, cluster, second):
    """Coefficients and errors; `second` is the matrix of indicators."""
    y = frame.lemp.to_numpy(float)
    w = frame[weight].to_numpy(float) if weight else np.ones(len(frame))
    x1 = np.hstack([dummies(frame.countyreal), dummies(frame.year)[:, 1:]] + [frame[[c]].to_numpy(float) for c in covariates])
    x10 = x1 * (1 - frame.D.to_numpy())[:, None]
    gram = np.linalg.pinv(x10.T @ (w[:, None] * x10), rcond=1e-12)
    residual = y - x1 @ (gram @ (x10.T @ (w * y)))
    x2 = second
    bread = np.linalg.inv(x2.T @ (w[:, None] * x2))
    coef = bread @ (x2.T @ (w * residual))
    u2 = residual - x2 @ coef
    first = (x10 * (w * residual)[:, None]) @ gram @ (x1.T @ (w[:, None] * x2))
    score = x2 * (w * u2)[:, None] - first
    sums = pd.DataFrame(score).groupby(frame[cluster].to_numpy()).sum().to_numpy()
    vcov = bread @ (sums.T @ sums) @ bread
    return coef, np.sqrt(np.diag(vcov))


def check(frame, covariates, cluster, formula):
    stage = "~ " + (" + ".join(covariates) or "0") + " | countyreal + year"
    frame = frame.copy()
    fit = pyfixest.did2s(frame, yname="lemp", first_stage=stage, second_stage=formula, treatment="D", cluster=cluster)
    table = fit.tidy()
    return table


analyses = []
for name, rows, covariates, weight, cluster in [
    ("covariate", slice(None), ["z"], None, "countyreal"),
    ("late", data.first_treat != 2004, ["z"], None, "countyreal"),
    ("late-states", data.first_treat != 2004, ["z"], None, "state"),
    ("weights", slice(None), ["z"], "w", "countyreal"),
    ("unbalanced", (data.countyreal + 3 * data.year) % 5 != 0, ["z"], "w", "countyreal"),
    ("states", slice(None), ["z"], None, "state"),
]:
    frame = data[rows].reset_index(drop=True)
    # A unit without an untreated row has no first stage.
    known = frame[frame.D == 0].countyreal.unique()
    frame = frame[frame.countyreal.isin(known)].reset_index(drop=True)
    terms = {"ATT": frame[["D"]].to_numpy(float)}
    times = sorted(set(frame.rel) - {-1, -1000})
    terms["event"] = np.column_stack([(frame.rel == t).astype(float) for t in times])
    out = {"terms": [], "coef": [], "se": []}
    for kind, second in terms.items():
        coef, se = two_stage(frame, covariates, weight, cluster, second)
        out["terms"] += ["ATT"] if kind == "ATT" else [f"year::{t}" for t in times]
        out["coef"] += coef.tolist()
        out["se"] += se.tolist()
    entry = {"name": f"two-stage/{name}", "call": f"covariates {covariates}, weight {weight}, cluster {cluster}, rows {len(frame)}",
             "package": "numpy", "version": version("numpy"), "result": out}
    # pyfixest 0.60 stops where a unit has one untreated row only (the cohort of 2004).
    if name.startswith("late"):
        table = check(frame, covariates, cluster, "~ i(D, ref=0)")
        entry["pyfixest"] = {"version": version("pyfixest"), "coef_rel_diff": abs(table.Estimate.iloc[0] / out["coef"][0] - 1),
                             "se_rel_diff": abs(table["Std. Error"].iloc[0] / out["se"][0] - 1)}
    analyses.append(entry)

json.dump({"dataset": "mpdta", "columns": {"z": "(7 countyreal + 13 year) mod 11", "w": "exp(lpop)", "state": "countyreal div 1000"},
           "notes": ["unbalanced: rows with (countyreal + 3 year) mod 5 = 0 left out", "late: without the cohort of 2004"], "analyses": analyses}, sys.stdout, indent=1)
