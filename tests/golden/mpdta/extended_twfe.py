"""Extended two-way fixed effects of mpdta: linear, Poisson and logit, by statsmodels GLM with all dummies written out and the delta method.

Run in this folder: python extended_twfe.py > extended_twfe.json (numpy, pandas, statsmodels).
Average marginal effects over the treated, F(x'b) with the indicator on less F with it off (emfx: mean(TRUE) - mean(FALSE)); variance of the coefficients
clustered by county with G/(G-1) (n-1)/(n-K). For the linear form K counts one redundant slope a covariate, as fixest does with varying slopes.
"""
import json
import sys
from importlib.metadata import version

import numpy as np
import pandas as pd
import statsmodels.api as sm

data = pd.read_csv("data.csv")
data["emp"] = np.exp(data.lemp).round()
data["high"] = (data.lemp > 5.5).astype(float)
data["w"] = 1.0 + data.countyreal % 3
data["z"] = (data.countyreal * 7 + data.year * 13) % 11
cohorts, years = sorted(data.first_treat.unique()), sorted(data.year.unique())
families = {"linear": ("lemp", sm.families.Gaussian()), "poisson": ("emp", sm.families.Poisson()), "logit": ("high", sm.families.Binomial())}


def margins(family, control, covariate, weight):
    outcome, model = families[family]
    w = data.w.to_numpy() if weight else np.ones(len(data))
    g, t = data.first_treat.to_numpy(), data.year.to_numpy()
    base = [np.ones(len(data))] + [(g == c).astype(float) for c in cohorts[1:]] + [(t == y).astype(float) for y in years[1:]]
    effects = [(c, y) for c in cohorts if c > 0 for y in years if (y >= c if control == "notyet" else y != c - 1)]
    on = [((g == c) & (t == y)).astype(float) for c, y in effects]
    if covariate:
        x = data[covariate].to_numpy(float)
        x = (x - x.mean()) / x.std()
        frame = pd.DataFrame({"wx": w * x, "w": w, "g": g}).groupby("g").transform("sum")
        dm = x - (frame.wx / frame.w).to_numpy()
        base += [x * (g == c) for c in cohorts] + [x * (t == y) for y in years[1:]]
        on += [d * dm for d in on[: len(effects)]]
    base, on = np.column_stack(base), np.column_stack(on)
    design = np.hstack([base, on])
    y = data[outcome].to_numpy(float)
    fit = sm.GLM(y, design, family=model, freq_weights=w).fit(tol=1e-14, maxiter=200)
    b = fit.params
    link = fit.family.link
    for _ in range(5):  # Newton to rounding
        mu = link.inverse(design @ b)
        slope = link.inverse_deriv(design @ b)
        b = b + np.linalg.solve(design.T @ ((w * slope)[:, None] * design), design.T @ (w * (y - mu)))
    eta = design @ b
    mu, slope = link.inverse(eta), link.inverse_deriv(eta)
    bread = np.linalg.inv(design.T @ ((w * slope)[:, None] * design))
    score = pd.DataFrame(design * (w * (y - mu))[:, None]).groupby(data.countyreal.to_numpy()).sum().to_numpy()
    n, k, clusters = len(data), design.shape[1], len(score)
    k += 1 if family == "linear" and covariate else 0
    vcov = bread @ (score.T @ score) @ bread * clusters / (clusters - 1) * (n - 1) / (n - k)
    off = np.hstack([base, np.zeros_like(on)])
    eta0 = off @ b
    out = {"terms": [], "coef": [], "se": [], "parameters": k}
    post = np.array([(t == yy) & (g == c) for c, yy in effects if yy >= c]).any(axis=0)
    rows = {"ATT": post}
    rows.update({f"cohort::{c}": post & (g == c) for c in cohorts if c > 0})
    rows.update({f"year::{e}": (g > 0) & (t - g == e) for e in sorted({yy - c for c, yy in effects})})
    for term, here in rows.items():
        share = np.where(here, w, 0) / w[here].sum()
        gradient = design.T @ (share * slope) - off.T @ (share * link.inverse_deriv(eta0))
        out["terms"].append(term)
        out["coef"].append(float(share @ (mu - link.inverse(eta0))))
        out["se"].append(float(np.sqrt(gradient @ vcov @ gradient)))
    return out


analyses = []
for family in families:
    for control in ["notyet", "never"]:
        for covariate in ["", "lpop", "z"]:
            for weight in [False, True] if not (family == "linear" and not covariate) else [True]:
                name = f"{family}/{control}/{'x_' + covariate if covariate else 'x1'}/{'w' if weight else 'plain'}"
                analyses.append({"name": name, "call": "see the script", "package": "statsmodels", "version": version("statsmodels"),
                                 "result": margins(family, control, covariate, weight)})
json.dump({"dataset": "mpdta", "columns": {"emp": "round(exp(lemp))", "high": "lemp > 5.5", "w": "1 + countyreal mod 3",
                                           "z": "(7 countyreal + 13 year) mod 11"}, "analyses": analyses}, sys.stdout, indent=1)
