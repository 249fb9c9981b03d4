"""Data and expected numbers of this folder: stacked and local-projections difference-in-differences.

Run: pip install pyfixest==0.60.0 diff-diff==3.13.0; python make.py
data.csv is a simulated panel (84 units, 10 periods, starts 1, 4, 5, 7, 8, 12 and never = 0; 12 is after the end); gaps.csv the same without every
ninth row. The numbers are pyfixest's on samples built here; where diff-diff has the method, this script fails unless it agrees.
"""

import json

import diff_diff
import numpy as np
import pandas as pd
import pyfixest as pf

VERSION = f"pyfixest {pf.__version__}"
rng = np.random.default_rng(20240817)


def simulate():
    starts = np.array([0, 0, 0, 4, 5, 7, 8] * 11 + [12] * 4 + [1] * 3)
    rows = []
    for unit, start in enumerate(starts, 1):
        alpha, noise, slope = rng.normal(), 0.0, rng.normal()
        for t in range(1, 11):
            noise = 0.5 * noise + rng.normal()
            x = slope + 0.3 * rng.normal()
            effect = 0.0 if start == 0 or t < start else 0.5 + 0.2 * (t - start) + 0.1 * (start == 5)
            y = alpha + 0.1 * t + 0.4 * x + effect + noise
            rows.append((unit, unit % 9 + 1, t, start, round(x, 6), round(y, 6)))
    return pd.DataFrame(rows, columns=["unit", "region", "time", "start", "x", "y"])


def stack(d, pre, post, never_only=False):
    start = d.start.where(d.start > 0, np.inf)
    parts = []
    for a in sorted(d.start.unique()):
        if a == 0 or a - pre < d.time.min() or a + post > d.time.max():
            continue
        clean = (start > d.time.max()) if never_only else (start > a + post)
        own = d[(start == a) | clean].copy()
        own = own[own.time.between(a - pre, a + post)]
        own["stack"], own["treat"], own["event"] = a, (own.start == a).astype(int), own.time - a
        parts.append(own)
    s = pd.concat(parts, ignore_index=True)
    total = s.groupby(["event", "treat"]).y.transform("size")
    share = s.groupby(["event", "treat", "stack"]).y.transform("size") / total
    treated = s[s.treat == 1].groupby(["event", "stack"]).size() / s[s.treat == 1].groupby("event").size()
    key = pd.MultiIndex.from_frame(s[["event", "stack"]])
    s["q"] = np.where(s.treat == 1, 1.0, treated.reindex(key).to_numpy() / share)
    return s


def row(fit, weights):
    """A combination of coefficients with its error."""
    names = list(fit._coefnames)
    w = np.zeros(len(names))
    for name, share in weights.items():
        w[names.index(name)] = share
    return float(w @ fit._beta_hat), float(np.sqrt(w @ fit._vcov @ w))


def stacked(d, pre, post, cluster="unit", covariate=False, never_only=False):
    s = stack(d, pre, post, never_only)
    times = [e for e in range(-pre, post + 1) if e != -1]
    names = {}
    for e in times:
        name = f"e_{'m' if e < 0 else 'p'}{abs(e)}"
        s[name] = ((s.treat == 1) & (s.event == e)).astype(float)
        names[e] = name
    formula = "y ~ " + " + ".join(names.values()) + (" + x" if covariate else "") + " | treat + event"
    fit = pf.feols(formula, s, vcov={"CRV1": cluster}, weights="q", fixef_tol=1e-12)
    each = [row(fit, {names[e]: 1.0}) for e in times]
    overall = row(fit, {names[e]: 1 / (post + 1) for e in times if e >= 0})
    out = {"event_time": times, "estimate": [a for a, _ in each], "se": [b for _, b in each], "att": overall[0], "att_se": overall[1],
           "df": int(s[cluster].nunique()) - 1, "stacked_rows": len(s), "rows": len(s[["unit", "time"]].drop_duplicates())}
    if not covariate and not never_only:
        frame = d.assign(start=d.start.replace(0, np.inf))
        other = diff_diff.StackedDiD(kappa_pre=pre, kappa_post=post, cluster="unit").fit(frame, outcome="y", unit="unit", time="time", first_treat="start")
        assert abs(other.overall_att / out["att"] - 1) < 1e-10, (other.overall_att, out["att"])
        if cluster == "unit":
            assert abs(other.overall_se / out["att_se"] - 1) < 1e-9, (other.overall_se, out["att_se"])
    return out


def projection(d, horizon, base="before", reweight=False, never_only=False, covariate=False, cluster="unit", pooled=False):
    """One regression: y[t + h] (or the mean over 0..h, or h..-2) less the base, on starting now, with effects of periods."""
    y = d.pivot(index="unit", columns="time", values="y").reindex(columns=range(d.time.min(), d.time.max() + 1))
    start = d.groupby("unit").start.first()
    start = start.where(start > 0, np.inf)
    s = d.copy()
    own = s.unit.map(start)

    def at(times):
        inside = times.between(y.columns.min(), y.columns.max())
        out = np.full(len(s), np.nan)
        out[inside] = [y.at[u, t] for u, t in zip(s.unit[inside], times[inside])]
        return out

    if base == "before":
        s["base"] = at(s.time - 1)
    elif base == "all":
        s["base"] = [y.loc[u, [c for c in y.columns if c < t]].mean() for u, t in zip(s.unit, s.time)]
    else:
        s["base"] = np.mean([at(s.time - k) for k in range(1, base + 1)], axis=0)
    spans = [horizon] if not pooled else list(range(0, horizon + 1)) if horizon >= 0 else list(range(horizon, -1))
    s["dy"] = np.mean([at(s.time + h) for h in spans], axis=0) - s["base"]
    s["starts"] = (own == s.time).astype(float)
    clean = np.isinf(own) | (own > d.time.max()) if never_only else (own > s.time + max(horizon, 0))
    s = s[(s.starts == 1) | clean].dropna(subset=["dy"])
    weights = None
    if reweight:
        treated = s.groupby("time").starts.transform("sum")
        n = s.groupby("time").starts.transform("size")
        s["rw"] = n / (n - treated)
        s = s[(treated > 0) & (treated < n)]
        weights = "rw"
    fit = pf.feols("dy ~ starts" + (" + x" if covariate else "") + " | time", s, vcov={"CRV1": cluster}, weights=weights)
    estimate, error = row(fit, {"starts": 1.0})
    return estimate, error, int(fit._N), int(s.loc[s.index, cluster].nunique()) - 1


def projections(d, pre, post, **choice):
    times = [h for h in range(-pre, post + 1) if h != -1 or choice.get("base", "before") != "before"]
    rows = [projection(d, h, **choice) for h in times]
    att, before = projection(d, post, pooled=True, **choice), projection(d, -pre, pooled=True, **choice)
    names = ("estimate", "se", "n", "df")
    out = {"event_time": times, **{name: [r[i] for r in rows] for i, name in enumerate(names)}}
    out |= {f"att_{name}": att[i] for i, name in enumerate(names)} | {f"before_{name}": before[i] for i, name in enumerate(names)}
    if not choice.get("covariate") and (choice.get("base") != "all" or len(d) == d.unit.nunique() * d.time.nunique()):
        # Where the row of the start is missing, diff-diff takes the next one for the start; with the mean of all before that is another base. diff-diff takes a start before the data for "never treated"; both leave units out that are treated from the first period.
        frame = d.assign(treated=((d.start > 0) & (d.time >= d.start)).astype(int))
        frame = frame[frame.start != 1]
        base = {"before": None, "all": "max"}.get(choice.get("base", "before"), choice.get("base"))
        other = diff_diff.LPDiD(pre_window=pre, post_window=post, reweight=choice.get("reweight", False), pmd=base, cluster=choice.get("cluster"),
                                control_group="never_treated" if choice.get("never_only") else "clean")
        found = other.fit(frame, outcome="y", unit="unit", time="time", treatment="treated", pre_pooled=pre, post_pooled=post)
        found_rows = found.event_study.set_index("horizon")
        for h, (estimate, error, _, _) in zip(times, rows):
            if h != -1:
                assert abs(found_rows.coefficient[h] - estimate) < 1e-10, (choice, h, found_rows.coefficient[h], estimate)
                assert abs(found_rows.se[h] / error - 1) < 1e-9, (choice, h, found_rows.se[h], error)
        pooled = found.pooled.set_index("window")
        assert abs(pooled.coefficient["post"] - att[0]) < 1e-10 and abs(pooled.coefficient["pre"] - before[0]) < 1e-10, choice
    if not choice and len(d) == d.unit.nunique() * d.time.nunique():
        for att_only in (False, True):
            every = pf.lpdid(d, "y", "unit", "time", "start", vcov={"CRV1": "unit"}, pre_window=-pre, post_window=post, att=att_only).tidy()
            wanted = [att] if att_only else rows
            assert np.allclose(every["Estimate"].astype(float), [r[0] for r in wanted], rtol=1e-10), every
            assert np.allclose(every["Std. Error"].astype(float), [r[1] for r in wanted], rtol=1e-9), every
    return out


def main():
    data = simulate()
    data.to_csv("data.csv", index=False)
    gaps = data[(data.index % 9 != 4)].reset_index(drop=True)
    gaps.to_csv("gaps.csv", index=False)
    analyses = []

    def add(name, call, result):
        analyses.append({"name": name, "call": call, "package": "pyfixest, diff-diff", "version": f"{pf.__version__}, {diff_diff.__version__}", "result": result})

    for name, frame in (("data", data), ("gaps", gaps)):
        for pre, post in ((3, 2), (2, 3), (1, 0)):
            add(f"stacked/{name}/{pre}:{post}", f"feols(y ~ i(event, treat, -1) | treat + event, CRV1 unit, Q weights), kappa ({pre}, {post})", stacked(frame, pre, post))
    add("stacked/data/3:2/region", "the same, CRV1 region", stacked(data, 3, 2, cluster="region"))
    add("stacked/data/3:2/x", "the same with x", stacked(data, 3, 2, covariate=True))
    add("stacked/data/3:2/never", "the same, never-treated only", stacked(data, 3, 2, never_only=True))
    for name, frame in (("data", data), ("gaps", gaps)):
        for choice, keys in (("plain", {}), ("reweight", {"reweight": True}), ("pre-mean-all", {"base": "all"}), ("pre-mean-2", {"base": 2})):
            add(f"lpdid/{name}/{choice}", f"own samples, feols(dy ~ starts | time, CRV1 unit), {keys}", projections(frame, 3, 2, **keys))
    add("lpdid/data/x", "the same with x", projections(data, 3, 2, covariate=True))
    add("lpdid/data/region", "the same, CRV1 region", projections(data, 3, 2, cluster="region"))
    add("lpdid/data/never", "the same, never-treated only", projections(data, 3, 2, never_only=True))
    with open("expected.json", "w") as file:
        json.dump({"dataset": "staggered_sim", "source": "simulated by make.py", "analyses": analyses}, file, indent=1)


if __name__ == "__main__":
    main()
