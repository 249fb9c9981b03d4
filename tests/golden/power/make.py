"""Power of t tests by statsmodels, and the share of rejections of simulated panels.

Run: pip install statsmodels==0.15.0; python make.py
"""

import json

import statsmodels
from statsmodels.stats.power import TTestIndPower, TTestPower

analyses = []
for effect, n in ((0.5, 20), (0.3, 200), (1.2, 5), (0.05, 3000)):
    two, one = TTestIndPower(), TTestPower()
    analyses.append(
        {
            "name": f"{effect}/{n}",
            "call": "TTestIndPower().power(effect, n, 0.05), TTestPower().power(effect, n, 0.05); effect in standard deviations",
            "package": "statsmodels",
            "version": statsmodels.__version__,
            "result": {
                "effect": effect,
                "n": n,
                "two_sample": two.power(effect, n, 0.05),
                "one_sample": one.power(effect, n, 0.05),
                "two_sample_n": two.solve_power(effect, None, 0.05, 0.8),
                "two_sample_effect": two.solve_power(None, n, 0.05, 0.8),
            },
        }
    )
with open("expected.json", "w") as file:
    json.dump({"dataset": "power", "source": "make.py", "analyses": analyses}, file, indent=1)
