"""Weights of two-way fixed effects, by diff-diff and, where it is silent, by the formulas of de Chaisemartin and D'Haultfoeuille (2020) on dense matrices.

Run: python weights.py FOLDER > expected.json, FOLDER holding mpdta/data.csv and base_stagg/data.csv. pip: diff-diff==3.13.0
"""
import json, sys, warnings
import numpy as np, pandas as pd, diff_diff
warnings.filterwarnings("ignore")

def dense(df, y, unit, time, d):
    n = len(df)
    fe = np.hstack([pd.get_dummies(df[unit]).to_numpy(float), pd.get_dummies(df[time]).to_numpy(float)[:, 1:]])
    dd = df[d].to_numpy(float)
    eps = dd - fe @ np.linalg.lstsq(fe, dd, rcond=None)[0]
    on = dd == 1
    share = np.full(on.sum(), 1 / on.sum())
    w = eps[on] / eps[on].sum()          # sums to one
    w[np.abs(w) < 1e-10 * share] = 0
    beta = float(eps @ df[y] / eps[on].sum())
    r = w / share
    sigma = abs(beta) / np.sqrt((share * (r - 1) ** 2).sum())
    order = np.argsort(-r)
    r, s, ww = r[order], share[order], w[order]
    sign = None
    if (w < 0).any():
        for i in range(len(r)):
            P, S, T = s[i:].sum(), ww[i:].sum(), (s[i:] * r[i:] ** 2).sum()
            if P < 1 - 1e-12 and r[i] < -S / (1 - P):
                sign = abs(beta) / np.sqrt(T + S ** 2 / (1 - P))
                break
    return {"coefficient": beta, "positive": int((w > 0).sum()), "negative": int((w < 0).sum()), "sum_positive": float(w[w > 0].sum()),
            "sum_negative": float(w[w < 0].sum()), "sigma": float(sigma), "sigma_sign": None if sign is None else float(sign)}

out = []
for name, y, unit, time, start, never in [("mpdta", "lemp", "countyreal", "year", "first_treat", 0), ("base_stagg", "y", "id", "year", "gfirst", 0)]:
    df = pd.read_csv(f"{sys.argv[1]}/{name}/data.csv")
    g = df[start].fillna(0)
    df["D"] = ((g > 0) & (df[time] >= g)).astype(int)
    result = dense(df, y, unit, time, "D")
    other = diff_diff.twowayfeweights(df, y, unit=unit, time=time, treatment="D")
    assert abs(other.beta_fe / result["coefficient"] - 1) < 1e-9
    share = result["negative"] / (result["negative"] + result["positive"])
    out.append({"name": name, "call": f"twowayfeweights(df, '{y}', unit='{unit}', time='{time}', treatment='D') and the formulas in weights.py",
                "package": "diff-diff; numpy " + np.__version__, "version": diff_diff.__version__, "result": result,
                "notes": f"diff-diff: fraction negative {other.fraction_negative}, here {share}; sigma {other.sigma_fe}"})
print(json.dumps({"dataset": "twfe_weights", "analyses": out}, indent=1))
