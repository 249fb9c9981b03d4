"""Golden numbers for changes-in-changes and quantile difference-in-differences.

The formulas of R's qte (cic_gt, qdid_gt; type 1 quantiles, np in floating point) in numpy, record by record, and diff-diff's ChangesInChanges beside them.
Run in the folder tests/golden: python distributions/expected.py > distributions/expected.json
"""

import json
import sys
import warnings

import diff_diff
import numpy as np
import pandas as pd

PROBS = 0.05 + np.arange(19) * 0.05


def ecdf(sample, x):
    return np.searchsorted(np.sort(sample), x, side="right") / len(sample)


def below(sample, x):
    return np.searchsorted(np.sort(sample), x, side="left") / len(sample)


def quantile(sample, p):
    sample = np.sort(sample)
    return sample[np.clip(np.ceil(len(sample) * np.asarray(p)).astype(int), 1, len(sample)) - 1]


def density(sample, x):
    m = len(np.unique(sample))
    h = 1.06 * sample.std() * m**-0.2
    d = (np.asarray(x)[:, None] - sample[None, :]) / h
    return (np.where(d * d < 5, 0.75 / np.sqrt(5) * (1 - d * d / 5), 0)).sum(axis=1) / (len(sample) * h)


def cic(y00, y01, y10, y11):
    k = quantile(y01, ecdf(y00, y10))
    thin = 1 / density(y01, k)
    u = ecdf(y00, y10)
    p = np.array([np.mean(thin * ((z <= y10) - u)) for z in y00])
    q = np.array([np.mean(thin * ((x <= k) - ecdf(y01, k))) for x in y01])
    parts = [(-p) / len(y00), q / len(y01), (k.mean() - k) / len(y10), (y11 - y11.mean()) / len(y11)]
    return {
        "att": y11.mean() - k.mean(),
        "upper": y11.mean() - quantile(y01, below(y00, y10)).mean(),
        "quantiles": (quantile(y11, PROBS) - quantile(k, PROBS)).tolist(),
    }, parts


def qdid(y00, y01, y10, y11):
    u = ecdf(y10, y10)
    k = y10 + quantile(y01, u) - quantile(y00, u)
    return {"att": y11.mean() - k.mean(), "quantiles": (quantile(y11, PROBS) - quantile(k, PROBS)).tolist()}


def analyse(name, frame, outcome, unit=None):
    frame = frame[[c for c in [outcome, "g", "t", unit] if c]].dropna()
    masks = [(frame.g == a) & (frame.t == b) for a, b in [(0, 0), (0, 1), (1, 0), (1, 1)]]
    four = [frame[mask][outcome].to_numpy(float) for mask in masks]
    result, parts = cic(*four)
    if unit:
        sums = {}
        for mask, part in zip(masks, parts):
            for key, value in zip(frame[mask][unit], part):
                sums[key] = sums.get(key, 0.0) + value
        result["se"] = float(np.sqrt(sum(v * v for v in sums.values())))
    else:
        result["se"] = float(np.sqrt(sum((part**2).sum() for part in parts)))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        other = diff_diff.ChangesInChanges(n_bootstrap=500, seed=7, panel=False).fit(frame, outcome=outcome, treatment="g", time="t")
    assert abs(other.att - result["att"]) <= 1e-12 * (1 + abs(other.att)), (name, other.att, result["att"])
    effects = other.quantile_effects
    column = [c for c in effects.columns if c in ("effect", "estimate", "qte")][0]
    assert np.allclose(effects[column].to_numpy(), result["quantiles"], rtol=1e-12, atol=1e-12), name
    result["bootstrap_se_of_diff_diff"] = float(other.se)
    return [
        {"name": f"cic/{name}", "call": f"cic_gt: {outcome}", "package": "formulas of qte in numpy; diff-diff", "version": f"{np.__version__}; {diff_diff.__version__}", "result": result},
        {"name": f"qdid/{name}", "call": f"qdid_gt: {outcome}", "package": "formulas of qte in numpy", "version": np.__version__, "result": qdid(*four)},
    ]


def main():
    out = []
    kielmc = pd.read_csv("kielmc/data.csv").rename(columns={"nearinc": "g", "y81": "t"})
    out += analyse("kielmc/lrprice", kielmc, "lrprice") + analyse("kielmc/rprice", kielmc, "rprice")
    injury = pd.read_csv("injury/data.csv").rename(columns={"highearn": "g", "afchnge": "t"})
    out += analyse("injury/ldurat", injury[injury.ky == 1], "ldurat")
    mpdta = pd.read_csv("mpdta/data.csv")
    for g, t in [(2004, 2004), (2006, 2006), (2006, 2007), (2007, 2007)]:
        part = mpdta[mpdta.first_treat.isin([0, g]) & mpdta.year.isin([g - 1, t])].copy()
        part["g"] = (part.first_treat == g).astype(int)
        part["t"] = (part.year == t).astype(int)
        out += analyse(f"mpdta/{g}/{t}", part, "lemp", "countyreal")
    json.dump({"probabilities": PROBS.tolist(), "analyses": out}, sys.stdout, indent=1)


main()
