"""Golden numbers for the effect per participant (Wald difference-in-differences).

Two-stage least squares by linearmodels on the records, with the instrument group x after (or treated) and effects of units and periods as columns.
The Anderson-Rubin interval by inversion: the effect of the program on y - b D is tested by least squares with clustered errors (statsmodels) on a fine search.
Run in the folder tests/golden: python participation/expected.py   (writes participation/data.csv and participation/expected.json)
"""

import json

import linearmodels
import numpy as np
import pandas as pd
import statsmodels
import statsmodels.api as sm
from linearmodels.iv import IV2SLS
from scipy import stats
from scipy.optimize import brentq


def make():
    rng = np.random.default_rng(20180101)
    rows = []
    for unit in range(30):
        cohort = 4 if unit < 10 else (6 if unit < 14 else 0)
        base = rng.normal(0, 2)
        eager = rng.uniform(0.3, 0.9)
        for time in range(1, 9):
            for _ in range(rng.integers(3, 9)):
                x = rng.normal()
                treated = int(cohort > 0 and time >= cohort)
                takes = int(rng.uniform() < (eager if treated else 0.05))
                weight = rng.integers(1, 4)
                y = 5 + base + 0.3 * time - 4.0 * takes + 0.8 * x + rng.normal(0, 2)
                weak = int(rng.uniform() < (0.33 if treated else 0.3))
                rows.append((unit, time, cohort, int(cohort == 4), int(time >= 4), treated, takes, weak, round(x, 6), int(weight), round(y, 6), round(y + 4 * takes, 6)))
    return pd.DataFrame(rows, columns="unit time cohort group post treated takes weak x w y z".split())


def dummies(frame, names):
    return [pd.get_dummies(frame[name], prefix=name, drop_first=True, dtype=float) for name in names]


def analyse(name, frame, outcome, take, instrument, exogenous, cluster, k, covariates=(), weight=None, level=0.95):
    n = len(frame)
    columns = [pd.Series(1.0, frame.index, name="constant")] + exogenous + [frame[list(covariates)]]
    X = pd.concat(columns, axis=1).astype(float)
    Z = instrument.astype(float)
    w = frame[weight].astype(float) if weight else None
    model = IV2SLS(frame[outcome], X, frame[[take]].astype(float), Z.rename("z").to_frame(), weights=w)
    fit = model.fit(cov_type="clustered", clusters=frame[cluster], debiased=False)
    groups = frame[cluster].nunique()
    # linearmodels has no small-sample factor here; fixest's has (n - 1)/(n - K) G/(G - 1).
    factor = groups / (groups - 1) * (n - 1) / (n - k)
    df = groups - 1
    design = pd.concat([X, Z.rename("z")], axis=1).to_numpy()

    def effect(y):
        ols = (sm.WLS(y, design, w.to_numpy()) if weight else sm.OLS(y, design)).fit(cov_type="cluster", cov_kwds={"groups": frame[cluster], "use_correction": False})
        return ols.params[-1], ols.bse[-1] * np.sqrt(factor)

    rho, se_rho = effect(frame[outcome].to_numpy())
    pi, se_pi = effect(frame[take].to_numpy(float))
    critical = stats.t.ppf(0.5 + level / 2, df)

    def distance(b):
        value, error = effect(frame[outcome].to_numpy() - b * frame[take].to_numpy(float))
        return abs(value / error) - critical

    beta, se = float(fit.params[take]), float(fit.std_errors[take] * np.sqrt(factor))
    low = high = None
    # Far away the statistic is that of the first stage: an interval where it rejects.
    if pi * pi > critical * critical * se_pi * se_pi:
        step = 50 * se
        low = brentq(distance, beta - step, beta, xtol=1e-13, rtol=1e-13)
        high = brentq(distance, beta, beta + step, xtol=1e-13, rtol=1e-13)
    return {
        "name": name, "call": f"IV2SLS {outcome} ~ [{take} ~ z] + {', '.join(covariates)}, clusters {cluster}", "package": "linearmodels; statsmodels",
        "version": f"{linearmodels.__version__}; {statsmodels.__version__}",
        "result": {"estimate": beta, "se": se, "df": df, "rho": rho, "se_rho": se_rho, "pi": pi, "se_pi": se_pi, "f": (pi / se_pi) ** 2, "ar_low": low, "ar_high": high},
    }


def main():
    frame = make()
    frame.to_csv("participation/data.csv", index=False)
    out = []
    two = frame[frame.cohort != 6]
    g = two["group"] * two["post"]
    both = [two[["group", "post"]]]
    for name, take, covariates, weight, cluster in [
        ("2x2", "takes", [], None, "unit"), ("2x2/x", "takes", ["x"], None, "unit"), ("2x2/w", "takes", [], "w", "unit"), ("2x2/weak", "weak", [], None, "unit"),
    ]:
        out.append(analyse(name, two, "y", take, g, both, cluster, 4 + len(covariates), covariates, weight))
    effects = dummies(frame, ["unit", "time"])
    # Units are nested in the clusters and do not count; one for the constant, periods, covariates and the effect do.
    for name, covariates in [("twfe", []), ("twfe/x", ["x"])]:
        out.append(analyse(name, frame, "y", "takes", frame["treated"], effects, "unit", 1 + 7 + 1 + len(covariates), covariates))
    json.dump({"dataset": "participation", "source": "simulated by expected.py", "analyses": out}, open("participation/expected.json", "w"), indent=1)


main()
