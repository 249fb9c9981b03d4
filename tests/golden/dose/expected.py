"""Golden numbers for effects by dose: moderndid's cont_did (a port of R's contdid) and diff-diff's ContinuousDiD on simulated panels.

Estimates of both packages agree. Standard errors of the mean effect and of the curve are diff-diff's. That of the mean slope is from the influence function
of contdid (the coefficients' part and the doses' part) over the number of treated units: cont_did divides it by the number of all units, and diff-diff leaves
the doses' part out.
Run in the folder tests/golden: python dose/expected.py   (writes dose/*.csv and dose/expected.json)
"""

import json
import warnings

import diff_diff
import moderndid
import numpy as np
import pandas as pd
from moderndid.didcont import cont_did

warnings.simplefilter("ignore")


def make(name, cohorts, periods, units, seed):
    rng = np.random.default_rng(seed)
    rows = []
    for unit in range(units):
        cohort = cohorts[unit % len(cohorts)]
        dose = round(rng.uniform(0.1, 1.0), 4) if cohort else 0.0
        own = rng.normal()
        for time in range(1, periods + 1):
            effect = (4 * dose - 2 * dose**2) * (1 + 0.2 * (time - cohort)) if cohort and time >= cohort else 0.0
            rows.append((unit + 1, time, cohort, dose, round(own + 0.4 * time + effect + rng.normal(0, 0.5), 6)))
    frame = pd.DataFrame(rows, columns="unit time cohort dose y".split())
    frame.to_csv(f"dose/{name}.csv", index=False)
    return frame


def analyse(name, file, frame, degree, knots, control):
    positive = frame[(frame.cohort > 0)].groupby("unit")["dose"].first()
    grid = np.linspace(positive.min(), positive.max(), 21)
    result = cont_did(frame, "y", "time", "unit", gname="cohort", dname="dose", degree=degree, num_knots=knots, dvals=grid, control_group=control, boot=False, biters=10, random_state=1)
    other = diff_diff.ContinuousDiD(degree=degree, num_knots=knots, dvals=grid, control_group={"nevertreated": "never_treated", "notyettreated": "not_yet_treated"}[control], n_bootstrap=0)
    found = other.fit(frame, outcome="y", unit="unit", time="time", first_treat="cohort", dose="dose", aggregate="dose")
    response, slope = found.dose_response_att, found.dose_response_acrt
    for mine, theirs in [(result.overall_att, found.overall_att), (result.overall_acrt, found.overall_acrt), (result.att_d, response.effects), (result.acrt_d, slope.effects)]:
        print(name, np.max(np.abs(np.asarray(mine) - np.asarray(theirs))))
    version = f"{moderndid.__version__}; {diff_diff.__version__}"
    treated = (frame.groupby("unit")["cohort"].first() > 0).sum()
    one = len(frame.cohort.unique()) == 2
    return {
        "name": name, "file": file, "call": f"cont_did(degree={degree}, num_knots={knots}, control_group={control!r})", "package": "moderndid; diff-diff", "version": version,
        "result": {
            "degree": degree, "knots": knots, "control": control, "doses": grid.tolist(),
            "att": float(result.overall_att), "acrt": float(result.overall_acrt),
            "att_d": np.asarray(result.att_d).tolist(), "acrt_d": np.asarray(result.acrt_d).tolist(),
            "se_att": float(found.overall_att_se) if one else None,
            "se_acrt": float(np.sqrt((np.asarray(result.overall_acrt_inf_func) ** 2).sum()) / treated) if one else None,
            "se_att_d": np.asarray(response.se).tolist() if one else None, "se_acrt_d": np.asarray(slope.se).tolist() if one else None,
        },
    }


def main():
    one = make("one", [0, 2, 0, 2, 2], 2, 120, 11)
    many = make("many", [0, 3, 4, 0, 3], 5, 150, 12)
    out = []
    for degree, knots in [(3, 0), (1, 0), (2, 2), (3, 1)]:
        out.append(analyse(f"one/{degree}/{knots}", "one.csv", one, degree, knots, "nevertreated"))
    for control in ["nevertreated", "notyettreated"]:
        out.append(analyse(f"many/3/0/{control}", "many.csv", many, 3, 0, control))
    json.dump({"dataset": "dose", "source": "simulated by expected.py", "analyses": out}, open("dose/expected.json", "w"), indent=1)


main()
