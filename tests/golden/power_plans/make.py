"""Power of planned comparisons, computed another way: least squares on every region, period and dummy, with the covariance of AR(1) shocks written out,
and the noncentral t of scipy; surveys by Kish's design effect with unequal clusters (Eldridge and others 2006), as R's clusterPower::cpa.normal has it.

Run: pip install numpy scipy; python make.py
"""

import json

import numpy as np
import scipy
from scipy.stats import nct, t


def power(effect, variance, df, alpha=0.05):
    critical, shift = t.ppf(1 - alpha / 2, df), effect / np.sqrt(variance)
    return float(nct.sf(critical, df, shift) + nct.cdf(-critical, df, shift))


def ar1(periods, sd, gamma, icc=1.0, records=1, cv=0.0):
    lag = np.abs(np.subtract.outer(np.arange(periods), np.arange(periods)))
    return sd**2 * icc * (1 + cv**2) * gamma**lag + np.eye(periods) * sd**2 * (1 - icc) / records


def did(regions, treated, before, after, waves, covariance):
    """Variance of the treatment coefficient of y ~ treatment + region + period, regions independent with this covariance over periods."""
    periods = before + after
    starts = [before + wave * after // waves for wave in range(waves) for _ in range(treated // waves + (wave < treated % waves))]
    starts += [periods] * (regions - treated)
    region, period = np.divmod(np.arange(regions * periods), periods)
    treatment = (period >= np.array(starts)[region]).astype(float)
    x = np.column_stack([treatment, region[:, None] == np.arange(regions), period[:, None] == np.arange(1, periods)]).astype(float)
    weights = np.linalg.pinv(x)[0].reshape(regions, periods)
    return float(sum(row @ covariance @ row for row in weights))


analyses = []


def add(name, settings, call, effect, variance, df):
    result = {"std_error": float(np.sqrt(variance)), "df": df, "power": power(effect, variance, df)}
    entry = {"name": name, "call": call, "package": "numpy, scipy", "version": f"{np.__version__}, {scipy.__version__}", "settings": settings}
    analyses.append(entry | {"result": result})


for name, regions, treated, before, after, waves, sd, gamma, icc, records, cv, effect in (
    ("one start", 20, 8, 6, 4, 1, 3.0, 0.6, 1.0, None, 0.0, 2.5),
    ("three waves", 30, 14, 5, 9, 3, 3.0, 0.4, 1.0, None, 0.0, 1.5),
    ("four waves of records", 26, 13, 4, 10, 4, 8.0, 0.7, 0.1, 40, 0.0, 1.5),
    ("unequal regions", 24, 12, 6, 6, 1, 8.0, 0.5, 0.08, 30, 0.6, 2.0),
):
    covariance = ar1(before + after, sd, gamma, icc, records or 1, cv)
    variance = did(regions, treated, before, after, waves, covariance)
    settings = {"design": "did", "regions": regions, "treated": treated, "before": before, "after": after, "starts": waves, "sd": sd}
    settings |= {"autocorrelation": gamma, "icc": icc, "records": records, "records_cv": cv, "effect": effect}
    add(name, settings, "pinv(treatment, region, period)[0]; nct(df, effect/se)", effect, variance, regions - waves - 1)

weights = np.array([-1 / 5] * 5 + [1 / 3] * 3)
settings = {"design": "before-after", "regions": 15, "before": 5, "after": 3, "sd": 2.0, "autocorrelation": 0.6, "effect": 1.2}
add("before and after", settings, "w'Σw/n; nct(n - 1, effect/se)", 1.2, float(weights @ ar1(8, 2.0, 0.6) @ weights) / 15, 14)

for name, respondents, m, icc, cv, sd, effect in (("survey by region", 400, 20, 0.05, 0.0, 12.0, 3.0), ("unequal regions of a survey", 600, 25, 0.1, 0.7, 12.0, 4.0)):
    deff = 1 + ((cv**2 + 1) * m - 1) * icc
    settings = {"design": "survey", "respondents": respondents, "records": m, "icc": icc, "records_cv": cv, "sd": sd, "effect": effect}
    add(name, settings, "2 sd²/n · (1 + ((cv² + 1)m - 1)icc); nct(2(n/m - 1), effect/se)", effect, 2 * sd**2 / respondents * deff, 2 * (respondents / m) - 2)

with open("expected.json", "w") as file:
    json.dump({"dataset": "power_plans", "source": "make.py", "analyses": analyses}, file, indent=1)
