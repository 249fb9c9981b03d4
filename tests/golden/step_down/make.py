"""Romano-Wolf step-down p-values by hand: every pattern of signs of 10 clusters, one outcome with a cluster less, loops instead of matrices.

python3 make.py (scipy for the t distribution; writes data.csv and expected.json beside itself)
"""
import csv, itertools, json, math, random

import scipy
from scipy.stats import t as student

random.seed(2005)
clusters = [f"k{i:02d}" for i in range(10)]
rows = []
for name in clusters:
    common = random.gauss(0, 1)
    rows.append([name] + [round(shift + 0.7 * common + random.gauss(0, 1), 3) for shift in (0.9, 0.5, 0.0, 1.6)])
rows[3][2] = ""  # outcome b is not known in k03: its degrees of freedom differ

with open("data.csv", "w", newline="") as out:
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["cluster", "a", "b", "c", "d"])
    writer.writerows(rows)


def family(columns):
    found = []
    for column in columns:
        known = [(row[0], row[column]) for row in rows if row[column] != ""]
        n = len(known)
        mean = sum(value for _, value in known) / n
        psi = {name: (value - mean) / n for name, value in known}
        error = math.sqrt(sum(value**2 for value in psi.values()) * n / (n - 1))
        found.append((mean / error, psi))
    # One degree of freedom for all: |t| itself. Else its own t distribution makes statistics comparable.
    alike = len({len(psi) for _, psi in found}) == 1
    size = lambda t, psi: abs(t) if alike else -2 * student.sf(abs(t), len(psi) - 1)
    order = sorted(range(len(found)), key=lambda h: -size(*found[h]))
    exceed = [0] * len(found)
    patterns = 0
    for signs in itertools.product((1, -1), repeat=len(clusters)):
        sign = dict(zip(clusters, signs))
        patterns += 1
        drawn = []
        for _, psi in found:
            x = [sign[name] * value for name, value in psi.items()]
            g = len(x)
            drawn.append(size(sum(x) / math.sqrt(g / (g - 1) * (sum(v * v for v in x) - sum(x) ** 2 / g)), psi))
        for place, h in enumerate(order):
            own = size(*found[h])
            exceed[h] += max(drawn[k] for k in order[place:]) >= own - 1e-12 * abs(own)
    adjusted, floor = [0] * len(found), 0
    for h in order:
        floor = max(floor, (exceed[h] + 1) / (patterns + 1))
        adjusted[h] = floor
    return {"statistic": [t for t, _ in found], "p_adjusted": adjusted, "patterns": patterns}


entry = lambda name, columns: {"name": name, "call": "make.py, every pattern of signs", "package": "scipy", "version": scipy.__version__, "result": family(columns)}
with open("expected.json", "w") as out:
    json.dump({"dataset": "step_down", "source": "make.py", "analyses": [entry("same-sample", [1, 3, 4]), entry("own-samples", [1, 2, 3, 4])]}, out, indent=1)
    out.write("\n")
